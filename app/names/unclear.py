"""Words no list knows, in what a recogniser wrote down: often a name it misheard."""

from functools import lru_cache
from itertools import pairwise

from app.domain.found_name import NameKind
from app.names.context import Context
from app.names.hit import Hit
from app.names.lists import is_ordinary

_SHORTEST = 4
_SHORTEST_PART = 3
_LEAST_LONG = 4
"""Fewer long words do not tell which language a line is in."""
_LINKS = ("", "s", "e", "en")
"""What may stand between the halves of a Dutch compound."""


def unclear_hits(context: Context) -> list[Hit]:
    """Return words that are no ordinary ones, and not made of two of those either ("kerstmuziek").

    A line that is mostly made of such words is in another language: in it nothing can be told.
    """
    hits = list[Hit]()
    for first, end in pairwise(sorted({0, *context.starts, len(context.words)})):
        long = [at for at in range(first, end) if len(context.key(at)) >= _SHORTEST]
        unclear = [at for at in long if _is_unclear(context.key(at))]
        if len(long) < _LEAST_LONG or len(unclear) <= len(long) // 2:
            hits += [Hit(at, at, NameKind.UNCLEAR) for at in unclear]
    return hits


@lru_cache(maxsize=20_000)
def _is_unclear(key: str) -> bool:
    return len(key) >= _SHORTEST and key.isalpha() and not is_ordinary(key) and not _is_compound(key)


def _is_compound(key: str) -> bool:
    splits = range(_SHORTEST_PART, len(key) - _SHORTEST_PART + 1)
    return any(is_ordinary(key[at:]) and any(_is_part(key[:at], link) for link in _LINKS) for at in splits)


def _is_part(first: str, link: str) -> bool:
    part = first.removesuffix(link) if link else first
    return first.endswith(link) and len(part) >= _SHORTEST_PART and is_ordinary(part)
