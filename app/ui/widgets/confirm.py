"""Ask before something that cannot be taken back, with exactly what it does."""

from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme import Theme
from app.ui.widgets.buttons import EraseButton, PlainButton
from app.ui.widgets.dialog_lock import DialogLock
from app.ui.widgets.labels import TextLabel


class ConfirmErase(QDialog):
    """The careful button has the focus; Esc is the same as not doing it."""

    def __init__(self, theme: Theme, title: str, consequences: str, erase: str, keep: str, parent: QWidget, *, choice: str = "") -> None:
        """`choice` is a box that can be ticked beside the question, `is_choice_made` whether it was."""
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.current.scaled(480))
        self._keep = PlainButton(theme, keep, self, is_large=True)
        self._keep.setDefault(True)
        self._keep.clicked.connect(self.reject)
        self._erase = EraseButton(theme, erase, self, is_large=True)
        self._erase.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(10)
        column.addWidget(TextLabel(title, "kop2", self))
        column.addWidget(TextLabel(consequences, "gewoon", self))
        self._choice = QCheckBox(choice, self)
        self._choice.setVisible(bool(choice))
        column.addWidget(self._choice)
        column.addSpacing(10)
        buttons = QHBoxLayout()
        buttons.addWidget(self._erase)
        buttons.addStretch()
        buttons.addWidget(self._keep)
        column.addLayout(buttons)
        self._keep.setFocus()
        DialogLock(self)

    @property
    def is_choice_made(self) -> bool:
        """Whether the box beside the question is ticked."""
        return self._choice.isChecked()
