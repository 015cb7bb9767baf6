"""What the shell knows of a screen."""

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class Doorstep(StrEnum):
    """The line above every screen; also the `state` in the style sheet."""

    INSIDE = "inside"
    THRESHOLD = "threshold"
    """A copy is about to leave this device."""
    LOCKED = "locked"


class Screen(QWidget):
    """A page in the shell. Set the attributes and emit `header_changed` when one changes."""

    header_changed = Signal()
    back_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ""
        self.subtitle = ""
        self.safety_text = ""
        """The sentence in the chip; empty for the shell's own."""
        self.doorstep = Doorstep.INSIDE
        self.is_rail_narrow = False
        self.has_back = False

    @property
    def is_playing(self) -> bool:
        """Whether a recording or copy runs here, so that somebody may be watching without touching anything."""
        return False

    def top_bar_widget(self) -> QWidget | None:
        """Return what the screen wants in the middle of the top bar, or None. Always the same widget."""
        return None

    def go_back(self) -> None:
        """The user wants back: take a step of our own, or ask to be left with `back_requested`."""
        self.back_requested.emit()

    def entered(self) -> None:
        """The screen has just come into view."""

    def release(self) -> None:
        """Stop players, cancel jobs, drop pictures: called when the screen is left for good and when the room is locked."""
