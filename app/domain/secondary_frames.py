"""The quiet frames beside the window: self-inquiry, five windows, together or solo, and four scales.

A frame may leave each of them out; then it is the empty one, without questions or statements.
"""

from dataclasses import dataclass

from app.domain.words import NO_WORDS, Words


@dataclass(frozen=True)
class SelfQuestion:
    """A question a worker asks of himself. `layer_id` groups them, from what is felt to what can be said."""

    question_id: str
    layer_id: str
    text: Words


@dataclass(frozen=True)
class SelfInquiry:
    """What the contact does to the worker. Private whatever the frame says: that is a promise of the program, not of a file."""

    name: Words = NO_WORDS
    purpose: Words = NO_WORDS
    questions: tuple[SelfQuestion, ...] = ()


@dataclass(frozen=True)
class OuterWindow:
    """One of the five windows: a place around the conversation where something may be needed."""

    window_id: str
    name: Words
    questions: tuple[Words, ...]


@dataclass(frozen=True)
class FiveWindows:
    """What is needed around the conversation, for when it is stuck on something outside the room."""

    name: Words = NO_WORDS
    purpose: Words = NO_WORDS
    windows: tuple[OuterWindow, ...] = ()


@dataclass(frozen=True)
class SoloStatement:
    """Something a worker may recognise in himself."""

    statement_id: str
    text: Words


@dataclass(frozen=True)
class SoloAnswer:
    """How far a worker recognises a statement. An order, not a number."""

    answer_id: str
    name: Words


@dataclass(frozen=True)
class Rung:
    """A step of the ladder: how far working together has come."""

    rung_id: str
    text: Words


@dataclass(frozen=True)
class TogetherOrSolo:
    """Whether the worker shares the family with others or keeps it to himself."""

    name: Words = NO_WORDS
    purpose: Words = NO_WORDS
    answers: tuple[SoloAnswer, ...] = ()
    solo_statements: tuple[SoloStatement, ...] = ()
    domain_statements: tuple[SoloStatement, ...] = ()
    follow_up: tuple[Words, ...] = ()
    ladder_note: Words = NO_WORDS
    ladder: tuple[Rung, ...] = ()


@dataclass(frozen=True)
class ScaleItem:
    """One thing to put a number to, in the words of the client, of the worker and of a child."""

    scale_id: str
    name: Words
    for_client: Words
    for_worker: Words
    for_child: Words


@dataclass(frozen=True)
class Scales:
    """Numbers that two people put beside each other to talk about the distance; never a total, never a norm."""

    name: Words = NO_WORDS
    purpose: Words = NO_WORDS
    note: Words = NO_WORDS
    lowest: float = 0
    highest: float = 10
    step: float = 0.5
    left: Words = NO_WORDS
    right: Words = NO_WORDS
    filled_in_by: tuple[str, ...] = ()
    """Roles of the frame (`WhoChoice.who_id`)."""
    how_to_ask: tuple[Words, ...] = ()
    how_to_show: Words = NO_WORDS
    items: tuple[ScaleItem, ...] = ()
