"""A line of what is said in a fragment, as the copy shows or speaks it."""

from dataclasses import dataclass

from app.domain.timecode import TimeRange


@dataclass(frozen=True)
class Caption:
    """`range` counts from the fragment's start. `text` is what may go out: names are replaced in it already."""

    range: TimeRange
    letter: str
    """The letter on the mask of who speaks; empty when nobody said who it is."""
    text: str
