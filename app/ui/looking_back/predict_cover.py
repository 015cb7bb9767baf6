"""Predict first: the shutters before the picture, and on them what the frame asks before they open."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.dialogue import DialogueStep
from app.domain.looking_back import Intention
from app.ui.looking_back.answer_fields import AnswerFields, questions_of
from app.ui.looking_back.earlier_intention import EarlierIntention
from app.ui.theme import Theme
from app.ui.widgets.buttons import MainButton, QuietButton
from app.ui.widgets.drawing import Shutters
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Heading, Surface, TextLabel
from app.ui.widgets.scrolled import scrolled

_CARD_PX = 600


class PredictCover(QWidget):
    """Nothing of the picture is seen, and no key gets past it to the player."""

    ready = Signal()
    not_now = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shutters = Shutters(theme, self, is_rounded=False)
        self.fields: AnswerFields | None = None
        self.setAccessibleName(self.tr("Luiken dicht: eerst voorspellen"))

    def ask(self, step: DialogueStep, earlier: Intention | None) -> AnswerFields:
        """Put the card with the questions of this step on the shutters; returns its fields."""
        self._card = Surface("card")
        self.fields = AnswerFields(self._theme, questions_of(step), self._card)
        column = QVBoxLayout(self._card)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(8)
        column.addLayout(self._head(step))
        column.addWidget(Heading(step.heading.nl or step.name.nl, "kop2", self._card))
        if earlier is not None:
            column.addWidget(EarlierIntention(self._theme, earlier, self._card))
        column.addSpacing(4)
        column.addWidget(self.fields)
        column.addLayout(self._promise())
        column.addSpacing(6)
        column.addLayout(self._buttons())
        page = QWidget(self)
        page.setObjectName("overShutters")
        self._row = QHBoxLayout(page)
        self._row.addStretch(1)
        self._row.addWidget(self._card, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addStretch(1)
        self._scroll = scrolled(page, self)
        for part in (self._scroll, self._scroll.viewport(), page):
            part.setAutoFillBackground(False)
            part.setStyleSheet("#overShutters, QScrollArea { background: transparent; }")
        self._scroll.setGeometry(self.rect())
        self._scroll.show()
        self._fit()
        return self.fields

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cover all of the stage, with the card in the middle."""
        super().resizeEvent(event)
        self._shutters.setGeometry(self.rect())
        if self.fields is not None:
            self._scroll.setGeometry(self.rect())
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep keys from the player behind; Esc is not now."""
        if event.key() == Qt.Key.Key_Escape:
            self.not_now.emit()
        event.accept()

    def _fit(self) -> None:
        self._card.setFixedWidth(min(self._theme.current.scaled(_CARD_PX), max(280, self.width() - 32)))

    def _head(self, step: DialogueStep) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel(self._theme, "voorspellen", self._card))
        row.addWidget(TextLabel(self.tr("Eerst voorspellen, dan kijken"), "klein", self._card, wraps=False))
        row.addStretch(1)
        row.addWidget(TextLabel(self.tr("{minutes} minuten").format(minutes=step.minutes), "klein", self._card, wraps=False))
        return row

    def _promise(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel(self._theme, "vergrendelen", self._card), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(TextLabel(self.tr("Je ziet dit pas terug aan het eind. Dan vergelijk je: wat was anders?"), "klein", self._card), 1)
        return row

    def _buttons(self) -> QHBoxLayout:
        open_shutters = MainButton(self._theme, self.tr("Bewaar en open de luiken"), self._card, keys=("Ctrl", "Enter"))
        open_shutters.clicked.connect(self.ready)
        not_now = QuietButton(self._theme, self.tr("Nu niet"), self._card, is_large=True)
        not_now.clicked.connect(self.not_now)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(open_shutters)
        row.addWidget(not_now)
        row.addStretch(1)
        return row
