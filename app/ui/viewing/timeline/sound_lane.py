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


def paint_waveform(painter: QPainter, tokens: Tokens, axis: TimeAxis, lane: QRectF, waveform: Waveform, loudest: int) -> None:
    """Paint upright bars for how loud it was, the highest for the loudest sample of the whole recording."""
    if not loudest:
        return
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.color("golf"))
    ms_per_bar = axis.span_ms / axis.width_px * _BAR_PITCH_PX
    # Bars belong to times, not to places: the shape stays the same while the view moves.
    bar = int(axis.from_ms // ms_per_bar)
    while (left := lane.left() + axis.x_of(bar * ms_per_bar)) < lane.right() - _BAR_PX:
        first = int(bar * ms_per_bar // waveform.step_ms)
        last = max(first + 1, int((bar + 1) * ms_per_bar // waveform.step_ms))
        share = max(waveform.peaks[first:last], default=0) / loudest
        height = max(2.0, (lane.height() - 4) * share)
        if left >= lane.left():
            painter.drawRect(QRectF(left, lane.center().y() - height / 2, _BAR_PX, height))
        bar += 1
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
