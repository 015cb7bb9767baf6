"""What is looked for, and words that are being typed: kept with their recording, gone with it."""

import pytest

from app.common.errors import InputError
from app.common.progress import JobContext
from app.domain.timecode import TimeRange
from app.services.moments import MomentDraft
from app.services.session import Session
from app.services.undo import UndoStack
from app.services.viewing import ViewingChoice
from tests.support.clips import numbered_clip
from tests.support.consents import everybody_agrees
from tests.support.vaults import new_vault


@pytest.fixture
def session(tmp_path):
    opened = Session(new_vault(tmp_path / "kluis"))
    yield opened
    opened.lock()


@pytest.fixture
def recording(session, tmp_path):
    numbered_clip(tmp_path / "a.mp4", frames=10)
    kept = session.recordings.import_file(tmp_path / "a.mp4", title="Beuk", context=JobContext())
    everybody_agrees(session, kept.recording_id)
    return kept


def test_a_choice_is_kept_and_undone(session, recording):
    assert session.viewing.choice(recording.recording_id) == ViewingChoice()
    session.viewing.choose(recording.recording_id, ViewingChoice(("kk-101",), "contact"))
    session.viewing.choose(recording.recording_id, ViewingChoice(("kk-101", "kk-202")))
    assert session.undo.undo_recording == recording.recording_id
    session.undo.undo()
    assert session.viewing.choice(recording.recording_id) == ViewingChoice(("kk-101",), "contact")
    session.undo.redo()
    assert session.viewing.choice(recording.recording_id).watched == ("kk-101", "kk-202")


def test_words_that_are_typed_are_apart_from_their_moment_and_go_with_it(session, recording):
    moment = session.moments.add(MomentDraft(recording.recording_id, 0, see="Was"))
    session.viewing.keep_draft(moment.moment_id, {"see": "Wordt"})
    session.viewing.keep_draft(moment.moment_id, {"see": "Wordt nog", "then": "Eh"})
    assert session.viewing.drafts(recording.recording_id) == {moment.moment_id: {"see": "Wordt nog", "then": "Eh"}}
    assert session.moments.get(moment.moment_id).see == "Was"
    session.moments.remove(moment.moment_id)
    session.viewing.keep_draft(moment.moment_id, {"see": "Te laat"})
    assert session.viewing.drafts(recording.recording_id) == {}


def test_a_destroyed_recording_takes_along_what_was_typed_and_looked_for(session, recording):
    moment = session.moments.add(MomentDraft(recording.recording_id, 0))
    session.viewing.keep_draft(moment.moment_id, {"see": "Moeder zucht"})
    session.viewing.choose(recording.recording_id, ViewingChoice(("kk-101",)))
    session.recordings.delete(recording.recording_id)
    assert session._vault.drafts.list(recording.recording_id) == {}
    assert session._vault.viewing_choices.get(recording.recording_id) == ((), "")
    assert not session.undo.can_undo


def test_a_moment_and_its_stretching_are_one_step(session, recording):
    moment = session.moments.add(MomentDraft(recording.recording_id, 0, 100))
    session.moments.settle(moment.moment_id, 0, 350)
    assert session.moments.get(moment.moment_id).until_ms == 350
    session.undo.undo()
    assert session.moments.list(recording.recording_id) == []
    session.undo.redo()
    assert session.moments.get(moment.moment_id).until_ms == 350


def test_stretching_is_a_step_of_its_own_when_something_else_came_between(session, recording):
    moment = session.moments.add(MomentDraft(recording.recording_id, 0, 100))
    session.moments.add(MomentDraft(recording.recording_id, 50))
    session.moments.settle(moment.moment_id, 0, 350)
    session.undo.undo()
    assert session.moments.get(moment.moment_id).until_ms == 100
    assert len(session.moments.list(recording.recording_id)) == 2


def test_a_deleted_fragment_comes_back_with_its_plan(session, recording):
    fragment = session.fragments.add(recording.recording_id, TimeRange(0, 300), "Wie neemt de ruimte?")
    session._vault.plans.save(fragment.fragment_id, "{}")
    session.fragments.remove(fragment.fragment_id)
    assert session.fragments.list() == []
    session.undo.undo()
    assert session.fragments.list() == [fragment]
    assert session._vault.plans.load(fragment.fragment_id) == "{}"
    session.undo.redo()
    assert session.fragments.list() == []


def test_a_step_that_fails_stays_where_it_was():
    steps = UndoStack()

    def fail():
        raise InputError("unknown_id")

    steps.record(fail, list)
    with pytest.raises(InputError, match="unknown_id"):
        steps.undo()
    assert steps.can_undo
    assert not steps.can_redo
