import pytest

from app.common.progress import JobContext
from app.services.session import Session
from app.services.viewing import ViewingChoice
from app.ui.viewing.screen import ViewingScreen
from tests.support.clips import numbered_clip
from tests.support.consents import everybody_agrees
from tests.support.vaults import new_vault

FRAMES, FPS = 500, 25


@pytest.fixture(scope="module")
def kept_session(tmp_path_factory):
    opened = Session(new_vault(tmp_path_factory.mktemp("viewing") / "kluis"))
    yield opened
    opened.lock()


@pytest.fixture(scope="module")
def recording(kept_session, tmp_path_factory):
    """Twenty seconds in which every frame carries its number; without sound, so that no test needs a sound card."""
    path = tmp_path_factory.mktemp("clip") / "gesprek.mp4"
    numbered_clip(path, frames=FRAMES, fps=FPS)
    kept = kept_session.recordings.import_file(path, title="Gezin Kastanje", talk="3e gesprek", context=JobContext())
    everybody_agrees(kept_session, kept.recording_id)
    return kept


@pytest.fixture
def session(kept_session, recording):
    """A real session on a real vault, kept for the whole file and emptied of moments after every test."""
    yield kept_session
    for moment in kept_session.moments.list():
        kept_session.moments.remove(moment.moment_id)
    kept_session.recordings.remember_position(recording.recording_id, 0)
    kept_session.viewing.choose(recording.recording_id, ViewingChoice())
    kept_session.undo.clear()


@pytest.fixture
def screen(qtbot, session, theme, jobs, recording):
    """The screen on a real recording, open and with the keyboard on the picture."""
    shown = ViewingScreen(session, theme, jobs, recording.recording_id)
    qtbot.addWidget(shown)
    shown.resize(1388, 844)
    shown.show()
    shown.activateWindow()
    shown.entered()
    qtbot.waitUntil(lambda: shown.stage.picture is not None, timeout=30_000)
    qtbot.waitUntil(lambda: bool(shown.watch.panes.accessible_items()), timeout=30_000)
    yield shown
    shown.release()
    jobs.cancel_all()
    assert jobs.wait_all(30)
