import shutil

import pytest

from app.services.preferences import Preferences
from app.services.session import Session
from app.ui.changes import ChangeSignal
from app.ui.safety.safety import Safety
from app.vault.vault import Vault
from tests.support.demo_vault import PASSPHRASE, demo_session


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """The recordings of the drawings in a vault that is made once; every test opens a copy of its own."""
    folder = tmp_path_factory.mktemp("safety") / "kluis"
    demo_session(folder).lock()
    return folder


@pytest.fixture
def session(made_once, tmp_path):
    """A real session on a real vault."""
    shutil.copytree(made_once, tmp_path / "kluis")
    opened = Session(Vault.open(tmp_path / "kluis", PASSPHRASE))
    yield opened
    opened.lock()


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
