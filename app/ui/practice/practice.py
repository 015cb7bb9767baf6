"""Practising: opens the drawn conversation, says one key at a time above it, and lets it destroy itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.common.errors import AppError
from app.common.progress import JobContext
from app.domain.moment import MomentKind
from app.domain.recording import Recording
from app.error_texts import error_text
from app.services.session import Session
from app.ui.jobs import JobRunner
from app.ui.theme import Theme
from app.ui.viewing.screen import ViewingScreen
from app.ui.widgets.buttons import PlainButton, QuietButton
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.key_hint import KeyHint
from app.ui.widgets.labels import TextLabel

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


@dataclass(frozen=True)
class Lesson:
    """One key: what to say, and how to see that it was done."""

    keys: tuple[str, ...]
    sentence: str
    is_learnt: Callable[[], bool]


class PracticeLine(QFrame):
    """One sentence with its key above the picture; the next comes when it was done, never by a clock."""

    finished = Signal()

    def __init__(self, theme: Theme, screen: ViewingScreen) -> None:
        super().__init__(screen)
        self.setObjectName("sheet")
        self._screen = screen
        self._was_focused = False
        self._place = 0
        self._lessons = self._make_lessons()
        self._key = KeyHint(theme, ("",), self)
        self._text = TextLabel("", "sterk", self)
        self._stop = QuietButton(theme, self.tr("Genoeg geoefend"), self)
        self._done = PlainButton(theme, self.tr("Klaar. Wis het oefengesprek"), self, icon_name="goed")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 10, 6)
        row.setSpacing(10)
        row.addWidget(IconLabel(theme, "toetsen", self))
        row.addWidget(self._key)
        row.addWidget(self._text, 1)
        row.addWidget(self._stop)
        row.addWidget(self._done)
        self._stop.clicked.connect(self.finished)
        self._done.clicked.connect(self.finished)
        screen.watching.state_changed.connect(self._on_changed)
        screen.marking.changed.connect(self._on_changed)
        screen.watch.choice_made.connect(self._on_changed)
        screen.focus_mode_changed.connect(self._on_focus_mode)
        self._show()

    @property
    def sentence(self) -> str:
        """What it says now."""
        return self._text.text()

    def _make_lessons(self) -> tuple[Lesson, ...]:
        marking, watch = self._screen.marking, self._screen.watch
        return (
            Lesson((self.tr("Spatie"),), self.tr("Druk op de spatiebalk. Het gesprek begint."), lambda: self._screen.is_playing),
            Lesson(
                ("1",),
                self.tr("Zie je iets dat helpt? Druk op 1. Meer hoeft niet."),
                lambda: any(each.kind is MomentKind.HELPT for each in marking.moments),
            ),
            Lesson(
                ("Enter",),
                self.tr("Druk op Enter en schrijf één ding dat je ziet. Nog een keer Enter bewaart het."),
                lambda: any(each.has_words for each in marking.moments),
            ),
            Lesson(
                ("V",),
                self.tr("Druk op V. Kies een vak: eerst het cijfer, dan de letter."),
                lambda: bool(watch.watched) or any(each.indicators for each in marking.moments),
            ),
            Lesson(("F",), self.tr("Druk op F voor alleen het beeld. Met Esc is alles terug."), lambda: self._was_focused),
        )

    @Slot()
    def _on_changed(self, *_: object) -> None:
        while self._place < len(self._lessons) and self._lessons[self._place].is_learnt():
            self._place += 1
            self._show()

    @Slot(bool)
    def _on_focus_mode(self, is_on: bool) -> None:  # noqa: FBT001 - the signal's argument
        if not is_on:
            self._was_focused = True
            self._on_changed()

    def _show(self) -> None:
        is_over = self._place >= len(self._lessons)
        self._done.setVisible(is_over)
        self._stop.setVisible(not is_over)
        self._key.setVisible(not is_over)
        if is_over:
            self._text.setText(self.tr("Dit zijn de vijf toetsen. Met ? zie je ze allemaal."))
            # After the screen gave the keyboard back to the picture.
            QTimer.singleShot(0, self._done, self._done.setFocus)
            return
        lesson = self._lessons[self._place]
        self._key.set_keys(lesson.keys)
        self._text.setText(lesson.sentence)


class Practice(QObject):
    """The way in and out of the practice; the window holds one."""

    def __init__(self, window: MainWindow, session: Session, theme: Theme, jobs: JobRunner) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._theme = theme
        self._jobs = jobs

    def sweep(self) -> None:
        """Destroy a practice that was left behind and is not in view."""
        left_behind, screen = self._session.practice.recording_id, self._window.current_screen
        if left_behind is not None and not (isinstance(screen, ViewingScreen) and screen.recording_id == left_behind):
            self._jobs.start(self._end, name="end practice")

    @Slot()
    def begin(self) -> None:
        """Bring the drawn conversation in and open it."""
        title, role = self.tr("Oefengesprek"), self.tr("getekend")
        self._window.say(self.tr("Het oefengesprek wordt klaargelegd."))
        job = self._jobs.start(lambda context: self._session.practice.begin(title, role, context), name="begin practice")
        job.succeeded.connect(self._on_begun)
        job.failed.connect(self._on_failed)

    def guide(self, screen: ViewingScreen) -> bool:
        """Say the keys above this screen when it shows the practice; whether it does."""
        if screen.recording_id != self._session.practice.recording_id:
            return False
        line = PracticeLine(self._theme, screen)
        line.finished.connect(self._on_finished)
        screen.room.show_above(line)
        screen.left.connect(self._on_left)
        return True

    @Slot(object)
    def _on_begun(self, recording: Recording) -> None:
        self._window.open_recording(recording.recording_id)

    @Slot(AppError)
    def _on_failed(self, error: AppError) -> None:
        self._window.say(error_text(error))

    @Slot()
    def _on_finished(self) -> None:
        self._window.show_place("recordings")

    @Slot()
    def _on_left(self) -> None:
        """However it was left, it is over; when the shutters close, the next opening sees to it."""
        if self._window.session is self._session:
            job = self._jobs.start(self._end, name="end practice")
            job.succeeded.connect(self._on_ended)

    def _end(self, _context: JobContext) -> None:
        self._session.practice.end()

    @Slot()
    def _on_ended(self) -> None:
        self._window.say(self.tr("Het oefengesprek is gewist."))
