"""The line at the bottom of the stage: what is the matter here, and which keys answer it."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from app.ui.icons import pixmap
from app.ui.theme import Tokens
from app.ui.widgets.key_hint import keys_size, paint_keys

_SIDE = 16
_GAP = 14
_MARGIN = 18
_GROUND = QColor(18, 26, 24, 240)
_EDGE = QColor("#3B4744")
_SIGN = QColor("#FFAA7A")


@dataclass(frozen=True)
class Tip:
    """A sentence with, behind it, keys and what they do."""

    icon_name: str
    sentence: str
    keys: tuple[tuple[str, str], ...] = ()


def paint_tip(painter: QPainter, tokens: Tokens, room: QRectF, tip: Tip, judged: QRectF) -> None:
    """Paint the tip at the bottom of the room, or at the top when it would lie on what is `judged`.

    It takes one line, or two with the keys below when one is too wide.
    """
    px = tokens.scaled(20)
    sentence_width = px + 12 + QFontMetrics(tokens.font("gewoon", 500)).horizontalAdvance(tip.sentence)
    keys_width = sum(_key_width(tokens, *each) for each in tip.keys)
    one_line = 2 * _SIDE + sentence_width + (_GAP + keys_width if tip.keys else 0)
    line = tokens.scaled(44)
    if one_line <= room.width() - 16:
        bar = _place(room, QSizeF(one_line, line), judged)
        _paint_ground(painter, bar)
        _paint_sentence(painter, tokens, QRectF(bar.left() + _SIDE, bar.top(), sentence_width + 2, line), tip)
        _paint_keys(painter, tokens, bar.left() + _SIDE + sentence_width + _GAP, bar.center().y(), tip)
        return
    width = min(room.width() - 16, 2 * _SIDE + max(sentence_width, keys_width))
    half = tokens.scaled(30)
    bar = _place(room, QSizeF(width, 2 * half + 8), judged)
    _paint_ground(painter, bar)
    _paint_sentence(painter, tokens, QRectF(bar.left() + _SIDE, bar.top() + 4, width - 2 * _SIDE, half), tip)
    _paint_keys(painter, tokens, bar.left() + _SIDE, bar.top() + 4 + half * 1.5, tip)


def _place(room: QRectF, size: QSizeF, judged: QRectF) -> QRectF:
    left = (room.width() - size.width()) / 2
    below = QRectF(QPointF(left, room.bottom() - size.height() - _MARGIN), size)
    above = QRectF(QPointF(left, room.top() + _MARGIN), size)
    return above if judged.intersects(below) and not judged.intersects(above) else below


def _paint_ground(painter: QPainter, bar: QRectF) -> None:
    painter.setPen(QPen(_EDGE, 1))
    painter.setBrush(_GROUND)
    painter.drawRoundedRect(bar, 10, 10)


def _paint_sentence(painter: QPainter, tokens: Tokens, place: QRectF, tip: Tip) -> None:
    px = tokens.scaled(20)
    painter.drawPixmap(QPointF(place.left(), place.center().y() - px / 2), pixmap(tip.icon_name, _SIGN, px))
    painter.setFont(tokens.font("gewoon", 500))
    painter.setPen(tokens.color("op_toneel"))
    words = place.adjusted(px + 12, 0, 0, 0)
    fitting = painter.fontMetrics().elidedText(tip.sentence, Qt.TextElideMode.ElideRight, int(words.width()))
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, fitting)


def _paint_keys(painter: QPainter, tokens: Tokens, left: float, center_y: float, tip: Tip) -> None:
    for key, words in tip.keys:
        paint_keys(painter, tokens, left, center_y, (key,), tokens.color("op_toneel"), tokens.color("op_toneel_2"))
        painter.setFont(tokens.font("klein"))
        painter.setPen(tokens.color("op_toneel"))
        start = left + keys_size(tokens, (key,)).width() + 7
        line = tokens.scaled(30)
        painter.drawText(QRectF(start, center_y - line / 2, 1000, line), Qt.AlignmentFlag.AlignVCenter, words)
        left += _key_width(tokens, key, words)


def _key_width(tokens: Tokens, key: str, words: str) -> float:
    return keys_size(tokens, (key,)).width() + 7 + QFontMetrics(tokens.font("klein")).horizontalAdvance(words) + 13
