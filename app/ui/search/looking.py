"""Looks for what is asked beside the window, so that typing never waits for the database."""

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from app.common.errors import AppError
from app.common.ids import CollectionId
from app.common.progress import JobContext
from app.services.search import Found
from app.services.session import Session
from app.ui.jobs import Job, JobRunner
from app.ui.search.question import Question

Wish = Question | CollectionId


class Looking(QObject):
    """Of everything wished for, only the last is answered; what was wished meanwhile is not even looked for."""

    found = Signal(list)
    """What was found, for the last wish."""
    failed = Signal(AppError)

    def __init__(self, jobs: JobRunner, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._session = session
        self._job: Job | None = None
        self._wish: Wish | None = None
        self._asked: Wish | None = None

    def look_for(self, wish: Wish) -> None:
        """Look for the answer to a question, or for what is in a collection, again also when it is the same as before."""
        self._wish = wish
        if self._job is None:
            self._start()

    def stop(self) -> None:
        """Want no answer any more."""
        self._wish = None
        if self._job is not None:
            self._job.cancel()

    def _start(self) -> None:
        wish, self._wish = self._wish, None
        self._asked = wish
        if wish is not None:
            self._job = self._jobs.start_short(partial(_answer, self._session, wish), name="find")
            self._job.succeeded.connect(self._on_found)
            self._job.failed.connect(self._on_failed)
            self._job.ended.connect(self._on_ended)

    @Slot(object)
    def _on_found(self, found: list[Found]) -> None:
        if self._wish is None:
            self.found.emit(found)

    @Slot(AppError)
    def _on_failed(self, error: AppError) -> None:
        if self._wish is None:
            self.failed.emit(error)

    @Slot()
    def _on_ended(self) -> None:
        self._job = None
        self._start()


def _answer(session: Session, wish: Wish, _context: JobContext) -> list[Found]:
    if isinstance(wish, Question):
        return session.search.find(wish.words, wish.wanted, wish.phase_id)
    return session.search.contents(session.collections.get(wish))
