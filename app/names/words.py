"""How words are compared: without case, accents and punctuation."""

import re
import unicodedata
from dataclasses import dataclass

_WORD = re.compile(r"\S+")
_NOT_IN_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Token:
    """A word as it was written, and how it is compared. `key` is empty for what is punctuation only."""

    raw: str
    key: str
    ends_sentence: bool


def key_of(text: str) -> str:
    """Return the letters and digits of a text without case and accents: "Jesse's" is "jesses"."""
    decomposed = unicodedata.normalize("NFKD", text.replace("ĳ", "ij").replace("Ĳ", "IJ")).casefold()
    return _NOT_IN_WORD.sub("", "".join(each for each in decomposed if not unicodedata.combining(each)))


def token(raw: str) -> Token:
    """Return one word, with its punctuation, ready to compare."""
    return Token(raw, key_of(raw), raw.rstrip("\"'”’)").endswith((".", "?", "!", "…", ":")))


def tokens(text: str) -> list[tuple[Token, int, int]]:
    """Return the words of a text, each with where it begins and ends in it."""
    return [(token(match.group()), match.start(), match.end()) for match in _WORD.finditer(text)]
