"""Real speech for tests, decoded to one channel."""

from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np


def speech(path: Path, rate: int = 16_000) -> np.ndarray:
    """Return the file's sound as float32."""
    resampler = av.AudioResampler(format="flt", layout="mono", rate=rate)
    pieces = []
    with av.open(str(path)) as read:
        for frame in read.decode(audio=0):
            frame.pts = None
            pieces += [piece.to_ndarray().reshape(-1) for piece in resampler.resample(frame)]
        pieces += [piece.to_ndarray().reshape(-1) for piece in resampler.resample(None)]
    return np.concatenate(pieces).astype(np.float32)


def conversation(voices: Sequence[Sequence[Path]], turns: Sequence[tuple[int, int]], rate: int = 16_000):
    """Return a talk of these voices, half a second of quiet before each turn, and (begin s, end s, voice) of every turn.

    `turns` says whose turn it is and how many milliseconds of one of their files they get, each time the next file.
    """
    quiet = 0.001 * np.random.default_rng(1).standard_normal(rate // 2).astype(np.float32)
    pieces: list[np.ndarray] = []
    truth, at, used = [], 0, [0] * len(voices)
    for voice, length_ms in turns:
        said = speech(voices[voice][used[voice]], rate)[: length_ms * rate // 1000]
        used[voice] += 1
        pieces += [quiet, 0.5 * said / np.abs(said).max()]
        begin = at + len(quiet)
        at = begin + len(said)
        truth.append((begin / rate, at / rate, voice))
    return np.concatenate([*pieces, quiet]), truth
