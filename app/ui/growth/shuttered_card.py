"""A quiet frame behind its shutter: what it is for, and nothing of what was written."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme import Theme
from app.ui.widgets.buttons import PlainButton
from app.ui.widgets.drawing import Shutters
from app.ui.widgets.labels import Surface, TextLabel


class ShutteredCard(Surface):
    """Whether anything is behind it is not to be seen."""

    opened = Signal()

    def __init__(self, theme: Theme, name: str, purpose: str, parent: QWidget | None = None) -> None:
        super().__init__("card", parent)
        shutters = Shutters(theme, self)
        shutters.setFixedSize(theme.current.scaled(112), theme.current.scaled(72))
        button = PlainButton(theme, self.tr("Open het luik"), self, icon_name="luiken")
        button.setAccessibleName(self.tr("Open het luik van {name}").format(name=name))
        button.clicked.connect(self.opened)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(TextLabel(name, "titel", self))
        words.addWidget(TextLabel(purpose, "klein", self))
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(shutters, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addLayout(row)
        column.addStretch(1)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
