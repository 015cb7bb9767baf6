import io
from datetime import UTC, datetime

import av
import numpy as np
import pytest

from app.anonymise.example import example_picture
from app.anonymise.fragment_frames import fragment_frames
from app.anonymise.render import render
from app.common.byte_source import MemorySource
from app.common.errors import InputError
from app.common.ids import FragmentId
from app.common.progress import JobContext
from app.decode.video_file import open_video
from app.domain.anonymise_plan import AnonymisePlan, Box, BoxOrigin, MaskKey, MaskStyle, Track, VoiceLevel, approve
from app.domain.caption import Caption
from app.domain.timecode import TimeRange
from tests.support.clips import numbered_clip

MOVING = tuple(MaskKey(frame, Box(0.1 + frame / 100, 0.2, 0.5 + frame / 100, 0.8), BoxOrigin.DRAWN) for frame in range(0, 25, 6))


def plan_for(clip, **options):
    video = open_video(lambda: io.BytesIO(clip))
    times = tuple(at_ms for at_ms, _ in fragment_frames(video, 410, 1390))
    width, height = video.layout.shown_size
    captions = (Caption(TimeRange(0, 500), "A", "Dag"), Caption(TimeRange(500, 980), "B", "Hallo daar"))
    tracks = (Track("t", "A", "", MOVING),)
    return AnonymisePlan(FragmentId("0" * 32), TimeRange(410, 1390), width, height, times, tracks, captions=captions, **options)


@pytest.mark.parametrize(("style", "size"), [(MaskStyle.SOLID, (225, 65)), (MaskStyle.SILHOUETTE, (224, 64)), (MaskStyle.TEXT, (225, 65))])
def test_the_example_is_the_picture_of_the_copy(style, size):
    clip = numbered_clip(frames=50, size=size, container="matroska", codec="ffv1", b_frames=0)
    plan = plan_for(clip, mask=style, voice=VoiceLevel.CAPTIONS)
    copy = render(MemorySource(clip), approve(plan, "M. Jansen", datetime(2027, 1, 12, tzinfo=UTC)), JobContext()).mp4
    with av.open(io.BytesIO(copy)) as read:
        made = [frame.to_ndarray(format="bgra") for frame in read.decode(video=0)]
    for number in (0, len(made) - 1):
        example = example_picture(MemorySource(clip), plan, number, JobContext())
        assert (example.width, example.height, example.at_ms) == (*size, 410 + plan.frame_times_ms[number])
        pixels = np.frombuffer(example.pixels, np.uint8).reshape(example.height, example.width, 4)
        difference = np.abs(pixels[:, :, :3].astype(int) - made[number][: size[1], : size[0], :3])
        assert difference.mean() < 4


def test_an_example_of_another_recording_is_refused():
    plan = plan_for(numbered_clip(frames=50))
    with pytest.raises(InputError, match="plan_does_not_fit"):
        example_picture(MemorySource(numbered_clip(frames=50, fps=24)), plan, 5, JobContext())
