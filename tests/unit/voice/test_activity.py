import numpy as np

from app.common.paths import resource_path
from app.domain.timecode import TimeRange
from app.voice.activity import RATE, speech_chances, speech_stretches
from tests.support.speech import speech


def stretches(samples):
    return speech_stretches(list(speech_chances(samples)), len(samples) * 1000 // RATE)


def test_speech_is_found_and_the_silence_in_the_exercise_talk_too():
    found = stretches(speech(resource_path("oefenclip", "gesprek-van-twee.mp4")))
    assert len(found) >= 5
    assert not any(each.from_ms < 15_800 and each.to_ms > 11_200 for each in found)
    assert sum(each.duration_ms for each in found) > 10_000


def test_there_is_no_speech_in_quiet_noise_or_a_tone():
    at = np.arange(6 * RATE) / RATE
    noise = 0.1 * np.random.default_rng(3).standard_normal(len(at))
    for sound in (np.zeros_like(at), noise, 0.2 * np.sin(2 * np.pi * 1000 * at)):
        assert stretches(sound.astype(np.float32)) == []


def test_a_short_pause_is_a_breath_and_a_short_sound_is_no_speech():
    def chances(*runs):
        return [chance for count, chance in runs for _ in range(count)]

    one = speech_stretches(chances((10, 0.0), (20, 0.9), (5, 0.1), (20, 0.9), (10, 0.0)), 2_080)
    assert one == [TimeRange(320 - 60, 320 + 45 * 32 + 60)]
    assert speech_stretches(chances((10, 0.0), (4, 0.9), (30, 0.0)), 1_408) == []
    assert speech_stretches(chances((20, 0.45), (20, 0.9), (20, 0.45)), 1_920) == [TimeRange(640 - 60, 1_920)]


def test_stretches_stay_within_the_fragment():
    assert speech_stretches([0.9] * 32, 1_000) == [TimeRange(0, 1_000)]
    assert speech_stretches([], 1) == []
