"""A lane that somebody may not look into yet: closed shutters, and the words that say so."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap

from app.ui.icons import pixmap
from app.ui.theme import Tokens

_RADIUS = 4
_WIDE = 26
"""A diamond of the shutters is this wide."""
_SHADE = 48
_DENSITY = 2
"""Drawn twice as dense as its size, so that it stays sharp on a dense screen."""


def paint_closed_lane(painter: QPainter, tokens: Tokens, lane: QRectF, sentence: str) -> None:
    """Paint the hourglass pattern of the shutters over the lane, and the sentence on a plate at its left."""
    painter.save()
    painter.setPen(QPen(tokens.color("lijn_sterk"), 1))
    painter.setBrush(tokens.color("luikgroen_zacht"))
    painter.drawRoundedRect(lane.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
    painter.setPen(Qt.PenStyle.NoPen)
    inside = lane.adjusted(1, 1, -1, -1)
    painter.drawTiledPixmap(inside, _diamond(tokens.hex("luikgroen"), round(inside.height())))
    _paint_plate(painter, tokens, lane, sentence)
    painter.restore()


@lru_cache(maxsize=8)
def _diamond(color_name: str, height: int) -> QPixmap:
    """Return one diamond of the pattern, as high as the lane."""
    tile = QPixmap(_WIDE * _DENSITY, height * _DENSITY)
    tile.setDevicePixelRatio(_DENSITY)
    tile.fill(Qt.GlobalColor.transparent)
    color = QColor(color_name)
    color.setAlpha(_SHADE)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon([QPointF(0, height / 2), QPointF(_WIDE / 2, 0), QPointF(_WIDE, height / 2), QPointF(_WIDE / 2, height)])
    painter.end()
    return tile


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
