import io
import random
from fractions import Fraction

import numpy as np
import pytest

from app.common.errors import DamagedError, InputError
from app.decode.video_file import open_video
from tests.support.clips import numbered_clip, read_number

# Frames of a few bytes share packs in a program stream, which then gives no times; real ones are larger.
CONTAINERS = [
    {"container": "mp4"},
    {"container": "mov"},
    {"container": "matroska"},
    {"container": "webm"},
    {"container": "webm", "codec": "libvpx-vp9"},
    {"container": "avi"},
    {"container": "avi", "b_frames": 0},
    {"container": "mpegts"},
    {"container": "mpegts", "gop": 300},
    {"container": "mpeg", "busy": True, "size": (448, 256)},
    {"container": "mp4", "options": {"movflags": "frag_keyframe+empty_moov"}},
    {"container": "mp4", "codec": "libsvtav1"},
]


def video_of(content: bytes):
    return open_video(lambda: io.BytesIO(content))


@pytest.mark.parametrize("kind", CONTAINERS, ids=lambda kind: "-".join(str(value) for value in kind.values()))
def test_every_frame_is_found_again_by_its_time(kind) -> None:
    video = video_of(numbered_clip(frames=60, **kind))
    assert [(frame.at_ms, read_number(frame.upright())) for frame in video.frames()] == [(number * 40, number) for number in range(60)]
    for number in [*random.Random(1).sample(range(60), 12), 59, 0]:
        frame = next(video.frames(number * 40))
        assert (frame.at_ms, read_number(frame.upright())) == (number * 40, number)


def test_a_range_holds_its_first_moment_and_not_its_last() -> None:
    video = video_of(numbered_clip(frames=20))
    assert [frame.at_ms for frame in video.frames(80, 200)] == [80, 120, 160]
    assert video.frame_times(81, 161) == [120, 160]


def test_a_new_walk_ends_the_one_before() -> None:
    video = video_of(numbered_clip(frames=30))
    first = video.frames()
    next(first)
    second = video.frames(400)
    assert next(second).at_ms == 400
    assert list(first) == []
    assert next(second).at_ms == 440


@pytest.mark.parametrize("container", ["mp4", "matroska"])
def test_variable_frame_rate_keeps_its_own_times(container) -> None:
    times = [number * 40 + (number % 3) * 11 for number in range(40)]
    video = video_of(numbered_clip(frames=40, container=container, step_ms=times.__getitem__))
    assert [(frame.at_ms, read_number(frame.upright())) for frame in video.frames()] == list(zip(times, range(40), strict=True))
    assert video.facts.has_variable_frame_rate


@pytest.mark.parametrize("container", ["mp4", "matroska", "mpegts"])
def test_time_zero_is_the_first_shown_frame_and_sound_follows_it(container) -> None:
    video = video_of(numbered_clip(frames=75, container=container, start_ms=720, audio=True))
    assert next(video.frames()).at_ms == 0
    sound = video.sound(0, 3000)
    assert abs(np.argmax(np.abs(sound[:, 0]) > 0.05) / 48 - 1000) < 30


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_pictures_come_upright(rotation) -> None:
    video = video_of(numbered_clip(frames=5, rotation=rotation, size=(224, 64)))
    assert (video.facts.width, video.facts.height, video.facts.rotation) == (224, 64, rotation)
    assert [read_number(frame.upright()) for frame in video.frames()] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(("aspect", "shown"), [(Fraction(2), (448, 64)), (Fraction(1, 2), (224, 128))])
def test_pictures_come_with_square_pixels(aspect, shown) -> None:
    video = video_of(numbered_clip(frames=3, pixel_aspect=aspect))
    picture = next(video.frames()).upright("bgra")
    assert (video.facts.width, video.facts.height) == shown
    assert picture.shape == (shown[1], shown[0], 4)
    assert next(video.frames()).upright(size=(100, 30)).shape == (30, 100, 3)


def test_sound_is_cut_exactly_and_silent_where_there_is_none() -> None:
    video = video_of(numbered_clip(frames=75, audio=True))
    sound = video.sound(900, 5000, rate=8000, channels=2)
    assert sound.shape == (4100 * 8, 2)
    assert np.abs(sound[200 * 8 : 1000 * 8]).mean() > 0.2  # the tone of the second second
    assert not sound[2500 * 8 :].any()  # after the end
    assert not video_of(numbered_clip(frames=5)).sound(0, 1000).any()


@pytest.mark.parametrize("content", [b"\0" * 5000, b"RIFF\x10\0\0\0WAVEfmt ", b"\x1a\x45\xdf\xa3" + bytes(range(256)), b"x"])
def test_what_is_no_video_is_said_to_be_none(content) -> None:
    with pytest.raises(InputError, match="not_a_video"):
        video_of(content)


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_a_cut_off_file_gives_what_is_there(cut) -> None:
    content = numbered_clip(frames=100, container="matroska", busy=True)
    video = video_of(content[: int(len(content) * cut)])
    numbers = [read_number(frame.upright()) for frame in video.frames()]
    assert numbers == list(range(len(numbers)))
    assert abs(len(numbers) - 100 * cut) < 12
    assert abs(video.reach_ms() - len(numbers) * 40) <= 80


def test_flipped_bytes_cost_frames_but_never_raise() -> None:
    original = bytearray(numbered_clip(frames=60, container="matroska", busy=True))
    chance = random.Random(7)
    for _ in range(25):
        content = bytearray(original)
        for _ in range(30):
            content[chance.randrange(1000, len(content))] ^= 1 << chance.randrange(8)
        try:
            times = [frame.at_ms for frame in video_of(bytes(content)).frames()]
        except InputError:
            continue
        assert times == sorted(set(times))


def test_damage_in_the_vault_is_not_taken_for_the_end_of_the_file() -> None:
    class Damaged(io.BytesIO):
        def read(self, size: int = -1) -> bytes:
            if self.tell() > 300_000:
                raise DamagedError("media_damaged")
            return super().read(size)

    content = numbered_clip(frames=100, container="matroska", busy=True, size=(448, 256))
    assert len(content) > 600_000
    video = open_video(lambda: Damaged(content))
    with pytest.raises(DamagedError):
        list(video.frames())


def test_edit_list_limits_what_is_shown(shared_media) -> None:
    path = shared_media / "video" / "editlist_1p_720p.mp4"
    video = video_of(path.read_bytes())
    assert video.frame_times(0, 10_000) == [number * 40 for number in range(55)]  # 158 are stored
    assert video.facts.duration_ms == 2186
