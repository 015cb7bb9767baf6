"""Recordings and the media made from them."""

from datetime import date, datetime

from app.common.errors import InputError
from app.common.ids import MediaId, RecordingId
from app.domain.recording import MediaFacts, Recording
from app.vault.database import Database, Row
from app.vault.media_role import MediaRole

_COLUMNS = (
    "recording_id, title, case_code, talk, recorded_on, imported_at, media_id, container, duration_ms, width, height, fps, rotation, "
    "video_codec, audio_codec, has_variable_frame_rate, size_bytes, sha256, last_position_ms, keep_until, binned_at"
)


class RecordingTable:
    """Rows of recordings; their bytes are in the `MediaStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, recording: Recording) -> None:
        """Keep a new recording; its media must be stored already (InputError `unknown_id`)."""
        facts = recording.facts
        self._database.change_one(
            f"INSERT INTO recordings ({_COLUMNS}) SELECT ?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,? "  # noqa: S608 - our own column list
            "WHERE EXISTS (SELECT 1 FROM media WHERE media_id = ?7 AND state = 'klaar')",
            recording.recording_id,
            recording.title,
            recording.case_code,
            recording.talk,
            recording.recorded_on.isoformat() if recording.recorded_on else None,
            recording.imported_at.isoformat(),
            recording.media_id,
            facts.container,
            facts.duration_ms,
            facts.width,
            facts.height,
            facts.fps,
            facts.rotation,
            facts.video_codec,
            facts.audio_codec,
            int(facts.has_variable_frame_rate),
            recording.size_bytes,
            recording.sha256,
            recording.last_position_ms,
            recording.keep_until.isoformat(),
            recording.binned_at.isoformat() if recording.binned_at else None,
        )

    def get(self, recording_id: RecordingId) -> Recording:
        """Return one recording; InputError `unknown_id`."""
        return _recording(self._database.row(f"SELECT {_COLUMNS} FROM recordings WHERE recording_id = ?", recording_id))  # noqa: S608

    def all_media(self, recording_id: RecordingId) -> list[MediaId]:
        """Return every stored media that exists because of this recording: itself, what was made of it, its clips."""
        rows = self._database.rows(
            "SELECT media_id FROM recordings WHERE recording_id = ?1 UNION ALL SELECT media_id FROM derived_media WHERE recording_id = ?1 "
            "UNION ALL SELECT media_id FROM spoken_notes WHERE recording_id = ?1 "
            "UNION ALL SELECT clips.media_id FROM clips JOIN fragments USING (fragment_id) WHERE fragments.recording_id = ?1",
            recording_id,
        )
        return [MediaId(row[0]) for row in rows]

    def list(self) -> list[Recording]:
        """Return all recordings, oldest import first."""
        return [_recording(row) for row in self._database.rows(f"SELECT {_COLUMNS} FROM recordings ORDER BY imported_at, rowid")]  # noqa: S608

    def rename(self, recording_id: RecordingId, *, title: str, case_code: str, talk: str) -> None:
        """Replace the words the worker gave it; InputError `unknown_id`."""
        self._database.change_one(
            "UPDATE recordings SET title = ?, case_code = ?, talk = ? WHERE recording_id = ?", title, case_code, talk, recording_id
        )

    def set_position(self, recording_id: RecordingId, at_ms: int) -> None:
        """Keep where the worker was; InputError `unknown_id`."""
        self._database.change_one("UPDATE recordings SET last_position_ms = ? WHERE recording_id = ?", at_ms, recording_id)

    def set_keep_until(self, recording_id: RecordingId, day: date) -> None:
        """Keep the last day it is kept; InputError `unknown_id`."""
        self._database.change_one("UPDATE recordings SET keep_until = ? WHERE recording_id = ?", day.isoformat(), recording_id)

    def set_binned(self, recording_id: RecordingId, at: datetime | None) -> None:
        """Keep since when it waits in the bin, or that it does not; InputError `unknown_id`."""
        self._database.change_one("UPDATE recordings SET binned_at = ? WHERE recording_id = ?", at.isoformat() if at else None, recording_id)

    def binned_ids(self) -> set[RecordingId]:
        """Return what waits in the bin."""
        return {RecordingId(row[0]) for row in self._database.rows("SELECT recording_id FROM recordings WHERE binned_at IS NOT NULL")}

    def set_derived(self, recording_id: RecordingId, role: MediaRole, media_id: MediaId) -> None:
        """Say which stored media was made from this recording; InputError `unknown_id`, or `derived_exists` when it has one of this role."""
        with self._database.transaction():
            if self.derived(recording_id, role) is not None:
                raise InputError("derived_exists")
            self._database.change_one(
                "INSERT INTO derived_media SELECT ?,?,? WHERE EXISTS (SELECT 1 FROM recordings WHERE recording_id = ?1) "
                "AND EXISTS (SELECT 1 FROM media WHERE media_id = ?3 AND state = 'klaar')",
                recording_id,
                role.value,
                media_id,
            )

    def derived(self, recording_id: RecordingId, role: MediaRole) -> MediaId | None:
        """Return the media of this role made from this recording, None while there is none."""
        rows = self._database.rows("SELECT media_id FROM derived_media WHERE recording_id = ? AND role = ?", recording_id, role.value)
        return MediaId(rows[0][0]) if rows else None

    def with_derived(self, role: MediaRole) -> set[RecordingId]:
        """Return the recordings from which media of this role were made."""
        return {RecordingId(row[0]) for row in self._database.rows("SELECT recording_id FROM derived_media WHERE role = ?", role.value)}

    def remove(self, recording_id: RecordingId) -> None:
        """Remove the row with its moments, fragments, plans and clips; InputError `unknown_id`. `Vault.remove_recording` also destroys the media."""
        self._database.change_one("DELETE FROM recordings WHERE recording_id = ?", recording_id)


def _recording(row: Row) -> Recording:
    return Recording(
        recording_id=RecordingId(row[0]),
        title=row[1],
        case_code=row[2],
        talk=row[3],
        recorded_on=date.fromisoformat(row[4]) if row[4] else None,
        imported_at=datetime.fromisoformat(row[5]),
        media_id=MediaId(row[6]),
        facts=MediaFacts(
            container=row[7],
            duration_ms=row[8],
            width=row[9],
            height=row[10],
            fps=row[11],
            rotation=row[12],
            video_codec=row[13],
            audio_codec=row[14],
            has_variable_frame_rate=bool(row[15]),
        ),
        size_bytes=row[16],
        sha256=row[17],
        last_position_ms=row[18],
        keep_until=date.fromisoformat(row[19]),
        binned_at=datetime.fromisoformat(row[20]) if row[20] else None,
    )
