"""One person's first hour with the program, in a real window and with nothing but the keyboard: `python -m tests.e2e.journey FOLDER [--quick]`.

The folder gets the vault, the saved copy with its report, and pictures of every screen in light, dark and on a small
laptop, to lay beside the design's drawings. Dressing the window is most of the work: --quick draws every screen once, in the
next look each time, and goes on in it.
"""

import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import cycle
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

from app.common.paths import resource_path
from app.services.preferences import Preferences, PreferencesFile
from app.ui.anonymise.screen import PICTURE, ROUNDS, SAVE, SOUND, AnonymiseScreen
from app.ui.application import make_application
from app.ui.consent.person_dialog import PersonDialog
from app.ui.jobs import JobRunner
from app.ui.library.add_recording import AddRecording
from app.ui.library.recordings import Recordings
from app.ui.main_window import MainWindow
from app.ui.theme import Theme
from app.ui.unlock.first_start import FirstStart
from app.ui.unlock.unlock import Unlock
from app.ui.viewing.moment.fields import GrowingText
from app.ui.viewing.screen import ViewingScreen
from app.ui.widgets.picture_view import PictureView

CLIP = resource_path("oefenclip", "gesprek-van-twee.mp4")
PASSPHRASE = "lantaarn zeven kruidig bezem oever"
NOTICED = "zij kijkt even naar buiten voor ze antwoordt"
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LOOKS = (("licht", (1440, 900)), ("donker", (1440, 900)), ("licht", (1366, 698)))
_MOST_S = 180
_FRAME_MS = 40


class Journey:
    """Drives the window; every step waits for what a person would wait for."""

    def __init__(self, folder: Path, *, is_quick: bool = False) -> None:
        self._folder = folder
        self._next_looks = cycle(((look,) for look in LOOKS) if is_quick else ((*LOOKS, LOOKS[0]),))
        self._pictures = folder / "schermen"
        self._pictures.mkdir(parents=True)
        make_application()
        self._theme = Theme("licht", 1.0)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._theme.dress(application)
        self._jobs = JobRunner()
        self._crashes: list[object] = []
        self._jobs.crashed.connect(self._crashes.append)
        self.vault = folder / "kluis"

    def walk(self) -> None:
        window = self._open_window()
        self._make_vault(window)
        self._add_recording(window)
        self._watch_and_mark(window)
        self._make_unrecognisable(window)
        self._lock_and_unlock(window)

    def _open_window(self) -> MainWindow:
        window = MainWindow(self._theme, self._jobs, PreferencesFile(self._folder / "instellingen"), Preferences(), self.vault)
        window.show()
        window.activateWindow()
        self._until(lambda: QApplication.focusWidget() is not None, "the window to get the keyboard")
        return window

    def _make_vault(self, window: MainWindow) -> None:
        start = window.entrance
        assert isinstance(start, FirstStart)
        self._look("a1-eerste-start", window)
        self._press(Qt.Key.Key_A, CTRL)
        self._type(PASSPHRASE)
        self._press(Qt.Key.Key_Return)
        self._type(PASSPHRASE)
        self._press(Qt.Key.Key_Return)
        self._until(start._recovery.isVisible, "the recovery code")
        self._look("a3-herstelcode", window)
        blocks = [label.text() for label in start._recovery._block_labels]
        first, second = start._recovery.asked_blocks
        self._type(blocks[first])
        self._press(Qt.Key.Key_Tab)
        self._type(blocks[second])
        self._press(Qt.Key.Key_Return)
        self._until(start._ready.isVisible, "the last step")
        self._press(Qt.Key.Key_Return)
        self._until(lambda: isinstance(window.current_screen, Recordings), "the empty room")
        self._look("b2-opnamen-leeg", window)

    def _add_recording(self, window: MainWindow) -> None:
        self._press(Qt.Key.Key_N, CTRL)
        self._until(lambda: isinstance(window.current_screen, AddRecording), "the screen to add")
        self._answer_file_dialog(CLIP)
        self._press(Qt.Key.Key_Space)
        add = window.current_screen
        assert isinstance(add, AddRecording)
        self._until(lambda: add._keep.isEnabled(), "the file to be recognised")
        self._ask_everybody(add)
        self._look("c-toevoegen", window)
        self._press(Qt.Key.Key_S, CTRL)
        self._until(lambda: add._done.isVisible(), "the recording to be kept")
        assert window.session is not None
        recording_id = window.session.recordings.list()[0].recording_id
        assert [person.role for person in window.session.consent.persons(recording_id)] == ["werker", "moeder"]
        assert all(found.is_allowed for found in window.session.consent.verdicts(recording_id).values())
        self._look("c2-bewaard", window)
        self._press(Qt.Key.Key_Space)
        self._until(lambda: isinstance(window.current_screen, ViewingScreen), "the Kijkkamer")

    def _ask_everybody(self, add: AddRecording) -> None:
        """Put the mother in the table and let her say yes to all four purposes."""
        table = add._consent.table
        for _ in range(20):
            if QApplication.focusWidget() is table:
                break
            self._press(Qt.Key.Key_Tab)
        self._answer_person_dialog("moeder")
        self._press(Qt.Key.Key_Insert)
        assert [person.role for person in table.persons] == ["werker", "moeder"]
        self._until(lambda: self._focused() is table, "the table to have the keyboard again")
        for _ in range(4):
            self._press(Qt.Key.Key_Space)
            self._press(Qt.Key.Key_Right)

    def _answer_person_dialog(self, role: str) -> None:
        def answer() -> None:
            dialog = next((each for each in QApplication.topLevelWidgets() if isinstance(each, PersonDialog) and each.isVisible()), None)
            field = dialog._role.lineEdit() if dialog else None
            if field is None:
                QTimer.singleShot(50, answer)
                return
            QTest.keyClicks(field, role)
            QTest.keyClick(field, Qt.Key.Key_Return)

        QTimer.singleShot(50, answer)

    def _watch_and_mark(self, window: MainWindow) -> None:
        screen = window.current_screen
        session = window.session
        assert isinstance(screen, ViewingScreen)
        assert session is not None
        recording_id = session.recordings.list()[0].recording_id
        self._until(lambda: screen.stage.picture is not None, "the first picture")
        self._until(lambda: isinstance(QApplication.focusWidget(), GrowingText), "the questions before the first picture")
        self._look("d4-voorspel-eerst", window)
        self._press(Qt.Key.Key_Escape)
        self._until(screen.stage.hasFocus, "the shutters to open")
        self._press(Qt.Key.Key_Space)
        self._until(lambda: screen.watching.position_ms > 5000, "five seconds of playing")
        self._press(Qt.Key.Key_1)
        self._until(lambda: len(session.moments.list(recording_id)) == 1, "the moment")
        self._press(Qt.Key.Key_Space)
        self._press(Qt.Key.Key_Return)
        self._type(NOTICED)
        self._press(Qt.Key.Key_Return)
        self._until(lambda: session.moments.list(recording_id)[0].see == NOTICED, "the words to be kept")
        self._until(lambda: bool(session.recordings.thumbnails(recording_id)), "the small pictures")
        self._settle(1.0)
        self._look("d1-kijkkamer", window)
        self._press(Qt.Key.Key_E)
        self._until(lambda: isinstance(window.current_screen, AnonymiseScreen), "the first step of the fragment")

    def _make_unrecognisable(self, window: MainWindow) -> None:
        screen = window.current_screen
        assert isinstance(screen, AnonymiseScreen)
        self._until(lambda: screen.fragment_step.stage.picture is not None, "the fragment's picture")
        self._press(Qt.Key.Key_Escape)
        self._until(lambda: not screen.fragment_step.is_searching, "the search to stop: this person wants another range")
        self._press(Qt.Key.Key_Home)
        self._until(partial(shows, screen.fragment_step.stage, 0), "the first picture of the fragment")
        for seconds in (1, 2):
            self._press(Qt.Key.Key_Right, SHIFT)
            self._until(partial(shows, screen.fragment_step.stage, seconds * 1000), f"the picture {seconds} s on")
        self._press(Qt.Key.Key_O)
        self._look("e0-fragment", window)
        self._press(Qt.Key.Key_Return, CTRL)
        self._until(lambda: screen.step == PICTURE, "the faces to be found")
        self._agree_with_doubts(screen)
        self._look("e1-beeld", window)
        self._press(Qt.Key.Key_Return, CTRL)
        self._until(lambda: screen.step == SOUND, "the sound")
        self._look("e2-geluid", window)
        self._press(Qt.Key.Key_Return, CTRL)
        self._until(lambda: screen.step == ROUNDS, "the rounds")
        self._type("jij")
        self._press(Qt.Key.Key_Return)
        rounds = screen.rounds_step
        self._until(lambda: rounds.clip is not None and rounds.copy.stage.picture is not None, "the copy")
        self._press(Qt.Key.Key_Space)
        self._until(lambda: rounds.rounds.toggle_second("picture"), "the copy to have been watched")
        self._look("e3-rondes", window)
        self._answer_file_dialog(self._folder / "team.mp4")
        self._press(Qt.Key.Key_V)
        self._until(lambda: screen.step == SAVE, "the last step")
        self._until(lambda: screen.save_step.has_saved, "the copy to be saved")
        self._look("e4-bewaard", window)
        self._press(Qt.Key.Key_Return, CTRL)
        self._until(lambda: not isinstance(window.current_screen, AnonymiseScreen), "the way back")

    def _agree_with_doubts(self, screen: AnonymiseScreen) -> None:
        for _ in range(30):
            self._until(lambda: screen.picture_step.stage.picture is not None, "the picture with its masks")
            if screen.picture_step.panel.is_ready:
                return
            self._press(Qt.Key.Key_Return)
            self._settle(0.3)
        raise TimeoutError("the doubts did not end")

    def _lock_and_unlock(self, window: MainWindow) -> None:
        self._press(Qt.Key.Key_1, CTRL)
        self._until(lambda: isinstance(window.current_screen, Recordings), "the recordings")
        self._settle(0.5)
        self._look("b-opnamen", window)
        locked: list[bool] = []
        window.locked.connect(lambda: locked.append(True))
        self._press(Qt.Key.Key_L, CTRL)
        self._until(lambda: bool(locked), "the shutters to close")
        assert window.session is None
        window.close()
        again = self._open_window()
        assert isinstance(again.entrance, Unlock)
        unlock = again.entrance
        self._type("dit is hem niet helemaal")
        self._press(Qt.Key.Key_Return)
        self._until(lambda: "past niet" in visible_words(unlock), "the wrong passphrase to be refused")
        self._look("a2-ontgrendelen", again)
        self._press(Qt.Key.Key_A, CTRL)
        self._type(PASSPHRASE)
        self._press(Qt.Key.Key_Return)
        self._until(lambda: again.session is not None, "the shutters to open")
        session = again.session
        assert session is not None
        assert [moment.see for moment in session.moments.list()] == [NOTICED]
        again.close()
        assert not self._crashes

    def _press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self._focused(), key, modifier)

    def _type(self, words: str) -> None:
        QTest.keyClicks(self._focused(), words)

    def _focused(self) -> QWidget:
        if QApplication.activeWindow() is None:
            # There is no window manager here to give the window its keyboard back after a dialog.
            next(each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow) and each.isVisible()).activateWindow()
        self._until(lambda: QApplication.focusWidget() is not None, "something to have the keyboard")
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def _answer_file_dialog(self, path: Path) -> None:
        def answer() -> None:
            dialog = next((each for each in QApplication.topLevelWidgets() if isinstance(each, QFileDialog) and each.isVisible()), None)
            if dialog is None:
                QTimer.singleShot(50, answer)
                return
            field = dialog.findChild(QLineEdit, "fileNameEdit")
            field.selectAll()
            QApplication.clipboard().setText(str(path))
            QTest.keyClick(field, Qt.Key.Key_V, CTRL)
            QTest.keyClick(field, Qt.Key.Key_Return)

        QTimer.singleShot(50, answer)

    def _until(self, is_so: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + _MOST_S
        while not is_so():
            if time.monotonic() > end:
                raise TimeoutError(f"waited in vain for {what}")
            QTest.qWait(20)

    def _settle(self, seconds: float) -> None:
        QTest.qWait(round(seconds * 1000))

    def _look(self, name: str, window: MainWindow) -> None:
        for mode, (width, height) in next(self._next_looks):
            self._theme.set_mode(mode)
            window.resize(width, height)
            self._settle(0.4)
            window.grab().save(str(self._pictures / f"{name}-{mode}-{width}.png"))


def shows(stage: PictureView, at_ms: int) -> bool:
    """Whether the frame of this time is in view, give or take a frame."""
    return stage.picture is not None and abs(stage.picture.at_ms - at_ms) <= _FRAME_MS


def visible_words(widget: QWidget) -> str:
    """Return all that can be read on this widget."""
    parts = [widget, *widget.findChildren(QWidget)]
    texts = [part.text() for part in parts if part.isVisible() and hasattr(part, "text") and callable(part.text)]
    return " ".join(text for text in texts if isinstance(text, str))


if __name__ == "__main__":
    Journey(Path(sys.argv[1]), is_quick="--quick" in sys.argv).walk()
