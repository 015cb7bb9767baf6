"""A stretch of a fragment in which one voice speaks."""

from dataclasses import dataclass

from app.domain.timecode import TimeRange

UNKNOWN_VOICE = -1


@dataclass(frozen=True)
class SpokenSpan:
    """`range` counts from the fragment's start. The same number is the same voice, as far as software can tell; a person mends it."""

    range: TimeRange
    voice: int = UNKNOWN_VOICE
