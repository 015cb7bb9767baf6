import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from app.common.errors import DamagedError, InputError, PassphraseError, SystemProblem, VersionError
from app.common.progress import JobContext
from app.vault.durable_files import DurableFiles
from app.vault.header import canonical
from app.vault.vault import Vault
from tests.support.cut_files import CutFiles, PowerCutError
from tests.support.vaults import PASSPHRASE, a_moment, add_recording, cheap_kdf, new_vault

ROOT = Path(__file__).resolve().parents[3]
SECOND_INSTANCE = f"""
import sys
from pathlib import Path
from app.common.errors import AppError
from app.vault.vault import Vault
try:
    Vault.open(Path(sys.argv[1]), {PASSPHRASE!r}).close()
    print("opened")
except AppError as error:
    print(error.code)
"""


def in_a_second_process(folder):
    done = subprocess.run([sys.executable, "-c", SECOND_INSTANCE, str(folder)], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def refusal(kind, call, *arguments):
    with pytest.raises(kind) as caught:
        call(*arguments)
    return caught.value


def both_headers(folder):
    return [folder / "kluis.json", folder / "kluis.json.2"]


def snapshot(folder):
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "slot"}


def test_what_was_kept_is_there_after_opening_again(folder):
    vault = new_vault(folder)
    recording = add_recording(vault, b"beeld" * 50_000)
    moment = a_moment(recording.recording_id)
    vault.moments.add(moment)
    vault.close()
    again = Vault.open(folder, PASSPHRASE)
    assert again.recordings.list() == [recording]
    assert again.moments.get(moment.moment_id) == moment
    reader = again.media.open(recording.media_id)
    assert reader.read_at(0, 10**6) == b"beeld" * 50_000
    reader.close()
    assert again.findings == []
    again.close()


def test_the_vault_looks_as_the_format_says(folder):
    vault, code = Vault.create(folder, PASSPHRASE, kdf=cheap_kdf())
    add_recording(vault)
    names = {path.name for path in folder.iterdir()}
    assert {"kluis.json", "kluis.json.2", "slot", "register.db", "register.db-wal", "media", "bezig", "quarantaine", "LEESMIJ.txt"} == names
    vault.close()
    fields = json.loads((folder / "kluis.json").read_bytes())
    assert [slot["type"] for slot in fields["slots"]] == ["wachtzin", "herstel"]
    assert len(code.split("-")) == 8
    assert (folder / "slot").read_bytes() == b""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no mode bits")
def test_only_this_user_can_enter_or_read_whatever_the_umask(folder):
    before = os.umask(0)
    try:
        vault = new_vault(folder)
        add_recording(vault)
        vault.set_passphrase(PASSPHRASE, kdf=cheap_kdf())
        for path in [folder, *folder.rglob("*")]:
            assert path.stat().st_mode & 0o077 == 0, path
        vault.close()
    finally:
        os.umask(before)


def test_nothing_typed_stands_readable_in_the_folder(folder):
    vault = new_vault(folder)
    recording = add_recording(vault, b"MARKERBEELD" * 9000, title="MARKERTITEL")
    vault.moments.add(a_moment(recording.recording_id, see="MARKERTEKST"))
    vault.settings.set("MARKERNAAM", "x")
    while_open = snapshot(folder)
    vault.close()
    for content in (*while_open.values(), *snapshot(folder).values()):
        for marker in ("MARKER", PASSPHRASE):
            assert marker.encode() not in content
            assert marker.encode("utf-16-le") not in content


@pytest.mark.parametrize("wrong", ["Vijf losse woorden zijn goed", PASSPHRASE + " ", "x"])
def test_a_wrong_passphrase_is_said_and_changes_nothing(folder, wrong):
    new_vault(folder).close()
    before = snapshot(folder)
    assert refusal(PassphraseError, Vault.open, folder, wrong).code == "wrong_passphrase"
    assert snapshot(folder) == before
    Vault.open(folder, PASSPHRASE).close()


def test_composed_and_decomposed_letters_open_the_same_vault(folder):
    Vault.create(folder, "cafe\u0301 in Zoe\u0308s straat", kdf=cheap_kdf())[0].close()
    Vault.open(folder, "caf\u00e9 in Zo\u00ebs straat").close()


def test_the_recovery_code_opens_and_another_code_does_not(folder, tmp_path):
    vault, code = Vault.create(folder, PASSPHRASE, kdf=cheap_kdf())
    vault.close()
    other, other_code = Vault.create(tmp_path / "ander", PASSPHRASE, kdf=cheap_kdf())
    other.close()
    Vault.open_with_recovery_code(folder, code.lower().replace("-", " ")).close()
    assert refusal(PassphraseError, Vault.open_with_recovery_code, folder, other_code).code == "wrong_recovery_code"
    mistyped = ("B" if code[0] == "A" else "A") + code[1:]
    assert refusal(InputError, Vault.open_with_recovery_code, folder, mistyped).details == {"block": 1}


def test_without_a_recovery_slot_no_code_opens(folder, tmp_path):
    new_vault(folder).close()
    other, code = Vault.create(tmp_path / "ander", PASSPHRASE, kdf=cheap_kdf())
    other.close()
    assert refusal(PassphraseError, Vault.open_with_recovery_code, folder, code).code == "wrong_recovery_code"


def test_a_new_passphrase_replaces_the_old_one(folder):
    vault, code = Vault.create(folder, PASSPHRASE, kdf=cheap_kdf())
    vault.set_passphrase("zes andere woorden", kdf=cheap_kdf())
    vault.close()
    assert refusal(PassphraseError, Vault.open, folder, PASSPHRASE).code == "wrong_passphrase"
    Vault.open(folder, "zes andere woorden").close()
    Vault.open_with_recovery_code(folder, code).close()


def test_a_new_recovery_code_replaces_the_old_one(folder):
    vault, code = Vault.create(folder, PASSPHRASE, kdf=cheap_kdf())
    new_code = vault.renew_recovery_code()
    vault.close()
    assert refusal(PassphraseError, Vault.open_with_recovery_code, folder, code).code == "wrong_recovery_code"
    Vault.open_with_recovery_code(folder, new_code).close()
    Vault.open(folder, PASSPHRASE).close()


def test_a_vault_made_weaker_than_the_policy_says_so(vault):
    assert vault.is_kdf_below_policy
    assert (vault.kdf.memory_mib, vault.kdf.passes, vault.format) == (19, 1, 1)


def test_a_damaged_header_is_another_message_than_a_wrong_passphrase(folder):
    new_vault(folder).close()
    for path in both_headers(folder):
        content = bytearray(path.read_bytes())
        content[content.index(b'"epoch":1') + 8] ^= 2
        path.write_bytes(content)
    before = snapshot(folder)
    assert refusal(DamagedError, Vault.open, folder, PASSPHRASE).code == "header_damaged"
    assert snapshot(folder) == before


@pytest.mark.parametrize(
    "spoil", [Path.unlink, lambda path: path.write_bytes(b""), lambda path: path.write_bytes(path.read_bytes()[:-9])], ids=["gone", "empty", "cut"]
)
@pytest.mark.parametrize("which", [0, 1])
def test_one_bad_copy_of_the_header_is_repaired_from_the_other(folder, spoil, which):
    new_vault(folder).close()
    spoil(both_headers(folder)[which])
    vault = Vault.open(folder, PASSPHRASE)
    assert [finding.code for finding in vault.findings] == ["header_copy_repaired"]
    vault.close()
    first, second = (path.read_bytes() for path in both_headers(folder))
    assert first == second
    again = Vault.open(folder, PASSPHRASE)
    assert again.findings == []
    again.close()


def test_an_older_genuine_copy_is_brought_up_to_date(folder):
    vault = new_vault(folder)
    older = (folder / "kluis.json").read_bytes()
    vault.log.add("something", "")
    generation = vault.generation
    vault.close()
    (folder / "kluis.json").write_bytes(older)
    again = Vault.open(folder, PASSPHRASE)
    assert again.generation >= generation
    assert both_headers(folder)[0].read_bytes() == both_headers(folder)[1].read_bytes()
    again.close()


def test_a_vault_of_a_newer_version_is_left_alone(folder):
    new_vault(folder).close()
    for path in both_headers(folder):
        fields = json.loads(path.read_bytes()) | {"formaat": 2, "min_lezer": 2, "iets_nieuws": []}
        path.write_bytes(canonical(fields))
    before = snapshot(folder)
    assert refusal(VersionError, Vault.open, folder, PASSPHRASE).details == {"needed": 2}
    assert snapshot(folder) == before


def test_a_database_of_a_newer_version_is_left_alone(folder):
    vault = new_vault(folder)
    vault._parts.database.change("PRAGMA user_version = 99")
    vault.close()
    error = refusal(VersionError, Vault.open, folder, PASSPHRASE)
    assert (error.code, error.details) == ("vault_newer", {"needed": 99})
    assert in_a_second_process(folder) == "vault_newer"  # and the lock was given free


def test_a_database_that_is_gone_or_changed_is_said(folder, tmp_path):
    new_vault(folder).close()
    database = folder / "register.db"
    content = database.read_bytes()
    database.unlink()
    assert refusal(DamagedError, Vault.open, folder, PASSPHRASE).code == "database_missing"
    assert not database.exists()
    other = tmp_path / "ander"
    new_vault(other).close()
    for forged in (b"", (other / "register.db").read_bytes(), bytes(len(content)), b"\1" + content[1:]):
        database.write_bytes(forged)
        assert refusal(DamagedError, Vault.open, folder, PASSPHRASE).code == "database_damaged"
        assert database.read_bytes() == forged
    database.write_bytes(content)
    Vault.open(folder, PASSPHRASE).close()


def test_a_second_instance_is_told_since_when(folder):
    vault = new_vault(folder)
    assert in_a_second_process(folder) == "vault_in_use"
    error = refusal(SystemProblem, Vault.open, folder, PASSPHRASE)
    assert len(error.details["since"]) == 5
    vault.log.add("still", "works")
    vault.close()
    assert in_a_second_process(folder) == "opened"


def test_a_vault_open_on_another_computer_is_said_without_its_name(folder):
    vault = new_vault(folder)
    note = json.loads((folder / "slot").read_bytes()) | {"host": "LAPTOP-VAN-JAN"}
    (folder / "slot").write_bytes(json.dumps(note).encode())
    error = refusal(SystemProblem, Vault.open, folder, PASSPHRASE)
    assert error.code == "vault_in_use_elsewhere"
    assert "JAN" not in str(error.details)
    vault.close()


def test_a_slot_file_full_of_rubbish_is_no_obstacle(folder):
    vault = new_vault(folder)
    (folder / "slot").write_bytes(b"\xff[1]")
    assert refusal(SystemProblem, Vault.open, folder, PASSPHRASE).code == "vault_in_use"
    vault.close()
    (folder / "slot").unlink()
    Vault.open(folder, PASSPHRASE).close()


def test_a_folder_that_is_no_vault_stays_as_it_was(tmp_path):
    assert refusal(InputError, Vault.open, tmp_path, PASSPHRASE).code == "not_a_vault"
    assert refusal(InputError, Vault.open, tmp_path / "nergens", PASSPHRASE).code == "not_a_vault"
    assert list(tmp_path.iterdir()) == []


def test_a_vault_is_only_made_where_nothing_is(folder, tmp_path):
    new_vault(folder).close()
    before = snapshot(folder)
    (tmp_path / "vol").mkdir()
    (tmp_path / "vol" / "brief.txt").write_text("van mij")
    (tmp_path / "bestand").write_text("van mij")
    for occupied in (folder, tmp_path / "vol", tmp_path / "bestand"):
        assert refusal(InputError, new_vault, occupied).code == "folder_not_empty"
    assert snapshot(folder) == before
    assert (tmp_path / "vol" / "brief.txt").read_text() == "van mij"
    new_vault(tmp_path / "leeg" / "dieper").close()


def test_a_vault_that_was_copied_without_its_empty_folders_opens(folder):
    new_vault(folder).close()
    for name in ("media", "bezig", "quarantaine"):
        (folder / name).rmdir()
    vault = Vault.open(folder, PASSPHRASE)
    assert vault.findings == []
    add_recording(vault)
    vault.close()


def test_a_log_of_a_database_that_was_never_finished_does_not_stand_in_the_way(folder):
    folder.mkdir()
    (folder / "register.db-journal").write_bytes(b"half")
    new_vault(folder).close()


def test_a_bad_passphrase_makes_no_folder(folder):
    assert refusal(InputError, Vault.create, folder, "").code == "passphrase_empty"
    assert not folder.exists()


def test_making_a_vault_that_is_cut_off_anywhere_can_be_done_again(tmp_path):
    whole = CutFiles()
    new_vault(tmp_path / "heel", files=whole).close()
    for cut_at in range(1, whole.steps + 1):
        folder = tmp_path / f"afgebroken-{cut_at}"
        with suppress(PowerCutError):
            new_vault(folder, files=CutFiles(cut_at)).close()
        if (folder / "kluis.json").exists():
            Vault.open(folder, PASSPHRASE).close()
        else:
            new_vault(folder).close()


def test_a_passphrase_change_that_is_cut_off_anywhere_leaves_exactly_one_that_opens(folder):
    new_vault(folder).close()
    current, wanted = PASSPHRASE, "zes andere woorden"
    cut_at = 0
    while True:
        cut_at += 1
        vault = Vault.open(folder, current)
        vault._parts.header_store._files = CutFiles(cut_at)
        try:
            vault.set_passphrase(wanted, kdf=cheap_kdf())
        except PowerCutError:
            vault.close()
        else:
            vault.close()
            break
        opening = []
        for passphrase in (current, wanted):
            try:
                Vault.open(folder, passphrase).close()
                opening.append(passphrase)
            except PassphraseError:
                pass
        assert len(opening) == 1, cut_at
        if opening == [wanted]:
            current, wanted = wanted, current
    assert cut_at > 10


def test_a_passphrase_change_whose_second_copy_cannot_be_written_counts(folder):
    class SecondRefused(DurableFiles):
        def replace_content(self, path, content):
            if path.name == "kluis.json.2":
                raise SystemProblem("disk_became_full")
            super().replace_content(path, content)

    vault = new_vault(folder)
    vault._parts.header_store._files = SecondRefused()
    vault.set_passphrase("zes andere woorden", kdf=cheap_kdf())  # or the user would hear that nothing changed, and it had
    vault.close()
    assert refusal(PassphraseError, Vault.open, folder, PASSPHRASE).code == "wrong_passphrase"
    again = Vault.open(folder, "zes andere woorden")
    assert [finding.code for finding in again.findings] == ["header_copy_repaired"]
    again.close()


def test_a_disk_that_refuses_to_tidy_up_keeps_nobody_outside(folder):
    class Refusing(DurableFiles):
        def replace(self, source, target):
            if "quarantaine" in target.parts:
                raise SystemProblem("disk_became_full")
            super().replace(source, target)

    new_vault(folder).close()
    stray = folder / "bezig" / f"{'ab' * 16}.deel"
    stray.write_bytes(b"nobody knows this")
    vault = Vault.open(folder, PASSPHRASE, files=Refusing())
    assert vault.findings == []
    vault.close()
    vault = Vault.open(folder, PASSPHRASE)
    assert [finding.code for finding in vault.findings] == ["media_unknown"], "the next opening does it"
    vault.close()


def test_a_crash_between_line_and_header_is_no_rollback(folder):
    vault = new_vault(folder)
    header = (folder / "kluis.json").read_bytes()
    vault.log.add("recording_imported", "1")
    vault.close()
    for path in both_headers(folder):
        path.write_bytes(header)
    again = Vault.open(folder, PASSPHRASE)
    assert again.findings == []
    assert again.check(deep=True, context=JobContext()) == []
    again.close()


def test_an_old_database_under_a_newer_header_is_noticed_and_noted(folder):
    vault = new_vault(folder)
    vault.close()
    old = (folder / "register.db").read_bytes()
    vault = Vault.open(folder, PASSPHRASE)
    vault.log.add("recording_destroyed", "1")
    vault.close()
    (folder / "register.db").write_bytes(old)
    again = Vault.open(folder, PASSPHRASE)
    assert [finding.code for finding in again.findings] == ["register_rolled_back"]
    assert again.log.last_event() == "register_rolled_back"
    again.close()


def test_a_changed_line_of_the_register_stays_noticed(folder):
    vault = new_vault(folder)
    vault.log.add("recording_destroyed", "1", media=3)
    vault._parts.database.change("UPDATE events SET subject = '2' WHERE number = 2")
    vault.close()
    for _ in range(3):
        again = Vault.open(folder, PASSPHRASE)
        assert [finding.code for finding in again.findings] == ["register_rolled_back"]
        assert len(again.log.list()) == 3
        again.close()


def test_closing_twice_is_harmless_and_wipes_the_keys(vault):
    master_key = vault._parts.master_key
    vault.close()
    vault.close()
    assert bytes(master_key._key._buffer) == bytes(32)
