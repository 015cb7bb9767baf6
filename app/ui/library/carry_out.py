"""What can be done with a recording from the list: throw away and take back, keep longer, wipe for good, withdraw."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.common.errors import AppError
from app.common.ids import RecordingId
from app.common.progress import JobContext
from app.services.retention import Ground
from app.services.session import Session
from app.ui.consent.wording import full_day
from app.ui.jobs import JobRunner
from app.ui.library.keep_dialog import KeepDialog
from app.ui.library.overview import RecordingRow
from app.ui.theme import Theme
from app.ui.widgets.confirm import ConfirmErase


class RecordingActions(QObject):
    """Asks where it cannot be taken back, works in jobs, and tells what came of it."""

    said = Signal(str, str, object)
    """A short message, the words of its button (empty for none) and what the button does."""
    told = Signal(str)
    """A sentence that should stay in view."""
    failed = Signal(AppError)
    going_changed = Signal()
    """`going` holds others now."""

    def __init__(self, theme: Theme, jobs: JobRunner, session: Session, screen: QWidget) -> None:
        super().__init__(screen)
        self._theme = theme
        self._jobs = jobs
        self._session = session
        self._screen = screen
        self.going: set[RecordingId] = set()
        """What is being wiped because somebody took back their yes."""

    def erase(self, row: RecordingRow) -> None:
        """Throw the recording in the bin, which can be taken back; from the bin, or without one, wipe it after a question."""
        days = self._session.retention.settings().bin_days
        if row.is_binned or days == 0:
            self._destroy(row)
            return
        recording_id, title = row.recording.recording_id, row.recording.title
        words = self.tr("{title} ligt één dag in de prullenbak.") if days == 1 else self.tr("{title} ligt {days} dagen in de prullenbak.")
        on_done = partial(
            self.said.emit, words.format(title=title, days=days), self.tr("Ongedaan maken"), partial(self._take_back, recording_id, title)
        )
        self._run(lambda _context: self._session.retention.move_to_bin(recording_id), "move to bin", on_done)

    def take_back(self, row: RecordingRow) -> None:
        """Take the recording out of the bin."""
        self._take_back(row.recording.recording_id, row.recording.title)

    def change_day(self, row: RecordingRow) -> None:
        """Ask for another last day and keep it."""
        question = KeepDialog(self._theme, row.recording, row.persons, self._screen)
        if question.exec():
            day = question.day
            words = self.tr("{title} blijft tot en met {day}.").format(title=row.recording.title, day=full_day(day))
            work = partial(self._set_day, row.recording.recording_id, day)
            self._run(work, "set last day", partial(self.said.emit, words, "", None))
        question.deleteLater()

    def withdraw(self, recording_id: RecordingId, role: str, *, keep_notes: bool) -> None:
        """Wipe all of a recording because this person took back their yes."""
        self.going.add(recording_id)
        self.going_changed.emit()
        job = self._jobs.start(
            lambda _context: self._session.consent.withdraw(recording_id, role, keep_notes=keep_notes),
            name="withdraw",
        )
        job.succeeded.connect(partial(self._on_withdrawn, keep_notes=keep_notes))
        job.failed.connect(self.failed)
        job.ended.connect(partial(self._on_gone, recording_id))

    def _destroy(self, row: RecordingRow) -> None:
        has_words = self._session.retention.has_notes(row.recording.recording_id)
        question = ConfirmErase(
            self._theme,
            self.tr("{title} wissen?").format(title=row.recording.title),
            consequences(self._screen, row),
            self.tr("Wis deze opname"),
            self.tr("Niet wissen"),
            self._screen,
            choice=self.tr("Bewaar mijn eigen notities, zonder beeld en zonder schuilnaam") if has_words else "",
        )
        if question.exec():
            ids, keep_notes = [row.recording.recording_id], question.is_choice_made
            ground: Ground = "bin" if row.is_binned else "user"
            words = self.tr("{title} is vernietigd.").format(title=row.recording.title)
            destroy = self._session.retention.destroy
            self._run(
                lambda _context: destroy(ids, ground=ground, keep_notes=keep_notes),
                "destroy",
                partial(self.said.emit, words, "", None),
            )
        question.deleteLater()

    def _take_back(self, recording_id: RecordingId, title: str) -> None:
        words = self.tr("{title} staat weer in de lijst.").format(title=title)
        self._run(lambda _context: self._session.retention.take_back(recording_id), "take back", partial(self.said.emit, words, "", None))

    def _set_day(self, recording_id: RecordingId, day: date, _context: JobContext) -> None:
        self._session.retention.set_keep_until(recording_id, day)

    def _run(self, work: Callable[[JobContext], object], name: str, on_done: Callable[[], None]) -> None:
        job = self._jobs.start(work, name=name)
        job.succeeded.connect(partial(_call, on_done))
        job.failed.connect(self.failed)

    def _on_withdrawn(self, _reach: object, *, keep_notes: bool) -> None:
        words = self.tr("Iemand heeft de toestemming ingetrokken. De opname, fragmenten en beeldjes zijn gewist.")
        self.told.emit(f"{words} {self.tr('Je eigen notities zijn er nog, zonder beeld.')}" if keep_notes else words)

    def _on_gone(self, recording_id: RecordingId) -> None:
        self.going.discard(recording_id)
        self.going_changed.emit()


def consequences(screen: QWidget, row: RecordingRow) -> str:
    """Return exactly what wiping this recording takes away, and what it does not reach."""
    moments = screen.tr("één moment") if len(row.moments) == 1 else screen.tr("{count} momenten").format(count=len(row.moments))
    fragments = screen.tr("één fragment") if row.fragments == 1 else screen.tr("{count} fragmenten").format(count=row.fragments)
    words = screen.tr(
        "Weg zijn dan: het beeld en geluid, {moments} met wat je erbij schreef, en {fragments} met hun kopieën in de kluis. "
        "Dit kan niet terug. Kopieën die je eerder buiten de kluis bewaarde, en het bestand op je telefoon of kaart, blijven waar ze zijn. "
        "In een oudere reservekopie staat de opname nog, versleuteld, tot je die vervangt."
    )
    return words.format(moments=moments, fragments=fragments)


def _call(on_done: Callable[[], None], *_outcome: object) -> None:
    on_done()
