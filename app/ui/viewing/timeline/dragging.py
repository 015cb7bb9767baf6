"""Dragging along the timeline: what was taken hold of, and what becomes of it, always on a frame of the recording."""

from dataclasses import dataclass, replace
from enum import Enum, auto

from app.domain.chapter import Chapter
from app.domain.moment import Moment
from app.domain.timecode import on_frame
from app.ui.viewing.timeline.moment_lane import MomentBox

_GRIP_PX = 7


class Grip(Enum):
    """Which part of a moment moves along."""

    BEGIN = auto()
    ALL = auto()
    END = auto()


@dataclass(frozen=True)
class Dragged:
    """What is being dragged, as it was, and the time at which it was taken hold of."""

    subject: Moment | Chapter
    grip: Grip
    held_ms: int

    def moved_to(self, at_ms: int, duration_ms: int, fps: float) -> Moment | Chapter:
        """Return what it becomes with the pointer at this time: inside the recording, on a frame, never shorter than one."""
        by_ms = at_ms - self.held_ms
        if isinstance(self.subject, Chapter):
            return replace(self.subject, at_ms=_frame_within(self.subject.at_ms + by_ms, 0, duration_ms - 1, fps))
        moment = self.subject
        if moment.until_ms is None:
            return replace(moment, at_ms=_frame_within(moment.at_ms + by_ms, 0, duration_ms, fps))
        shortest_ms = max(1, round(1000 / fps)) if fps > 0 else 1
        match self.grip:
            case Grip.BEGIN:
                return replace(moment, at_ms=_frame_within(moment.at_ms + by_ms, 0, moment.until_ms - shortest_ms, fps))
            case Grip.END:
                return replace(moment, until_ms=_frame_within(moment.until_ms + by_ms, moment.at_ms + shortest_ms, duration_ms, fps))
            case Grip.ALL:
                length_ms = moment.until_ms - moment.at_ms
                from_ms = _frame_within(moment.at_ms + by_ms, 0, duration_ms - length_ms, fps)
                return replace(moment, at_ms=from_ms, until_ms=from_ms + length_ms)


def grip_at(box: MomentBox, x: float) -> Grip:
    """Return which part of a moment is under the pointer; only a range has ends to take hold of."""
    if not box.has_range:
        return Grip.ALL
    reach = min(_GRIP_PX, box.frame.width() / 4)
    if x <= box.frame.left() + reach:
        return Grip.BEGIN
    return Grip.END if x >= box.frame.right() - reach else Grip.ALL


def _frame_within(at_ms: int, first_ms: int, last_ms: int, fps: float) -> int:
    first_ms = max(0, first_ms)
    return min(max(on_frame(at_ms, fps), first_ms), max(first_ms, last_ms))
