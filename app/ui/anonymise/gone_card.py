"""What else does not go along with a copy, without anybody asking for it."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme import Theme
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Surface, TextLabel


class GoneCard(Surface):
    """Only to be read."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("card", parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(7)
        column.addWidget(TextLabel(self.tr("Ook weg uit dit fragment"), "sterk", self))
        for words in (self.tr("Titel, datum en plaats"), self.tr("Gegevens in het bestand"), self.tr("Jouw notities en momenten")):
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(IconLabel(theme, "goed", self, size=16))
            row.addWidget(TextLabel(words, "klein", self), 1)
            column.addLayout(row)
