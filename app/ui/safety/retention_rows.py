"""What the section on keeping and erasing shows: read once in a job, shown from memory."""

from dataclasses import dataclass

from app.common.progress import JobContext
from app.domain.recording import Recording
from app.services.retention import KeptNote, RetentionSettings
from app.services.session import Session


@dataclass(frozen=True)
class RetentionRows:
    """Everything with its last day, the first to go first; what waits in the bin; the words that stayed."""

    settings: RetentionSettings
    ending: tuple[Recording, ...]
    binned: tuple[Recording, ...]
    notes: tuple[KeptNote, ...]


def read_retention(session: Session, _context: JobContext) -> RetentionRows:
    """Return it as it is now."""
    retention = session.retention
    ending = sorted(session.recordings.list(), key=lambda recording: recording.keep_until)
    return RetentionRows(retention.settings(), tuple(ending), tuple(retention.bin()), tuple(retention.notes()))
