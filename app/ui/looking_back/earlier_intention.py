"""The intention of an earlier recording, come back."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.looking_back import Intention
from app.ui.dates import day_text
from app.ui.theme import Theme
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Surface, TextLabel


class EarlierIntention(Surface):
    """In the worker's own words, with the day they are from."""

    def __init__(self, theme: Theme, intention: Intention, parent: QWidget | None = None) -> None:
        super().__init__("calm", parent)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(TextLabel(self.tr("Je voornemen van {day}").format(day=day_text(intention.on)), "kleinlabel", self))
        words.addWidget(TextLabel(intention.text, "uitleg", self))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(10)
        row.addWidget(IconLabel(theme, "ontwikkeling", self, color="luikgroen_tekst"))
        row.addLayout(words, 1)
        self.setAccessibleName(self.tr("Je vorige voornemen: {text}").format(text=intention.text))
