import os
import shutil
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QLocale

from app.services.preferences import PreferencesFile
from app.services.session import Session
from app.ui.jobs import JobRunner
from app.ui.main_window import MainWindow
from app.ui.theme import LIGHT, Theme
from app.vault.vault import Vault
from tests.support.demo_vault import PASSPHRASE, demo_session


@pytest.fixture
def theme(qapp):
    """The light theme at 100 %, worn by the whole application."""
    QLocale.setDefault(QLocale(QLocale.Language.Dutch, QLocale.Country.Netherlands))
    chosen = Theme(LIGHT)
    chosen.dress(qapp)
    return chosen


@pytest.fixture
def jobs(qapp):
    """A job runner that is drained before the test ends; a bug in a job fails the test."""
    runner = JobRunner()
    crashes = []
    runner.crashed.connect(crashes.append)
    yield runner
    runner.cancel_all()
    assert runner.wait_all(30)
    assert not crashes


@pytest.fixture
def preferences_file(tmp_path):
    """Where the window's choices are kept."""
    return PreferencesFile(tmp_path / "instellingen")


@pytest.fixture
def make_window(qtbot, theme, jobs, preferences_file, tmp_path):
    """Call it for the whole window, at its entrance to the vault in a folder."""
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


@pytest.fixture(scope="session")
def vault_of_drawings(tmp_path_factory):
    """The recordings of the drawings in a vault that is made once; whoever opens it opens a copy."""
    folder = tmp_path_factory.mktemp("drawings") / "kluis"
    demo_session(folder).lock()
    return folder


@pytest.fixture
def demo(vault_of_drawings, tmp_path):
    """A session on a vault of one's own with the recordings of the drawings; whoever takes it locks it."""
    shutil.copytree(vault_of_drawings, tmp_path / "kluis")
    return Session(Vault.open(tmp_path / "kluis", PASSPHRASE))


@pytest.fixture
def window(make_window, demo, qtbot, jobs):
    """The whole window, inside the vault of the drawings."""
    opened = make_window()
    opened.enter(demo)
    qtbot.waitUntil(lambda: not jobs.running, timeout=20_000)
    return opened
