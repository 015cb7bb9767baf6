"""Searching texts by what is written in them: every word asked for stands somewhere in it, whole or as a part of a word.

Case and accents do not count. What somebody types is only ever compared: no character of it means anything to SQLite.
"""

import json
from collections.abc import Iterator, Set
from datetime import date

from app.common.ids import RecordingId
from app.domain.search import TextFilter, TextKind, TextPlace, TextRef
from app.vault.database import Database, Value, words_in

_ANSWERS = 'CAST(see || char(10) || "next" || char(10) || "then" || char(10) || now AS BLOB)'
_SAID = "CAST((SELECT group_concat(json_extract(value, '$[0]'), ' ') FROM json_each(words)) AS BLOB)"
_TURN = "FROM transcript_turns WHERE transcript_turns.recording_id = t.owner AND transcript_turns.number = t.part"
_TEXT = (
    f"CASE t.kind WHEN 'moment' THEN (SELECT {_ANSWERS} FROM moments WHERE moment_id = t.owner) "  # noqa: S608 - all our own words
    "WHEN 'fragment' THEN (SELECT CAST(question AS BLOB) FROM fragments WHERE fragment_id = t.owner) "
    f"WHEN 'turn' THEN (SELECT {_SAID} {_TURN}) "
    f"WHEN 'note' THEN (SELECT {_ANSWERS} FROM kept_notes WHERE note_id = t.owner) END"
)
_BEGIN_MS = (
    "CASE t.kind WHEN 'moment' THEN (SELECT at_ms FROM moments WHERE moment_id = t.owner) "  # noqa: S608
    "WHEN 'fragment' THEN (SELECT from_ms FROM fragments WHERE fragment_id = t.owner) "
    f"WHEN 'turn' THEN (SELECT json_extract(words, '$[0][1]') {_TURN}) END"
)
_TOO_MANY_WORDS = 500
"""A piece that stands in more different words than this ("e") is looked for in the texts themselves: nearly every one has it."""
_FEW_WORDS = 30
_FEW_HITS = 2_000
"""Texts with the rarest piece are gathered when there are no more; else the newest texts are tried one by one until there are enough."""
_WORDS_WITH = "SELECT word_id FROM search_words WHERE instr(word, ?)"
_HOLDS = f"EXISTS (SELECT 1 FROM search_hits h WHERE h.text = t.number AND +h.word_id IN ({_WORDS_WITH}))"  # noqa: S608 - all our own words
# The plus keeps SQLite from going through the word's hits: those of the one text are few.
_HELD_TOO = f"EXISTS (SELECT 1 FROM search_hits h WHERE h.text = f.text AND +h.word_id IN ({_WORDS_WITH}))"  # noqa: S608
_LISTED = "IN (SELECT value FROM json_each(?))"

_Condition = tuple[str, list[Value]]
"""A piece of SQL that is true or not, and the values of its question marks."""


class WordSearch:
    """The words of all texts. They leave by themselves when their text does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, ref: TextRef, recording_id: RecordingId | None, text: str) -> None:
        """Let this text, whose row is there already, be found by its words. Inside a transaction."""
        database, words, of = self._database, words_in(text), (ref.kind.value, ref.owner_id, ref.part)
        database.change("INSERT INTO search_texts (kind, owner, part, recording) VALUES (?,?,?,?)", *of, self._number_of(recording_id))
        database.change("INSERT OR IGNORE INTO search_words (word) SELECT value FROM json_each(?)", words)
        database.change(
            "INSERT INTO search_hits (word_id, recording, text) SELECT word_id, t.recording, t.number "
            "FROM json_each(?) JOIN search_words ON word = value, search_texts t WHERE t.kind = ? AND t.owner = ? AND t.part = ?",
            words,
            *of,
        )

    def remove(self, ref: TextRef) -> None:
        """Forget the words of this text, as removing its row does too."""
        self._database.change("DELETE FROM search_texts WHERE kind = ? AND owner = ? AND part = ?", ref.kind.value, ref.owner_id, ref.part)

    def recordings(self, untrusted_search: str) -> set[RecordingId]:
        """Return the recordings with a text in which every word of the search stands."""
        rare, common = self._sorted_pieces(untrusted_search)
        in_text, values = _stands_in(_TEXT, common)
        if not rare:
            # One text that has it is enough, and nearly every one has, so this stops soon.
            condition = f"EXISTS (SELECT 1 FROM search_texts t WHERE t.recording = r.number AND {in_text})"  # noqa: S608
        else:
            others = "".join(f" AND {_HELD_TOO}" for _ in rare[1:])
            others += f" AND EXISTS (SELECT 1 FROM search_texts t WHERE t.number = f.text AND {in_text})" if common else ""  # noqa: S608
            condition = f"EXISTS (SELECT 1 FROM search_hits f WHERE f.recording = r.number AND f.word_id IN ({_WORDS_WITH}){others})"  # noqa: S608
            values = [*rare, *values]
            if self._count_words(rare[0]) > _FEW_WORDS:
                # To look each word up in each recording takes longer than to go through all that hold them.
                with_first = f"r.number IN (SELECT recording FROM search_hits WHERE word_id IN ({_WORDS_WITH}))"  # noqa: S608
                condition, values = f"{with_first} AND {condition}", [rare[0], *values]
        rows = self._database.rows(f"SELECT recording_id FROM search_recordings r WHERE {condition}", *values)  # noqa: S608
        return {RecordingId(row[0]) for row in rows}

    def moment_condition(self, untrusted_search: str) -> _Condition:
        """Return a condition on a row of `moments`: every word of the search stands in it."""
        rare, common = self._sorted_pieces(untrusted_search)
        condition, values = _stands_in(_ANSWERS, common)
        if rare:
            numbers = json.dumps(list(self._texts_with(rare)))
            listed = f"SELECT owner FROM search_texts WHERE kind = 'moment' AND number {_LISTED}"  # noqa: S608
            condition, values = f"moment_id IN ({listed}) AND {condition}", [numbers, *values]
        return condition, values

    def find(self, untrusted_search: str, wanted: TextFilter, limit: int, *, hidden: Set[RecordingId], silent: Set[RecordingId]) -> list[TextPlace]:
        """Return the newest texts that are what is wanted and hold every word of the search (each does when it is empty).

        Nothing of the `hidden` recordings is found, and of the `silent` ones nothing that is said in them.
        """
        rare, common = self._sorted_pieces(untrusted_search)
        conditions: list[_Condition] = [
            *_wanted(wanted),
            (f"(r.recording_id IS NULL OR r.recording_id NOT {_LISTED})", [json.dumps(list(hidden))]),
            (f"NOT (t.kind = 'turn' AND r.recording_id {_LISTED})", [json.dumps(list(silent))]),
        ]
        if rare and self._has_few_hits(rare[0]):
            conditions.append((f"t.number {_LISTED}", [json.dumps(list(self._texts_with(rare)))]))
        else:
            conditions += [(_HOLDS, [piece]) for piece in rare]
        conditions.append(_stands_in(_TEXT, common))
        rows = self._database.rows(
            "SELECT t.kind, t.owner, t.part, r.recording_id FROM search_texts t LEFT JOIN search_recordings r ON r.number = t.recording "  # noqa: S608
            f"WHERE {' AND '.join(condition for condition, _ in conditions)} ORDER BY t.number DESC LIMIT ?",
            *(value for _, values in conditions for value in values),
            limit,
        )
        return [TextPlace(TextRef(TextKind(kind), owner, part), RecordingId(of) if of else None) for kind, owner, part, of in rows]

    def _number_of(self, recording_id: RecordingId | None) -> int:
        if recording_id is None:
            return 0
        self._database.change("INSERT OR IGNORE INTO search_recordings (recording_id) VALUES (?)", recording_id)
        return int(self._database.row("SELECT number FROM search_recordings WHERE recording_id = ?", recording_id)[0])

    def _sorted_pieces(self, untrusted_search: str) -> tuple[list[str], list[str]]:
        """Split the search into the pieces that few words hold, the fewest first, and those that many do."""
        # A text field may give half a character; it becomes the sign for one that is not known, and finds nothing.
        whole = untrusted_search.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        counted = sorted((self._count_words(piece), piece) for piece in json.loads(words_in(whole)))
        return [piece for count, piece in counted if count < _TOO_MANY_WORDS], [piece for count, piece in counted if count == _TOO_MANY_WORDS]

    def _count_words(self, piece: str) -> int:
        return int(self._database.row(f"SELECT count(*) FROM ({_WORDS_WITH} LIMIT ?)", piece, _TOO_MANY_WORDS)[0])  # noqa: S608

    def _has_few_hits(self, piece: str) -> bool:
        hits = f"SELECT 1 FROM search_hits WHERE word_id IN ({_WORDS_WITH}) LIMIT ?"  # noqa: S608
        return int(self._database.row(f"SELECT count(*) FROM ({hits})", piece, _FEW_HITS)[0]) < _FEW_HITS  # noqa: S608

    def _texts_with(self, pieces: list[str]) -> set[int]:
        """Return the texts in which each of these pieces stands."""
        found: set[int] | None = None
        for piece in pieces:
            numbers = {row[0] for row in self._database.rows(f"SELECT text FROM search_hits WHERE word_id IN ({_WORDS_WITH})", piece)}  # noqa: S608
            found = numbers if found is None else found & numbers
            if not found:
                break
        return found or set()


def _stands_in(text: str, pieces: list[str]) -> _Condition:
    return " AND ".join(f"instr(folded({text}), ?) > 0" for _ in pieces) or "1", list(pieces)


def _wanted(wanted: TextFilter) -> Iterator[_Condition]:
    if wanted.kinds:
        yield f"t.kind {_LISTED}", [json.dumps(list(wanted.kinds))]
    if wanted.is_of_moments:
        yield _of_moments(wanted)
    if wanted.recorded_from or wanted.recorded_until:
        day = "SELECT recorded_on FROM recordings WHERE recordings.recording_id = r.recording_id"
        first, last = wanted.recorded_from or date.min, wanted.recorded_until or date.max
        yield f"({day}) BETWEEN ? AND ?", [first.isoformat(), last.isoformat()]
    if wanted.is_of_a_part:
        length = "SELECT duration_ms FROM recordings WHERE recordings.recording_id = r.recording_id"
        yield f"({_BEGIN_MS}) >= ? * ({length}) AND ({_BEGIN_MS}) <= ? * ({length})", [wanted.from_share, wanted.until_share]


def _of_moments(wanted: TextFilter) -> _Condition:
    conditions, values = ["m.moment_id = t.owner"], list[Value]()
    if wanted.marks:
        conditions.append(f"m.kind {_LISTED}")
        values.append(json.dumps(list(wanted.marks)))
    for column, ids in (("indicators", wanted.indicators), ("who", wanted.who)):
        if ids:
            conditions.append(f"EXISTS (SELECT 1 FROM json_each(m.{column}) WHERE value {_LISTED})")  # noqa: S608
            values.append(json.dumps(list(ids)))
    return f"t.kind = 'moment' AND EXISTS (SELECT 1 FROM moments m WHERE {' AND '.join(conditions)})", values  # noqa: S608
