"""A range of a recording, chosen to show to others."""

from dataclasses import dataclass
from datetime import datetime

from app.common.ids import FragmentId, MomentId, RecordingId
from app.domain.timecode import TimeRange


@dataclass(frozen=True)
class Fragment:
    """A fragment is only a choice; nothing of it is shown to anybody before a clip is made of it."""

    fragment_id: FragmentId
    recording_id: RecordingId
    range: TimeRange
    question: str
    moments: tuple[MomentId, ...]
    created_at: datetime
