"""Tiny generated videos whose frames carry their own number as black and white blocks.

`numbered_clip` makes the bytes of a file, `read_number` reads the number back from a decoded picture; together they
prove which frame is on screen, at any scale and after lossy coding.
"""

import io
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.common.picture import Picture

BITS = 12
"""Numbers up to 4095; block 0 is always white and block 1 always black, so that a wrong crop is noticed."""

_BLOCKS = BITS + 2
_CODECS = {"mp4": "libx264", "mov": "libx264", "matroska": "libx264", "webm": "libvpx", "avi": "mpeg4", "mpegts": "libx264", "mpeg": "mpeg1video"}
_AUDIO = {"mp4": "aac", "mov": "aac", "matroska": "aac", "webm": "libopus", "avi": "mp3", "mpegts": "aac", "mpeg": "mp2"}
_RATE = 48_000

StepMs = Callable[[int], int]


def numbered_clip(
    path: Path | None = None,
    *,
    frames: int = 50,
    fps: int = 25,
    size: tuple[int, int] = (224, 64),
    container: str = "mp4",
    codec: str | None = None,
    rotation: int = 0,
    pixel_aspect: Fraction | None = None,
    step_ms: StepMs | None = None,
    start_ms: int = 0,
    audio: bool = False,
    gop: int = 12,
    b_frames: int = 2,
    busy: bool = False,
    options: dict[str, str] | None = None,
) -> bytes:
    """Return the bytes of a clip, and write them to `path` when given.

    `step_ms(n)` gives the time frame n is shown (variable frame rate); `start_ms` shifts everything on the container's
    time line; `size` is the picture as shown; with `rotation` it is stored turned, and a player must turn it that many
    degrees clockwise. `busy` lays noise above and below the blocks, so that frames take kilobytes as real ones do. Audio is
    a 440 Hz tone in every second second.
    """
    target = io.BytesIO()
    base = Fraction(1, 1000) if step_ms else Fraction(1, fps)
    with av.open(target, "w", format=container, options=options or {}) as out:
        video = out.add_stream(codec or _CODECS[container], rate=fps)
        video.width, video.height = size[::-1] if rotation in (90, 270) else size
        video.pix_fmt = "yuv420p"
        video.codec_context.time_base = base
        video.codec_context.gop_size = gop
        video.codec_context.max_b_frames = b_frames
        if video.name.startswith("libvpx"):
            video.codec_context.options = {"deadline": "realtime", "cpu-used": "8"}
        if pixel_aspect:
            video.codec_context.sample_aspect_ratio = pixel_aspect
        if rotation:
            video.set_display_rotation(-rotation)
        sound = out.add_stream(_AUDIO[container], rate=_RATE, layout="mono") if audio else None
        duration_ms = 0
        for number in range(frames):
            pixels = numbered_pixels(number, size)
            if busy:
                _add_noise(pixels, number)
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(np.rot90(pixels, rotation // 90)), format="rgb24")
            at_ms = step_ms(number) if step_ms else number * 1000 // fps
            duration_ms = at_ms + 1000 // fps
            frame.pts = at_ms + start_ms if step_ms else number + start_ms * fps // 1000
            frame.time_base = base
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
        if sound:
            _add_tone(out, sound, duration_ms, start_ms)
    content = target.getvalue()
    if path:
        path.write_bytes(content)
    return content


def picture_clip(pictures: Iterable[NDArray[np.uint8]], fps: int = 25, *, crf: int = 23) -> bytes:
    """Return an MP4 of these pictures (height x width x 3, even sides, red first); at a `crf` of 30 it looks as if it was sent by phone."""
    target = io.BytesIO()
    with av.open(target, "w", format="mp4") as out:
        video = out.add_stream("libx264", rate=fps, options={"preset": "ultrafast", "crf": str(crf)})
        video.pix_fmt = "yuv420p"
        for number, pixels in enumerate(pictures):
            if number == 0:
                video.height, video.width = pixels.shape[:2]
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, fps)
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
    return target.getvalue()


def still_clip(picture: Image.Image, frames: int = 25) -> bytes:
    """Return a second of this photo, an odd last row or column left out."""
    width, height = (side - side % 2 for side in picture.size)
    pixels = np.asarray(picture.convert("RGB").crop((0, 0, width, height)))
    return picture_clip(pixels for _ in range(frames))


def numbered_pixels(number: int, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Return height x width x 3 grey pixels with the blocks of `number` along the whole width."""
    width, height = size
    bits = [1, 0, *((number >> bit) & 1 for bit in range(BITS))]
    row = np.array([bits[min(_BLOCKS - 1, x * _BLOCKS // width)] for x in range(width)], np.uint8) * 200 + 28
    return np.broadcast_to(row[None, :, None], (height, width, 3)).copy()


def read_number(pixels: NDArray[np.uint8]) -> int:
    """Return the number in upright height x width x channels pixels; -1 when the marks are not where they belong."""
    height, width = pixels.shape[:2]
    band = pixels[height // 4 : max(height // 4 + 1, height * 3 // 4), :, :3].mean(axis=(0, 2))
    values = [band[int((block + 0.5) * width / _BLOCKS)] > 128 for block in range(_BLOCKS)]
    if not values[0] or values[1]:
        return -1
    return sum(1 << bit for bit, is_white in enumerate(values[2:]) if is_white)


def picture_number(picture: Picture) -> int:
    """Return the number in a `Picture`; see `read_number`."""
    rows = np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.stride)
    return read_number(rows[:, : picture.width * 4].reshape(picture.height, picture.width, 4))


def _add_noise(pixels: NDArray[np.uint8], number: int) -> None:
    height = pixels.shape[0]
    noise = np.random.default_rng(number).integers(0, 255, pixels.shape, np.uint8)
    pixels[: height // 5] = noise[: height // 5]
    pixels[-height // 5 :] = noise[-height // 5 :]


def _add_tone(out: av.container.OutputContainer, stream: av.AudioStream, duration_ms: int, start_ms: int) -> None:
    count = duration_ms * _RATE // 1000
    at = np.arange(count) / _RATE
    tone = (np.sin(2 * np.pi * 440 * at) * 0.5 * (at.astype(int) % 2)).astype(np.float32)
    frame = av.AudioFrame.from_ndarray(tone[None, :], format="fltp", layout="mono")
    frame.sample_rate = _RATE
    frame.pts = start_ms * _RATE // 1000
    frame.time_base = Fraction(1, _RATE)
    resampler = av.AudioResampler(format=stream.codec_context.format, layout="mono", rate=_RATE, frame_size=stream.codec_context.frame_size or 1024)
    for piece in [*resampler.resample(frame), *resampler.resample(None)]:
        out.mux(stream.encode(piece))
    out.mux(stream.encode(None))
