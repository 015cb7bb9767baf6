from pathlib import Path

import pytest

from app.common.progress import JobContext
from app.services.preferences import PreferencesFile
from app.ui.lock.triggers import LockTriggers
from app.ui.main_window import MainWindow
from tests.support.clips import numbered_clip
from tests.support.consents import everybody_agrees
from tests.support.demo_vault import cheap_session, demo_session


@pytest.fixture
def preferences_file(tmp_path):
    return PreferencesFile(tmp_path / "instellingen")


@pytest.fixture
def make_window(qtbot, theme, jobs, preferences_file, tmp_path):
    made = []

    def make(folder: Path | None = None) -> MainWindow:
        window = MainWindow(theme, jobs, preferences_file, preferences_file.load(), folder or tmp_path / "niets")
        qtbot.addWidget(window)
        window.resize(1440, 900)
        window.show()
        made.append(window)
        return window

    yield make
    for window in made:
        window.close()


@pytest.fixture
def window(make_window, tmp_path, qtbot, jobs):
    opened = make_window()
    opened.enter(demo_session(tmp_path / "kluis"))
    qtbot.waitUntil(lambda: not jobs.running, timeout=20_000)
    return opened


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
