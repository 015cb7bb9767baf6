"""The calm line that says the shutters will close, with "Blijf open"."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.ui.theme import Theme
from app.ui.widgets.buttons import PlainButton
from app.ui.widgets.labels import TextLabel

_MARGIN = 16


class StayOpenBar(QFrame):
    """Lies over the bottom of the window and takes nothing away: whatever the user does next keeps the shutters open."""

    stay_open = Signal()

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("surface", "menu")
        self._text = TextLabel("", "sterk", self, wraps=False)
        self.button = PlainButton(theme, self.tr("Blijf open"), self)
        self.button.clicked.connect(self.stay_open)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 10, 12, 10)
        row.setSpacing(16)
        row.addWidget(self._text)
        row.addWidget(self.button)
        window.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def show_warning(self, *, has_work: bool) -> None:
        """Say that the shutters close in half a minute, and what that does to work that still runs."""
        text = self.tr("Over een halve minuut gaan de luiken dicht.")
        if has_work:
            text += " " + self.tr("Het werk dat nu loopt, stopt dan.")
        self._text.setText(text)
        self.setAccessibleName(text)
        self.show()
        self._place()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text + " " + self.button.text()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep its place when the window changes size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.adjustSize()
        self.move((self._window.width() - self.width()) // 2, self._window.height() - self.height() - _MARGIN)
