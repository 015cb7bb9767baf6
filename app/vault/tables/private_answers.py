"""What a worker wrote about himself. Only `PrivateAnswerService` reads this: see the test of the ways out."""

from datetime import datetime

from app.common.errors import DamagedError
from app.common.ids import RecordingId
from app.domain.private_answer import PrivateAnswer, QuietFrame
from app.vault.database import Database, Row

_COLUMNS = "recording_id, frame, question_id, kader_id, kader_version, question, answer, choice, shared_at, changed_at"
_KEY = "recording_id = ? AND frame = ? AND question_id = ?"


class PrivateAnswerTable:
    """At most one answer a question and recording; each change is durable when its method returns."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set(self, answer: PrivateAnswer) -> None:
        """Keep it in place of the one before; InputError `unknown_id` when its recording does not exist."""
        with self._database.transaction():
            self.remove(answer.recording_id, answer.frame, answer.question_id)
            self._database.change_one(
                f"INSERT INTO private_answers ({_COLUMNS}) SELECT ?,?,?,?,?,?,?,?,?,? "  # noqa: S608 - our own column list
                "WHERE EXISTS (SELECT 1 FROM recordings WHERE recording_id = ?1)",
                answer.recording_id,
                answer.frame.value,
                answer.question_id,
                answer.kader_id,
                answer.kader_version,
                answer.question,
                answer.text,
                answer.choice,
                answer.shared_at.isoformat() if answer.shared_at else None,
                answer.changed_at.isoformat(),
            )

    def get(self, recording_id: RecordingId, frame: QuietFrame, question_id: str) -> PrivateAnswer | None:
        """Return one answer, None when there is none."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM private_answers WHERE {_KEY}", recording_id, frame.value, question_id)  # noqa: S608
        return _answer(rows[0]) if rows else None

    def list(self, recording_id: RecordingId) -> list[PrivateAnswer]:
        """Return the answers that belong to a recording."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM private_answers WHERE recording_id = ? ORDER BY frame, question_id", recording_id)  # noqa: S608
        return [_answer(row) for row in rows]

    def remove(self, recording_id: RecordingId, frame: QuietFrame, question_id: str) -> None:
        """Remove an answer, when there is one."""
        self._database.change(f"DELETE FROM private_answers WHERE {_KEY}", recording_id, frame.value, question_id)  # noqa: S608


def _answer(row: Row) -> PrivateAnswer:
    try:
        return PrivateAnswer(
            recording_id=RecordingId(row[0]),
            frame=QuietFrame(row[1]),
            question_id=row[2],
            kader_id=row[3],
            kader_version=row[4],
            question=row[5],
            text=row[6],
            choice=row[7],
            shared_at=datetime.fromisoformat(row[8]) if row[8] else None,
            changed_at=datetime.fromisoformat(row[9]),
        )
    except ValueError as error:
        raise DamagedError("database_damaged") from error
