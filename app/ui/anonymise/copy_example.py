"""Asks what the copy will show at a frame, one frame at a time, once somebody stays there."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.common.picture import Picture
from app.domain.anonymise_plan import AnonymisePlan
from app.services.session import Session
from app.ui.jobs import Job, JobRunner

_STAY_MS = 250


class CopyExample(QObject):
    """Tells `shown` for what was asked last; what was asked before is dropped. Where it fails nothing is told: making the copy will."""

    shown = Signal(int, Picture)
    """The frame's number, and what the copy will have there."""

    def __init__(self, session: Session, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._job: Job | None = None
        self._wanted: tuple[AnonymisePlan, int] | None = None
        self._made: Picture | None = None
        self._staying = QTimer(self, singleShot=True, interval=_STAY_MS)
        self._staying.timeout.connect(self._ask)

    @Slot(object, int)
    def want(self, plan: AnonymisePlan, frame: int) -> None:
        """Ask for this frame of the copy of this plan."""
        if self._wanted == (plan, frame):
            if self._made:
                self.shown.emit(frame, self._made)
            return
        self.forget()
        self._wanted = (plan, frame)
        self._staying.start()

    @Slot()
    def forget(self) -> None:
        """Ask for nothing any more."""
        self._wanted = self._made = None
        self._staying.stop()
        if self._job:
            self._job.cancel()
            self._job = None

    @Slot()
    def _ask(self) -> None:
        if self._wanted is None:
            return
        self._job = self._jobs.start(partial(self._session.anonymise.example, *self._wanted), name="example")
        self._job.succeeded.connect(partial(self._on_made, self._wanted))

    def _on_made(self, asked: tuple[AnonymisePlan, int], picture: Picture) -> None:
        if self._wanted == asked:
            self._made = picture
            self.shown.emit(asked[1], picture)
