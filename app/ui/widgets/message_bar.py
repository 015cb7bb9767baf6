"""The short message at the bottom left: saved, undo, waiting."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QEnterEvent, QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import TextLabel

_SHOWN_MS = 6000
_MARGIN = 16


class MessageBar(QFrame):
    """Floats over the bottom left of its parent for 6 seconds, and longer while the mouse or the focus is on it."""

    room_taken = Signal(int)
    """How many pixels at the bottom it covers from now on; 0 once it is gone."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = parent
        self.setProperty("surface", "menu")
        self._text = TextLabel("", "sterk", self, wraps=False)
        self._button = Button(theme, "", self, kind="link")
        self._button.clicked.connect(self._on_clicked)
        self._on_action: Callable[[], None] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 8)
        row.addWidget(self._text)
        row.addWidget(self._button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOWN_MS)
        self._timer.timeout.connect(self._on_time_passed)
        parent.installEventFilter(self)
        self.hide()

    def say(self, text: str, action: str = "", on_action: Callable[[], None] | None = None) -> None:
        """Show a sentence, with a button when there is an action ("Ongedaan maken")."""
        self._text.setText(text)
        self._button.set_words(action)
        self._button.setVisible(bool(action))
        self._on_action = on_action
        self.setAccessibleName(text)
        self.show()
        self._place()
        self.raise_()
        self.room_taken.emit(self.height() + 2 * _MARGIN)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Give back what it covered."""
        super().hideEvent(event)
        self.room_taken.emit(0)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while the mouse is on it."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Count again from here."""
        self._timer.start()
        super().leaveEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep its place when the parent changes size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.adjustSize()
        self.move(_MARGIN, self._room.height() - self.height() - _MARGIN)

    @Slot()
    def _on_clicked(self) -> None:
        self.hide()
        if self._on_action:
            self._on_action()

    @Slot()
    def _on_time_passed(self) -> None:
        if self._button.hasFocus():
            self._timer.start()
        else:
            self.hide()
