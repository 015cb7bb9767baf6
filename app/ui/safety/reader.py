"""Read something of the vault again and again in a job, never twice at once."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.common.errors import AppError
from app.common.progress import JobContext
from app.ui.jobs import Job, JobRunner


class Reader(QObject):
    """Emits `read` with what the work returned. A request during reading is read once more afterwards."""

    read = Signal(object)
    failed = Signal(AppError)

    def __init__(self, jobs: JobRunner, work: Callable[[JobContext], Any], name: str, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._work = work
        self._name = name
        self._job: Job | None = None
        self._is_stale = False

    @Slot()
    def request(self) -> None:
        """Read now, or once more when reading goes on already."""
        if self._job is not None:
            self._is_stale = True
            return
        self._is_stale = False
        self._job = self._jobs.start(self._work, name=self._name)
        self._job.succeeded.connect(self.read)
        self._job.failed.connect(self.failed)
        self._job.ended.connect(self._on_ended)

    def stop(self) -> None:
        """Read no more."""
        self._is_stale = False
        if self._job is not None:
            self._job.cancel()

    @Slot()
    def _on_ended(self) -> None:
        self._job = None
        if self._is_stale:
            self.request()
