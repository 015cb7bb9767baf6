"""Put moments and fragments of several conversations together, in an order of the worker's own."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from app.common.ids import CollectionId
from app.domain.collection import Collection, CollectionEntry
from app.services.changes import ChangeFeed, Changes
from app.services.undo import UndoStack
from app.vault.vault import Vault


class CollectionService:
    """Every change is saved at once, tells the screens, and can be undone."""

    def __init__(self, vault: Vault, changes: ChangeFeed, undo: UndoStack) -> None:
        self._vault = vault
        self._changes = changes
        self._undo = undo

    def list(self) -> list[Collection]:
        """Return all collections, the first made first."""
        return self._vault.collections.list()

    def get(self, collection_id: CollectionId) -> Collection:
        """Return one collection; InputError `unknown_id` when there is none."""
        return self._vault.collections.get(collection_id)

    def add(self, name: str, entries: tuple[CollectionEntry, ...] = ()) -> Collection:
        """Make a collection; InputError `collection_without_name`, `text_too_long`, `collection_too_long`."""
        collection = Collection(CollectionId(uuid4().hex), name.strip(), tuple(dict.fromkeys(entries)), datetime.now(UTC))
        self._store(collection)
        self._undo.record(lambda: self._erase(collection.collection_id), lambda: self._store(collection))
        return collection

    def rename(self, collection_id: CollectionId, name: str) -> Collection:
        """Give it another name; errors as `add`, or `unknown_id`."""
        return self._change(collection_id, lambda collection: replace(collection, name=name.strip()))

    def put_in(self, collection_id: CollectionId, entry: CollectionEntry) -> Collection:
        """Put something at the end; what is in it already stays where it is."""
        return self._change(collection_id, lambda collection: replace(collection, entries=tuple(dict.fromkeys((*collection.entries, entry)))))

    def take_out(self, collection_id: CollectionId, entry: CollectionEntry) -> Collection:
        """Take something out; the moment or fragment itself stays."""
        return self._change(
            collection_id, lambda collection: replace(collection, entries=tuple(each for each in collection.entries if each != entry))
        )

    def move(self, collection_id: CollectionId, entry: CollectionEntry, by: int) -> Collection:
        """Move something up (-1) or down (1), as far as it goes."""

        def moved(collection: Collection) -> Collection:
            others = [each for each in collection.entries if each != entry]
            place = min(max(collection.entries.index(entry) + by, 0), len(others))
            return replace(collection, entries=(*others[:place], entry, *others[place:]))

        return self._change(collection_id, moved)

    def remove(self, collection_id: CollectionId) -> None:
        """Remove the collection; what was in it stays, and undo brings it back."""
        collection = self.get(collection_id)
        self._erase(collection_id)
        self._undo.record(lambda: self._store(collection), lambda: self._erase(collection_id))

    def _change(self, collection_id: CollectionId, change: Callable[[Collection], Collection]) -> Collection:
        before = self.get(collection_id)
        after = change(before)
        if after != before:
            self._store(after)
            self._undo.record(lambda: self._store(before), lambda: self._store(after))
        return after

    def _store(self, collection: Collection) -> None:
        self._vault.collections.save(collection)
        self._changes.publish(Changes(collections=True))

    def _erase(self, collection_id: CollectionId) -> None:
        self._vault.collections.remove(collection_id)
        self._changes.publish(Changes(collections=True))
