"""How long a recording is kept, and what is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.common.errors import InputError
from app.domain.recording import Recording

MAX_KEEP_WEEKS = 260
"""Five years: the longest any rule of the profession gives, for teaching material."""
MAX_BIN_DAYS = 30


@dataclass(frozen=True)
class RetentionSettings:
    """Of one vault. `bin_days` 0 means that what is thrown away is destroyed at once."""

    keep_weeks: int = 8
    bin_days: int = 7

    def __post_init__(self) -> None:
        if not 1 <= self.keep_weeks <= MAX_KEEP_WEEKS:
            raise InputError("keep_weeks_invalid", limit=MAX_KEEP_WEEKS)
        if not 0 <= self.bin_days <= MAX_BIN_DAYS:
            raise InputError("bin_days_invalid", limit=MAX_BIN_DAYS)

    def keep_until(self, day: date) -> date:
        """Return the last day a recording brought in on this day is kept."""
        return day + timedelta(weeks=self.keep_weeks)


@dataclass(frozen=True)
class Due:
    """What must go now: `ended` is past its last day, `bin_over` has waited long enough in the bin."""

    ended: tuple[Recording, ...] = ()
    bin_over: tuple[Recording, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.ended or self.bin_over)


def due(recordings: Iterable[Recording], settings: RetentionSettings, now: datetime) -> Due:
    """Return what is due at this time (aware; its own zone decides which day it is). Nothing is in both groups."""
    ended, bin_over = list[Recording](), list[Recording]()
    for recording in recordings:
        if recording.binned_at is not None:
            if recording.binned_at + timedelta(days=settings.bin_days) <= now:
                bin_over.append(recording)
        elif now.date() > recording.keep_until:
            ended.append(recording)
    return Due(tuple(ended), tuple(bin_over))


def ending_soon(recordings: Iterable[Recording], today: date, days: int) -> list[Recording]:
    """Return what is kept for at most this many days more, the first to go first; what is due or in the bin is left out."""
    last_day = today + timedelta(days=days)
    soon = [recording for recording in recordings if recording.binned_at is None and today <= recording.keep_until <= last_day]
    return sorted(soon, key=lambda recording: recording.keep_until)
