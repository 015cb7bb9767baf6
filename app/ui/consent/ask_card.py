"""How to ask: words you can say to an adult or a child."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme import Theme
from app.ui.widgets.buttons import SegmentButton
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Surface, TextLabel


class AskCard(Surface):
    """How you can ask an adult or a child."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("question", parent)
        self._texts = (
            self.tr(
                "“Ik wil ons gesprek filmen om er zelf van te leren. De film blijft op mijn laptop, achter slot. Wie er meekijkt, vraag ik je apart. "
                "Wil je het niet? Dan doe ik het niet. De hulp gaat gewoon door. Zeg je later toch nee, dan wis ik de film.”"
            ),
            self.tr(
                "“Ik wil ons gesprek filmen. Dan kan ik later kijken hoe ík het deed. De film blijft op mijn laptop, op slot. "
                "Jij mag nee zeggen. Ook straks nog, of morgen. Dan stop ik, en dan gooi ik de film weg. Niemand wordt boos.”"
            ),
        )
        self._text = TextLabel(self._texts[0], "citaat", self)
        self._group = QButtonGroup(self)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(IconLabel(theme, "notitie", self))
        head.addWidget(TextLabel(self.tr("Zo kun je het vragen"), "label", self), 1)
        for place, name in enumerate((self.tr("volwassene"), self.tr("kind"))):
            button = SegmentButton(theme, name, self)
            button.setChecked(place == 0)
            self._group.addButton(button, place)
            head.addWidget(button)
        self._group.idClicked.connect(self._on_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 18)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._text)
        column.addStretch()

    @Slot(int)
    def _on_chosen(self, place: int) -> None:
        self._text.setText(self._texts[place])
