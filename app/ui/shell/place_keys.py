"""The keys that go to a place of the rail from anywhere in the room."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

_PLACES = {"Ctrl+1": "recordings", "Ctrl+2": "fragments", "Ctrl+4": "growth", "Ctrl+5": "safety"}


class PlaceKeys(QObject):
    """Tells the name of the place whose key was pressed."""

    pressed = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        for keys in _PLACES:
            QShortcut(QKeySequence(keys), window).activated.connect(self._on_activated)

    @Slot()
    def _on_activated(self) -> None:
        shortcut = self.sender()
        if isinstance(shortcut, QShortcut):
            self.pressed.emit(_PLACES[shortcut.key().toString(QKeySequence.SequenceFormat.PortableText)])
