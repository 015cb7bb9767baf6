"""A switch: on or off, at once."""

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from app.ui.theme import Theme

_WIDTH, _HEIGHT = 36, 20
_GAP = 10


class Switch(QCheckBox):
    """A check box that looks like a switch; Space turns it."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.setAccessibleName(text)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the room of words and switch, with the focus ring around."""
        tokens = self._theme.current
        words = QFontMetrics(tokens.font()).horizontalAdvance(self.text())
        return QSize(words + _GAP + tokens.scaled(_WIDTH) + 12, tokens.scaled(32))

    def hitButton(self, _position: QPoint) -> bool:  # noqa: N802 - Qt names it
        """Work wherever it is pressed."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words and the switch; off is grey with the knob at the left, so never only a colour."""
        tokens = self._theme.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(tokens.color("focusring"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.setFont(tokens.font())
        painter.setPen(tokens.color("inkt" if self.isEnabled() else "inkt_3"))
        painter.drawText(self.rect().adjusted(6, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        width, height = tokens.scaled(_WIDTH), tokens.scaled(_HEIGHT)
        track = QRectF(self.width() - width - 6, (self.height() - height) / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("luikgroen" if self.isChecked() else "lijn_sterk"))
        painter.drawRoundedRect(track, height / 2, height / 2)
        x = track.right() - height / 2 if self.isChecked() else track.left() + height / 2
        painter.setBrush(tokens.color("op_luikgroen" if self.isChecked() else "kaart"))
        painter.drawEllipse(QPointF(x, track.center().y()), height / 2 - 3, height / 2 - 3)
