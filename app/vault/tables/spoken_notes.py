"""Spoken notes on moments; their sound is in the `MediaStore`."""

from dataclasses import dataclass
from datetime import UTC, datetime

from app.common.ids import MediaId, MomentId, RecordingId
from app.vault.database import Database

_GONE = "is_removed = 1 OR moment_id NOT IN (SELECT moment_id FROM moments)"


@dataclass(frozen=True)
class SpokenNote:
    """What the worker said at a moment."""

    media_id: MediaId
    recording_id: RecordingId
    moment_id: MomentId
    duration_ms: int


class SpokenNoteTable:
    """Rows of spoken notes. Taking one away only marks it, so that it can be undone; `gone` lists what is to be destroyed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, note: SpokenNote) -> None:
        """Keep a new one; InputError `unknown_id` when its moment does not exist."""
        self._database.change_one(
            "INSERT INTO spoken_notes SELECT ?,recording_id,moment_id,?,?,0 FROM moments WHERE moment_id = ?",
            note.media_id,
            note.duration_ms,
            datetime.now(UTC).isoformat(timespec="seconds"),
            note.moment_id,
        )

    def of_moment(self, moment_id: MomentId) -> list[SpokenNote]:
        """Return the notes of this moment that were not taken away, in the order they were made."""
        sql = "SELECT media_id, recording_id, duration_ms FROM spoken_notes WHERE moment_id = ? AND is_removed = 0 ORDER BY rowid"
        return [SpokenNote(MediaId(row[0]), RecordingId(row[1]), moment_id, row[2]) for row in self._database.rows(sql, moment_id)]

    def moments_with(self, recording_id: RecordingId) -> set[MomentId]:
        """Return the moments of a recording that have one."""
        rows = self._database.rows("SELECT moment_id FROM spoken_notes WHERE recording_id = ? AND is_removed = 0", recording_id)
        return {MomentId(row[0]) for row in rows}

    def set_removed(self, media_id: MediaId, *, is_removed: bool) -> None:
        """Mark it as taken away, or not; InputError `unknown_id`."""
        self._database.change_one("UPDATE spoken_notes SET is_removed = ? WHERE media_id = ?", int(is_removed), media_id)

    def gone(self) -> list[MediaId]:
        """Return what was taken away, or lost its moment."""
        return [MediaId(row[0]) for row in self._database.rows(f"SELECT media_id FROM spoken_notes WHERE {_GONE}")]  # noqa: S608

    def remove(self, media_id: MediaId) -> None:
        """Remove the row; InputError `unknown_id`."""
        self._database.change_one("DELETE FROM spoken_notes WHERE media_id = ?", media_id)
