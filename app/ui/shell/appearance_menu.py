"""The card above its button in the rail with the choices of how the window looks."""

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.ui.shell.appearance_choices import AppearanceChoices
from app.ui.theme import Theme
from app.ui.widgets.labels import Surface


class AppearanceMenu(QFrame):
    """A small card that opens above its button and works at once."""

    motion_chosen = Signal(bool)
    """Whether less motion is wanted."""
    chosen = Signal()
    """Mode or size changed."""

    def __init__(self, theme: Theme, parent: QWidget, *, has_less_motion: bool) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        card = Surface("menu", self)
        self.choices = AppearanceChoices(theme, card, has_less_motion=has_less_motion)
        self.choices.motion_chosen.connect(self.motion_chosen)
        self.choices.chosen.connect(self._on_chosen)
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 14, 16, 14)
        column.addWidget(self.choices)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(card)

    def open_above(self, button: QWidget) -> None:
        """Show the card beside the button, inside its window."""
        self.adjustSize()
        corner = button.mapToGlobal(QPoint(button.width() + 8, button.height()))
        self.move(corner.x(), corner.y() - self.height())
        self.show()
        chosen = self.choices.modes.checkedButton()
        if chosen is not None:
            chosen.setFocus()

    @Slot()
    def _on_chosen(self) -> None:
        self.adjustSize()
        self.chosen.emit()
