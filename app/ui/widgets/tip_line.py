"""A tip: one line, at its place, until somebody says that it is understood."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Surface, TextLabel


class TipLine(Surface):
    """Never lies over anything and never goes by itself."""

    understood = Signal()

    def __init__(self, theme: Theme, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__("calm", parent)
        button = Button(theme, self.tr("Begrepen"), self, kind="link")
        button.clicked.connect(self.understood)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 10, 4)
        row.setSpacing(10)
        row.addWidget(IconLabel(theme, "info", self, color="luikgroen_tekst"))
        row.addWidget(TextLabel(sentence, "uitleg", self), 1)
        row.addWidget(button)
        self.setAccessibleName(sentence)
