"""The register: what happened to recordings and clips, without content, as a hash chain with its head in the header.

The chain shows what SQLCipher cannot: one database page put back to an older version of itself.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime

from app.vault.database import Database, Row
from app.vault.header import RegisterHead, canonical

Fact = str | int | bool | None
_COLUMNS = "number, at, event, subject, facts, digest"


class EventLog:
    """Append-only lines. `on_head` is told the new head once the line is durable."""

    def __init__(self, database: Database, on_head: Callable[[RegisterHead], None]) -> None:
        self._database = database
        self._on_head = on_head

    def add(self, event: str, subject: str, **facts: Fact) -> None:
        """Write a line; `subject` is an id, `facts` are numbers and codes, never what somebody typed."""
        at = datetime.now(UTC).isoformat(timespec="seconds")
        with self._database.transaction():
            head = self.head()
            fields = {"n": head.count + 1, "at": at, "event": event, "subject": subject, "facts": facts}
            digest = _chained(head.digest, fields)
            self._database.change("INSERT INTO events VALUES (?,?,?,?,?,?)", head.count + 1, at, event, subject, json.dumps(facts), digest)
            self._database.after_commit(lambda: self._on_head(self.head()))

    def list(self) -> list[dict[str, object]]:
        """Return all lines, oldest first: `number`, `at` (ISO, UTC), `event`, `subject` and the facts by their names."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM events ORDER BY number")  # noqa: S608 - our own column list
        return [{"number": row[0], "at": row[1], "event": row[2], "subject": row[3], **json.loads(row[4])} for row in rows]

    def last_event(self) -> str | None:
        """Return what the last line is about."""
        rows = self._database.rows("SELECT event FROM events ORDER BY number DESC LIMIT 1")
        return str(rows[0][0]) if rows else None

    def last_at(self) -> datetime | None:
        """Return when the last line was written, by the clock of then."""
        rows = self._database.rows("SELECT at FROM events ORDER BY number DESC LIMIT 1")
        return datetime.fromisoformat(rows[0][0]) if rows else None

    def head(self) -> RegisterHead:
        """Return the number and digest of the last line."""
        rows = self._database.rows("SELECT number, digest FROM events ORDER BY number DESC LIMIT 1")
        return RegisterHead(*rows[0]) if rows else RegisterHead()

    def is_intact(self, known: RegisterHead) -> bool:
        """Whether every line follows from the one before, up to and past the head the header knows.

        Lines past it are right: after a crash the database can be one step ahead of the header, never behind.
        """
        head = RegisterHead()
        has_met_known = known == head
        for row in self._database.rows(f"SELECT {_COLUMNS} FROM events ORDER BY number"):  # noqa: S608
            if row[0] != head.count + 1 or row[5] != _chained(head.digest, _fields(row)):
                return False
            head = RegisterHead(row[0], row[5])
            has_met_known = has_met_known or known == head
        return has_met_known


def _fields(row: Row) -> dict[str, object]:
    return {"n": row[0], "at": row[1], "event": row[2], "subject": row[3], "facts": json.loads(row[4])}


def _chained(before: bytes, fields: dict[str, object]) -> bytes:
    return hashlib.blake2b(before + canonical(fields), digest_size=32).digest()
