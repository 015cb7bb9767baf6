"""All of "alleen terugkijken" on real footage with nothing but the keyboard: every key goes to whatever has the focus."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.common.progress import JobContext
from app.domain.looking_back import StepKind
from app.domain.moment import MomentKind
from app.services.session import Session
from app.ui.looking_back.alone import LookingBackAlone
from app.ui.looking_back.closing_cover import ClosingCover
from app.ui.looking_back.earlier_intention import EarlierIntention
from app.ui.viewing.screen import ViewingScreen
from tests.support.consents import everybody_agrees
from tests.support.source_tree import ROOT
from tests.support.vaults import new_vault

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
INTENTION = "Ik vraag het eerst aan de jongere."


@pytest.fixture
def session(tmp_path):
    session = Session(new_vault(tmp_path / "kluis"))
    for name, title in (("toespraak_2p_12fps.mp4", "Gezin Vlier"), ("lopend_16s_10fps.mp4", "Gezin Iep")):
        kept = session.recordings.import_file(ROOT / "tests" / "media" / name, title=title, context=JobContext())
        everybody_agrees(session, kept.recording_id)
    return session


class Hands:
    """On the keyboard, and nowhere else."""

    def __init__(self, qtbot, window):
        self._qtbot = qtbot
        self._window = window

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(QApplication.focusWidget() or self._window, key, modifier)
        QApplication.processEvents()

    def type(self, text):
        QTest.keyClicks(QApplication.focusWidget(), text)

    def until(self, condition):
        self._qtbot.waitUntil(condition, timeout=20_000)

    def open(self, title, jobs):
        """Go to the recordings and open the one with this title."""
        self.press(Qt.Key.Key_1, CONTROL)
        self.until(lambda: not jobs.running)
        for _ in range(2):
            if QApplication.focusWidget().current_row().recording.title == title:
                break
            self.press(Qt.Key.Key_Down)
        else:
            self.press(Qt.Key.Key_Up)
        self.press(Qt.Key.Key_Return)
        self.until(lambda: isinstance(self._window.current_screen, ViewingScreen))
        screen = self._window.current_screen
        alone = screen.findChild(LookingBackAlone)
        self.until(lambda: alone.flow is not None and screen.stage.picture is not None)
        assert screen.title == title
        return screen, alone


def test_looking_back_alone_without_a_mouse(qtbot, make_window, jobs, session):
    window = make_window()
    window.enter(session)
    window.activateWindow()
    hands = Hands(qtbot, window)
    screen, alone = hands.open("Gezin Iep", jobs)
    recording_id = screen.recording_id

    assert alone.step_kind == StepKind.PREDICT
    assert screen.stage.childAt(screen.stage.rect().center()) is not None
    for answer in ("Toen we over school praatten.", "Dat ik samenvat.", "Hoe laat ik stilte duren"):
        hands.type(answer)
        hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Return, CONTROL)
    assert session.looking_back.get(recording_id).learning_question == "Hoe laat ik stilte duren"

    assert alone.step_kind == StepKind.GET_USED
    hands.press(Qt.Key.Key_Space)
    assert screen.stage.hasFocus()
    hands.press(Qt.Key.Key_Space)
    hands.until(lambda: screen.watching.position_ms > 500)
    hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_PageDown, CONTROL)

    assert alone.step_kind == StepKind.CHOOSE
    hands.press(Qt.Key.Key_1)
    [moment] = session.moments.list(recording_id)
    assert moment.kind is MomentKind.HELPT

    hands.press(Qt.Key.Key_Return, CONTROL)
    assert alone.step_kind == StepKind.DEEPEN
    hands.press(Qt.Key.Key_Return)
    hands.type("Ik wacht. Hij kijkt op.")
    hands.press(Qt.Key.Key_Return, CONTROL)
    assert session.moments.get(moment.moment_id).see == "Ik wacht. Hij kijkt op."

    assert alone.step_kind == StepKind.INTEND
    hands.type("Hij zei meer dan ik dacht.")
    hands.press(Qt.Key.Key_Left, ALT)
    hands.until(lambda: not isinstance(window.current_screen, ViewingScreen))

    screen, alone = hands.open("Gezin Iep", jobs)
    assert alone.step_kind == StepKind.INTEND
    closing = screen.findChild(ClosingCover)
    assert closing.isVisible()
    assert {"Dat ik samenvat.", "Ik wacht. Hij kijkt op."} <= {label.text() for label in closing.findChildren(QLabel)}
    assert session.looking_back.get(recording_id).text("sv-4") == "Hij zei meer dan ik dacht."
    hands.press(Qt.Key.Key_Tab)
    hands.type(INTENTION)
    hands.press(Qt.Key.Key_Return, CONTROL)
    assert session.looking_back.get(recording_id).is_done
    assert session.looking_back.get(recording_id).intention == INTENTION
    assert alone.step_kind == ""

    screen, alone = hands.open("Gezin Vlier", jobs)
    assert alone.step_kind == StepKind.PREDICT
    came_back = screen.findChild(EarlierIntention)
    assert came_back.isVisible()
    assert INTENTION in came_back.accessibleName()
