"""Finding moments by what was written: every word asked for stands somewhere in it, whole or as a part of a word.

Case and accents do not count. What somebody types is only ever compared: no character of it means anything to SQLite.
"""

import json

from app.common.ids import MomentId, RecordingId
from app.vault.database import Database, Value, words_in

_WRITTEN = 'CAST(see || char(10) || "next" || char(10) || "then" || char(10) || now AS BLOB)'
_TOO_MANY_WORDS = 500
"""A piece that stands in more different words than this ("e") is looked for in the texts themselves: nearly every one has it."""
_WORDS_WITH = "SELECT word_id FROM search_words WHERE instr(word, ?)"


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
            of_first = f"SELECT DISTINCT recording FROM search_hits WHERE word_id IN ({_WORDS_WITH})"  # noqa: S608
            numbers = {row[0] for row in self._database.rows(of_first, rare[0])}
            if numbers and (len(rare) > 1 or common):
                numbers = self._with_one_moment(numbers, rare, common)
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
            numbers = json.dumps(list(self._moments_of(rare)))
            listed = "SELECT moment_id FROM search_moments WHERE number IN (SELECT value FROM json_each(?))"
            condition, values = f"moment_id IN ({listed}) AND {condition}", [numbers, *values]
        return condition, values

    def _sorted_pieces(self, untrusted_search: str) -> tuple[list[str], list[str]]:
        """Split the search into the pieces that few words hold, the fewest first, and those that many do."""
        # A text field may give half a character; it becomes the sign for one that is not known, and finds nothing.
        whole = untrusted_search.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        counted = sorted((self._count_words(piece), piece) for piece in json.loads(words_in(whole)))
        return [piece for count, piece in counted if count < _TOO_MANY_WORDS], [piece for count, piece in counted if count == _TOO_MANY_WORDS]

    def _count_words(self, piece: str) -> int:
        return int(self._database.row(f"SELECT count(*) FROM ({_WORDS_WITH} LIMIT ?)", piece, _TOO_MANY_WORDS)[0])  # noqa: S608

    def _with_one_moment(self, recordings: set[int], rare: list[str], common: list[str]) -> set[int]:
        """Return those of the recordings that have one moment in which all the pieces stand; stops at the first."""
        conditions = [
            f"EXISTS (SELECT 1 FROM search_hits h WHERE h.moment = first.moment AND h.word_id IN ({_WORDS_WITH}))"  # noqa: S608
            for _ in rare[1:]
        ]
        in_text, values = _stands_in_text(common)
        if common:
            text = f"SELECT 1 FROM search_moments JOIN moments USING (moment_id) WHERE number = first.moment AND {in_text}"  # noqa: S608
            conditions.append(f"EXISTS ({text})")
        rows = self._database.rows(
            "SELECT number FROM search_recordings WHERE number IN (SELECT value FROM json_each(?)) AND EXISTS "  # noqa: S608 - all our own words
            "(SELECT 1 FROM search_hits first WHERE first.recording = search_recordings.number "
            f"AND first.word_id IN ({_WORDS_WITH}) AND {' AND '.join(conditions)})",
            json.dumps(list(recordings)),
            *rare,
            *values,
        )
        return {row[0] for row in rows}

    def _moments_of(self, pieces: list[str]) -> set[int]:
        """Return the moments in which each of these pieces stands."""
        found: set[int] | None = None
        for piece in pieces:
            numbers = {row[0] for row in self._database.rows(f"SELECT moment FROM search_hits WHERE word_id IN ({_WORDS_WITH})", piece)}  # noqa: S608
            found = numbers if found is None else found & numbers
            if not found:
                break
        return found or set()


def _stands_in_text(pieces: list[str]) -> tuple[str, list[Value]]:
    conditions = [f"instr(folded({_WRITTEN}), ?) > 0" for _ in pieces]
    return " AND ".join(conditions) or "1", list(pieces)
