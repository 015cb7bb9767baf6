"""Looks for words beside the window, so that typing never waits for the database."""

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from app.common.errors import AppError
from app.common.ids import RecordingId
from app.common.progress import JobContext
from app.services.session import Session
from app.ui.jobs import Job, JobRunner


class Searching(QObject):
    """Of everything asked for, only the last is answered; what was asked meanwhile is not even looked for."""

    found = Signal(str, object)
    """The words, and the recordings with a moment that holds them."""
    failed = Signal(AppError)

    def __init__(self, jobs: JobRunner, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._session = session
        self._job: Job | None = None
        self._wanted = ""
        self._asked = ""

    def look_for(self, words: str) -> None:
        """Look for these words instead of any before; for nothing at all when they are empty."""
        self._wanted = words
        if self._job is None:
            self._start()

    def _start(self) -> None:
        self._asked = self._wanted
        if self._asked:
            self._job = self._jobs.start_short(partial(_recordings_with, self._session, self._asked), name="read search")
            self._job.succeeded.connect(self._on_found)
            self._job.failed.connect(self._on_failed)
            self._job.ended.connect(self._on_ended)

    @Slot(object)
    def _on_found(self, recordings: set[RecordingId]) -> None:
        if self._asked == self._wanted:
            self.found.emit(self._asked, recordings)

    @Slot(AppError)
    def _on_failed(self, error: AppError) -> None:
        if self._asked == self._wanted:
            self.failed.emit(error)

    @Slot()
    def _on_ended(self) -> None:
        self._job = None
        if self._asked != self._wanted:
            self._start()


def _recordings_with(session: Session, words: str, _context: JobContext) -> set[RecordingId]:
    return session.moments.recordings_with(words)
