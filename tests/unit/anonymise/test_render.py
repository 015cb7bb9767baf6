import io
import typing
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from itertools import accumulate

import av
import numpy as np
import pytest

from app.anonymise.fragment_frames import fragment_frames
from app.anonymise.mp4_boxes import check_metadata
from app.anonymise.render import render
from app.common.byte_source import MemorySource
from app.common.errors import CancelledError, InputError
from app.common.ids import FragmentId
from app.common.progress import JobContext
from app.decode.video_file import open_video
from app.domain.anonymise_plan import (
    AnonymisePlan,
    ApprovedPlan,
    Box,
    BoxOrigin,
    MaskKey,
    MaskStyle,
    Track,
    VoiceLevel,
    accept_unreviewed,
    approve,
)
from app.domain.caption import Caption
from app.domain.timecode import TimeRange
from tests.support.clips import numbered_clip, read_number

NOW = datetime(2027, 1, 12, tzinfo=UTC)
MIDDLE = Box(0.4, 0.3, 0.6, 0.7)
A_LUMA = 101
"""Brightness of the mask of A, #3B6E8F."""


@dataclass(frozen=True)
class Seen:
    at: Fraction
    pixels: np.ndarray
    luma: np.ndarray


def plan_for(clip: bytes, from_ms: int, to_ms: int, tracks=(), **options) -> AnonymisePlan:
    video = open_video(lambda: io.BytesIO(clip))
    times = tuple(at_ms for at_ms, _ in fragment_frames(video, from_ms, to_ms))
    width, height = video.layout.shown_size
    video.close()
    return AnonymisePlan(FragmentId("0" * 32), TimeRange(from_ms, to_ms), width, height, times, tuple(tracks), **options)


def drawn(*frames: int, box=MIDDLE, letter="A") -> Track:
    return Track("track-1", letter, "", tuple(MaskKey(frame, box, BoxOrigin.DRAWN) for frame in frames))


def rendered(clip: bytes, plan: AnonymisePlan, *, reviewed=True):
    approved = approve(plan, "M. Jansen", NOW) if reviewed else accept_unreviewed(plan, NOW)
    return render(MemorySource(clip), approved, JobContext())


def seen(mp4: bytes) -> list[Seen]:
    frames = []
    with av.open(io.BytesIO(mp4)) as read:
        for frame in read.decode(video=0):
            plane = np.frombuffer(frame.planes[0], np.uint8).reshape(frame.height, -1)[:, : frame.width]
            frames.append(Seen(frame.pts * frame.time_base, frame.to_ndarray(format="rgb24"), plane.copy()))
    return frames


def duration_s(mp4: bytes) -> Fraction:
    """By the packets alone, and the same by the tracks and by the movie."""
    with av.open(io.BytesIO(mp4)) as read:
        video = read.streams.video[0]
        packets = [packet for packet in read.demux(video) if packet.size]
        last = packets[-1]
        end = (last.pts + last.duration) * last.time_base
        assert packets[0].pts == 0
        assert video.duration * video.time_base == end
        assert Fraction(read.duration, av.time_base) == end
        return end


@pytest.mark.parametrize(("from_ms", "to_ms"), [(0, 2000), (400, 1200), (410, 1190), (1999, 2000), (0, 1)])
def test_the_clip_holds_exactly_the_frames_of_the_range_and_lasts_as_long(from_ms, to_ms):
    clip = numbered_clip(frames=50)
    result = rendered(clip, plan_for(clip, from_ms, to_ms))
    frames = seen(result.mp4)
    first, last = from_ms // 40, (to_ms - 1) // 40
    assert [read_number(frame.pixels) for frame in frames] == list(range(first, last + 1))
    assert duration_s(result.mp4) == Fraction(to_ms - from_ms, 1000)
    assert (result.duration_ms, result.frames) == (to_ms - from_ms, len(frames))


def test_frames_keep_their_own_irregular_times():
    starts = list(accumulate([40, 33, 120, 17, 40, 250, 40, 40, 33, 500, 40, 40], initial=0))
    clip = numbered_clip(frames=12, step_ms=lambda number: starts[number])
    result = rendered(clip, plan_for(clip, 100, 1000))
    inside = [start for start in starts[:12] if 100 <= start < 1000]
    assert [round(frame.at * 1000) for frame in seen(result.mp4)] == [0, *(start - 100 for start in inside)]
    assert duration_s(result.mp4) == Fraction(9, 10)


@pytest.mark.parametrize(
    ("options", "size"),
    [
        ({"size": (224, 64), "rotation": 90}, (224, 64)),
        ({"size": (224, 64), "rotation": 270}, (224, 64)),
        ({"size": (224, 64), "rotation": 180}, (224, 64)),
        ({"size": (168, 64), "pixel_aspect": Fraction(4, 3)}, (224, 64)),
        ({"size": (225, 65), "container": "matroska", "codec": "ffv1", "b_frames": 0}, (226, 66)),
        ({"container": "avi"}, (224, 64)),
        ({"container": "webm"}, (224, 64)),
        ({"container": "mpeg"}, (224, 64)),
    ],
)
def test_every_shape_and_kind_comes_out_upright_square_and_even(options, size):
    clip = numbered_clip(frames=10, **options)
    result = rendered(clip, plan_for(clip, 0, 400, [drawn(*range(10))]))
    frames = seen(result.mp4)
    assert [read_number(frame.pixels[: size[1] // 4].repeat(4, axis=0)) for frame in frames] == list(range(10))
    assert {frame.pixels.shape for frame in frames} == {(size[1], size[0], 3)}
    with av.open(io.BytesIO(result.mp4)) as read:
        assert read.streams.video[0].sample_aspect_ratio in (None, 0, 1)
    assert all(abs(int(frame.luma[size[1] // 2 - 8, int(size[0] * 0.42)]) - A_LUMA) < 12 for frame in frames)


def test_the_mask_is_opaque_in_every_frame_it_is_planned_for_and_in_no_other():
    clip = numbered_clip(frames=20, size=(336, 192), busy=True)
    box = Box(0.2, 0.02, 0.8, 0.98)
    frames = seen(rendered(clip, plan_for(clip, 0, 800, [drawn(*range(5, 15), box=box)])).mp4)
    for number, frame in enumerate(frames):
        inside = frame.luma[10:60, 80:250].astype(int)
        is_masked = np.abs(inside - A_LUMA).max() <= 12
        assert is_masked == (5 <= number < 15), number


@pytest.mark.parametrize("options", [{"rotation": 90}, {"size": (168, 64), "pixel_aspect": Fraction(4, 3)}])
def test_a_silhouette_stands_upright_under_its_head(options):
    """No person in it, so a body is drawn: from the head to the bottom, and nowhere else."""
    clip = numbered_clip(frames=5, **options)
    track = drawn(*range(5), box=Box(0.4, 0.1, 0.5, 0.3))
    for frame in seen(rendered(clip, plan_for(clip, 0, 200, [track], mask=MaskStyle.SILHOUETTE)).mp4):
        assert frame.luma.shape == (64, 224)
        is_covered = np.abs(frame.luma.astype(int) - A_LUMA) < 12
        assert is_covered[30:63, 82:118].all()
        assert not is_covered[:, 130:].any()
        assert not is_covered[:30, :70].any()


def test_a_copy_with_text_only_holds_nothing_of_the_picture():
    captions = (Caption(TimeRange(0, 400), "A", "Dag"), Caption(TimeRange(400, 900), "", "Hallo daar"))
    starts = list(accumulate([40, 33, 120, 17, 40, 250, 40, 40, 33, 500, 40, 40], initial=0))
    options = {"frames": 12, "size": (225, 65), "step_ms": lambda number: starts[number], "container": "matroska", "codec": "ffv1", "b_frames": 0}
    one, other = (numbered_clip(busy=is_busy, **options) for is_busy in (True, False))
    plan = plan_for(one, 100, 1000, [drawn(*range(5))], mask=MaskStyle.TEXT, captions=captions)
    clip = rendered(one, plan)
    frames = seen(clip.mp4)
    assert [round(frame.at * 1000) for frame in frames] == list(plan.frame_times_ms)
    assert all(np.abs(frame.pixels[:6].astype(int) - [0xF3, 0xEF, 0xE4]).max() <= 8 for frame in frames)
    assert all(read_number(frame.pixels) == -1 for frame in frames)
    assert clip.mp4 == rendered(other, plan).mp4


def test_captions_lie_over_the_picture_only_while_they_are_said():
    clip = numbered_clip(frames=50, size=(336, 192), busy=True)
    captions = (Caption(TimeRange(400, 1200), "A", "Dit wordt gezegd"),)
    frames = seen(rendered(clip, plan_for(clip, 0, 2000, voice=VoiceLevel.CAPTIONS, captions=captions)).mp4)
    band_luma = 30
    assert [int(np.median(frame.luma[-24:-6, 120:220])) < band_luma for frame in frames] == [400 <= at * 40 < 1200 for at in range(50)]


@pytest.mark.parametrize("voice", [VoiceLevel.NONE, VoiceLevel.DISGUISE])
def test_captions_are_not_painted_where_nobody_asked_for_them(voice):
    clip = numbered_clip(frames=10)
    captions = (Caption(TimeRange(0, 400), "A", "Dit wordt gezegd"),)
    one, other = (rendered(clip, plan_for(clip, 0, 400, voice=voice, captions=each)) for each in (captions, ()))
    assert one.mp4 == other.mp4


@pytest.mark.parametrize(("style", "voice"), [(MaskStyle.TEXT, VoiceLevel.NONE), (MaskStyle.SOLID, VoiceLevel.CAPTIONS)])
def test_without_captions_there_is_still_a_copy(style, voice):
    clip = numbered_clip(frames=10)
    frames = seen(rendered(clip, plan_for(clip, 0, 400, mask=style, voice=voice), reviewed=False).mp4)
    assert len(frames) == 10
    assert all(frame.luma[-2].max() < 40 for frame in frames)


def test_what_a_mask_covers_has_no_part_in_the_copy():
    """Two recordings that differ under the mask only; the second shows the first one's frames in reverse order there."""
    box = Box(0.2, 0.1, 0.7, 0.8)
    size, rows, columns = (224, 64), slice(8, 50), slice(46, 156)
    pictures = [np.random.default_rng(number).integers(0, 255, (64, 224, 3), np.uint8) for number in range(10)]
    others = [picture.copy() for picture in pictures]
    for other, picture in zip(others, pictures[::-1], strict=True):
        other[rows, columns] = picture[rows, columns]
    one, other = (lossless(each) for each in (pictures, others))
    assert one != other
    plan = plan_for(one, 0, 400, [drawn(*range(10), box=box)])
    assert (plan.width, plan.height) == size
    assert rendered(one, plan).mp4 == rendered(other, plan).mp4


def lossless(pictures) -> bytes:
    target = io.BytesIO()
    with av.open(target, "w", format="matroska") as out:
        video = out.add_stream("ffv1", rate=25)
        video.height, video.width = pictures[0].shape[:2]
        video.pix_fmt = "yuv420p"
        for number, pixels in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts = number
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
    return target.getvalue()


@pytest.mark.parametrize("style", [MaskStyle.PIXELATE, MaskStyle.BLUR])
def test_the_weaker_masks_hide_the_numbers_too(style):
    clip = numbered_clip(frames=5)
    frames = seen(rendered(clip, plan_for(clip, 0, 200, [drawn(*range(5), box=Box(0, 0, 1, 1))], mask=style)).mp4)
    assert all(read_number(frame.pixels) == -1 or np.ptp(frame.luma.astype(int).mean(axis=0)) < 160 for frame in frames)


def test_no_sound_leaves_unless_asked_for():
    clip = numbered_clip(frames=25, audio=True)
    result = rendered(clip, plan_for(clip, 0, 1000))
    with av.open(io.BytesIO(result.mp4)) as read:
        assert [stream.type for stream in read.streams] == ["video"]
    assert not result.has_sound


def test_a_disguised_voice_leaves_lower_and_exactly_as_long():
    clip = numbered_clip(frames=75, audio=True)
    result = rendered(clip, plan_for(clip, 1000, 2000, voice=VoiceLevel.DISGUISE))
    with av.open(io.BytesIO(result.mp4)) as read:
        sound = read.streams.audio[0]
        assert sound.duration * sound.time_base == 1
        samples = np.concatenate([frame.to_ndarray()[0] for frame in read.decode(sound)])[8000:40000]
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    assert np.argmax(spectrum) * 48_000 / len(samples) == pytest.approx(440 * 0.8, abs=15)
    assert result.has_sound
    assert duration_s(result.mp4) == 1


def test_a_recording_without_sound_gives_a_clip_without_sound():
    clip = numbered_clip(frames=5)
    assert not rendered(clip, plan_for(clip, 0, 200, voice=VoiceLevel.DISGUISE)).has_sound


CAPTIONS = (Caption(TimeRange(400, 1400), "A", "Dan gaan we morgen."), Caption(TimeRange(2000, 2900), "B", "Ja, [naam] ook."))


def test_captions_are_spoken_from_the_start_of_their_turn_in_a_child_without_rights():
    clip = numbered_clip(frames=75, audio=True)
    plan = plan_for(clip, 0, 3000, voice=VoiceLevel.SPOKEN, captions=CAPTIONS)
    result = rendered(clip, plan)
    assert result.has_sound
    with av.open(io.BytesIO(result.mp4)) as read:
        sound = read.streams.audio[0]
        assert sound.duration * sound.time_base == 3
        samples = np.concatenate([frame.to_ndarray()[0] for frame in read.decode(sound)])
    loud_ms = np.flatnonzero(np.abs(samples) > 0.02) * 1000 / 48_000
    first, second = loud_ms[0], loud_ms[loud_ms > 1_700][0]
    assert first == pytest.approx(400, abs=40)
    assert second == pytest.approx(2000, abs=40)
    assert not np.any((loud_ms > 1_450) & (loud_ms < 1_980))
    assert rendered(clip, plan).sha256 == result.sha256
    assert result.shortened_captions == 0


def test_what_there_was_no_time_for_is_told():
    hurried = Caption(TimeRange(0, 600), "A", "En toen zei ze dat ze het eigenlijk al de hele week had willen vertellen.")
    clip = numbered_clip(frames=25)
    result = rendered(clip, plan_for(clip, 0, 1000, voice=VoiceLevel.SPOKEN, captions=(hurried,)))
    assert result.shortened_captions == 1


def test_without_captions_there_is_nothing_to_speak_and_no_sound():
    clip = numbered_clip(frames=5, audio=True)
    assert not rendered(clip, plan_for(clip, 0, 200, voice=VoiceLevel.SPOKEN)).has_sound


@pytest.mark.parametrize("voice", [VoiceLevel.NONE, VoiceLevel.CAPTIONS])
def test_captions_do_not_sound_unless_they_are_to_be_spoken(voice):
    clip = numbered_clip(frames=75, audio=True)
    assert not rendered(clip, plan_for(clip, 0, 3000, voice=voice, captions=CAPTIONS)).has_sound


def test_a_recording_without_sound_can_be_spoken():
    clip = numbered_clip(frames=75)
    assert rendered(clip, plan_for(clip, 0, 3000, voice=VoiceLevel.SPOKEN, captions=CAPTIONS)).has_sound


def test_only_a_clip_nobody_looked_at_says_so_at_its_end():
    clip = numbered_clip(frames=75)
    plan = plan_for(clip, 0, 3000)
    without, with_notice = (seen(rendered(clip, plan, reviewed=reviewed).mp4) for reviewed in (True, False))
    assert all(frame.luma[-2].max() > 40 for frame in without)
    assert [frame.luma[-2].max() < 40 for frame in with_notice] == [at * 40 >= 1500 for at in range(75)]


def test_nothing_of_the_source_but_picture_and_sound_gets_into_the_clip():
    markers = [f"GEHEIM{number:02}" for number in range(12)]
    target = io.BytesIO()
    with av.open(target, "w", format="mp4", options={"movflags": "use_metadata_tags"}) as out:
        out.metadata.update(zip(["title", "artist", "comment", "location", "make", "model"], markers, strict=False))
        out.metadata["creation_time"] = "2026-11-12T10:11:12Z"
        video = out.add_stream("libx264", rate=25)
        video.width, video.height, video.pix_fmt = 64, 64, "yuv420p"
        video.metadata["handler_name"] = markers[6]
        sound = out.add_stream("aac", rate=48_000, layout="mono")
        sound.metadata["handler_name"] = markers[7]
        out.set_chapters([{"id": 1, "start": 0, "end": 10, "time_base": Fraction(1, 25), "metadata": {"title": markers[8]}}])
        for number in range(10):
            frame = av.VideoFrame.from_ndarray(np.full((64, 64, 3), number * 20, np.uint8), format="rgb24")
            frame.pts = number
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        silence.sample_rate = 48_000
        out.mux(sound.encode(silence))
        out.mux(sound.encode(None))
    clip = target.getvalue() + b"trailer " + markers[9].encode()
    planted = [marker for marker in markers if marker.encode() in clip]
    assert len(planted) >= 8
    result = rendered(clip, plan_for(clip, 0, 400, voice=VoiceLevel.DISGUISE))
    check_metadata(result.mp4)
    for word in (*markers, "x264", "Lavc", "Lavf", "VideoHandler", "SoundHandler"):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert word.encode(encoding) not in result.mp4


def test_a_plan_made_for_other_frames_renders_nothing():
    clip = numbered_clip(frames=50)
    plan = plan_for(clip, 0, 1000)
    other = numbered_clip(frames=50, fps=24)
    with pytest.raises(InputError, match="plan_does_not_fit"):
        rendered(other, plan)


def test_a_plan_made_for_another_size_renders_nothing():
    plan = plan_for(numbered_clip(frames=10), 0, 400)
    with pytest.raises(InputError, match="plan_does_not_fit"):
        rendered(numbered_clip(frames=10, size=(280, 64)), plan)


def test_a_plan_with_more_frames_than_the_recording_renders_nothing():
    plan = plan_for(numbered_clip(frames=20), 0, 800)
    with pytest.raises(InputError, match="plan_does_not_fit"):
        rendered(numbered_clip(frames=10), plan)


def test_cancelling_ends_the_rendering():
    clip = numbered_clip(frames=200)
    context = JobContext(lambda _progress: context.cancel())
    with pytest.raises(CancelledError):
        render(MemorySource(clip), accept_unreviewed(plan_for(clip, 0, 8000), NOW), context)


def test_only_an_approved_plan_can_be_asked_for():
    assert typing.get_type_hints(render)["approved"] is ApprovedPlan
    clip = numbered_clip(frames=5)
    with pytest.raises(AttributeError):
        render(MemorySource(clip), plan_for(clip, 0, 200), JobContext())
