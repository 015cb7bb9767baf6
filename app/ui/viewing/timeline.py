"""The zoomed part of the recording: ruler, pictures, sound and my moments, with the line of now over them."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QFocusEvent, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.lanes import Thumbnail, Waveform
from app.domain.moment import Moment
from app.domain.timecode import TimeRange, format_time
from app.ui.icons import pixmap
from app.ui.theme import Theme
from app.ui.viewing.accessible import AccessibleItem, AccessibleItems
from app.ui.viewing.lanes import (
    LANE_RADIUS,
    MomentBox,
    ThumbnailStrip,
    moment_boxes,
    paint_band,
    paint_moments,
    paint_playhead,
    paint_ruler,
    paint_silences,
    paint_waveform,
    playhead_plate,
    silences,
)
from app.ui.viewing.mark_button import kind_word
from app.ui.viewing.time_axis import TimeAxis

RIGHT_PX = 12
_LABEL_PX = 116
_GAP_PX = 5
_ZOOM_STEP = 1.6
_WHEEL_STEP = 120.0
PICTURE, SOUND, MOMENTS = "picture", "sound", "moments"
_ICONS = {PICTURE: "opnamen", SOUND: "golf", MOMENTS: "moment"}
_SHARES = {PICTURE: 1.1, SOUND: 1.0, MOMENTS: 1.05}


@dataclass(frozen=True)
class LaneProgress:
    """How far the drawing of a lane is, 0 to 1."""

    lane: str
    share: float


class Timeline(QWidget):
    """Paints only what is in view, once, and over it the line of now, which is all that moves while it plays."""

    seek_requested = Signal(int)
    moment_opened = Signal(str)
    view_changed = Signal(object)
    """The new `TimeAxis`."""

    items_role = QAccessible.Role.List
    item_role = QAccessible.Role.ListItem

    def __init__(self, theme: Theme, duration_ms: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._axis = TimeAxis(duration_ms)
        self._moments: tuple[Moment, ...] = ()
        self._selected_id = ""
        self._strip: ThumbnailStrip | None = None
        self._waveform: Waveform | None = None
        self._silences: list[TimeRange] = []
        self._failed_lanes: dict[str, str] = {}
        self._progress = LaneProgress("", 0.0)
        self._position_ms = 0
        self._pending_in_ms: int | None = None
        self._is_short = False
        self._active_lane = MOMENTS
        self._painted: QPixmap | None = None
        self._drag_from: QPoint | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Tijdlijn"))
        AccessibleItems.describe(self)
        theme.changed.connect(self._on_theme_changed)

    @property
    def axis(self) -> TimeAxis:
        """Which part is shown."""
        return self._axis

    @property
    def lanes(self) -> tuple[str, ...]:
        """The lanes that are shown, from top to bottom."""
        return (SOUND, MOMENTS) if self._is_short else (PICTURE, SOUND, MOMENTS)

    @property
    def active_lane(self) -> str:
        """The lane the keyboard is in."""
        return self._active_lane

    @property
    def label_px(self) -> int:
        """The room for the names of the lanes."""
        return self._theme.current.scaled(_LABEL_PX)

    def show_moments(self, moments: Sequence[Moment], selected_id: str) -> None:
        """Show these moments, one of them chosen (or none)."""
        if (tuple(moments), selected_id) != (self._moments, self._selected_id):
            self._moments, self._selected_id = tuple(moments), selected_id
            self._repaint()

    def show_thumbnails(self, thumbnails: Sequence[Thumbnail]) -> None:
        """Show the small pictures."""
        self._strip = ThumbnailStrip(thumbnails)
        self._repaint()

    def show_waveform(self, waveform: Waveform) -> None:
        """Show the sound; an empty one is a recording without sound."""
        self._waveform = waveform
        self._silences = silences(waveform)
        self._repaint()

    def show_progress(self, progress: LaneProgress) -> None:
        """Show how far the drawing of a lane is."""
        self._progress = progress
        self._repaint()

    def show_failure(self, lane: str, sentence: str) -> None:
        """Say in the lane why there is nothing to see."""
        self._failed_lanes[lane] = sentence
        self._repaint()

    def show_pending_in(self, at_ms: int | None) -> None:
        """Mark where a new moment begins that has no end yet."""
        if at_ms != self._pending_in_ms:
            self._pending_in_ms = at_ms
            self._repaint()

    def show_position(self, at_ms: int, *, follows: bool) -> None:
        """Move the line of now; with `follows` the view goes along when it leaves it."""
        if at_ms == self._position_ms:
            return
        before = self._playhead_rect()
        self._position_ms = at_ms
        if follows:
            self._show_axis(self._axis.following(at_ms))
        after = self._playhead_rect()
        if before != after or self._axis.span_ms < 10_000:
            self.update(before)
            self.update(after)

    def set_short(self, *, is_short: bool) -> None:
        """Leave out the pictures, for where there is little height."""
        if is_short != self._is_short:
            self._is_short = is_short
            self._repaint()

    def zoom(self, steps: float, anchor_ms: float | None = None) -> None:
        """Come closer (or go further away when negative) around this time, or around now."""
        if anchor_ms is None:
            anchor_ms = self._position_ms if self._axis.shows(self._position_ms) else (self._axis.from_ms + self._axis.to_ms) / 2
        self._show_axis(self._axis.zoomed(_ZOOM_STEP**steps, anchor_ms))

    def show_around(self, at_ms: float) -> None:
        """Show the part with this time in the middle."""
        self._show_axis(self._axis.scrolled(at_ms - (self._axis.from_ms + self._axis.to_ms) / 2))

    def bring_into_view(self, at_ms: float) -> None:
        """Show a part with this time in it; stays where it is when it is in view already."""
        self._show_axis(self._axis.following(at_ms))

    def move_lane(self, by: int) -> None:
        """Go to the lane above or below."""
        lanes = self.lanes
        index = lanes.index(self._active_lane) if self._active_lane in lanes else 0
        self._active_lane = lanes[min(max(index + by, 0), len(lanes) - 1)]
        self._describe()
        self._repaint()

    def next_silence_ms(self) -> int | None:
        """Return where the next silence after now begins, None when there is none."""
        return next((silence.from_ms for silence in self._silences if silence.from_ms > self._position_ms + 50), None)

    def accessible_items(self) -> list[AccessibleItem]:
        """Return the moments as a screen reader names them."""
        boxes = {box.moment.moment_id: box.frame.toRect() for box in self._boxes()}
        return [
            AccessibleItem(self.moment_name(moment), boxes.get(moment.moment_id, QRect()), moment.moment_id == self._selected_id)
            for moment in self._moments
        ]

    def moment_name(self, moment: Moment) -> str:
        """Return a moment in one line: its kind, its time and its first words."""
        until = self.tr(" tot {time}").format(time=format_time(moment.until_ms)) if moment.until_ms is not None else ""
        words = next((text for text in (moment.see, moment.now, moment.then, moment.next) if text.strip()), self.tr("nog zonder woorden"))
        return f"{kind_word(moment.kind)}, {format_time(moment.at_ms)}{until}, {words}"

    def sizeHint(self) -> QSize:
        """Return the height of the drawing, with or without pictures."""
        return QSize(800, self.minimumHeight() + 40)

    def minimumSizeHint(self) -> QSize:
        """Return the ruler and lanes that can still be read."""
        tokens = self._theme.current
        return QSize(self.label_px + 200, tokens.scaled(32) + len(self.lanes) * (tokens.scaled(30) + _GAP_PX) + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy what was painted before and put the line of now on it."""
        density = self.devicePixelRatioF()
        if self._painted is None or self._painted.size() != self.size() * density:
            self._painted = QPixmap(self.size() * density)
            self._painted.setDevicePixelRatio(density)
            self._painted.fill(self._theme.current.color("paneel"))
            painter = QPainter(self._painted)
            self._paint_lanes(painter)
            painter.end()
        painter = QPainter(self)
        painter.setClipRegion(event.region())
        painter.drawPixmap(0, 0, self._painted)
        self._paint_now(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.current.color("focusring"), 2))
            painter.drawRoundedRect(QRectF(self._lane_rects()[self._active_or_first()]).adjusted(-1, -1, 1, 1), LANE_RADIUS, LANE_RADIUS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spread the same part of the recording over the new width."""
        super().resizeEvent(event)
        self._axis = self._axis.resized(self._area().width())
        self._repaint()
        self.view_changed.emit(self._axis)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll along the recording; with Ctrl, zoom where the pointer is."""
        turned = (event.angleDelta().y() or event.angleDelta().x()) / _WHEEL_STEP
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(turned, self._ms_at(event.position().x()))
        else:
            self._show_axis(self._axis.scrolled(-turned * self._axis.span_ms / 8))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the moment under the pointer, or go to that time."""
        if event.button() != Qt.MouseButton.LeftButton or event.position().x() < self.label_px - 6:
            return
        box = self._box_at(event.position())
        if box is not None:
            self._active_lane = MOMENTS
            self.moment_opened.emit(box.moment.moment_id)
            return
        self._drag_from = event.position().toPoint()
        self.seek_requested.emit(self._ms_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the line of now; show a hand over a moment."""
        if self._drag_from is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self.seek_requested.emit(self._ms_at(event.position().x()))
        elif self._box_at(event.position()) is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go of the line of now."""
        self._drag_from = None

    def event(self, event: QEvent) -> bool:
        """Show the words of a moment under the pointer."""
        if isinstance(event, QHelpEvent):
            box = self._box_at(QPointF(event.pos()))
            self.setToolTip(self.moment_name(box.moment) if box else "")
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which lane the keyboard is in."""
        super().focusInEvent(event)
        self._describe()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the focus frame away."""
        super().focusOutEvent(event)
        self.update()

    def _paint_lanes(self, painter: QPainter) -> None:
        tokens = self._theme.current
        ruler, rects = self._ruler(), self._lane_rects()
        paint_ruler(painter, tokens, self._axis, ruler)
        names = {PICTURE: self.tr("Beeld"), SOUND: self.tr("Geluid"), MOMENTS: self.tr("Ik")}
        icon_px = tokens.scaled(16)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for lane, rect in rects.items():
            painter.drawPixmap(QPointF(14, rect.center().y() - icon_px / 2), pixmap(_ICONS[lane], tokens.color("inkt_3"), icon_px))
            painter.setFont(tokens.font("klein"))
            painter.setPen(tokens.color("inkt_2"))
            left = 14 + icon_px + 6
            painter.drawText(QRectF(left, rect.top(), self.label_px - left, rect.height()), Qt.AlignmentFlag.AlignVCenter, names[lane])
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.color("verzonken"))
            painter.drawRoundedRect(rect, LANE_RADIUS, LANE_RADIUS)
        if PICTURE in rects:
            self._paint_pictures(painter, rects[PICTURE])
        self._paint_sound(painter, rects[SOUND])
        self._paint_selected_band(painter, rects)
        if not self._moments:
            self._say(painter, rects[MOMENTS], self.tr("Nog geen momenten. Begin met iets dat helpt. Druk op 1 als je het ziet."))
        paint_moments(painter, tokens, rects[MOMENTS], self._boxes(), self._selected_id)

    def _paint_pictures(self, painter: QPainter, rect: QRectF) -> None:
        if self._strip is not None:
            self._strip.paint(painter, self._axis, rect)
        else:
            self._say(painter, rect, self._failed_lanes.get(PICTURE) or self.tr("Beeldjes worden getekend. Je kunt al kijken."), PICTURE)

    def _paint_sound(self, painter: QPainter, rect: QRectF) -> None:
        tokens = self._theme.current
        if self._waveform is None:
            self._say(painter, rect, self._failed_lanes.get(SOUND) or self.tr("Geluid wordt getekend"), SOUND)
        elif not self._waveform.peaks:
            self._say(painter, rect, self.tr("Deze opname heeft geen geluid"))
        else:
            paint_waveform(painter, tokens, self._axis, rect, self._waveform)
            paint_silences(painter, tokens, self._axis, rect, self._silences)

    def _paint_selected_band(self, painter: QPainter, rects: dict[str, QRectF]) -> None:
        top = next(iter(rects.values())).top()
        band = QRectF(rects[MOMENTS].left(), top, rects[MOMENTS].width(), rects[MOMENTS].top() - _GAP_PX - top)
        tokens = self._theme.current
        selected = next((moment for moment in self._moments if moment.moment_id == self._selected_id), None)
        if selected is not None and selected.until_ms is not None:
            color = tokens.mark(selected.kind.value).shape if selected.kind else tokens.color("lijn_sterk")
            paint_band(painter, color, self._x_of(selected.at_ms), self._x_of(selected.until_ms), band)
        if self._pending_in_ms is not None and self._axis.shows(self._pending_in_ms):
            x = self._x_of(self._pending_in_ms)
            painter.setPen(QPen(tokens.color("inkt"), 2))
            painter.drawLine(QPointF(x, band.top()), QPointF(x, rects[MOMENTS].bottom()))

    def _say(self, painter: QPainter, rect: QRectF, sentence: str, lane: str = "") -> None:
        tokens = self._theme.current
        painter.setFont(tokens.font("klein"))
        painter.setPen(tokens.color("inkt_2"))
        words = QRectF(rect).adjusted(12, 0, -12, 0)
        shown = painter.fontMetrics().elidedText(sentence, Qt.TextElideMode.ElideRight, round(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)
        if lane and lane not in self._failed_lanes:
            left = words.left() + painter.fontMetrics().horizontalAdvance(shown) + 14
            bar = QRectF(left, rect.center().y() - 2, min(160.0, rect.right() - left - 12), 4)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.color("lijn"))
            painter.drawRoundedRect(bar, 2, 2)
            share = self._progress.share if self._progress.lane == lane else 0.0
            painter.setBrush(tokens.color("luikgroen"))
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * share, bar.height()), 2, 2)

    def _paint_now(self, painter: QPainter) -> None:
        tokens = self._theme.current
        area = self._area()
        x = self._x_of(self._position_ms)
        if area.left() - 1 <= x <= area.right() + 1:
            bottom = self._lane_rects()[MOMENTS].bottom() + 3
            paint_playhead(painter, tokens, x, format_time(self._position_ms), self._ruler(), bottom)
            return
        # Out of view: an arrow at the edge says on which side it is.
        is_left = x < area.left()
        tip = QPointF(area.left() + 1, self._ruler().center().y()) if is_left else QPointF(area.right() - 1, self._ruler().center().y())
        away = 9 if is_left else -9
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("speelkop"))
        painter.drawPolygon([tip, QPointF(tip.x() + away, tip.y() - 7), QPointF(tip.x() + away, tip.y() + 7)])

    def _playhead_rect(self) -> QRect:
        x = self._x_of(self._position_ms)
        plate = playhead_plate(self._theme.current, x, format_time(self._position_ms), self._ruler())
        if not self._area().left() - 1 <= x <= self._area().right() + 1:
            return QRect(0, 0, self.width(), round(self._ruler().bottom()))
        line = QRectF(x - 2, plate.top(), 4, self.height() - plate.top())
        return plate.united(line).toAlignedRect().adjusted(-2, -2, 2, 2)

    def _area(self) -> QRectF:
        return QRectF(self.label_px, 0, max(1, self.width() - self.label_px - RIGHT_PX), self.height())

    def _ruler(self) -> QRectF:
        area = self._area()
        return QRectF(area.left(), 0, area.width(), self._theme.current.scaled(32))

    def _lane_rects(self) -> dict[str, QRectF]:
        area, top = self._area(), self._ruler().bottom()
        lanes = self.lanes
        room = self.height() - top - 8 - _GAP_PX * (len(lanes) - 1)
        total = sum(_SHARES[lane] for lane in lanes)
        rects = {}
        for lane in lanes:
            height = float(round(max(20.0, room * _SHARES[lane] / total)))
            rects[lane] = QRectF(area.left(), top, area.width(), height)
            top += height + _GAP_PX
        return rects

    def _boxes(self) -> list[MomentBox]:
        return moment_boxes(self._moments, self._axis, self._lane_rects()[MOMENTS], self._theme.current)

    def _box_at(self, place: QPointF) -> MomentBox | None:
        under = [box for box in self._boxes() if box.hit.contains(place)]
        # Where moments overlap, the shortest is the hardest to reach any other way.
        return min(under, key=lambda box: box.frame.width(), default=None)

    def _x_of(self, at_ms: float) -> float:
        return self._area().left() + self._axis.x_of(at_ms)

    def _ms_at(self, x: float) -> int:
        return self._axis.ms_at(x - self._area().left())

    def _show_axis(self, axis: TimeAxis) -> None:
        if axis != self._axis:
            self._axis = axis
            self._repaint()
            self.view_changed.emit(axis)

    def _active_or_first(self) -> str:
        return self._active_lane if self._active_lane in self.lanes else self.lanes[0]

    def _describe(self) -> None:
        names = {PICTURE: self.tr("Beeld"), SOUND: self.tr("Geluid. Enter gaat naar de volgende stilte"), MOMENTS: self.tr("Ik: mijn momenten")}
        self.setAccessibleDescription(names[self._active_or_first()])

    def _repaint(self) -> None:
        self._painted = None
        self.update()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._axis = self._axis.resized(self._area().width())
        self.updateGeometry()
        self._repaint()
