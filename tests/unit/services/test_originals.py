import os
import stat
from pathlib import Path

import pytest

from app.common.errors import CancelledError, InputError, RefusedError
from app.common.progress import JobContext
from app.services.originals import Original, remove_original, seen_original
from app.services.session import Session
from tests.support.clips import numbered_clip
from tests.support.vaults import new_vault


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    opened = Session(new_vault(tmp_path_factory.mktemp("originals") / "kluis"))
    yield opened
    opened.lock()


@pytest.fixture(scope="module")
def master(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("master") / "film.mp4"
    numbered_clip(path, frames=30)
    return path


@pytest.fixture(scope="module")
def recording(session, master):
    return session.recordings.import_file(master, title="Gezin Linde", context=JobContext())


@pytest.fixture
def card(tmp_path, master) -> Path:
    """A folder like a memory card's, with the file and one beside it."""
    path = tmp_path / "DCIM" / "MVI_0001.MP4"
    path.parent.mkdir()
    path.write_bytes(master.read_bytes())
    path.with_name("MVI_0002.MP4").write_bytes(b"een andere opname")
    return path


@pytest.fixture
def original(card, recording) -> Original:
    return seen_original(card, recording)


def test_exactly_that_file_goes_and_nothing_else(card, original, session, recording):
    remove_original(original, JobContext())
    assert sorted(path.name for path in card.parent.iterdir()) == ["MVI_0002.MP4"]
    assert session.recordings.get(recording.recording_id) == recording


@pytest.mark.parametrize("change", ["byte", "longer", "younger", "link"])
def test_a_file_that_is_no_longer_the_same_stays(card, original, change):
    times = (card.stat().st_atime_ns, card.stat().st_mtime_ns)
    if change == "byte":
        content = bytearray(card.read_bytes())
        content[len(content) // 2] ^= 1
        card.write_bytes(content)
        os.utime(card, ns=times)
    elif change == "longer":
        with card.open("ab") as file:
            file.write(b"\0")
        os.utime(card, ns=times)
    elif change == "younger":
        os.utime(card, ns=(times[0], times[1] + 1_000_000_000))
    else:
        kept = card.with_name("elders.MP4")
        card.rename(kept)
        card.symlink_to(kept)
    with pytest.raises(RefusedError) as refused:
        remove_original(original, JobContext())
    assert refused.value.code == "original_changed"
    assert card.exists()


def test_a_write_protected_file_stays_with_a_sentence(card, original):
    card.chmod(stat.S_IRUSR)
    with pytest.raises(RefusedError) as refused:
        remove_original(original, JobContext())
    assert refused.value.code == "original_protected"
    assert card.exists()


def test_a_file_in_a_folder_that_is_write_protected_stays(card, original, monkeypatch):
    """Root may write anywhere, so the tests' own rights cannot show this; what the system answers is put in its place."""
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    with pytest.raises(RefusedError) as refused:
        remove_original(original, JobContext())
    assert refused.value.code == "original_protected"
    assert card.exists()


def test_a_file_that_is_gone_is_told(card, original, recording):
    card.unlink()
    for attempt in (lambda: remove_original(original, JobContext()), lambda: seen_original(card, recording)):
        with pytest.raises(InputError) as told:
            attempt()
        assert told.value.code == "file_unreadable"


def test_stopping_while_it_is_read_removes_nothing(card, original):
    context = JobContext()
    context.cancel()
    with pytest.raises(CancelledError):
        remove_original(original, context)
    assert card.exists()
