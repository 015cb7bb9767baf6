"""What is said in each recording, and the worker's own list of words to hide in it."""

import json
from collections.abc import Sequence

from app.common.errors import AppError, DamagedError
from app.common.ids import RecordingId
from app.domain.own_word import OwnWord
from app.domain.search import TextKind, TextRef
from app.domain.transcript import Transcript, TranscriptOrigin, Turn, Word
from app.vault.database import Database
from app.vault.tables.word_search import WordSearch


class TranscriptTable:
    """At most one transcript per recording."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._search = WordSearch(database)

    def save(self, transcript: Transcript) -> None:
        """Keep it in place of the one before; InputError `unknown_id` when its recording does not exist."""
        with self._database.transaction():
            self._database.change("DELETE FROM transcripts WHERE recording_id = ?", transcript.recording_id)
            self._database.change_one(
                "INSERT INTO transcripts SELECT ?,? WHERE EXISTS (SELECT 1 FROM recordings WHERE recording_id = ?1)",
                transcript.recording_id,
                transcript.origin.value,
            )
            for number, turn in enumerate(transcript.turns):
                words = json.dumps([[word.text, word.from_ms, word.to_ms, int(word.is_estimated)] for word in turn.words], separators=(",", ":"))
                self._database.change("INSERT INTO transcript_turns VALUES (?,?,?,?)", transcript.recording_id, number, turn.speaker, words)
                self._search.add(TextRef(TextKind.TURN, transcript.recording_id, number), transcript.recording_id, turn.text)

    def load(self, recording_id: RecordingId) -> Transcript | None:
        """Return the transcript, None while there is none; DamagedError `database_damaged` for rows no version wrote."""
        rows = self._database.rows("SELECT origin FROM transcripts WHERE recording_id = ?", recording_id)
        if not rows:
            return None
        turns = self._database.rows("SELECT speaker, words FROM transcript_turns WHERE recording_id = ? ORDER BY number", recording_id)
        try:
            return Transcript(recording_id, tuple(Turn(speaker, _words(text)) for speaker, text in turns), TranscriptOrigin(rows[0][0]))
        except (AppError, ValueError, TypeError) as error:
            raise DamagedError("database_damaged") from error

    def turn(self, recording_id: RecordingId, number: int) -> Turn:
        """Return one turn of a transcript; InputError `unknown_id`."""
        speaker, words = self._database.row("SELECT speaker, words FROM transcript_turns WHERE recording_id = ? AND number = ?", recording_id, number)
        return Turn(speaker, _words(words))

    def remove(self, recording_id: RecordingId) -> None:
        """Remove the transcript; InputError `unknown_id` when there is none."""
        self._database.change_one("DELETE FROM transcripts WHERE recording_id = ?", recording_id)


class OwnWordTable:
    """The list of each recording, in the order the worker wrote it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set(self, recording_id: RecordingId, words: Sequence[OwnWord]) -> None:
        """Keep this list in place of the one before; InputError `unknown_id` when the recording does not exist."""
        with self._database.transaction():
            self._database.row("SELECT 1 FROM recordings WHERE recording_id = ?", recording_id)
            self._database.change("DELETE FROM own_words WHERE recording_id = ?", recording_id)
            for number, word in enumerate(words):
                self._database.change("INSERT INTO own_words VALUES (?,?,?,?)", recording_id, number, word.text, word.stands_for)

    def list(self, recording_id: RecordingId) -> list[OwnWord]:
        """Return the list."""
        rows = self._database.rows("SELECT word, stands_for FROM own_words WHERE recording_id = ? ORDER BY number", recording_id)
        return [OwnWord(word, stands_for) for word, stands_for in rows]


def _words(text: str) -> tuple[Word, ...]:
    return tuple(Word(str(word), int(from_ms), int(to_ms), bool(is_estimated)) for word, from_ms, to_ms, is_estimated in json.loads(text))
