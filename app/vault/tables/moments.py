"""Moments: what a worker noted, at a time in a recording."""

import json
from datetime import datetime

from app.common.ids import MomentId, RecordingId
from app.domain.moment import Moment, MomentKind
from app.domain.search import TextKind, TextRef
from app.vault.database import Database, Row, Value
from app.vault.tables.word_search import WordSearch

_COLUMNS = (
    'moment_id, recording_id, at_ms, until_ms, kind, kader_id, kader_version, indicators, who, see, "next", "then", now, created_at, changed_at'
)


class MomentTable:
    """Rows of moments. Each change is durable when its method returns."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._search = WordSearch(database)

    def add(self, moment: Moment) -> None:
        """Keep a new moment; InputError `unknown_id` when its recording does not exist."""
        with self._database.transaction():
            self._database.change_one(
                f"INSERT INTO moments ({_COLUMNS}) SELECT ?,?,?,?,?,?,?,?,?,?,?,?,?,?,? "  # noqa: S608 - our own column list
                "WHERE EXISTS (SELECT 1 FROM recordings WHERE recording_id = ?2)",
                *_values(moment),
            )
            self._search.add(_ref(moment), moment.recording_id, _text(moment))

    def update(self, moment: Moment) -> None:
        """Replace a moment by its new self; InputError `unknown_id`."""
        with self._database.transaction():
            before = self.get(moment.moment_id)
            self._database.change_one(
                "UPDATE moments SET recording_id = ?2, at_ms = ?3, until_ms = ?4, kind = ?5, kader_id = ?6, kader_version = ?7, indicators = ?8, "
                'who = ?9, see = ?10, "next" = ?11, "then" = ?12, now = ?13, created_at = ?14, changed_at = ?15 WHERE moment_id = ?1',
                *_values(moment),
            )
            if (before.recording_id, _text(before)) != (moment.recording_id, _text(moment)):
                self._search.remove(_ref(moment))
                self._search.add(_ref(moment), moment.recording_id, _text(moment))

    def get(self, moment_id: MomentId) -> Moment:
        """Return one moment; InputError `unknown_id`."""
        return _moment(self._database.row(f"SELECT {_COLUMNS} FROM moments WHERE moment_id = ?", moment_id))  # noqa: S608

    def list(self, recording_id: RecordingId | None = None, search: str | None = None) -> list[Moment]:
        """Return moments in order of recording and time, those of one recording or with these words in the four answers (see `WordSearch`)."""
        conditions, values = ["1"], list[Value]()
        if recording_id is not None:
            conditions.append("recording_id = ?")
            values.append(recording_id)
        if search:
            condition, asked = self._search.moment_condition(search)
            conditions.append(condition)
            values += asked
        sql = f"SELECT {_COLUMNS} FROM moments WHERE {' AND '.join(conditions)} ORDER BY recording_id, at_ms, rowid"  # noqa: S608
        return [_moment(row) for row in self._database.rows(sql, *values)]

    def last_changes(self) -> dict[RecordingId, datetime]:
        """Return when the moments of each recording that has any were last changed, without reading them."""
        rows = self._database.rows(
            "SELECT recording_id, (SELECT max(changed_at) FROM moments WHERE moments.recording_id = recordings.recording_id) FROM recordings"
        )
        return {RecordingId(row[0]): datetime.fromisoformat(row[1]) for row in rows if row[1]}

    def count(self) -> int:
        """Return how many moments there are."""
        return int(self._database.row("SELECT count(*) FROM moments")[0])

    def remove(self, moment_id: MomentId) -> None:
        """Remove a moment; InputError `unknown_id`."""
        self._database.change_one("DELETE FROM moments WHERE moment_id = ?", moment_id)


def _ref(moment: Moment) -> TextRef:
    return TextRef(TextKind.MOMENT, moment.moment_id)


def _text(moment: Moment) -> str:
    return "\n".join((moment.see, moment.next, moment.then, moment.now))


def _values(moment: Moment) -> tuple[Value, ...]:
    return (
        moment.moment_id,
        moment.recording_id,
        moment.at_ms,
        moment.until_ms,
        moment.kind.value if moment.kind else None,
        moment.kader_id,
        moment.kader_version,
        json.dumps(moment.indicators),
        json.dumps(moment.who),
        moment.see,
        moment.next,
        moment.then,
        moment.now,
        moment.created_at.isoformat(),
        moment.changed_at.isoformat(),
    )


def _moment(row: Row) -> Moment:
    return Moment(
        moment_id=MomentId(row[0]),
        recording_id=RecordingId(row[1]),
        at_ms=row[2],
        until_ms=row[3],
        kind=MomentKind(row[4]) if row[4] else None,
        kader_id=row[5],
        kader_version=row[6],
        indicators=tuple(json.loads(row[7])),
        who=tuple(json.loads(row[8])),
        see=row[9],
        next=row[10],
        then=row[11],
        now=row[12],
        created_at=datetime.fromisoformat(row[13]),
        changed_at=datetime.fromisoformat(row[14]),
    )
