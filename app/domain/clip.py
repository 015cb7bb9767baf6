"""The only thing with a picture that may leave the vault."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.common.ids import ClipId, FragmentId, MediaId


@dataclass(frozen=True)
class AnonymisedClip:
    """A rendered, checked copy of a fragment, kept encrypted until it is saved somewhere.

    `report` is the report of CLI.md, without the file's place.
    """

    clip_id: ClipId
    fragment_id: FragmentId
    media_id: MediaId
    made_at: datetime
    duration_ms: int
    size_bytes: int
    sha256: str
    report: dict[str, Any]
