import os
from datetime import datetime, timedelta

import pytest

from app.common.errors import CancelledError
from app.common.progress import JobContext
from app.error_texts import FINDING_TEXTS
from app.vault.media_store import MediaRole
from app.vault.vault import Vault
from tests.support.vaults import PASSPHRASE, a_fragment, add_clip, add_recording, store

MIB = 1024 * 1024


def deep(vault):
    return vault.check(deep=True, context=JobContext())


def codes(findings):
    return [finding.code for finding in findings]


def spoil(path, place, bit=1):
    content = bytearray(path.read_bytes())
    content[place] ^= bit
    path.write_bytes(bytes(content))


def test_a_whole_vault_has_no_findings(vault):
    recording = add_recording(vault, os.urandom(3 * MIB))
    fragment = a_fragment(recording.recording_id)
    vault.fragments.add(fragment)
    add_clip(vault, fragment.fragment_id)
    vault.add_derived(recording.recording_id, MediaRole.PICTURES, b"")
    assert deep(vault) == vault.check(deep=False, context=JobContext()) == []


def test_a_bad_piece_is_placed_in_bytes_and_in_the_recording(vault):
    recording = add_recording(vault, bytes(10 * MIB), duration_ms=100_000)
    path = vault.media.media_path(recording.media_id)
    spoil(path, 5 * MIB + 7)
    spoil(path, 10 * MIB)
    assert vault.check(deep=False, context=JobContext()) == []
    first, last = deep(vault)
    assert (first.severity, first.code, first.subject) == ("damage", "media_damaged", recording.recording_id)
    assert first.details["segment"] == 5
    assert first.details["role"] == "original"
    assert 49_000 < first.details["from_ms"] < 50_001 < first.details["to_ms"] < 60_001
    assert last.details["segment"] == 10
    assert last.details["to_ms"] == 100_000


def test_a_damaged_clip_is_named_by_its_media(vault):
    recording = add_recording(vault)
    fragment = a_fragment(recording.recording_id)
    vault.fragments.add(fragment)
    clip = add_clip(vault, fragment.fragment_id)
    spoil(vault.media.media_path(clip.media_id), 60)
    (finding,) = deep(vault)
    assert (finding.code, finding.subject, finding.details["role"]) == ("media_damaged", clip.media_id, "clip")
    assert "from_ms" not in finding.details


def test_a_missing_and_a_cut_file_are_found_without_reading(folder, vault):
    gone, cut, whole = (add_recording(vault, bytes([number]) * 5000) for number in range(3))
    vault.media.media_path(gone.media_id).unlink()
    os.truncate(vault.media.media_path(cut.media_id), 100)
    expected = [("media_missing", gone.recording_id), ("media_cut_off", cut.recording_id)]
    for findings in (vault.check(deep=False, context=JobContext()), deep(vault)):
        assert [(finding.code, finding.subject) for finding in findings] == expected
        assert {finding.severity for finding in findings} == {"damage"}
    vault.close()
    again = Vault.open(folder, PASSPHRASE)
    assert [(finding.code, finding.subject) for finding in again.findings] == expected
    assert again.recordings.get(gone.recording_id) == gone
    reader = again.media.open(whole.media_id)
    assert reader.read_at(0, 3) == b"\2\2\2"
    reader.close()
    again.close()


def test_a_damaged_page_of_the_database_is_found(vault, folder):
    for number in range(60):
        vault.settings.set(f"n{number}", "x" * 1000)
    vault._parts.database.checkpoint()
    vault._parts.database.rows("PRAGMA shrink_memory")
    spoil(folder / "register.db", 4096 * 20 + 50)
    assert "database_damaged" in codes(deep(vault))


def test_checking_reports_its_progress_and_can_be_stopped(vault):
    add_recording(vault, bytes(4 * MIB))
    seen = []
    vault.check(deep=True, context=JobContext(seen.append))
    assert {progress.step for progress in seen} == {"check"}
    assert seen[-1].done == seen[-1].total == 4 * MIB
    context = JobContext()
    context.cancel()
    with pytest.raises(CancelledError):
        vault.check(deep=True, context=context)


def test_files_nobody_knows_are_set_aside_and_never_deleted(vault, folder):
    add_recording(vault)
    vault.close()
    strange = ["a" * 32, "b" * 32]
    for name in strange:
        (folder / "media" / name[:2]).mkdir(exist_ok=True)
        (folder / "media" / name[:2] / f"{name}.media").write_bytes(name.encode())
    (folder / "bezig" / f"{strange[0]}.deel").write_bytes(b"half")
    (folder / "quarantaine" / f"{strange[0]}.media").write_bytes(b"from an earlier time")
    again = Vault.open(folder, PASSPHRASE)
    assert codes(again.findings) == ["media_unknown"] * 3
    kept = {path.name: path.read_bytes() for path in (folder / "quarantaine").iterdir()}
    assert kept == {
        f"{strange[0]}.media": b"from an earlier time",
        f"{strange[0]}.media.2": strange[0].encode(),
        f"{strange[1]}.media": strange[1].encode(),
        f"{strange[0]}.deel": b"half",
    }
    again.close()
    last = Vault.open(folder, PASSPHRASE)
    assert last.findings == []
    last.close()


def test_media_that_nothing_points_to_were_never_called_kept(vault, folder):
    stored = store(vault, b"nooit afgemaakt")
    kept = add_recording(vault)
    vault.close()
    again = Vault.open(folder, PASSPHRASE)
    assert [(finding.code, finding.subject) for finding in again.findings] == [("import_undone", stored.media_id)]
    assert [row.media_id for row in again.media.rows()] == [kept.media_id]
    again.close()


def test_every_finding_has_its_dutch_sentence():
    written = {
        "consent_changed_since",
        "header_copy_repaired",
        "import_undone",
        "shredding_finished",
        "vault_older_than_seen",
        "folder_was_open",
        "media_unknown",
        "register_rolled_back",
        "media_missing",
        "media_cut_off",
        "media_damaged",
        "database_damaged",
        "destroyed_again",
        "tombstones_damaged",
        "backup_list_damaged",
        "backup_header_damaged",
        "backup_older_damaged",
        "quarantine_holds",
        "destroyed_file_left",
        "clock_set_back",
        "capture_waiting",
        "header_damaged",
    }
    assert set(FINDING_TEXTS) == written
    for text in FINDING_TEXTS.values():
        assert text.count(". ") + text.count("? ") + text.count(": ") >= 1  # what it is, and what to do


def test_a_header_copy_that_rotted_while_open_is_written_again(vault, folder):
    spoil(folder / "kluis.json.2", 40)
    assert codes(deep(vault)) == ["header_copy_repaired"]
    assert (folder / "kluis.json.2").read_bytes() == (folder / "kluis.json").read_bytes()
    (folder / "kluis.json").unlink()
    assert codes(deep(vault)) == ["header_copy_repaired"]
    assert deep(vault) == []


def test_what_stands_in_the_folder_and_need_not_is_told(vault, folder):
    recording = add_recording(vault)
    path = vault.media.media_path(recording.media_id)
    content = path.read_bytes()
    vault.remove_recording(recording.recording_id)
    path.write_bytes(content)
    (folder / "quarantaine" / "iets.media").write_bytes(b"x")
    found = {finding.code: finding for finding in deep(vault)}
    assert found.keys() == {"destroyed_file_left", "quarantine_holds"}
    assert {finding.severity for finding in found.values()} == {"warning"}
    assert found["quarantine_holds"].details == {"files": 1}
    assert found["destroyed_file_left"].subject == recording.media_id
    assert vault.check(deep=False, context=JobContext()) == []


def test_a_clock_that_was_set_back_is_told(vault, monkeypatch):
    class Earlier(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) - timedelta(days=2)

    monkeypatch.setattr("app.vault.check.datetime", Earlier)
    assert codes(deep(vault)) == codes(vault.check(deep=False, context=JobContext())) == ["clock_set_back"]
