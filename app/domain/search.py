"""What can be found, by words and by what it is: the texts of a vault, and the questions asked of them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.common.ids import RecordingId
from app.domain.moment import MomentKind


class TextKind(StrEnum):
    """Where words can stand. The values are those in the table of searched texts."""

    MOMENT = "moment"
    FRAGMENT = "fragment"
    """The question to a fragment."""
    NOTE = "note"
    """What stayed of a moment when its recording was destroyed."""
    TURN = "turn"
    """What somebody says, in the transcript."""


@dataclass(frozen=True)
class TextRef:
    """One text: the id of the row it stands in, and which part of it (a turn's number)."""

    kind: TextKind
    owner_id: str
    part: int = 0


@dataclass(frozen=True)
class TextFilter:
    """What a text must be; an empty set asks for nothing.

    Marks, indicators and people are of moments only, so asking for one of them leaves out every other kind.
    """

    kinds: frozenset[TextKind] = frozenset()
    marks: frozenset[MomentKind] = frozenset()
    indicators: frozenset[str] = frozenset()
    who: frozenset[str] = frozenset()
    recorded_from: date | None = None
    recorded_until: date | None = None
    """The last day that counts."""
    from_share: float = 0.0
    until_share: float = 1.0
    """Between which parts of its recording it begins, 0 the beginning and 1 the end."""

    @property
    def is_of_moments(self) -> bool:
        """Whether only moments can be what is asked."""
        return bool(self.marks or self.indicators or self.who)

    @property
    def is_of_a_part(self) -> bool:
        """Whether it matters where in its recording it begins."""
        return (self.from_share, self.until_share) != (0.0, 1.0)


@dataclass(frozen=True)
class TextPlace:
    """A text that was found, and the recording it belongs to."""

    ref: TextRef
    recording_id: RecordingId | None
