"""How far the copy is, and which parts of it have really been watched."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.timecode import format_time
from app.domain.watched import Watched
from app.ui.theme import Theme

_THICK = 6


class WatchLine(QWidget):
    """A line with the watched parts filled, the time at the left and the length at the right; a click goes there."""

    time_chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._at_ms = 0
        self._duration_ms = 1
        self._watched = Watched()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_state(self, at_ms: int, duration_ms: int, watched: Watched) -> None:
        """Show this time, and what was watched."""
        self._at_ms, self._duration_ms, self._watched = at_ms, max(1, duration_ms), watched
        self.setAccessibleName(f"{format_time(at_ms)} / {format_time(duration_ms)}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for the line and the times under it."""
        return QSize(200, self._theme.current.scaled(36))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to this time."""
        share = max(0.0, min(event.position().x() / max(1, self.width()), 1.0))
        self.time_chosen.emit(round(share * self._duration_ms))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line and the times."""
        tokens = self._theme.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        line = QRectF(0, 6, self.width(), _THICK)
        painter.setBrush(tokens.color("lijn"))
        painter.drawRoundedRect(line, 3, 3)
        painter.setBrush(tokens.color("luikgroen"))
        for start, end in self._watched.stretches:
            left, right = self._x_of(start), self._x_of(end)
            painter.drawRoundedRect(QRectF(left, 6, max(3.0, right - left), _THICK), 3, 3)
        painter.setBrush(tokens.color("speelkop"))
        painter.drawRoundedRect(QRectF(min(max(self._x_of(self._at_ms) - 2, 0), self.width() - 4), 2, 4, _THICK + 8), 2, 2)
        painter.setFont(tokens.font("klein", is_tabular=True))
        painter.setPen(tokens.color("inkt_2"))
        below = QRectF(0, 14, self.width(), self.height() - 14)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, format_time(self._at_ms))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, format_time(self._duration_ms))

    def _x_of(self, at_ms: int) -> float:
        return at_ms / self._duration_ms * self.width()
