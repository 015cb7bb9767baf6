"""A word on the worker's own list of what must not be heard or read of one recording."""

from dataclasses import dataclass

from app.common.errors import InputError

MAX_OWN_WORDS = 200
MAX_OWN_WORD = 80
STANDS_FOR = ("naam", "achternaam", "plaats", "straat", "school", "instelling", "werk", "gebeurtenis", "anders")
"""What the screens offer; any other short word will do."""


@dataclass(frozen=True)
class OwnWord:
    """`text` may be several words ("De Wissel"); in what goes out "[`stands_for`]" stands in its place."""

    text: str
    stands_for: str = "naam"

    def __post_init__(self) -> None:
        if self.text != " ".join(self.text.split()) or not any(letter.isalnum() for letter in self.text) or len(self.text) > MAX_OWN_WORD:
            raise InputError("own_word_invalid", limit=MAX_OWN_WORD)
        if not self.stands_for.replace(" ", "").isalpha() or len(self.stands_for) > 20 or self.stands_for.strip() != self.stands_for:
            raise InputError("own_word_meaning_invalid")
