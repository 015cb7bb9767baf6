"""How loud the microphone hears it: one calm bar, never red."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import Theme

_FALL = 0.7
"""What is left of the bar a tenth of a second later: it does not flicker."""


class LevelMeter(QWidget):
    """Rises at once and sinks slowly."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._level = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Hoe hard de microfoon het hoort"))
        theme.changed.connect(self.updateGeometry)

    def show_level(self, level: int) -> None:
        """Show the loudest of the last tenth of a second, 0 to 100."""
        self._level = max(float(level), self._level * _FALL)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a flat bar."""
        return QSize(160, self._theme.current.scaled(10))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar in its trough."""
        tokens = self._theme.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        trough, radius = QRectF(self.rect()), self.height() / 2
        painter.setBrush(tokens.color("lijn"))
        painter.drawRoundedRect(trough, radius, radius)
        if self._level >= 1:
            width = max(2 * radius, trough.width() * min(1.0, self._level / 100))
            painter.setBrush(tokens.color("luikgroen"))
            painter.drawRoundedRect(QRectF(0, 0, width, trough.height()), radius, radius)
