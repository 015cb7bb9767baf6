"""The lists of resources/names, read once and compared by `key_of`."""

from dataclasses import dataclass
from functools import cache

from app.common.paths import resource_path
from app.names.words import key_of

INTERFIXES = frozenset(
    ("van", "de", "der", "den", "het", "t", "ten", "ter", "te", "op", "in", "aan", "bij", "la", "el", "al", "von", "du", "di", "da")
)
"""What may stand between a first name and a surname, and what several places begin with."""


@dataclass(frozen=True)
class Phrases:
    """Names of one word, and of several by their first."""

    single: frozenset[str]
    longer: dict[str, tuple[tuple[str, ...], ...]]


def is_ordinary(key: str) -> bool:
    """Whether this is a word everybody uses, and no name by itself."""
    return key in _ordinary()


def is_first_name(key: str) -> bool:
    """Whether people are called this."""
    return key in first_names().single


def is_surname(key: str) -> bool:
    """Whether families are called this, not counting what stands before it ("van der")."""
    return key in _surnames()


@cache
def first_names() -> Phrases:
    """Return first names."""
    return _phrases("voornamen.txt")


@cache
def places() -> Phrases:
    """Return towns, villages and municipalities."""
    return _phrases("plaatsen.txt")


@cache
def hospitals() -> Phrases:
    """Return hospitals, also by their letters."""
    return _phrases("ziekenhuizen.txt")


@cache
def _surnames() -> frozenset[str]:
    return frozenset(keys[-1] for keys in map(_keys, _lines("achternamen.txt")) if keys and len(keys[-1]) > 1)


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(key_of(line) for line in _lines("gewoon.txt"))


def _phrases(name: str) -> Phrases:
    single, longer = set[str](), dict[str, tuple[tuple[str, ...], ...]]()
    for keys in map(_keys, _lines(name)):
        if len(keys) == 1:
            single.add(keys[0])
        elif keys:
            longer[keys[0]] = (*longer.get(keys[0], ()), keys)
    return Phrases(frozenset(single), longer)


def _keys(line: str) -> tuple[str, ...]:
    return tuple(filter(None, map(key_of, line.replace("-", " ").split())))


def _lines(name: str) -> list[str]:
    return resource_path("names", name).read_text("utf-8").splitlines()
