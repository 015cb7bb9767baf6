"""Searching in what was written: as good as reading every text, and no word stays behind."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import app.vault.migrate as migrate_module
from app.crypto.secret import Secret
from app.domain.moment import MomentKind
from app.domain.search import TextFilter, TextKind, TextRef
from app.domain.transcript import Transcript, TranscriptOrigin, Turn, Word
from app.vault.database import Database, folded
from app.vault.migrate import APPLICATION_ID, migrate
from app.vault.tables import word_search
from app.vault.tables.moments import MomentTable
from app.vault.tables.word_search import WordSearch
from app.vault.vault import Vault
from tests.support.database_pages import decrypted_pages
from tests.support.vaults import a_fragment, a_moment, add_recording, new_vault

WORDS = [
    *("Moeder", "moederlijk", "kijkt", "weg,", "weg.", "één", "CAFÉ", "cafe\u0301", "z'n", "100%"),
    *("\ufb01lm", "Straße", "stoel\0poot", "e", "ik", '"', "*"),
]
NEEDLES = [*WORDS, "oed", "STRASSE", "film", "afe", "NEAR(", "a OR b", "-moeder", "{x}:", "'; DROP TABLE moments; --", "\0", "\ud800", "😀", "q"]

texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
searches = st.lists(st.one_of(st.sampled_from(NEEDLES), st.text(max_size=4)), max_size=3).map(" ".join)


def holds(moment, search):
    """Whether every piece of the search is in the four answers, found by reading them."""
    written = folded("\n".join((moment.see, moment.next, moment.then, moment.now))).replace("\0", " ")
    return all(piece in written for piece in folded(search).replace("\0", " ").split())


@pytest.fixture(scope="module")
def kept_vault(tmp_path_factory):
    opened = new_vault(tmp_path_factory.mktemp("zoeken") / "kluis")
    yield opened
    opened.close()


@pytest.mark.parametrize("many_words", [500, 3, 1])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=st.lists(st.tuples(texts, texts, st.integers(0, 1)), max_size=6), search=searches)
def test_search_finds_what_reading_every_text_finds(kept_vault, monkeypatch, many_words, written, search):
    monkeypatch.setattr(word_search, "_TOO_MANY_WORDS", many_words)
    recordings = kept_vault.recordings.list() or [add_recording(kept_vault), add_recording(kept_vault, b"2")]
    moments = [a_moment(recordings[which].recording_id, see=see, next="", now=now) for see, now, which in written]
    for moment in moments:
        kept_vault.moments.add(moment)
    try:
        found = {moment.moment_id for moment in kept_vault.moments.list(search=search)} if search else {moment.moment_id for moment in moments}
        assert found == {moment.moment_id for moment in moments if holds(moment, search)}
        assert kept_vault.search.recordings(search) >= {moment.recording_id for moment in moments if holds(moment, search)}
        if search.split():
            assert kept_vault.search.recordings(search) == {moment.recording_id for moment in moments if holds(moment, search)}
    finally:
        for moment in moments:
            kept_vault.moments.remove(moment.moment_id)
    assert kept_vault._parts.database.rows("SELECT word FROM search_words") == []


@pytest.mark.parametrize("search", NEEDLES)
def test_nothing_somebody_types_means_anything_to_the_database(vault, search):
    recording = add_recording(vault)
    vault.moments.add(a_moment(recording.recording_id, see="Moeder zegt niets.", next=""))
    assert isinstance(vault.moments.list(search=search), list)
    assert isinstance(vault.search.recordings(search), set)
    assert len(vault.moments.list()) == 1


def test_changed_words_are_found_and_the_old_ones_are_not(vault):
    recording, other = add_recording(vault), add_recording(vault, b"2")
    moment = a_moment(recording.recording_id, see="Zij aarzelt.", next="")
    vault.moments.add(moment)
    vault.moments.update(replace(moment, see="Zij lacht.", recording_id=other.recording_id))
    assert vault.search.recordings("lacht") == {other.recording_id}
    assert vault.search.recordings("aarzelt") == set()
    assert vault.moments.list(recording.recording_id, "lacht") == []
    assert len(vault.moments.list(other.recording_id, "lacht")) == 1


def test_a_word_others_hold_too_stays_until_the_last_one_goes(vault):
    first, second = add_recording(vault), add_recording(vault, b"2")
    for recording in (first, second):
        vault.moments.add(a_moment(recording.recording_id, see="samen", next=""))
    vault.remove_recordings([first.recording_id], ground="user")
    assert vault.search.recordings("samen") == {second.recording_id}
    vault.remove_recordings([second.recording_id], ground="user")
    for table in ("search_words", "search_hits", "search_texts", "search_recordings"):
        assert vault._parts.database.row(f"SELECT count(*) FROM {table}") == (0,), table


def test_a_destroyed_recording_takes_its_words_from_every_page(folder):
    vault = new_vault(folder)
    kept, destroyed = add_recording(vault), add_recording(vault, b"2")
    vault.moments.add(a_moment(kept.recording_id, see="blijft lindebloesem", next=""))
    for number in range(200):
        vault.moments.add(a_moment(destroyed.recording_id, at_ms=number, see=f"hulstboog{number} zeldzaamwoord", next=""))
    assert b"zeldzaamwoord" in pages_of(vault)
    vault.remove_recordings([destroyed.recording_id], ground="user")
    pages = pages_of(vault)
    assert b"lindebloesem" in pages
    assert b"hulstboog" not in pages
    assert b"zeldzaamwoord" not in pages
    vault.close()


def test_a_removed_moment_takes_its_words_from_every_page(vault):
    recording = add_recording(vault)
    moment = a_moment(recording.recording_id, see="zeldzaamwoord", next="")
    vault.moments.add(moment)
    assert b"zeldzaamwoord" in pages_of(vault)
    vault.moments.remove(moment.moment_id)
    assert b"zeldzaamwoord" not in pages_of(vault)


def pages_of(vault: Vault) -> bytes:
    parts = vault._parts
    parts.database.checkpoint()
    return decrypted_pages(parts.folder / "register.db", parts.master_key.unwrap_database_key(parts.header.database.key))


@pytest.mark.parametrize("version", [4, 7])
def test_a_vault_of_before_there_was_a_search_is_searched_after_its_next_opening(tmp_path, monkeypatch, version):
    database = Database(tmp_path / "a.db", Secret(b"k" * 32))
    steps = migrate_module._steps()
    with monkeypatch.context() as patch:
        patch.setattr(migrate_module, "_steps", lambda: {number: path for number, path in steps.items() if number <= version})
        migrate(database, is_new=True)
    database.change("INSERT INTO media (media_id, role, state, key, created_at) VALUES ('m', 'origineel', 'klaar', zeroblob(32), '')")
    database.change("INSERT INTO recordings VALUES ('r','','','',NULL,'2026-01-01','m','mov',9000,1,1,25,0,'h264',NULL,0,1,'',0,'',NULL)")
    answers = ("Zij aarzelt \u00e9\u00e9n tel.", "Zij aarzelt \0 lang.")
    database.change("INSERT INTO moments VALUES ('a','r',0,NULL,NULL,'k','1','[]','[]',?,'','',?,'','')", *answers)
    database.change("INSERT INTO kept_notes VALUES ('n','2026-01-01',NULL,'k','1','[]','Ik bleef kalm.','','','')")
    database.change("INSERT INTO fragments VALUES ('f','r',0,900,'Wie ziet een kans?','[]','')")
    if version == 7:
        for statement in steps[5].read_text("utf-8").split(";"):
            if "INSERT INTO" in statement:
                database.change(statement)
        database.change("INSERT INTO transcripts VALUES ('r', 'typed')")
        database.change("INSERT INTO transcript_turns VALUES ('r', 0, 'moeder', ?)", json.dumps([["Ja,", 0, 400, 0], ["hoor", 400, 800, 0]]))
    migrate(database, is_new=False)
    search = WordSearch(database)
    assert search.recordings("EEN aarzel lang") == search.recordings("kans") == {"r"}
    assert search.recordings("kalm") == set()
    assert [place.ref for place in found(search, "kalm")] == [TextRef(TextKind.NOTE, "n")]
    assert [place.ref for place in found(search, "hoor ja")] == ([TextRef(TextKind.TURN, "r", 0)] if version == 7 else [])
    assert found(search, "400") == []
    database.close()


def found(search: WordSearch, words: str, wanted: TextFilter = TextFilter(), **hidden: object):
    return search.find(words, wanted, 50, **{"hidden": set(), "silent": set()} | hidden)


@pytest.mark.parametrize("few_hits", [2000, 0])
@pytest.mark.parametrize("many_words", [500, 1])
def test_every_kind_of_text_is_found_and_only_what_was_asked(vault, monkeypatch, few_hits, many_words):
    monkeypatch.setattr(word_search, "_FEW_HITS", few_hits)
    monkeypatch.setattr(word_search, "_TOO_MANY_WORDS", many_words)
    recording, other = add_recording(vault), add_recording(vault, b"2")
    moment = a_moment(
        recording.recording_id, 59_000, see="Stilte, weer stilte", next="", kind=MomentKind.KANS, indicators=("kk-101",), who=("werker",)
    )
    later = a_moment(other.recording_id, 0, see="stilte", next="", kind=MomentKind.HELPT, indicators=(), who=())
    fragment = replace(a_fragment(recording.recording_id), question="Wat doet stilte?")
    vault.moments.add(moment)
    vault.moments.add(later)
    vault.fragments.add(fragment)
    said = Turn("moeder", (Word("Een", 0, 400), Word("stilte.", 400, 900)))
    vault.transcripts.save(Transcript(recording.recording_id, (said,), TranscriptOrigin.TYPED))
    of_moment, of_later = TextRef(TextKind.MOMENT, moment.moment_id), TextRef(TextKind.MOMENT, later.moment_id)
    of_fragment, of_turn = TextRef(TextKind.FRAGMENT, fragment.fragment_id), TextRef(TextKind.TURN, recording.recording_id)

    def refs(words: str = "stilt", wanted: TextFilter = TextFilter(), **hidden: object) -> list[TextRef]:
        return [place.ref for place in found(vault.search, words, wanted, **hidden)]

    assert refs() == [of_turn, of_fragment, of_later, of_moment]
    assert refs("weer stilte") == [of_moment]
    assert refs("", TextFilter(kinds=frozenset({TextKind.MOMENT}))) == [of_later, of_moment]
    assert refs(wanted=TextFilter(marks=frozenset({MomentKind.KANS, MomentKind.OPEN}))) == [of_moment]
    assert refs(wanted=TextFilter(indicators=frozenset({"kk-101"}), who=frozenset({"werker", "kind"}))) == [of_moment]
    assert refs(wanted=TextFilter(who=frozenset({"kind"}))) == []
    length_ms = recording.facts.duration_ms
    assert refs(wanted=TextFilter(from_share=0.0, until_share=58_000 / length_ms)) == [of_turn, of_fragment, of_later]
    day = recording.recorded_on
    assert refs(wanted=TextFilter(recorded_from=day, recorded_until=day)) == [of_turn, of_fragment, of_later, of_moment]
    assert refs(wanted=TextFilter(recorded_until=day - timedelta(days=1))) == []
    assert refs(hidden={recording.recording_id}) == [of_later]
    assert refs(silent={recording.recording_id}) == [of_fragment, of_later, of_moment]
    vault.transcripts.save(Transcript(recording.recording_id, (replace(said, words=said.words[:1]),), TranscriptOrigin.TYPED))
    vault.remove_fragment(fragment.fragment_id)
    assert refs() == [of_later, of_moment]
    vault.remove_recordings([recording.recording_id, other.recording_id], ground="user")
    assert vault._parts.database.rows("SELECT * FROM search_words UNION ALL SELECT number, kind FROM search_texts") == []


def test_every_statement_of_the_migrations_is_run_whole(tmp_path):
    database = Database(tmp_path / "a.db", Secret(b"k" * 32))
    migrate(database, is_new=True)
    triggers = database.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name")
    assert [name for name, _ in triggers] == [f"{what}_leaves_search" for what in ("fragment", "moment", "note", "text", "turn", "word")]
    assert all(sql.rstrip().endswith("END") for _, sql in triggers)
    assert database.row("PRAGMA application_id") == (APPLICATION_ID,)
    assert MomentTable(database).list() == []
    database.close()
