"""Rows of words under each other in a card, with thin lines between; long lists come in parts."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import Line, TextLabel

_AT_ONCE = 25


class RowList(QWidget):
    """Shows row widgets; says a sentence when there are none. Of a long list it shows the first 25 and asks for the rest."""

    def __init__(self, theme: Theme, nothing: str, parent: QWidget | None = None, *, at_once: int = _AT_ONCE) -> None:
        super().__init__(parent)
        self._at_once = at_once
        self._rows: list[QWidget] = []
        self._lines: list[Line] = []
        self._things: Sequence[Any] = ()
        self._make_row: Callable[[Any], QWidget] = QWidget
        self._nothing = TextLabel(nothing, "gewoon", self)
        self._more = Button(theme, "", self, kind="link")
        self._more.clicked.connect(self._on_more)
        self._column = QVBoxLayout()
        self._column.setSpacing(4)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.setSpacing(6)
        outside.addWidget(self._nothing)
        outside.addLayout(self._column)
        outside.addWidget(self._more)
        self._more.hide()

    @property
    def rows(self) -> tuple[QWidget, ...]:
        """The rows in view."""
        return tuple(self._rows)

    def show_rows(self, things: Sequence[Any], make_row: Callable[[Any], QWidget]) -> None:
        """Replace all rows; a row is made of its thing when it comes into view."""
        for part in (*self._rows, *self._lines):
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._rows, self._lines = [], []
        self._things, self._make_row = things, make_row
        self._nothing.setVisible(not things)
        self._show_more()

    @Slot()
    def _on_more(self) -> None:
        first = len(self._rows)
        self._show_more()
        self._rows[first].setFocus()

    def _show_more(self) -> None:
        for thing in self._things[len(self._rows) : len(self._rows) + self._at_once]:
            if self._rows:
                line = Line(self)
                self._lines.append(line)
                self._column.addWidget(line)
            row = self._make_row(thing)
            self._rows.append(row)
            self._column.addWidget(row)
        left = len(self._things) - len(self._rows)
        self._more.setVisible(left > 0)
        self._more.set_words(self.tr("Toon er nog {count}").format(count=min(left, self._at_once)))
