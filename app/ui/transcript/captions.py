"""What is said now, for over the picture; off until somebody wants it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from app.common.errors import AppError
from app.common.ids import RecordingId
from app.domain.transcript import Transcript, Turn
from app.services.changes import Changes
from app.services.session import Session
from app.ui.changes import ChangeSignal
from app.ui.jobs import JobRunner

_MOST_SIGNS = 160
_MOST_LINES = 2
"""People who speak at once, each on a line."""


class Captions(QObject):
    """Reads the text off the window's thread, and again when it changes; `show` gets a line at each change of what is said."""

    said = Signal(str)
    transcript_requested = Signal(str)

    def __init__(self, session: Session, jobs: JobRunner, changes: ChangeSignal, recording_id: RecordingId, show: Callable[[str], None]) -> None:
        super().__init__(changes)
        self._session = session
        self._jobs = jobs
        self._recording_id = recording_id
        self._show = show
        self._turns: tuple[Turn, ...] = ()
        self._at_ms = 0
        self._shown = ""
        self.has_text = False
        self.is_on = session.transcripts.shows_captions
        changes.changed.connect(self._on_changes)
        self._read()

    def toggle(self) -> None:
        """Show them or not, and say so."""
        self.set_on(is_on=not self.is_on)
        if self.is_on and not self.has_text:
            self.said.emit(self.tr("Er staat nog niet wat er gezegd wordt. Met F3 schrijf je het op."))
        else:
            self.said.emit(self.tr("Ondertitels aan.") if self.is_on else self.tr("Ondertitels uit."))

    def ask_transcript(self) -> None:
        """Ask for the lines themselves."""
        self.transcript_requested.emit(self._recording_id)

    def set_on(self, *, is_on: bool) -> None:
        """Show them or not, from now on in every recording."""
        self.is_on = is_on
        self._session.transcripts.shows_captions = is_on
        self.set_time(self._at_ms)

    @Slot(int)
    def set_time(self, at_ms: int) -> None:
        """Show what is said at this time."""
        self._at_ms = at_ms
        said = [turn for turn in self._turns if turn.range.from_ms <= at_ms < turn.range.to_ms] if self.is_on else []
        line = "\n".join(caption_of(turn, at_ms) for turn in said[-_MOST_LINES:])
        if line != self._shown:
            self._shown = line
            self._show(line)

    def _read(self) -> None:
        session, recording_id = self._session, self._recording_id
        job = self._jobs.start(lambda _context: session.transcripts.read(recording_id), name="read_transcript")
        job.succeeded.connect(self._on_read)
        job.failed.connect(self._on_failed)

    @Slot(object)
    def _on_read(self, transcript: Transcript | None) -> None:
        self._turns = transcript.turns if transcript else ()
        self.has_text = bool(self._turns)
        self.set_time(self._at_ms)

    @Slot(AppError)
    def _on_failed(self, _error: AppError) -> None:
        self._on_read(None)  # the picture itself says why nothing may be seen

    @Slot(object)
    def _on_changes(self, changes: Changes) -> None:
        if changes.words:
            self._read()


def caption_of(turn: Turn, at_ms: int) -> str:
    """Return a turn as a caption; of a long one the part around this time."""
    who = f"{turn.speaker}: " if turn.speaker else ""
    if len(turn.text) <= _MOST_SIGNS:
        return who + turn.text
    spoken = sum(word.from_ms <= at_ms for word in turn.words)
    pages: list[list[str]] = [[]]
    page_of_now = 0
    for number, word in enumerate(turn.words):
        if len(" ".join([*pages[-1], word.text])) > _MOST_SIGNS:
            pages.append([])
        pages[-1].append(word.text)
        if number < spoken:
            page_of_now = len(pages) - 1
    return who + " ".join(pages[page_of_now])
