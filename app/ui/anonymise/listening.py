"""A few seconds of the sound as the team will hear it: made in a job, then heard."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.common.errors import AppError
from app.domain.anonymise_plan import AnonymisePlan
from app.services.playback import SoundPlayer
from app.services.session import Session
from app.ui.jobs import Job, JobRunner

_LENGTH_MS = 10_000
_RATE = 48_000
_POLL_MS = 100


class Listening(QObject):
    """At most one at a time; `began` when the sound is heard, so that the picture can go along."""

    changed = Signal()
    began = Signal(int)
    """From this time of the fragment on."""
    ended = Signal()
    failed = Signal(AppError)

    def __init__(self, session: Session, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._job: Job | None = None
        self._sound: SoundPlayer | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._on_poll)

    @property
    def is_busy(self) -> bool:
        """Whether the sound is being made."""
        return self._job is not None

    @property
    def is_playing(self) -> bool:
        """Whether it is heard."""
        return self._sound is not None

    def start(self, plan: AnonymisePlan, at_ms: int) -> None:
        """Make the sound of ten seconds from this time of the fragment on, or of what is left of it, and let it be heard."""
        self.stop()
        to_ms = min(plan.range.duration_ms, at_ms + _LENGTH_MS)
        from_ms = max(0, min(at_ms, to_ms - 1000))
        self._job = self._jobs.start(partial(self._session.voices.preview, plan, from_ms, to_ms), name="preview_voice")
        self._job.succeeded.connect(partial(self._on_made, self._job, plan, from_ms))
        self._job.failed.connect(self.failed)
        self._job.ended.connect(partial(self._on_ended, self._job))
        self.changed.emit()

    def stop(self) -> None:
        """Stop making and hearing."""
        if self._job:
            self._job.cancel()
            self._job = None
            self.changed.emit()
        if self._sound:
            self._sound.close()
            self._sound = None
            self._timer.stop()
            self.ended.emit()
            self.changed.emit()

    def _on_made(self, job: Job, plan: AnonymisePlan, from_ms: int, samples: Any) -> None:
        if job is not self._job:
            return
        recording_id = self._session.fragments.get(plan.fragment_id).recording_id
        try:
            self._sound = self._session.playback.play_sound(recording_id, samples, _RATE)
        except AppError as error:
            self.failed.emit(error)
            return
        self._timer.start()
        self.began.emit(from_ms)

    def _on_ended(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self.changed.emit()

    @Slot()
    def _on_poll(self) -> None:
        if self._sound and not self._sound.is_playing:
            self.stop()
