"""The line at the time of now, with the time on a plate above it."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from app.domain.timecode import format_time
from app.ui.theme import Tokens

_LINE_TOP, _PLATE_TOP = 22, 4


def paint_playhead(painter: QPainter, tokens: Tokens, at_ms: int, x: float, width: float, bottom: float, top: float = 0) -> None:
    """Paint it at `x`, from `top` down to `bottom`; the plate stays inside `width`. All in pixels."""
    painter.setPen(QPen(tokens.color("speelkop"), 2))
    painter.drawLine(QPointF(x, top + _LINE_TOP), QPointF(x, bottom))
    font = tokens.font("tijdlijn", 700, is_tabular=True)
    words = format_time(at_ms)
    plate_width = QFontMetrics(font).horizontalAdvance(words) + 18
    plate = QRectF(min(max(x - plate_width / 2, 2), width - plate_width - 2), top + _PLATE_TOP, plate_width, tokens.scaled(20))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.color("speelkop"))
    painter.drawRoundedRect(plate, 5, 5)
    painter.setFont(font)
    painter.setPen(tokens.color("op_menie"))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)
