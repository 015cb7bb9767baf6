"""An imported recording and its facts."""

from dataclasses import dataclass
from datetime import date, datetime

from app.common.ids import MediaId, RecordingId

MAX_TITLE = 120


@dataclass(frozen=True)
class MediaFacts:
    """What the probe found in a video file. Sizes are of the picture as shown: upright, with square pixels."""

    container: str
    duration_ms: int
    width: int
    height: int
    fps: float
    """Average frames per second; 0.0 when there is no usable figure."""
    rotation: int
    """Degrees clockwise the stored picture is turned before it is shown: 0, 90, 180 or 270."""
    video_codec: str
    audio_codec: str | None
    has_variable_frame_rate: bool = False


@dataclass(frozen=True)
class Recording:
    """A recording in the vault. `title` is a pseudonym the worker chose, never the file's name."""

    recording_id: RecordingId
    title: str
    case_code: str
    talk: str
    """Which talk it was, in the worker's words ("3e gesprek"); may be empty."""
    recorded_on: date | None
    imported_at: datetime
    media_id: MediaId
    facts: MediaFacts
    size_bytes: int
    sha256: str
    keep_until: date
    """The last day it is kept."""
    last_position_ms: int = 0
    binned_at: datetime | None = None
    """Since when it waits in the bin; None when it does not."""
