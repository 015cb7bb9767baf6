"""The sound around the chosen line, with its two ends to move."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.lanes import Waveform
from app.domain.sound_edges import snapped
from app.domain.timecode import TimeRange
from app.domain.transcript import Turn
from app.ui.theme import Theme

_AROUND_MS = 2_500
_GRIP_PX = 9


class WaveStrip(QWidget):
    """Drag an end, or press anywhere else to hear from there. Ends snap to the edges of the sound and to the lines beside."""

    from_moved = Signal(int)
    to_moved = Signal(int)
    seek_requested = Signal(int)

    def __init__(self, theme: Theme, duration_ms: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._duration_ms = duration_ms
        self._waveform: Waveform | None = None
        self._view = TimeRange(0, max(1, min(duration_ms, 10_000)))
        self._line: TimeRange | None = None
        self._others: tuple[int, ...] = ()
        self._now_ms = 0
        self._dragged = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Geluid rond deze regel. Begin en eind zet je met de toetsen [ en ]."))
        theme.changed.connect(self.updateGeometry)

    def show_waveform(self, waveform: Waveform | None) -> None:
        """Draw this sound; without one the ends can still be moved."""
        self._waveform = waveform
        self.update()

    def show_line(self, turn: Turn | None, neighbours: tuple[Turn, ...]) -> None:
        """Show the sound around this line; its ends snap to those of the neighbours."""
        self._line = turn.range if turn else None
        self._others = tuple(time for each in neighbours for time in (each.range.from_ms, each.range.to_ms))
        if self._line is not None:
            self._view = TimeRange(max(0, self._line.from_ms - _AROUND_MS), min(self._duration_ms, self._line.to_ms + _AROUND_MS))
        self.update()

    def show_now(self, at_ms: int) -> None:
        """Mark where the picture is."""
        self._now_ms = at_ms
        self.update()

    def snapped(self, at_ms: int) -> int:
        """Return the time an end would get here."""
        return snapped(at_ms, self._waveform, self._others)

    def sizeHint(self) -> QSize:
        """Return a strip."""
        return QSize(320, self._theme.current.scaled(72))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of an end, or go to this time."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self._dragged = self._end_at(event.position())
        if not self._dragged:
            self.seek_requested.emit(self._time_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the end that is held; show where one can be."""
        if self._dragged and self._line is not None:
            at_ms = self.snapped(self._time_at(event.position()))
            begin, end = (at_ms, self._line.to_ms) if self._dragged == "from" else (self._line.from_ms, at_ms)
            if end - begin >= 200:
                self._line = TimeRange(begin, end)
                self.update()
        self.setCursor(Qt.CursorShape.SizeHorCursor if self._dragged or self._end_at(event.position()) else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Tell where the end came."""
        dragged, self._dragged = self._dragged, ""
        if self._line is not None and dragged == "from":
            self.from_moved.emit(self._line.from_ms)
        elif self._line is not None and dragged == "to":
            self.to_moved.emit(self._line.to_ms)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sound, the line's own part behind it, its ends and the time of now."""
        tokens = self._theme.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(tokens.color("lijn"))
        painter.setBrush(tokens.color("kaart"))
        painter.drawRoundedRect(area, 8, 8)
        if self._line is not None:
            own = QRectF(self._x_of(self._line.from_ms), 1, self._x_of(self._line.to_ms) - self._x_of(self._line.from_ms), self.height() - 2)
            painter.fillRect(own, tokens.color("luikgroen_zacht"))
        self._paint_sound(painter)
        if self._line is not None:
            painter.setPen(QPen(tokens.color("luikgroen"), 3))
            for at_ms in (self._line.from_ms, self._line.to_ms):
                painter.drawLine(QPointF(self._x_of(at_ms), 2), QPointF(self._x_of(at_ms), self.height() - 2))
        if self._view.from_ms <= self._now_ms <= self._view.to_ms:
            painter.setPen(QPen(tokens.color("inkt"), 1))
            painter.drawLine(QPointF(self._x_of(self._now_ms), 1), QPointF(self._x_of(self._now_ms), self.height() - 1))

    def _paint_sound(self, painter: QPainter) -> None:
        if self._waveform is None or not self._waveform.peaks:
            return
        painter.setPen(QPen(self._theme.current.color("inkt_3"), 1))
        middle, step_ms, peaks = self.height() / 2, self._waveform.step_ms, self._waveform.peaks
        for x in range(0, self.width(), 2):
            first = self._time_at(QPointF(x, 0)) // step_ms
            last = self._time_at(QPointF(x + 2, 0)) // step_ms + 1
            half = max(peaks[first:last], default=0) / 255 * (middle - 4)
            painter.drawLine(QPointF(x, middle - half), QPointF(x, middle + half))

    def _end_at(self, point: QPointF) -> str:
        if self._line is None:
            return ""
        ends = {"from": abs(point.x() - self._x_of(self._line.from_ms)), "to": abs(point.x() - self._x_of(self._line.to_ms))}
        nearest = min(ends, key=lambda end: ends[end])
        return nearest if ends[nearest] <= _GRIP_PX else ""

    def _x_of(self, at_ms: int) -> float:
        return (at_ms - self._view.from_ms) * self.width() / self._view.duration_ms

    def _time_at(self, point: QPointF) -> int:
        return self._view.from_ms + round(max(0.0, min(point.x(), self.width())) * self._view.duration_ms / max(1, self.width()))
