"""A lane that somebody may not look into yet: closed shutters, and the words that say so."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from app.ui.icons import pixmap
from app.ui.theme import Tokens

_RADIUS = 4
_WIDE, _TALL = 26.0, 0.5
"""A diamond of the shutters is this wide, and half of it stands in each of two rows."""


def paint_closed_lane(painter: QPainter, tokens: Tokens, lane: QRectF, sentence: str) -> None:
    """Paint the hourglass pattern of the shutters over the lane, and the sentence on a plate at its left."""
    painter.save()
    painter.setPen(QPen(tokens.color("lijn_sterk"), 1))
    painter.setBrush(tokens.color("luikgroen_zacht"))
    painter.drawRoundedRect(lane.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
    painter.setClipRect(lane.adjusted(1, 1, -1, -1))
    painter.setPen(Qt.PenStyle.NoPen)
    diamond = tokens.color("luikgroen")
    diamond.setAlpha(48)
    painter.setBrush(diamond)
    middle, half, reach = lane.center().y(), _WIDE / 2, lane.height() * _TALL
    left = lane.left()
    while left < lane.right():
        x = left + half
        painter.drawPolygon(QPolygonF([QPointF(x - half, middle), QPointF(x, middle - reach), QPointF(x + half, middle), QPointF(x, middle + reach)]))
        left += _WIDE
    _paint_plate(painter, tokens, lane, sentence)
    painter.restore()


def _paint_plate(painter: QPainter, tokens: Tokens, lane: QRectF, sentence: str) -> None:
    font = tokens.font("klein")
    metrics, icon_px = QFontMetricsF(font), tokens.scaled(14)
    width = min(metrics.horizontalAdvance(sentence) + icon_px + 28, lane.width() - 20)
    height = min(lane.height() - 6, metrics.height() + 6)
    plate = QRectF(lane.left() + 10, lane.center().y() - height / 2, width, height)
    painter.setBrush(tokens.color("paneel"))
    painter.drawRoundedRect(plate, 3, 3)
    painter.drawPixmap(QPointF(plate.left() + 7, plate.center().y() - icon_px / 2), pixmap("lock-keyhole", tokens.color("inkt_2"), icon_px))
    painter.setFont(font)
    painter.setPen(tokens.color("inkt_2"))
    words = plate.adjusted(icon_px + 14, 0, -8, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, metrics.elidedText(sentence, Qt.TextElideMode.ElideRight, words.width()))
