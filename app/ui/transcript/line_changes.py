"""Change one line of what is said. Every change goes into what is kept at that moment, so nothing typed elsewhere is lost."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from app.common.errors import AppError
from app.common.ids import RecordingId
from app.domain.timecode import TimeRange
from app.domain.transcript import Transcript, TranscriptOrigin, Turn, in_order, spread
from app.domain.transcript_editing import line_time, merged, reaching, retimed, retyped, split_before
from app.services.session import Session


class LineChanges(QObject):
    """Each method is one step that can be undone; `failed` says why one could not be kept."""

    changed = Signal(object)
    """The turn that should be chosen now, or None."""
    failed = Signal(AppError)

    def __init__(self, session: Session, recording_id: RecordingId, duration_ms: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._recording_id = recording_id
        self._duration_ms = duration_ms

    def kept(self) -> Transcript:
        """Return what is kept now; empty when nothing is. RefusedError as `ConsentService.require`."""
        return self._session.transcripts.read(self._recording_id) or Transcript(self._recording_id, (), TranscriptOrigin.TYPED)

    def retype(self, turn: Turn, text: str) -> None:
        """Give it other words; without any it goes."""
        changed = retyped(turn, text)
        self._put([turn], [changed] if changed else [])

    def set_speaker(self, turn: Turn, speaker: str) -> None:
        """Say who speaks, as a role."""
        self._attempt(lambda: self._put([turn], [Turn(speaker.strip(), turn.words)]))

    def reach(self, turn: Turn, *, from_ms: int | None = None, to_ms: int | None = None) -> None:
        """Let it begin or end at this time."""
        within = reaching(turn.range, from_ms=from_ms, to_ms=to_ms)
        self._put([turn], [retimed(turn, TimeRange(within.from_ms, min(within.to_ms, self._duration_ms)))])

    def split(self, turn: Turn, at_ms: int) -> None:
        """Make two lines of it: at this time when that lies in it, else in the middle."""
        words = turn.words
        if len(words) < 2:
            return
        at_ms = at_ms if turn.range.from_ms < at_ms < turn.range.to_ms else (turn.range.from_ms + turn.range.to_ms) // 2
        word = next((number for number, each in enumerate(words) if number and each.from_ms >= at_ms), len(words) - 1)
        self._put([turn], list(split_before(turn, word, at_ms)))

    def merge_with_next(self, turn: Turn) -> None:
        """Join it with the line after it."""
        turns = self.kept().turns
        if turn in turns and turns.index(turn) + 1 < len(turns):
            other = turns[turns.index(turn) + 1]
            self._put([turn, other], [merged(turn, other)])

    def add(self, text: str, at_ms: int) -> None:
        """Begin a line at this time."""
        later = [turn.range.from_ms for turn in self.kept().turns if turn.range.from_ms > at_ms]
        within = line_time(text, min(at_ms, self._duration_ms - 1), at_ms, min([*later, self._duration_ms]))
        new = spread("", text, within)
        if new:
            self._put([], [new])

    def remove(self, turn: Turn) -> None:
        """Take it away."""
        self._put([turn], [])

    def mark_read(self) -> None:
        """Say that a person read the draft: from now on it is text like any other."""
        before = self.kept()
        self._keep(before, Transcript(self._recording_id, before.turns, TranscriptOrigin.TYPED), None)

    def _put(self, old: Sequence[Turn], new: Sequence[Turn]) -> None:
        before = self.kept()
        left = list(before.turns)
        for turn in old:
            if turn in left:
                left.remove(turn)
        self._keep(before, Transcript(self._recording_id, in_order([*left, *new]), before.origin), new[0] if new else None)

    def _keep(self, before: Transcript, after: Transcript, chosen: Turn | None) -> None:
        self._attempt(lambda: self._session.transcripts.change(before, after))
        self.changed.emit(chosen)

    def _attempt(self, change: Callable[[], None]) -> None:
        try:
            change()
        except AppError as error:
            self.failed.emit(error)
