"""Speech with a still picture under it, as a recording has."""

import io
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.resampler import AudioResampler

RATE = 16_000


def spoken_samples(file: Path) -> np.ndarray:
    """The sound of a file, mono at 16 kHz, in [-1, 1]."""
    resampler = AudioResampler(format="flt", layout="mono", rate=RATE)
    with av.open(file) as source:
        pieces = [piece.to_ndarray() for frame in source.decode(audio=0) for piece in resampler.resample(frame)]
    return np.concatenate(pieces, axis=1)[0]


def spoken_clip(speech: Path | np.ndarray) -> bytes:
    """Return a Matroska file with this speech, not compressed, and one grey frame a second."""
    samples = spoken_samples(speech) if isinstance(speech, Path) else speech
    target = io.BytesIO()
    with av.open(target, "w", format="matroska") as out:
        video = out.add_stream("libx264", rate=1)
        video.width, video.height, video.pix_fmt = 64, 64, "yuv420p"
        sound = out.add_stream("pcm_s16le", rate=RATE, layout="mono")
        for second in range(len(samples) // RATE + 1):
            frame = av.VideoFrame.from_ndarray(np.full((64, 64, 3), 90, np.uint8), format="rgb24")
            frame.pts, frame.time_base = second, Fraction(1)
            out.mux(video.encode(frame))
            piece = samples[second * RATE : (second + 1) * RATE]
            if len(piece):
                heard = av.AudioFrame.from_ndarray((piece * 32767).astype(np.int16)[None], format="s16", layout="mono")
                heard.sample_rate, heard.pts, heard.time_base = RATE, second * RATE, Fraction(1, RATE)
                out.mux(sound.encode(heard))
        out.mux(video.encode(None))
        out.mux(sound.encode(None))
    return target.getvalue()
