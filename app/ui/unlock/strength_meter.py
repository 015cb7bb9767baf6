"""How hard a passphrase is to guess, in five blocks and in words."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import Theme

_BLOCKS = 5
_BLOCK = 34
_GAP = 3


class StrengthMeter(QWidget):
    """Five blocks; the words beside it carry the meaning."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._level = -1
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_level(self, level: int) -> None:
        """Fill level + 1 blocks; -1 is an empty field."""
        self._level = level
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of the five blocks."""
        return QSize((_BLOCK + _GAP) * _BLOCKS - _GAP, 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the blocks."""
        tokens = self._theme.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for block in range(_BLOCKS):
            painter.setBrush(tokens.color("luikgroen" if block <= self._level else "lijn"))
            painter.drawRoundedRect(QRectF(block * (_BLOCK + _GAP), 0, _BLOCK, 6), 3, 3)
