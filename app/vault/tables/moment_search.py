"""Finding moments by what was written: every word asked for stands somewhere in it, whole or as a part of a word.

Case and accents do not count. What somebody types is only ever compared: no character of it means anything to SQLite.
"""

import json

from app.common.ids import MomentId, RecordingId
from app.vault.database import Database, Value, words_in

_WRITTEN = 'CAST(see || char(10) || "next" || char(10) || "then" || char(10) || now AS BLOB)'
_TOO_MANY_WORDS = 2000
"""A piece that stands in more different words than this ("e") is looked for in the texts themselves: nearly every one has it."""
_Found = set[tuple[int, int]]
"""Numbers of recording and moment."""


class MomentSearch:
    """The words of all moments. They leave by themselves when their moment does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, moment_id: MomentId, recording_id: RecordingId, text: str) -> None:
        """Let this moment, whose row is there already, be found by its words. Inside a transaction."""
        database, words = self._database, words_in(text)
        database.change("INSERT OR IGNORE INTO search_recordings (recording_id) VALUES (?)", recording_id)
        database.change("INSERT INTO search_moments (moment_id) VALUES (?)", moment_id)
        database.change("INSERT OR IGNORE INTO search_words (word) SELECT value FROM json_each(?)", words)
        database.change(
            "INSERT INTO search_hits (word_id, recording, moment) SELECT word_id, r.number, m.number "
            "FROM json_each(?1) JOIN search_words ON word = value, search_recordings r, search_moments m "
            "WHERE r.recording_id = ?2 AND m.moment_id = ?3",
            words,
            recording_id,
            moment_id,
        )

    def remove(self, moment_id: MomentId) -> None:
        """Forget the words of this moment, as removing its row does too."""
        self._database.change("DELETE FROM search_moments WHERE moment_id = ?", moment_id)

    def recordings(self, untrusted_search: str) -> set[RecordingId]:
        """Return the recordings with a moment in which every word of the search stands."""
        rare, common = self._sorted_pieces(untrusted_search)
        if rare:
            found = self._of_words(rare)
            numbers = self._with_pieces(found, common) if common else {recording for recording, _ in found}
            listed = "number IN (SELECT value FROM json_each(?))"
            rows = self._database.rows(f"SELECT recording_id FROM search_recordings WHERE {listed}", json.dumps(list(numbers)))  # noqa: S608
        else:
            # One moment that has it is enough, and nearly every one has, so this stops soon.
            condition, values = _stands_in_text(common)
            inside = f"SELECT 1 FROM moments WHERE moments.recording_id = recordings.recording_id AND {condition}"  # noqa: S608
            rows = self._database.rows(f"SELECT recording_id FROM recordings WHERE EXISTS ({inside})", *values)  # noqa: S608
        return {RecordingId(row[0]) for row in rows}

    def condition(self, untrusted_search: str) -> tuple[str, list[Value]]:
        """Return an SQL condition on a row of `moments`, and its values: every word of the search stands in it."""
        rare, common = self._sorted_pieces(untrusted_search)
        condition, values = _stands_in_text(common)
        if rare:
            numbers = json.dumps([moment for _, moment in self._of_words(rare)])
            listed = "SELECT moment_id FROM search_moments WHERE number IN (SELECT value FROM json_each(?))"
            condition, values = f"moment_id IN ({listed}) AND {condition}", [numbers, *values]
        return condition, values

    def _sorted_pieces(self, untrusted_search: str) -> tuple[list[str], list[str]]:
        """Split the search into the pieces that few words hold and those that many do, the longest first."""
        # A text field may give half a character; it becomes the sign for one that is not known, and finds nothing.
        whole = untrusted_search.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        rare, common = list[str](), list[str]()
        for piece in sorted(json.loads(words_in(whole)), key=len, reverse=True):
            count = self._database.row("SELECT count(*) FROM (SELECT 1 FROM search_words WHERE instr(word, ?) LIMIT ?)", piece, _TOO_MANY_WORDS)
            (common if count[0] == _TOO_MANY_WORDS else rare).append(piece)
        return rare, common

    def _of_words(self, pieces: list[str]) -> _Found:
        """Return the moments in which each of these pieces stands."""
        found: _Found | None = None
        for piece in pieces:
            rows = self._database.rows(
                "SELECT recording, moment FROM search_hits WHERE word_id IN (SELECT word_id FROM search_words WHERE instr(word, ?))", piece
            )
            found = set(rows) if found is None else found.intersection(rows)
            if not found:
                break
        return found or set()

    def _with_pieces(self, found: _Found, pieces: list[str]) -> set[int]:
        """Return the recordings of those moments in whose text these pieces stand as well."""
        condition, values = _stands_in_text(pieces)
        recording_of = {moment: recording for recording, moment in found}
        rows = self._database.rows(
            "SELECT number FROM search_moments JOIN moments USING (moment_id) "  # noqa: S608 - our own condition
            f"WHERE number IN (SELECT value FROM json_each(?)) AND {condition}",
            json.dumps(list(recording_of)),
            *values,
        )
        return {recording_of[row[0]] for row in rows}


def _stands_in_text(pieces: list[str]) -> tuple[str, list[Value]]:
    conditions = [f"instr(folded({_WRITTEN}), ?) > 0" for _ in pieces]
    return " AND ".join(conditions) or "1", list(pieces)
