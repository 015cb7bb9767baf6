import random

import pytest

from app.common.byte_source import FileSource, MemorySource
from app.common.errors import DamagedError, InputError
from app.domain.timecode import TimeRange
from app.media.frames import FrameReader
from app.media.probe import probe
from tests.support.clips import numbered_clip, picture_number


@pytest.fixture
def reader():
    readers = []

    def open_reader(content: bytes, **options) -> FrameReader:
        readers.append(FrameReader(MemorySource(content), **options))
        return readers[-1]

    yield open_reader
    for opened in readers:
        opened.close()


@pytest.mark.parametrize("container", ["mp4", "matroska", "webm", "avi", "mpegts", "mpeg"])
def test_the_frame_on_screen_is_the_last_one_not_later(reader, container) -> None:
    frames = reader(numbered_clip(frames=100, container=container, busy=container == "mpeg", size=(448, 192)))
    for at_ms in [0, 39, 40, 41, 2000, 3959, 3960, 99_000, *random.Random(3).sample(range(4000), 10)]:
        number = min(at_ms // 40, 99)
        picture = frames.frame_at(at_ms)
        assert (picture.at_ms, picture_number(picture)) == (number * 40, number)


@pytest.mark.parametrize("container", ["mp4", "avi", "mpegts"])
def test_stepping_there_and_back_shows_every_frame_once(reader, container) -> None:
    frames = reader(numbered_clip(frames=60, container=container, gop=25))
    at_ms, seen = 1200, []
    for count in [-1] * 35 + [1] * 65:
        picture = frames.step(at_ms, count)
        at_ms = picture.at_ms
        seen.append(picture_number(picture))
    assert seen == [max(0, 29 - number) for number in range(35)] + [min(59, number) for number in range(1, 66)]


def test_large_steps_land_exactly_beyond_what_is_kept(reader) -> None:
    frames = reader(numbered_clip(frames=900, gop=250, size=(224, 64)))
    assert picture_number(frames.step(30_000, -500)) == 250
    assert picture_number(frames.step(10_000, 600)) == 850
    assert picture_number(frames.step(10_000, -900)) == 0
    assert picture_number(frames.step(10_000, 9000)) == 899
    assert picture_number(frames.frame_at(36_000)) == 899


def test_steps_follow_the_real_frames_of_a_variable_rate(reader) -> None:
    times = [number * 40 + (number % 3) * 11 for number in range(50)]
    frames = reader(numbered_clip(frames=50, step_ms=times.__getitem__))
    assert frames.step(times[20], 1).at_ms == times[21]
    assert frames.step(times[20], -3).at_ms == times[17]
    assert frames.frame_times(TimeRange(times[3], times[6])) == times[3:6]
    assert frames.frame_at(times[20] + 5).at_ms == times[20]


def test_pictures_are_upright_and_fit(reader) -> None:
    picture = reader(numbered_clip(frames=3, rotation=270, size=(448, 128)), most_size=(224, 224)).frame_at(40)
    assert (picture.width, picture.height, picture.stride, len(picture.pixels)) == (224, 64, 896, 896 * 64)
    assert picture_number(picture) == 1


def test_what_is_no_video_raises_each_time(reader) -> None:
    frames = reader(b"\0" * 1000)
    for _ in range(2):
        with pytest.raises(InputError, match="not_a_video"):
            frames.frame_at(0)


def test_a_damaged_piece_costs_its_own_frames_only() -> None:
    content = numbered_clip(frames=250, codec="mpeg4", busy=True, size=(672, 384), options={"moov_size": "30000"})
    broken_at = 3 * 512 * 1024
    assert len(content) > 2 * broken_at

    class Damaged(MemorySource):
        def read_at(self, offset: int, length: int) -> bytes:
            if offset <= broken_at < offset + length:
                raise DamagedError("media_damaged")
            return super().read_at(offset, length)

    frames = FrameReader(Damaged(content))
    assert picture_number(frames.frame_at(400)) == 10
    with pytest.raises(DamagedError):
        frames.frame_at(10_000 * broken_at // len(content))
    assert picture_number(frames.frame_at(9800)) == 245
    frames.close()


@pytest.mark.slow
def test_every_shared_recording_gives_its_middle_frame_and_its_neighbours(shared_media) -> None:
    for path in sorted((shared_media / "video").iterdir()):
        source = FileSource(path)
        facts = probe(source).facts
        frames = FrameReader(source)
        middle_ms = facts.duration_ms // 2
        picture = frames.frame_at(middle_ms)
        assert (picture.width, picture.height) == (facts.width, facts.height), path.name
        assert middle_ms - 700 < picture.at_ms <= middle_ms, path.name
        after, before = frames.step(picture.at_ms, 1), frames.step(picture.at_ms, -1)
        assert before.at_ms < picture.at_ms < after.at_ms, path.name
        assert frames.step(after.at_ms, -1).pixels == picture.pixels, path.name
        frames.close()
        source.close()
