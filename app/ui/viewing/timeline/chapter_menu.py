"""What can be done with a part of the conversation: a name from the frame's list or of one's own, another beginning, gone."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget, QWidgetAction

from app.domain.chapter import MAX_NAME
from app.ui.theme import Theme
from app.ui.widgets.labels import TextLabel


class ChapterMenu(QMenu):
    """Closes with the first choice; Esc changes nothing."""

    named = Signal(str)
    begin_wanted = Signal()
    """It is to begin now instead of where it does."""
    removal_wanted = Signal()

    def __init__(self, theme: Theme, heading: str, names: Sequence[str], parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(heading)
        self.addAction(heading).setEnabled(False)
        for each in names:
            action = self.addAction(self._shortened(each))
            action.setCheckable(True)
            action.setChecked(each == name)
            action.triggered.connect(partial(self._name, each))
        self.addSeparator()
        self._add_field("" if name in names else name)

    def add_changes(self, begin_words: str, removal_words: str) -> None:
        """Let a chapter that is there already begin now, or go."""
        self.addSeparator()
        for words, signal in ((begin_words, self.begin_wanted), (removal_words, self.removal_wanted)):
            action = QAction(words, self)
            action.triggered.connect(signal)
            self.addAction(action)

    def _add_field(self, name: str) -> None:
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(12, 6, 12, 8)
        column.addWidget(TextLabel(self.tr("Of schrijf zelf, dan Enter"), "klein", box))
        self.field = QLineEdit(name, box)
        self.field.setMaxLength(MAX_NAME)
        self.field.setAccessibleName(self.tr("Eigen naam voor dit deel"))
        self.field.returnPressed.connect(self._on_typed)
        column.addWidget(self.field)
        holder = QWidgetAction(self)
        holder.setDefaultWidget(box)
        self.addAction(holder)

    def _shortened(self, name: str) -> str:
        # An ampersand would make the letter after it a key.
        shown = QFontMetrics(self.font()).elidedText(name, Qt.TextElideMode.ElideRight, self._theme.current.scaled(420))
        return shown.replace("&", "&&")

    def _name(self, name: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal passes it
        self.named.emit(name)

    @Slot()
    def _on_typed(self) -> None:
        if self.field.text().strip():
            self.close()
            self.named.emit(self.field.text().strip())
