"""Propose a passphrase, and judge one that somebody made up."""

import secrets
import unicodedata
from dataclasses import dataclass
from functools import cache

from zxcvbn import zxcvbn

from app.common.paths import resource_path

MIN_LETTERS = 12
MAX_BYTES = 1024
"""What the key derivation takes."""

_JUDGED_LETTERS = 72
"""The judge's time grows with the square of the length; what comes after these makes a passphrase no weaker."""

_CODES = ("very_weak", "weak", "fair", "good", "strong")
_GOOD_ENOUGH = _CODES.index("good")
_OWN_SUBJECT = ("kijkkamer", "kijkkader", "wachtzin", "wachtwoord", "welkom", "geheim", "kluis", "opname", "luiken")
"""What people think of first in front of this program; counted as the most guessable words of all."""


@dataclass(frozen=True)
class Strength:
    """How hard a passphrase is to guess: `level` 0 to 4 and the `code` of what to say about it.

    `code` is very_weak, weak, fair, good or strong, or too_short or too_long where that is what is wrong with it.
    """

    level: int
    code: str

    @property
    def is_acceptable(self) -> bool:
        """Whether a vault may be made with it."""
        return self.level >= _GOOD_ENOUGH


def propose_passphrase(words: int = 5) -> str:
    """Return words of the shipped list with spaces between them: 12.9 bits each, 64.6 bits for five."""
    return " ".join(secrets.choice(_word_list()) for _ in range(words))


def passphrase_strength(text: str) -> Strength:
    """Judge a passphrase as an attacker would who has our word list and those of others."""
    text = unicodedata.normalize("NFC", text)
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        return Strength(0, "too_long")
    # The judge does not see that a word said twice adds nothing when there is a space between.
    once = " ".join(dict.fromkeys(text.casefold().split()))
    score = min(_score(text), _score(once))
    if len(text) < MIN_LETTERS:
        return Strength(min(score, 1), "too_short")
    return Strength(score, _CODES[score])


def _score(text: str) -> int:
    return int(zxcvbn(text[:_JUDGED_LETTERS], [*_OWN_SUBJECT, *_word_list()])["score"]) if text else 0


@cache
def _word_list() -> tuple[str, ...]:
    return tuple(resource_path("wordlist", "nl.txt").read_text("ascii").split())
