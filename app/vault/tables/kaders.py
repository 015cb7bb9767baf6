"""Observation frames in the vault: saved versions, drafts, and which recording has a frame of its own."""

from dataclasses import dataclass
from datetime import datetime

from app.common.errors import InputError
from app.common.ids import RecordingId
from app.vault.database import Database


@dataclass(frozen=True)
class KaderVersion:
    """One saved version, without its content."""

    kader_id: str
    version: str
    name: str
    indicators: int
    saved_at: datetime


class KaderTable:
    """A version never changes and never goes: moments were made with it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, version: KaderVersion, content: str) -> None:
        """Keep a version; InputError `kader_version_taken` when it is there."""
        values = (version.kader_id, version.version, version.name, version.indicators, version.saved_at.isoformat(), content)
        if self._database.change("INSERT OR IGNORE INTO kader_versions VALUES (?,?,?,?,?,?)", *values) == 0:
            raise InputError("kader_version_taken", version=version.version)

    def list(self) -> list[KaderVersion]:
        """Return all versions, in the order in which they were saved."""
        rows = self._database.rows("SELECT kader_id, version, name, indicators, saved_at FROM kader_versions ORDER BY rowid")
        return [
            KaderVersion(str(kader_id), str(version), str(name), int(indicators), datetime.fromisoformat(saved_at))
            for kader_id, version, name, indicators, saved_at in rows
        ]

    def content(self, kader_id: str, version: str) -> str | None:
        """Return the file of a version, None when the vault does not have it."""
        rows = self._database.rows("SELECT content FROM kader_versions WHERE kader_id = ? AND version = ?", kader_id, version)
        return str(rows[0][0]) if rows else None

    def set_draft(self, kader_id: str, content: str, changed_at: datetime) -> None:
        """Keep what is being written, in place of what was there."""
        self._database.change(
            "INSERT OR REPLACE INTO kader_drafts VALUES (?,?,?)",
            kader_id,
            changed_at.isoformat(),
            content,
        )

    def drafts(self) -> dict[str, str]:
        """Return every draft by the id of its frame."""
        return {
            str(kader_id): str(content) for kader_id, content in self._database.rows("SELECT kader_id, content FROM kader_drafts ORDER BY kader_id")
        }

    def remove_draft(self, kader_id: str) -> None:
        """Drop a draft; nothing happens when there is none."""
        self._database.change("DELETE FROM kader_drafts WHERE kader_id = ?", kader_id)

    def chosen_for(self, recording_id: RecordingId) -> str | None:
        """Return the frame of this recording, None when it has the vault's."""
        rows = self._database.rows("SELECT kader_id FROM kader_choices WHERE recording_id = ?", recording_id)
        return str(rows[0][0]) if rows else None

    def choose_for(self, recording_id: RecordingId, kader_id: str | None) -> None:
        """Give this recording a frame of its own, or with None the vault's again; InputError `unknown_id`."""
        self._database.row("SELECT 1 FROM recordings WHERE recording_id = ?", recording_id)
        if kader_id is None:
            self._database.change("DELETE FROM kader_choices WHERE recording_id = ?", recording_id)
        else:
            self._database.change("INSERT OR REPLACE INTO kader_choices VALUES (?,?)", recording_id, kader_id)

    def ids_used(self) -> set[str]:
        """Return the frames that a recording has of its own or that a moment was made with."""
        return {str(row[0]) for row in self._database.rows("SELECT kader_id FROM kader_choices UNION SELECT kader_id FROM moments")}
