"""Paint what is said over the foot of a picture: light letters on a dark plate, so that it can be read on everything."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from app.ui.theme import Tokens

_WIDEST_SHARE = 0.86
_HIGHEST_SHARE = 0.35
_MARGIN, _PADDING = 14, 10


def paint_caption(painter: QPainter, tokens: Tokens, text: str, picture: QRectF) -> None:
    """Paint these lines, wrapped to the picture's width, above its lower edge."""
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
    widest = round(picture.width() * _WIDEST_SHARE)
    font, needed = tokens.font("groot", 500), QRect()
    for role in ("groot", "gewoon", "klein"):  # in a small picture smaller letters, so that there is picture left
        font = tokens.font(role, 500)
        needed = QFontMetrics(font).boundingRect(0, 0, widest, 10_000, flags, text)
        if needed.height() <= picture.height() * _HIGHEST_SHARE:
            break
    plate = QRectF(0, 0, needed.width() + 2 * _PADDING, needed.height() + _PADDING)
    plate.moveCenter(picture.center())
    plate.moveBottom(picture.bottom() - _MARGIN)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.color("toneel"))
    painter.drawRoundedRect(plate, 6, 6)
    painter.setFont(font)
    painter.setPen(tokens.color("op_toneel"))
    painter.drawText(plate.adjusted(_PADDING, _PADDING / 2, -_PADDING, -_PADDING / 2), flags, text)
