"""What stands along and over the lanes: the ruler, the small pictures, the band of a range, the loop, the line of now."""

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QPixmap

from app.domain.lanes import Thumbnail
from app.domain.timecode import TimeRange
from app.ui.theme import Tokens
from app.ui.viewing.timeline.time_axis import TimeAxis

LANE_RADIUS = 4
_KEPT_PICTURES = 400
_THUMBNAIL_GAP_PX = 1.5
_LOOP_PX = 5


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
    """The small pictures beside each other; decoded and scaled when they come into view, and only so many are kept."""

    def __init__(self, thumbnails: Sequence[Thumbnail]) -> None:
        self._thumbnails = thumbnails
        self._times = [thumbnail.at_ms for thumbnail in thumbnails]
        self._pictures: dict[int, QPixmap] = {}
        self._height_px = 0

    def paint(self, painter: QPainter, axis: TimeAxis, lane: QRectF) -> None:
        """Fill the lane; a picture stands at the time it was taken, and stays with that time when the view moves."""
        if not self._thumbnails:
            return
        density = painter.device().devicePixelRatio()
        height_px = round(lane.height() * density)
        if height_px != self._height_px:
            self._height_px = height_px
            self._pictures.clear()
        tile_px = self._picture(0).width() / density + _THUMBNAIL_GAP_PX
        offset_px = axis.from_ms / axis.span_ms * axis.width_px
        painter.save()
        painter.setClipRect(lane)
        tile = int(offset_px // tile_px)
        while (left := lane.left() + tile * tile_px - offset_px) < lane.right():
            at_ms = tile * tile_px / axis.width_px * axis.span_ms
            if at_ms <= axis.duration_ms:
                painter.drawPixmap(QPointF(left, lane.top()), self._picture(self._nearest(at_ms)))
            tile += 1
        painter.restore()

    def _nearest(self, at_ms: float) -> int:
        place = bisect_left(self._times, at_ms)
        near = range(max(0, place - 1), min(len(self._times), place + 1))
        return min(near, key=lambda index: abs(self._times[index] - at_ms))

    def _picture(self, index: int) -> QPixmap:
        if index not in self._pictures:
            if len(self._pictures) >= _KEPT_PICTURES:
                del self._pictures[next(iter(self._pictures))]
            image = QImage.fromData(self._thumbnails[index].jpeg)
            self._pictures[index] = QPixmap.fromImage(image.scaledToHeight(self._height_px, Qt.TransformationMode.SmoothTransformation))
        return self._pictures[index]


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


def paint_loop(painter: QPainter, tokens: Tokens, axis: TimeAxis, ruler: QRectF, loop: TimeRange, bottom: float) -> None:
    """Paint the range that repeats: a bar under the ruler, with a thin line down at either end."""
    left, right = ruler.left() + axis.x_of(loop.from_ms), ruler.left() + axis.x_of(loop.to_ms)
    bar = QRectF(max(left, ruler.left()), ruler.bottom() - _LOOP_PX, 0, _LOOP_PX - 1)
    bar.setRight(min(right, ruler.right()))
    color = tokens.color("luikgroen")
    if bar.width() > 0:
        painter.fillRect(bar, color)
    painter.setPen(QPen(color, 1))
    for x in (left, right):
        if ruler.left() <= x <= ruler.right():
            painter.drawLine(QPointF(x, bar.top()), QPointF(x, bottom))


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
