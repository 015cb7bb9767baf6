"""Every real recording at hand: brought into a vault, watched from it, and compared with its original."""

import pytest

from app.common.errors import AppError
from app.common.progress import JobContext
from app.services.playback import PlayerState
from app.services.session import Session
from tests.support.consents import everybody_agrees
from tests.support.source_tree import ROOT
from tests.support.vaults import new_vault
from tests.support.waiting import wait_until

CLIP = ROOT / "tests" / "media" / "staand_mkv_a.mkv"
_PLAYED_MS = 2000


@pytest.fixture
def session(tmp_path):
    opened = Session(new_vault(tmp_path / "kluis"))
    yield opened
    opened.lock()


def watched_ms(session, recording) -> int:
    """Play from the vault for two seconds, or to the end of something shorter; return how far it came."""
    playback = session.playback.open_recording(recording.recording_id, sound=False)
    playback.play()
    pictures = []

    def saw_enough() -> bool:
        shown = playback.poll()
        pictures.extend([shown.picture] if shown.picture else [])
        return shown.position_ms >= _PLAYED_MS or shown.state is PlayerState.ENDED

    wait_until(saw_enough, 60)
    position_ms = playback.position_ms()
    playback.close()
    assert len(pictures) >= 5
    assert {(picture.width, picture.height) for picture in pictures} == {(recording.facts.width, recording.facts.height)}
    return position_ms


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_shared_recording_comes_in_plays_gives_its_middle_and_is_the_same(shared_media, session):
    files = sorted((shared_media / "video").iterdir())
    assert len(files) == 28
    for file in files:
        recording = session.recordings.import_file(file, title="Gezin Vlier", context=JobContext())
        everybody_agrees(session, recording.recording_id)
        assert session.recordings.verify_original(recording.recording_id, file, JobContext()), file.name
        middle_ms = recording.facts.duration_ms // 2
        still = session.playback.still(recording.recording_id, middle_ms)
        assert middle_ms - 300 < still.at_ms <= middle_ms, file.name
        assert watched_ms(session, recording) >= min(_PLAYED_MS, recording.facts.duration_ms - 200), file.name
    assert session.check(JobContext(), deep=True) == []


def test_another_file_is_not_called_the_original(session, tmp_path):
    recording = session.recordings.import_file(CLIP, title="Gezin Vlier", context=JobContext())
    (changed := tmp_path / "bijna.mkv").write_bytes(CLIP.read_bytes()[:-1] + b"\x00")

    assert session.recordings.verify_original(recording.recording_id, CLIP, JobContext())
    assert not session.recordings.verify_original(recording.recording_id, changed, JobContext())


def test_the_same_file_is_only_kept_twice_when_asked(session):
    first = session.recordings.import_file(CLIP, title="Gezin Vlier", context=JobContext())

    assert session.recordings.inspect(CLIP, JobContext()).same_as == first
    with pytest.raises(AppError) as refusal:
        session.recordings.import_file(CLIP, title="Gezin Linde", context=JobContext())
    assert refusal.value.code == "already_in_vault"
    session.recordings.import_file(CLIP, title="Gezin Linde", context=JobContext(), allow_same=True)
    assert len(session.recordings.list()) == 2
