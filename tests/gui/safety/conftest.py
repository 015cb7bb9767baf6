import pytest

from app.services.preferences import Preferences
from app.ui.changes import ChangeSignal
from app.ui.safety.safety import Safety


@pytest.fixture
def session(demo):
    """A real session on a real vault."""
    yield demo
    demo.lock()


@pytest.fixture
def preferences():
    return Preferences()


@pytest.fixture
def screen(qtbot, theme, jobs, session, preferences):
    """The screen as the window shows it; all jobs have ended before the vault closes."""
    changes = ChangeSignal(session.changes)
    shown = Safety(theme, jobs, session, changes, preferences)
    qtbot.addWidget(shown)
    shown.resize(1352, 844)
    shown.show()
    shown.entered()
    settle(qtbot, jobs)
    yield shown
    shown.release()
    changes.stop()
    jobs.cancel_all()
    assert jobs.wait_all(30)


def settle(qtbot, jobs):
    """Wait until nothing is being read or done any more."""
    qtbot.waitUntil(lambda: not jobs.running, timeout=30_000)


@pytest.fixture
def settled(qtbot, jobs):
    """Call it to wait until nothing is being read or done any more."""
    return lambda: settle(qtbot, jobs)
