from itertools import pairwise

import pytest

from app.common.progress import JobContext
from app.domain.timecode import TimeRange
from app.services.playback import PlayerState
from app.services.session import Session
from tests.support.consents import everybody_agrees
from tests.support.source_tree import ROOT
from tests.support.vaults import new_vault
from tests.support.waiting import wait_until


@pytest.fixture
def session(tmp_path):
    opened = Session(new_vault(tmp_path / "kluis"))
    yield opened
    opened.lock()


def test_a_loop_that_ends_where_the_recording_ends_goes_round(session):
    clip = ROOT / "tests" / "media" / "staand_mkv_a.mkv"
    recording = session.recordings.import_file(clip, title="Gezin Vlier", context=JobContext())
    everybody_agrees(session, recording.recording_id)
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
