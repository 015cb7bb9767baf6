"""One line above the picture: which step it is, what to do in it, and the way on, back and out."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.dialogue import DialogueStep
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button, PlainButton, QuietButton
from app.ui.widgets.labels import Line, TextLabel
from app.ui.widgets.step_bar import StepBar

_KEYS = ("Ctrl", "Enter")
_SPARE_PX = 64
_WHOLE_UP_TO_SCALE = 1.15


class StepGuide(QFrame):
    """Asks one question at a time; where a step has several, the worker asks for the next."""

    ready = Signal()
    not_now = Signal()

    def __init__(self, theme: Theme, steps: Sequence[DialogueStep], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self._theme = theme
        self._questions: tuple[str, ...] = ()
        self._place = 0
        self._bar = StepBar(theme, tuple(step.name.nl for step in steps), self)
        self._time = TextLabel("", "bij", self, wraps=False)
        self._not_now = QuietButton(theme, self.tr("Nu niet"), self)
        self._ready = PlainButton(theme, self.tr("Stap is klaar"), self, icon_name="goed", keys=_KEYS)
        self._text = TextLabel("", "gewoon", self)
        self._next = Button(theme, self.tr("Volgende vraag"), self, kind="link")
        self._not_now.clicked.connect(self.not_now)
        self._ready.clicked.connect(self.ready)
        self._next.clicked.connect(self._on_next)
        above = QHBoxLayout()
        above.setSpacing(12)
        above.addWidget(self._bar)
        above.addStretch(1)
        above.addWidget(self._time)
        above.addWidget(self._not_now)
        above.addWidget(self._ready)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self._text, 1)
        below.addWidget(self._next)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 4, 10, 6)
        column.setSpacing(2)
        column.addLayout(above)
        column.addLayout(below)
        column.addWidget(Line(self))

    def show_step(self, place: int, step: DialogueStep, minutes_left: int, questions: Sequence[str] = ()) -> None:
        """Show this step; `questions` are asked one at a time after what to do."""
        self._bar.set_now(place)
        self._time.setText(self.tr("nog zo'n {minutes} minuten").format(minutes=minutes_left))
        self._fit()
        self._instruction = step.instruction.nl
        self._questions, self._place = tuple(questions), 0
        self._next.setVisible(len(self._questions) > 1)
        self._show_question()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, leave out what can be missed: the time, then the keys."""
        super().resizeEvent(event)
        self._fit()

    def say(self, sentence: str) -> None:
        """Say this in place of what to do."""
        self._text.setText(sentence)

    @Slot()
    def _on_next(self) -> None:
        self._place = (self._place + 1) % len(self._questions)
        self._show_question()

    def _fit(self) -> None:
        parts = (self._not_now, self._ready)
        self._ready.set_keys(_KEYS)
        needed_px = self._bar.minimumSizeHint().width() + sum(part.sizeHint().width() for part in parts) + _SPARE_PX
        has_room = needed_px <= self.width()
        self._time.setVisible(needed_px + self._time.sizeHint().width() <= self.width())
        self._ready.set_keys(_KEYS if has_room else ())

    def _show_question(self) -> None:
        question = self._questions[self._place] if self._questions else ""
        # With large text the picture needs the second line more; the question says enough.
        is_short = self._theme.scale > _WHOLE_UP_TO_SCALE or self._place > 0
        self._text.setText(question if is_short and question else f"{self._instruction} {question}".strip())
