"""A text field that keeps Enter to itself."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit


class EnterField(QLineEdit):
    """Otherwise the Enter that begins something would go on to whatever got the focus by it, such as the button to stop."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let plain Enter end here; Ctrl+Enter is for the step."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.accept()
