"""Find the words of the worker's own list: as written, inflected, misspelled, misheard, spelled out or inside a longer word."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.domain.found_name import NameKind
from app.domain.own_word import OwnWord
from app.names.hit import Hit
from app.names.likeness import is_form_of, is_like
from app.names.spelling import spelled_names
from app.names.words import Token, key_of

_FILLER_WORDS = (
    "de het een van der den te ter ten op in aan bij en la el al ibn ben abu mc st sint mevrouw meneer mijnheer juf juffrouw meester dokter "
    "oma opa oom tante zus broer straat laan weg plein school"
)
_FILLERS = frozenset(_FILLER_WORDS.split())
_SHORTEST_INSIDE = 4
_SHORTEST_ALONE = 3

IsOrdinary = Callable[[str], bool]


@dataclass(frozen=True)
class _Line:
    own: OwnWord
    parts: tuple[str, ...]

    @property
    def whole(self) -> str:
        return "".join(self.parts)

    @property
    def alone(self) -> tuple[str, ...]:
        """The parts that give somebody away without the others."""
        return tuple(part for part in self.parts if len(part) >= _SHORTEST_ALONE and part not in _FILLERS)


def own_hits(words: Sequence[Token], own: Sequence[OwnWord], is_ordinary: IsOrdinary) -> list[Hit]:
    """Return every place where one of the own words stands; places may overlap.

    What only looks or sounds like an own word is not one when it is an ordinary Dutch word: "Koen" is not "toen".
    """
    lines = [_Line(each, tuple(filter(None, map(key_of, each.text.replace("-", " ").split())))) for each in own]
    hits: list[Hit] = []
    for line in lines:
        hits += [Hit(first, first + count - 1, NameKind.OWN, line.own) for first, count in _places(words, line, is_ordinary)]
        hits += [Hit(run.first, run.last, NameKind.OWN, line.own) for run in spelled_names(words, [line.whole, *line.alone])]
    return hits


def _places(words: Sequence[Token], line: _Line, is_ordinary: IsOrdinary) -> list[tuple[int, int]]:
    places = []
    for at, word in enumerate(words):
        if not word.key:
            continue
        if _is_sequence(words, at, line.parts, is_ordinary):
            places.append((at, len(line.parts)))
        elif _is_one(word, line.whole, is_ordinary) or _is_alone(word, line, is_ordinary):
            places.append((at, 1))
        elif at + 1 < len(words) and len(words[at + 1].key) >= _SHORTEST_ALONE and _is_split(word.key, words[at + 1].key, line.whole):
            places.append((at, 2))
    return places


def _is_sequence(words: Sequence[Token], at: int, parts: tuple[str, ...], is_ordinary: IsOrdinary) -> bool:
    here = words[at : at + len(parts)]
    if len(here) < len(parts):
        return False
    if len(parts) == 1:
        return _is_one(here[0], parts[0], is_ordinary)
    return all(is_form_of(word.key, part) or is_like(word.key, part) for word, part in zip(here, parts, strict=True))


def _is_one(word: Token, name: str, is_ordinary: IsOrdinary) -> bool:
    if word.key == name or any(key_of(part) == name for part in word.raw.replace("/", "-").split("-")):
        return True
    if is_ordinary(word.key):
        return False
    return is_form_of(word.key, name) or is_like(word.key, name) or _is_inside(word.key, name)


def _is_alone(word: Token, line: _Line, is_ordinary: IsOrdinary) -> bool:
    return len(line.parts) > 1 and any(_is_one(word, part, is_ordinary) for part in line.alone if not is_ordinary(part))


def _is_inside(word: str, name: str) -> bool:
    return (
        len(name) >= _SHORTEST_INSIDE and len(word) > len(name) and (word.startswith(name) or word.endswith(name) or (len(name) > 5 and name in word))
    )


def _is_split(first: str, second: str, name: str) -> bool:
    """Whether one name was written as two words."""
    return len(first) >= 2 and first + second == name
