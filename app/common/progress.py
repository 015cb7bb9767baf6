"""Progress and cancelling of long work, without knowing who watches."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from app.common.errors import CancelledError

_REPORT_INTERVAL_S = 0.05


@dataclass(frozen=True)
class Progress:
    """How far a step is: `done` of `total` units of the step itself (bytes, frames); `total` 0 means unknown."""

    step: str
    done: int
    total: int


class JobContext:
    """Handed to every long piece of work: it reports through it and learns from it that it must stop."""

    def __init__(self, on_progress: Callable[[Progress], None] | None = None) -> None:
        self._on_progress = on_progress
        self._cancelled = threading.Event()
        self._last_report: tuple[str, float] = ("", 0.0)

    def cancel(self) -> None:
        """Ask the work to stop at its next step; may be called from any thread."""
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody asked the work to stop."""
        return self._cancelled.is_set()

    def advance(self, step: str, done: int, total: int) -> None:
        """Report at most 20 times a second (and always the end of a step).

        Raises:
            CancelledError: somebody asked to stop.
        """
        if self._cancelled.is_set():
            raise CancelledError
        now = time.monotonic()
        last_step, last_at = self._last_report
        if self._on_progress and (step != last_step or done == total or now - last_at >= _REPORT_INTERVAL_S):
            self._last_report = (step, now)
            self._on_progress(Progress(step, done, total))
