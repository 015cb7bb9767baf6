import errno
import hashlib
import itertools
import os
import threading
from types import SimpleNamespace

import pytest

from app.common.byte_source import FileSource, MemorySource
from app.common.errors import CancelledError, DamagedError, SystemProblem
from app.common.progress import JobContext
from app.crypto.streaming_aead import TINK_1MB
from app.vault.durable_files import DurableFiles, NewFile
from app.vault.media_store import MediaRole
from app.vault.vault import Vault
from tests.support.cut_files import CutFiles, PowerCutError
from tests.support.tink_streams import tink_decrypt
from tests.support.vaults import PASSPHRASE, add_recording, new_vault, store

MIB = 1024 * 1024


def read_all(vault, media_id):
    reader = vault.media.open(media_id)
    try:
        return reader.read_at(0, reader.size)
    finally:
        reader.close()


def files_in(folder):
    return sorted(path.name for name in ("bezig", "media", "quarantaine") for path in (folder / name).rglob("*") if path.is_file())


def refusal(kind, call, *arguments, **options):
    with pytest.raises(kind) as caught:
        call(*arguments, **options)
    return caught.value


@pytest.mark.parametrize("size", [0, 1, 200_000, TINK_1MB.first_plain_size, TINK_1MB.first_plain_size + 1, 3 * MIB + 12_345])
def test_what_is_stored_comes_back_byte_for_byte(vault, size):
    content = os.urandom(size)
    stored = store(vault, content)
    assert (stored.size_bytes, stored.sha256) == (size, hashlib.sha256(content).hexdigest())
    assert read_all(vault, stored.media_id) == content
    assert vault.media.size(stored.media_id) == size


def test_the_row_says_what_the_file_is(vault):
    stored = store(vault, os.urandom(2 * MIB))
    (row,) = vault.media.rows()
    path = vault.media.media_path(stored.media_id)
    assert row.cipher_size == path.stat().st_size == TINK_1MB.cipher_total(2 * MIB)


def test_tink_opens_a_file_of_the_vault_with_the_key_and_the_binding_of_the_format(vault):
    content = os.urandom(3_500_000)
    stored = store(vault, content, MediaRole.AUDIO)
    key = vault._parts.database.row("SELECT key FROM media")[0]
    binding = b"kluis/v1/media" + bytes.fromhex(vault.vault_id) + bytes.fromhex(stored.media_id) + b"\x03"
    assert tink_decrypt(key, vault.media.media_path(stored.media_id).read_bytes(), binding) == content


def test_every_role_has_its_own_byte_and_they_never_change():
    assert {role.value: role.byte[0] for role in MediaRole} == {
        "original": 1,
        "proxy": 2,
        "audio": 3,
        "pictures": 4,
        "attachment": 5,
        "waveform": 6,
        "clip": 7,
    }


def test_a_file_of_another_recording_role_or_vault_is_noticed(vault, tmp_path):
    first, second = store(vault, b"a" * 5000), store(vault, b"b" * 5000)
    other = new_vault(tmp_path / "ander")
    foreign = store(other, b"c" * 5000)
    target = vault.media.media_path(first.media_id)
    whole = target.read_bytes()
    for path in (vault.media.media_path(second.media_id), other.media.media_path(foreign.media_id)):
        target.write_bytes(path.read_bytes())
        assert refusal(DamagedError, vault.media.open, first.media_id).code == "media_damaged"
    other.close()
    target.write_bytes(whole)
    assert read_all(vault, first.media_id) == b"a" * 5000
    vault._parts.database.change("UPDATE media SET role = 'clip' WHERE media_id = ?", first.media_id)
    assert refusal(DamagedError, vault.media.open, first.media_id).code == "media_damaged"


def test_two_imports_of_the_same_bytes_share_nothing(vault):
    stored = [store(vault, bytes(3000)) for _ in range(20)]
    contents = [vault.media.media_path(each.media_id).read_bytes() for each in stored]
    assert len({each.sha256 for each in stored}) == 1
    assert len({content[1:33] for content in contents}) == len({content[40:] for content in contents}) == 20
    assert len({row[0] for row in vault._parts.database.rows("SELECT key FROM media")}) == 20


def test_the_progress_comes_in_order(vault):
    content, seen = os.urandom(2 * MIB + 5), []
    vault.media.add(MemorySource(content), MediaRole.ORIGINAL, JobContext(seen.append))
    assert {progress.step for progress in seen} == {"encrypt"}
    assert [progress.done for progress in seen] == sorted(progress.done for progress in seen)
    assert (seen[-1].done, seen[-1].total) == (len(content), len(content))


def test_cancelling_leaves_nothing(vault, folder):
    context = JobContext(lambda _: context.cancel())
    with pytest.raises(CancelledError):
        vault.media.add(MemorySource(bytes(5 * MIB)), MediaRole.ORIGINAL, context)
    assert files_in(folder) == []
    assert vault._parts.database.rows("SELECT * FROM media") == []


def test_a_source_that_falls_away_leaves_nothing(vault, folder, tmp_path):
    class Card(MemorySource):
        def read_at(self, offset, length):
            if offset > MIB:
                raise OSError(errno.ENODEV, "gone")
            return super().read_at(offset, length)

    path = tmp_path / "film.mp4"
    path.write_bytes(bytes(3 * MIB))
    shrinking = FileSource(path)
    os.truncate(path, MIB)
    for source in (Card(bytes(3 * MIB)), shrinking):
        assert refusal(SystemProblem, vault.media.add, source, MediaRole.ORIGINAL, JobContext()).code == "source_unreadable"
        source.close()
    assert files_in(folder) == []
    assert vault._parts.database.rows("SELECT * FROM media") == []


def test_too_little_room_is_said_before_anything_is_written(vault, folder, monkeypatch):
    monkeypatch.setattr("app.vault.durable_files.shutil.disk_usage", lambda _: SimpleNamespace(free=800_000_000))
    huge = SimpleNamespace(size=2_000_000_000, read_at=None)
    error = refusal(SystemProblem, vault.media.add, huge, MediaRole.ORIGINAL, JobContext())
    assert error.code == "disk_full"
    assert error.details == {"needed": 2_202_000_000, "free": 800_000_000, "needed_gb": 2.2, "free_gb": 0.8}
    assert vault._parts.database.rows("SELECT * FROM media") == []


class FailingFiles(DurableFiles):
    """Refuses the first call of one kind with an error of the system, then works."""

    def __init__(self, method, number) -> None:
        self.failing, self.number = method, number

    def fail_if(self, method):
        if method == self.failing:
            self.failing = None
            from app.vault.durable_files import translated_os_errors

            with translated_os_errors():
                raise OSError(self.number, "refused")

    def new_file(self, path):
        self.fail_if("new_file")
        owner = self

        class File(NewFile):
            def write(self, content):
                owner.fail_if("write")
                super().write(content)

            def sync(self):
                owner.fail_if("sync")
                super().sync()

        return File(path)

    def replace(self, source, target):
        self.fail_if("replace")
        super().replace(source, target)

    def sync_folder(self, folder):
        self.fail_if("sync_folder")
        super().sync_folder(folder)


@pytest.mark.parametrize("method", ["new_file", "write", "sync", "replace", "sync_folder"])
@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "disk_became_full"), (errno.EIO, "disk_fails"), (errno.EACCES, "no_permission")])
def test_a_failing_disk_is_named_and_leaves_nothing(vault, folder, method, number, code):
    vault.media._files = FailingFiles(method, number)
    assert refusal(SystemProblem, store, vault, bytes(3 * MIB)).code == code
    assert files_in(folder) == []
    assert vault._parts.database.rows("SELECT * FROM media") == []
    assert read_all(vault, store(vault, b"again").media_id) == b"again"


def test_what_reads_back_wrong_is_not_kept(vault, folder):
    class Lying(DurableFiles):
        def new_file(self, path):
            class File(NewFile):
                def write(self, content):
                    content = bytearray(content)
                    if len(content) > 1000:
                        content[500] ^= 1
                    super().write(bytes(content))

            return File(path)

    vault.media._files = Lying()
    assert refusal(DamagedError, store, vault, bytes(3 * MIB)).code == "written_differs"
    assert files_in(folder) == []


def test_a_cut_at_any_step_is_undone_at_the_next_opening(folder, monkeypatch):
    # Each id starts with a byte of its own: a folder that an earlier id left behind would save this one two steps.
    firsts = itertools.count()
    numbered = SimpleNamespace(urandom=lambda size: bytes([next(firsts)]) + os.urandom(size - 1), stat=os.stat)
    monkeypatch.setattr("app.vault.media_store.os", numbered)
    vault = new_vault(folder)
    kept = add_recording(vault, b"blijft" * 1000)
    whole = CutFiles()
    vault.media._files = whole
    store(vault, bytes(2 * MIB))
    vault.close()
    for cut_at in range(1, whole.steps + 1):
        vault = Vault.open(folder, PASSPHRASE)
        vault.media._files = CutFiles(cut_at)
        with pytest.raises(PowerCutError):
            store(vault, bytes(2 * MIB))
        vault.close()
        again = Vault.open(folder, PASSPHRASE)
        assert [finding.code for finding in again.findings] == ["import_undone"], cut_at
        assert files_in(folder) == [kept.media_id + ".media"]
        assert [row.media_id for row in again.media.rows()] == [kept.media_id]
        assert read_all(again, kept.media_id) == b"blijft" * 1000
        again.close()


def test_the_key_is_durable_before_and_the_row_counts_only_after_the_file(vault):
    seen = []

    class Watching(DurableFiles):
        def new_file(self, path):
            seen.append(("new_file", vault._parts.database.rows("SELECT state FROM media")))
            return super().new_file(path)

        def replace(self, source, target):
            super().replace(source, target)
            seen.append(("replace", vault._parts.database.rows("SELECT state FROM media")))

    vault.media._files = Watching()
    store(vault, b"x")
    assert seen == [("new_file", [("bezig",)]), ("replace", [("bezig",)])]
    assert vault._parts.database.rows("SELECT state FROM media") == [("klaar",)]


def test_storing_inside_a_transaction_is_a_bug(vault):
    with vault.transaction(), pytest.raises(ValueError, match="transactions"):
        store(vault, b"x")


def test_four_imports_at_once_do_not_mix(vault):
    contents = [bytes([number]) * (MIB + number) for number in range(4)]
    stored = [None] * 4

    def run(number):
        stored[number] = store(vault, contents[number])

    threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [read_all(vault, each.media_id) for each in stored] == contents


def test_a_missing_cut_or_lengthened_file_is_named(vault):
    stored = store(vault, bytes(3000))
    path = vault.media.media_path(stored.media_id)
    whole = path.read_bytes()
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        assert refusal(DamagedError, vault.media.open, stored.media_id).code == "media_cut_off"
    path.write_bytes(whole + b"\0")
    assert refusal(DamagedError, vault.media.open, stored.media_id).code == "media_cut_off"
    path.unlink()
    assert refusal(DamagedError, vault.media.open, stored.media_id).code == "media_missing"


def test_one_bad_segment_leaves_the_rest_readable(vault):
    content = os.urandom(4 * MIB)
    stored = store(vault, content)
    path = vault.media.media_path(stored.media_id)
    changed = bytearray(path.read_bytes())
    changed[MIB + 100] ^= 1
    path.write_bytes(bytes(changed))
    reader = vault.media.open(stored.media_id)
    start, end = TINK_1MB.plain_range(1, len(content))
    assert reader.read_at(0, start) == content[:start]
    assert reader.read_at(end, len(content)) == content[end:]
    assert refusal(DamagedError, reader.read_at, start - 1, 3).details == {"segment": 1, "from_byte": start, "to_byte": end}
    reader.close()


def test_removing_takes_the_key_and_the_file_and_leaves_no_way_back(vault, folder):
    stored = store(vault, b"weg")
    path = vault.media.media_path(stored.media_id)
    ciphertext = path.read_bytes()
    vault.media.remove(stored.media_id)
    assert not path.exists()
    assert vault._parts.database.rows("SELECT * FROM media") == []
    assert (folder / "register.db-wal").stat().st_size == 0
    path.write_bytes(ciphertext)  # somebody puts an old copy back: there is no key for it, and it is removed
    vault.close()
    again = Vault.open(folder, PASSPHRASE)
    assert not path.exists()
    assert files_in(folder) == []
    again.close()


def test_a_reader_outlives_other_work_and_memory_stays_flat(vault):
    stored = store(vault, bytes(20 * MIB))
    reader = vault.media.open(stored.media_id)
    for offset in range(0, 20 * MIB, 100_000):
        reader.read_at(offset, 100_000)
    assert sum(len(segment) for segment in reader._cache.values()) <= 8 * MIB
    vault.moments.list()
    assert reader.read_at(0, 10) == bytes(10)
    reader.close()
