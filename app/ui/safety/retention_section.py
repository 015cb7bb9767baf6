"""Bewaren en wissen: how long, what ends when, the bin, and the words that stayed."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from app.common.errors import AppError
from app.common.ids import NoteId, RecordingId
from app.common.progress import JobContext
from app.domain.recording import Recording
from app.services.changes import Changes
from app.services.retention import KeptNote, RetentionSettings
from app.services.session import Session
from app.ui.changes import ChangeSignal
from app.ui.jobs import JobRunner
from app.ui.safety.bin_row import BinRow
from app.ui.safety.card import Card
from app.ui.safety.ending_row import EndingRow, recording_name
from app.ui.safety.keep_card import KeepCard
from app.ui.safety.note_row import NoteRow
from app.ui.safety.reader import Reader
from app.ui.safety.retention_rows import RetentionRows, read_retention
from app.ui.safety.rows import RowList
from app.ui.safety.section import Section
from app.ui.safety.work_panel import WorkPanel
from app.ui.theme import Theme
from app.ui.widgets.confirm import ConfirmErase


class RetentionSection(Section):
    """Reads itself again after every change."""

    told = Signal(str)

    def __init__(self, theme: Theme, jobs: JobRunner, session: Session, changes: ChangeSignal, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        lead = self.tr("Elke opname heeft een laatste dag. Daarna kijk je nog één keer, en dan gaat hij weg.")
        self.introduce(self.tr("Niet langer dan nodig."), lead)
        self._theme = theme
        self._session = session
        self._reader = Reader(jobs, partial(read_retention, session), "read retention", self)
        self._reader.read.connect(self._on_rows)
        self._work = WorkPanel(theme, jobs, self)
        self._work.succeeded.connect(self._on_done)
        self._reader.failed.connect(self._work.tell)
        self._done = ""
        self.keep = KeepCard(theme, self)
        self.keep.chosen.connect(self._on_settings)
        self._ending_card = Card(theme, "wisdatum", self.tr("Wordt gewist"), self)
        self.ending = RowList(theme, self.tr("Er zijn geen opnamen."), self._ending_card)
        self._ending_card.column.addWidget(self.ending)
        self._ending_card.say(
            self.tr("Wissen haalt de sleutel weg, dan kan niemand het bestand openen. Staat het nog op een reservekopie? Vernieuw die dan ook.")
        )
        self._ending_card.say(self.tr("Oude reservekopieën blijven leesbaar tot je ze vernieuwt of vernietigt."))
        bin_card = Card(theme, "wissen", self.tr("Prullenbak"), self)
        self.bin = RowList(theme, self.tr("De prullenbak is leeg."), bin_card)
        bin_card.column.addWidget(self.bin)
        notes_card = Card(theme, "notitie", self.tr("Jouw woorden die bleven"), self)
        notes_card.say(self.tr("Van gewiste opnamen kun je je eigen notities houden. De app laat beeld, schuilnaam en tijd weg."))
        notes_card.say(self.tr("Wat je zelf typte, blijft staan. Haal een notitie weg als er een naam in staat."))
        self.notes = RowList(theme, self.tr("Er zijn geen notities bewaard."), notes_card)
        notes_card.column.addWidget(self.notes)
        for part in (self._work, self.keep, self._ending_card, bin_card, notes_card):
            self.column.addWidget(part)
        changes.changed.connect(self._on_changed)

    def entered(self) -> None:
        """Read again."""
        self._reader.request()

    def release(self) -> None:
        """Stop reading; destroying goes on to its end, because half of it makes no sense."""
        self._reader.stop()

    @Slot(object)
    def _on_rows(self, rows: RetentionRows) -> None:
        self.keep.show_settings(rows.settings)
        self.ending.show_rows(rows.ending, self._ending_row)
        self.bin.show_rows(rows.binned, partial(self._bin_row, rows.settings))
        self.notes.show_rows(rows.notes, self._note_row)

    def _ending_row(self, recording: Recording) -> EndingRow:
        row = EndingRow(self._theme, recording, self.ending)
        row.day_chosen.connect(self._on_day)
        return row

    def _bin_row(self, settings: RetentionSettings, recording: Recording) -> BinRow:
        row = BinRow(self._theme, recording, settings, self.bin)
        row.taken_back.connect(self._on_take_back)
        row.destroy_requested.connect(self._on_destroy)
        return row

    def _note_row(self, note: KeptNote) -> NoteRow:
        row = NoteRow(self._theme, note, self.notes)
        row.remove_requested.connect(self._on_remove_note)
        return row

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if self.isVisible() and (changes.recordings or changes.moments):
            self._reader.request()

    @Slot()
    def _on_settings(self) -> None:
        try:
            settings = self.keep.settings()
        except AppError as error:
            self._work.tell(error)
            return
        self._run(
            partial(_call, self._session.retention.set_settings, settings), self.tr("Bewaard. Dit geldt voor opnamen die je vanaf nu toevoegt.")
        )

    @Slot(str, object)
    def _on_day(self, recording_id: str, day: date) -> None:
        work = partial(_call, self._session.retention.set_keep_until, RecordingId(recording_id), day)
        self._run(work, self.tr("De nieuwe laatste dag staat erbij."))

    @Slot(str)
    def _on_take_back(self, recording_id: str) -> None:
        work = partial(_call, self._session.retention.take_back, RecordingId(recording_id))
        self._run(work, self.tr("De opname staat weer bij je opnamen."))

    @Slot(object)
    def _on_destroy(self, row: BinRow) -> None:
        words = self.tr(
            "De app haalt de sleutel weg. Daarna kan niemand deze opname nog openen, ook jij niet. Dit kan niet terug. "
            "Oude reservekopieën blijven leesbaar tot je ze vernieuwt of vernietigt. Kopieën buiten de kluis blijven waar ze zijn."
        )
        question = ConfirmErase(
            self._theme,
            self.tr("{name} nu vernietigen?").format(name=recording_name(row.recording)),
            words,
            self.tr("Vernietig nu"),
            self.tr("Niet vernietigen"),
            self,
            choice=self.tr("Houd mijn eigen notities, zonder beeld"),
        )
        if question.exec():
            work = partial(_destroy, self._session, row.recording.recording_id, keeps_notes=question.is_choice_made)
            self._run(work, self.tr("Vernietigd. Maak een nieuwe reservekopie, dan is de opname ook daar weg."))
        question.deleteLater()

    @Slot(object)
    def _on_remove_note(self, row: NoteRow) -> None:
        question = ConfirmErase(
            self._theme,
            self.tr("Deze notitie weghalen?"),
            self.tr("Je eigen woorden zijn dan weg. Dit kan niet terug."),
            self.tr("Haal weg"),
            self.tr("Laat staan"),
            self,
        )
        if question.exec():
            self._run(partial(_call, self._session.retention.remove_note, NoteId(row.note.note_id)), self.tr("De notitie is weg."))
        question.deleteLater()

    def _run(self, work: Callable[[JobContext], Any], done: str) -> None:
        self._done = done
        self._work.run(work, name="retention", saying=self.tr("De app is bezig. Je kunt gewoon doorgaan."))

    @Slot(object)
    def _on_done(self, _outcome: object) -> None:
        self._work.say(self._done)
        self._reader.request()


def _call(function: Callable[..., object], *arguments_and_context: Any) -> None:
    function(*arguments_and_context[:-1])


def _destroy(session: Session, recording_id: RecordingId, _context: JobContext, *, keeps_notes: bool) -> None:
    session.retention.destroy([recording_id], ground="user", keep_notes=keeps_notes)
