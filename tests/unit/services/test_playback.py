from itertools import pairwise

import pytest

from app.common.errors import CancelledError, InputError
from app.common.progress import JobContext
from app.domain.consent import Purpose
from app.domain.timecode import TimeRange
from app.services.playback import PlayerState
from app.services.session import Session
from tests.support.consents import a_person, everybody_agrees
from tests.support.source_tree import ROOT
from tests.support.vaults import new_vault
from tests.support.waiting import wait_until


@pytest.fixture
def session(tmp_path):
    opened = Session(new_vault(tmp_path / "kluis"))
    yield opened
    opened.lock()


@pytest.fixture
def recording(session):
    clip = ROOT / "tests" / "media" / "staand_mkv_a.mkv"
    kept = session.recordings.import_file(clip, title="Gezin Vlier", context=JobContext())
    everybody_agrees(session, kept.recording_id)
    return kept


WAYS_TO_STOP = {
    "destroyed": lambda session, recording: session.recordings.delete(recording.recording_id),
    "withdrawn": lambda session, recording: session.consent.withdraw(recording.recording_id, "moeder", keep_notes=False),
    "thrown away": lambda session, recording: session.retention.move_to_bin(recording.recording_id),
    "no longer agreed": lambda session, recording: session.consent.set_person(
        recording.recording_id, a_person(refused=frozenset(Purpose), purposes=frozenset())
    ),
}


@pytest.mark.parametrize("way", WAYS_TO_STOP)
def test_what_may_not_be_shown_any_more_stops_while_it_is_open(session, recording, way):
    playback = session.playback.open_recording(recording.recording_id, sound=False)
    playback.play()
    wait_until(lambda: playback.poll().picture is not None, seconds=30)
    WAYS_TO_STOP[way](session, recording)
    assert playback.is_closed
    assert not playback.is_playing
    assert playback.poll().picture is None
    with pytest.raises(ValueError, match="closed"):
        playback._source.read_at(0, 4_000_000)
    playback.close()


def test_what_is_still_being_opened_when_the_shutters_close_stops_too(session, recording):
    session.playback.close_all()
    with pytest.raises(CancelledError):
        session.playback.open_recording(recording.recording_id, sound=False)
    assert session.playback._open == {}


def test_what_is_destroyed_while_it_is_being_opened_does_not_open(session, recording, monkeypatch):
    opening = session._vault.media.open

    def open_and_destroy(media_id):
        source = opening(media_id)
        session.recordings.delete(recording.recording_id)
        return source

    monkeypatch.setattr(session._vault.media, "open", open_and_destroy)
    with pytest.raises(InputError):
        session.playback.open_recording(recording.recording_id, sound=False)
    assert session.playback._open == {}


def test_a_loop_that_ends_where_the_recording_ends_goes_round(session, recording):
    playback = session.playback.open_recording(recording.recording_id, sound=False)
    playback.set_loop(TimeRange(900, recording.facts.duration_ms))
    playback.seek(900)
    playback.play()
    positions: list[int] = []

    def went_round_twice() -> bool:
        shown = playback.poll()
        positions.append(shown.position_ms)
        assert shown.state in (PlayerState.LOADING, PlayerState.PLAYING)
        return sum(later < earlier - 400 for earlier, later in pairwise(positions)) >= 2

    wait_until(went_round_twice, seconds=60)
    assert playback.is_playing
