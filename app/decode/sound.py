"""The sound of a recording as plain samples on the recording's own time line."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from numpy.typing import NDArray

Samples = NDArray[np.float32]

_SEEK_EARLY_S = Fraction(1)
"""Compressed sound needs a few frames before the place asked for; a second is ample for every codec."""


@dataclass(frozen=True)
class SoundBlock:
    """Samples in [-1, 1], shape count x channels. `first_sample` counts from the recording's time zero; may be negative."""

    first_sample: int
    samples: Samples


def sound_blocks(container: InputContainer, stream: AudioStream, zero_s: Fraction, from_ms: int, rate: int, channels: int) -> Iterator[SoundBlock]:
    """Yield decoded sound from about `from_ms` to the end of the file; the caller stops when it has enough.

    A block may start before `from_ms`, and where the file has a hole the next block starts later than the last ended.
    `zero_s` is the recording's time zero on the container's time line.
    """
    if from_ms > 0:
        start = zero_s + Fraction(from_ms, 1000) - _SEEK_EARLY_S
        container.seek(max(0, int(start / Fraction(stream.time_base or 1))), stream=stream)
    resampler = AudioResampler(format="flt", layout="mono" if channels == 1 else "stereo", rate=rate)
    at = Fraction(0)
    for frame in _decoded(container, stream):
        if frame.pts is not None and frame.time_base:
            at = frame.pts * Fraction(frame.time_base) - zero_s
        frame.pts = None
        samples = _resampled(resampler, frame, channels)
        if len(samples):
            yield SoundBlock(round(at * rate), samples)
        at += Fraction(frame.samples, frame.sample_rate)


def _decoded(container: InputContainer, stream: AudioStream) -> Iterator[AudioFrame]:
    with suppress(av.error.FFmpegError):  # the end of what can be read
        for packet in container.demux(stream):
            with suppress(av.error.FFmpegError):  # a damaged packet is a hole in the sound, not the end of it
                yield from packet.decode()


def _resampled(resampler: AudioResampler, frame: AudioFrame, channels: int) -> Samples:
    pieces = [piece.to_ndarray().reshape(-1, channels) for piece in resampler.resample(frame)]
    if not pieces:
        return np.zeros((0, channels), np.float32)
    return np.concatenate(pieces).astype(np.float32, copy=False)
