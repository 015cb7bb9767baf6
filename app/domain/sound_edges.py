"""Where somebody begins or stops speaking, as far as the drawn sound shows it."""

from collections.abc import Iterable

from app.domain.lanes import Waveform

SNAP_MS = 150
_QUIET_SHARE = 0.12
"""Below this part of the loudest nearby it counts as quiet."""
_AROUND_MS = 5_000


def snapped(at_ms: int, waveform: Waveform | None, others: Iterable[int] = (), reach_ms: int = SNAP_MS) -> int:
    """Return the nearest edge of sound or other time within reach, else the time itself.

    `others` are times that lines had better share, such as the end of the line before; they win over an edge as near.
    """
    candidates = [(abs(each - at_ms), 0, each) for each in others]
    candidates += [(abs(each - at_ms), 1, each) for each in _edges(at_ms, waveform, reach_ms)]
    near = [candidate for candidate in candidates if candidate[0] <= reach_ms]
    return min(near)[2] if near else at_ms


def _edges(at_ms: int, waveform: Waveform | None, reach_ms: int) -> list[int]:
    if waveform is None or not waveform.peaks:
        return []
    step_ms, peaks = waveform.step_ms, waveform.peaks
    around = peaks[max(0, (at_ms - _AROUND_MS) // step_ms) : (at_ms + _AROUND_MS) // step_ms]
    quiet = max(around, default=0) * _QUIET_SHARE
    first, last = max(1, (at_ms - reach_ms) // step_ms), min(len(peaks) - 1, (at_ms + reach_ms) // step_ms + 1)
    return [index * step_ms for index in range(first, last + 1) if (peaks[index - 1] <= quiet) != (peaks[index] <= quiet)]
