"""Where the player is, between the rare moments that libVLC says something: pure arithmetic, `now` is given."""

_EARLY_MS = 15
"""After a start libVLC shows its first picture 0 to 42 ms before the time asked for; the middle of that, measured."""
_STEADY_MS = 60


class PlaybackClock:
    """Anchored on the first picture seen, then on libVLC's time reports, and carried on by the monotonic clock times the rate."""

    def __init__(self, duration_ms: int) -> None:
        self._duration_ms = duration_ms
        self._at_ms = 0.0
        self._since: float | None = None
        self._rate = 1.0
        self._last_report: tuple[int, float] | None = None

    def position_ms(self, now: float) -> int:
        """Return the position at the monotonic time `now` (seconds), within the recording."""
        return round(max(0.0, min(self._exact(now), float(self._duration_ms))))

    def land(self, at_ms: int, rate: float, now: float) -> None:
        """The first picture after a start at `at_ms` is shown now; time runs at this rate."""
        self._rate = rate
        self._at_ms = float(max(0, at_ms - _EARLY_MS))
        self._since = now
        self._last_report = None

    def freeze(self, at_ms: int) -> None:
        """Stand still here."""
        self._at_ms = float(at_ms)
        self._since = None

    def report(self, at_ms: int, now: float, *, is_trusted: bool) -> bool:
        """Hear from libVLC where it is; return whether it is believed. What is not trusted needs a report before it that confirms the pace.

        Measured: its Matroska reader is right to 25 ms at once; its MP4 reader says the same time for seconds in files
        whose sound and picture are stored far apart.
        """
        last, self._last_report = self._last_report, (at_ms, now)
        if self._since is None:
            return False
        is_confirmed = last is not None and abs(at_ms - last[0] - (now - last[1]) * 1000 * self._rate) <= _STEADY_MS
        if is_trusted or is_confirmed:
            self._at_ms, self._since = float(at_ms), now
        return is_trusted or is_confirmed

    def _exact(self, now: float) -> float:
        return self._at_ms if self._since is None else self._at_ms + (now - self._since) * 1000 * self._rate
