"""Toestemming: for every recording and every purpose, whether it may, and who to ask."""

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.common.progress import JobContext
from app.services.changes import Changes
from app.services.session import Session
from app.ui.changes import ChangeSignal
from app.ui.jobs import JobRunner
from app.ui.safety.consent_overview import ConsentOverview, ConsentRow
from app.ui.safety.reader import Reader
from app.ui.safety.section import Section
from app.ui.theme import Theme
from app.ui.widgets.buttons import ChipButton, PlainButton
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.labels import TextLabel


class ConsentSection(Section):
    """Reads itself again after every change."""

    consent_requested = Signal(str)
    """The id of the recording whose consent is to be looked at or changed."""

    def __init__(self, theme: Theme, jobs: JobRunner, session: Session, changes: ChangeSignal, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.introduce(self.tr("Wat mag met welke opname."), self.tr("Het strengste antwoord telt. Wat niet gevraagd is, mag niet."))
        self._rows: list[ConsentRow] = []
        self._reader = Reader(jobs, partial(read_consents, session), "read consents", self)
        self._reader.read.connect(self._on_rows)
        self._error = ErrorPanel(theme, self)
        self._reader.failed.connect(self._error.tell)
        self.only_open = ChipButton(theme, self.tr("Alleen wat dicht blijft"), self)
        self.only_open.clicked.connect(self._show_rows)
        self.open = PlainButton(theme, self.tr("Bekijk de toestemming"), self, icon_name="toestemming")
        self.open.clicked.connect(self._on_open)
        self.table = ConsentOverview(theme, self)
        self.table.opened.connect(self.consent_requested)
        self._nothing = TextLabel("", "groot", self)
        self.column.addWidget(self._error)
        choices = QHBoxLayout()
        choices.addWidget(self.only_open)
        choices.addStretch()
        choices.addWidget(self.open)
        self.column.addLayout(choices)
        self.column.addWidget(self.table)
        self.column.addWidget(self._nothing)
        changes.changed.connect(self._on_changed)
        self._show_rows()

    def entered(self) -> None:
        """Read again."""
        self._reader.request()

    def release(self) -> None:
        """Stop reading."""
        self._reader.stop()

    @Slot(object)
    def _on_rows(self, rows: list[ConsentRow]) -> None:
        self._rows = rows
        self._show_rows()

    @Slot()
    def _show_rows(self) -> None:
        shown = [row for row in self._rows if row.is_open or not self.only_open.isChecked()]
        self.table.show_rows(shown)
        self.table.setVisible(bool(shown))
        self.open.setEnabled(bool(shown))
        self._nothing.setVisible(not shown)
        self._nothing.setText(self.tr("Er blijft geen opname dicht.") if self._rows else self.tr("Er zijn geen opnamen."))

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if self.isVisible() and (changes.recordings or changes.consents):
            self._reader.request()

    @Slot()
    def _on_open(self) -> None:
        if self.table.current_id():
            self.consent_requested.emit(self.table.current_id())


def read_consents(session: Session, context: JobContext) -> list[ConsentRow]:
    """Return every recording with what is allowed today, the newest first."""
    recordings = session.recordings.list()
    rows = []
    for number, recording in enumerate(recordings):
        context.advance("consents", number, len(recordings))
        rows.append(ConsentRow(recording, session.consent.verdicts(recording.recording_id)))
    return rows
