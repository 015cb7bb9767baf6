"""Who in a recording agreed to what."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from app.common.ids import RecordingId
from app.domain.consent import AgeGroup, PersonConsent, Purpose
from app.vault.answer_marks import answer_marks
from app.vault.database import Database, Row

_COLUMNS = (
    "role, age_group, purposes, refused, given_by, required_from, authority_checked, asked_before, asked_after, asked_showing, until, "
    "has_interpreter, said_no_is_fine"
)
_REPLACED = ", ".join(f"{column} = excluded.{column}" for column in _COLUMNS.split(", "))


_NO_KEY_WAITS = 0
"""The epoch of a tombstone that no change of key belongs to."""


class ConsentTable:
    """One row a person in a recording. What no longer holds leaves its mark among the tombstones, so that no back-up brings it back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set(self, recording_id: RecordingId, person: PersonConsent) -> None:
        """Keep this in place of what was known of this person; InputError `unknown_id` when the recording does not exist."""
        with self._replacing_answers(recording_id):
            self._database.change_one(
                f"INSERT INTO consents (recording_id, person, {_COLUMNS}) SELECT ?,?,?,?,?,?,?,?,?,?,?,?,?,?,? "  # noqa: S608
                f"WHERE EXISTS (SELECT 1 FROM recordings WHERE recording_id = ?1) ON CONFLICT (recording_id, person) DO UPDATE SET {_REPLACED}",
                recording_id,
                person.key,
                person.role,
                person.age_group.value,
                _packed(person.purposes),
                _packed(person.refused),
                json.dumps(person.given_by),
                json.dumps(person.required_from),
                person.authority_checked,
                _day(person.asked_before),
                _day(person.asked_after),
                _day(person.asked_showing),
                _day(person.until),
                int(person.has_interpreter),
                int(person.said_no_is_fine),
            )

    def list(self, recording_id: RecordingId) -> list[PersonConsent]:
        """Return the people of a recording, in the order they were first put in."""
        sql = f"SELECT {_COLUMNS} FROM consents WHERE recording_id = ? ORDER BY rowid"  # noqa: S608 - our own column list
        return [_person(row) for row in self._database.rows(sql, recording_id)]

    def all(self) -> dict[RecordingId, tuple[PersonConsent, ...]]:
        """Return the people of every recording that has any, in the order they were first put in."""
        people: dict[RecordingId, tuple[PersonConsent, ...]] = {}
        for row in self._database.rows(f"SELECT {_COLUMNS}, recording_id FROM consents ORDER BY rowid"):  # noqa: S608
            recording_id = RecordingId(row[-1])
            people[recording_id] = (*people.get(recording_id, ()), _person(row))
        return people

    def remove(self, recording_id: RecordingId, key: str) -> None:
        """Forget this person (`PersonConsent.key`); InputError `unknown_id`."""
        with self._replacing_answers(recording_id):
            self._database.change_one("DELETE FROM consents WHERE recording_id = ? AND person = ?", recording_id, key)

    @contextmanager
    def _replacing_answers(self, recording_id: RecordingId) -> Iterator[None]:
        with self._database.transaction():
            before = answer_marks(recording_id, self.list(recording_id)).values()
            yield
            after = answer_marks(recording_id, self.list(recording_id)).values()
            at = datetime.now(UTC).isoformat(timespec="seconds")
            for mark in set(before) - set(after):
                self._database.change("INSERT OR REPLACE INTO tombstones (media_id, removed_at, epoch) VALUES (?,?,?)", mark, at, _NO_KEY_WAITS)
            for mark in after:  # what is said again holds again
                self._database.change("DELETE FROM tombstones WHERE media_id = ?", mark)


def _person(row: Row) -> PersonConsent:
    return PersonConsent(
        role=row[0],
        age_group=AgeGroup(row[1]),
        purposes=frozenset(Purpose(purpose) for purpose in json.loads(row[2])),
        refused=frozenset(Purpose(purpose) for purpose in json.loads(row[3])),
        given_by=tuple(json.loads(row[4])),
        required_from=tuple(json.loads(row[5])),
        authority_checked=row[6],
        asked_before=_parsed(row[7]),
        asked_after=_parsed(row[8]),
        asked_showing=_parsed(row[9]),
        until=_parsed(row[10]),
        has_interpreter=bool(row[11]),
        said_no_is_fine=bool(row[12]),
    )


def _packed(purposes: Iterable[Purpose]) -> str:
    return json.dumps(sorted(purposes))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _parsed(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
