"""Recording in the app, and spoken notes: what is kept, what is refused, what goes away with what."""

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from app.common.errors import AppError, CancelledError, InputError, RefusedError, SystemProblem
from app.common.progress import JobContext
from app.domain.consent import AgeGroup, PersonConsent, Purpose
from app.services.capture_keeping import whole_capture
from app.services.captures import LiveCapture
from app.services.moments import MomentDraft
from app.services.session import Session
from app.vault import capture_store
from app.vault.capture_store import CaptureKind
from app.vault.vault import Vault
from tests.support.recording_process import AGREED, new_recording
from tests.support.vaults import PASSPHRASE, add_recording, new_vault

FILM = Path(__file__).resolve().parents[2] / "media" / "toespraak_2p_12fps.mp4"
MOTHER = PersonConsent("moeder", AgeGroup.ADULT, frozenset({Purpose.OWN, Purpose.TEAM}), frozenset({Purpose.FAMILY}), given_by=("zelf",))


@pytest.fixture
def session(tmp_path):
    session = Session(new_vault(tmp_path / "kluis"))
    yield session
    session.lock()


def _run(service, live, context=None):
    outcome = []

    def run():
        try:
            outcome.append(service.run(live, context or JobContext()))
        except AppError as error:
            outcome.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    while not live.state.is_ready and thread.is_alive():
        time.sleep(0.01)
    return thread, outcome


def _recorded(session, seconds=0.7, **changes):
    live = LiveCapture("test", "test")
    thread, outcome = _run(session.captures, live)
    session.captures.begin(live, replace(new_recording("Gezin Eik", (AGREED, MOTHER)), **changes))
    while live.state.recorded_ms < seconds * 1000:
        time.sleep(0.02)
    return live, thread, outcome


def test_a_recording_is_kept_with_its_people_its_last_day_and_a_line(session):
    live, thread, outcome = _recorded(session)
    live.stop()
    thread.join()
    assert outcome[0].problem is None
    recording = outcome[0].recording
    assert session.recordings.list() == [recording]
    assert (recording.title, recording.talk, recording.facts.audio_codec) == ("Gezin Eik", "1e gesprek", "aac")
    assert session.consent.persons(recording.recording_id) == [AGREED, MOTHER]
    assert session.consent.verdict(recording.recording_id, Purpose.TEAM).is_allowed is False
    assert [line["event"] for line in session.events()][-3:] == ["recording_made", "consent_set", "consent_set"]
    assert session._vault.captures.rows() == []
    assert session.check(JobContext(), deep=True) == []


def test_nobody_is_recorded_before_everybody_said_yes(session):
    live = LiveCapture("test", "test")
    thread, outcome = _run(session.captures, live)
    for people in ((), (AGREED, replace(MOTHER, purposes=frozenset(), refused=frozenset()))):
        with pytest.raises(RefusedError, match="consent_missing"):
            session.captures.begin(live, new_recording("Gezin Eik", people))
    live.stop()
    thread.join()
    assert outcome[0].recording is None
    assert session._vault.captures.rows() == []


def test_what_is_thrown_away_leaves_nothing_but_a_line(session):
    live, thread, outcome = _recorded(session)
    session.captures.discard(live)
    thread.join()
    assert outcome[0].recording is None
    assert session.recordings.list() == []
    assert session.events()[-1]["event"] == "capture_discarded"
    assert list((session.vault_folder / "bezig").iterdir()) == []


def test_what_is_thrown_away_does_not_come_back_when_the_room_is_locked_first(session, tmp_path):
    live = LiveCapture("test", "test")
    session.captures.begin(live, new_recording("Gezin Eik"))
    session.captures.discard(live)
    session.captures._writers[live].close()
    session.lock()  # before the run came to destroying it
    again = Session(Vault.open(tmp_path / "kluis", PASSPHRASE))
    assert again.captures.waiting() == 0
    assert list((again.vault_folder / "bezig").iterdir()) == []
    assert again.events()[-1]["event"] == "capture_discarded"
    again.lock()


def test_recording_stops_while_what_was_recorded_can_still_be_kept(session, monkeypatch):
    live = LiveCapture("test", "test")
    thread, outcome = _run(session.captures, live)
    session.captures.begin(live, new_recording("Gezin Eik"))
    monkeypatch.setattr(capture_store, "ROOM_TO_KEEP_BYTES", 10**18)
    thread.join(30)
    assert isinstance(outcome[0].problem, SystemProblem)
    assert session.recordings.list() == [outcome[0].recording]


def _interrupted(session, content, title):
    writer = session._vault.captures.begin(CaptureKind.RECORDING, new_recording(title).to_json())
    writer.write(0, content)
    writer.close()
    return writer.capture_id


def test_what_cannot_be_read_is_not_destroyed_and_does_not_stop_the_others(session):
    broken = _interrupted(session, b"geen film" * 30_000, "Gezin Eik")
    _interrupted(session, b"niets", "Gezin Berk")
    _interrupted(session, FILM.read_bytes(), "Gezin Linde")
    with pytest.raises(InputError, match="nothing_recorded"):
        session.captures.recover(JobContext())
    assert [recording.title for recording in session.recordings.list()] == ["Gezin Linde"]
    assert [row.capture_id for row in session._vault.captures.rows()] == [broken]


def test_a_finished_log_of_which_the_end_is_gone_counts_as_interrupted(session):
    content = FILM.read_bytes()
    capture_id = _interrupted(session, content, "Gezin Eik")
    with whole_capture(session._vault, capture_id, JobContext(), finished_bytes=len(content)) as whole:
        assert whole.captures == (capture_id,)
    with whole_capture(session._vault, capture_id, JobContext(), finished_bytes=len(content) + 9) as whole:
        assert whole.captures[0] == capture_id
        assert len(whole.captures) == 2
        assert whole.duration_ms > 1000


def test_locking_while_recording_loses_nothing_of_it(session, tmp_path):
    context = JobContext()
    live = LiveCapture("test", "test")
    thread, outcome = _run(session.captures, live, context)
    session.captures.begin(live, new_recording("Gezin Eik"))
    while live.state.recorded_ms < 1500:
        time.sleep(0.02)
    context.cancel()
    thread.join()
    assert isinstance(outcome[0], CancelledError)
    session.lock()
    again = Session(Vault.open(tmp_path / "kluis", PASSPHRASE))
    assert again.captures.waiting() == 1
    (recording,) = again.captures.recover(JobContext())
    assert recording.facts.duration_ms > 700
    assert again.captures.waiting() == 0
    assert again.captures.recover(JobContext()) == []
    again.lock()


@pytest.fixture
def moment(session):
    recording = add_recording(session._vault)
    session.consent.set_person(recording.recording_id, AGREED)
    return session.moments.add(MomentDraft(recording.recording_id, 1000, see="iets"))


def _spoken(session, moment):
    live = LiveCapture(None, "test")
    thread, outcome = _run(session.spoken_notes, live)
    session.spoken_notes.begin(live, moment.moment_id)
    while live.state.recorded_ms < 600:
        time.sleep(0.02)
    live.stop()
    thread.join()
    return outcome[0]


def test_a_spoken_note_is_heard_again_taken_away_and_put_back(session, moment):
    note = _spoken(session, moment)
    assert 400 < note.duration_ms < 3000
    assert session.spoken_notes.of_moment(moment.moment_id) == [note]
    assert abs(session.spoken_notes.samples(note, JobContext())).max() > 0.2
    session.spoken_notes.remove(note.media_id)
    assert session.spoken_notes.of_moment(moment.moment_id) == []
    session.undo.undo()
    assert session.spoken_notes.of_moment(moment.moment_id) == [note]
    session.undo.undo()  # the making itself
    assert session.spoken_notes.of_moment(moment.moment_id) == []
    session.undo.redo()
    assert session.spoken_notes.moments_with(moment.recording_id) == {moment.moment_id}


@pytest.mark.parametrize("how", ["note", "moment"])
def test_a_note_that_was_taken_away_or_lost_its_moment_is_destroyed_when_the_vault_closes(session, moment, tmp_path, how):
    note = _spoken(session, moment)
    if how == "note":
        session.spoken_notes.remove(note.media_id)
    else:
        session.moments.remove(moment.moment_id)
        session.undo.undo()
        assert session.spoken_notes.of_moment(moment.moment_id) == [note], "the moment comes back with its note"
        session.undo.redo()
    path = session._vault.media.media_path(note.media_id)
    assert path.exists()
    session.lock()
    assert not path.exists()
    vault = Vault.open(tmp_path / "kluis", PASSPHRASE)
    assert vault.findings == []
    assert vault.spoken_notes.gone() == []
    assert note.media_id not in {row.media_id for row in vault.media.rows()}
    vault.close()


def test_a_note_dies_with_its_recording_and_asks_for_the_same_yes(session, moment):
    note = _spoken(session, moment)
    path = session._vault.media.media_path(note.media_id)
    session.consent.set_person(moment.recording_id, replace(AGREED, purposes=frozenset(), refused=frozenset({Purpose.OWN})))
    with pytest.raises(RefusedError, match="consent_missing"):
        session.spoken_notes.samples(note, JobContext())
    session.consent.withdraw(moment.recording_id, "begeleider", keep_notes=True)
    assert not path.exists()
    assert session._vault.spoken_notes.gone() == []
    assert session.check(JobContext(), deep=True) == []


def test_an_interrupted_note_is_kept_at_the_next_opening_and_not_without_its_moment(session, moment):
    for is_left in (True, False):
        context = JobContext()
        live = LiveCapture(None, "test")
        thread, _ = _run(session.spoken_notes, live, context)
        session.spoken_notes.begin(live, moment.moment_id)
        while live.state.recorded_ms < 1200:
            time.sleep(0.02)
        context.cancel()
        thread.join()
        if not is_left:
            session.moments.remove(moment.moment_id)
        assert session.spoken_notes.recover(JobContext()) == int(is_left)
        assert session._vault.captures.rows() == []
