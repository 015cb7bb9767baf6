"""A few seconds of sound from memory, through our own libVLC."""

import io
import time
import wave

import numpy as np
import pytest

from app.media.sound_player import SoundPlayer, wav

RATE = 48_000
TONE = (0.1 * np.sin(np.arange(RATE // 2) / 20)).astype(np.float32)


def wait_until_over(player: SoundPlayer, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while player.is_playing and time.monotonic() < end:
        time.sleep(0.02)
    return not player.is_playing


def test_it_plays_to_the_end_by_itself():
    player = SoundPlayer(TONE, RATE)
    assert player.is_playing
    assert wait_until_over(player, 20)
    player.close()


def test_it_stops_at_once_when_closed_and_tells_it():
    closed = []
    player = SoundPlayer(np.zeros(RATE * 30, np.float32), RATE, closed.append)
    player.close()
    assert not player.is_playing
    assert closed == [player]


def test_the_sound_is_handed_over_whole_and_cut_at_its_loudest():
    with wave.open(io.BytesIO(wav(np.array([0.0, 0.5, 2.0, -2.0], np.float32), RATE))) as read:
        assert (read.getnchannels(), read.getframerate(), read.getnframes()) == (1, RATE, 4)
        samples = np.frombuffer(read.readframes(4), "<i2")
    assert samples == pytest.approx([0, 16383, 32767, -32767], abs=1)
