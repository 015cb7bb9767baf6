"""What a worker writes about himself: for his own eyes, until he shares one answer on purpose."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.common.errors import InputError
from app.common.ids import RecordingId
from app.domain.moment import MAX_TEXT


class QuietFrame(StrEnum):
    """The frames beside the window, by the place where their answers are kept."""

    SELF_INQUIRY = "self_inquiry"
    FIVE_WINDOWS = "five_windows"
    TOGETHER_OR_SOLO = "together_or_solo"


@dataclass(frozen=True)
class PrivateAnswer:
    """One answer. `choice` is the id of what was picked where a question gives choices; `shared_at` None is private."""

    recording_id: RecordingId
    frame: QuietFrame
    question_id: str
    kader_id: str
    kader_version: str
    question: str
    text: str
    choice: str
    shared_at: datetime | None
    changed_at: datetime

    def __post_init__(self) -> None:
        if len(self.text) > MAX_TEXT:
            raise InputError("text_too_long", limit=MAX_TEXT)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to keep."""
        return not self.text.strip() and not self.choice
