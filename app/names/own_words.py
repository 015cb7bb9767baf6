"""Find the words of the worker's own list: as written, inflected, misspelled, misheard, spelled out or inside a longer word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.domain.found_name import NameKind
from app.domain.own_word import OwnWord
from app.names.context import Context
from app.names.hit import Hit
from app.names.likeness import is_form_of, is_like
from app.names.lists import INTERFIXES, is_ordinary
from app.names.spelling import letter_runs, spelled_names
from app.names.word_sets import FILLERS
from app.names.words import Token, key_of

_JOINED = re.compile(r"[\W_]+")
"""Between words that stand as one: "oma/Jesse", "www.jesse.nl", "jesse_2014"."""
_SHORTEST_INSIDE = 4
_SHORTEST_ALONE = 3


@dataclass(frozen=True)
class _Line:
    own: OwnWord
    parts: tuple[str, ...]

    @property
    def whole(self) -> str:
        return "".join(self.parts)

    @property
    def tails(self) -> tuple[tuple[str, ...], ...]:
        """The whole name, and what is left of it without the first name: "de Vries"."""
        return (self.parts, *(self.parts[at:] for at in range(1, len(self.parts) - 1) if self.parts[at] in INTERFIXES))

    @property
    def alone(self) -> tuple[str, ...]:
        """The parts that give somebody away without the others."""
        return tuple(part for part in self.parts if len(part) >= _SHORTEST_ALONE and part not in FILLERS)


def own_hits(context: Context, own: Sequence[OwnWord]) -> list[Hit]:
    """Return every place where one of the own words stands; places may overlap.

    What only looks or sounds like an own word is not one when it is an ordinary Dutch word: "Koen" is not "toen".
    """
    lines = [_Line(each, tuple(filter(None, map(key_of, each.text.replace("-", " ").split())))) for each in own]
    hits, runs = list[Hit](), letter_runs(context.words)
    for line in lines:
        hits += [Hit(first, first + count - 1, NameKind.OWN, line.own) for first, count in _places(context, line)]
        hits += [Hit(run.first, run.last, NameKind.OWN, line.own) for run in spelled_names(runs, [line.whole, *line.alone])]
    return hits


def _places(context: Context, line: _Line) -> list[tuple[int, int]]:
    places = []
    for at, word in enumerate(context.words):
        if not word.key:
            continue
        length = next((len(parts) for parts in line.tails if _is_sequence(context, at, parts)), 0)
        if length:
            places.append((at, length))
        elif _is_one(word, line.whole) or _is_alone(context, at, line):
            places.append((at, 1))
        elif len(context.key(at + 1)) >= _SHORTEST_ALONE and _is_split(word.key, context.key(at + 1), line.whole):
            places.append((at, 2))
    return places


def _is_sequence(context: Context, at: int, parts: tuple[str, ...]) -> bool:
    keys = [context.key(at + number) for number in range(len(parts))]
    if len(parts) == 1:
        return _is_one(context.words[at], parts[0])
    return all(key and (is_form_of(key, part) or is_like(key, part)) for key, part in zip(keys, parts, strict=True))


@lru_cache(maxsize=100_000)  # the same words come back all the time
def _is_one(word: Token, name: str) -> bool:
    if word.key == name or any(key_of(part) == name for part in _JOINED.split(word.raw)):
        return True
    if is_ordinary(word.key):
        return False
    return is_form_of(word.key, name) or is_like(word.key, name) or _is_inside(word.key, name)


def _is_alone(context: Context, at: int, line: _Line) -> bool:
    """Whether one part of a longer name stands here by itself; an ordinary word is one only with a capital."""
    return len(line.parts) > 1 and any(
        _is_one(context.words[at], part) and (not is_ordinary(part) or context.is_capital_inside(at)) for part in line.alone
    )


def _is_inside(word: str, name: str) -> bool:
    return (
        len(name) >= _SHORTEST_INSIDE and len(word) > len(name) and (word.startswith(name) or word.endswith(name) or (len(name) > 5 and name in word))
    )


def _is_split(first: str, second: str, name: str) -> bool:
    """Whether one name was written as two words."""
    return len(first) >= 2 and first + second == name
