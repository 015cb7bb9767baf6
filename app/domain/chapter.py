"""The parts of a conversation, as the worker lays them along a recording."""

from dataclasses import dataclass

from app.common.errors import InputError
from app.common.ids import ChapterId, RecordingId
from app.domain.timecode import MAX_MS

MAX_NAME = 120
MAX_CHAPTERS = 100
"""Of one recording; a conversation with more parts is a mistake or an attack."""


@dataclass(frozen=True)
class Chapter:
    """A part of a conversation: from `at_ms` until the next chapter begins, or until the end."""

    chapter_id: ChapterId
    recording_id: RecordingId
    at_ms: int
    name: str

    def __post_init__(self) -> None:
        if not 0 <= self.at_ms <= MAX_MS:
            raise InputError("range_invalid")
        if not self.name.strip():
            raise InputError("chapter_without_name")
        if len(self.name) > MAX_NAME:
            raise InputError("text_too_long", limit=MAX_NAME)

    @property
    def short_name(self) -> str:
        """The name up to its colon: "Verband" of "Verband: wat heeft dit met het doel te maken?"."""
        return self.name.split(":", 1)[0].strip() or self.name
