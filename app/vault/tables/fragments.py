"""Fragments, and the draft plan of what will be hidden in each."""

import json
from datetime import datetime

from app.common.ids import FragmentId, MediaId, MomentId, RecordingId
from app.domain.fragment import Fragment
from app.domain.search import TextKind, TextRef
from app.domain.timecode import TimeRange
from app.vault.database import Database, Row
from app.vault.tables.word_search import WordSearch

_COLUMNS = "fragment_id, recording_id, from_ms, to_ms, question, moments, created_at"


class FragmentTable:
    """Rows of fragments."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._search = WordSearch(database)

    def add(self, fragment: Fragment) -> None:
        """Keep a new fragment; InputError `unknown_id` when its recording does not exist."""
        with self._database.transaction():
            self._database.change_one(
                f"INSERT INTO fragments ({_COLUMNS}) SELECT ?,?,?,?,?,?,? "  # noqa: S608 - our own column list
                "WHERE EXISTS (SELECT 1 FROM recordings WHERE recording_id = ?2)",
                fragment.fragment_id,
                fragment.recording_id,
                fragment.range.from_ms,
                fragment.range.to_ms,
                fragment.question,
                json.dumps(fragment.moments),
                fragment.created_at.isoformat(),
            )
            self._search.add(TextRef(TextKind.FRAGMENT, fragment.fragment_id), fragment.recording_id, fragment.question)

    def get(self, fragment_id: FragmentId) -> Fragment:
        """Return one fragment; InputError `unknown_id`."""
        return _fragment(self._database.row(f"SELECT {_COLUMNS} FROM fragments WHERE fragment_id = ?", fragment_id))  # noqa: S608

    def all_media(self, fragment_id: FragmentId) -> list[MediaId]:
        """Return the media of every clip made of this fragment."""
        return [MediaId(row[0]) for row in self._database.rows("SELECT media_id FROM clips WHERE fragment_id = ?", fragment_id)]

    def list(self, recording_id: RecordingId | None = None) -> list[Fragment]:
        """Return all fragments, or those of one recording, in order of time."""
        sql = f"SELECT {_COLUMNS} FROM fragments WHERE ?1 IS NULL OR recording_id = ?1 ORDER BY recording_id, from_ms, rowid"  # noqa: S608
        return [_fragment(row) for row in self._database.rows(sql, recording_id)]

    def counts(self) -> dict[RecordingId, int]:
        """Return how many fragments each recording has that has any."""
        rows = self._database.rows("SELECT recording_id, count(*) FROM fragments GROUP BY recording_id")
        return {RecordingId(row[0]): int(row[1]) for row in rows}

    def remove(self, fragment_id: FragmentId) -> None:
        """Remove the row with its plan and clips; InputError `unknown_id`. `Vault.remove_fragment` also destroys the media."""
        self._database.change_one("DELETE FROM fragments WHERE fragment_id = ?", fragment_id)


class PlanTable:
    """One draft plan per fragment, as the JSON text the service makes of it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, fragment_id: FragmentId, plan_json: str) -> None:
        """Keep the plan in place of the one before; InputError `unknown_id` when the fragment does not exist."""
        self._database.change_one(
            "INSERT INTO plans SELECT ?,? WHERE EXISTS (SELECT 1 FROM fragments WHERE fragment_id = ?1) "
            "ON CONFLICT (fragment_id) DO UPDATE SET plan = excluded.plan",
            fragment_id,
            plan_json,
        )

    def load(self, fragment_id: FragmentId) -> str | None:
        """Return the plan, None while there is none."""
        rows = self._database.rows("SELECT plan FROM plans WHERE fragment_id = ?", fragment_id)
        return str(rows[0][0]) if rows else None


def _fragment(row: Row) -> Fragment:
    return Fragment(
        fragment_id=FragmentId(row[0]),
        recording_id=RecordingId(row[1]),
        range=TimeRange(row[2], row[3]),
        question=row[4],
        moments=tuple(MomentId(moment_id) for moment_id in json.loads(row[5])),
        created_at=datetime.fromisoformat(row[6]),
    )
