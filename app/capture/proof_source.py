"""A camera and a microphone that are always there: a moving picture with its number in it, and a tone. For tests."""

import time
from collections.abc import Iterator
from fractions import Fraction

import numpy as np
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from numpy.typing import NDArray

WIDTH, HEIGHT, FPS = 640, 360, 25
SOUND_RATE, TONE_HZ = 48_000, 440
NUMBER_BITS = 24
BLOCK_PX = 16
"""The number stands at the top left: a white block for a one, black for a zero, the highest first, with a grey line under it."""
_BAR_PX = 24
_PIECE = SOUND_RATE // FPS


def proof_frames() -> Iterator[VideoFrame]:
    """Yield pictures at the pace of a camera, for ever."""
    for number in _paced():
        frame = VideoFrame.from_ndarray(picture_of(number), format="rgb24")
        frame.pts, frame.time_base = number, Fraction(1, FPS)
        yield frame


def proof_sound() -> Iterator[AudioFrame]:
    """Yield pieces of the tone at the pace of a microphone, for ever."""
    for number in _paced():
        at = np.arange(number * _PIECE, (number + 1) * _PIECE) / SOUND_RATE
        frame = AudioFrame.from_ndarray((0.3 * np.sin(2 * np.pi * TONE_HZ * at)).astype(np.float32)[None], format="flt", layout="mono")
        frame.sample_rate, frame.time_base, frame.pts = SOUND_RATE, Fraction(1, SOUND_RATE), (number + 1) * _PIECE
        yield frame


def picture_of(number: int) -> NDArray[np.uint8]:
    """Return the picture with this number, height x width x 3."""
    picture = np.full((HEIGHT, WIDTH, 3), 96, np.uint8)
    for bit in range(NUMBER_BITS):
        is_one = number >> (NUMBER_BITS - 1 - bit) & 1
        picture[:BLOCK_PX, bit * BLOCK_PX : (bit + 1) * BLOCK_PX] = 235 if is_one else 16
    left = number * 4 % (WIDTH - _BAR_PX)
    picture[2 * BLOCK_PX :, left : left + _BAR_PX] = (200, 150, 60)
    return picture


def number_in(picture: NDArray[np.uint8]) -> int:
    """Read the number back from a picture that was encoded, of whatever size: height x width x 3, or gray."""
    gray = picture if picture.ndim == 2 else picture.mean(axis=2)
    scale = gray.shape[1] / WIDTH
    middles = [round((bit + 0.5) * BLOCK_PX * scale) for bit in range(NUMBER_BITS)]
    row = round(BLOCK_PX / 2 * scale)
    return sum(int(gray[row, at] > 128) << (NUMBER_BITS - 1 - bit) for bit, at in enumerate(middles))


def _paced() -> Iterator[int]:
    begin, number = time.monotonic(), 0
    while True:
        wait_s = begin + number / FPS - time.monotonic()
        if wait_s > 0:
            time.sleep(wait_s)
        yield number
        number += 1
