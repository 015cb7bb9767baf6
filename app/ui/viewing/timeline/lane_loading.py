"""Brings the pictures and the sound of the timeline: reads them, or lets them be drawn first, off the window's thread."""

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from app.common.errors import AppError
from app.common.ids import RecordingId
from app.common.progress import JobContext, Progress
from app.domain.lanes import Thumbnail, Waveform
from app.error_texts import error_text
from app.services.session import Session
from app.ui.jobs import Job, JobRunner

Lanes = tuple[list[Thumbnail] | tuple[Thumbnail, ...] | None, Waveform | None]


class LaneLoading(QObject):
    """Drawing goes on as long as the screen is open, and once per recording: what is drawn is kept in the vault."""

    thumbnails_ready = Signal(object)
    waveform_ready = Signal(object)
    progressed = Signal(Progress)
    failed = Signal(str)

    def __init__(self, session: Session, jobs: JobRunner, recording_id: RecordingId, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._recording_id = recording_id
        self._running: list[Job] = []
        self._has_pictures = self._has_sound = False
        self._is_drawing = self._is_released = False

    @Slot()
    def load(self) -> None:
        """Read what there is; what is missing is drawn."""
        if self._is_released or (self._has_pictures and self._has_sound):
            return
        job = self._jobs.start(partial(_read_lanes, self._session, self._recording_id), name="read_lanes")
        job.succeeded.connect(self._on_read)
        job.failed.connect(self._on_failed)
        self._keep(job)

    def release(self) -> None:
        """Stop reading and drawing; a half drawn lane is drawn anew the next time."""
        self._is_released = True
        for job in self._running:
            job.cancel()

    @Slot(object)
    def _on_read(self, lanes: Lanes) -> None:
        thumbnails, waveform = lanes
        if self._is_released:
            return
        if waveform is not None and not self._has_sound:
            self._has_sound = True
            self.waveform_ready.emit(waveform)
        if thumbnails is not None and not self._has_pictures:
            self._has_pictures = True
            self.thumbnails_ready.emit(thumbnails)
        if not (self._has_sound and self._has_pictures) and not self._is_drawing:
            self._draw()

    @Slot(AppError)
    def _on_failed(self, error: AppError) -> None:
        if self._is_released:
            return
        if error.code == "derived_exists":
            self.load()  # the list drew it at the same time
        else:
            self.failed.emit(error_text(error))

    def _draw(self) -> None:
        self._is_drawing = True
        job = self._jobs.start(partial(_draw_lanes, self._session, self._recording_id), name="draw_lanes")
        job.progressed.connect(self.progressed)
        job.succeeded.connect(self.load)
        job.failed.connect(self._on_failed)
        self._keep(job)

    def _keep(self, job: Job) -> None:
        self._running.append(job)
        job.ended.connect(self._on_ended)

    @Slot()
    def _on_ended(self) -> None:
        self._running = [job for job in self._running if job is not self.sender()]


def _read_lanes(session: Session, recording_id: RecordingId, _context: JobContext) -> Lanes:
    return session.recordings.thumbnails(recording_id), session.recordings.waveform(recording_id)


def _draw_lanes(session: Session, recording_id: RecordingId, context: JobContext) -> None:
    session.recordings.draw_lanes(recording_id, context)
