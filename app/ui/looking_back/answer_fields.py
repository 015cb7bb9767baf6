"""The questions of a step with a field for each, saved while one types."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.common.errors import InputError
from app.domain.dialogue import DialogueStep
from app.domain.looking_back import WHOLE_ID, Answer, LookingBack, QuestionKind
from app.domain.words import Words
from app.error_texts import error_text
from app.ui.theme import Theme
from app.ui.viewing.moment.fields import GrowingText
from app.ui.widgets.labels import TextLabel

_SAVE_AFTER_MS = 700


@dataclass(frozen=True)
class Question:
    """What a field asks, and what its answer is for."""

    question_id: str
    kind: QuestionKind
    text: str


def questions_of(step: DialogueStep) -> tuple[Question, ...]:
    """Return the questions of a step; without a kind of its own an answer is a prediction."""
    return tuple(Question(each.question_id, QuestionKind(each.kind_id or QuestionKind.PREDICTION), each.text.nl) for each in step.questions)


def whole_question(words: Words) -> Question:
    """Return the question for a judgement in words over the whole."""
    return Question(WHOLE_ID, QuestionKind.JUDGEMENT, words.nl)


class AnswerFields(QWidget):
    """Tells all answers some time after the last key; `save_now` tells them at once."""

    answered = Signal(object)
    """A tuple of `Answer`."""
    refused = Signal(str)
    """Why what was typed cannot be kept; it stays in its field."""

    def __init__(self, theme: Theme, questions: Sequence[Question], parent: QWidget | None = None, *, lines: int = 1) -> None:
        super().__init__(parent)
        self._questions = tuple(questions)
        self._told: tuple[Answer, ...] = ()
        self._fields = [GrowingText(theme, each.text, lines, self) for each in self._questions]
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SAVE_AFTER_MS)
        self._timer.timeout.connect(self.save_now)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for question, field in zip(self._questions, self._fields, strict=True):
            label = TextLabel(question.text, "label", self)
            label.setBuddy(field)
            column.addWidget(label)
            column.addWidget(field)
            column.addSpacing(6)
            field.typed.connect(self._timer.start)
            field.left.connect(self.save_now)
            field.finished.connect(self._on_finished)

    @property
    def has_words(self) -> bool:
        """Whether anything is filled in."""
        return any(field.toPlainText().strip() for field in self._fields)

    def show_answers(self, kept: LookingBack | None) -> None:
        """Show what was answered before, unless somebody is typing."""
        if self._timer.isActive():
            return
        for question, field in zip(self._questions, self._fields, strict=True):
            field.show_text(kept.text(question.question_id) if kept else "")
        self._told = self._answers()

    def focus_first(self) -> None:
        """Put the keyboard in the first field that is empty, else in the first."""
        if self._fields:
            empty = (field for field in self._fields if not field.toPlainText().strip())
            next(empty, self._fields[0]).setFocus()

    @Slot()
    def save_now(self) -> None:
        """Tell what was typed and not told yet."""
        self._timer.stop()
        try:
            answers = self._answers()
        except InputError as error:
            self.refused.emit(error_text(error))
            return
        if answers != self._told:
            self._told = answers
            self.answered.emit(answers)

    @Slot()
    def _on_finished(self) -> None:
        self.save_now()
        self.focusNextChild()

    def _answers(self) -> tuple[Answer, ...]:
        pairs = zip(self._questions, self._fields, strict=True)
        return tuple(Answer(each.question_id, each.kind, each.text, field.toPlainText()) for each, field in pairs)
