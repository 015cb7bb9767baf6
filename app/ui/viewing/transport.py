"""The row under the picture: the time, playing, speed, loop, sound, and the four marks."""

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QLocale, QSize, Qt, Signal, Slot
from PySide6.QtGui import QActionGroup, QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QMenu, QSlider, QVBoxLayout, QWidget, QWidgetAction

from app.domain.moment import MomentKind
from app.ui.theme import Theme
from app.ui.viewing.key_choices import KeyChoices
from app.ui.viewing.menu_button import MenuButton
from app.ui.viewing.moment.mark_button import MarkButton
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.labels import Line, TextLabel
from app.ui.widgets.play_button import PlayButton
from app.ui.widgets.time_label import TimeLabel

RATES = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
_ICON_PX = 22
_MARGIN_PX = 12
_TIMES = "\N{MULTIPLICATION SIGN}"


class _Room(NamedTuple):
    """What stands in the row; what does not is in the menu."""

    is_tight: bool = False
    has_loop: bool = True
    has_menu: bool = False
    """In the place of single frames, speed, loop and focus mode."""
    has_jumps: bool = True
    has_keys: bool = True
    """On the marks."""
    has_two_rows: bool = False


# First the marks become tight, then the loop goes (a moment's menu has it too), then what is used least goes into a menu.
_ROOMS = (
    _Room(),
    _Room(is_tight=True),
    _Room(is_tight=True, has_loop=False),
    _Room(is_tight=True, has_loop=False, has_menu=True),
    _Room(is_tight=True, has_loop=False, has_menu=True, has_jumps=False),
    _Room(is_tight=True, has_loop=False, has_menu=True, has_jumps=False, has_keys=False),
    _Room(is_tight=True, has_loop=False, has_menu=True, has_two_rows=True),
)


class Transport(QFrame):
    """Says what was pressed; what that does is for the screen. Where there is little room a menu holds the rest; two rows come last."""

    action_requested = Signal(str)
    """The id of an action in `keys.py`."""
    rate_chosen = Signal(float)
    volume_chosen = Signal(int)
    mute_chosen = Signal(bool)
    loop_chosen = Signal(bool)

    def __init__(self, theme: Theme, duration_ms: int, *, has_sound: bool, keys: KeyChoices | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keys = keys or KeyChoices()
        self.setObjectName("transport")
        self.time = TimeLabel(theme, duration_ms, self)
        self.play_button = PlayButton(theme, self)
        self.marks = tuple(MarkButton(theme, kind, self._keys.cap(f"mark_{kind.value}"), self) for kind in MomentKind)
        self._build_speed()
        self._build_sound(has_sound=has_sound)
        self._playing = self._build_playing()
        self._marking = self._build_marking()
        self._build_rest()
        self._rows = QGridLayout(self)
        self._rows.setContentsMargins(_MARGIN_PX, 3, _MARGIN_PX, 3)
        self._rows.setSpacing(2)
        self._has_two_rows: bool | None = None
        self._is_arranging = False
        self._arrange()
        self.play_button.clicked.connect(self._on_play_clicked)
        for mark in self.marks:
            mark.clicked.connect(partial(self._ask, f"mark_{mark.kind.value}"))
        theme.changed.connect(self._arrange)

    def set_playing(self, *, is_playing: bool) -> None:
        """Show whether the picture runs."""
        self.play_button.set_playing(is_playing=is_playing)

    def set_rate(self, rate: float) -> None:
        """Show this speed."""
        self._speed.set_words(self._rate_words(rate), self.tr("Snelheid"))
        for action in self._speed_menu.actions():
            action.setChecked(action.data() == rate)

    def set_loop(self, *, is_on: bool) -> None:
        """Show whether a range repeats."""
        self._loop.setChecked(is_on)
        self._rest_loop.setChecked(is_on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose what stands in the row."""
        super().resizeEvent(event)
        if not self._is_arranging:  # showing a part to see whether it fits can resize us again
            self._arrange()

    def _build_playing(self) -> QWidget:
        group = QWidget(self)
        row = QHBoxLayout(group)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.time)
        row.addSpacing(8)
        back = self._button("sprong_terug", self.tr("5 seconden terug"), "back_5")
        on = self._button("sprong_vooruit", self.tr("5 seconden vooruit"), "on_5")
        step_back = self._button("stap_terug", self.tr("Eén beeld terug"), "frame_back")
        step_on = self._button("stap_vooruit", self.tr("Eén beeld vooruit"), "frame_on")
        self._jumps, self._steps = (back, on), (step_back, step_on)
        row.addWidget(back)
        row.addWidget(step_back)
        row.addSpacing(2)
        row.addWidget(self.play_button)
        row.addSpacing(2)
        row.addWidget(step_on)
        row.addWidget(on)
        self._before_speed = _separator(group)
        row.addWidget(self._before_speed)
        row.addWidget(self._speed)
        self._loop = IconButton(self._theme, "lus", self.tr("Herhaal steeds dit stuk"), self)
        self._loop.setCheckable(True)
        self._loop.clicked.connect(self.loop_chosen)
        row.addWidget(self._loop)
        row.addWidget(self._sound)
        self._rest = IconButton(self._theme, "meer", self.tr("Meer knoppen"), self)
        self._rest.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        row.addWidget(self._rest)
        return group

    def _build_marking(self) -> QWidget:
        group = QWidget(self)
        row = QHBoxLayout(group)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for mark in self.marks:
            row.addWidget(mark)
        self._before_focus = _separator(group)
        row.addWidget(self._before_focus)
        self._focus = self._button("focusstand", self.tr("Focusstand"), "focus_mode")
        row.addWidget(self._focus)
        return group

    def _build_rest(self) -> None:
        """Fill the menu for where the row is too short; what it holds also stands in the row where there is room."""
        menu = QMenu(self._rest)
        for action_id, words in (
            ("back_5", self.tr("5 seconden terug")),
            ("on_5", self.tr("5 seconden vooruit")),
            ("frame_back", self.tr("Eén beeld terug")),
            ("frame_on", self.tr("Eén beeld vooruit")),
            ("focus_mode", self.tr("Focusstand")),
        ):
            menu.addAction(f"{words}\t{self._keys.cap(action_id)}").triggered.connect(partial(self._ask, action_id))
        self._rest_loop = menu.addAction(self.tr("Herhaal steeds dit stuk"))
        self._rest_loop.setCheckable(True)
        self._rest_loop.triggered.connect(self.loop_chosen)
        self._speed_menu.setTitle(self.tr("Snelheid"))
        menu.addMenu(self._speed_menu)
        self._rest.setMenu(menu)

    def _build_speed(self) -> None:
        self._speed = MenuButton(self._theme, self, is_quiet=True)
        self._speed_menu = QMenu(self._speed)
        choices = QActionGroup(self._speed_menu)
        for rate in RATES:
            action = self._speed_menu.addAction(self._rate_words(rate))
            action.setCheckable(True)
            action.setData(rate)
            choices.addAction(action)
            action.triggered.connect(partial(self._choose_rate, rate))
        self._speed.setMenu(self._speed_menu)
        self.set_rate(1.0)

    def _build_sound(self, *, has_sound: bool) -> None:
        self._sound = IconButton(self._theme, "geluid", self.tr("Geluid en ondertitels"), self)
        self._sound.setEnabled(has_sound)
        if not has_sound:
            self._sound.set_icon_name("geluid_uit")
            self._sound.set_name(self.tr("Deze opname heeft geen geluid"))
        menu = QMenu(self._sound)
        self._mute = menu.addAction(self.tr("Geluid uit"))
        self._mute.setCheckable(True)
        self._mute.toggled.connect(self._on_mute_toggled)
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, 100)
        slider.setValue(100)
        slider.setMinimumWidth(self._theme.current.scaled(180))
        slider.setAccessibleName(self.tr("Hoe hard"))
        slider.valueChanged.connect(self.volume_chosen)
        box = QWidget()
        column = QVBoxLayout(box)
        column.addWidget(TextLabel(self.tr("Hoe hard"), "klein", box))
        column.addWidget(slider)
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(box)
        menu.addAction(holder)
        menu.addSeparator()
        for action_id, words in (("captions", self.tr("Ondertitels aan of uit")), ("transcript", self.tr("Bekijk en verbeter wat er gezegd wordt"))):
            # After a tab the key is only shown: the screen's own table does the work.
            menu.addAction(f"{words}\t{self._keys.cap(action_id)}").triggered.connect(partial(self._ask, action_id))
        self._sound.setMenu(menu)
        self._sound.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)

    def _button(self, icon_name: str, name: str, action_id: str) -> IconButton:
        key = self._keys.cap(action_id)
        button = IconButton(self._theme, icon_name, f"{name} ({key})" if key else name, self, size=_ICON_PX)
        button.clicked.connect(partial(self._ask, action_id))
        return button

    @Slot()
    def _arrange(self) -> None:
        self._is_arranging = True
        for room in _ROOMS:
            self._show_room(room)
            if self._needed_px() <= self.width():
                break
        self._is_arranging = False
        has_two_rows = room.has_two_rows
        if has_two_rows == self._has_two_rows:
            return
        self._has_two_rows = has_two_rows
        for group in (self._playing, self._marking):
            self._rows.removeWidget(group)
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        self._rows.addWidget(self._playing, 0, 0, left)
        self._rows.addWidget(self._marking, 1 if has_two_rows else 0, 0 if has_two_rows else 1, left if has_two_rows else right)
        self._rows.setColumnStretch(0, 1)
        self.updateGeometry()

    def _show_room(self, room: _Room) -> None:
        for mark in self.marks:
            mark.set_tight(is_tight=room.is_tight, has_key=room.has_keys)
        self._loop.setVisible(room.has_loop)
        self._rest.setVisible(room.has_menu)
        for part in (*self._steps, self._before_speed, self._speed, self._before_focus, self._focus):
            part.setVisible(not room.has_menu)
        for jump in self._jumps:
            jump.setVisible(room.has_jumps)

    def _needed_px(self) -> int:
        for row in (self._playing.layout(), self._marking.layout()):
            if row is not None:
                row.invalidate()
        return self._playing.sizeHint().width() + self._marking.sizeHint().width() + 2 * _MARGIN_PX + 6

    def minimumSizeHint(self) -> QSize:
        """Return the width of the wider group: below that even two rows do not fit."""
        width = max(self.time.sizeHint().width() + self.play_button.sizeHint().width(), self._marking_px()) + 24
        return QSize(width, self._rows.minimumSize().height())

    def _marking_px(self) -> int:
        return sum(mark.sizeHint().width() for mark in self.marks) + 4 * (len(self.marks) - 1)

    def _choose_rate(self, rate: float, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal passes it
        self.set_rate(rate)
        self.rate_chosen.emit(rate)

    def _rate_words(self, rate: float) -> str:
        return f"{QLocale().toString(rate, 'g', 3)}{_TIMES}"

    def _ask(self, action_id: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal passes it
        self.action_requested.emit(action_id)

    @Slot()
    def _on_play_clicked(self) -> None:
        self.action_requested.emit("play")

    @Slot(bool)
    def _on_mute_toggled(self, is_muted: bool) -> None:  # noqa: FBT001 - the signal's argument
        self._sound.set_icon_name("geluid_uit" if is_muted else "geluid")
        self.mute_chosen.emit(is_muted)


def _separator(parent: QWidget) -> QWidget:
    holder = QWidget(parent)
    row = QHBoxLayout(holder)
    row.setContentsMargins(4, 12, 4, 12)
    row.addWidget(Line(holder, is_vertical=True))
    return holder


def _advance(font: QFont, text: str) -> int:
    return QFontMetrics(font).horizontalAdvance(text)
