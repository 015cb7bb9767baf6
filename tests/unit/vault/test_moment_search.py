"""Searching in what was written: as good as reading every text, and no word stays behind."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import app.vault
from app.crypto.secret import Secret
from app.vault.database import Database, folded
from app.vault.migrate import APPLICATION_ID, latest_version, migrate
from app.vault.tables import moment_search
from app.vault.tables.moments import MomentTable
from app.vault.vault import Vault
from tests.support.database_pages import decrypted_pages
from tests.support.vaults import PASSPHRASE, a_moment, add_recording, new_vault

WORDS = [
    *("Moeder", "moederlijk", "kijkt", "weg,", "weg.", "één", "CAFÉ", "cafe\u0301", "z'n", "100%"),
    *("\ufb01lm", "Straße", "stoel\0poot", "e", "ik", '"', "*"),
]
NEEDLES = [*WORDS, "oed", "STRASSE", "film", "afe", "NEAR(", "a OR b", "-moeder", "{x}:", "'; DROP TABLE moments; --", "\0", "\ud800", "😀", "q"]
MIGRATIONS = Path(app.vault.__file__).parent / "migrations"

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
    monkeypatch.setattr(moment_search, "_TOO_MANY_WORDS", many_words)
    recordings = kept_vault.recordings.list() or [add_recording(kept_vault), add_recording(kept_vault, b"2")]
    moments = [a_moment(recordings[which].recording_id, see=see, next="", now=now) for see, now, which in written]
    for moment in moments:
        kept_vault.moments.add(moment)
    try:
        found = {moment.moment_id for moment in kept_vault.moments.list(search=search)} if search else {moment.moment_id for moment in moments}
        assert found == {moment.moment_id for moment in moments if holds(moment, search)}
        assert kept_vault.moments.recordings_with(search) >= {moment.recording_id for moment in moments if holds(moment, search)}
        if search.split():
            assert kept_vault.moments.recordings_with(search) == {moment.recording_id for moment in moments if holds(moment, search)}
    finally:
        for moment in moments:
            kept_vault.moments.remove(moment.moment_id)
    assert kept_vault._parts.database.rows("SELECT word FROM search_words") == []


@pytest.mark.parametrize("search", NEEDLES)
def test_nothing_somebody_types_means_anything_to_the_database(vault, search):
    recording = add_recording(vault)
    vault.moments.add(a_moment(recording.recording_id, see="Moeder zegt niets.", next=""))
    assert isinstance(vault.moments.list(search=search), list)
    assert isinstance(vault.moments.recordings_with(search), set)
    assert len(vault.moments.list()) == 1


def test_changed_words_are_found_and_the_old_ones_are_not(vault):
    recording, other = add_recording(vault), add_recording(vault, b"2")
    moment = a_moment(recording.recording_id, see="Zij aarzelt.", next="")
    vault.moments.add(moment)
    vault.moments.update(replace(moment, see="Zij lacht.", recording_id=other.recording_id))
    assert vault.moments.recordings_with("lacht") == {other.recording_id}
    assert vault.moments.recordings_with("aarzelt") == set()
    assert vault.moments.list(recording.recording_id, "lacht") == []
    assert len(vault.moments.list(other.recording_id, "lacht")) == 1


def test_a_word_others_hold_too_stays_until_the_last_one_goes(vault):
    first, second = add_recording(vault), add_recording(vault, b"2")
    for recording in (first, second):
        vault.moments.add(a_moment(recording.recording_id, see="samen", next=""))
    vault.remove_recordings([first.recording_id], ground="user")
    assert vault.moments.recordings_with("samen") == {second.recording_id}
    vault.remove_recordings([second.recording_id], ground="user")
    for table in ("search_words", "search_hits", "search_moments", "search_recordings"):
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


def test_a_vault_of_before_there_was_a_search_is_searched_after_its_next_opening(folder):
    vault = new_vault(folder)
    recording = add_recording(vault)
    vault.moments.add(a_moment(recording.recording_id, see="Zij aarzelt één tel.", now="Zij aarzelt \0 lang."))
    database = vault._parts.database
    for name in ("own_words", "transcript_turns", "transcripts", "search_hits", "search_words", "search_moments", "search_recordings"):
        database.change(f"DROP TABLE {name}")
    database.change("DROP INDEX moments_by_change")
    database.change("PRAGMA user_version = 4")
    vault.close()

    again = Vault.open(folder, PASSPHRASE)
    assert again.moments.recordings_with("EEN aarzel lang") == {recording.recording_id}
    assert again._parts.database.row("PRAGMA user_version") == (latest_version(),)
    again.close()


def test_every_statement_of_the_migrations_is_run_whole(tmp_path):
    database = Database(tmp_path / "a.db", Secret(b"k" * 32))
    migrate(database, is_new=True)
    triggers = database.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name")
    assert [name for name, _ in triggers] == ["moment_leaves_search", "word_leaves_search"]
    assert all(sql.rstrip().endswith("END") for _, sql in triggers)
    assert database.row("PRAGMA application_id") == (APPLICATION_ID,)
    assert MomentTable(database).list() == []
    database.close()
