"""What Ontwikkeling shows, read in one go in a job."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.common.ids import RecordingId
from app.common.progress import JobContext
from app.domain.kijkkader import Kader
from app.domain.moment import Moment
from app.domain.recording import Recording
from app.services.session import Session

RECENT_WEEKS = 8
ENOUGH_RECORDINGS = 3
"""From so many on the window says something about where one looks, and not only about one talk."""


@dataclass(frozen=True)
class LearningLine:
    """A learning question or intention and how far it came. `recording_id` None: only the words were kept."""

    recording_id: RecordingId | None
    learning_question: str
    intention: str
    on: date
    was_predicted: bool = False
    was_seen: bool = False
    was_seen_back: bool = False


@dataclass(frozen=True)
class Growth:
    """Everything of the place, for the eyes of the worker."""

    kader: Kader
    recordings: tuple[Recording, ...]
    moments: tuple[Moment, ...]
    lines: tuple[LearningLine, ...]

    def recent(self, now: datetime) -> "Growth":
        """Return the same with only the talks of the last weeks."""
        first = (now - timedelta(weeks=RECENT_WEEKS)).date()
        recordings = tuple(each for each in self.recordings if (each.recorded_on or each.imported_at.astimezone().date()) >= first)
        known = {each.recording_id for each in recordings}
        return Growth(self.kader, recordings, tuple(each for each in self.moments if each.recording_id in known), self.lines)

    @property
    def has_enough(self) -> bool:
        """Whether there were moments in enough recordings."""
        return len({each.recording_id for each in self.moments}) >= ENOUGH_RECORDINGS


def read_growth(session: Session, _context: JobContext) -> Growth:
    """Return what is there; what waits in the bin is left out."""
    return Growth(session.kijkkader.current(), tuple(session.recordings.list()), tuple(session.moments.list()), tuple(_lines(session)))


def _lines(session: Session) -> list[LearningLine]:
    all_of_them = session.looking_back.list()
    seen_back = {each.earlier_id for each in all_of_them if each.seen_back}
    lines = [
        LearningLine(
            recording_id=each.recording_id,
            learning_question=each.learning_question,
            intention=each.intention,
            on=each.changed_at.astimezone().date(),
            was_predicted=bool(each.prediction),
            was_seen=bool(each.intention) or not session.looking_back.is_unseen(each.recording_id),
            was_seen_back=each.recording_id in seen_back,
        )
        for each in reversed(all_of_them)
        if each.learning_question or each.intention
    ]
    kept = (note for note in session.retention.notes() if note.learning_question or note.intention)
    return lines + [LearningLine(None, note.learning_question, note.intention, note.kept_on) for note in kept]
