import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.common.progress import JobContext
from app.ui.practice.practice import PracticeLine
from app.ui.viewing.screen import ViewingScreen
from tests.support.demo_vault import cheap_session


@pytest.fixture
def session(tmp_path):
    return cheap_session(tmp_path / "leeg")


def press(key, window):
    QTest.keyClick(QApplication.focusWidget() or window, key)
    QApplication.processEvents()


def test_five_keys_and_then_it_is_gone(qtbot, make_window, jobs, session):
    window = make_window()
    window.enter(session)
    window.activateWindow()
    window.practice.begin()
    qtbot.waitUntil(lambda: isinstance(window.current_screen, ViewingScreen), timeout=30_000)
    screen = window.current_screen
    line = screen.findChild(PracticeLine)
    qtbot.waitUntil(lambda: screen.stage.picture is not None and bool(screen.watch.panes.accessible_items()), timeout=30_000)
    assert line.isVisible()
    said = [line.sentence]
    for keys in (Qt.Key.Key_Space, "1", (Qt.Key.Key_Return, "Hij kijkt op", Qt.Key.Key_Return), ("V", "1", "B"), ("F", Qt.Key.Key_Escape)):
        for key in keys if isinstance(keys, tuple) else (keys,):
            if isinstance(key, str) and len(key) > 1:
                QTest.keyClicks(QApplication.focusWidget(), key)
            else:
                press(key, window)
        qtbot.waitUntil(lambda: line.sentence != said[-1], timeout=10_000)
        said.append(line.sentence)
    assert len(set(said)) == 6
    assert session.practice.recording_id is not None
    qtbot.waitUntil(line._done.hasFocus, timeout=5_000)
    press(Qt.Key.Key_Space, window)
    qtbot.waitUntil(lambda: not isinstance(window.current_screen, ViewingScreen), timeout=10_000)
    qtbot.waitUntil(lambda: session.recordings.list() == [] and not jobs.running, timeout=30_000)
    assert session.practice.recording_id is None
    assert session.moments.list() == []


def test_a_practice_that_was_broken_off_is_gone_after_the_next_opening(qtbot, make_window, jobs, session):
    session.practice.begin("Oefengesprek", "getekend", JobContext())
    assert len(session.recordings.list()) == 1
    window = make_window()
    window.enter(session)
    qtbot.waitUntil(lambda: session._vault.recordings.list() == [] and not jobs.running, timeout=30_000)
