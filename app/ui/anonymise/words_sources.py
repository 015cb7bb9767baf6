"""The long ways to get written down what is said: a file, a draft by the recogniser, and where somebody speaks."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.common.errors import AppError
from app.domain.fragment import Fragment
from app.domain.spoken_span import SpokenSpan
from app.services.session import Session
from app.ui.jobs import Job, JobRunner


class WordsSources(QObject):
    """One job at a time."""

    began = Signal(str)
    """With a sentence that says what is being done."""
    progressed = Signal(object)
    written = Signal()
    """The recording has another transcript."""
    spans_found = Signal(tuple)
    """Where somebody speaks, as ranges of the fragment."""
    failed = Signal(AppError)
    ended = Signal()

    def __init__(self, session: Session, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._job: Job | None = None

    @property
    def is_busy(self) -> bool:
        """Whether one is under way."""
        return self._job is not None

    def read_file(self, fragment: Fragment, path: Path) -> None:
        """Take over a file with subtitles."""
        work = partial(self._session.transcripts.import_file, fragment.recording_id, path)
        self._start(work, "import_transcript", self.tr("De ondertitels worden gelezen.")).succeeded.connect(self._on_written)

    def draft(self, fragment: Fragment) -> None:
        """Let the recogniser write a draft of the fragment."""
        work = partial(self._session.transcripts.draft, fragment.recording_id, fragment.range)
        self._start(work, "draft_transcript", self.tr("De computer luistert en schrijft mee.")).succeeded.connect(self._on_written)

    def find_spans(self, fragment: Fragment) -> None:
        """Find where somebody speaks, so that there are lines to type in."""
        work = partial(self._session.voices.spoken_spans, fragment.fragment_id)
        self._start(work, "spoken_spans", self.tr("De app zoekt waar er gepraat wordt.")).succeeded.connect(self._on_spans)

    def stop(self) -> None:
        """Stop what is under way; nothing of it is kept."""
        if self._job:
            self._job.cancel()

    def _start(self, work: Any, name: str, sentence: str) -> Job:
        self.stop()
        job = self._jobs.start(work, name=name)
        self._job = job
        job.progressed.connect(self.progressed)
        job.failed.connect(self.failed)
        job.ended.connect(partial(self._on_ended, job))
        self.began.emit(sentence)
        return job

    def _on_written(self, _transcript: object) -> None:
        self.written.emit()

    def _on_spans(self, spans: tuple[SpokenSpan, ...]) -> None:
        self.spans_found.emit(tuple(span.range for span in spans))

    def _on_ended(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self.ended.emit()
