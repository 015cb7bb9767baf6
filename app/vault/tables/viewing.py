"""What belongs to looking itself: words that are being typed, and what the worker looks for."""

import json
from collections.abc import Mapping

from app.common.ids import MomentId, RecordingId
from app.vault.database import Database


class DraftTable:
    """Rows of words that are not with their moment yet. Each change is durable when its method returns."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set(self, moment_id: MomentId, words: Mapping[str, str]) -> None:
        """Keep these words in place of the ones before; nothing when there is no such moment (any more)."""
        self._database.change(
            "INSERT INTO moment_drafts SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM moments WHERE moment_id = ?1) "
            "ON CONFLICT (moment_id) DO UPDATE SET words = excluded.words",
            moment_id,
            json.dumps(dict(words), ensure_ascii=False),
        )

    def remove(self, moment_id: MomentId) -> None:
        """Forget the words typed at a moment; nothing when there are none."""
        self._database.change("DELETE FROM moment_drafts WHERE moment_id = ?", moment_id)

    def list(self, recording_id: RecordingId) -> dict[MomentId, dict[str, str]]:
        """Return the words by moment of one recording."""
        rows = self._database.rows(
            "SELECT moment_id, words FROM moment_drafts JOIN moments USING (moment_id) WHERE recording_id = ? ORDER BY at_ms", recording_id
        )
        return {MomentId(row[0]): json.loads(row[1]) for row in rows}


class ViewingChoiceTable:
    """Rows of what is looked for, one for each recording where something was chosen."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set(self, recording_id: RecordingId, watched: tuple[str, ...], phase: str) -> None:
        """Keep this choice in place of the one before."""
        self._database.change(
            "INSERT INTO viewing_choices VALUES (?,?,?) ON CONFLICT (recording_id) DO UPDATE SET watched = excluded.watched, phase = excluded.phase",
            recording_id,
            json.dumps(watched),
            phase,
        )

    def get(self, recording_id: RecordingId) -> tuple[tuple[str, ...], str]:
        """Return the ids of the indicators and the phase; nothing chosen when there is no row."""
        rows = self._database.rows("SELECT watched, phase FROM viewing_choices WHERE recording_id = ?", recording_id)
        return (tuple(json.loads(rows[0][0])), str(rows[0][1])) if rows else ((), "")
