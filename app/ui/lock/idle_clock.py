"""How long nobody has touched the keyboard or the mouse: sums only, without a window."""

import time

WARNING_S = 30.0
"""The user is told this long before the shutters close (WCAG 2.2.1 asks for 20 s at least)."""
MOST_WITHOUT_HANDS_S = 2 * 3600.0
"""Watching and long work keep the shutters open only this long after the last touch.

A talk can last longer than the idle time, and so can making a copy, and neither may be broken off because somebody
watches or waits. But a loop plays for ever, and work can hang: a computer that was left behind must lock some day.
"""


def seconds_since_start() -> float:
    """Return a clock that goes on while the machine sleeps: time asleep is time without hands."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


class IdleClock:
    """All times are seconds on one clock that never goes back."""

    def __init__(self, limit_s: float, now: float) -> None:
        self.limit_s = limit_s
        self._touched_at = now
        self._active_at = now

    def touch(self, now: float) -> None:
        """A hand was on the keyboard, the mouse or the screen."""
        self._touched_at = self._active_at = now

    def note_activity(self, now: float) -> None:
        """A recording plays or long work runs; counts as a touch, for as long as that may be."""
        if now - self._touched_at < MOST_WITHOUT_HANDS_S:
            self._active_at = now

    def seconds_left(self, now: float) -> float:
        """Return how long the shutters may stay open if nothing happens; 0 or less: close them."""
        return self._active_at + self.limit_s - now
