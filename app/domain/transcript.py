"""What is said in a recording, word by word, as far as somebody or something wrote it down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, pairwise

from app.common.errors import InputError
from app.common.ids import RecordingId
from app.domain.timecode import TimeRange

MAX_TURNS = 20_000
MAX_WORDS = 200_000
"""Ten hours of quick talk; more is a mistake or an attack."""
MAX_WORD = 120
MAX_SPEAKER = 40


class TranscriptOrigin(StrEnum):
    """Where the words came from, and so how far they can be trusted."""

    TYPED = "typed"
    IMPORTED = "imported"
    DRAFT = "draft"
    """A recogniser wrote it and nobody read it yet: names are what it mishears most."""


@dataclass(frozen=True)
class Word:
    """One word with its punctuation, at [from_ms, to_ms) of the recording."""

    text: str
    from_ms: int
    to_ms: int
    is_estimated: bool = False
    """The time is only a guess inside its turn, so whoever hides the word has to hide the whole turn."""

    def __post_init__(self) -> None:
        TimeRange(self.from_ms, self.to_ms)
        if not self.text or len(self.text) > MAX_WORD or self.text.split() != [self.text]:
            raise InputError("transcript_word_invalid")


@dataclass(frozen=True)
class Turn:
    """What one speaker says in one go: one line of captions. At least one word, in order of time."""

    speaker: str
    """A role ("moeder") or the letter on the mask; empty when nobody said who it is."""
    words: tuple[Word, ...]

    def __post_init__(self) -> None:
        if not self.words or self.speaker != self.speaker.strip() or len(self.speaker) > MAX_SPEAKER:
            raise InputError("transcript_turn_invalid")

    @property
    def range(self) -> TimeRange:
        """From the first word's start until the last one's end."""
        return TimeRange(min(word.from_ms for word in self.words), max(word.to_ms for word in self.words))

    @property
    def text(self) -> str:
        """The words as one line."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True)
class Transcript:
    """Turns in order of their start; those of two people may overlap."""

    recording_id: RecordingId
    turns: tuple[Turn, ...]
    origin: TranscriptOrigin

    def __post_init__(self) -> None:
        if len(self.turns) > MAX_TURNS or sum(len(turn.words) for turn in self.turns) > MAX_WORDS:
            raise InputError("transcript_too_long")
        starts = [turn.range.from_ms for turn in self.turns]
        if starts != sorted(starts):
            raise InputError("transcript_turn_invalid")


def spread(speaker: str, text: str, within: TimeRange) -> Turn | None:
    """Return a turn of which only the whole line's time is known: each word gets a part of it by its length.

    None when the text has no words.

    Raises:
        InputError: `transcript_word_invalid`, `transcript_turn_invalid`.
    """
    words = text.split()
    if not words:
        return None
    ranges = parts_of(within, [len(word) + 1 for word in words])
    return Turn(speaker.strip(), tuple(Word(word, part.from_ms, part.to_ms, is_estimated=True) for word, part in zip(words, ranges, strict=True)))


def parts_of(within: TimeRange, weights: Sequence[int]) -> list[TimeRange]:
    """Return the range cut in parts that are as long as their weights (1 and up); all of it for each when it is too short for that."""
    if within.duration_ms < sum(weights):
        return [within] * len(weights)
    edges = [within.from_ms + within.duration_ms * done // sum(weights) for done in accumulate(weights, initial=0)]
    return [TimeRange(begin, end) for begin, end in pairwise(edges)]


def in_order(turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """Return the turns by their start, those that start together in the order they came in."""
    return tuple(sorted(turns, key=lambda turn: turn.range.from_ms))


def without_range(turns: Iterable[Turn], within: TimeRange) -> tuple[Turn, ...]:
    """Return what is said outside this range; a turn whose times are a guess stays whole unless all of it lies inside."""
    left = (_outside(turn, within) for turn in turns)
    return tuple(turn for turn in left if turn)


def _outside(turn: Turn, within: TimeRange) -> Turn | None:
    if any(word.is_estimated for word in turn.words):  # cut shorter, its range would no longer hold the words that are left
        is_inside = within.from_ms <= turn.range.from_ms and turn.range.to_ms <= within.to_ms
        return None if is_inside else turn
    words = tuple(word for word in turn.words if word.to_ms <= within.from_ms or word.from_ms >= within.to_ms)
    return Turn(turn.speaker, words) if words else None
