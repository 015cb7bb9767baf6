from datetime import UTC, datetime, timedelta

import pytest

from app.common.errors import InputError
from app.common.progress import JobContext
from app.domain.consent import AgeGroup, PersonConsent, Purpose
from app.domain.looking_back import Answer, QuestionKind
from app.domain.moment import MAX_TEXT
from app.services.looking_back import LookingBackService
from app.services.session import Session
from app.vault.vault import Vault
from tests.support.backups import put_back
from tests.support.vaults import PASSPHRASE, a_moment, add_recording, new_vault

TABLES = ("looking_back", "looking_back_answers")


@pytest.fixture
def session(tmp_path):
    session = Session(new_vault(tmp_path / "kluis"))
    clock = iter(datetime(2026, 11, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(1000))
    session.looking_back = LookingBackService(session._vault, session.kijkkader, session.changes, session.undo, lambda: next(clock))
    yield session
    session.lock()


@pytest.fixture
def recordings(session):
    return [add_recording(session._vault, content=name.encode() * 500, title=name).recording_id for name in ("Iep", "Vlier", "Beuk")]


def an_answer(text, kind=QuestionKind.PREDICTION, question_id="sv-1"):
    return Answer(question_id, kind, "Wat denk je te gaan zien?", text)


def intend(session, recording_id, text):
    session.looking_back.answer(recording_id, "so-5", (an_answer(text, QuestionKind.INTENTION, "sv-6"),))


def rows(session, table):
    return session._vault._parts.database.rows(f"SELECT * FROM {table}")


def test_it_is_taken_up_where_it_was_left(session, recordings):
    session.looking_back.answer(recordings[0], "so-1", (an_answer("dat zij knikt"), an_answer("luisteren", QuestionKind.LEARNING_QUESTION, "sv-3")))
    session.looking_back.go_to(recordings[0], "so-2")
    again = session.looking_back.get(recordings[0])
    assert (again.step_id, again.is_done, again.learning_question) == ("so-2", False, "luisteren")
    assert [(each.question, each.text) for each in again.prediction] == [("Wat denk je te gaan zien?", "dat zij knikt")]
    assert session.looking_back.go_to(recordings[0], "").is_done
    assert session.looking_back.get(recordings[1]) is None


def test_only_before_the_first_picture_something_can_be_predicted(session, recordings):
    assert session.looking_back.is_unseen(recordings[0])
    session.recordings.remember_position(recordings[0], 1)
    assert not session.looking_back.is_unseen(recordings[0])
    session._vault.moments.add(a_moment(recordings[1]))
    assert not session.looking_back.is_unseen(recordings[1])
    assert rows(session, "looking_back") == []


def test_the_last_intention_comes_back_and_stays_the_same_one_once_begun(session, recordings):
    first, second, third = recordings
    assert session.looking_back.earlier_intention(first) is None
    intend(session, first, "ik wacht vijf tellen")
    assert session.looking_back.earlier_intention(second).text == "ik wacht vijf tellen"
    assert session.looking_back.earlier_intention(first) is None
    session.looking_back.go_to(second, "so-1")
    intend(session, third, "ik vraag het aan de jongere")
    assert session.looking_back.earlier_intention(second).text == "ik wacht vijf tellen"
    session.retention.move_to_bin(first)
    assert session.looking_back.earlier_intention(second) is None
    assert [each.recording_id for each in session.looking_back.list()] == [second, third]


def test_an_answer_without_words_is_not_kept_and_every_answer_can_be_taken_back(session, recordings):
    recording_id = recordings[0]
    session.looking_back.answer(recording_id, "so-1", (an_answer("eerst"),))
    session.looking_back.answer(recording_id, "so-1", (an_answer("   "),))
    assert session.looking_back.get(recording_id).answers == ()
    assert session.undo.undo()
    assert session.looking_back.get(recording_id).text("sv-1") == "eerst"
    assert session.undo.undo()
    assert session.looking_back.get(recording_id) is None
    assert session.undo.redo()
    assert session.looking_back.get(recording_id).text("sv-1") == "eerst"


def test_the_same_words_again_are_no_change(session, recordings):
    session.looking_back.answer(recordings[0], "so-1", (an_answer("eerst"),))
    session.undo.clear()
    session.looking_back.answer(recordings[0], "so-1", (an_answer("eerst"),))
    assert not session.undo.can_undo


def test_what_is_too_long_or_of_no_recording_is_refused(session, recordings):
    with pytest.raises(InputError, match="text_too_long"):
        an_answer("x" * (MAX_TEXT + 1))
    with pytest.raises(InputError, match="unknown_id"):
        session.looking_back.go_to("f" * 32, "so-1")


def test_it_dies_with_its_recording_and_a_back_up_brings_it_back(session, recordings, tmp_path):
    first, second, _ = recordings
    intend(session, first, "ik wacht vijf tellen")
    session.looking_back.go_to(second, "so-2")
    (tmp_path / "stick").mkdir()
    session._vault.back_up(tmp_path / "stick", JobContext())
    (folder,) = (tmp_path / "stick").iterdir()
    put_back(folder, tmp_path / "terug")
    restored = Session(Vault.open(tmp_path / "terug", PASSPHRASE))
    assert restored.looking_back.get(first).intention == "ik wacht vijf tellen"
    restored.lock()
    session.consent.set_person(first, PersonConsent("moeder", AgeGroup.ADULT, frozenset({Purpose.OWN}), given_by=("zelf",)))
    session.consent.withdraw(first, "moeder", keep_notes=False)
    assert session.looking_back.earlier_intention(second) is None
    assert session.looking_back.get(second).earlier_id is None
    session.recordings.delete(second)
    assert [rows(session, table) for table in TABLES] == [[], []]


def test_an_intention_can_stay_without_picture_and_still_comes_back(session, recordings):
    assert not session.retention.has_notes(recordings[0])
    intend(session, recordings[0], "ik wacht vijf tellen")
    assert session.retention.has_notes(recordings[0])
    session.retention.destroy([recordings[0]], ground="user", keep_notes=True)
    (note,) = session.retention.notes()
    assert (note.intention, note.see, note.kind) == ("ik wacht vijf tellen", "", None)
    came_back = session.looking_back.earlier_intention(recordings[1])
    assert (came_back.recording_id, came_back.text) == (None, "ik wacht vijf tellen")
