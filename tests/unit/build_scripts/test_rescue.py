"""The rescue script gets everything out of a vault, in a process that cannot import the program."""

import csv
import errno
import io
import os
import runpy
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.vault.media_role import MediaRole
from app.vault.tables.spoken_notes import SpokenNote
from app.vault.vault import Vault
from tests.support.vaults import PASSPHRASE, a_moment, add_recording, cheap_kdf, store

SCRIPT = Path(__file__).resolve().parents[3] / "build_scripts" / "rescue.py"
FIRST, SECOND = os.urandom(3_500_000), os.urandom(200)


@pytest.fixture
def made(tmp_path):
    folder = tmp_path / "Mijn gesprekken.kluis"
    vault, code = Vault.create(folder, PASSPHRASE, kdf=cheap_kdf())
    first = add_recording(vault, FIRST, duration_ms=35_000, title="Roos / thuis")
    second = add_recording(vault, SECOND, title="Iep")
    vault.moments.add(a_moment(first.recording_id, at_ms=65_000, see="=1+1 én meer"))
    vault.close()
    return folder, code, first, second


def test_spoken_notes_come_out_too(made, tmp_path):
    folder, _, first, _ = made
    vault = Vault.open(folder, PASSPHRASE)
    (moment,) = vault.moments.list()
    spoken = store(vault, b"gesproken" * 300_000, MediaRole.AUDIO)
    vault.spoken_notes.add(SpokenNote(spoken.media_id, first.recording_id, moment.moment_id, 4000))
    vault.close()
    done = rescue(folder, PASSPHRASE, "--out", tmp_path / "gered")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "gered" / "gesproken 001.m4a").read_bytes() == b"gesproken" * 300_000


def rescue(folder, secret, *words):
    """Run it as somebody would who has the one file and the three libraries."""
    secret_file = folder.parent / "geheim.txt"
    secret_file.write_text(secret + "\n", "utf-8")
    alone = shutil.copy(SCRIPT, folder.parent / "rescue.py")
    blocked = f"import sys, runpy; sys.modules['app'] = None; sys.argv[0] = {str(alone)!r}; runpy.run_path({str(alone)!r}, run_name='__main__')"
    return subprocess.run(
        [sys.executable, "-I", "-c", blocked, str(folder), "--secret-file", str(secret_file), *map(str, words)],
        cwd=folder.parent, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_is_short_and_needs_only_what_it_says():
    lines = SCRIPT.read_text("utf-8").splitlines()
    assert len(lines) <= 200
    imported = {line.split()[1].split(".")[0] for line in lines if line.startswith(("import ", "from "))}
    assert imported - set(sys.stdlib_module_names) == {"cryptography", "nacl", "sqlcipher3"}


@pytest.mark.parametrize("way", ["passphrase", "code", "code in small letters without dashes"])
def test_every_original_and_note_comes_out_and_the_vault_stays_as_it_was(made, tmp_path, way):
    folder, code, _, _ = made
    secret = PASSPHRASE if way == "passphrase" else code if way == "code" else code.lower().replace("-", " ")
    before = contents(folder)
    done = rescue(folder, secret, "--out", tmp_path / "gered")
    assert done.returncode == 0, done.stderr
    assert "2 van 2 opnamen zijn heel" in done.stdout
    assert "NIET versleuteld" in done.stdout
    assert (tmp_path / "gered" / "001 Roos thuis.mov").read_bytes() == FIRST
    assert (tmp_path / "gered" / "002 Iep.mov").read_bytes() == SECOND
    with (tmp_path / "gered" / "notities.csv").open(encoding="utf-8-sig", newline="") as file:
        (note,) = csv.DictReader(file, delimiter=";")
    assert (note["opname"], note["tijd"], note["ik zie"]) == ("001 Roos thuis.mov", "0:01:05", "'=1+1 én meer")
    assert contents(folder) == before


def test_without_a_folder_it_only_checks(made, tmp_path):
    done = rescue(made[0], PASSPHRASE)
    assert (done.returncode, sorted(path.name for path in tmp_path.iterdir())) == (0, ["Mijn gesprekken.kluis", "geheim.txt", "rescue.py"])
    assert "versleuteld" not in done.stdout


def test_damage_is_named_and_the_rest_comes_out(made, tmp_path):
    folder, _, first, _ = made
    path = next(folder.glob(f"media/*/{first.media_id}.media"))
    changed = bytearray(path.read_bytes())
    changed[1_048_576 + 100] ^= 1
    path.write_bytes(changed)
    done = rescue(folder, PASSPHRASE, "--out", tmp_path / "gered")
    assert done.returncode == 3
    assert "001 Roos thuis.mov (0:00:35, 3.5 MB): BESCHADIGD" in done.stdout
    assert "ongeveer 0:00:10 tot 0:00:20, byte 1048520 tot 2097080: daar staan nu nullen" in done.stdout
    assert "1 van 2 opnamen zijn heel" in done.stdout
    written = (tmp_path / "gered" / "001 Roos thuis.mov").read_bytes()
    assert written[:1_048_520] == FIRST[:1_048_520]
    assert written[1_048_520:2_097_080] == bytes(1_048_560)
    assert written[2_097_080:] == FIRST[2_097_080:]
    assert (tmp_path / "gered" / "002 Iep.mov").read_bytes() == SECOND


@pytest.mark.parametrize("spoil", ["cut at a segment", "cut to nothing", "longer", "gone", "of another recording"])
def test_every_other_damage_is_noticed_too(made, spoil):
    folder, _, first, second = made
    path, other = (next(folder.glob(f"media/*/{each.media_id}.media")) for each in (first, second))
    match spoil:
        case "cut at a segment":
            os.truncate(path, 2 * 1_048_576)
        case "cut to nothing":
            os.truncate(path, 0)
        case "longer":
            path.write_bytes(path.read_bytes() + b"x")
        case "gone":
            path.unlink()
        case _:
            path.write_bytes(other.read_bytes())
    done = rescue(folder, PASSPHRASE)
    assert done.returncode == 3, done.stdout
    assert "1 van 2 opnamen zijn heel" in done.stdout
    assert "002 Iep.mov (0:01:00, 0.0 MB): heel" in done.stdout


@pytest.mark.parametrize("secret", ["een andere wachtzin", "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ-2345-6789", ""])
def test_a_wrong_secret_is_refused(made, secret):
    done = rescue(made[0], secret)
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == "mislukt: Deze wachtzin of code past niet. \n"


def test_it_refuses_to_write_inside_the_vault_or_over_something(made, tmp_path):
    folder = made[0]
    before = contents(folder)
    assert rescue(folder, PASSPHRASE, "--out", folder / "gered").returncode == 1
    assert rescue(folder, PASSPHRASE, "--out", folder).returncode == 1
    assert contents(folder) == before
    (tmp_path / "gered").mkdir()
    (tmp_path / "gered" / "001 Roos thuis.mov").write_text("van mij")
    done = rescue(folder, PASSPHRASE, "--out", tmp_path / "gered")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert (tmp_path / "gered" / "001 Roos thuis.mov").read_text() == "van mij"


def test_one_header_is_enough_and_an_old_one_does_not_let_an_old_passphrase_in(made):
    folder = made[0]
    old = (folder / "kluis.json").read_bytes()
    vault = Vault.open(folder, PASSPHRASE)
    vault.set_passphrase("zes andere woorden", kdf=cheap_kdf())
    vault.close()
    (folder / "kluis.json.2").write_bytes(old)
    assert rescue(folder, PASSPHRASE).returncode == 4
    assert rescue(folder, "zes andere woorden").returncode == 0
    (folder / "kluis.json").write_bytes(b"{}")
    (folder / "kluis.json.2").unlink()
    done = rescue(folder, "zes andere woorden")
    assert (done.returncode, "Traceback" in done.stderr) == (3, False)


def test_what_a_crash_left_in_the_log_is_read_too(made):
    folder = made[0]
    vault = Vault.open(folder, PASSPHRASE)
    add_recording(vault, b"uit het logboek" * 10, title="Es")
    crashed = folder.parent / "na een crash.kluis"
    shutil.copytree(folder, crashed)
    vault.close()
    done = rescue(crashed, PASSPHRASE)
    assert (done.returncode, "3 van 3 opnamen zijn heel" in done.stdout) == (0, True), done


def test_a_change_of_key_that_was_interrupted_is_no_obstacle(made):
    folder = made[0]
    vault = Vault.open(folder, PASSPHRASE)
    before = vault._parts.header.database
    vault._shredder.change_database_key()
    after = vault._parts.header.database
    vault._parts.write_header(lambda header: replace(header, database=replace(before, next_key=after.key)))
    vault.close()
    done = rescue(folder, PASSPHRASE)
    assert (done.returncode, "2 van 2 opnamen zijn heel" in done.stdout) == (0, True), done


def test_whatever_bit_rots_in_one_copy_of_the_header_the_other_opens(made, monkeypatch):
    folder = made[0]
    script = runpy.run_path(str(SCRIPT))
    globals_of_script = script["unlock"].__globals__
    derived = script["nacl"].pwhash.argon2id.kdf
    kept = {}

    class Once:
        @staticmethod
        def kdf(size, words, salt, opslimit, memlimit):
            if (salt, opslimit, memlimit) not in kept and len(kept) > 3:
                return bytes(size)  # another setting gives another secret; which one does not matter
            if (salt, opslimit, memlimit) not in kept:
                kept[salt, opslimit, memlimit] = derived(size, words, salt, opslimit=opslimit, memlimit=min(memlimit, 20 << 20))
            return kept[salt, opslimit, memlimit]

    monkeypatch.setitem(globals_of_script, "nacl", SimpleNamespace(pwhash=SimpleNamespace(argon2id=Once)))
    for name in ("kluis.json", "kluis.json.2"):
        whole = (folder / name).read_bytes()
        for place in range(len(whole)):
            rotten = bytearray(whole)
            rotten[place] ^= 1 << place % 7
            (folder / name).write_bytes(rotten)
            _, key = script["unlock"](script["read_headers"](folder), PASSPHRASE.encode(), b"")
            assert len(key) == 32, (name, place)
        (folder / name).write_bytes(whole)


def test_a_piece_the_disk_cannot_read_does_not_cost_the_pieces_after_it(made, monkeypatch, tmp_path):
    folder, _, first, _ = made
    script = runpy.run_path(str(SCRIPT))

    class BadDisk(io.FileIO):
        def readinto(self, buffer):
            if 1_048_576 <= self.tell() < 2_097_152:
                raise OSError(errno.EIO, "Input/output error")
            return super().readinto(buffer)

    opened = Path.open
    monkeypatch.setattr(Path, "open", lambda path, mode="r", **more: io.BufferedReader(BadDisk(path)) if mode == "rb" else opened(path, mode, **more))
    header, key = script["unlock"](script["read_headers"](folder), PASSPHRASE.encode(), b"")
    database = script["open_database"](folder, header, key)
    rows = database.execute(f"SELECT {script['COLUMNS']} FROM recordings JOIN media USING (media_id) WHERE recording_id = ?", (first.recording_id,))
    (tmp_path / "gered").mkdir()
    assert not script["rescue"]("film.mov", rows.fetchone(), folder, script["raw"](header["kluis"]), tmp_path / "gered")
    written = (tmp_path / "gered" / "film.mov").read_bytes()
    assert written[:1_048_520] == FIRST[:1_048_520]
    assert written[2_097_080:] == FIRST[2_097_080:]
