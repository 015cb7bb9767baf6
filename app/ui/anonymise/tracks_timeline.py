"""Who is covered when: a lane per person along the fragment, with the doubtful spots and the playhead."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.anonymise_plan import AnonymisePlan, Track
from app.domain.doubt import Doubt
from app.domain.timecode import format_time
from app.ui.anonymise.mask_stage import letter_color
from app.ui.anonymise.picture_words import track_name
from app.ui.anonymise.playhead import paint_playhead
from app.ui.theme import Theme

_LABELS = 144
_RIGHT = 16
_RULER = 34
_LANE = 34
_BAR = 20
_STEPS_MS = (1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000)
_MIN_LABEL_PX = 78


class TracksTimeline(QWidget):
    """Left and right go to another frame, up and down to another person; a click goes to a time."""

    time_chosen = Signal(int)
    """In milliseconds of the fragment."""
    track_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._plan: AnonymisePlan | None = None
        self._doubts: Sequence[Doubt] = ()
        self._selected = ""
        self._at_ms = 0
        self._top = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Tijdlijn met een rij per persoon"))
        theme.changed.connect(self.updateGeometry)

    def show_plan(self, plan: AnonymisePlan, doubts: Sequence[Doubt], selected: str) -> None:
        """Show these tracks and spots."""
        if self._plan is None or len(plan.tracks) != len(self._plan.tracks):
            self.updateGeometry()
        self._plan, self._doubts, self._selected = plan, doubts, selected
        self.setAccessibleDescription(self.tr("Plekken om naar te kijken: {count}").format(count=len(doubts)))
        self.update()

    def set_time(self, at_ms: int) -> None:
        """Put the playhead at this time of the fragment."""
        self._at_ms = at_ms
        self.update()

    @Slot(int)
    def keep_ruler_at(self, top: int) -> None:
        """Paint the ruler so far down: the lanes scroll under it."""
        self._top = top
        self.update()

    @property
    def reach(self) -> int:
        """How far around the centre of a lane has to be in view to see it and the ruler above it."""
        return self._ruler_height() + self._lane_height() // 2

    def lane_center(self, track_id: str) -> int:
        """Return how far down the lane of this track is."""
        ids = [track.track_id for track in self._plan.tracks] if self._plan else []
        lane = ids.index(track_id) if track_id in ids else 0
        return self._ruler_height() + lane * self._lane_height() + self._lane_height() // 2

    def sizeHint(self) -> QSize:
        """Return the room for every lane."""
        lanes = max(1, len(self._plan.tracks)) if self._plan else 1
        return QSize(600, self._ruler_height() + lanes * self._lane_height() + 10)

    def minimumSizeHint(self) -> QSize:
        """Return the same height; the width may shrink."""
        return QSize(320, self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the time, and choose the person of the lane."""
        if self._plan is None:
            return
        lane = int((event.position().y() - self._ruler_height()) // self._lane_height())
        is_on_ruler = event.position().y() < self._top + self._ruler_height()
        if not is_on_ruler and lane < len(self._plan.tracks):
            self.track_chosen.emit(self._plan.tracks[lane].track_id)
        if event.position().x() >= self._left():
            self._go(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the playhead along."""
        if event.buttons() & Qt.MouseButton.LeftButton and event.position().x() >= self._left():
            self._go(event.position().x())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose another person; everything else is for the step."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None or self._plan is None or not self._plan.tracks:
            super().keyPressEvent(event)
            return
        ids = [track.track_id for track in self._plan.tracks]
        now = ids.index(self._selected) if self._selected in ids else -step if step > 0 else len(ids)
        self.track_chosen.emit(ids[max(0, min(now + step, len(ids) - 1))])

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ruler, the lanes and the playhead."""
        if self._plan is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, track in enumerate(self._plan.tracks):
            self._paint_lane(painter, index, track)
        self._paint_ruler(painter)
        paint_playhead(painter, self._theme.current, self._at_ms, self._x_of(self._at_ms), self.width(), self.height() - 4, self._top)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.current.color("focusring"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _paint_ruler(self, painter: QPainter) -> None:
        tokens = self._theme.current
        painter.setFont(tokens.font("tijdlijn", is_tabular=True))
        step_ms = self._ruler_step()
        duration_ms = self._duration_ms()
        base = self._top + self._ruler_height() - 6
        if self._top:
            painter.fillRect(QRectF(0, self._top, self.width(), self._ruler_height()), tokens.color("paneel"))
        painter.setPen(QPen(tokens.color("lijn_sterk"), 1))
        for at_ms in range(0, duration_ms + 1, step_ms // 3 if step_ms % 3 == 0 else step_ms // 2):
            x = self._x_of(at_ms)
            painter.drawLine(QPointF(x, base - (9 if at_ms % step_ms == 0 else 5)), QPointF(x, base))
        painter.setPen(tokens.color("inkt_3"))
        for at_ms in range(0, duration_ms + 1, step_ms):
            if self._x_of(at_ms) < self.width() - 40:
                painter.drawText(QPointF(self._x_of(at_ms) + 4, base - 6), format_time(at_ms))

    def _paint_lane(self, painter: QPainter, index: int, track: Track) -> None:
        tokens = self._theme.current
        height, bar = self._lane_height(), tokens.scaled(_BAR)
        top = self._ruler_height() + index * height
        middle = top + height / 2
        if track.track_id == self._selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.color("luikgroen_zacht"))
            painter.drawRoundedRect(QRectF(6, top + 1, self.width() - 12, height - 2), 6, 6)
        self._paint_label(painter, track, middle)
        ground = QRectF(self._left(), middle - bar / 2 - 2, self._right() - self._left(), bar + 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("verzonken"))
        painter.drawRoundedRect(ground, 4, 4)
        if track.keys:
            start, end = self._frame_x(track.keys[0].frame), self._frame_x(track.keys[-1].frame + 1)
            self._paint_span(painter, track, QRectF(start, middle - bar / 2, end - start, bar))
        for doubt in self._doubts:
            if doubt.track_id == track.track_id:
                self._paint_doubt(painter, doubt, middle, bar)

    def _paint_label(self, painter: QPainter, track: Track, middle: float) -> None:
        tokens = self._theme.current
        px = tokens.scaled(20)
        square = QRectF(14, middle - px / 2, px, px)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(letter_color(track.letter) if track.hidden else tokens.color("verzonken"))
        painter.drawRoundedRect(square, 5, 5)
        painter.setFont(tokens.font("tijdlijn", 700))
        painter.setPen(QColor("#FFFFFF") if track.hidden else tokens.color("inkt_2"))
        painter.drawText(square, Qt.AlignmentFlag.AlignCenter, track.letter)
        font = tokens.font("klein")
        painter.setFont(font)
        painter.setPen(tokens.color("inkt_2"))
        room = self._left() - square.right() - 16
        name = QFontMetrics(font).elidedText(track_name(track), Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QRectF(square.right() + 8, middle - px, room, 2 * px), Qt.AlignmentFlag.AlignVCenter, name)

    def _paint_span(self, painter: QPainter, track: Track, area: QRectF) -> None:
        tokens = self._theme.current
        area.setWidth(max(area.width(), 3.0))
        if track.hidden:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(letter_color(track.letter))
        else:
            painter.setPen(QPen(tokens.color("lijn_sterk"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area, 4, 4)

    def _paint_doubt(self, painter: QPainter, doubt: Doubt, middle: float, bar: float) -> None:
        tokens = self._theme.current
        left = self._frame_x(doubt.first)
        area = QRectF(left, middle - bar / 2, max(self._frame_x(doubt.last + 1) - left, 8.0), bar)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("kaart"))
        painter.drawRoundedRect(area, 4, 4)
        painter.setBrush(QBrush(tokens.color("menie"), Qt.BrushStyle.BDiagPattern))
        painter.setPen(QPen(tokens.color("menie"), 2))
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 4, 4)

    def _go(self, x: float) -> None:
        share = (x - self._left()) / max(1.0, self._right() - self._left())
        self.time_chosen.emit(round(max(0.0, min(share, 1.0)) * self._duration_ms()))

    def _duration_ms(self) -> int:
        return self._plan.range.duration_ms if self._plan else 1

    def _frame_x(self, frame: int) -> float:
        times = self._plan.frame_times_ms if self._plan else (0,)
        return self._x_of(times[frame] if frame < len(times) else self._duration_ms())

    def _x_of(self, at_ms: float) -> float:
        share = max(0.0, min(at_ms / self._duration_ms(), 1.0))
        return self._left() + share * (self._right() - self._left())

    def _ruler_step(self) -> int:
        px_per_ms = (self._right() - self._left()) / self._duration_ms()
        needed = self._theme.current.scaled(_MIN_LABEL_PX)
        return next((step for step in _STEPS_MS if step * px_per_ms >= needed), _STEPS_MS[-1])

    def _left(self) -> float:
        return self._theme.current.scaled(_LABELS)

    def _right(self) -> float:
        return max(self._left() + 1.0, float(self.width() - _RIGHT))

    def _ruler_height(self) -> int:
        return self._theme.current.scaled(_RULER)

    def _lane_height(self) -> int:
        return self._theme.current.scaled(_LANE)
