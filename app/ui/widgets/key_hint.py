"""The small drawn keys that say which key does the same."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import Theme, Tokens

_GAP = 3
_KEY_PX = 20


def keys_size(tokens: Tokens, keys: tuple[str, ...], px: int = _KEY_PX) -> QSize:
    """Return the room the keys need beside each other; `px` is their height before scaling."""
    if not keys:
        return QSize(0, 0)
    width = sum(_key_width(tokens, key, px) for key in keys) + _GAP * (len(keys) - 1)
    return QSize(round(width), tokens.scaled(px))


def paint_keys(
    painter: QPainter, tokens: Tokens, left: float, center_y: float, keys: tuple[str, ...], ink: QColor, border: QColor, px: int = _KEY_PX
) -> None:
    """Paint the keys from `left` on, in the middle of the line at `center_y`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(tokens.font("tijdlijn", 500))
    height = tokens.scaled(px)
    for key in keys:
        frame = QRectF(left + 0.5, round(center_y - height / 2) + 0.5, _key_width(tokens, key, px) - 1, height - 1)
        painter.setPen(QPen(border, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 4, 4)
        painter.setPen(ink)
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, key)
        left += frame.width() + 1 + _GAP
    painter.restore()


def _key_width(tokens: Tokens, key: str, px: int) -> float:
    advance = QFontMetricsF(tokens.font("tijdlijn", 500)).horizontalAdvance(key)
    return max(tokens.scaled(px), round(advance + px * 0.6))


class KeyHint(QWidget):
    """One or more drawn keys on their own."""

    def __init__(self, theme: Theme, keys: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keys = keys
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(" ".join(keys))
        theme.changed.connect(self.updateGeometry)

    def set_keys(self, keys: tuple[str, ...]) -> None:
        """Show other keys."""
        self._keys = keys
        self.setAccessibleName(" ".join(keys))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for all keys."""
        return keys_size(self._theme.current, self._keys)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the keys."""
        tokens = self._theme.current
        painter = QPainter(self)
        center = QPointF(0, self.height() / 2)
        paint_keys(painter, tokens, center.x(), center.y(), self._keys, tokens.color("inkt_2"), tokens.color("lijn_sterk"))
