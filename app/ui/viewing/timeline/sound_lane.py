"""The lane with the sound: how loud it was, and where nobody is heard."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from app.domain.lanes import Waveform
from app.domain.timecode import TimeRange
from app.ui.theme import Tokens
from app.ui.viewing.timeline.time_axis import TimeAxis

_BAR_PITCH_PX, _BAR_PX = 4.0, 2.0
_COARSE = 32
"""Steps that are taken together for a view from far away; three hours are 270,000 steps, too many to go through for every frame."""
_MIN_SILENCE_MS = 3_000
_SILENCE_SHARE = 0.08
"""Quieter than this part of the loudest usual sound counts as silence."""


def silences(waveform: Waveform, shortest_ms: int = _MIN_SILENCE_MS) -> list[TimeRange]:
    """Return the stretches in which nobody is heard, in order."""
    if not waveform.peaks:
        return []
    usual = sorted(waveform.peaks)[len(waveform.peaks) * 95 // 100]
    limit = max(2, round(usual * _SILENCE_SHARE))
    steps = max(1, shortest_ms // waveform.step_ms)
    quiet = re.compile(b"[\\x00-" + re.escape(bytes([limit])) + b"]{%d,}" % steps, re.DOTALL)
    return [TimeRange(found.start() * waveform.step_ms, found.end() * waveform.step_ms) for found in quiet.finditer(waveform.peaks)]


class SoundShape:
    """How loud it was, ready to be painted at any distance: from far away the bars are read from the loudest of every so many steps."""

    def __init__(self, waveform: Waveform) -> None:
        peaks = waveform.peaks
        self.step_ms = waveform.step_ms
        self.loudest = max(peaks, default=0)
        self._peaks = peaks
        self._coarse = bytes(max(peaks[start : start + _COARSE]) for start in range(0, len(peaks), _COARSE))

    @property
    def has_sound(self) -> bool:
        """Whether the recording has sound at all, be it only silence."""
        return bool(self._peaks)

    def loudest_between(self, from_ms: float, to_ms: float) -> int:
        """Return the loudest of this stretch, of at least one step."""
        first = int(from_ms // self.step_ms)
        last = max(first + 1, int(to_ms // self.step_ms))
        if last - first < 2 * _COARSE:
            return max(self._peaks[first:last], default=0)
        return max(self._coarse[first // _COARSE : -(-last // _COARSE)], default=0)


def paint_waveform(painter: QPainter, tokens: Tokens, axis: TimeAxis, lane: QRectF, shape: SoundShape) -> None:
    """Paint upright bars for how loud it was, the highest for the loudest of the whole recording."""
    if not shape.loudest:
        return
    ms_per_bar = axis.span_ms / axis.width_px * _BAR_PITCH_PX
    # Bars belong to times, not to places: the shape stays the same while the view moves.
    bar = int(axis.from_ms // ms_per_bar)
    bars = []
    room, middle, first_px, last_px = lane.height() - 4, lane.center().y(), lane.left(), lane.right() - _BAR_PX
    left = first_px + axis.x_of(bar * ms_per_bar)
    while left < last_px:
        height = max(2.0, room * shape.loudest_between(bar * ms_per_bar, (bar + 1) * ms_per_bar) / shape.loudest)
        if left >= first_px:
            bars.append(QRectF(left, middle - height / 2, _BAR_PX, height))
        bar += 1
        left += _BAR_PITCH_PX
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.color("golf"))
    painter.drawRects(bars)
    painter.restore()


def paint_silences(painter: QPainter, tokens: Tokens, axis: TimeAxis, lane: QRectF, found: Sequence[TimeRange]) -> None:
    """Paint a pill with its length in the middle of every silence that has room for it."""
    painter.save()
    font = tokens.font("tijdlijn")
    painter.setFont(font)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    metrics = QFontMetricsF(font)
    last_right = lane.left()
    first = bisect_left(found, axis.from_ms, key=lambda silence: silence.to_ms)
    last = bisect_right(found, axis.to_ms, key=lambda silence: silence.from_ms)
    for silence in found[first:last]:
        words = f"{round(silence.duration_ms / 1000)} s"
        width, height = metrics.horizontalAdvance(words) + 14, metrics.height() + 3
        middle = lane.left() + axis.x_of((silence.from_ms + silence.to_ms) / 2)
        pill = QRectF(middle - width / 2, lane.center().y() - height / 2, width, height)
        if pill.left() < last_right or pill.right() > lane.right():
            continue
        last_right = pill.right() + 4
        painter.setPen(QPen(tokens.color("lijn_sterk"), 1))
        painter.setBrush(tokens.color("kaart"))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(tokens.color("inkt_2"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()
