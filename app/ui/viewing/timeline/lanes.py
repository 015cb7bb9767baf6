"""What the lanes of the timeline look like; each function paints one of them over the axis it is given."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from app.domain.lanes import Thumbnail, Waveform
from app.domain.moment import Moment
from app.domain.timecode import TimeRange
from app.ui.theme import Tokens
from app.ui.viewing.timeline.time_axis import TimeAxis
from app.ui.widgets.mark_shape import paint_mark

LANE_RADIUS = 4
_BAR_PITCH_PX, _BAR_PX = 4.0, 2.0
_MIN_SILENCE_MS = 4_000
_SILENCE_SHARE = 0.08
"""Quieter than this part of the loudest usual sound counts as silence."""
_MIN_BOX_PX = 26
_MARK_PX = 17
_HIT_PX = 28
_WORDS_GAP_PX = 8
_KEPT_IMAGES = 400


@dataclass(frozen=True)
class MomentBox:
    """Where a moment stands in its lane: the range or the shape alone, where it is hit, and the room for its words."""

    moment: Moment
    frame: QRectF
    hit: QRectF
    words: QRectF
    has_range: bool


def silences(waveform: Waveform, shortest_ms: int = _MIN_SILENCE_MS) -> list[TimeRange]:
    """Return the stretches in which nobody is heard, in order."""
    if not waveform.peaks:
        return []
    usual = sorted(waveform.peaks)[len(waveform.peaks) * 95 // 100]
    limit = max(2, round(usual * _SILENCE_SHARE))
    steps = max(1, shortest_ms // waveform.step_ms)
    quiet = re.compile(b"[\\x00-" + re.escape(bytes([limit])) + b"]{%d,}" % steps, re.DOTALL)
    return [TimeRange(found.start() * waveform.step_ms, found.end() * waveform.step_ms) for found in quiet.finditer(waveform.peaks)]


def moment_boxes(moments: Sequence[Moment], axis: TimeAxis, lane: QRectF, tokens: Tokens) -> list[MomentBox]:
    """Return where each moment in view stands. Words end where the next moment begins."""
    boxes = []
    edge = lane.right() - 6
    for moment in reversed(moments):
        left = lane.left() + axis.x_of(moment.at_ms)
        right = lane.left() + axis.x_of(moment.at_ms if moment.until_ms is None else moment.until_ms)
        has_range = right - left >= _MIN_BOX_PX
        height = min(lane.height() - 10, tokens.scaled(36))
        if not has_range:
            right = left + tokens.scaled(_MARK_PX)
        frame = QRectF(left, lane.center().y() - height / 2, right - left, height)
        words = QRectF(frame.right() + _WORDS_GAP_PX, frame.top(), max(0.0, edge - frame.right() - 2 * _WORDS_GAP_PX), height)
        spare = max(0.0, (_HIT_PX - frame.width()) / 2)
        edge = min(edge, left)
        if right >= lane.left() - 300 and left <= lane.right():
            boxes.append(MomentBox(moment, frame, frame.adjusted(-spare, 0, spare, 0), words, has_range))
    return boxes[::-1]


def paint_ruler(painter: QPainter, tokens: Tokens, axis: TimeAxis, area: QRectF) -> None:
    """Paint times above small lines."""
    font = tokens.font("klein", is_tabular=True)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    bottom = area.bottom() - 3
    for tick in axis.ticks(metrics.horizontalAdvance("0:00:00") * 1.7):
        x = round(area.left() + axis.x_of(tick.at_ms)) + 0.5
        painter.setPen(QPen(tokens.color("lijn_sterk"), 1))
        painter.drawLine(QPointF(x, bottom - (9 if tick.label else 6)), QPointF(x, bottom))
        if tick.label and x + 4 + metrics.horizontalAdvance(tick.label) <= area.right() + 8:
            painter.setPen(tokens.color("inkt_2"))
            painter.drawText(QPointF(x + 4, bottom - 9 + metrics.descent()), tick.label)


class ThumbnailStrip:
    """The small pictures beside each other; decoded when they come into view, and only so many are kept."""

    def __init__(self, thumbnails: Sequence[Thumbnail]) -> None:
        self._thumbnails = thumbnails
        self._images: dict[int, QImage] = {}

    def paint(self, painter: QPainter, axis: TimeAxis, lane: QRectF) -> None:
        """Fill the lane; a picture stands at the time it was taken, and stays with that time when the view moves."""
        if not self._thumbnails:
            return
        first = self._image(0)
        tile_px = max(8.0, first.width() / max(1, first.height()) * lane.height())
        offset_px = axis.from_ms / axis.span_ms * axis.width_px
        painter.save()
        painter.setClipRect(lane)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        tile = int(offset_px // tile_px)
        while (left := lane.left() + tile * tile_px - offset_px) < lane.right():
            at_ms = tile * tile_px / axis.width_px * axis.span_ms
            if at_ms <= axis.duration_ms:
                painter.drawImage(QRectF(left, lane.top(), tile_px - 1.5, lane.height()), self._image(self._nearest(at_ms)))
            tile += 1
        painter.restore()

    def _nearest(self, at_ms: float) -> int:
        step_ms = max(1.0, (self._thumbnails[-1].at_ms - self._thumbnails[0].at_ms) / max(1, len(self._thumbnails) - 1))
        guess = round((at_ms - self._thumbnails[0].at_ms) / step_ms)
        near = range(max(0, guess - 3), min(len(self._thumbnails), guess + 4))
        return min(near, key=lambda index: abs(self._thumbnails[index].at_ms - at_ms), default=len(self._thumbnails) - 1)

    def _image(self, index: int) -> QImage:
        if index not in self._images:
            if len(self._images) >= _KEPT_IMAGES:
                del self._images[next(iter(self._images))]
            self._images[index] = QImage.fromData(self._thumbnails[index].jpeg)
        return self._images[index]


def paint_waveform(painter: QPainter, tokens: Tokens, axis: TimeAxis, lane: QRectF, waveform: Waveform) -> None:
    """Paint upright bars for how loud it was."""
    loudest = max(waveform.peaks, default=0)
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
    for silence in found:
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


def paint_moments(painter: QPainter, tokens: Tokens, lane: QRectF, boxes: Sequence[MomentBox], selected_id: str) -> None:
    """Paint the moments with their words; the selected one last, so that it lies on top."""
    painter.save()
    painter.setClipRect(lane)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for box in sorted(boxes, key=lambda each: each.moment.moment_id == selected_id):
        _paint_moment(painter, tokens, box, is_selected=box.moment.moment_id == selected_id)
    painter.restore()


def _paint_moment(painter: QPainter, tokens: Tokens, box: MomentBox, *, is_selected: bool) -> None:
    moment = box.moment
    kind = moment.kind.value if moment.kind else None
    shape_color = tokens.mark(kind).shape if kind else tokens.color("lijn_sterk")
    behind = tokens.color("verzonken")
    mark_px = tokens.scaled(_MARK_PX)
    center = QPointF(box.frame.left() + mark_px / 2, box.frame.center().y())
    if box.has_range:
        behind = tokens.mark(kind).soft if kind else tokens.color("kaart")
        painter.setPen(QPen(shape_color, 2 if is_selected else 1.25))
        painter.setBrush(behind)
        painter.drawRoundedRect(box.frame.adjusted(1, 1, -1, -1), 7, 7)
        center.setX(box.frame.left() + min(box.frame.width() / 2, 5 + mark_px / 2))
    elif is_selected:
        painter.setPen(QPen(shape_color, 2))
        painter.setBrush(tokens.color("kaart"))
        painter.drawRoundedRect(QRectF(center.x() - mark_px / 2 - 4, center.y() - mark_px / 2 - 4, mark_px + 8, mark_px + 8), 6, 6)
        behind = tokens.color("kaart")
    paint_mark(painter, tokens, center, mark_px, kind, is_full=moment.has_words, behind=behind)
    words = next((text.strip() for text in (moment.see, moment.now, moment.then, moment.next) if text.strip()), "")
    if words and box.words.width() >= 3 * mark_px:
        font = tokens.font("klein", 600 if is_selected else 400)
        painter.setFont(font)
        painter.setPen(tokens.color("inkt" if is_selected else "inkt_2"))
        shown = QFontMetricsF(font).elidedText(words.replace("\n", " "), Qt.TextElideMode.ElideRight, box.words.width())
        painter.drawText(box.words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def paint_band(painter: QPainter, color: QColor, left: float, right: float, area: QRectF) -> None:
    """Paint the selected range over the lanes: a veil with a line at either end."""
    left, right = max(left, area.left()), min(right, area.right())
    if right <= left:
        return
    veil = QColor(color)
    veil.setAlpha(74)
    painter.fillRect(QRectF(left, area.top(), right - left, area.height()), veil)
    painter.setPen(QPen(color, 2))
    for x in (left + 1, right - 1):
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))


def paint_playhead(painter: QPainter, tokens: Tokens, x: float, label: str, ruler: QRectF, bottom: float) -> None:
    """Paint the line of now with its time above it."""
    color = tokens.color("speelkop")
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = tokens.font("klein", 600, is_tabular=True)
    metrics = QFontMetricsF(font)
    plate = playhead_plate(tokens, x, label, ruler)
    painter.fillRect(QRectF(x - 1, plate.bottom() - 1, 2, bottom - plate.bottom() + 1), color)
    path = QPainterPath()
    path.addRoundedRect(plate, 5, 5)
    painter.fillPath(path, color)
    painter.setFont(font)
    painter.setPen(tokens.color("op_menie"))
    painter.drawText(QPointF(plate.center().x() - metrics.horizontalAdvance(label) / 2, plate.center().y() + metrics.capHeight() / 2), label)


def playhead_plate(tokens: Tokens, x: float, label: str, ruler: QRectF) -> QRectF:
    """Return where the time of now stands, kept within the ruler."""
    metrics = QFontMetricsF(tokens.font("klein", 600, is_tabular=True))
    width, height = metrics.horizontalAdvance(label) + 18, metrics.height() + 4
    left = min(max(x - width / 2, ruler.left() - 8), ruler.right() + 8 - width)
    return QRectF(left, ruler.bottom() - height - 4, width, height)
