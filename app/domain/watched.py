"""Which parts of a clip really ran past somebody's eyes."""

from dataclasses import dataclass

_SLACK_MS = 400
"""A clock that is read 30 times a second misses a little at the beginning and the end of every stretch."""


@dataclass(frozen=True)
class Watched:
    """Stretches of time that were played, in order, none touching another."""

    stretches: tuple[tuple[int, int], ...] = ()

    def with_played(self, from_ms: int, to_ms: int) -> "Watched":
        """Return what was watched with this stretch added; a stretch that goes back adds nothing."""
        if to_ms <= from_ms:
            return self
        merged: list[tuple[int, int]] = []
        for start, end in sorted((*self.stretches, (from_ms, to_ms))):
            if merged and start <= merged[-1][1] + _SLACK_MS:
                merged[-1] = (merged[-1][0], max(merged[-1][1], end))
            else:
                merged.append((start, end))
        return Watched(tuple(merged))

    def is_whole(self, duration_ms: int) -> bool:
        """Whether nothing of the clip was skipped."""
        return any(start <= _SLACK_MS and end >= duration_ms - _SLACK_MS for start, end in self.stretches)
