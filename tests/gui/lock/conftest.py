import pytest

from app.common.progress import JobContext
from app.ui.lock.triggers import LockTriggers
from tests.support.clips import numbered_clip
from tests.support.consents import everybody_agrees
from tests.support.demo_vault import cheap_session


@pytest.fixture
def triggers(window, theme, jobs):
    made = LockTriggers(window, theme, jobs)
    yield made
    made.idle.stop()


@pytest.fixture
def room_with_a_film(make_window, tmp_path, qtbot, jobs):
    """A window on a vault with one real, short recording."""
    numbered_clip(tmp_path / "film.mp4", frames=75, audio=True)
    session = cheap_session(tmp_path / "kluis")
    recording = session.recordings.import_file(tmp_path / "film.mp4", title="Gezin Linde", context=JobContext())
    everybody_agrees(session, recording.recording_id)
    window = make_window()
    window.enter(session)
    qtbot.waitUntil(lambda: not jobs.running, timeout=60_000)
    return window, recording.recording_id
