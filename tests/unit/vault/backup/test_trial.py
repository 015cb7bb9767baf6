from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.common.errors import AppError, DamagedError, InputError, PassphraseError
from app.common.progress import JobContext
from app.vault.backup.manifest import parse_manifest
from app.vault.backup.opening import read_backup, unlock_backup
from tests.support.backups import flip, tree
from tests.support.vaults import PASSPHRASE, new_vault


def tried(vault, source):
    backup = read_backup(source)
    try:
        return vault.try_backup(backup, JobContext())
    finally:
        backup.source.close()


@pytest.fixture(params=["folder", "file"])
def made(request, filled, stick):
    if request.param == "folder":
        return filled.back_up(stick, JobContext()).file_path
    return filled.back_up_to_file(stick / "alles.tar", JobContext()).file_path


def test_a_good_backup_is_counted_and_nothing_is_left(filled, made, folder, stick):
    before = tree(stick)
    report = tried(filled, made)
    assert (report.recordings, report.moments, report.left_out, report.findings) == (3, 3, 0, ())
    assert report.is_whole
    assert tree(stick) == before
    assert not list((folder / "bezig").iterdir())


def test_what_was_destroyed_since_is_counted_apart(filled, made):
    filled.remove_recording(filled.recordings.list()[0].recording_id)
    report = tried(filled, made)
    assert (report.recordings, report.left_out) == (2, 1)
    assert report.is_whole


def test_damage_is_named_by_recording_and_second(filled, stick):
    made = filled.back_up(stick, JobContext()).file_path
    recording = filled.recordings.list()[1]
    flip(made / "media" / recording.media_id[:2] / f"{recording.media_id}.media", 200)
    (finding,) = tried(filled, made).findings
    assert (finding.code, finding.subject) == ("media_damaged", recording.recording_id)
    assert (finding.details["from_ms"], finding.details["to_ms"]) == (0, 60_000)


def test_every_rotten_byte_in_a_backup_is_named(filled, stick, folder, tally):
    made = filled.back_up(stick, JobContext()).file_path
    readme = made / "LEESMIJ.txt"
    flips, missed = 0, []
    for path in sorted(path for path in made.rglob("*") if path.is_file() and path != readme):
        size = path.stat().st_size
        for place in sorted({0, size - 1, *range(0, size, max(1, size // 9))}):
            flip(path, place)
            try:
                report = tried(filled, made)
            except AppError:
                pass
            else:
                if report.is_whole:
                    missed.append((path.name, place))
            flip(path, place)
            flips += 1
    assert flips > 60
    assert missed == []
    tally("U2", flips, "verrotte bytes in een reservekopie", len(missed))


@pytest.mark.parametrize("which", ["media", "register", "manifest", "kluis.json", "grafstenen"])
def test_a_missing_file_is_named(filled, stick, which):
    filled.remove_recording(filled.recordings.list()[0].recording_id)
    made = filled.back_up(stick, JobContext()).file_path
    path = next(path for path in made.rglob("*") if path.is_file() and path.relative_to(made).as_posix().startswith(which))
    path.unlink()
    try:
        report = tried(filled, made)
    except (DamagedError, InputError):
        assert which in ("register", "manifest")
    else:
        assert not report.is_whole


def test_a_damaged_list_falls_back_on_the_one_before(filled, stick):
    filled.back_up(stick, JobContext())
    second = filled.back_up(stick, JobContext())
    flip(second.file_path / f"manifest-{second.generation}.json", 100)
    report = tried(filled, second.file_path)
    assert report.recordings == 3
    assert [finding.code for finding in report.findings] == ["backup_list_damaged"]


def test_a_backup_of_another_vault_is_told(made, tmp_path):
    other = new_vault(tmp_path / "ander.kluis")
    with pytest.raises(InputError) as raised:
        tried(other, made)
    assert raised.value.code == "backup_other_vault"
    other.close()


def test_the_passphrase_of_the_backup_unlocks_it_and_no_other(filled, made):
    backup = read_backup(made)
    with pytest.raises(PassphraseError):
        unlock_backup(backup, "een heel andere wachtzin")
    unlock_backup(backup, PASSPHRASE).wipe()
    backup.source.close()


def test_a_list_made_by_somebody_else_is_refused_with_the_key(filled, stick):
    made = filled.back_up(stick, JobContext())
    path = made.file_path / f"manifest-{made.generation}.json"
    backup = read_backup(made.file_path)
    forged = backup.manifest.with_mac(bytes(32))
    path.write_bytes(forged.to_bytes())
    again = read_backup(made.file_path)
    with pytest.raises(DamagedError) as raised:
        unlock_backup(again, PASSPHRASE)
    assert raised.value.code == "backup_list_damaged"
    assert [finding.code for finding in tried(filled, made.file_path).findings] == ["backup_list_damaged"]


@pytest.mark.parametrize("at", [datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))), datetime(9999, 12, 31, 23, tzinfo=UTC)])
def test_a_list_of_a_day_that_no_calendar_here_can_say_is_refused(filled, stick, at):
    made = filled.back_up(stick, JobContext())
    path = made.file_path / f"manifest-{made.generation}.json"
    manifest = parse_manifest(path.read_bytes())
    with pytest.raises(DamagedError):
        parse_manifest(replace(manifest, made_at=at).to_bytes())
    assert parse_manifest(replace(manifest, made_at=manifest.made_at.replace(year=2030)).to_bytes()).made_at.year == 2030
