"""The time of now and the length beside it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.timecode import format_time
from app.ui.theme import Theme


class TimeLabel(QWidget):
    """`18:44 / 42:10` in digits of one width, so that nothing moves while it runs."""

    def __init__(self, theme: Theme, duration_ms: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = format_time(0)
        self._total = f" / {format_time(duration_ms)}"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    @property
    def text(self) -> str:
        """The time that is shown."""
        return self._now

    def set_time(self, at_ms: int) -> None:
        """Show this time; repaints only when the digits change."""
        now = format_time(at_ms)
        if now != self._now:
            self._now = now
            self.setAccessibleName(now + self._total)
            self.update()

    def set_duration(self, duration_ms: int) -> None:
        """Show this length."""
        total = f" / {format_time(duration_ms)}"
        if total != self._total:
            self._total = total
            self.setAccessibleName(self._now + total)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Return the room for the longest time of this recording, twice."""
        now_font = self._theme.current.font("groot", 600, is_tabular=True)
        total_font = self._theme.current.font("gewoon", is_tabular=True)
        longest = self._total.removeprefix(" / ")
        return QSize(_advance(now_font, longest) + _advance(total_font, self._total) + 2, self._theme.current.scaled(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the time and, paler, the length."""
        painter = QPainter(self)
        tokens = self._theme.current
        painter.setFont(tokens.font("groot", 600, is_tabular=True))
        painter.setPen(tokens.color("inkt"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, self._now)
        left = painter.fontMetrics().horizontalAdvance(self._now)
        painter.setFont(tokens.font("gewoon", is_tabular=True))
        painter.setPen(tokens.color("inkt_3"))
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._total)


def _advance(font: QFont, text: str) -> int:
    return QFontMetrics(font).horizontalAdvance(text)
