"""A text of the observation frame, in the languages the frame has."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """One text of the frame in Dutch, and in English where the frame has it."""

    nl: str
    en: str = ""

    def in_language(self, language: str) -> str:
        """Return the text in this language (`nl` or `en`); Dutch when there is no other."""
        return self.en if language == "en" and self.en else self.nl


NO_WORDS = Words("")
"""For a text that a frame may leave out."""
