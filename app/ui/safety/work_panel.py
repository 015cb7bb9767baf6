"""One piece of long work at a time: what it does, how far it is, a way to stop, and how it ended."""

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.common.errors import AppError
from app.common.progress import JobContext, Progress
from app.ui.jobs import Job, JobRunner
from app.ui.theme import Theme
from app.ui.widgets.buttons import QuietButton
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.labels import TextLabel
from app.ui.widgets.remaining_time import RemainingTime

_MINUTE_S = 60
_SHOW_AFTER_MS = 150
"""Work that is done sooner shows no bar: what flashes by says nothing."""


class WorkPanel(QWidget):
    """Emits `succeeded` with what the work returned; failing and stopping it tells itself."""

    succeeded = Signal(object)
    failed = Signal(AppError)
    """Was told already."""
    busy_changed = Signal(bool)

    def __init__(self, theme: Theme, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._job: Job | None = None
        self._remaining = RemainingTime(time.monotonic)
        self._told = ""
        self._outcome: list[object] = []
        """What the work returned; told after its ending, so that whoever hears it may start the next."""
        self._shows_progress = False
        self._text = TextLabel("", "sterk", self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._stop = QuietButton(theme, self.tr("Stoppen"), self)
        self._stop.clicked.connect(self.cancel)
        self._error = ErrorPanel(theme, self)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_SHOW_AFTER_MS)
        self._patience.timeout.connect(self._on_patience_over)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._bar, 1)
        row.addWidget(self._stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._text)
        column.addLayout(row)
        column.addWidget(self._error)
        for part in (self._text, self._bar, self._stop):
            part.hide()
        self.hide()

    @property
    def is_busy(self) -> bool:
        """Whether work is going on."""
        return self._job is not None

    @property
    def text(self) -> str:
        """What it says now, in calm or as an error."""
        return self._error.text or self._text.text()

    def run(self, work: Callable[[JobContext], Any], *, name: str, saying: str) -> None:
        """Start this work, unless other work is still going on."""
        if self._job is not None:
            return
        self.clear()
        self._told = saying
        self._outcome.clear()
        self._remaining.begin()
        self._bar.setRange(0, 0)
        self._job = self._jobs.start(work, name=name)
        self._job.progressed.connect(self._on_progress)
        self._job.succeeded.connect(self._on_succeeded)
        self._job.failed.connect(self.tell)
        self._job.failed.connect(self.failed)
        self._job.cancelled.connect(self._on_cancelled)
        self._job.ended.connect(self._on_ended)
        self._patience.start()
        self.busy_changed.emit(self.is_busy)

    @Slot()
    def cancel(self) -> None:
        """Ask the work to stop."""
        if self._job is not None:
            self._job.cancel()

    def say(self, text: str) -> None:
        """Show how it ended."""
        self._shows_progress = False
        self._error.clear()
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.setVisible(bool(text))

    @Slot(AppError)
    def tell(self, error: AppError) -> None:
        """Show why it could not be done."""
        self.clear()
        self._error.tell(error)
        self.show()

    def warn(self, text: str, *, is_calm: bool = False) -> None:
        """Show a sentence with a border around it."""
        self.clear()
        self._error.tell_text(text, is_calm=is_calm)
        self.show()

    def clear(self) -> None:
        """Say nothing any more."""
        self._shows_progress = False
        self._text.setText("")
        self._text.hide()
        self._error.clear()
        self.hide()

    @Slot()
    def _on_patience_over(self) -> None:
        if self._job is not None:
            self._shows_progress = True
            self._text.setText(self._told)
            for part in (self._text, self._bar, self._stop, self):
                part.setVisible(True)

    @Slot(Progress)
    def _on_progress(self, progress: Progress) -> None:
        if progress.total:
            self._bar.setRange(0, 1000)
            self._bar.setValue(progress.done * 1000 // progress.total)
        seconds = self._remaining.seconds_left(progress)
        if seconds is not None and self._shows_progress:
            self._text.setText(f"{self._told} {self._time_text(seconds)}")

    def _time_text(self, seconds: int) -> str:
        if seconds < _MINUTE_S:
            return self.tr("Nog minder dan een minuut.")
        minutes = round(seconds / _MINUTE_S)
        return self.tr("Nog ongeveer 1 minuut.") if minutes == 1 else self.tr("Nog ongeveer {count} minuten.").format(count=minutes)

    @Slot()
    def _on_cancelled(self) -> None:
        self.say(self.tr("Gestopt. Er is niets veranderd aan je opnamen."))

    @Slot(object)
    def _on_succeeded(self, outcome: object) -> None:
        self._outcome.append(outcome)

    @Slot()
    def _on_ended(self) -> None:
        self._job = None
        self._patience.stop()
        self._bar.hide()
        self._stop.hide()
        if self._shows_progress:
            self.clear()
        self.busy_changed.emit(self.is_busy)
        if self._outcome:
            self.succeeded.emit(self._outcome.pop())
