"""From a key press in the real window to the moment durable in a vault that holds 100,000 of them."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import time
from datetime import date
from pathlib import Path

from many_recordings import MOMENTS, make_many
from measure import spread
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from scratch import EXERCISE_CLIP, PASSPHRASE, scratch_folder

from app.common.ids import RecordingId
from app.common.progress import JobContext
from app.domain.consent import AgeGroup, PersonConsent, Purpose
from app.services.moments import MomentDraft
from app.services.preferences import Preferences, PreferencesFile
from app.services.session import Session
from app.ui.jobs import JobRunner
from app.ui.main_window import MainWindow
from app.ui.theme import LIGHT, Theme, load_fonts
from app.ui.viewing.screen import ViewingScreen
from app.vault.vault import Vault

_PRESSES = 100
_MOMENTS_THERE = 40
_BETWEEN_MS = 50
_AIM_MS = 30
_PATIENCE_S = 60


def main() -> None:
    """Print the figures."""
    application = QApplication([])
    load_fonts()
    with scratch_folder() as folder:
        make_many(folder / "kluis")
        session = Session(Vault.open(folder / "kluis", PASSPHRASE))
        recording_id = _exercise(session)
        window, jobs = _window(application, folder, session)
        window.open_recording(recording_id)
        screen = window.current_screen
        if not isinstance(screen, ViewingScreen):
            raise SystemExit("de opname ging niet open")
        _wait_for_picture(application, screen)
        for words, plays in (("stil", False), ("tijdens het afspelen", True)):
            saved, worked, shown = _press(session, screen, plays=plays)
            work = f"rekentijd daarvan {spread(worked)} ms"
            print(f"toets tot bewaard, {words}, bij {MOMENTS} momenten: {spread(saved)} ms (doel p95 {_AIM_MS}); {work}")
            print(f"toets tot getoond, {words}: {spread(shown)} ms", flush=True)
        window.close()
        jobs.wait_all(10)


def _exercise(session: Session) -> RecordingId:
    """Add a recording that can really be watched, with moments in it already."""
    recording_id = session.recordings.import_file(EXERCISE_CLIP, title="meting", context=JobContext()).recording_id
    person = PersonConsent("werker", AgeGroup.ADULT, frozenset(Purpose), given_by=("zelf",), asked_before=date(2026, 1, 1), said_no_is_fine=True)
    session.consent.set_person(recording_id, person)
    for number in range(_MOMENTS_THERE):
        session.moments.add(MomentDraft(recording_id, number * 100, see="Ik vat samen en kijk alleen naar moeder."))
    return recording_id


def _window(application: QApplication, folder: Path, session: Session) -> tuple[MainWindow, JobRunner]:
    theme, jobs = Theme(LIGHT), JobRunner()
    theme.dress(application)
    window = MainWindow(theme, jobs, PreferencesFile(folder / "instellingen"), Preferences())
    window.resize(1440, 900)
    window.show()
    window.enter(session)
    while jobs.running:
        application.processEvents()
    return window, jobs


def _wait_for_picture(application: QApplication, screen: ViewingScreen) -> None:
    until = time.monotonic() + _PATIENCE_S
    while screen.stage.picture is None and time.monotonic() < until:
        application.processEvents()
    screen.stage.setFocus()


def _press(session: Session, screen: ViewingScreen, *, plays: bool) -> tuple[list[float], list[float], list[float]]:
    """Press the key of a mark; return the milliseconds until its row is durable, what we worked in them, and until the window has painted it."""
    durable_at: list[tuple[float, float]] = []
    stop = session.changes.subscribe(lambda changes: durable_at.append((time.perf_counter(), time.thread_time())) if changes.moments else None)
    saved, worked, shown = [], [], []
    screen.watching.seek(0)
    if plays:
        screen.watching.play()
    for _ in range(_PRESSES):
        QTest.qWait(_BETWEEN_MS)
        durable_at.clear()
        pressed_at, work_before = time.perf_counter(), time.thread_time()
        QTest.keyClick(screen.stage, Qt.Key.Key_1)
        saved.append(1000 * (durable_at[0][0] - pressed_at))
        worked.append(1000 * (durable_at[0][1] - work_before))
        QApplication.processEvents()
        shown.append(1000 * (time.perf_counter() - pressed_at))
        session.undo.undo()
        if plays and not screen.watching.is_playing:
            screen.watching.seek(0)
            screen.watching.play()
    screen.watching.pause()
    stop()
    return saved, worked, shown


if __name__ == "__main__":
    main()
