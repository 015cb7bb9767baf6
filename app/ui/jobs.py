"""The only door from the window to worker threads."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot

from app.common.errors import AppError, CancelledError
from app.common.progress import JobContext, Progress

_WORKERS = 2


class Job(QObject):
    """One piece of long work. Exactly one of `succeeded`, `failed` and `cancelled` follows, always from the event loop.

    So whoever starts a job may connect after `start` returned: nothing is lost. A bug in the work is told by
    `JobRunner.crashed` instead.
    """

    progressed = Signal(Progress)
    succeeded = Signal(object)
    failed = Signal(AppError)
    cancelled = Signal()
    ended = Signal()
    """After any of the endings, a crash too."""
    _reported = Signal(object)
    _finished = Signal(object, object)

    def __init__(self, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self.name = name
        self.context = JobContext(self._reported.emit)
        self.crash: BaseException | None = None
        self._has_ended = False
        self._reported.connect(self._on_reported, Qt.ConnectionType.QueuedConnection)
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)

    @property
    def is_running(self) -> bool:
        """Whether its ending has not been told yet."""
        return not self._has_ended

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self.context.cancel()

    def run(self, work: Callable[[JobContext], Any]) -> None:
        """Do the work on the thread this is called from, and report its end to the window's thread."""
        outcome, error = None, None
        try:
            outcome = _work_unless_cancelled(work, self.context)
        except BaseException as caught:  # noqa: BLE001 - one of the three places: the end of a worker thread
            error = caught
        self._finished.emit(outcome, error)

    @Slot(object)
    def _on_reported(self, progress: Progress) -> None:
        if not self._has_ended:
            self.progressed.emit(progress)

    @Slot(object, object)
    def _on_finished(self, outcome: object, error: BaseException | None) -> None:
        self._has_ended = True
        match error:
            case None:
                self.succeeded.emit(outcome)
            case CancelledError():
                self.cancelled.emit()
            case AppError():
                self.failed.emit(error)
            case _:
                self.crash = error
        self.ended.emit()


def _work_unless_cancelled(work: Callable[[JobContext], Any], context: JobContext) -> object:
    if context.is_cancelled:
        raise CancelledError
    return work(context)


class JobRunner(QObject):
    """Runs jobs on two threads, and short ones on a third, and keeps each alive until its ending has been told."""

    crashed = Signal(object)
    """The exception of a job that failed by a bug of ours."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="job")
        self._short_pool = ThreadPoolExecutor(1, thread_name_prefix="short-job")
        self._futures: dict[Job, Future[None]] = {}

    def start(self, work: Callable[[JobContext], Any], *, name: str) -> Job:
        """Run `work` as soon as a thread is free. It must not touch Qt."""
        return self._started(self._pool, work, name)

    def start_short(self, work: Callable[[JobContext], Any], *, name: str) -> Job:
        """Run work of a moment that somebody looks at, such as a search, on a thread of its own: not behind an import."""
        return self._started(self._short_pool, work, name)

    def _started(self, pool: ThreadPoolExecutor, work: Callable[[JobContext], Any], name: str) -> Job:
        job = Job(name, self)
        job.ended.connect(self._on_ended)
        self._futures[job] = pool.submit(job.run, work)
        return job

    @property
    def running(self) -> tuple[Job, ...]:
        """The jobs whose ending has not been told yet."""
        return tuple(self._futures)

    def cancel_all(self) -> None:
        """Ask every job to stop."""
        for job in self._futures:
            job.cancel()

    def wait_all(self, timeout_s: float | None = None) -> bool:
        """Wait until no job works any more and all endings are told; False when that took longer than the timeout."""
        pending = wait(self._futures.values(), timeout_s).not_done
        for job in tuple(self._futures):
            QCoreApplication.sendPostedEvents(job)
        return not pending

    @Slot()
    def _on_ended(self) -> None:
        job = self.sender()
        if not isinstance(job, Job):
            return
        self._futures.pop(job, None)
        if job.crash is not None:
            self.crashed.emit(job.crash)
        job.deleteLater()
