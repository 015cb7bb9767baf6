"""Where a command's answer, warnings and progress go: one JSON document or Dutch text on standard output, the rest on standard error."""

import json
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, TextIO

from app.common.errors import AppError
from app.common.progress import JobContext, Progress
from app.error_texts import error_text

_SHOWN_AFTER_S = 0.6
_ESTIMATED_FROM = 0.03
_BAR_WIDTH = 24
_STEPS = {
    "fingerprint": "Vergelijken met wat er al is",
    "encrypt": "Versleutelen",
    "verify": "Nalezen wat er geschreven is",
    "compare": "Vergelijken",
    "check": "Nakijken",
    "backup": "Reservekopie maken",
    "reread": "Reservekopie lezen",
    "restore": "Terugzetten",
    "detect": "Gezichten zoeken",
    "render": "Onherkenbaar maken",
    "second_look": "De kopie nakijken",
    "save": "Bewaren",
    "renew_keys": "Sleutels vernieuwen",
}


class Console:
    """One command's way to speak. `context` is handed to long work: it draws the bar and carries Ctrl+C."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        bar = ProgressBar(sys.stderr) if sys.stderr.isatty() else None
        self._bar = bar
        self.context = JobContext(bar.show if bar else None)

    def answer(self, document: Any, lines: Iterable[str]) -> None:
        """Give the result: the document with --json, else the lines."""
        self._end_bar()
        if self._as_json:
            print(json.dumps(document, ensure_ascii=False, indent=2))
        else:
            for line in lines:
                print(line)

    def warn(self, code: str, sentence: str) -> None:
        """Say something that does not stop the command."""
        self._end_bar()
        print(f"warning: {code}: {sentence}", file=sys.stderr)

    def refuse(self, error: AppError) -> None:
        """Say why the command could not be done; with --json in the document too."""
        self.refuse_with(error.code, error_text(error))

    def refuse_with(self, code: str, sentence: str) -> None:
        """Say why the command could not be done, for what is no `AppError`."""
        self._end_bar()
        if self._as_json:
            print(json.dumps({"error": {"code": code, "message": sentence}}, ensure_ascii=False, indent=2))
        self.complain(code, sentence)

    def complain(self, code: str, sentence: str) -> None:
        """Write the one line for people and logs; the document has been given already."""
        print(f"error: {code}: {sentence}", file=sys.stderr)

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """Let Ctrl+C and a request to end cancel the work at its next step; a second one stops it at once."""

        def cancel(_signal: int, _frame: FrameType | None) -> None:
            if self.context.is_cancelled:
                raise KeyboardInterrupt
            self.context.cancel()

        before = {number: signal.signal(number, cancel) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _end_bar(self) -> None:
        if self._bar:
            self._bar.clear()


class ProgressBar:
    """One line on a terminal: step, bar, percentage and the time left. Shows up only when the work takes a while."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal
        self._begun_at = time.monotonic()
        self._step = ""
        self._step_begun_at = 0.0
        self._is_shown = False

    def show(self, progress: Progress) -> None:
        """Draw the line anew."""
        now = time.monotonic()
        if progress.step != self._step:
            self._step, self._step_begun_at = progress.step, now
        if now - self._begun_at >= _SHOWN_AFTER_S:
            self._terminal.write(f"\r\x1b[K{progress_line(progress, now - self._step_begun_at)}")
            self._terminal.flush()
            self._is_shown = True

    def clear(self) -> None:
        """Take the line away, so that what comes next starts on a clean one."""
        if self._is_shown:
            self._terminal.write("\r\x1b[K")
            self._terminal.flush()
            self._is_shown = False


def progress_line(progress: Progress, elapsed_s: float) -> str:
    """Return `Versleutelen [#####...] 21 %, nog zo'n 2 minuten`."""
    name = _STEPS.get(progress.step, "Bezig")
    if progress.total <= 0:
        return name
    part = min(1.0, progress.done / progress.total)
    filled = round(part * _BAR_WIDTH)
    bar = "#" * filled + "." * (_BAR_WIDTH - filled)
    left = f", {time_left(elapsed_s * (1 - part) / part)}" if _ESTIMATED_FROM <= part < 1 else ""
    return f"{name} [{bar}] {part:.0%}{left}".replace("%", " %")


def time_left(seconds: float) -> str:
    """Return how long it still takes, no more exact than it is known."""
    if seconds < 60:
        return f"nog {max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return "nog zo'n minuut" if minutes == 1 else f"nog zo'n {minutes} minuten"
