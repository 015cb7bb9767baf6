"""From places in what is said to names and captions of a fragment, with their times."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from string import ascii_uppercase
from typing import Protocol

from app.domain.anonymise_plan import Track
from app.domain.caption import Caption
from app.domain.found_name import FoundName, NameKind
from app.domain.spoken_line import bare
from app.domain.timecode import TimeRange
from app.domain.transcript import Turn, Word, parts_of

_INSTEAD = {
    NameKind.FIRST_NAME: "naam",
    NameKind.SURNAME: "naam",
    NameKind.PLACE: "plaats",
    NameKind.STREET: "straat",
    NameKind.INSTITUTION: "instelling",
    NameKind.DATE: "datum",
    NameKind.AGE: "leeftijd",
    NameKind.PHONE: "nummer",
    NameKind.POSTCODE: "postcode",
    NameKind.BSN: "nummer",
    NameKind.BANK: "nummer",
    NameKind.EMAIL: "adres",
}
_AROUND = "()[]\"'“”‘’«».,;:!?…"


class Place(Protocol):
    """Words number `first` up to and including `last` of all that is said; `is_sure` when nobody needs to be asked."""

    @property
    def first(self) -> int:
        """Number of the first word."""

    @property
    def last(self) -> int:
        """Number of the last word."""

    @property
    def kind(self) -> NameKind:
        """Why it was found."""

    @property
    def is_sure(self) -> bool:
        """Whether it is hidden at once."""


def instead_of(kind: NameKind) -> str:
    """Return what stands between brackets where such a word was: "naam"."""
    return _INSTEAD.get(kind, "weggelaten")


@dataclass(frozen=True)
class _Spoken:
    word: Word
    turn: Turn

    @property
    def range(self) -> TimeRange:
        """What has to be silent for this word: the whole turn when its own time is a guess."""
        return self.turn.range if self.word.is_estimated else TimeRange(self.word.from_ms, self.word.to_ms)


def around_range(turns: Sequence[Turn], within: TimeRange) -> tuple[Turn, ...]:
    """Return the turns that touch this range, and those right before and after: a name may begin in one and end in the next."""
    touching = [number for number, turn in enumerate(turns) if turn.range.from_ms < within.to_ms and turn.range.to_ms > within.from_ms]
    return tuple(turns[max(0, touching[0] - 1) : touching[-1] + 2]) if touching else ()


def found_names(turns: Sequence[Turn], places: Iterable[Place], within: TimeRange) -> tuple[FoundName, ...]:
    """Return the names that are heard inside this range, in order of time from its start."""
    spoken = [_Spoken(word, turn) for turn in turns for word in turn.words]
    found = []
    for place in places:
        here = spoken[place.first : place.last + 1]
        heard = _shifted(_whole([each.range for each in here]), within)
        if heard:
            text = " ".join(each.word.text for each in here).strip(_AROUND)
            found.append(FoundName(heard, text, place.kind, True if place.is_sure else None))
    return tuple(sorted(found, key=lambda name: (name.range.from_ms, name.range.to_ms)))


def captions_of(
    turns: Sequence[Turn],
    names: Sequence[FoundName],
    bleeps: Sequence[TimeRange],
    within: TimeRange,
    letters: Mapping[str, str],
    instead_of: Callable[[FoundName], str],
) -> tuple[Caption, ...]:
    """Return the lines said inside this range, with every name that is not kept replaced by `[what stands instead]`.

    Whatever is said under a bleep drawn by hand goes too. `letters` gives the letter of each speaker of the turns.
    """
    drawn = [FoundName(bleep, "", NameKind.BY_HAND, is_hidden=True) for bleep in bleeps]
    captions = []
    for turn, place in zip(turns, _places(turns), strict=True):
        line = _shifted(place, within)
        text = _with_names_replaced(turn, within, names, drawn, instead_of)
        if line and text:
            captions.append(Caption(line, letters.get(turn.speaker, ""), text))
    return tuple(captions)


def speaker_letters(turns: Sequence[Turn], tracks: Sequence[Track]) -> dict[str, str]:
    """Return a letter for each speaker: that of the track with this person, the letter they are called by, or the next free one.

    A free letter is never one of a track: it would say that somebody in the picture speaks who does not.
    """
    of_person = {track.person.casefold(): track.letter for track in tracks if track.person}
    speakers = dict.fromkeys(turn.speaker for turn in turns if turn.speaker)
    letters = {speaker: of_person.get(speaker.casefold(), speaker.upper() if len(speaker) == 1 else "") for speaker in speakers}
    taken = {track.letter for track in tracks} | set(letters.values())
    free = (letter for letter in ascii_uppercase if letter not in taken)
    return {speaker: letter or next(free, "") for speaker, letter in letters.items()}


def _with_names_replaced(
    turn: Turn, within: TimeRange, names: Sequence[FoundName], drawn: Sequence[FoundName], instead_of: Callable[[FoundName], str]
) -> str:
    said = [(word, heard) for word in turn.words if (heard := _shifted(_Spoken(word, turn).range, within))]
    pieces = []
    for name, group in groupby(said, key=lambda each: _hidden_name(each[0], each[1], names) or _touched(each[1], drawn)):
        text = " ".join(word.text for word, _ in group)
        before, after = around(text)
        pieces.append(text if name is None else f"{before}[{instead_of(name)}]{after}")
    return " ".join(pieces)


def _places(turns: Sequence[Turn]) -> list[TimeRange]:
    """Return where each line is shown. Lines of which only a common stretch is known share it by their length."""
    places: list[TimeRange] = []
    for stretch, group in groupby(turns, key=lambda turn: (turn.range, all(word.is_estimated for word in turn.words))):
        lines = list(group)
        places += parts_of(stretch[0], [len(turn.text) for turn in lines]) if stretch[1] else [stretch[0]] * len(lines)
    return places


def _hidden_name(word: Word, heard: TimeRange, names: Sequence[FoundName]) -> FoundName | None:
    """Return the name this word has to make way for: its text says so, and its time touches.

    A line or a bleep may have got another time since, so a touch is enough, unless just this word was kept here.
    """
    here = [name for name in names if _touch(name.range, heard) and bare(word.text) in {bare(part) for part in name.text.split()}]
    at_it = [name for name in here if _is_within(heard, name.range) or _is_within(name.range, heard)]
    return next((name for name in at_it or here if name.is_hidden is not False), None)


def _touched(heard: TimeRange, drawn: Sequence[FoundName]) -> FoundName | None:
    return next((bleep for bleep in drawn if _touch(bleep.range, heard)), None)


def _is_within(one: TimeRange, other: TimeRange) -> bool:
    return other.from_ms <= one.from_ms and one.to_ms <= other.to_ms


def _touch(one: TimeRange, other: TimeRange) -> bool:
    return one.from_ms < other.to_ms and other.from_ms < one.to_ms


def around(text: str) -> tuple[str, str]:
    """Return the punctuation before and after what is written."""
    bare = text.strip(_AROUND)
    before, _, after = text.partition(bare) if bare else (text, "", "")
    return before, after


def _whole(ranges: Sequence[TimeRange]) -> TimeRange:
    return TimeRange(min(each.from_ms for each in ranges), max(each.to_ms for each in ranges))


def _shifted(heard: TimeRange, within: TimeRange) -> TimeRange | None:
    begin, end = max(heard.from_ms, within.from_ms), min(heard.to_ms, within.to_ms)
    return TimeRange(begin - within.from_ms, end - within.from_ms) if begin < end else None
