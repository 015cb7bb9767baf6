"""Which part of a recording is in view, and where each time of it stands: no widgets, only sums."""

from dataclasses import dataclass, replace

from app.domain.timecode import format_time

MIN_SPAN_MS = 4_000
_MIN_LABEL_PX = 92
_STEPS_MS = {
    1_000: 500,
    2_000: 1_000,
    5_000: 1_000,
    10_000: 5_000,
    15_000: 5_000,
    30_000: 10_000,
    60_000: 20_000,
    120_000: 30_000,
    300_000: 60_000,
    600_000: 120_000,
    1_800_000: 600_000,
    3_600_000: 900_000,
}
"""Milliseconds between written times, and between the small lines."""


@dataclass(frozen=True)
class Tick:
    """A small line on the ruler; `label` is empty for those without a time."""

    at_ms: int
    label: str


@dataclass(frozen=True)
class TimeAxis:
    """The times [from_ms, from_ms + span_ms) of a recording over `width_px` pixels."""

    duration_ms: int
    from_ms: float = 0.0
    span_ms: float = 240_000.0
    width_px: float = 800.0

    def __post_init__(self) -> None:
        """Keep the view within the recording."""
        duration_ms = max(1.0, float(self.duration_ms))
        span_ms = min(max(self.span_ms, min(MIN_SPAN_MS, duration_ms)), duration_ms)
        object.__setattr__(self, "span_ms", span_ms)
        object.__setattr__(self, "from_ms", min(max(self.from_ms, 0.0), duration_ms - span_ms))
        object.__setattr__(self, "width_px", max(1.0, self.width_px))

    @property
    def to_ms(self) -> float:
        """The first time that is out of view again."""
        return self.from_ms + self.span_ms

    def x_of(self, at_ms: float) -> float:
        """Return how far from the left this time stands; outside the width when out of view."""
        return (at_ms - self.from_ms) / self.span_ms * self.width_px

    def ms_at(self, x: float) -> int:
        """Return the time at this place, within the recording."""
        return round(min(max(self.from_ms + x / self.width_px * self.span_ms, 0.0), float(self.duration_ms)))

    def shows(self, at_ms: float) -> bool:
        """Whether this time is in view."""
        return self.from_ms <= at_ms <= self.to_ms

    def resized(self, width_px: float) -> "TimeAxis":
        """Return the same part of the recording over another width."""
        return replace(self, width_px=width_px)

    def zoomed(self, factor: float, anchor_ms: float) -> "TimeAxis":
        """Return a view `factor` times closer, in which the anchor stays where it is."""
        span_ms = min(max(self.span_ms / factor, MIN_SPAN_MS), float(self.duration_ms))
        share = (anchor_ms - self.from_ms) / self.span_ms
        return replace(self, from_ms=anchor_ms - share * span_ms, span_ms=span_ms)

    def scrolled(self, by_ms: float) -> "TimeAxis":
        """Return the view moved along the recording."""
        return replace(self, from_ms=self.from_ms + by_ms)

    def following(self, at_ms: float) -> "TimeAxis":
        """Return a view with this time in it: itself, or the page that begins a little before it."""
        if self.shows(at_ms) and at_ms < self.to_ms - 0.02 * self.span_ms:
            return self
        return replace(self, from_ms=at_ms - 0.1 * self.span_ms)

    def ticks(self, label_px: float = _MIN_LABEL_PX) -> list[Tick]:
        """Return the lines of the ruler in view, with written times at least `label_px` apart."""
        enough = (step for step in _STEPS_MS if step / self.span_ms * self.width_px >= label_px)
        step_ms = next(enough, max(_STEPS_MS))
        small_ms = _STEPS_MS[step_ms]
        first = int(self.from_ms // small_ms) * small_ms
        times = (at_ms for at_ms in range(first, int(self.to_ms) + small_ms, small_ms) if self.from_ms <= at_ms <= self.to_ms)
        return [Tick(at_ms, format_time(at_ms) if at_ms % step_ms == 0 else "") for at_ms in times]
