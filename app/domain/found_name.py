"""A word in what is said that may tell whom it is about, and what a person decided about it."""

from dataclasses import dataclass
from enum import StrEnum

from app.common.errors import InputError
from app.domain.timecode import TimeRange


class NameKind(StrEnum):
    """Why a word was found."""

    OWN = "own"
    """On the worker's own list for this recording."""
    FIRST_NAME = "first_name"
    SURNAME = "surname"
    PLACE = "place"
    STREET = "street"
    INSTITUTION = "institution"
    DATE = "date"
    AGE = "age"
    PHONE = "phone"
    POSTCODE = "postcode"
    BSN = "bsn"
    EMAIL = "email"
    BANK = "bank"
    UNCLEAR = "unclear"
    """A recogniser wrote a word that no list knows: often a name it misheard."""
    BY_HAND = "by_hand"
    """A person pointed at it."""


@dataclass(frozen=True)
class FoundName:
    """`range` counts from the fragment's start and holds the whole word, or the words that belong together.

    `is_hidden` None: a person still has to choose. False needs a reason, like a face that stays visible.
    """

    range: TimeRange
    text: str
    kind: NameKind
    is_hidden: bool | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if self.is_hidden is False and not self.reason.strip():
            raise InputError("reason_missing")
