"""The sound of the fragment and the bleeps over it: bleeps are drawn, moved and made shorter or longer by mouse or keys."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.anonymise_plan import VoiceLevel
from app.domain.found_name import FoundName
from app.domain.lanes import Waveform
from app.domain.timecode import TimeRange
from app.ui.anonymise.playhead import paint_playhead
from app.ui.anonymise.sound_words import bleep_words
from app.ui.icons import pixmap
from app.ui.theme import Theme
from app.ui.viewing.timeline.lanes import LANE_RADIUS, paint_ruler
from app.ui.viewing.timeline.time_axis import TimeAxis
from app.ui.widgets.accessible import AccessibleItem, AccessibleItems
from app.ui.widgets.play_button import PlayButton

Bleep = FoundName | TimeRange

_LABELS, _RIGHT = 144, 16
_RULER, _SOUND, _BLEEPS, _GAP = 34, 44, 32, 6
_BOX = 26
_EDGE_PX = 6
_SHORTEST_MS = 100
_BAR_PITCH, _BAR = 4.0, 2.0
_FAINT = 0.02
_SILENT_LEVELS = (VoiceLevel.NONE, VoiceLevel.CAPTIONS)


@dataclass
class _Drag:
    """What the mouse holds: a bleep, or None for one being drawn; `grip` is "all", "from", "to" or "draw"."""

    bleep: Bleep | None
    grip: str
    start_ms: int
    now: TimeRange | None = None


class SoundTimeline(QWidget):
    """Left and right move the chosen bleep by a frame, with Shift its end, with Ctrl its begin; up and down choose another one."""

    time_chosen = Signal(int)
    """In milliseconds of the fragment, like all times here."""
    bleep_drawn = Signal(TimeRange)
    bleep_moved = Signal(object, TimeRange)
    bleep_chosen = Signal(object)
    """A bleep, or None when none is chosen any more."""
    play_requested = Signal()

    items_role = QAccessible.Role.List
    item_role = QAccessible.Role.ListItem

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._duration_ms, self._frame_ms = 1, 40
        self._bleeps: tuple[Bleep, ...] = ()
        self._waveform: Waveform | None = None
        self._starts_ms = self._loudest = 0
        self._voice = VoiceLevel.NONE
        self._quiet: tuple[TimeRange, ...] = ()
        self._spoken: tuple[TimeRange, ...] = ()
        self._chosen: Bleep | None = None
        self._drag: _Drag | None = None
        self._at_ms = 0
        self._begin_ms: int | None = None
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Tijdlijn met geluid en pieps"))
        self._play = PlayButton(theme, self)
        self._play.clicked.connect(self.play_requested)
        AccessibleItems.describe(self)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def chosen(self) -> Bleep | None:
        """The bleep that the keys move; None when none is chosen."""
        return self._chosen

    def show_bleeps(self, bleeps: tuple[Bleep, ...], duration_ms: int, frame_ms: int) -> None:
        """Show these in a fragment of this length; a frame lasts so long."""
        self._bleeps, self._duration_ms, self._frame_ms = bleeps, max(1, duration_ms), max(1, frame_ms)
        if self._chosen not in bleeps:
            self._chosen = None
        self.update()

    def show_sound(self, waveform: Waveform | None, starts_ms: int) -> None:
        """Show how loud the recording is, in which the fragment starts at this time; None while that is not known."""
        self._waveform, self._starts_ms = waveform, starts_ms
        self._loudest = max(waveform.peaks, default=0) if waveform else 0
        self.update()

    def show_voice(self, voice: VoiceLevel, quiet: tuple[TimeRange, ...], spoken: tuple[TimeRange, ...]) -> None:
        """Show what will be heard: nothing where it is `quiet`, and of a synthetic voice only what is `spoken`."""
        self._voice, self._quiet, self._spoken = voice, quiet, spoken
        self.update()

    def set_time(self, at_ms: int) -> None:
        """Put the playhead at this time."""
        self._at_ms = at_ms
        self.update()

    def set_playing(self, *, is_playing: bool) -> None:
        """Show whether it runs."""
        self._play.set_playing(is_playing=is_playing)

    def set_begin(self, at_ms: int | None) -> None:
        """Show where the bleep begins that is being made by keys; None when none is."""
        self._begin_ms = at_ms
        self.update()

    def choose(self, bleep: Bleep | None) -> None:
        """Choose this bleep, or none."""
        self._chosen = bleep
        if bleep is not None:
            words = bleep_words(bleep)
            self.setAccessibleDescription(words)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self.bleep_chosen.emit(bleep)
        self.update()

    def accessible_items(self) -> list[AccessibleItem]:
        """Return a line for each bleep."""
        return [AccessibleItem(bleep_words(bleep), self._box(range_of(bleep)).toRect(), bleep == self._chosen) for bleep in self._bleeps]

    def sizeHint(self) -> QSize:
        """Return the room for ruler and lanes."""
        scaled = self._theme.current.scaled
        return QSize(600, scaled(_RULER) + _SOUND + scaled(_BLEEPS) + 2 * _GAP + 8)

    def minimumSizeHint(self) -> QSize:
        """Return the same height; the width may shrink."""
        return QSize(320, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose and move bleeps; everything else is for the step."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._bleeps:
            self._choose_next(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._chosen is not None:
            by_ms = self._frame_ms if key == Qt.Key.Key_Right else -self._frame_ms
            grip = "to" if modifiers & Qt.KeyboardModifier.ShiftModifier else "from" if modifiers & Qt.KeyboardModifier.ControlModifier else "all"
            self._move_chosen(_dragged(range_of(self._chosen), grip, by_ms, self._duration_ms))
        elif key == Qt.Key.Key_Escape and self._chosen is not None:
            self.choose(None)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a bleep, begin drawing one, or go to the time."""
        if event.button() != Qt.MouseButton.LeftButton or event.position().x() < self._left():
            return
        at_ms = self._ms_at(event.position().x())
        hit, grip = self._under(event.position())
        if hit is not None:
            self.choose(hit)
            self._drag = _Drag(hit, grip, at_ms)
        elif event.position().y() >= self._bleep_lane().top() - _GAP / 2:
            self.choose(None)
            self._drag = _Drag(None, "draw", at_ms)
        self.time_chosen.emit(at_ms)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag along what is held, or the playhead."""
        drag, at_ms = self._drag, self._ms_at(event.position().x())
        if drag is None:
            if event.buttons() & Qt.MouseButton.LeftButton:
                self.time_chosen.emit(at_ms)
            else:
                _, grip = self._under(event.position())
                self.setCursor(_CURSORS.get(grip, Qt.CursorShape.ArrowCursor))
            return
        if drag.bleep is not None:
            drag.now = _dragged(range_of(drag.bleep), drag.grip, at_ms - drag.start_ms, self._duration_ms)
        elif abs(at_ms - drag.start_ms) >= _SHORTEST_MS:
            drag.now = TimeRange(min(at_ms, drag.start_ms), max(at_ms, drag.start_ms))
        self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Put down what was drawn or dragged."""
        drag, self._drag = self._drag, None
        if drag is not None and drag.now is not None:
            if drag.bleep is None:
                self.bleep_drawn.emit(drag.now)
            elif drag.now != range_of(drag.bleep):
                self.bleep_moved.emit(drag.bleep, drag.now)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ruler, the sound, the bleeps and the playhead."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._theme.current
        paint_ruler(painter, tokens, self._axis(), QRectF(self._left(), 0, self._width(), tokens.scaled(_RULER) - 4))
        for lane, icon_name, words in (
            (self._sound_lane(), *self._voice_label()),
            (self._bleep_lane(), "piep", self.tr("Pieps")),
        ):
            self._paint_lane(painter, lane, icon_name, words)
        self._paint_sound(painter)
        for bleep in self._bleeps:
            if self._drag is None or self._drag.bleep != bleep or self._drag.now is None:
                self._paint_bleep(painter, bleep, range_of(bleep))
        if self._drag and self._drag.now:
            self._paint_bleep(painter, self._drag.bleep or self._drag.now, self._drag.now)
        if self._begin_ms is not None:
            self._paint_bleep(painter, None, TimeRange(min(self._begin_ms, self._at_ms), max(self._at_ms, self._begin_ms) + 1))
        paint_playhead(painter, tokens, self._at_ms, self._x_of(self._at_ms), self.width(), self.height() - 4)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.color("focusring"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the focus frame away."""
        super().focusOutEvent(event)
        self.update()

    def _paint_lane(self, painter: QPainter, lane: QRectF, icon_name: str, words: str) -> None:
        tokens = self._theme.current
        px = tokens.scaled(20)
        painter.drawPixmap(QPointF(14, lane.center().y() - px / 2), pixmap(icon_name, tokens.color("inkt_2"), px))
        painter.setFont(tokens.font("klein"))
        painter.setPen(tokens.color("inkt_2"))
        room = QRectF(14 + px + 8, lane.top(), self._left() - px - 26, lane.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, words)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("verzonken"))
        painter.drawRoundedRect(lane, LANE_RADIUS, LANE_RADIUS)

    def _voice_label(self) -> tuple[str, str]:
        if self._voice in _SILENT_LEVELS:
            return "geluid_uit", self.tr("Geen geluid")
        return "golf", self.tr("Nieuwe stem")

    def _paint_sound(self, painter: QPainter) -> None:
        tokens, lane = self._theme.current, self._sound_lane()
        # Where nothing goes along the recording is shown all the same, pale: lines are typed and names found by it.
        color = tokens.color("golf_stilte" if self._voice in _SILENT_LEVELS else "golf")
        painter.setPen(Qt.PenStyle.NoPen)
        for bar in range(int(self._width() // _BAR_PITCH)):
            from_ms, to_ms = (self._ms_at(self._left() + each * _BAR_PITCH) for each in (bar, bar + 1))
            share = self._loudness(from_ms, to_ms) if self._is_heard((from_ms + to_ms) // 2) else 0.0
            height = max(2.0, (lane.height() - 6) * share)
            painter.setBrush(color if share > _FAINT else tokens.color("golf_stilte"))
            painter.drawRect(QRectF(lane.left() + bar * _BAR_PITCH + 1, lane.center().y() - height / 2, _BAR, height))

    def _loudness(self, from_ms: int, to_ms: int) -> float:
        if self._waveform is None or not self._loudest:
            return 0.0
        first = (self._starts_ms + from_ms) // self._waveform.step_ms
        last = max(first + 1, (self._starts_ms + to_ms) // self._waveform.step_ms)
        return max(self._waveform.peaks[first:last], default=0) / self._loudest

    def _is_heard(self, at_ms: int) -> bool:
        if self._voice is VoiceLevel.SPOKEN and not any(each.from_ms <= at_ms < each.to_ms for each in self._spoken):
            return False
        return self._voice is not VoiceLevel.DISGUISE or not any(each.from_ms <= at_ms < each.to_ms for each in self._quiet)

    def _paint_bleep(self, painter: QPainter, bleep: Bleep | None, within: TimeRange) -> None:
        tokens = self._theme.current
        box = self._box(within)
        is_open = isinstance(bleep, FoundName) and bleep.is_hidden is None
        painter.setPen(QPen(tokens.color("menie"), 2) if is_open else QPen(tokens.color("lijn_sterk"), 1) if tokens.is_dark else Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("kaart" if is_open else "toneel" if tokens.is_dark else "inkt"))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        px = tokens.scaled(16)
        if is_open:
            painter.setFont(tokens.font("gewoon", 700))
            painter.setPen(tokens.color("menie"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "?")
        else:
            painter.drawPixmap(QPointF(box.center().x() - px / 2, box.center().y() - px / 2), pixmap("piep", tokens.color("op_toneel"), px))
        if bleep is not None and bleep == self._chosen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.color("focusring"), 2))
            painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 8, 8)

    def _choose_next(self, direction: int) -> None:
        now = self._bleeps.index(self._chosen) if self._chosen in self._bleeps else -1 if direction > 0 else len(self._bleeps)
        bleep = self._bleeps[max(0, min(now + direction, len(self._bleeps) - 1))]
        self.choose(bleep)
        self.time_chosen.emit(range_of(bleep).from_ms)

    def _move_chosen(self, within: TimeRange) -> None:
        if self._chosen is not None and within != range_of(self._chosen):
            self.bleep_moved.emit(self._chosen, within)

    def _under(self, point: QPointF) -> tuple[Bleep | None, str]:
        for bleep in reversed(self._bleeps):
            box = self._box(range_of(bleep))
            if box.adjusted(-2, -2, 2, 2).contains(point):
                is_wide = box.width() >= 4 * _EDGE_PX
                near_from, near_to = point.x() - box.left() <= _EDGE_PX, box.right() - point.x() <= _EDGE_PX
                return bleep, "from" if is_wide and near_from else "to" if is_wide and near_to else "all"
        return None, ""

    def _box(self, within: TimeRange) -> QRectF:
        lane, least = self._bleep_lane(), self._theme.current.scaled(_BOX)
        left, right = self._x_of(within.from_ms), self._x_of(within.to_ms)
        spare = max(0.0, least - (right - left)) / 2
        left = max(lane.left(), min(left - spare, lane.right() - least))
        return QRectF(left, lane.center().y() - least / 2, max(float(least), right - left), least)

    def _sound_lane(self) -> QRectF:
        return QRectF(self._left(), self._theme.current.scaled(_RULER), self._width(), _SOUND)

    def _bleep_lane(self) -> QRectF:
        return QRectF(self._left(), self._sound_lane().bottom() + _GAP, self._width(), self._theme.current.scaled(_BLEEPS))

    def _axis(self) -> TimeAxis:
        return TimeAxis(self._duration_ms, 0.0, float(self._duration_ms), self._width())

    def _x_of(self, at_ms: float) -> float:
        return self._left() + max(0.0, min(at_ms / self._duration_ms, 1.0)) * self._width()

    def _ms_at(self, x: float) -> int:
        return round(max(0.0, min((x - self._left()) / self._width(), 1.0)) * self._duration_ms)

    def _left(self) -> float:
        return float(self._theme.current.scaled(_LABELS))

    def _width(self) -> float:
        return max(1.0, self.width() - _RIGHT - self._left())

    def _on_theme_changed(self) -> None:
        px = self._theme.current.scaled(30)
        self._play.setGeometry(QRect(QPointF(10, 3).toPoint(), QSize(px, px)))
        self.updateGeometry()


_CURSORS = {"from": Qt.CursorShape.SizeHorCursor, "to": Qt.CursorShape.SizeHorCursor, "all": Qt.CursorShape.PointingHandCursor}


def range_of(bleep: Bleep) -> TimeRange:
    """Return when this bleep is heard."""
    return bleep.range if isinstance(bleep, FoundName) else bleep


def _dragged(within: TimeRange, grip: str, by_ms: int, duration_ms: int) -> TimeRange:
    """Return the range moved, or with its begin or end moved, within the fragment and at least a tenth of a second long."""
    if grip == "from":
        return TimeRange(max(0, min(within.from_ms + by_ms, within.to_ms - _SHORTEST_MS)), within.to_ms)
    if grip == "to":
        return TimeRange(within.from_ms, min(duration_ms, max(within.to_ms + by_ms, within.from_ms + _SHORTEST_MS)))
    by_ms = max(-within.from_ms, min(by_ms, duration_ms - within.to_ms))
    return TimeRange(within.from_ms + by_ms, within.to_ms + by_ms)
