import io

import pytest
from PIL import Image

from app.common.byte_source import MemorySource
from app.common.errors import CancelledError, DamagedError, InputError
from app.common.progress import JobContext, Progress
from app.media.probe import probe
from app.media.thumbnails import make_thumbnails, read_thumbnails, thumbnail_times
from app.media.waveform import make_waveform, read_waveform
from tests.support.clips import numbered_clip


@pytest.fixture(scope="module")
def clip() -> bytes:
    return numbered_clip(frames=175, audio=True, size=(224, 64))


def test_a_thumbnail_stands_at_every_two_seconds(clip) -> None:
    source = MemorySource(clip)
    thumbnails = read_thumbnails(make_thumbnails(source, probe(source).facts, JobContext()))
    assert [thumbnail.at_ms for thumbnail in thumbnails] == [0, 2000, 4000, 6000]
    for thumbnail in thumbnails:
        with Image.open(io.BytesIO(thumbnail.jpeg)) as picture:
            assert (picture.format, picture.size) == ("JPEG", (252, 72))


@pytest.mark.parametrize("duration_ms", [0, 1, 1999, 2001, 360_000, 7_200_000, 360_000_000])
def test_there_are_never_too_many_thumbnails(duration_ms) -> None:
    times = thumbnail_times(duration_ms)
    assert times[0] == 0
    assert 1 <= len(times) <= 180
    assert times[-1] < max(1, duration_ms)


def test_the_waveform_is_loud_where_the_tone_is(clip) -> None:
    source = MemorySource(clip)
    waveform = read_waveform(make_waveform(source, probe(source).facts, JobContext()))
    steps = 1000 // waveform.step_ms
    assert abs(len(waveform.peaks) - 7 * steps) <= 2
    for second in range(7):
        middle = waveform.peaks[second * steps + 4 : (second + 1) * steps - 4]
        assert (min(middle) > 90) if second % 2 else (max(middle) < 20)


def test_a_silent_recording_has_an_empty_waveform() -> None:
    source = MemorySource(numbered_clip(frames=25))
    assert read_waveform(make_waveform(source, probe(source).facts, JobContext())).peaks == b""


@pytest.mark.parametrize("make", [make_thumbnails, make_waveform])
def test_progress_is_told_and_cancelling_works(clip, make) -> None:
    source = MemorySource(clip)
    facts = probe(source).facts
    told: list[Progress] = []
    make(source, facts, JobContext(told.append))
    assert told
    assert all(0 <= step.done <= step.total for step in told)
    context = JobContext(lambda _progress: context.cancel())
    with pytest.raises(CancelledError):
        make(source, facts, context)


@pytest.mark.parametrize("make", [make_thumbnails, make_waveform])
def test_what_cannot_be_read_is_refused(clip, make) -> None:
    facts = probe(MemorySource(clip)).facts
    with pytest.raises(InputError):
        make(MemorySource(b"\0" * 2000), facts, JobContext())


@pytest.mark.parametrize("cut", [1, 7, 8, 9, -1])
def test_cut_off_thumbnails_are_damage(clip, cut) -> None:
    source = MemorySource(clip)
    packed = make_thumbnails(source, probe(source).facts, JobContext())
    with pytest.raises(DamagedError):
        read_thumbnails(packed[:cut])


@pytest.mark.parametrize("packed", [b"", b"\0", b"\0\0", b"\0\0abc"])
def test_a_waveform_without_a_step_is_damage(packed) -> None:
    with pytest.raises(DamagedError):
        read_waveform(packed)
