import hashlib
import tarfile

import pytest

from app.common.errors import AppError, CancelledError, DamagedError, InputError
from app.common.progress import JobContext
from app.vault.backup.archive import ArchiveSource, entry_head
from app.vault.backup.opening import read_backup
from app.vault.durable_files import DurableFiles
from app.vault.vault import Vault
from tests.support.backups import flip, put_back, tree
from tests.support.vaults import PASSPHRASE, add_recording, new_vault


@pytest.fixture
def made(filled, stick):
    return filled.back_up_to_file(stick / "alles.tar", JobContext())


def test_one_file_holds_the_same_as_the_folder_and_any_tar_reads_it(filled, made, stick, folder):
    path = stick / "alles.tar"
    assert [entry.name for entry in stick.iterdir()] == ["alles.tar"]
    assert made.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert made.bytes == path.stat().st_size
    with tarfile.open(path, "r:") as archive:
        found = {member.name: archive.extractfile(member).read() for member in archive.getmembers()}
    media = {name: content for name, content in tree(folder).items() if name.startswith("media/")}
    assert {name: content for name, content in found.items() if name.startswith("media/")} == media
    assert set(found) - set(media) == {f"register-{made.generation}.db", "kluis.json", "grafstenen.json", f"manifest-{made.generation}.json"}
    assert not list((folder / "bezig").iterdir())
    for content in found.values():
        assert b"Zonnebloem" not in content


def test_a_vault_comes_back_from_one_file(filled, made, stick, tmp_path):
    assert put_back(stick / "alles.tar", tmp_path / "terug").is_whole
    again = Vault.open(tmp_path / "terug", PASSPHRASE)
    assert again.recordings.list() == filled.recordings.list()
    assert again.moments.list() == filled.moments.list()
    assert again.check(deep=True, context=JobContext()) == []
    again.close()


def test_an_existing_file_is_only_replaced_when_asked(filled, made, stick):
    before = (stick / "alles.tar").read_bytes()
    with pytest.raises(InputError) as raised:
        filled.back_up_to_file(stick / "alles.tar", JobContext())
    assert raised.value.code == "file_exists"
    assert (stick / "alles.tar").read_bytes() == before
    filled.back_up_to_file(stick / "alles.tar", JobContext(), overwrite=True)
    assert (stick / "alles.tar").read_bytes() != before


def test_the_vault_itself_is_no_place_for_it(filled, folder, stick):
    for path, code in ((folder / "x.tar", "backup_inside_vault"), (stick / "weg" / "x.tar", "backup_folder_missing"), (stick, "file_exists")):
        with pytest.raises(InputError) as raised:
            filled.back_up_to_file(path, JobContext(), overwrite=True)
        assert raised.value.code == code


def test_stopping_leaves_nothing_and_not_even_the_old_one_changes(filled, made, stick, folder):
    before = (stick / "alles.tar").read_bytes()
    context = JobContext()
    context.cancel()
    with pytest.raises(CancelledError):
        filled.back_up_to_file(stick / "alles.tar", context, overwrite=True)
    assert tree(stick) == {"alles.tar": before}
    assert not list((folder / "bezig").iterdir())


def test_a_killed_snapshot_is_gone_at_the_next_opening(folder):
    new_vault(folder).close()
    (folder / "bezig" / "momentopname.db").write_bytes(b"half")
    (folder / "bezig" / "momentopname.db.part").write_bytes(b"half")
    again = Vault.open(folder, PASSPHRASE)
    assert again.findings == []
    assert not list((folder / "bezig").iterdir())
    again.close()


def test_every_cut_is_refused_and_leaves_nothing(made, stick, tmp_path):
    whole = (stick / "alles.tar").read_bytes()
    cut = stick / "kort.tar"
    places = {0, 1, 511, 512, 513, *range(0, len(whole), 5003), len(whole) - 1024, len(whole) - 1}
    for length in sorted(places):
        cut.write_bytes(whole[:length])
        with pytest.raises((DamagedError, InputError)):
            put_back(cut, tmp_path / "terug")
        assert not (tmp_path / "terug").exists()


def test_every_rotten_byte_is_noticed(made, stick, tmp_path, tally):
    path = stick / "alles.tar"
    whole = path.read_bytes()
    missed = []
    for place in range(0, len(whole), 3989):
        flip(path, place)
        try:
            report = put_back(path, tmp_path / "terug")
        except AppError:
            assert not (tmp_path / "terug").exists()
        else:
            if report.is_whole:  # the copy of the header and what hardly matters are looked at with the key
                missed.append(place)
            for file in sorted((tmp_path / "terug").rglob("*"), reverse=True):
                file.unlink() if file.is_file() else file.rmdir()
            (tmp_path / "terug").rmdir()
        flip(path, place)
    with tarfile.open(path, "r:") as archive:
        header = archive.getmember("kluis.json")
    assert [place for place in missed if not header.offset_data <= place < header.offset_data + header.size] == []
    tally("U2", len(range(0, len(whole), 3989)), "verrotte bytes in een reservekopie in \u00e9\u00e9n bestand")


@pytest.mark.parametrize("kind", ["extra", "link", "twice", "outside", "behind", "size"])
def test_an_archive_with_anything_else_in_it_is_refused(made, stick, kind):
    path = stick / "alles.tar"
    with tarfile.open(path, "r:") as archive:
        members = [(member, archive.extractfile(member).read()) for member in archive.getmembers()]
    if kind == "behind":
        with path.open("ab") as file:
            file.write(bytes(512))
    else:
        with tarfile.open(path, "w:", format=tarfile.GNU_FORMAT) as archive:
            import io

            first, content = members[0]
            strange = tarfile.TarInfo({"extra": "extra.txt", "outside": "../media.db", "link": first.name}.get(kind, first.name))
            strange.mode = 0o600
            if kind == "link":
                strange.type, strange.linkname = tarfile.SYMTYPE, "/etc/passwd"
                members = members[1:]
            if kind == "size":
                members[0] = (first, content)
                first.mtime = 5
            for member, content in members:
                archive.addfile(member, io.BytesIO(content))
            if kind in ("extra", "outside", "twice", "link"):
                strange.size = 0 if kind == "link" else 3
                archive.addfile(strange, io.BytesIO(b"abc"))
    with pytest.raises((DamagedError, InputError)):
        ArchiveSource(path)


def test_another_kind_of_file_is_no_backup(stick):
    (stick / "film.mp4").write_bytes(b"ftyp" * 1000)
    for path in (stick / "film.mp4", stick / "weg", stick):
        with pytest.raises(InputError) as raised:
            read_backup(path)
        assert raised.value.code == "not_a_backup"


def test_a_length_of_more_than_eight_gib_is_read_as_it_is_written():
    from app.vault.backup.archive import _entry, entry_head

    name = "media/ab/" + "ab" * 16 + ".media"
    for size in (0, 1, 8**11 - 1, 8**11, 2**40):
        assert _entry(entry_head(name, size), is_first=False) == (name, size)


def test_a_full_medium_is_told_and_leaves_nothing(folder, stick):
    class Full(DurableFiles):
        def free_bytes(self, where):
            return 1000 if where == stick else 10**12

    vault = new_vault(folder, files=Full())
    add_recording(vault)
    with pytest.raises(AppError) as raised:
        vault.back_up_to_file(stick / "x.tar", JobContext())
    assert raised.value.code == "disk_full"
    assert tree(stick) == {}
    vault.close()


@pytest.mark.parametrize("size", [2**40, 2**62, 2**63, 2**70])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_length_that_no_file_can_have_is_refused(stick, size, is_first):
    first = b"" if is_first else entry_head("media/ab/ab" + "0" * 30 + ".media", 512) + bytes(512)
    (stick / "vals.tar").write_bytes(first + entry_head("media/cd/cd" + "0" * 30 + ".media", size) + bytes(2048))
    with pytest.raises(DamagedError) as caught:
        ArchiveSource(stick / "vals.tar")
    assert caught.value.code == "backup_cut_off"
