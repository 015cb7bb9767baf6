"""A man at a webcam, put together from `tests/media`: twice something is held before his head, and for a moment a face on a poster shows.

A minute of it, or a shorter one with the same three events.

The film runs to and fro, so that there is no jump in it.
"""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

MEDIA = Path(__file__).resolve().parents[1] / "media"
FPS = 5
HIDDEN_AT = (14 / 60, 38 / 60)
"""As a share of the whole."""
HIDDEN_FRAMES = 3
"""More than half a second between two sightings: longer than is bridged without asking, shorter than is given up."""
POSTER_AT = 26 / 60
POSTER_FRAMES = 2
HEAD_ON_POSTER = (270, 24, 360, 144)
"""In the first picture of `staand_mkv_a.mkv`."""

Pixels = NDArray[np.uint8]


def minute_clip(path: Path, seconds: int = 60) -> Path:
    """Write the clip as MP4 and return its path."""
    with av.open(str(MEDIA / "webcam_1p_8s.webm")) as source:
        film = [frame.to_ndarray(format="rgb24") for frame in source.decode(video=0)][::5]
    there_and_back = [*film, *film[-2:0:-1]]
    frames = seconds * FPS
    hidden = {round(at * frames) + number for at in HIDDEN_AT for number in range(HIDDEN_FRAMES)}
    with_poster = {round(POSTER_AT * frames) + number for number in range(POSTER_FRAMES)}
    poster = _poster()
    with av.open(str(path), "w") as target:
        stream = target.add_stream("libx264", rate=FPS, options={"crf": "20", "preset": "veryfast"})
        stream.height, stream.width = film[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = Fraction(1, FPS)
        for number in range(frames):
            pixels = there_and_back[number % len(there_and_back)]
            if number in hidden:
                pixels = _held_before(pixels)
            if number in with_poster:
                pixels = _with(poster, pixels)
            target.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        target.mux(stream.encode())
    return path


def _held_before(pixels: Pixels) -> Pixels:
    """A sheet of paper before the head, of the colour of the wall."""
    covered = pixels.copy()
    covered[60:235, 145:290] = pixels[60:235, 300:320].mean(axis=(0, 1))
    return covered


def _poster() -> Pixels:
    with av.open(str(MEDIA / "staand_mkv_a.mkv")) as source:
        frame = next(source.decode(video=0)).to_image()
    return np.asarray(frame.crop(HEAD_ON_POSTER).resize((60, 80)))


def _with(poster: Pixels, pixels: Pixels) -> Pixels:
    with_poster = pixels.copy()
    with_poster[20:100, 320:380] = poster
    return with_poster
