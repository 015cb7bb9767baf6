"""Lists of Dutch words that ship with the program, read once."""

from functools import cache

from app.common.paths import resource_path
from app.names.words import key_of


def is_ordinary(key: str) -> bool:
    """Whether this is a word everybody uses, and no name by itself."""
    return key in _ordinary()


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(key_of(line) for line in resource_path("wordlist", "nl.txt").read_text("utf-8").split())
