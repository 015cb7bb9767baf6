"""The list of fragments; each opens the screen that makes it unrecognisable."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.common.ids import RecordingId
from app.common.progress import JobContext
from app.domain.consent import Purpose
from app.domain.fragment import Fragment
from app.domain.recording import Recording
from app.domain.timecode import format_time
from app.services.changes import Changes
from app.services.session import Session
from app.ui.changes import ChangeSignal
from app.ui.consent.wording import blocked_text
from app.ui.jobs import Job, JobRunner
from app.ui.screen import Screen
from app.ui.theme import Theme
from app.ui.widgets.buttons import EraseButton, PlainButton
from app.ui.widgets.confirm import ConfirmErase
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Surface, TextLabel
from app.ui.widgets.scrolled import scrolled


@dataclass(frozen=True)
class FragmentRow:
    """A fragment, where it comes from, and how far it is."""

    fragment: Fragment
    recording: Recording
    has_plan: bool
    clips: int
    block: str = ""
    """Why no copy may be made or saved; empty when it may."""


def read_fragments(session: Session, context: JobContext) -> list[FragmentRow]:
    """Return every fragment, the newest first."""
    rows = []
    blocks: dict[RecordingId, str] = {}
    fragments = session.fragments.list()
    for number, fragment in enumerate(fragments):
        context.advance("list", number, len(fragments))
        has_plan = session.anonymise.plan(fragment.fragment_id) is not None
        clips = len(session.anonymise.clips(fragment.fragment_id))
        recording = session.recordings.get(fragment.recording_id)
        if fragment.recording_id not in blocks:
            blocks[fragment.recording_id] = blocked_text(session.consent.verdict(fragment.recording_id, Purpose.TEAM))
        rows.append(FragmentRow(fragment, recording, has_plan, clips, blocks[fragment.recording_id]))
    return rows


class Fragments(Screen):
    """One card per fragment."""

    fragment_opened = Signal(str)
    consent_requested = Signal(str)
    """The recording whose consent keeps a fragment closed."""

    def __init__(self, theme: Theme, jobs: JobRunner, session: Session, changes: ChangeSignal, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Fragmenten")
        self._theme = theme
        self._jobs = jobs
        self._session = session
        self._reading: Job | None = None
        self._is_stale = False
        self._cards: list[FragmentCard] = []
        self._error = ErrorPanel(theme, self)
        self._empty = TextLabel(self.tr("Nog geen fragmenten. Een fragment begint bij een moment."), "groot", self)
        self._lay_out()
        changes.changed.connect(self._on_changed)
        self._read_rows()

    def entered(self) -> None:
        """Put the keyboard on the newest fragment."""
        if self._cards:
            first = self._cards[0]
            (first.ask if first.open.isHidden() else first.open).setFocus()

    def release(self) -> None:
        """Stop reading."""
        if self._reading is not None:
            self._reading.cancel()

    def _lay_out(self) -> None:
        inside = QWidget(self)
        inside.setObjectName("scrolled")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(28, 24, 28, 24)
        self._column.setSpacing(8)
        self._column.addWidget(TextLabel(self.tr("Wat je koos om te laten zien."), "kop2", inside))
        lead = self.tr("Een fragment blijft hier tot er een onherkenbaar gemaakte kopie van is.")
        self._column.addWidget(TextLabel(lead, "gewoon", inside))
        self._column.addSpacing(8)
        self._column.addWidget(self._error)
        self._column.addWidget(self._empty)
        self._column.addStretch()
        scroll = scrolled(inside, self)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scroll)

    def _read_rows(self) -> None:
        if self._reading is not None:
            self._is_stale = True
            return
        self._is_stale = False
        self._reading = self._jobs.start(partial(read_fragments, self._session), name="read fragments")
        self._reading.succeeded.connect(self._on_rows)
        self._reading.failed.connect(self._error.tell)
        self._reading.ended.connect(self._on_read_ended)

    @Slot(object)
    def _on_rows(self, rows: list[FragmentRow]) -> None:
        for card in self._cards:
            self._column.removeWidget(card)
            card.deleteLater()
        self._cards = [FragmentCard(self._theme, row, self) for row in rows]
        for card in self._cards:
            card.opened.connect(self.fragment_opened)
            card.erase_requested.connect(self._on_erase)
            card.consent_requested.connect(self.consent_requested)
            self._column.insertWidget(self._column.count() - 1, card)
        self._empty.setVisible(not rows)

    @Slot()
    def _on_read_ended(self) -> None:
        self._reading = None
        if self._is_stale:
            self._read_rows()

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if changes.fragments or changes.clips or changes.recordings or changes.consents:
            self._read_rows()

    @Slot(object)
    def _on_erase(self, row: FragmentRow) -> None:
        copies = self.tr("één kopie") if row.clips == 1 else self.tr("{count} kopieën").format(count=row.clips)
        words = self.tr("Weg zijn dan: de keuze, de vlakken die je tekende, en {copies} in de kluis. De opname zelf blijft. Dit kan niet terug.")
        question = ConfirmErase(
            self._theme, self.tr("Dit fragment wissen?"), words.format(copies=copies), self.tr("Wis dit fragment"), self.tr("Niet wissen"), self
        )
        if question.exec():
            job = self._jobs.start(partial(_erase, self._session, row.fragment), name="erase fragment")
            job.failed.connect(self._error.tell)
        question.deleteLater()


class FragmentCard(Surface):
    """Where it comes from, how long it is, its question, how far it is."""

    opened = Signal(str)
    consent_requested = Signal(str)
    erase_requested = Signal(object)

    def __init__(self, theme: Theme, row: FragmentRow, parent: QWidget) -> None:
        super().__init__("card", parent)
        self._row = row
        self.open = PlainButton(theme, self._action(), self, icon_name="fragmenten")
        self.open.clicked.connect(self._on_open)
        self.open.setVisible(not row.block)
        self.ask = PlainButton(theme, self.tr("Naar de toestemming"), self, icon_name="toestemming")
        self.ask.clicked.connect(self._on_ask)
        self.ask.setVisible(bool(row.block))
        erase = EraseButton(theme, self.tr("Wissen"), self)
        erase.clicked.connect(self._on_erase)
        chosen = row.fragment.range
        place = self.tr("Van {begin} tot {end}, {seconds} s lang")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(TextLabel(row.recording.title, "sterk", self))
        times = place.format(begin=format_time(chosen.from_ms), end=format_time(chosen.to_ms), seconds=round(chosen.duration_ms / 1000))
        words.addWidget(TextLabel(times, "klein", self))
        if row.fragment.question:
            words.addWidget(TextLabel(row.fragment.question, "citaat", self))
        state = QHBoxLayout()
        state.setSpacing(8)
        icon_name, color = ("goed", "luikgroen_tekst") if row.clips else ("gezicht", "inkt_3")
        if row.block:
            icon_name, color = "letop", "menie_tekst"
        state.addWidget(IconLabel(theme, icon_name, self, color=color))
        state_text = TextLabel(self._state(), "letop" if row.block else "gewoon", self)
        state_text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        state.addWidget(state_text, 1)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 12, 12, 12)
        line.setSpacing(16)
        line.addLayout(words, 4)
        line.addLayout(state, 3)
        line.addWidget(self.open)
        line.addWidget(self.ask)
        line.addWidget(erase)

    def _state(self) -> str:
        if self._row.block:
            return self._row.block
        if self._row.clips:
            return self.tr("Kopie gemaakt, onherkenbaar")
        return self.tr("Begonnen met vlakken") if self._row.has_plan else self.tr("Nog niet onherkenbaar gemaakt")

    def _action(self) -> str:
        if self._row.clips:
            return self.tr("Bekijk of maak opnieuw")
        return self.tr("Ga verder") if self._row.has_plan else self.tr("Maak onherkenbaar")

    @Slot()
    def _on_open(self) -> None:
        self.opened.emit(self._row.fragment.fragment_id)

    @Slot()
    def _on_ask(self) -> None:
        self.consent_requested.emit(self._row.recording.recording_id)

    @Slot()
    def _on_erase(self) -> None:
        self.erase_requested.emit(self._row)


def _erase(session: Session, fragment: Fragment, _context: JobContext) -> None:
    session.fragments.remove(fragment.fragment_id)
