"""The consent of a kept recording: every answer is kept at once, and somebody can take their yes back."""

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.common.errors import AppError
from app.common.ids import RecordingId
from app.domain.consent import PersonConsent
from app.services.consent import Reach
from app.services.session import Session
from app.ui.consent.consent_editor import ConsentEditor
from app.ui.consent.withdraw_dialog import WithdrawDialog
from app.ui.jobs import JobRunner
from app.ui.screen import Screen
from app.ui.theme import Theme
from app.ui.widgets.confirm import ConfirmErase
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.labels import TextLabel
from app.ui.widgets.scrolled import scrolled


class ConsentScreen(Screen):
    """Reached from the list, its details, closed shutters and Veiligheid."""

    withdrawn = Signal(str, str, bool)
    """Recording id, the role of whoever takes it back, and whether own notes stay. Nothing was erased yet."""

    def __init__(self, session: Session, theme: Theme, jobs: JobRunner, recording_id: RecordingId, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._jobs = jobs
        self._recording = session.recordings.get(recording_id)
        self._kept: tuple[PersonConsent, ...] = tuple(session.consent.persons(recording_id))
        self.title = self.tr("Toestemming")
        self.subtitle = ", ".join(part for part in (self._recording.title, self._recording.talk) if part)
        self.has_back = True
        self.editor = ConsentEditor(theme, self, is_kept=True)
        self.editor.show_persons(self._kept, self._recording.keep_until)
        self.editor.changed.connect(self._on_changed)
        self.editor.removal_requested.connect(self._on_removal)
        self.editor.withdrawal_requested.connect(self._on_withdrawal)
        self.error = ErrorPanel(theme, self)
        self._lay_out()

    def entered(self) -> None:
        """Put the keyboard on the table, or on who is missing from it."""
        self.editor.focus_first()

    def _lay_out(self) -> None:
        inside = QWidget(self)
        inside.setObjectName("scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(30, 24, 28, 20)
        column.setSpacing(12)
        column.addWidget(self.error)
        column.addWidget(self.editor, 1)
        note = self.tr("Wat je hier kiest, is meteen bewaard. Deze opname hoort niet in het dossier. Kopieer hem daar niet naartoe.")
        column.addWidget(TextLabel(note, "bij", inside))
        scroll = scrolled(inside, self)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scroll)

    @Slot()
    def _on_changed(self) -> None:
        """Keep what differs from what is kept; who was given another role is a person under a new name."""
        self.error.clear()
        persons, recording_id = self.editor.persons, self._recording.recording_id
        try:
            for gone in {each.key for each in self._kept} - {each.key for each in persons}:
                self._session.consent.remove_person(recording_id, gone)
            for person in persons:
                if person not in self._kept:
                    self._session.consent.set_person(recording_id, person)
        except AppError as error:
            self.error.tell(error)
        self._kept = tuple(self._session.consent.persons(recording_id))

    @Slot(str)
    def _on_removal(self, role: str) -> None:
        words = self.tr(
            "Doe dit alleen als deze persoon in de opname niet te zien en niet te horen is. "
            "Trekt iemand de toestemming in? Kies dan “Trekt toestemming in”: daarna wordt de opname gewist."
        )
        title = self.tr("Staat {who} toch niet in de opname?").format(who=role)
        question = ConfirmErase(self._theme, title, words, self.tr("Haal uit de lijst"), self.tr("Laat staan"), self)
        if question.exec():
            self.editor.remove_person(role)
        question.deleteLater()

    @Slot(str)
    def _on_withdrawal(self, role: str) -> None:
        job = self._jobs.start(lambda _context: self._session.consent.reach(self._recording.recording_id), name="reach of withdrawal")
        job.succeeded.connect(partial(self._ask_withdrawal, role))
        job.failed.connect(self.error.tell)

    def _ask_withdrawal(self, role: str, reach: Reach) -> None:
        question = WithdrawDialog(self._theme, role, reach, self)
        is_sure, keep_notes = bool(question.exec()), question.keep_notes.isChecked()
        question.deleteLater()
        if is_sure:
            self.withdrawn.emit(self._recording.recording_id, role, keep_notes)
