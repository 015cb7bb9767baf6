"""Real sessions with real footage; the slow parts (finding faces, making a copy) are done once and copied."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.common.progress import JobContext
from app.domain.timecode import TimeRange
from app.services.session import Session
from app.ui.anonymise.screen import AnonymiseScreen
from app.vault.vault import Vault
from tests.support.consents import everybody_agrees
from tests.support.vaults import PASSPHRASE, new_vault

CLIP = Path(__file__).resolve().parents[2] / "media" / "staand_mkv_a.mkv"
RANGE = TimeRange(0, 1200)


@pytest.fixture(scope="session")
def imported(tmp_path_factory) -> Path:
    """A vault with one recording of a man who stands and gestures, 1.7 seconds long."""
    folder = tmp_path_factory.mktemp("imported") / "vault"
    session = Session(new_vault(folder))
    recording = session.recordings.import_file(CLIP, title="Gezin Kastanje", context=JobContext())
    everybody_agrees(session, recording.recording_id)
    session.lock()
    return folder


@pytest.fixture(scope="session")
def searched(imported, tmp_path_factory) -> Path:
    """The same, with a fragment whose faces were found."""
    folder = _copied(imported, tmp_path_factory.mktemp("searched"))
    session = Session(Vault.open(folder, PASSPHRASE))
    fragment = session.fragments.add(session.recordings.list()[0].recording_id, RANGE, "Wat gebeurt hier?")
    session.anonymise.detect(fragment.fragment_id, JobContext())
    session.lock()
    return folder


@pytest.fixture(scope="session")
def rendered(searched, tmp_path_factory) -> Path:
    """The same, with a copy of exactly that plan."""
    folder = _copied(searched, tmp_path_factory.mktemp("rendered"))
    session = Session(Vault.open(folder, PASSPHRASE))
    plan = session.anonymise.plan(session.fragments.list()[0].fragment_id)
    clip = session.anonymise.make_clip(plan, "jij", JobContext())
    session.anonymise.save_plan(replace(plan, copy_id=clip.clip_id))
    session.lock()
    return folder


@pytest.fixture
def open_session(tmp_path):
    """Open a copy of a vault; it is locked when the test ends."""
    sessions = []

    def open_copy(folder: Path) -> Session:
        sessions.append(Session(Vault.open(_copied(folder, tmp_path), PASSPHRASE)))
        return sessions[-1]

    yield open_copy
    for session in sessions:
        session.lock()


@pytest.fixture
def open_screen(qtbot, theme, jobs):
    """Show the screen on a session; it is released, and its jobs drained, before the session locks."""
    screens = []

    def show(session: Session, **start) -> AnonymiseScreen:
        if not start:
            start = {"fragment_id": session.fragments.list()[0].fragment_id}
        screen = AnonymiseScreen(session, theme, jobs, **start)
        qtbot.addWidget(screen)
        screen.resize(1314, 640)
        screen.show()
        qtbot.waitExposed(screen)
        screens.append(screen)
        screen.entered()
        screen.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        return screen

    yield show
    for screen in screens:
        screen.release()
    jobs.cancel_all()
    assert jobs.wait_all(60)


def _copied(folder: Path, beside: Path) -> Path:
    return Path(shutil.copytree(folder, beside / "vault"))
