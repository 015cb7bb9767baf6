"""The last step: what was predicted beside what was seen, a judgement in words, and an intention."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.dialogue import DialogueStep
from app.domain.looking_back import Intention, LookingBack, QuestionKind
from app.domain.moment import Moment
from app.domain.timecode import format_time
from app.domain.words import Words
from app.ui.looking_back.answer_fields import AnswerFields, questions_of, whole_question
from app.ui.looking_back.earlier_intention import EarlierIntention
from app.ui.theme import Theme
from app.ui.widgets.buttons import MainButton, QuietButton
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.labels import Heading, Surface, TextLabel
from app.ui.widgets.mark_shape import MarkShape
from app.ui.widgets.scrolled import scrolled

_BESIDE_PX = 620


@dataclass(frozen=True)
class Remembered:
    """What the card lays side by side."""

    kept: LookingBack | None
    earlier: Intention | None
    moments: Sequence[Moment]


class ClosingCover(QFrame):
    """Over the whole stage; the picture is one key away."""

    ready = Signal()
    back = Signal()
    not_now = Signal()

    def __init__(self, theme: Theme, step: DialogueStep, whole: Words, remembered: Remembered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        asked = [each for each in questions_of(step) if remembered.earlier is not None or each.kind is not QuestionKind.SEEN_BACK]
        first = [each for each in asked if each.kind is not QuestionKind.INTENTION]
        last = [each for each in asked if each.kind is QuestionKind.INTENTION]
        self.fields = AnswerFields(theme, [*first, whole_question(whole), *last], self)
        self.fields.show_answers(remembered.kept)
        page = QWidget()
        page.setObjectName("sheet")
        column = QVBoxLayout(page)
        column.setContentsMargins(32, 20, 32, 20)
        column.setSpacing(10)
        column.addWidget(Heading(step.heading.nl or step.name.nl, "kop2", page))
        column.addLayout(self._side_by_side(remembered))
        if remembered.earlier is not None:
            column.addWidget(EarlierIntention(theme, remembered.earlier, page))
        column.addWidget(self.fields)
        column.addWidget(self._buttons(page))
        column.addStretch(1)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scrolled(page, self))
        self.setAccessibleName(step.name.nl)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Memory beside tape, or above it where there is no room."""
        super().resizeEvent(event)
        is_wide = self.width() >= self._theme.current.scaled(_BESIDE_PX)
        self._beside.setDirection(QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep keys from the player behind; Esc goes back to the picture."""
        if event.key() == Qt.Key.Key_Escape:
            self.back.emit()
        event.accept()

    def _side_by_side(self, remembered: Remembered) -> QBoxLayout:
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setSpacing(12)
        before = Surface("question", self)
        thought = QVBoxLayout(before)
        thought.setContentsMargins(16, 12, 16, 14)
        thought.addWidget(TextLabel(self.tr("Dit dacht je vooraf"), "titel", before))
        predicted = [each for each in (remembered.kept.answers if remembered.kept else ()) if each.kind in _BEFORE]
        for answer in predicted:
            thought.addWidget(TextLabel(answer.question, "klein", before))
            thought.addWidget(TextLabel(answer.text, "uitleg", before))
        if not predicted:
            thought.addWidget(TextLabel(self.tr("Je schreef vooraf niets op. Dat mag."), "klein", before))
        thought.addStretch(1)
        after = Surface("panel", self)
        seen = QVBoxLayout(after)
        seen.setContentsMargins(16, 12, 16, 14)
        seen.addWidget(TextLabel(self.tr("Dit zag je"), "titel", after))
        for moment in remembered.moments:
            seen.addLayout(self._moment_row(moment, after))
        if not remembered.moments:
            seen.addWidget(TextLabel(self.tr("Je zette geen momenten. Dat mag."), "klein", after))
        seen.addStretch(1)
        self._beside.addWidget(before, 1)
        self._beside.addWidget(after, 1)
        return self._beside

    def _moment_row(self, moment: Moment, parent: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        mark = MarkShape(self._theme, moment.kind.value if moment.kind else None, parent, size=16, background="paneel")
        mark.set_mark(moment.kind.value if moment.kind else None, is_full=moment.has_words)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(TextLabel(format_time(moment.at_ms), "klein", parent, wraps=False), 0, Qt.AlignmentFlag.AlignTop)
        words = next((text.strip() for text in (moment.see, moment.now, moment.next, moment.then) if text.strip()), self.tr("nog zonder woorden"))
        row.addWidget(TextLabel(words, "uitleg", parent), 1)
        return row

    def _buttons(self, parent: QWidget) -> QWidget:
        ready = MainButton(self._theme, self.tr("Bewaar en rond af"), self, keys=("Ctrl", "Enter"))
        ready.clicked.connect(self.ready)
        back = QuietButton(self._theme, self.tr("Terug naar het beeld"), self, keys=("Esc",), is_large=True)
        back.clicked.connect(self.back)
        not_now = QuietButton(self._theme, self.tr("Nu niet"), self, is_large=True)
        not_now.clicked.connect(self.not_now)
        buttons = QWidget(parent)
        row = FlowLayout(buttons)
        for button in (ready, back, not_now):
            row.addWidget(button)
        return buttons


_BEFORE = (QuestionKind.PREDICTION, QuestionKind.LEARNING_QUESTION)
