"""Chapters: the parts of a conversation along its recording."""

from app.common.ids import ChapterId, RecordingId
from app.domain.chapter import Chapter
from app.vault.database import Database


class ChapterTable:
    """Rows of chapters, which go with their recording."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self, recording_id: RecordingId) -> list[Chapter]:
        """Return the chapters of a recording in order of time."""
        rows = self._database.rows("SELECT chapter_id, at_ms, name FROM chapters WHERE recording_id = ? ORDER BY at_ms, rowid", recording_id)
        return [Chapter(ChapterId(chapter_id), recording_id, at_ms, name) for chapter_id, at_ms, name in rows]

    def save(self, chapter: Chapter) -> None:
        """Keep a new chapter, or one as it is now; InputError `unknown_id` when its recording does not exist."""
        self._database.change_one(
            "INSERT INTO chapters (chapter_id, recording_id, at_ms, name) SELECT ?,?,?,? WHERE EXISTS "
            "(SELECT 1 FROM recordings WHERE recording_id = ?2) ON CONFLICT (chapter_id) DO UPDATE SET at_ms = excluded.at_ms, name = excluded.name",
            chapter.chapter_id,
            chapter.recording_id,
            chapter.at_ms,
            chapter.name,
        )

    def remove(self, chapter_id: ChapterId) -> None:
        """Remove a chapter; InputError `unknown_id`."""
        self._database.change_one("DELETE FROM chapters WHERE chapter_id = ?", chapter_id)
