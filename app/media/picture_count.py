"""Which picture is shown: counted from the first after a start, because libVLC tells no time with its pictures. Pure arithmetic."""

import math

_FAR_FRAMES = 3
"""Nearer, the count is better than libVLC's own time, which is right to a frame or two; further off, pictures were left out."""


class PictureCount:
    """The time of each picture as it is shown.

    The first picture after a start is that of the time asked for and each next one is a frame further. Measured at usual speed on a
    busy machine, that stays within a frame. After a start at 1.5 or 2 times libVLC leaves out up to a dozen pictures to catch up:
    then its own time corrects the count as soon as it is confirmed, about half a second later. Where the frame rate varies there is
    nothing to count.
    """

    def __init__(self, frame_ms: float | None) -> None:
        """`frame_ms` is how long each picture lasts, None when that varies."""
        self._frame_ms = frame_ms
        self._first_ms = 0.0
        self._count = 0

    def land(self, at_ms: int) -> int:
        """The first picture after a start at this time is shown; return its own time."""
        self._count = 0
        # libVLC begins with the first picture that starts at or after the time asked for; measured, at times one before or after that.
        self._first_ms = float(at_ms) if self._frame_ms is None else math.ceil(at_ms / self._frame_ms) * self._frame_ms
        return round(self._first_ms)

    def next_ms(self, clock_ms: int) -> int:
        """Another picture is shown, by the clock at this time; return its own time."""
        if self._frame_ms is None:
            return clock_ms
        self._count += 1
        return round(self._first_ms + self._count * self._frame_ms)

    def compare(self, clock_ms: int) -> None:
        """LibVLC's own time is this, and its pace is right: where it is far from the count, counting begins here."""
        if self._frame_ms is None:
            return
        if abs(clock_ms - self._first_ms - self._count * self._frame_ms) > _FAR_FRAMES * self._frame_ms:
            self._first_ms, self._count = float(clock_ms), 0
