"""One time-coded observation of a worker."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.common.errors import InputError
from app.common.ids import MomentId, RecordingId
from app.domain.timecode import MAX_MS

MAX_TEXT = 20_000


class MomentKind(StrEnum):
    """The four marks. Never a score."""

    HELPT = "helpt"
    SCHUURT = "schuurt"
    KANS = "kans"
    OPEN = "open"


@dataclass(frozen=True)
class Moment:
    """A mark at `at_ms`, or over [at_ms, until_ms). `kind` is None while the worker has not chosen one.

    The four texts are: what a camera could see or hear, what the other did next, what I thought or felt then,
    what I think now.
    """

    moment_id: MomentId
    recording_id: RecordingId
    at_ms: int
    until_ms: int | None
    kind: MomentKind | None
    kader_id: str
    kader_version: str
    indicators: tuple[str, ...]
    who: tuple[str, ...]
    see: str
    next: str
    then: str
    now: str
    created_at: datetime
    changed_at: datetime

    def __post_init__(self) -> None:
        until_ms = self.at_ms if self.until_ms is None else self.until_ms
        if not 0 <= self.at_ms <= until_ms <= MAX_MS:
            raise InputError("range_invalid")
        if any(len(text) > MAX_TEXT for text in (self.see, self.next, self.then, self.now)):
            raise InputError("text_too_long", limit=MAX_TEXT)

    @property
    def has_words(self) -> bool:
        """Whether the worker wrote something: a full shape on the timeline instead of a hollow one."""
        return any(text.strip() for text in (self.see, self.next, self.then, self.now))
