"""An expected failure, told in place: what happened, what it means, what to do."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.common.errors import AppError
from app.error_texts import error_text
from app.ui.theme import Theme
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Surface, TextLabel, restyle


class ErrorPanel(Surface):
    """Hidden until there is something to tell; never a code, never an exclamation mark."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("danger", parent)
        self._icon = IconLabel(theme, "letop", self, color="gevaar")
        self._text = TextLabel("", "sterk", self)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now; empty when hidden."""
        return self._text.text()

    def tell(self, error: AppError) -> None:
        """Show the sentence of this error."""
        self.tell_text(error_text(error))

    def tell_text(self, text: str, *, is_calm: bool = False) -> None:
        """Show a sentence; calm is a remark in the colour of the doorstep instead of a failure."""
        self.setProperty("surface", "threshold" if is_calm else "danger")
        self._icon.set_icon("info" if is_calm else "letop", "menie_tekst" if is_calm else "gevaar")
        restyle(self)
        self._text.setText(text)
        self.setAccessibleName(text)
        self.show()

    def clear(self) -> None:
        """Hide it again."""
        self._text.setText("")
        self.hide()
