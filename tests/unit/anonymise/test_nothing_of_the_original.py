"""Proof that the sound of a copy holds nothing of the recording's at the levels that promise so.

The strongest first: another recording under the same plan gives the very same samples. Then, because a promise is also kept
by measuring what came out: the correlation with the original, after both are made white, so that two low voices that have
nothing to do with each other are not taken for alike; and a voice activity detector where silence is promised. Over the whole
it stays under a hundredth. In five seconds chance alone reaches more than that, so there the measure is chance itself: what the
same five seconds have in common with other parts of the recording, which they cannot come from.
"""

import av
import numpy as np
import pytest

from app.anonymise.preview_sound import preview_sound
from app.anonymise.sound import BLEEP_MARGIN_MS, bleeped, disguised, encode_sound
from app.common.byte_source import MemorySource
from app.common.ids import FragmentId
from app.common.paths import resource_path
from app.common.progress import JobContext
from app.domain.anonymise_plan import AnonymisePlan, VoiceLevel
from app.domain.caption import Caption
from app.domain.timecode import TimeRange
from app.voice.activity import speech_chances, speech_stretches
from tests.support.clips import numbered_clip
from tests.support.speech import speech
from tests.unit.anonymise.test_sound import decoded

RATE = 48_000
LARGEST = 0.01
MOST_SHIFT_MS = 10
BAND_HZ = (100, 12_000)
SHARED_CLIPS = ("video/pratend_hoofd_1p_a.mp4", "video/interview_1p_vfr.mp4", "video/pratend_hoofd_1p_pt.mp4")


def plan(duration_ms, voice, **fields):
    return AnonymisePlan(FragmentId("0" * 32), TimeRange(0, duration_ms), 2, 2, (0,), (), voice=voice, **fields)


def captions(duration_ms):
    said = ("Dat heb ik gisteren ook al gezegd.", "Ja, maar toen was het anders.", "Zullen we even stoppen?")
    starts = range(300, duration_ms - 1_500, 2_500)
    return tuple(Caption(TimeRange(start, start + 1_500), "AB"[number % 2], said[number % 3]) for number, start in enumerate(starts))


def whitened_correlation(one, other):
    """Return the largest correlation at any shift up to MOST_SHIFT_MS, of both sounds with every frequency in BAND_HZ made equally loud."""
    size = 2 ** int(np.ceil(np.log2(2 * len(one))))
    taper = np.hanning(len(one))
    at_hz = np.fft.rfftfreq(size, 1 / RATE)
    crossed = np.fft.rfft(one * taper, size) * np.conj(np.fft.rfft(other * taper, size))
    is_in_band = (at_hz >= BAND_HZ[0]) & (at_hz < BAND_HZ[1])
    white = np.where(is_in_band, crossed / np.maximum(np.abs(crossed), 1e-12), 0)
    shifts = np.fft.irfft(white, size) * (size / 2) / is_in_band.sum()
    most = MOST_SHIFT_MS * RATE // 1000
    return float(np.abs(np.concatenate([shifts[:most], shifts[-most:]])).max())


def windows(samples, seconds=5):
    return [samples[start : start + seconds * RATE] for start in range(0, len(samples) - seconds * RATE + 1, seconds * RATE // 2)]


def heard_after_encoding(source, of_plan):
    samples = preview_sound(MemorySource(source), of_plan, TimeRange(0, of_plan.range.duration_ms), JobContext())
    return decoded(encode_sound(samples))[: len(samples)]


@pytest.fixture(params=["oefenclip", "shared clips"])
def clips(request):
    if request.param == "oefenclip":
        return [resource_path("oefenclip", "gesprek-van-twee.mp4")]
    return [request.getfixturevalue("shared_media") / name for name in SHARED_CLIPS]


def test_spoken_has_no_correlation_with_the_recording_anywhere(clips):
    originals, spokens = [], []
    for clip in clips:
        original = speech(clip, RATE)[: 20 * RATE]
        duration_ms = len(original) * 1000 // RATE // 100 * 100
        spokens.append(heard_after_encoding(clip.read_bytes(), plan(duration_ms, VoiceLevel.SPOKEN, captions=captions(duration_ms))))
        originals.append(original[: len(spokens[-1])])
    spoken, original = np.concatenate(spokens), np.concatenate(originals)
    assert np.abs(spoken).max() > 0.1
    assert abs(np.corrcoef(spoken, original)[0, 1]) < LARGEST
    assert whitened_correlation(spoken, original) < LARGEST
    # The measure is no blind one: a hundredth of the original under the voice shows.
    assert whitened_correlation(spoken + 0.01 * original, original) > 2 * LARGEST
    said, heard = windows(spoken), windows(original)
    chance = max(whitened_correlation(one, heard[(number + away) % len(heard)]) for number, one in enumerate(said) for away in (3, 4))
    assert chance < 3 * LARGEST
    for one, other in zip(said, heard, strict=True):
        assert whitened_correlation(one, other) <= 1.2 * chance < whitened_correlation(one + other / 3, other)


def test_another_recording_under_the_same_plan_gives_the_very_same_spoken_sound():
    of_plan = plan(5_000, VoiceLevel.SPOKEN, captions=captions(5_000))
    tone, silent = numbered_clip(frames=125, audio=True), numbered_clip(frames=125)
    talk = resource_path("oefenclip", "gesprek-van-twee.mp4").read_bytes()
    first, second, third = (preview_sound(MemorySource(source), of_plan, TimeRange(0, 5_000), JobContext()) for source in (talk, tone, silent))
    assert first.any()
    assert (first == second).all()
    assert (first == third).all()


def test_where_nothing_is_said_there_is_no_speech_in_the_spoken_sound():
    lines = (Caption(TimeRange(500, 2_000), "A", "Dat heb ik al gezegd."), Caption(TimeRange(9_000, 10_500), "B", "Ja, dat weet ik nog."))
    source = resource_path("oefenclip", "gesprek-van-twee.mp4")
    assert speech_stretches(list(speech_chances(speech(source)[4 * 16_000 : 8 * 16_000])), 4_000), "there is speech where silence is promised"
    sound = heard_after_encoding(source.read_bytes(), plan(12_000, VoiceLevel.SPOKEN, captions=lines))
    found = stretches_in(sound)
    assert len(found) == 2
    assert not any(span.to_ms > 3_000 and span.from_ms < 8_800 for span in found)
    assert not sound[3 * RATE : 8 * RATE].any()


def test_under_a_bleep_there_is_no_speech_and_nothing_of_the_word():
    samples = speech(resource_path("oefenclip", "gesprek-van-twee.mp4"), RATE)[4 * RATE : 9 * RATE]
    word = TimeRange(1_500, 3_000)
    assert any(span.from_ms < 2_900 and span.to_ms > 1_600 for span in stretches_in(disguised(samples)))
    hidden = decoded(encode_sound(disguised(bleeped(samples, [word]))))
    under = hidden[word.from_ms * RATE // 1000 : word.to_ms * RATE // 1000]
    assert stretches_in(under) == []
    original = samples[word.from_ms * RATE // 1000 : word.to_ms * RATE // 1000]
    assert abs(np.corrcoef(under, disguised(samples)[word.from_ms * RATE // 1000 :][: len(under)])[0, 1]) < 5 * LARGEST
    assert abs(np.corrcoef(under, original)[0, 1]) < 5 * LARGEST


def test_another_word_under_the_bleep_and_its_margin_gives_the_very_same_sound():
    """So no window of the disguise, however wide, can drag anything of the word along."""
    samples = speech(resource_path("oefenclip", "gesprek-van-twee.mp4"), RATE)[4 * RATE : 9 * RATE]
    word = TimeRange(1_500, 2_000)
    other = samples.copy()
    start, end = ((at_ms * RATE // 1000) for at_ms in (word.from_ms - BLEEP_MARGIN_MS, word.to_ms + BLEEP_MARGIN_MS))
    other[start:end] = np.random.default_rng(2).uniform(-1, 1, end - start)
    assert (disguised(bleeped(samples, [word])) == disguised(bleeped(other, [word]))).all()


def stretches_in(samples):
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples, np.float32).reshape(1, -1), format="flt", layout="mono")
    frame.sample_rate = RATE
    lower = av.AudioResampler(format="flt", layout="mono", rate=16_000)
    low = np.concatenate([piece.to_ndarray().reshape(-1) for given in (frame, None) for piece in lower.resample(given)])
    return speech_stretches(list(speech_chances(low.astype(np.float32))), len(low) * 1000 // 16_000)
