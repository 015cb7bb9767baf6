"""Looking back alone: where each recording's is, and what was answered."""

from datetime import datetime

from app.common.errors import DamagedError
from app.common.ids import RecordingId
from app.domain.looking_back import Answer, LookingBack, QuestionKind
from app.vault.database import Database, Row

_COLUMNS = "recording_id, kader_id, kader_version, step, earlier_id, started_at, changed_at"


class LookingBackTable:
    """At most one a recording; each change is durable when its method returns."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set(self, looking_back: LookingBack) -> None:
        """Keep it in place of the one before; InputError `unknown_id` when its recording does not exist."""
        recording_id = looking_back.recording_id
        with self._database.transaction():
            self._database.change("DELETE FROM looking_back WHERE recording_id = ?", recording_id)
            self._database.change_one(
                f"INSERT INTO looking_back ({_COLUMNS}) SELECT ?,?,?,?,?,?,? "  # noqa: S608 - our own column list
                "WHERE EXISTS (SELECT 1 FROM recordings WHERE recording_id = ?1)",
                recording_id,
                looking_back.kader_id,
                looking_back.kader_version,
                looking_back.step_id,
                looking_back.earlier_id,
                looking_back.started_at.isoformat(),
                looking_back.changed_at.isoformat(),
            )
            for each in looking_back.answers:
                values = (recording_id, each.question_id, each.kind.value, each.question, each.text)
                self._database.change("INSERT INTO looking_back_answers VALUES (?,?,?,?,?)", *values)

    def get(self, recording_id: RecordingId) -> LookingBack | None:
        """Return that of a recording, None while there is none; DamagedError `database_damaged` for rows no version wrote."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM looking_back WHERE recording_id = ?", recording_id)  # noqa: S608
        return self._read(rows[0]) if rows else None

    def list(self) -> list[LookingBack]:
        """Return all of them, the first begun first."""
        return [self._read(row) for row in self._database.rows(f"SELECT {_COLUMNS} FROM looking_back ORDER BY started_at, rowid")]  # noqa: S608

    def remove(self, recording_id: RecordingId) -> None:
        """Forget that of a recording; InputError `unknown_id` when there is none."""
        self._database.change_one("DELETE FROM looking_back WHERE recording_id = ?", recording_id)

    def _read(self, row: Row) -> LookingBack:
        sql = "SELECT question_id, kind, question, answer FROM looking_back_answers WHERE recording_id = ? ORDER BY question_id"
        try:
            answers = tuple(Answer(each[0], QuestionKind(each[1]), each[2], each[3]) for each in self._database.rows(sql, row[0]))
            return LookingBack(
                recording_id=RecordingId(row[0]),
                kader_id=row[1],
                kader_version=row[2],
                step_id=row[3],
                earlier_id=RecordingId(row[4]) if row[4] else None,
                started_at=datetime.fromisoformat(row[5]),
                changed_at=datetime.fromisoformat(row[6]),
                answers=answers,
            )
        except ValueError as error:
            raise DamagedError("database_damaged") from error
