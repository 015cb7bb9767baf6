"""Changing one line of a transcript by hand: what is said, who says it, when. Times are those of the recording, in milliseconds."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from app.domain.timecode import TimeRange
from app.domain.transcript import Turn, Word, in_order, spread, without_range

_LEAST_MS = 200
"""A line is never made shorter than this by hand."""
_READ_MS_PER_SIGN = 90
_SHORT_LINE_MS = 2000


def retyped(turn: Turn, text: str) -> Turn | None:
    """Return the turn with other words, None when none are left.

    Words that stay keep their times, one word in place of another takes its time; any other change leaves only a guess.
    """
    typed = text.split()
    if not typed:
        return None
    return replace(turn, words=tuple(_retyped_words(turn, typed)))


def retimed(turn: Turn, within: TimeRange) -> Turn:
    """Return the turn at this time. Guessed words are spread over it anew; of timed ones the first and last reach to its ends."""
    if any(word.is_estimated for word in turn.words):
        return spread(turn.speaker, turn.text, within) or turn
    inside = [word for word in turn.words if within.from_ms < word.to_ms and word.from_ms < within.to_ms]
    if len(inside) < len(turn.words):
        # Words that would fall outside show that their times were wrong.
        return spread(turn.speaker, turn.text, within) or turn
    words = list(turn.words)
    words[0] = replace(words[0], from_ms=within.from_ms)
    words[-1] = replace(words[-1], to_ms=within.to_ms)
    return replace(turn, words=tuple(words))


def split_before(turn: Turn, word: int, at_ms: int) -> tuple[Turn, Turn]:
    """Return the turn as two, of which the second begins with this word, at this time when the words' own times are a guess.

    `word` is from 1 to the number of words less one.
    """
    first, second = replace(turn, words=turn.words[:word]), replace(turn, words=turn.words[word:])
    if not any(each.is_estimated for each in turn.words):
        return first, second
    whole = turn.range
    middle_ms = at_ms if whole.from_ms < at_ms < whole.to_ms else turn.words[word].from_ms
    return retimed(first, TimeRange(whole.from_ms, middle_ms)), retimed(second, TimeRange(middle_ms, whole.to_ms))


def reaching(within: TimeRange, *, from_ms: int | None = None, to_ms: int | None = None) -> TimeRange:
    """Return the range with another begin or end; it keeps at least a fifth of a second."""
    if from_ms is not None:
        return TimeRange(max(0, min(from_ms, within.to_ms - _LEAST_MS)), within.to_ms)
    if to_ms is not None:
        return TimeRange(within.from_ms, max(to_ms, within.from_ms + _LEAST_MS))
    return within


def line_time(text: str, from_ms: int, heard_until_ms: int, next_ms: int) -> TimeRange:
    """Return when a typed line is said: until where was listened, or as long as it takes to say it, and before the next line."""
    guess_ms = from_ms + max(_SHORT_LINE_MS, _READ_MS_PER_SIGN * len(text))
    to_ms = heard_until_ms if heard_until_ms > from_ms + _LEAST_MS else guess_ms
    return TimeRange(from_ms, max(from_ms + _LEAST_MS, min(to_ms, next_ms)))


def merged(first: Turn, second: Turn) -> Turn:
    """Return two turns as one, said by whoever began. Words keep their times; when those of one are a guess, all are."""
    whole = TimeRange(min(first.range.from_ms, second.range.from_ms), max(first.range.to_ms, second.range.to_ms))
    words = (*first.words, *second.words)
    if any(word.is_estimated for word in words):
        return spread(first.speaker, f"{first.text} {second.text}", whole) or first
    return Turn(first.speaker, words)


def with_draft(at_start: Iterable[Turn], now: Iterable[Turn], drafted: Iterable[Turn], within: TimeRange) -> tuple[Turn, ...]:
    """Return the turns after a draft of this range. What somebody wrote while it was being made stays, and the draft leaves room for it."""
    known = set(at_start)
    meanwhile = [turn for turn in now if turn not in known]
    others = without_range([turn for turn in now if turn in known], within)
    return in_order([*others, *meanwhile, *(turn for turn in drafted if not any(_overlap(turn.range, typed.range) for typed in meanwhile))])


def _overlap(one: TimeRange, other: TimeRange) -> bool:
    return one.from_ms < other.to_ms and other.from_ms < one.to_ms


def _retyped_words(turn: Turn, typed: list[str]) -> Iterator[Word]:
    old = [word.text for word in turn.words]
    for kind, from_old, to_old, from_new, to_new in SequenceMatcher(None, old, typed, autojunk=False).get_opcodes():
        if to_old - from_old == to_new - from_new:
            for word, text in zip(turn.words[from_old:to_old], typed[from_new:to_new], strict=True):
                yield replace(word, text=text)
        elif kind != "delete":
            guessed = spread(turn.speaker, " ".join(typed[from_new:to_new]), _room(turn, from_old, to_old, to_new - from_new))
            yield from guessed.words if guessed else ()


def _room(turn: Turn, first: int, end: int, count: int) -> TimeRange:
    """Return the time of the words [first, end), or for a mere insertion that between its neighbours, theirs included when there is none."""
    words = turn.words
    if end > first and words[end - 1].to_ms - words[first].from_ms >= count:
        return TimeRange(words[first].from_ms, words[end - 1].to_ms)
    before, after = words[max(0, first - 1)], words[min(end, len(words) - 1)]
    if after.from_ms - before.to_ms >= count:
        return TimeRange(before.to_ms, after.from_ms)
    return TimeRange(before.from_ms, max(after.to_ms, before.from_ms + count))
