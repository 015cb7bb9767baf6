"""Eight blocks of dots: there is a code, and it is not here."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import Theme

_BLOCKS, _DOTS = 8, 4
_WIDTH, _HEIGHT, _GAP = 41, 30, 6
_DOT, _STEP = 2.6, 6.5


class HiddenCode(QWidget):
    """Only looked at; the words beneath say what it means."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Herstelcode, niet te zien"))
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the room of the blocks."""
        scaled = self._theme.current.scaled
        return QSize(_BLOCKS * scaled(_WIDTH) + (_BLOCKS - 1) * _GAP, scaled(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return less: where there is no room, fewer blocks are painted."""
        return QSize(self._theme.current.scaled(_WIDTH), self._theme.current.scaled(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the blocks that fit."""
        tokens = self._theme.current
        width, height = tokens.scaled(_WIDTH), tokens.scaled(_HEIGHT)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for block in range(min(_BLOCKS, (self.width() + _GAP) // (width + _GAP))):
            frame = QRectF(block * (width + _GAP) + 0.5, 0.5, width - 1, height - 1)
            painter.setPen(QPen(tokens.color("lijn_sterk"), 1))
            painter.setBrush(tokens.color("paneel"))
            painter.drawRoundedRect(frame, tokens.radius("klein"), tokens.radius("klein"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.color("inkt"))
            for dot in range(_DOTS):
                x = frame.center().x() + (dot - (_DOTS - 1) / 2) * tokens.scale * _STEP
                painter.drawEllipse(QPointF(x, frame.center().y()), _DOT * tokens.scale, _DOT * tokens.scale)
