"""The zoomed part of the recording: ruler, pictures, sound and my moments, with the line of now over them."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.chapter import Chapter
from app.domain.lanes import Thumbnail, Waveform
from app.domain.moment import Moment
from app.domain.timecode import TimeRange, format_time
from app.ui.theme import Theme
from app.ui.viewing.moment.mark_button import kind_word
from app.ui.viewing.timeline.chapter_lane import ChapterBox, chapter_at
from app.ui.viewing.timeline.dragging import Dragged, Grip, grip_at
from app.ui.viewing.timeline.lanes import LANE_RADIUS, ThumbnailStrip, paint_playhead, playhead_plate
from app.ui.viewing.timeline.moment_lane import MomentBox, MomentRow
from app.ui.viewing.timeline.sound_lane import SoundShape, silences
from app.ui.viewing.timeline.time_axis import TimeAxis
from app.ui.viewing.timeline.timeline_look import (
    CHAPTERS,
    GAP_PX,
    MOMENTS,
    PICTURE,
    SOUND,
    SUPERVISOR,
    LaneProgress,
    TimelineContent,
    TimelineLook,
    closed_sentence,
    label_width,
    lane_names,
)
from app.ui.widgets.accessible import AccessibleItem, AccessibleItems
from app.ui.widgets.labels import plain_tip

_ZOOM_STEP = 1.6
_WHEEL_STEP = 120.0
_LANES_BY_ROOM = ((PICTURE, SOUND, CHAPTERS, MOMENTS, SUPERVISOR), (SOUND, MOMENTS, SUPERVISOR), (SOUND, MOMENTS), (MOMENTS,))
_DRAG_PX = 4
"""A hand that only clicks moves less than this."""


class Timeline(QWidget):
    """Paints only what is in view, once, and over it the line of now, which is all that moves while it plays."""

    seek_requested = Signal(int)
    moment_opened = Signal(str)
    moment_reshaped = Signal(object)
    """A `Moment` with the times it was dragged to."""
    chapter_moved = Signal(object)
    """A `Chapter` with the time it was dragged to."""
    chapter_asked = Signal(object, QPoint)
    """The `Chapter` somebody wants to change, and where on the screen."""
    view_changed = Signal(object)
    """The new `TimeAxis`."""

    items_role = QAccessible.Role.List
    item_role = QAccessible.Role.ListItem

    def __init__(self, theme: Theme, duration_ms: int, parent: QWidget | None = None, *, fps: float = 0.0) -> None:
        super().__init__(parent)
        self._theme = theme
        self._axis = TimeAxis(duration_ms)
        self._fps = fps
        self._content = TimelineContent()
        self._position_ms = 0
        self._is_short = False
        self._active_lane = MOMENTS
        self._painted: QPixmap | None = None
        self._is_seeking = False
        self._held: Dragged | None = None
        self._pressed_x = 0.0
        self._dragged: Moment | Chapter | None = None
        """What the held one becomes when it is let go; None until the pointer has gone far enough."""
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
        """The lanes that are shown, from top to bottom: as many as can be read at this height."""
        allowed = _LANES_BY_ROOM[1:] if self._is_short else _LANES_BY_ROOM
        return next((lanes for lanes in allowed if self._needed_px(lanes) <= self.height()), allowed[-1])

    @property
    def active_lane(self) -> str:
        """The lane the keyboard is in."""
        return self._active_or_first()

    @property
    def label_px(self) -> int:
        """The room for the names of the lanes."""
        return label_width(self._theme.current)

    def show_moments(self, moments: Sequence[Moment], selected_id: str) -> None:
        """Show these moments, one of them chosen (or none)."""
        row = self._content.row if self._content.row.moments is moments else MomentRow(tuple(moments))
        self._show(replace(self._content, row=row, selected_id=selected_id))

    def show_chapters(self, chapters: Sequence[Chapter]) -> None:
        """Show the parts of the conversation."""
        self._show(replace(self._content, chapters=tuple(chapters), chapter_now=chapter_at(chapters, self._position_ms)))

    def show_loop(self, loop: TimeRange | None) -> None:
        """Show the range that repeats, or none."""
        self._show(replace(self._content, loop=loop))

    def show_thumbnails(self, thumbnails: Sequence[Thumbnail]) -> None:
        """Show the small pictures."""
        self._show(replace(self._content, strip=ThumbnailStrip(thumbnails)))

    def show_waveform(self, waveform: Waveform) -> None:
        """Show the sound; an empty one is a recording without sound."""
        self._show(replace(self._content, sound=SoundShape(waveform), silences=tuple(silences(waveform))))

    def show_progress(self, progress: LaneProgress) -> None:
        """Show how far the drawing of a lane is."""
        self._show(replace(self._content, progress=progress))

    def show_failure(self, lane: str, sentence: str) -> None:
        """Say in the lane why there is nothing to see."""
        self._show(replace(self._content, failures=self._content.failures | {lane: sentence}))

    def show_pending_in(self, at_ms: int | None) -> None:
        """Mark where a new moment begins that has no end yet."""
        self._show(replace(self._content, pending_in_ms=at_ms))

    def show_position(self, at_ms: int, *, follows: bool) -> None:
        """Move the line of now; with `follows` the view goes along when it leaves it."""
        if at_ms == self._position_ms:
            return
        before = self._playhead_rect()
        self._position_ms = at_ms
        if follows:
            self._show_axis(self._axis.following(at_ms))
        chapter = chapter_at(self._content.chapters, at_ms)
        if chapter != self._content.chapter_now:
            self._show(replace(self._content, chapter_now=chapter))
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
        found = self._content.silences
        place = bisect_right(found, self._position_ms + 50, key=lambda silence: silence.from_ms)
        return found[place].from_ms if place < len(found) else None

    @property
    def chapter_now(self) -> Chapter | None:
        """The chapter the line of now is in."""
        return self._content.chapter_now

    def chapter_place(self, at_ms: int) -> QPoint:
        """Return where on the screen a menu about this time of the conversation belongs."""
        look = self._look()
        lane = look.rects.get(CHAPTERS, look.rects[MOMENTS])
        x = min(max(self._x_of(at_ms), lane.left()), lane.right())
        return self.mapToGlobal(QPoint(round(x), round(lane.top())))

    def accessible_items(self) -> list[AccessibleItem]:
        """Return the moments as a screen reader names them."""
        boxes = {box.moment.moment_id: box.frame.toRect() for box in self._boxes()}
        return [
            AccessibleItem(self.moment_name(moment), boxes.get(moment.moment_id, QRect()), moment.moment_id == self._content.selected_id)
            for moment in self._content.row.moments
        ] + [AccessibleItem(self._chapter_name(box.chapter), box.frame.toRect()) for box in self._look().chapter_boxes(self._axis, self._content)]

    def moment_name(self, moment: Moment) -> str:
        """Return a moment in one line: its kind, its time and its first words."""
        until = self.tr(" tot {time}").format(time=format_time(moment.until_ms)) if moment.until_ms is not None else ""
        words = next((text for text in (moment.see, moment.now, moment.then, moment.next) if text.strip()), self.tr("nog zonder woorden"))
        return f"{kind_word(moment.kind)}, {format_time(moment.at_ms)}{until}, {words}"

    def sizeHint(self) -> QSize:
        """Return the height of the drawing, with or without pictures."""
        return QSize(800, self.minimumHeight() + 40)

    def minimumSizeHint(self) -> QSize:
        """Return the ruler and one lane that can still be read."""
        return QSize(self.label_px + 200, self._needed_px(_LANES_BY_ROOM[-1]))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy what was painted before and put the line of now on it."""
        density = self.devicePixelRatioF()
        if self._painted is None or self._painted.size() != self.size() * density:
            self._painted = QPixmap(self.size() * density)
            self._painted.setDevicePixelRatio(density)
            self._painted.fill(self._theme.current.color("paneel"))
            painter = QPainter(self._painted)
            self._look().paint(painter, self._axis, self._shown())
            painter.end()
        painter = QPainter(self)
        painter.setClipRegion(event.region())
        painter.drawPixmap(0, 0, self._painted)
        self._paint_now(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.current.color("focusring"), 2))
            painter.drawRoundedRect(self._look().rects[self._active_or_first()].adjusted(-1, -1, 1, 1), LANE_RADIUS, LANE_RADIUS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spread the same part of the recording over the new width."""
        super().resizeEvent(event)
        self._axis = self._axis.resized(self._look().area.width())
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
        """Open the moment under the pointer and take hold of it, or go to that time."""
        x = event.position().x()
        if event.button() != Qt.MouseButton.LeftButton or x < self.label_px - 6:
            return
        self._pressed_x = x
        box, chapter = self._box_at(event.position()), self._chapter_at(event.position())
        if box is not None:
            self._active_lane = MOMENTS
            self._held = Dragged(box.moment, grip_at(box, x), self._ms_at(x))
            self.moment_opened.emit(box.moment.moment_id)
        elif chapter is not None:
            self._active_lane = CHAPTERS
            if chapter.is_grip(x):
                self._held = Dragged(chapter.chapter, Grip.ALL, self._ms_at(x))
            else:
                self.seek_requested.emit(chapter.chapter.at_ms)
        else:
            self._is_seeking = True
            self.seek_requested.emit(self._ms_at(x))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what was taken hold of, or the line of now; show what can be done where the pointer is."""
        x = event.position().x()
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._show_cursor(event.position())
        elif self._held is not None and (self._dragged is not None or abs(x - self._pressed_x) >= _DRAG_PX):
            self._dragged = self._held.moved_to(self._ms_at(x), self._axis.duration_ms, self._fps)
            self._repaint()
        elif self._is_seeking:
            self.seek_requested.emit(self._ms_at(x))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go; what was dragged gets its new times."""
        held, dragged = self._held, self._dragged
        self._let_go()
        if held is None or dragged is None or dragged == held.subject:
            return
        if isinstance(dragged, Chapter):
            self.chapter_moved.emit(dragged)
        else:
            self.moment_reshaped.emit(dragged)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask what to do with the chapter under the pointer."""
        self._ask_chapter(event.position())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask what to do with the chapter under the pointer."""
        self._ask_chapter(QPointF(event.pos()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc drop what is being dragged; everything else is the screen's."""
        if self._dragged is not None and event.key() == Qt.Key.Key_Escape:
            self._let_go()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Show the words of a moment under the pointer."""
        if isinstance(event, QHelpEvent):
            box = self._box_at(QPointF(event.pos()))
            chapter = self._chapter_at(QPointF(event.pos()))
            words = self.moment_name(box.moment) if box else chapter.chapter.name if chapter else ""
            self.setToolTip(plain_tip(words))
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

    def _needed_px(self, lanes: tuple[str, ...]) -> int:
        tokens = self._theme.current
        return tokens.scaled(32) + len(lanes) * (tokens.scaled(30) + GAP_PX) + 8

    def _let_go(self) -> None:
        self._is_seeking, self._held, self._dragged = False, None, None
        self._repaint()

    def _ask_chapter(self, place: QPointF) -> None:
        box = self._chapter_at(place)
        if box is not None:
            self._let_go()
            self.chapter_asked.emit(box.chapter, self.mapToGlobal(place.toPoint()))

    def _show_cursor(self, place: QPointF) -> None:
        box, chapter = self._box_at(place), self._chapter_at(place)
        is_end = box is not None and grip_at(box, place.x()) is not Grip.ALL
        is_border = box is None and chapter is not None and chapter.is_grip(place.x())
        if is_end or is_border:
            self.setCursor(Qt.CursorShape.SizeHorCursor)
        elif box is not None or chapter is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()

    def _chapter_at(self, place: QPointF) -> ChapterBox | None:
        boxes = self._look().chapter_boxes(self._axis, self._content)
        # The later one begins here, so its beginning is what can be taken hold of.
        return next((box for box in reversed(boxes) if box.frame.adjusted(-3, 0, 0, 0).contains(place)), None)

    def _chapter_name(self, chapter: Chapter) -> str:
        return self.tr("Deel van het gesprek: {name}, vanaf {time}").format(name=chapter.name, time=format_time(chapter.at_ms))

    def _shown(self) -> TimelineContent:
        """Return the content with what is being dragged where it is now."""
        content, dragged = self._content, self._dragged
        if isinstance(dragged, Chapter):
            others = [chapter for chapter in content.chapters if chapter.chapter_id != dragged.chapter_id]
            return replace(content, chapters=tuple(sorted([*others, dragged], key=lambda chapter: chapter.at_ms)))
        if dragged is not None:
            moved = [dragged if moment.moment_id == dragged.moment_id else moment for moment in content.row.moments]
            return replace(content, row=MomentRow(tuple(sorted(moved, key=lambda moment: moment.at_ms))))
        return content

    def _paint_now(self, painter: QPainter) -> None:
        tokens, look = self._theme.current, self._look()
        x = self._x_of(self._position_ms)
        if look.area.left() - 1 <= x <= look.area.right() + 1:
            paint_playhead(painter, tokens, x, format_time(self._position_ms), look.ruler, look.rects[self.lanes[-1]].bottom() + 3)
            return
        # Out of view: an arrow at the edge says on which side it is.
        is_left = x < look.area.left()
        tip = QPointF(look.area.left() + 1 if is_left else look.area.right() - 1, look.ruler.center().y())
        away = 9 if is_left else -9
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("speelkop"))
        painter.drawPolygon([tip, QPointF(tip.x() + away, tip.y() - 7), QPointF(tip.x() + away, tip.y() + 7)])

    def _playhead_rect(self) -> QRect:
        look = self._look()
        x = self._x_of(self._position_ms)
        if not look.area.left() - 1 <= x <= look.area.right() + 1:
            return QRect(0, 0, self.width(), round(look.ruler.bottom()))
        plate = playhead_plate(self._theme.current, x, format_time(self._position_ms), look.ruler)
        line = QRectF(x - 2, plate.top(), 4, self.height() - plate.top())
        return plate.united(line).toAlignedRect().adjusted(-2, -2, 2, 2)

    def _look(self) -> TimelineLook:
        return TimelineLook(self._theme.current, self.lanes, self.width(), self.height())

    def _boxes(self) -> list[MomentBox]:
        return self._look().boxes(self._axis, self._content)

    def _box_at(self, place: QPointF) -> MomentBox | None:
        under = [box for box in self._boxes() if box.hit.contains(place)]
        # Where moments overlap, the shortest is the hardest to reach any other way.
        return min(under, key=lambda box: box.frame.width(), default=None)

    def _x_of(self, at_ms: float) -> float:
        return self._look().area.left() + self._axis.x_of(at_ms)

    def _ms_at(self, x: float) -> int:
        return self._axis.ms_at(x - self._look().area.left())

    def _show(self, content: TimelineContent) -> None:
        if content != self._content:
            self._content = content
            self._repaint()

    def _show_axis(self, axis: TimeAxis) -> None:
        if axis != self._axis:
            self._axis = axis
            self._repaint()
            self.view_changed.emit(axis)

    def _active_or_first(self) -> str:
        return self._active_lane if self._active_lane in self.lanes else self.lanes[0]

    def _describe(self) -> None:
        more = {
            SOUND: self.tr("Enter gaat naar de volgende stilte"),
            CHAPTERS: self.tr("De delen van het gesprek. Enter verandert het deel van nu"),
            MOMENTS: self.tr("Mijn momenten"),
            SUPERVISOR: closed_sentence(),
        }
        lane = self._active_or_first()
        self.setAccessibleDescription(". ".join(part for part in (lane_names()[lane], more.get(lane, "")) if part))

    def _repaint(self) -> None:
        self._painted = None
        self.update()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._axis = self._axis.resized(self._look().area.width())
        self.updateGeometry()
        self._repaint()
