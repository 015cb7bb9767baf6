"""The words around a word, and what their capitals say."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from app.names.words import Token


@dataclass(frozen=True)
class Context:
    """All words, and the numbers of those that begin a line: their capital says nothing."""

    words: Sequence[Token]
    starts: frozenset[int] = frozenset((0,))

    def key(self, at: int) -> str:
        """Return the key of the word there, empty outside the text."""
        return self.words[at].key if 0 <= at < len(self.words) else ""

    @cached_property
    def is_cased(self) -> bool:
        """Whether capitals mean something here: some words have one, and most have none."""
        letters = [word.raw.lstrip("\"'“‘([")[:1] for word in self.words]
        capitals = sum(letter.isupper() for letter in letters)
        return 0 < capitals <= len(letters) * 0.6 or len(letters) < 4

    def is_capital(self, at: int) -> bool:
        """Whether the word has a capital that means something."""
        return self.is_cased and 0 <= at < len(self.words) and self.words[at].raw.lstrip("\"'“‘([")[:1].isupper()

    def is_capital_inside(self, at: int) -> bool:
        """Whether it has a capital although no sentence begins here."""
        if not self.is_capital(at):
            return False
        is_start = at in self.starts or self.words[at].raw[:1] in "\"'“‘" or (at > 0 and self.words[at - 1].ends_sentence)
        return not is_start
