"""The time of some recordings is over: one more look, keep a little longer, or let go. Nothing goes before this was shown."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.common.errors import AppError
from app.common.ids import RecordingId
from app.common.progress import JobContext
from app.domain.consent import Purpose
from app.domain.recording import Recording
from app.services.session import Session
from app.ui.consent.wording import capital, closed_text, full_day
from app.ui.jobs import Job, JobRunner
from app.ui.library.keep_dialog import KeepDialog
from app.ui.library.overview import long_date, minutes_text
from app.ui.screen import Screen
from app.ui.theme import Theme
from app.ui.widgets.buttons import EraseButton, PlainButton, QuietButton
from app.ui.widgets.confirm import ConfirmErase
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Heading, Line, Surface, TextLabel

_WIDEST = 860


class LastLook(Screen):
    """One card a recording. Leaving is always possible: then it is asked again at the next unlocking."""

    recording_opened = Signal(str)

    def __init__(self, theme: Theme, jobs: JobRunner, session: Session, ended: Sequence[Recording], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Nog één keer kijken")
        self.has_back = True
        self._theme = theme
        self._jobs = jobs
        self._session = session
        self._job: Job | None = None
        self.cards: list[LastLookCard] = []
        self.error = ErrorPanel(theme, self)
        self.finish = EraseButton(theme, "", self, is_large=True)
        self.finish.clicked.connect(self._on_finish)
        self._later = QuietButton(theme, self.tr("Later kiezen"), self, is_large=True)
        self._later.clicked.connect(self.back_requested)
        self._lay_out(ended)
        self._show_count()

    def entered(self) -> None:
        """Begin at the first recording; one that may be watched again shows that."""
        for card in self.cards:
            card.show_consent()
        if self.cards:
            self.cards[0].look.setFocus()

    def _lay_out(self, ended: Sequence[Recording]) -> None:
        inside = QWidget(self)
        inside.setObjectName("scrolled")
        inside.setMaximumWidth(_WIDEST)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(28, 28, 28, 20)
        self._column.setSpacing(10)
        self._heading = Heading("", "kop1", inside)
        self._column.addWidget(self._heading)
        words = self.tr("Er is nog niets gewist. Kijk nog één keer als je wilt, en kies dan rustig per opname.")
        self._lead = TextLabel(words, "groot", inside)
        self._column.addWidget(self._lead)
        self._column.addSpacing(6)
        self._column.addWidget(self.error)
        for recording in ended:
            self._add_card(recording, inside)
        self._column.addStretch()
        middle = QWidget(self)
        middle.setObjectName("scrolled")
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(inside, 12)
        row.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(middle)
        foot = QHBoxLayout()
        foot.setContentsMargins(28, 12, 28, 16)
        foot.addWidget(self._later)
        foot.addStretch()
        foot.addWidget(self.finish)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.setSpacing(0)
        outside.addWidget(scroll, 1)
        outside.addWidget(Line(self))
        outside.addLayout(foot)

    def _add_card(self, recording: Recording, inside: QWidget) -> None:
        card = LastLookCard(self._theme, self._session, recording, inside)
        card.look_requested.connect(self.recording_opened)
        card.keep_requested.connect(partial(self._on_keep, card))
        card.erase_requested.connect(partial(self._on_erase, [card]))
        self.cards.append(card)
        self._column.addWidget(card)

    def _show_count(self) -> None:
        count = len(self.cards)
        one = self.tr("De tijd van één opname is om.")
        self._heading.setText(one if count == 1 else self.tr("De tijd van {count} opnamen is om.").format(count=count))
        words = self.tr("Klaar: wis deze opname") if count == 1 else self.tr("Klaar: wis deze {count} opnamen").format(count=count)
        self.finish.set_words(words)
        self.finish.setEnabled(bool(count) and self._job is None)

    def _on_keep(self, card: "LastLookCard") -> None:
        persons = tuple(self._session.consent.persons(card.recording.recording_id))
        question = KeepDialog(self._theme, card.recording, persons, self, needs_reason=True)
        if question.exec():
            day, reason = question.day, question.reason
            try:
                self._session.retention.set_keep_until(card.recording.recording_id, day, reason=reason)
            except AppError as error:
                self.error.tell(error)
            else:
                self._drop([card])
        question.deleteLater()

    @Slot()
    def _on_finish(self) -> None:
        self._on_erase(list(self.cards))

    def _on_erase(self, cards: "list[LastLookCard]") -> None:
        if self._job is not None:
            return
        words = self.tr(
            "Weg zijn dan beeld en geluid, de momenten, de fragmenten en hun kopieën in de kluis. Dit kan niet terug. "
            "Kopieën buiten de kluis en het bestand op een telefoon of kaart blijven. "
            "In een oudere reservekopie staat de opname nog, versleuteld, tot je die vervangt."
        )
        only = self.tr("{title} wissen?").format(title=cards[0].recording.title)
        title = only if len(cards) == 1 else self.tr("{count} opnamen wissen?").format(count=len(cards))
        question = ConfirmErase(self._theme, title, words, self.tr("Wis nu"), self.tr("Nog niet"), self)
        if question.exec():
            self.error.clear()
            kept = [card.recording.recording_id for card in cards if card.keeps_notes]
            gone = [card.recording.recording_id for card in cards if not card.keeps_notes]
            self._job = self._jobs.start(partial(_destroy, self._session, kept, gone), name="destroy what is due")
            self._job.succeeded.connect(partial(self._on_erased, cards))
            self._job.failed.connect(self.error.tell)
            self._job.ended.connect(self._on_ended)
            self._show_count()
        question.deleteLater()

    def _on_erased(self, cards: "list[LastLookCard]", _outcome: object) -> None:
        self._job = None
        self._drop(cards)

    @Slot()
    def _on_ended(self) -> None:
        self._job = None
        self._show_count()

    def _drop(self, cards: "list[LastLookCard]") -> None:
        for card in cards:
            self.cards.remove(card)
            self._column.removeWidget(card)
            card.deleteLater()
        self._show_count()
        if not self.cards:
            self.back_requested.emit()


class LastLookCard(Surface):
    """A recording whose last day has passed, and what can be done with it."""

    look_requested = Signal(str)
    keep_requested = Signal()
    erase_requested = Signal()

    def __init__(self, theme: Theme, session: Session, recording: Recording, parent: QWidget) -> None:
        super().__init__("card", parent)
        self._session = session
        self.recording = recording
        has_words = session.retention.has_notes(recording.recording_id)
        self.look = PlainButton(theme, self.tr("Nog één keer kijken"), self, icon_name="afspelen")
        self.look.clicked.connect(self._on_look)
        self.keep = PlainButton(theme, self.tr("Langer bewaren"), self, icon_name="wisdatum")
        self.keep.clicked.connect(self.keep_requested)
        self.erase = EraseButton(theme, self.tr("Nu wissen"), self)
        self.erase.clicked.connect(self.erase_requested)
        self._notes = QCheckBox(self.tr("Bewaar mijn notities, zonder beeld en zonder schuilnaam"), self)
        self._notes.setAccessibleName(self.tr("Bewaar mijn notities van {title}, zonder beeld en zonder schuilnaam").format(title=recording.title))
        self._notes.setVisible(has_words)
        self._notes.setChecked(has_words)
        self._closed = TextLabel("", "letop", self)
        facts = (recording.talk, long_date(recording.recorded_on), minutes_text(recording.facts.duration_ms))
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(6)
        column.addWidget(TextLabel(recording.title, "titel", self))
        column.addWidget(TextLabel(capital(", ".join(fact for fact in facts if fact)), "klein", self))
        ended = QHBoxLayout()
        ended.setSpacing(8)
        ended.addWidget(IconLabel(theme, "wisdatum", self, size=16, color="menie_tekst"))
        ended.addWidget(TextLabel(self.tr("Bewaren tot en met {day}").format(day=full_day(recording.keep_until)), "klein", self), 1)
        column.addLayout(ended)
        column.addWidget(self._closed)
        column.addWidget(self._notes)
        several = QWidget(self)
        buttons = FlowLayout(several)
        for button in (self.look, self.keep, self.erase):
            button.setAccessibleDescription(recording.title)
            buttons.addWidget(button)
        column.addWidget(several)
        self.show_consent()

    @property
    def keeps_notes(self) -> bool:
        """Whether the worker's own words stay."""
        return self._notes.isVisibleTo(self) and self._notes.isChecked()

    def show_consent(self) -> None:
        """Let it be watched while everybody said yes to that, and else say why not."""
        try:
            own = self._session.consent.verdict(self.recording.recording_id, Purpose.OWN)
        except AppError:
            return  # wiped from another screen; the list of this one is made anew at the next unlocking
        self.look.setEnabled(own.is_allowed)
        self._closed.setText("" if own.is_allowed else closed_text(own))
        self._closed.setVisible(not own.is_allowed)

    @Slot()
    def _on_look(self) -> None:
        self.look_requested.emit(self.recording.recording_id)


def _destroy(session: Session, with_notes: list[RecordingId], without: list[RecordingId], _context: JobContext) -> None:
    session.retention.destroy_ended(with_notes, without)
