import io
from fractions import Fraction

import av
import numpy as np
import pytest

from app.common.byte_source import MemorySource
from app.common.errors import CancelledError
from app.common.paths import resource_path
from app.common.progress import JobContext
from app.domain.timecode import TimeRange
from app.voice.who_speaks import raised, who_speaks
from tests.support.clips import numbered_clip
from tests.support.speech import conversation

TURNS = [(0, 4_000), (1, 3_000), (0, 2_500), (1, 5_000), (1, 2_000), (0, 3_500), (1, 2_500)]


def wave_with_picture(samples, rate=16_000):
    """Return a video whose sound is exactly this: one second a frame, uncompressed sound."""
    target = io.BytesIO()
    with av.open(target, "w", format="matroska") as out:
        video = out.add_stream("ffv1", rate=1)
        video.width, video.height, video.pix_fmt = 16, 16, "yuv420p"
        sound = out.add_stream("pcm_s16le", rate=rate, layout="mono")
        for second in range(len(samples) // rate + 1):
            picture = av.VideoFrame.from_ndarray(np.zeros((16, 16, 3), np.uint8), format="rgb24")
            picture.pts = second
            out.mux(video.encode(picture))
            piece = (samples[second * rate : (second + 1) * rate] * 32_767).astype(np.int16)
            if len(piece):
                frame = av.AudioFrame.from_ndarray(piece.reshape(1, -1), format="s16", layout="mono")
                frame.sample_rate, frame.pts, frame.time_base = rate, second * rate, Fraction(1, rate)
                out.mux(sound.encode(frame))
        out.mux(video.encode(None))
        out.mux(sound.encode(None))
    return target.getvalue()


def share_right(truth, spans):
    """Return the share of the speech that was found for which the right voice is named, by the best match of numbers."""
    names = {span.voice for span in spans}

    def heard(voice, begin, end):
        return sum(max(0, min(end, span.range.to_ms / 1000) - max(begin, span.range.from_ms / 1000)) for span in spans if span.voice == voice)

    right = {0: {}, 1: {}}
    for begin, end, voice in truth:
        for name in names:
            right[voice][name] = right[voice].get(name, 0) + heard(name, begin, end)
    best = max(right[0].get(one, 0) + right[1].get(other, 0) for one in names for other in names if one != other)
    return best / sum(sum(of.values()) for of in right.values())


@pytest.mark.parametrize("pair", [("nl_nathalie", "vctk/p226"), ("librispeech_test-other/1688", "librispeech_test-other/533")])
def test_two_who_talk_are_told_apart_and_numbered_in_order(shared_media, pair):
    voices = [sorted(path for path in (shared_media / "speech" / name).iterdir() if path.suffix in {".flac", ".wav"}) for name in pair]
    samples, truth = conversation(voices, TURNS)
    spans = who_speaks(MemorySource(wave_with_picture(samples)), TimeRange(0, len(samples) // 16), JobContext())
    assert {span.voice for span in spans} - {-1} == {0, 1}
    assert spans[0].voice == 0
    assert share_right(truth, spans) > 0.85


def test_the_exercise_talk_has_spans_counted_from_the_start_of_the_range():
    clip = resource_path("oefenclip", "gesprek-van-twee.mp4").read_bytes()
    spans = who_speaks(MemorySource(clip), TimeRange(4_000, 16_000), JobContext())
    assert 0 <= spans[0].range.from_ms < 700
    assert spans[-1].range.to_ms < 7_500


def test_without_sound_or_speech_nobody_speaks():
    assert who_speaks(MemorySource(numbered_clip(frames=25)), TimeRange(0, 1_000), JobContext()) == ()
    assert who_speaks(MemorySource(numbered_clip(frames=25, audio=True)), TimeRange(0, 1_000), JobContext()) == ()


def test_listening_can_be_cancelled():
    context = JobContext(lambda _progress: context.cancel())
    clip = resource_path("oefenclip", "gesprek-van-twee.mp4").read_bytes()
    with pytest.raises(CancelledError):
        who_speaks(MemorySource(clip), TimeRange(0, 20_000), context)


def test_who_is_far_away_is_raised_and_nobody_is_made_softer():
    far = 0.001 * np.sin(np.arange(32_000) / 10).astype(np.float32)
    assert np.abs(raised(far)).max() == pytest.approx(0.03, rel=0.01)
    near = 0.6 * np.sin(np.arange(32_000) / 10).astype(np.float32)
    assert (raised(near) == near).all()
    assert len(raised(near[:0])) == 0
