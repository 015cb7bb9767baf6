"""The safety chip: where what you see now can go, in an icon, a colour and words."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from app.ui.screen import Doorstep
from app.ui.theme import Theme
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import TextLabel, restyle

_ICONS = {
    Doorstep.INSIDE: ("op_dit_apparaat", "luikgroen_tekst"),
    Doorstep.THRESHOLD: ("drempel", "menie_tekst"),
    Doorstep.LOCKED: ("vergrendelen", "inkt_2"),
}


class SafetyChip(QFrame):
    """Inside, on the doorstep, or locked; never only a colour. Enter or a click asks what it means."""

    explanation_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("chip")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._icon = IconLabel(theme, "op_dit_apparaat", self, size=16, color="luikgroen_tekst")
        self._text = TextLabel("", "chip", self, wraps=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 14, 0)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._text)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask with Enter or Space."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.explanation_requested.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask with a click."""
        self.explanation_requested.emit()
        event.accept()

    def show_state(self, state: Doorstep, text: str) -> None:
        """Show this state with its sentence."""
        self.setProperty("state", state.value)
        self._text.setText(text)
        self._text.setProperty("state", state.value)
        self._icon.set_icon(*_ICONS[state])
        self.setAccessibleName(text)
        restyle(self)
        restyle(self._text)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.setFixedHeight(self._theme.current.scaled(32))
