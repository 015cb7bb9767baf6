"""From a moment to the saved copy, counting what a hand does: `python -m tests.e2e.counted_review FOLDER`.

Two gaps in a mask, one face on a poster that is nobody's, no sound. The folder gets the copy and `tellen.json`: every action
with what it did. What is not counted is what is not done with the hand: waiting, and watching the copy. That is also all that
takes longer in a minute than in the twelve seconds of the everyday run; KIJKKAMER_WHOLE_CLIPS=1 takes the minute.
"""

import json
import os
import sys
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from app.common.progress import JobContext
from app.domain.doubt import DoubtKind
from app.domain.timecode import TimeRange
from app.services.moments import MomentDraft
from app.services.session import Session
from app.ui.anonymise.screen import PICTURE, ROUNDS, SAVE, SOUND, AnonymiseScreen
from app.ui.library.recordings import Recordings
from app.ui.main_window import MainWindow
from app.ui.viewing.screen import ViewingScreen
from tests.e2e.journey import CTRL, Journey
from tests.support.consents import everybody_agrees
from tests.support.minute_clip import minute_clip
from tests.support.vaults import PASSPHRASE, new_vault

SECONDS = 60 if os.environ.get("KIJKKAMER_WHOLE_CLIPS") else 12
MOMENT_MS = (SECONDS * 250, SECONDS * 750)
"""With fifteen seconds around it this is all of it."""


class CountedReview(Journey):
    """The same window and keyboard as the first hour, with a vault in which work was done before."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.actions: list[str] = []

    def walk(self) -> None:
        self._prepare()
        window = self._open_window()
        self._type(PASSPHRASE)
        self._press(Qt.Key.Key_Return)
        self._until(lambda: isinstance(window.current_screen, Recordings), "the recordings")
        self._settle(0.5)
        self._press(Qt.Key.Key_Return)
        self._until(lambda: isinstance(window.current_screen, ViewingScreen), "the Kijkkamer")
        viewing = window.current_screen
        assert isinstance(viewing, ViewingScreen)
        self._until(lambda: viewing.stage.picture is not None, "the first picture")
        self._press(Qt.Key.Key_BracketRight)
        self._settle(0.3)
        self._review(window)
        (self._folder / "tellen.json").write_text(json.dumps(self.actions), "utf-8")
        window.close()
        assert not self._crashes

    def _prepare(self) -> None:
        """A recording with a moment, and an earlier copy: who reviews is asked with the very first one only."""
        session = Session(new_vault(self.vault))
        recording = session.recordings.import_file(minute_clip(self._folder / "minuut.mp4", SECONDS), title="Gezin Berk", context=JobContext())
        everybody_agrees(session, recording.recording_id)
        session.moments.add(MomentDraft(recording.recording_id, *MOMENT_MS))
        earlier = session.fragments.add(recording.recording_id, TimeRange(1000, 1800), "")
        plan = session.anonymise.detect(earlier.fragment_id, JobContext()).plan
        session.anonymise.make_clip(plan, "jij", JobContext())
        session.lock()

    def _act(self, what: str, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.actions.append(what)
        self._press(key, modifier)

    def _review(self, window: MainWindow) -> None:
        self._act("E: maak een fragment van dit moment", Qt.Key.Key_E)
        self._until(lambda: isinstance(window.current_screen, AnonymiseScreen), "the first step of the fragment")
        screen = window.current_screen
        assert isinstance(screen, AnonymiseScreen)
        self._until(lambda: screen.step == PICTURE, "the faces to be found")
        assert screen.picture_step.review.plan.range == TimeRange(0, SECONDS * 1000)
        kinds = [doubt.kind for doubt in screen.picture_step.review.doubts]
        assert kinds == [DoubtKind.GUESSED, DoubtKind.UNSURE, DoubtKind.GUESSED], kinds
        self._decide(screen, 3)
        self._act("Enter: trek het vlak door", Qt.Key.Key_Return)
        self._decide(screen, 2)
        self._act("X: geen gezicht", Qt.Key.Key_X)
        self._decide(screen, 1)
        self._act("Ctrl+Enter: trek het vlak door, en het beeld is klaar", Qt.Key.Key_Return, CTRL)
        self._until(lambda: screen.step == SOUND, "the sound")
        self._act("Ctrl+Enter: het geluid is klaar", Qt.Key.Key_Return, CTRL)
        self._until(lambda: screen.step == ROUNDS, "the rounds")
        rounds = screen.rounds_step
        self._until(lambda: rounds.clip is not None and rounds.copy.stage.picture is not None, "the copy")
        self._act("Spatie: bekijk de hele kopie", Qt.Key.Key_Space)
        self._until(lambda: rounds.copy.is_whole, "the copy to have been watched")
        self._act("B: beeld", Qt.Key.Key_B)
        self._agree_with_dialog()
        self._act("V: verhaal", Qt.Key.Key_V)
        self._until(lambda: screen.step == SAVE and screen.save_step.has_saved, "the copy to be saved")

    def _decide(self, screen: AnonymiseScreen, left: int) -> None:
        step = screen.picture_step
        self._until(lambda: len(step.review.doubts) == left and step.doubt_here is not None, f"the next of {left} spots to be on the stage")

    def _agree_with_dialog(self) -> None:
        """Press Enter in the dialog that is about to open; its folder and name are as the program proposes them."""

        def answer() -> None:
            dialog = next((each for each in QApplication.topLevelWidgets() if isinstance(each, QFileDialog) and each.isVisible()), None)
            field = dialog.findChild(QLineEdit, "fileNameEdit") if dialog else None
            if field is None:
                QTimer.singleShot(50, answer)
                return
            self.actions.append("Enter: bewaar")
            QTest.keyClick(field, Qt.Key.Key_Return)

        QTimer.singleShot(50, answer)


if __name__ == "__main__":
    os.environ.setdefault("QT_LOGGING_RULES", "*.debug=false")
    CountedReview(Path(sys.argv[1])).walk()
