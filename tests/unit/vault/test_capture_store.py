"""What is being recorded in the vault's folder, and what is left of it after a crash."""

import pytest

from app.common.errors import InputError
from app.common.progress import JobContext
from app.vault.capture_store import CaptureKind
from app.vault.vault import Vault
from tests.support.vaults import PASSPHRASE, new_vault


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
