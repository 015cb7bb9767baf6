"""The part of the recording around the fragment, with its begin and end to drag."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.lanes import Waveform
from app.domain.timecode import TimeRange, format_time
from app.ui.anonymise.playhead import paint_playhead
from app.ui.theme import Theme

_SIDE = 20
_RULER = 34
_BAR = 56
_GRIP = 10
_AROUND_MS = 30_000
_STEPS_MS = (1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000)
_MIN_LABEL_PX = 84


class RangeBar(QWidget):
    """Shows the fragment with half a minute on both sides; the keyboard sets begin and end in the step itself."""

    range_dragged = Signal(int, int)
    time_chosen = Signal(int)

    def __init__(self, theme: Theme, duration_ms: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._duration_ms = duration_ms
        self._waveform: Waveform | None = None
        self._chosen = TimeRange(0, duration_ms)
        self._view = self._chosen
        self._at_ms = 0
        self._dragged = ""
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Begin en einde van het fragment"))
        theme.changed.connect(self.updateGeometry)

    def show_waveform(self, waveform: Waveform | None) -> None:
        """Draw the sound behind the range."""
        self._waveform = waveform
        self.update()

    def show_range(self, chosen: TimeRange) -> None:
        """Show this range; the part in view follows, but not while a grip is being dragged."""
        self._chosen = chosen
        if not self._dragged:
            around = max(_AROUND_MS, chosen.duration_ms // 2)
            self._view = TimeRange(max(0, chosen.from_ms - around), min(self._duration_ms, chosen.to_ms + around))
        self.setAccessibleDescription(self.tr("Van {start} tot {end}").format(start=format_time(chosen.from_ms), end=format_time(chosen.to_ms)))
        self.update()

    def set_time(self, at_ms: int) -> None:
        """Put the playhead here."""
        self._at_ms = at_ms
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for ruler and bar."""
        tokens = self._theme.current
        return QSize(600, tokens.scaled(_RULER) + tokens.scaled(_BAR) + 16)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of begin or end, or go to a time."""
        x = event.position().x()
        if abs(x - self._x_of(self._chosen.from_ms)) <= _GRIP:
            self._dragged = "from"
        elif abs(x - self._x_of(self._chosen.to_ms)) <= _GRIP:
            self._dragged = "to"
        else:
            self.time_chosen.emit(self._ms_at(x))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag begin, end or playhead along."""
        at_ms = self._ms_at(event.position().x())
        if self._dragged == "from" and at_ms < self._chosen.to_ms:
            self.range_dragged.emit(at_ms, self._chosen.to_ms)
        elif self._dragged == "to" and at_ms > self._chosen.from_ms:
            self.range_dragged.emit(self._chosen.from_ms, at_ms)
        elif not self._dragged and event.buttons() & Qt.MouseButton.LeftButton:
            self.time_chosen.emit(at_ms)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go, and show half a minute on both sides again."""
        if self._dragged:
            self._dragged = ""
            self.show_range(self._chosen)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ruler, the sound, the range and the playhead."""
        tokens = self._theme.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ruler(painter)
        top, height = tokens.scaled(_RULER), tokens.scaled(_BAR)
        ground = QRectF(_SIDE, top, self.width() - 2 * _SIDE, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("verzonken"))
        painter.drawRoundedRect(ground, 6, 6)
        left, right = self._x_of(self._chosen.from_ms), self._x_of(self._chosen.to_ms)
        painter.setBrush(tokens.color("luikgroen_zacht"))
        painter.drawRect(QRectF(left, top, right - left, height))
        self._paint_sound(painter, ground)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(tokens.color("luikgroen"), 2))
        painter.drawRect(QRectF(left, top + 1, right - left, height - 2))
        for x in (left, right):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.color("luikgroen"))
            painter.drawRoundedRect(QRectF(x - 5, top, 10, height), 4, 4)
            painter.setPen(QPen(tokens.color("op_luikgroen"), 1.5))
            painter.drawLine(QPointF(x, top + height * 0.35), QPointF(x, top + height * 0.65))
        if self._view.from_ms <= self._at_ms <= self._view.to_ms:
            paint_playhead(painter, tokens, self._at_ms, self._x_of(self._at_ms), self.width(), self.height() - 8)

    def _paint_ruler(self, painter: QPainter) -> None:
        tokens = self._theme.current
        painter.setFont(tokens.font("tijdlijn", is_tabular=True))
        px_per_ms = (self.width() - 2 * _SIDE) / self._view.duration_ms
        step_ms = next((step for step in _STEPS_MS if step * px_per_ms >= tokens.scaled(_MIN_LABEL_PX)), _STEPS_MS[-1])
        base = tokens.scaled(_RULER) - 6
        first = -(-self._view.from_ms // step_ms) * step_ms
        for at_ms in range(first, self._view.to_ms, step_ms):
            x = self._x_of(at_ms)
            painter.setPen(QPen(tokens.color("lijn_sterk"), 1))
            painter.drawLine(QPointF(x, base - 8), QPointF(x, base))
            if x < self.width() - 50:
                painter.setPen(tokens.color("inkt_3"))
                painter.drawText(QPointF(x + 4, base - 5), format_time(at_ms))

    def _paint_sound(self, painter: QPainter, ground: QRectF) -> None:
        if self._waveform is None or not self._waveform.peaks:
            return
        painter.setPen(QPen(self._theme.current.color("golf"), 2))
        middle = ground.center().y()
        for x in range(int(ground.left()) + 2, int(ground.right()) - 2, 4):
            index = self._ms_at(x) // self._waveform.step_ms
            if index < len(self._waveform.peaks):
                half = max(1.0, self._waveform.peaks[index] / 255 * (ground.height() / 2 - 6))
                painter.drawLine(QPointF(x, middle - half), QPointF(x, middle + half))

    def _x_of(self, at_ms: int) -> float:
        return _SIDE + (at_ms - self._view.from_ms) / self._view.duration_ms * (self.width() - 2 * _SIDE)

    def _ms_at(self, x: float) -> int:
        share = (x - _SIDE) / max(1, self.width() - 2 * _SIDE)
        return max(0, min(round(self._view.from_ms + share * self._view.duration_ms), self._duration_ms))
