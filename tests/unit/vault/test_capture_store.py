"""What is being recorded in the vault's folder, and what is left of it after a crash."""

import threading
import time

import pytest

from app.common.errors import InputError, SystemProblem
from app.common.progress import JobContext
from app.services.backups import restore
from app.vault import capture_store
from app.vault.capture_store import SYNC_EVERY_S, CaptureKind
from app.vault.durable_files import DurableFiles
from app.vault.vault import Vault
from tests.support.vaults import PASSPHRASE, add_recording, new_vault


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "kluis"


def test_what_was_written_is_there_after_a_crash_and_is_told(folder):
    vault = new_vault(folder)
    writer = vault.captures.begin(CaptureKind.RECORDING, '{"title":"merktekst"}')
    writer.write(0, b"begin van de film")
    writer.write(0, b"BEGIN")
    writer.close()
    vault.close()  # without keeping it: as a crash leaves it

    again = Vault.open(folder, PASSPHRASE)
    assert [finding.code for finding in again.findings] == ["capture_waiting"]
    (row,) = again.captures.rows()
    assert row.about == '{"title":"merktekst"}'
    source = again.captures.open(row.capture_id)
    assert source.read_at(0, source.size) == b"BEGIN van de film"
    source.close()
    assert not any((folder / "quarantaine").iterdir())
    on_disk = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"van de film" not in on_disk
    assert b"merktekst" not in on_disk
    again.close()


def test_a_capture_has_no_holes(folder):
    vault = new_vault(folder)
    writer = vault.captures.begin(CaptureKind.RECORDING, "{}")
    with pytest.raises(ValueError, match="holes"):
        writer.write(1, b"x")
    writer.close()
    vault.close()


def test_a_repair_that_was_not_finished_and_what_was_kept_already_go_at_opening(folder):
    vault = new_vault(folder)
    for kind in (CaptureKind.REPAIR, CaptureKind.RECORDING):
        writer = vault.captures.begin(kind, "")
        writer.write(0, b"stukken")
        writer.close()
    vault._parts.database.change("UPDATE captures SET state = 'klaar' WHERE kind = 'recording'")  # killed before the file went
    vault.close()
    again = Vault.open(folder, PASSPHRASE)
    assert again.findings == []
    assert again._parts.database.rows("SELECT * FROM captures") == []
    assert list((folder / "bezig").iterdir()) == []
    again.close()


def test_a_row_without_its_file_as_in_a_back_up_goes_at_opening(folder):
    vault = new_vault(folder)
    writer = vault.captures.begin(CaptureKind.RECORDING, "")
    writer.close()
    vault.captures.path(writer.capture_id).unlink()
    vault.close()
    again = Vault.open(folder, PASSPHRASE)
    assert again.captures.rows() == []
    again.close()


def test_discarding_destroys_the_key_and_the_file(folder):
    vault = new_vault(folder)
    writer = vault.captures.begin(CaptureKind.RECORDING, "{}")
    writer.write(0, b"nooit")
    writer.close()
    epoch = vault.epoch
    vault.discard_capture(writer.capture_id)
    assert vault.epoch == epoch + 1
    assert list((folder / "bezig").iterdir()) == []
    with pytest.raises(InputError):
        vault.captures.open(writer.capture_id)
    assert vault.check(deep=True, context=JobContext()) == []
    vault.close()


def test_a_discarded_file_that_would_not_go_is_removed_at_the_next_opening(folder):
    vault = new_vault(folder)
    writer = vault.captures.begin(CaptureKind.RECORDING, "{}")
    writer.write(0, b"nooit")
    writer.close()
    path = vault.captures.path(writer.capture_id)
    content = path.read_bytes()
    vault.discard_capture(writer.capture_id)
    path.write_bytes(content)
    vault.close()
    again = Vault.open(folder, PASSPHRASE)
    assert again.findings == []
    assert not path.exists()
    again.close()


class CountingFiles(DurableFiles):
    """The real files, and how often each one that is written was synced."""

    def __init__(self):
        self.syncs = 0

    def new_file(self, path):
        file = super().new_file(path)
        real = file.sync

        def sync():
            self.syncs += 1
            real()

        file.sync = sync
        return file


def test_what_is_written_is_on_the_medium_soon_after_without_anybody_asking(folder):
    files = CountingFiles()
    vault = new_vault(folder, files=files)
    writer = vault.captures.begin(CaptureKind.RECORDING, "{}")
    for number in range(2):
        before = files.syncs
        writer.write(number, b"x")
        deadline = time.monotonic() + 20
        while files.syncs == before and time.monotonic() < deadline:
            time.sleep(0.01)
        assert files.syncs == before + 1
    before = files.syncs
    time.sleep(2 * SYNC_EVERY_S)
    assert files.syncs == before, "nothing new, nothing to sync"
    writer.close()
    vault.close()


def test_a_disk_that_fails_at_a_sync_is_told_at_the_next_write(folder, monkeypatch):
    vault = new_vault(folder)
    writer = vault.captures.begin(CaptureKind.RECORDING, "{}")

    def fail():
        raise SystemProblem("disk_became_full")

    monkeypatch.setattr(writer._file, "sync", fail)
    writer.write(0, b"x")
    writer._syncer.join(20)
    with pytest.raises(SystemProblem, match="disk_became_full"):
        writer.write(1, b"x")
    monkeypatch.undo()
    writer.close()
    vault.close()


def test_a_back_up_made_meanwhile_comes_back_without_what_was_being_recorded(folder, tmp_path):
    vault = new_vault(folder)
    add_recording(vault)
    writer = vault.captures.begin(CaptureKind.RECORDING, "{}")
    writer.write(0, b"half")
    (tmp_path / "stick").mkdir()
    place = vault.back_up(tmp_path / "stick", JobContext()).file_path
    writer.close()
    vault.close()
    assert not any(path.suffix == ".opname" for path in place.rglob("*"))
    restore(place, tmp_path / "terug", JobContext(), passphrase=PASSPHRASE)
    again = Vault.open(tmp_path / "terug", PASSPHRASE)
    assert again.captures.rows() == []
    assert not {finding.code for finding in again.findings} & {"capture_waiting", "media_unknown"}
    assert again.check(deep=True, context=JobContext()) == again.findings
    again.close()


def test_what_could_not_begin_leaves_no_row_that_waits_for_ever(folder, monkeypatch):
    vault = new_vault(folder)

    def full(_folder):
        raise SystemProblem("disk_became_full")

    monkeypatch.setattr(vault.captures._files, "sync_folder", full)
    with pytest.raises(SystemProblem):
        vault.captures.begin(CaptureKind.RECORDING, "{}")
    monkeypatch.undo()
    vault.captures.put_right()
    assert vault.captures.rows() == []
    assert list((folder / "bezig").iterdir()) == []
    vault.close()


def test_a_child_that_writes_over_the_same_place_for_ever_is_stopped(folder):
    vault = new_vault(folder)
    writer = vault.captures.begin(CaptureKind.RECORDING, "{}")
    writer.write(0, bytes(1000))
    for _ in range(65):
        writer.write(0, bytes(1000))
    with pytest.raises(ValueError, match="anew"):
        writer.write(0, bytes(1000))
    writer.close()
    vault.close()


def test_that_no_more_could_be_kept_is_said_once_and_in_time(folder, monkeypatch):
    vault = new_vault(folder)
    monkeypatch.setattr(capture_store, "SYNC_EVERY_S", 0.01)
    monkeypatch.setattr(vault.captures._files, "free_bytes", lambda _folder: capture_store.ROOM_TO_KEEP_BYTES + 1000)
    told, calls = threading.Event(), []

    def tell():
        calls.append(1)
        told.set()

    writer = vault.captures.begin(CaptureKind.RECORDING, "{}", tell)
    writer.write(0, bytes(1000))
    assert not told.wait(0.1)
    for at in (1000, 2000):
        writer.write(at, bytes(1000))
        assert told.wait(20)
    time.sleep(0.05)
    writer.close()
    assert calls == [1]
    vault.close()


def test_what_was_rejected_is_destroyed_at_the_next_opening_whatever_came_between(folder):
    vault = new_vault(folder)
    writer = vault.captures.begin(CaptureKind.RECORDING, "{}")
    writer.write(0, b"nooit")
    vault.captures.reject(writer.capture_id)
    writer.close()
    epoch = vault.epoch
    vault.close()  # as a crash, or the lock, leaves it
    again = Vault.open(folder, PASSPHRASE)
    assert again.findings == []
    assert again.epoch == epoch + 1, "and its key with it"
    assert again.captures.rows() == again.captures.rejected() == []
    assert list((folder / "bezig").iterdir()) == list((folder / "quarantaine").iterdir()) == []
    again.close()


def test_a_destruction_that_did_not_succeed_keeps_the_file_beside_its_key(folder, monkeypatch):
    """Without its file the row would go at the next opening as one of a back-up, and its key would stay in old pages."""
    vault = new_vault(folder)
    writer = vault.captures.begin(CaptureKind.RECORDING, "{}")
    writer.close()

    def full(*_arguments):
        raise SystemProblem("disk_became_full")

    monkeypatch.setattr(vault.log, "add", full)
    with pytest.raises(SystemProblem):
        vault.discard_capture(writer.capture_id)
    assert vault.captures.path(writer.capture_id).exists()
    vault.close()
