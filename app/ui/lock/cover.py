"""What lies over the room when the shutters close: nothing to see, and at most one sentence."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.widgets.labels import TextLabel


class Cover(QWidget):
    """Says only something when the closing has to wait."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self._text = TextLabel("", "gewoon", self)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 48, 48, 48)
        column.addWidget(self._text)

    @property
    def text(self) -> str:
        """The sentence, empty for none."""
        return self._text.text()

    def say(self, text: str) -> None:
        """Show this sentence."""
        self._text.setText(text)
        self.setAccessibleName(text)
