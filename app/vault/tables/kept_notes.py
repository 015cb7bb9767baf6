"""What a worker wrote and kept when a recording was destroyed."""

import json
from datetime import date

from app.common.ids import NoteId
from app.domain.kept_note import KeptNote
from app.domain.moment import MomentKind
from app.domain.search import TextKind, TextRef
from app.vault.database import Database, Row
from app.vault.tables.word_search import WordSearch

_COLUMNS = 'note_id, kept_on, kind, kader_id, kader_version, indicators, see, "next", "then", now, learning_question, intention'


class KeptNoteTable:
    """Rows that belong to no recording any more."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._search = WordSearch(database)

    def add(self, note: KeptNote) -> None:
        """Keep a note."""
        with self._database.transaction():
            self._database.change(
                f"INSERT INTO kept_notes ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",  # noqa: S608 - our own column list
                note.note_id,
                note.kept_on.isoformat(),
                note.kind.value if note.kind else None,
                note.kader_id,
                note.kader_version,
                json.dumps(note.indicators),
                note.see,
                note.next,
                note.then,
                note.now,
                note.learning_question,
                note.intention,
            )
            words = (note.see, note.next, note.then, note.now, note.learning_question, note.intention)
            self._search.add(TextRef(TextKind.NOTE, note.note_id), None, "\n".join(words))

    def list(self) -> list[KeptNote]:
        """Return all notes, the first kept first; within a day in no order, because the order would be that of the talk."""
        return [_note(row) for row in self._database.rows(f"SELECT {_COLUMNS} FROM kept_notes ORDER BY kept_on, note_id")]  # noqa: S608

    def get(self, note_id: NoteId) -> KeptNote:
        """Return one note; InputError `unknown_id`."""
        return _note(self._database.row(f"SELECT {_COLUMNS} FROM kept_notes WHERE note_id = ?", note_id))  # noqa: S608

    def remove(self, note_id: NoteId) -> None:
        """Remove a note; InputError `unknown_id`."""
        self._database.change_one("DELETE FROM kept_notes WHERE note_id = ?", note_id)


def _note(row: Row) -> KeptNote:
    return KeptNote(
        note_id=NoteId(row[0]),
        kept_on=date.fromisoformat(row[1]),
        kind=MomentKind(row[2]) if row[2] else None,
        kader_id=row[3],
        kader_version=row[4],
        indicators=tuple(json.loads(row[5])),
        see=row[6],
        next=row[7],
        then=row[8],
        now=row[9],
        learning_question=row[10],
        intention=row[11],
    )
