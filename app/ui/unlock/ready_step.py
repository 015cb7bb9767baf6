"""Step 3 of the first start: the room is there."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme import Theme
from app.ui.widgets.buttons import MainButton, PlainButton
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Heading, TextLabel


class ReadyStep(QWidget):
    """Three things to know, the way in, and the way in by a practice."""

    entered_room = Signal()
    practice_requested = Signal()
    """Go in, and begin with the drawn conversation."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = TextLabel("", "gewoon", self)
        self._button = MainButton(theme, self.tr("Naar binnen"), self, keys=("Enter",))
        self._button.setDefault(True)
        self._button.clicked.connect(self.entered_room)
        self._practice = PlainButton(theme, self.tr("Eerst oefenen"), self, is_large=True)
        self._practice.clicked.connect(self.practice_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(Heading(self.tr("Je kamer is klaar."), "kop0", self))
        facts = (
            ("kluis", self._place),
            ("herstelcode", TextLabel(self.tr("Je herstelcode staat op papier. Bewaar hem niet bij dit apparaat."), "gewoon", self)),
            ("vergrendelen", TextLabel(self.tr("Met Ctrl en L gaan de luiken dicht, van overal."), "gewoon", self)),
        )
        for icon_name, label in facts:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(IconLabel(theme, icon_name, self, color="luikgroen_tekst"))
            row.addWidget(label, 1)
            column.addLayout(row)
        column.addSpacing(8)
        words = self.tr("Wil je eerst oefenen met een getekend gesprek? Het duurt twee minuten en wist zichzelf.")
        column.addWidget(TextLabel(words, "gewoon", self))
        column.addSpacing(8)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self._button)
        buttons.addWidget(self._practice)
        buttons.addStretch()
        column.addLayout(buttons)

    def show_place(self, folder: Path) -> None:
        """Say where the vault is, and take the focus."""
        self._place.setText(self.tr("Je kluis staat in {folder}, als {name}.").format(folder=folder.parent.name, name=folder.name))
        self._button.setFocus()
