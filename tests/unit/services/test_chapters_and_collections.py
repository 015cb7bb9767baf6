"""Chapters and collections: kept, moved, undone, and gone with what they point to."""

from dataclasses import replace

import pytest

from app.common.errors import InputError
from app.domain.chapter import MAX_CHAPTERS
from app.domain.collection import CollectionEntry
from app.domain.moment import MomentKind
from app.domain.search import TextFilter
from app.services.moments import MomentDraft
from app.services.session import Session
from tests.support.consents import everybody_agrees
from tests.support.vaults import a_moment, add_recording, new_vault


@pytest.fixture
def session(tmp_path):
    session = Session(new_vault(tmp_path / "kluis"))
    yield session
    session.lock()


def test_chapters_stand_in_order_of_time_and_every_step_can_be_undone(session):
    recording_id = add_recording(session._vault).recording_id
    late = session.chapters.add(recording_id, 30_000, "Afspraken: wie doet wat?")
    early = session.chapters.add(recording_id, 0, "Start")
    assert [chapter.short_name for chapter in session.chapters.list(recording_id)] == ["Start", "Afspraken"]
    session.chapters.change(replace(late, at_ms=20_000))
    session.chapters.add(recording_id, 0, "Begin")
    session.chapters.remove(early)
    assert [chapter.at_ms for chapter in session.chapters.list(recording_id)] == [20_000]
    for expected in (["Begin", "Afspraken"], ["Start", "Afspraken"], ["Start", "Afspraken"], ["Afspraken"], []):
        assert session.undo.undo()
        assert [chapter.short_name for chapter in session.chapters.list(recording_id)] == expected
    while session.undo.redo():
        pass
    assert [(chapter.at_ms, chapter.short_name) for chapter in session.chapters.list(recording_id)] == [(20_000, "Afspraken")]


def test_a_chapter_that_cannot_be_is_refused(session):
    recording = add_recording(session._vault)
    with pytest.raises(InputError, match="time_outside_recording"):
        session.chapters.add(recording.recording_id, recording.facts.duration_ms, "Start")
    for name, code in ((" ", "chapter_without_name"), ("x" * 121, "text_too_long")):
        with pytest.raises(InputError, match=code):
            session.chapters.add(recording.recording_id, 0, name)
    for number in range(MAX_CHAPTERS):
        session.chapters.add(recording.recording_id, number, "Deel")
    with pytest.raises(InputError, match="chapters_too_many"):
        session.chapters.add(recording.recording_id, MAX_CHAPTERS, "Deel")


def test_a_collection_keeps_its_order_and_every_step_can_be_undone(session):
    recording_id = add_recording(session._vault).recording_id
    first, second, third = (CollectionEntry(moment_id=session.moments.add(MomentDraft(recording_id, at)).moment_id) for at in (0, 1, 2))
    collections = session.collections
    made = collections.add(" Stiltes ", (first,))
    collections.put_in(made.collection_id, second)
    collections.put_in(made.collection_id, third)
    collections.put_in(made.collection_id, first)
    assert collections.get(made.collection_id).entries == (first, second, third)
    collections.move(made.collection_id, third, -5)
    collections.move(made.collection_id, first, 1)
    assert collections.get(made.collection_id).entries == (third, second, first)
    collections.take_out(made.collection_id, second)
    collections.rename(made.collection_id, "Stilte")
    session.moments.remove(third.moment_id)
    assert collections.get(made.collection_id).entries == (first,)
    session.undo.undo()
    assert collections.get(made.collection_id).entries == (third, first)
    session.undo.undo()
    session.undo.undo()
    assert (collections.get(made.collection_id).name, collections.get(made.collection_id).entries) == ("Stiltes", (third, second, first))
    collections.remove(made.collection_id)
    assert collections.list() == []
    session.undo.undo()
    assert collections.get(made.collection_id).entries == (third, second, first)


def test_what_is_destroyed_leaves_its_collections_and_a_name_that_is_left_alone_goes_too(session):
    gone, kept = (add_recording(session._vault, content) for content in (b"1", b"2"))
    of_gone, of_kept = (CollectionEntry(moment_id=session.moments.add(MomentDraft(each.recording_id, 0)).moment_id) for each in (gone, kept))
    both, only, empty = (
        session.collections.add("Beide", (of_gone, of_kept)),
        session.collections.add("Gezin Es", (of_gone,)),
        session.collections.add("Leeg"),
    )
    session._vault.chapters.save(session.chapters.add(gone.recording_id, 0, "Start"))
    session._vault.remove_recordings([gone.recording_id], ground="user")
    assert [each.collection_id for each in session.collections.list()] == [both.collection_id, empty.collection_id]
    assert session.collections.get(both.collection_id).entries == (of_kept,)
    with pytest.raises(InputError):
        session.collections.get(only.collection_id)
    assert session._vault._parts.database.rows("SELECT * FROM chapters") == []


def test_nothing_plays_that_may_not_be_watched_and_what_is_in_the_bin_is_not_found(session):
    allowed, blocked, binned = (add_recording(session._vault, content) for content in (b"1", b"2", b"3"))
    for recording in (allowed, binned):
        everybody_agrees(session, recording.recording_id)
    moments = [a_moment(each.recording_id, see="stilte", kind=MomentKind.KANS) for each in (allowed, blocked, binned)]
    for moment in moments:
        session._vault.moments.add(moment)
    collection = session.collections.add("Stilte", tuple(CollectionEntry(moment_id=moment.moment_id) for moment in moments))
    session.retention.move_to_bin(binned.recording_id)
    found = session.search.find("stilte", TextFilter())
    assert {(each.recording.recording_id, each.may_play) for each in found} == {(allowed.recording_id, True), (blocked.recording_id, False)}
    assert [(each.recording.recording_id, each.may_play) for each in session.search.contents(collection)] == [
        (allowed.recording_id, True),
        (blocked.recording_id, False),
    ]


def test_a_phase_asks_for_the_indicators_that_matter_in_it(session):
    recording_id = add_recording(session._vault).recording_id
    kader = session.kijkkader.current()
    phase = kader.phases[0]
    inside = next(each for each in kader.indicators if each.theme_id in phase.theme_ids)
    outside = next(each for each in kader.indicators if each.theme_id not in phase.theme_ids)
    wanted = session.moments.add(MomentDraft(recording_id, 0, indicators=(inside.indicator_id,)))
    session.moments.add(MomentDraft(recording_id, 1, indicators=(outside.indicator_id,)))
    assert [each.moment for each in session.search.find("", TextFilter(), phase.phase_id)] == [wanted]
    assert session.search.find("", TextFilter(indicators=frozenset({outside.indicator_id})), phase.phase_id) == []
