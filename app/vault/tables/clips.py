"""Anonymised clips, kept until they are saved somewhere."""

import json
from datetime import datetime

from app.common.ids import ClipId, FragmentId, MediaId
from app.domain.clip import AnonymisedClip
from app.vault.database import Database, Row

_COLUMNS = "clip_id, fragment_id, media_id, made_at, duration_ms, size_bytes, sha256, report"


class ClipTable:
    """Rows of clips; their bytes are in the `MediaStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, clip: AnonymisedClip) -> None:
        """Keep a new clip; its fragment and media must exist (InputError `unknown_id`)."""
        self._database.change_one(
            f"INSERT INTO clips ({_COLUMNS}) SELECT ?,?,?,?,?,?,?,? "  # noqa: S608 - our own column list
            "WHERE EXISTS (SELECT 1 FROM fragments WHERE fragment_id = ?2) AND EXISTS (SELECT 1 FROM media WHERE media_id = ?3 AND state = 'klaar')",
            clip.clip_id,
            clip.fragment_id,
            clip.media_id,
            clip.made_at.isoformat(),
            clip.duration_ms,
            clip.size_bytes,
            clip.sha256,
            json.dumps(clip.report),
        )

    def get(self, clip_id: ClipId) -> AnonymisedClip:
        """Return one clip; InputError `unknown_id`."""
        return _clip(self._database.row(f"SELECT {_COLUMNS} FROM clips WHERE clip_id = ?", clip_id))  # noqa: S608

    def list(self, fragment_id: FragmentId | None = None) -> list[AnonymisedClip]:
        """Return all clips, or those of one fragment, oldest first."""
        sql = f"SELECT {_COLUMNS} FROM clips WHERE ?1 IS NULL OR fragment_id = ?1 ORDER BY made_at, rowid"  # noqa: S608
        return [_clip(row) for row in self._database.rows(sql, fragment_id)]

    def remove(self, clip_id: ClipId) -> None:
        """Remove the row; InputError `unknown_id`. `Vault.remove_clip` also destroys the media."""
        self._database.change_one("DELETE FROM clips WHERE clip_id = ?", clip_id)


def _clip(row: Row) -> AnonymisedClip:
    return AnonymisedClip(
        clip_id=ClipId(row[0]),
        fragment_id=FragmentId(row[1]),
        media_id=MediaId(row[2]),
        made_at=datetime.fromisoformat(row[3]),
        duration_ms=row[4],
        size_bytes=row[5],
        sha256=row[6],
        report=json.loads(row[7]),
    )
