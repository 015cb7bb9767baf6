"""Looking back at a recording alone: how far it came, what was predicted, what was different, and what the worker intends."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from app.common.errors import InputError
from app.common.ids import RecordingId
from app.domain.moment import MAX_TEXT

WHOLE_ID = "geheel"
"""The id under which the judgement over the whole is kept; the frame has its words with the moments, not with a step."""


class StepKind(StrEnum):
    """What the program does in a step, in the words of a frame file."""

    PREDICT = "voorspellen"
    GET_USED = "wennen"
    CHOOSE = "momenten"
    DEEPEN = "verdiepen"
    INTEND = "voornemen"


class QuestionKind(StrEnum):
    """What an answer is for, in the words of a frame file."""

    PREDICTION = "voorspelling"
    LEARNING_QUESTION = "leervraag"
    DIFFERENCE = "vergelijking"
    SEEN_BACK = "teruggezien"
    JUDGEMENT = "geheel"
    INTENTION = "voornemen"


@dataclass(frozen=True)
class Answer:
    """What the worker wrote with a question of a step; the question is kept as it was asked."""

    question_id: str
    kind: QuestionKind
    question: str
    text: str

    def __post_init__(self) -> None:
        if len(self.text) > MAX_TEXT:
            raise InputError("text_too_long", limit=MAX_TEXT)


@dataclass(frozen=True)
class LookingBack:
    """Of one recording. `earlier_id` is the recording whose intention came back here; None when there was none or when it is gone."""

    recording_id: RecordingId
    kader_id: str
    kader_version: str
    step_id: str
    """The step to go on with; empty when all are done."""
    earlier_id: RecordingId | None
    started_at: datetime
    changed_at: datetime
    answers: tuple[Answer, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether every step was done."""
        return not self.step_id

    @property
    def prediction(self) -> tuple[Answer, ...]:
        """What was expected before the first frame, in the order it was asked."""
        return self.of_kind(QuestionKind.PREDICTION)

    @property
    def learning_question(self) -> str:
        """What the worker wanted to learn; empty when it was not asked or answered."""
        return self._text_of(QuestionKind.LEARNING_QUESTION)

    @property
    def intention(self) -> str:
        """What the worker intends; empty while there is none."""
        return self._text_of(QuestionKind.INTENTION)

    @property
    def seen_back(self) -> str:
        """What the worker saw here of the intention that came back."""
        return self._text_of(QuestionKind.SEEN_BACK)

    def of_kind(self, kind: QuestionKind) -> tuple[Answer, ...]:
        """Return the answers of this kind that have words."""
        return tuple(each for each in self.answers if each.kind is kind and each.text.strip())

    def text(self, question_id: str) -> str:
        """Return what was answered; empty when nothing was."""
        return next((each.text for each in self.answers if each.question_id == question_id), "")

    def with_answer(self, answer: Answer) -> "LookingBack":
        """Return this with the answer in place of the one before; without it when it has no words."""
        others = tuple(each for each in self.answers if each.question_id != answer.question_id)
        return replace(self, answers=(*others, answer) if answer.text.strip() else others)

    def _text_of(self, kind: QuestionKind) -> str:
        return next((each.text.strip() for each in self.of_kind(kind)), "")


@dataclass(frozen=True)
class Intention:
    """What the worker took along from an earlier recording; `recording_id` is None when only the words were kept."""

    recording_id: RecordingId | None
    learning_question: str
    text: str
    on: date
