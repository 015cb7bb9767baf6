import io

import av
import numpy as np
import pytest

from app.anonymise.mp4_writer import PictureTrack, Sample, write_mp4
from app.anonymise.sound import BLEEP_MARGIN_MS, RATE, bleeped, disguised, encode_sound
from app.domain.timecode import TimeRange

AT = np.arange(2 * RATE) / RATE
VOICE = (0.4 * np.sin(2 * np.pi * 300 * AT) + 0.1 * np.sin(2 * np.pi * 900 * AT)).astype(np.float32)


def loudest_hz(samples):
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return np.argmax(spectrum) * RATE / len(samples)


def strength_at(samples, hz):
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) / len(samples)
    return spectrum[round(hz * len(samples) / RATE)]


def decoded(track):
    picture = PictureTrack(16, 16, b"\x67\x64\x00\x0a\xac", b"\x68\xeb", [Sample(b"\x00\x00\x00\x01\x65", 1000)])
    with av.open(io.BytesIO(write_mp4(picture, track))) as read:
        return np.concatenate([frame.to_ndarray()[0] for frame in read.decode(audio=0)])


def test_a_bleep_leaves_nothing_of_the_original_under_it_or_just_beside_it():
    result = bleeped(VOICE, [TimeRange(800, 1000)])
    start, end = (800 - BLEEP_MARGIN_MS) * RATE // 1000, (1000 + BLEEP_MARGIN_MS) * RATE // 1000
    assert abs(np.corrcoef(result[start:end], VOICE[start:end])[0, 1]) < 0.02
    assert loudest_hz(result[start:end]) == pytest.approx(1000, abs=5)
    assert (result[:start] == VOICE[:start]).all()
    assert (result[end:] == VOICE[end:]).all()


def test_a_bleep_at_the_edges_stays_within_the_sound():
    assert len(bleeped(VOICE, [TimeRange(0, 50), TimeRange(1990, 90_000)])) == len(VOICE)


def test_without_bleeps_nothing_changes_and_the_original_is_not_written_to():
    before = VOICE.copy()
    bleeped(VOICE, [TimeRange(0, 2000)])
    assert (before == VOICE).all()
    assert (bleeped(VOICE, []) == VOICE).all()


def test_a_disguised_voice_is_lower_and_lasts_as_long():
    result = disguised(VOICE)
    assert len(result) == len(VOICE)
    assert loudest_hz(result) == pytest.approx(240, abs=12)
    assert strength_at(result, 300) < 0.1 * strength_at(VOICE, 300)


def test_a_bleeped_word_cannot_be_heard_after_disguising():
    word = np.zeros_like(VOICE)
    word[RATE : RATE + RATE // 5] = 0.5 * np.sin(2 * np.pi * 2000 * AT[: RATE // 5])
    result = disguised(bleeped(VOICE + word, [TimeRange(1000, 1200)]))
    near = result[RATE - RATE // 4 : RATE + RATE // 2]
    assert strength_at(near, 1600) < 0.01 * strength_at(disguised(VOICE + word)[RATE - RATE // 4 : RATE + RATE // 2], 1600)


@pytest.mark.parametrize("length", [1, 1023, 1024, 1025, 48_000, 77_777])
def test_encoded_sound_lasts_exactly_as_long(length):
    track = encode_sound(VOICE[:length] if length <= len(VOICE) else np.resize(VOICE, length))
    assert sum(sample.duration for sample in track.samples) == length


def test_encoded_sound_begins_where_it_should_and_names_no_encoder():
    click = np.zeros(RATE, np.float32)
    click[RATE // 2 : RATE // 2 + 480] = 0.8 * np.sin(2 * np.pi * 2000 * AT[:480])
    track = encode_sound(click)
    heard = decoded(track)
    first = int(np.argmax(np.abs(heard) > 0.2))
    assert first == pytest.approx(RATE // 2, abs=60)
    everything = b"".join(sample.content for sample in track.samples)
    assert not any(word in everything for word in (b"Lavc", b"Lavf", b"libav"))


def test_silence_of_no_length_is_no_crash():
    assert len(disguised(np.zeros(0, np.float32))) == 0
