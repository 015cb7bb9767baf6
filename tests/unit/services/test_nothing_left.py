"""Catalogue U3: of everything a worker wrote about a recording, no word is left in any page of the database once it is gone."""

import pytest

from app.domain.consent import AgeGroup, PersonConsent, Purpose
from app.domain.search import TextFilter
from app.services.session import Session
from app.vault.vault import Vault
from tests.support.database_pages import decrypted_pages
from tests.support.marked_words import OF_RECORDING, OF_WORKER, OWN_NOTES, OWN_THOUGHTS, PRIVATE, marks, plant
from tests.support.vaults import add_recording, new_vault

OVERWRITTEN = frozenset({"zienoud", "weggehaald", "hoofdstukoud", "gezegdoud", "opnametitel"})
"""Was replaced or taken away before, so that it need not be there at the start."""
IN_FILES = frozenset({"notitie"})
"""Stands in a file of its own, not in the database."""


@pytest.fixture
def session(tmp_path):
    session = Session(new_vault(tmp_path / "kluis"))
    yield session
    session.lock()


def places_in_pages(vault: Vault) -> set[str]:
    """Look through every page, free ones too, with the key of now; no write-ahead log may stand beside them."""
    vault._parts.database.checkpoint()
    key = vault._parts.master_key.unwrap_database_key(vault._parts.header.database.key)
    content = decrypted_pages(vault.folder / "register.db", key).decode("latin-1").casefold()
    assert not (vault.folder / "register.db-wal").exists() or not (vault.folder / "register.db-wal").read_bytes()
    return {place for word, place in marks(OF_RECORDING | OF_WORKER).items() if word in content}


def marked(session):
    recording_id = add_recording(session._vault, b"weg" * 1000).recording_id
    session.consent.set_person(recording_id, PersonConsent("moeder", AgeGroup.ADULT, frozenset(Purpose), given_by=("zelf",)))
    plant(session, recording_id)
    assert (OF_RECORDING | OF_WORKER) - OVERWRITTEN - IN_FILES - {"kaderoud"} <= places_in_pages(session._vault)
    return recording_id


@pytest.mark.parametrize(
    ("ground", "keep_notes", "stays"),
    [("withdrawn", False, frozenset()), ("withdrawn", True, OWN_THOUGHTS), ("user", True, OWN_NOTES), ("bin", False, frozenset())],
)
def test_of_a_recording_that_went_no_page_holds_a_word_but_what_may_stay(session, tally, ground, keep_notes, stays):
    kept = add_recording(session._vault, b"blijft" * 1000).recording_id
    recording_id = marked(session)
    note = session._vault.spoken_notes.of_moment(session.moments.list(recording_id)[0].moment_id)[0]
    if ground == "withdrawn":
        session.consent.withdraw(recording_id, "moeder", keep_notes=keep_notes)
    else:
        session.retention.destroy([recording_id], ground=ground, keep_notes=keep_notes)
    left = places_in_pages(session._vault)
    tally("U3", len(OF_RECORDING), "merkwoorden van een opname gezocht na het vernietigen", len((left & OF_RECORDING) - stays), "over")
    assert left & OF_RECORDING == stays
    assert left >= OF_WORKER - {"kaderoud"}
    assert not session._vault.media.media_path(note.media_id).exists()
    assert not session.undo.can_undo
    assert [each.recording_id for each in session.recordings.list()] == [kept]


def test_what_went_is_found_by_no_search_and_private_answers_are_by_none_at_all(session):
    recording_id = marked(session)
    add_recording(session._vault, b"blijft" * 1000)

    def found() -> set[str]:
        return {place for word, place in marks(OF_RECORDING).items() if session.search.find(word, TextFilter())}

    assert found() & PRIVATE == set()
    assert {"zien", "fragment", "gezegd"} <= found()
    session.retention.move_to_bin(recording_id)
    assert found() == set()
    session.retention.take_back(recording_id)
    session.consent.withdraw(recording_id, "moeder", keep_notes=True)
    assert found() <= OWN_THOUGHTS
