"""The frame around the screens: doorstep line, rail, top bar, and the screens on top of each other."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.ui.screen import Doorstep, Screen
from app.ui.shell.rail import Rail, RailButton
from app.ui.shell.top_bar import TopBar
from app.ui.theme import Theme
from app.ui.widgets.labels import restyle
from app.ui.widgets.message_bar import MessageBar

_ROOM_UP_TO_SCALE = 1.15


class Shell(QWidget):
    """Shows one screen at a time with its header. Where the user goes is decided by the window."""

    place_chosen = Signal(str)
    back_clicked = Signal()
    lock_clicked = Signal()
    help_clicked = Signal()
    appearance_clicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("room")
        self._theme = theme
        self.rail = Rail(theme, self)
        self.top_bar = TopBar(theme, self)
        self.doorstep = QFrame(self)
        self.doorstep.setObjectName("doorstep")
        self._stack = QStackedWidget(self)
        self.message = MessageBar(theme, self._stack)
        self._taken = 0
        self.appearance_button = self._fill_rail()
        self._connect()
        self._lay_out()

    def add(self, screen: Screen) -> bool:
        """Take a screen in; False when it was here already."""
        if self._stack.indexOf(screen) >= 0:
            return False
        self._stack.addWidget(screen)
        return True

    def remove(self, screen: Screen) -> None:
        """Let a screen go."""
        self._stack.removeWidget(screen)

    def show_screen(self, screen: Screen) -> None:
        """Bring a screen into view with its header."""
        self._stack.setCurrentWidget(screen)
        self.message.raise_()  # a screen that is made later would lie over it
        self.show_header(screen)

    def show_header(self, screen: Screen) -> None:
        """Show what the screen in view says of itself now."""
        self.top_bar.show_screen(screen)
        self.rail.set_narrow(is_narrow=screen.is_rail_narrow)
        self._make_room()
        self.doorstep.setProperty("state", screen.doorstep.value)
        restyle(self.doorstep)

    def set_focus_mode(self, *, is_on: bool) -> None:
        """Give all room to the screen; only the doorstep line stays."""
        self.rail.setVisible(not is_on)
        self.top_bar.setVisible(not is_on)

    def _fill_rail(self) -> RailButton:
        self.rail.add_place("recordings", "opnamen", self.tr("Opnamen"), "Ctrl 1")
        self.rail.add_place("fragments", "fragmenten", self.tr("Fragmenten"), "Ctrl 2")
        self.rail.add_place("growth", "ontwikkeling", self.tr("Ontwikkeling"), "Ctrl 4")
        self.rail.add_place("safety", "veiligheid", self.tr("Veiligheid"), "Ctrl 5")
        self.rail.add_bottom("help", "hulp", self.tr("Hulp"), "?").clicked.connect(self.help_clicked)
        appearance = self.rail.add_bottom("appearance", "thema", self.tr("Weergave"), "")
        appearance.clicked.connect(self.appearance_clicked)
        return appearance

    def _connect(self) -> None:
        self.rail.place_chosen.connect(self.place_chosen)
        self.top_bar.back_clicked.connect(self.back_clicked)
        self.top_bar.safety_clicked.connect(self._on_safety_clicked)
        self.top_bar.lock_clicked.connect(self.lock_clicked)
        self.message.room_taken.connect(self._on_room_taken)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.doorstep)
        right.addWidget(self.top_bar)
        right.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)

    def _make_room(self) -> None:
        """Keep the message off the words and buttons of a screen; a picture that is watched does not move for it."""
        screen = self._stack.currentWidget()
        is_still = isinstance(screen, Screen) and screen.is_rail_narrow
        # With large text a small laptop has no room to give: what is above would be cut for as long as the message stays.
        is_still = is_still or self._theme.scale > _ROOM_UP_TO_SCALE
        self._stack.setContentsMargins(0, 0, 0, 0 if is_still else self._taken)

    @Slot(int)
    def _on_room_taken(self, taken: int) -> None:
        self._taken = taken
        self._make_room()

    @Slot()
    def _on_safety_clicked(self) -> None:
        """Say in words what the line and the chip show."""
        screen = self._stack.currentWidget()
        if isinstance(screen, Screen) and screen.doorstep is Doorstep.THRESHOLD:
            self.message.say(self.tr("Je maakt een kopie die dit apparaat kan verlaten. Dat gebeurt pas als jij hem ergens bewaart."))
        else:
            self.message.say(self.tr("Alles is versleuteld en blijft op dit apparaat. Met de luiken dicht ziet niemand wat hier staat."))
