"""Collections of moments and fragments. An entry leaves by itself when its moment or fragment does."""

from datetime import datetime

from app.common.ids import CollectionId, FragmentId, MomentId, RecordingId
from app.domain.collection import Collection, CollectionEntry
from app.vault.database import Database, Row

_OF_RECORDING = (
    "SELECT DISTINCT collection_id FROM collection_items WHERE moment_id IN (SELECT moment_id FROM moments WHERE recording_id = ?1) "
    "OR fragment_id IN (SELECT fragment_id FROM fragments WHERE recording_id = ?1)"
)


class CollectionTable:
    """Rows of collections with what is in them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, collection_id: CollectionId) -> Collection:
        """Return one collection; InputError `unknown_id`."""
        return self._collection(self._database.row("SELECT collection_id, name, created_at FROM collections WHERE collection_id = ?", collection_id))

    def save(self, collection: Collection) -> None:
        """Keep a new collection, or one as it is now. Entries of which the moment or fragment is gone are left out."""
        database = self._database
        with database.transaction():
            database.change("DELETE FROM collections WHERE collection_id = ?", collection.collection_id)
            database.change(
                "INSERT INTO collections (collection_id, name, created_at) VALUES (?,?,?)",
                collection.collection_id,
                collection.name,
                collection.created_at.isoformat(),
            )
            for place, entry in enumerate(collection.entries):
                database.change(
                    "INSERT INTO collection_items (collection_id, place, moment_id, fragment_id) SELECT ?,?,?,? WHERE EXISTS "
                    "(SELECT 1 FROM moments WHERE moment_id = ?3) OR EXISTS (SELECT 1 FROM fragments WHERE fragment_id = ?4)",
                    collection.collection_id,
                    place,
                    entry.moment_id,
                    entry.fragment_id,
                )

    def remove(self, collection_id: CollectionId) -> None:
        """Remove a collection; InputError `unknown_id`. What was in it stays where it is."""
        self._database.change_one("DELETE FROM collections WHERE collection_id = ?", collection_id)

    def with_moment(self, moment_id: MomentId) -> list[Collection]:
        """Return the collections this moment is in."""
        rows = self._database.rows("SELECT collection_id FROM collection_items WHERE moment_id = ?", moment_id)
        return [self.get(CollectionId(row[0])) for row in rows]

    def with_recording(self, recording_id: RecordingId) -> set[CollectionId]:
        """Return the collections that hold something of this recording."""
        return {CollectionId(row[0]) for row in self._database.rows(_OF_RECORDING, recording_id)}

    def remove_empty(self, collection_ids: set[CollectionId]) -> None:
        """Remove those of these collections that hold nothing any more: a name alone still tells of what was in it."""
        for collection_id in collection_ids:
            self._database.change(
                "DELETE FROM collections WHERE collection_id = ?1 AND NOT EXISTS (SELECT 1 FROM collection_items WHERE collection_id = ?1)",
                collection_id,
            )

    def list(self) -> list[Collection]:
        """Return all collections, the first made first."""
        return [
            self._collection(row) for row in self._database.rows("SELECT collection_id, name, created_at FROM collections ORDER BY created_at, rowid")
        ]

    def _collection(self, row: Row) -> Collection:
        collection_id = CollectionId(row[0])
        items = self._database.rows("SELECT moment_id, fragment_id FROM collection_items WHERE collection_id = ? ORDER BY place", collection_id)
        entries = tuple(
            CollectionEntry(MomentId(moment) if moment else None, FragmentId(fragment) if fragment else None) for moment, fragment in items
        )
        return Collection(collection_id, str(row[1]), entries, datetime.fromisoformat(row[2]))
