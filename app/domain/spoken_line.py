"""What is said in a fragment as it stands on screen: a line per turn, with the names found in it as one piece each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.domain.anonymise_plan import AnonymisePlan, Track, TrackKind
from app.domain.found_name import FoundName, NameKind
from app.domain.timecode import TimeRange
from app.domain.transcript import Transcript, Turn, Word

SILENCE_MS = 3000
"""Shorter is a breath."""
_EDGES = ".,;:!?\u2026\"'()[]\u201c\u201d\u2018\u2019\u00ab\u00bb-\u2013"


@dataclass(frozen=True)
class Piece:
    """One word, or the words of one name. `text` is without the signs that close it; they are the `tail`."""

    text: str
    tail: str
    range: TimeRange
    """Relative to the fragment; of a guessed word that of its whole line, which is what a bleep over it covers."""
    first: int
    """Which word of the turn it begins with."""
    name: FoundName | None = None


@dataclass(frozen=True)
class SpokenLine:
    """`turn` is its place in the transcript; `range` is relative to the fragment and within it."""

    turn: int
    range: TimeRange
    letter: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The line as one can read it."""
        return " ".join(piece.text + piece.tail for piece in self.pieces)


@dataclass(frozen=True)
class Silence:
    """Nobody says anything, as far as the transcript knows."""

    range: TimeRange


@dataclass(frozen=True)
class OpenLine:
    """Somebody speaks here, and nobody wrote down yet what is said."""

    range: TimeRange


Row = SpokenLine | Silence | OpenLine


def spoken_lines(transcript: Transcript, plan: AnonymisePlan) -> tuple[SpokenLine, ...]:
    """Return the turns that are heard in the fragment, in order of time, each with the words of it that are."""
    lines = []
    for number, turn in enumerate(transcript.turns):
        within = _within(turn.range, plan.range)
        if within is not None:
            near = [name for name in plan.names if name.range.from_ms < within.to_ms and within.from_ms < name.range.to_ms]
            if pieces := tuple(_pieces(turn, within, plan.range, near)):
                lines.append(SpokenLine(number, within, letter_of(plan.tracks, turn.speaker), pieces))
    return tuple(lines)


def with_silences(lines: Iterable[SpokenLine | OpenLine], duration_ms: int) -> list[Row]:
    """Return the lines in order of time with every silence of three seconds or more before, between and after them."""
    shown: list[Row] = []
    at_ms = 0
    for line in sorted(lines, key=lambda line: line.range.from_ms):
        if line.range.from_ms - at_ms >= SILENCE_MS:
            shown.append(Silence(TimeRange(at_ms, line.range.from_ms)))
        shown.append(line)
        at_ms = max(at_ms, line.range.to_ms)
    if shown and duration_ms - at_ms >= SILENCE_MS:
        shown.append(Silence(TimeRange(at_ms, duration_ms)))
    return shown


def letter_of(tracks: Iterable[Track], speaker: str) -> str:
    """Return the letter on the mask of this speaker, who is known by role or by letter; empty when nobody has it."""
    wanted = speaker.casefold()
    heads = [track for track in tracks if track.kind is TrackKind.HEAD and track.letter]
    by_role = (track.letter for track in heads if track.person and track.person.casefold() == wanted)
    by_letter = (track.letter for track in heads if track.letter.casefold() == wanted)
    return next(iter((*by_role, *by_letter)), "") if wanted else ""


def speakers(tracks: Iterable[Track]) -> dict[str, str]:
    """Return who can be chosen as speaker: the letter on the mask with what the transcript keeps, the role when only one has it."""
    heads = {track.letter: track.person for track in tracks if track.kind is TrackKind.HEAD and track.letter}
    roles = [person.casefold() for person in heads.values()]
    return {letter: person if person and roles.count(person.casefold()) == 1 else letter for letter, person in sorted(heads.items())}


def with_decisions(
    found: Iterable[FoundName], before: Sequence[FoundName], *, changed: TimeRange | None = None, retimed: TimeRange | None = None
) -> tuple[FoundName, ...]:
    """Return what was found now with what was decided before.

    `changed` is the time of the line that was edited and `retimed` that of a line whose times are others now. A word that got
    onto the worker's own list is hidden whatever was decided. What is hidden and not found any more stays hidden, except in
    the line that was edited: too much covered does no harm. For the same reason a bleep that stands only partly where the
    word is now covers both places.
    """
    names: list[FoundName] = []
    settled: set[int] = set()
    for name in found:
        earlier = next((each for each in before if id(each) not in settled and _is_same(each, name)), None)
        if earlier is not None:
            settled.add(id(earlier))
        names.append(_decided(name, earlier, is_retimed=retimed is not None and _touch(name.range, retimed)))
    for earlier in before:
        is_kept = earlier.kind is NameKind.BY_HAND or (earlier.is_hidden and not (changed and _touch(earlier.range, changed)))
        if id(earlier) not in settled and is_kept:
            names.append(replace(earlier, kind=NameKind.BY_HAND))
    return tuple(sorted(names, key=lambda name: (name.range.from_ms, name.range.to_ms, name.text)))


def with_moved_bleeps(names: Sequence[FoundName], transcript: Transcript, plan: AnonymisePlan, retimed: TimeRange) -> tuple[FoundName, ...]:
    """Return the names of which those hidden by hand in a line that got other times, `retimed`, cover the word where it is now too."""
    pieces = [piece for line in spoken_lines(transcript, replace(plan, names=tuple(names))) for piece in line.pieces if _touch(piece.range, retimed)]
    places = {id(piece.name): piece.range for piece in pieces if piece.name and piece.name.kind is NameKind.BY_HAND}
    moved = (replace(name, range=_around(name.range, places[id(name)])) if id(name) in places else name for name in names)
    return tuple(sorted(moved, key=lambda name: (name.range.from_ms, name.range.to_ms, name.text)))


def same_word(one: str, other: str) -> bool:
    """Whether these are the same word, whatever signs stand around it and however it is capitalised."""
    return bare(one) == bare(other)


def bare(text: str) -> str:
    """Return the text in small letters without the signs around its words."""
    return " ".join(word.strip(_EDGES) for word in text.casefold().split())


def _decided(name: FoundName, earlier: FoundName | None, *, is_retimed: bool) -> FoundName:
    if earlier is None:
        return name
    within = name.range if is_retimed else _covering(earlier.range, name.range)
    if (name.kind is NameKind.OWN and earlier.kind is not NameKind.OWN) or earlier.is_hidden is None:
        return replace(name, range=within)
    return replace(name, range=within, is_hidden=earlier.is_hidden, reason=earlier.reason)


def _covering(bleep: TimeRange, word: TimeRange) -> TimeRange:
    """Return the bleep as somebody trimmed it inside the word's time, or around all of the word when that is elsewhere now."""
    is_inside = word.from_ms <= bleep.from_ms and bleep.to_ms <= word.to_ms
    return bleep if is_inside else _around(bleep, word)


def _around(one: TimeRange, other: TimeRange) -> TimeRange:
    return TimeRange(min(one.from_ms, other.from_ms), max(one.to_ms, other.to_ms))


def _is_same(one: FoundName, other: FoundName) -> bool:
    return _touch(one.range, other.range) and same_word(one.text, other.text)


def _touch(one: TimeRange, other: TimeRange) -> bool:
    return one.from_ms < other.to_ms and other.from_ms < one.to_ms


def _within(said: TimeRange, fragment: TimeRange) -> TimeRange | None:
    from_ms, to_ms = max(said.from_ms, fragment.from_ms), min(said.to_ms, fragment.to_ms)
    return TimeRange(from_ms - fragment.from_ms, to_ms - fragment.from_ms) if from_ms < to_ms else None


def _pieces(turn: Turn, line: TimeRange, fragment: TimeRange, names: Sequence[FoundName]) -> Iterable[Piece]:
    starts = _places(turn, fragment, names)
    number = 0
    while number < len(turn.words):
        name = starts.get(number)
        count = max(1, len(name.text.split())) if name else 1
        words = turn.words[number : number + count]
        is_guess = any(word.is_estimated for word in words)
        place = line if is_guess else _within(TimeRange(words[0].from_ms, words[-1].to_ms), fragment)
        if place is not None:
            yield _piece(words, number, place, name)
        number += len(words)


def _piece(words: tuple[Word, ...], first: int, place: TimeRange, name: FoundName | None) -> Piece:
    text = " ".join(word.text for word in words)
    core = text.rstrip(_EDGES) or text
    return Piece(core, text[len(core) :], place, first, name)


def _places(turn: Turn, fragment: TimeRange, names: Sequence[FoundName]) -> dict[int, FoundName]:
    """Return with which word of the turn each name begins: where its words stand, the nearest in time first."""
    plain = [bare(word.text) for word in turn.words]
    taken: set[int] = set()
    places: dict[int, FoundName] = {}
    for name in names:
        wanted = bare(name.text).split()
        free = [
            first
            for first in range(len(plain) - len(wanted) + 1)
            if taken.isdisjoint(range(first, first + len(wanted))) and _matches(plain[first : first + len(wanted)], wanted)
        ]
        if not wanted or not free:
            continue
        middle_ms = fragment.from_ms + (name.range.from_ms + name.range.to_ms) // 2
        is_guess = turn.words[free[0]].is_estimated
        # Names in a line of guessed times all have the time of the line: they stand in the order they were found.
        first = free[0] if is_guess else min(free, key=lambda number: abs(turn.words[number].from_ms - middle_ms))
        places[first] = name
        taken.update(range(first, first + len(wanted)))
    return places


def _matches(words: list[str], wanted: list[str]) -> bool:
    # The name may stand without the ending it has in the line ("Jesse" for "Jesses").
    return words[:-1] == wanted[:-1] and words[-1].startswith(wanted[-1])
