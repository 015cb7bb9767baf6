"""Times in a recording: integer milliseconds from its first shown frame, and how people write them."""

import re
from dataclasses import dataclass

from app.common.errors import InputError

_WRITTEN = re.compile(r"(?:(?:(\d{1,3}):)?([0-5]?\d):)?(\d{1,6})(?:[.,](\d{1,3}))?")
MAX_MS = 100 * 3600 * 1000
"""No recording is longer than a hundred hours; more is a mistake or an attack."""


@dataclass(frozen=True, order=True)
class TimeRange:
    """[from_ms, to_ms): the first millisecond is in, the last is not."""

    from_ms: int
    to_ms: int

    def __post_init__(self) -> None:
        if not 0 <= self.from_ms < self.to_ms <= MAX_MS:
            raise InputError("range_invalid")

    @property
    def duration_ms(self) -> int:
        """Length in milliseconds, at least 1."""
        return self.to_ms - self.from_ms


def parse_time(untrusted_text: str) -> int:
    """Return milliseconds from `H:MM:SS.mmm`, `MM:SS.mmm` or plain seconds; a comma may be the decimal sign.

    Raises:
        InputError: `time_invalid`.
    """
    match = _WRITTEN.fullmatch(untrusted_text.strip())
    if not match:
        raise InputError("time_invalid")
    hours, minutes, seconds, decimals = match.groups()
    if minutes is not None and int(seconds) > 59:
        raise InputError("time_invalid")
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds)
    at_ms = whole * 1000 + int((decimals or "0").ljust(3, "0"))
    if at_ms > MAX_MS:
        raise InputError("time_invalid")
    return at_ms


def format_time(at_ms: int) -> str:
    """Return `18:44`, or `1:02:03` from one hour on: what a person reads on screen."""
    minutes, seconds = divmod(at_ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def format_time_exact(at_ms: int) -> str:
    """Return `0:18:44.120`: every millisecond, readable by `parse_time`."""
    seconds, ms = divmod(at_ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}.{ms:03}"


def on_frame(at_ms: int, fps: float) -> int:
    """Return the beginning of the frame nearest to this time, in whole milliseconds; the time itself when `fps` is not known (0)."""
    return round(round(at_ms * fps / 1000) * 1000 / fps) if fps > 0 else at_ms
