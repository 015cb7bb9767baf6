"""What the worker put together: moments and fragments of several conversations, in an order."""

from dataclasses import dataclass
from datetime import datetime

from app.common.errors import InputError
from app.common.ids import CollectionId, FragmentId, MomentId

MAX_NAME = 120
MAX_ENTRIES = 2_000


@dataclass(frozen=True)
class CollectionEntry:
    """One thing in a collection: a moment, or else a fragment."""

    moment_id: MomentId | None = None
    fragment_id: FragmentId | None = None

    def __post_init__(self) -> None:
        if (self.moment_id is None) == (self.fragment_id is None):
            raise ValueError("a moment or a fragment")


@dataclass(frozen=True)
class Collection:
    """A named row of entries; each is in it once."""

    collection_id: CollectionId
    name: str
    entries: tuple[CollectionEntry, ...]
    created_at: datetime

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise InputError("collection_without_name")
        if len(self.name) > MAX_NAME:
            raise InputError("text_too_long", limit=MAX_NAME)
        if len(self.entries) > MAX_ENTRIES:
            raise InputError("collection_too_long", limit=MAX_ENTRIES)
