"""Ontwikkeling: where the worker looked over several talks, what was learnt and intended, and the quiet frames."""

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.common.errors import AppError
from app.common.local_time import local_now
from app.domain.kijkkader import Cell
from app.domain.private_answer import QuietFrame
from app.error_texts import error_text
from app.services.changes import Changes
from app.services.session import Session
from app.ui.changes import ChangeSignal
from app.ui.growth.large_window import LargeWindow
from app.ui.growth.learning_card import LearningCard
from app.ui.growth.overview import Growth, read_growth
from app.ui.growth.question_card import QuestionCard
from app.ui.growth.shuttered_card import ShutteredCard
from app.ui.jobs import Job, JobRunner
from app.ui.screen import Screen
from app.ui.theme import Theme
from app.ui.widgets.buttons import ChipButton
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.labels import Heading, Surface, TextLabel
from app.ui.widgets.message_bar import MessageBar
from app.ui.widgets.scrolled import scrolled

_BESIDE_PX = 1080


class GrowthScreen(Screen):
    """Reads itself again after every change. No number, no order of better and worse."""

    frame_opened = Signal(str)
    """The quiet frame whose shutter was opened."""

    def __init__(self, theme: Theme, jobs: JobRunner, session: Session, changes: ChangeSignal, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Ontwikkeling")
        self.subtitle = self.tr("alleen voor jou")
        self._theme = theme
        self._jobs = jobs
        self._session = session
        self._reading: Job | None = None
        self._growth: Growth | None = None
        self._is_stale = True
        self._build()
        self._lay_out()
        changes.changed.connect(self._on_changed)

    def top_bar_widget(self) -> QWidget | None:
        """Return the choice of how far back."""
        return self._periods

    def entered(self) -> None:
        """Read what changed meanwhile, and give the keyboard to the window."""
        self._read()
        self.window_panes.setFocus()

    def release(self) -> None:
        """Stop reading."""
        if self._reading is not None:
            self._reading.cancel()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards beside the window, or under it where there is no room."""
        super().resizeEvent(event)
        is_wide = self.width() >= _BESIDE_PX * max(1.0, self._theme.scale)
        self._upper.setDirection(QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom)
        for place, card in enumerate(self._cards):
            self._frames.addWidget(card, 0 if is_wide else place, place if is_wide else 0)

    def _build(self) -> None:
        self._periods = QWidget(self)
        row = QHBoxLayout(self._periods)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._period = QButtonGroup(self)
        for place, name in enumerate((self.tr("Laatste 8 weken"), self.tr("Alles"))):
            chip = ChipButton(self._theme, name, self._periods)
            chip.setChecked(place == 0)
            self._period.addButton(chip, place)
            row.addWidget(chip)
        self._period.idToggled.connect(self._on_period)
        self._periods.setMinimumWidth(row.sizeHint().width())
        self._periods.hide()
        self.window_panes = LargeWindow(self._theme, self)
        self.window_panes.pane_chosen.connect(self._on_pane_chosen)
        self._too_few = TextLabel(self.tr("Na drie opnamen zie je hier waar je naar keek."), "groot", self)
        self.question = QuestionCard(self._theme, self)
        self.question.watch_requested.connect(self._on_watch_requested)
        self.question.put_away.connect(self.question.hide)
        self.question.hide()
        self.learning = LearningCard(self._theme, self)
        self._cards: list[ShutteredCard] = []
        self._error = ErrorPanel(self._theme, self)
        self._message = MessageBar(self._theme, self)

    def _lay_out(self) -> None:
        card = Surface("card", self)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(20, 14, 20, 20)
        inside.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(Heading(self.tr("Waar keek je naar?"), "kop1", card), 1)
        self._note = TextLabel(self.tr("Ieder teken is één moment. Veel of weinig zegt niets over jou."), "bij", card)
        head.addWidget(self._note, 1)
        inside.addLayout(head)
        self._pages = QStackedWidget(card)
        self._pages.addWidget(self._too_few)
        self._pages.addWidget(self.window_panes)
        inside.addWidget(self._pages, 1)
        beside = QVBoxLayout()
        beside.setSpacing(16)
        beside.addWidget(self.question)
        beside.addWidget(self.learning)
        beside.addStretch(1)
        self._upper = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._upper.setSpacing(20)
        self._upper.addWidget(card, 2)
        self._upper.addLayout(beside, 1)
        self._frames = QGridLayout()
        self._frames.setSpacing(16)
        page = QWidget(self)
        page.setObjectName("scrolled")
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 18, 24, 24)
        column.setSpacing(16)
        column.addWidget(self._error)
        column.addLayout(self._upper)
        column.addLayout(self._frames)
        column.addStretch(1)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scrolled(page, self))

    def _read(self) -> None:
        if self._reading is not None or not self._is_stale:
            return
        self._is_stale = False
        self._reading = self._jobs.start(partial(read_growth, self._session), name="read growth")
        self._reading.succeeded.connect(self._on_read)
        self._reading.failed.connect(self._error.tell)
        self._reading.ended.connect(self._on_read_ended)

    def _show(self) -> None:
        if self._growth is None:
            return
        shown = self._growth.recent(local_now()) if self._period.checkedId() == 0 else self._growth
        self.window_panes.show_moments(self._growth.kader, shown.moments)
        self._pages.setCurrentIndex(1 if shown.has_enough else 0)
        self._note.setVisible(shown.has_enough)
        self.learning.show_lines(self._growth.lines)
        if not self._cards:
            self._add_frames(self._growth)
        empty = next((cell for cell in self._growth.kader.cells if self.window_panes.is_empty(cell.cell_id)), None)
        if shown.has_enough and empty is not None and not self.question.isVisible():
            self._ask(empty)

    def _ask(self, cell: Cell) -> None:
        self.window_panes.choose(cell.cell_id)
        self.question.ask(cell, is_empty=self.window_panes.is_empty(cell.cell_id))

    def _add_frames(self, growth: Growth) -> None:
        kader = growth.kader
        frames = (
            (QuietFrame.SELF_INQUIRY, kader.self_inquiry),
            (QuietFrame.FIVE_WINDOWS, kader.five_windows),
            (QuietFrame.TOGETHER_OR_SOLO, kader.together_or_solo),
        )
        for frame, words in frames:
            if words.name.nl:  # a frame of somebody's own may leave it out
                card = ShutteredCard(self._theme, words.name.nl, words.purpose.nl, self)
                card.opened.connect(partial(self.frame_opened.emit, frame.value))
                self._cards.append(card)
                self._frames.addWidget(card, 0, len(self._cards) - 1)
                self._frames.setColumnStretch(len(self._cards) - 1, 1)

    @Slot(object)
    def _on_read(self, growth: Growth) -> None:
        self._growth = growth
        self._show()

    @Slot()
    def _on_read_ended(self) -> None:
        self._reading = None
        if self.isVisible():
            self._read()

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if changes.recordings or changes.moments or changes.reflections or changes.consents:
            self._is_stale = True
            if self.isVisible():
                self._read()

    @Slot(int, bool)
    def _on_period(self, _place: int, is_chosen: bool) -> None:  # noqa: FBT001 - the signal's shape
        if is_chosen:
            self._show()

    @Slot(str)
    def _on_pane_chosen(self, cell_id: str) -> None:
        cells = self._growth.kader.cells if self._growth else ()
        cell = next((each for each in cells if each.cell_id == cell_id), None)
        if cell is not None:
            self._ask(cell)

    @Slot(str)
    def _on_watch_requested(self, indicator_id: str) -> None:
        try:
            self._session.looking_back.watch_next(indicator_id)
        except AppError as error:
            self._message.say(error_text(error))
            return
        self.question.hide()
        self._message.say(self.tr("Genoteerd. Bij je volgende opname let je hierop."))
