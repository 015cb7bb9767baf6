"""A drawn region being made to follow the picture: the work beside the review, and its outcome put into the plan."""

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from app.common.errors import AppError
from app.common.progress import Progress
from app.domain import mask_editing as editing
from app.domain.anonymise_plan import AnonymisePlan, BoxOrigin, MaskKey, Track
from app.services.session import Session
from app.ui.anonymise.review import Review
from app.ui.jobs import Job, JobRunner


class Following(QObject):
    """One region at a time. What a person changes meanwhile counts: the region is then followed anew."""

    changed = Signal()
    """It began, came further, or ended; see `track_id` and `percent`."""
    ended = Signal(str)
    """This region follows the picture now."""
    failed = Signal(AppError)

    def __init__(self, session: Session, jobs: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._job: Job | None = None
        self._again = False
        self.track_id = ""
        """Which region is being followed, empty when none is."""
        self.percent = 0

    def start(self, review: Review, track_id: str) -> None:
        """Follow this region from the boxes that were drawn of it; one that is still being followed is begun anew."""
        if self._job:
            self._again = self.track_id == track_id
            self._job.cancel()
            if not self._again:
                return
        else:
            self._begin(review, track_id)

    def stop(self) -> None:
        """Stop; the region stays as it was."""
        self._again = False
        if self._job:
            self._job.cancel()

    def _begin(self, review: Review, track_id: str) -> None:
        self.track_id, self.percent = track_id, 0
        plan = review.plan
        job = self._jobs.start(partial(self._session.anonymise.follow, plan, track_id), name="follow")
        self._job = job
        job.progressed.connect(self._on_progressed)
        job.succeeded.connect(partial(self._on_followed, review, editing.track_of(plan, track_id)))
        job.failed.connect(self._on_failed)
        job.ended.connect(partial(self._on_ended, review))
        self.changed.emit()

    @Slot(Progress)
    def _on_progressed(self, progress: Progress) -> None:
        self.percent = round(100 * progress.done / max(1, progress.total))
        self.changed.emit()

    def _on_followed(self, review: Review, asked: Track, followed: AnonymisePlan) -> None:
        now = next((track for track in review.plan.tracks if track.track_id == asked.track_id), None)
        if now is None or _drawn(now) != _drawn(asked):
            self._again = now is not None
            return
        review.apply(editing.with_keys(review.plan, asked.track_id, editing.track_of(followed, asked.track_id).keys))
        self.ended.emit(asked.track_id)

    @Slot(AppError)
    def _on_failed(self, error: AppError) -> None:
        self.failed.emit(error)

    def _on_ended(self, review: Review) -> None:
        track_id, self.track_id, self._job = self.track_id, "", None
        again, self._again = self._again, False
        if again and any(track.track_id == track_id for track in review.plan.tracks):
            self._begin(review, track_id)
        else:
            self.changed.emit()


def _drawn(track: Track) -> list[MaskKey]:
    return [key for key in track.keys if key.origin is BoxOrigin.DRAWN]
