"""What step 3 is made of and where it stands: picture and own words, what is said, the voice, the timeline."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.anonymise.gone_card import GoneCard
from app.ui.anonymise.line_writing import LineWriting
from app.ui.anonymise.mask_stage import MaskStage
from app.ui.anonymise.own_words_card import OwnWordsCard
from app.ui.anonymise.sound_timeline import SoundTimeline
from app.ui.anonymise.step import Step, in_scroll_area
from app.ui.anonymise.voice_panel import VoicePanel
from app.ui.anonymise.word_card import WordCard
from app.ui.anonymise.word_choosing import WordChoosing
from app.ui.anonymise.words_panel import WordsPanel
from app.ui.theme import Theme
from app.ui.widgets.labels import Line

_LEFT_PART = 0.375
_LEFT_PX = (224, 420)


class SoundLook(Step):
    """Knows no plan: `SoundStep` gives the parts something to show and hears what they ask."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._build()
        theme.changed.connect(self._fit)

    def parts(self) -> tuple[QWidget, ...]:
        """Return what Tab goes along, in the order a person reads it."""
        return (self.stage, self.own_words, self.words_panel, self.timeline, self.panel)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the picture small beside the words."""
        super().resizeEvent(event)
        self._fit()

    def _build(self) -> None:
        self.timeline = SoundTimeline(self.theme, self)
        self.panel = VoicePanel(self.theme, self)
        self.card = WordCard(self.theme)
        self.words_panel = WordsPanel(self.theme)
        self.card.setParent(self.words_panel.view)
        self.choosing = WordChoosing(self.words_panel.view, self.card, self.timeline, self)
        self.writing = LineWriting(self.words_panel.view, self)
        room = QWidget(self)
        room.setObjectName("room")
        beside = QHBoxLayout(room)
        beside.setContentsMargins(18, 18, 20, 12)
        beside.setSpacing(20)
        # As wide as `_fit` lets it be, and narrower when the window asks: a fixed width would hold the window open.
        beside.addWidget(self._build_left(room), 100)
        beside.addWidget(self.words_panel, 1)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(room, 1)
        column.addWidget(Line(self))
        column.addWidget(self.timeline)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(column, 1)
        row.addWidget(self.panel)

    def _build_left(self, room: QWidget) -> QWidget:
        holder = QWidget()
        holder.setObjectName("scrolled")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.stage = MaskStage(self.theme, holder, is_rounded=True)
        self.stage.setMinimumSize(160, 90)
        self.own_words = OwnWordsCard(self.theme, holder)
        column.addWidget(self.stage)
        column.addWidget(self.own_words)
        column.addWidget(GoneCard(self.theme, holder))
        column.addStretch(1)
        self._left = in_scroll_area(holder, room)
        self._left.setMinimumWidth(_LEFT_PX[0])
        return self._left

    @Slot()
    def _fit(self) -> None:
        least, most = _LEFT_PX
        room = self.width() - self.panel.width()
        width = max(least, min(round(room * _LEFT_PART), most))
        self._left.setMaximumWidth(width)
        self.stage.setFixedHeight(round((width - 2) * 9 / 16))
