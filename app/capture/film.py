"""Encode pictures and sound as they come into an MP4 that can be played wherever it was cut off. In the child.

The file is written in fragments of half a second; when it is closed, the muxer turns it into an ordinary MP4 with an index at its
end by going back to the front once (FFmpeg's `hybrid_fragmented`).
"""

import io
from fractions import Fraction
from typing import cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from app.sandbox.child import ParentLink

SOUND_RATE = 48_000
FRAGMENT_S = 0.5
_TICKS = 90_000
_MOST_FPS = 30.5
_NOMINAL_FPS = 25
_PIECE = 1024
_MOST_MISSING = SOUND_RATE // 10
"""Samples that may be late before silence takes their place: a device that pauses must not shift what comes after it."""
_LIVE = {"movflags": "hybrid_fragmented+default_base_moof", "frag_duration": str(round(FRAGMENT_S * 1e6)), "min_frag_duration": "0"}


class SentFile(io.RawIOBase):
    """What is written goes to the parent, with the place where it stands."""

    def __init__(self, link: ParentLink) -> None:
        super().__init__()
        self._link = link
        self._position = self._end = 0

    def writable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes: the muxer goes back to the front at its end."""
        return True

    def tell(self) -> int:
        """Return the position in bytes."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move."""
        self._position = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._end}[whence] + offset
        return self._position

    def write(self, content: object) -> int:
        """Send it."""
        sent = bytes(cast(bytes, content))
        self._link.item({"kind": "write", "offset": self._position}, sent)
        self._position += len(sent)
        self._end = max(self._end, self._position)
        return len(sent)


class Film:
    """One file being made. Times are seconds since its begin; what comes too soon after the picture before is left out."""

    def __init__(self, target: SentFile, size: tuple[int, int] | None, *, has_sound: bool) -> None:
        """Without a size there is no picture, only sound."""
        self._out: OutputContainer = av.open(target, "w", format="mp4", options=_LIVE)
        self._picture = self._add_picture(size) if size else None
        self._sound = self._out.add_stream("aac", rate=SOUND_RATE, layout="mono", bit_rate=96_000) if has_sound else None
        self._last_tick = -_TICKS
        self._waiting: NDArray[np.float32] = np.zeros(0, np.float32)
        self._samples = 0

    def add_picture(self, frame: VideoFrame, at_s: float) -> None:
        """Add a picture of the size the film began with; another size is scaled to it."""
        tick = round(at_s * _TICKS)
        if self._picture is None or tick - self._last_tick < _TICKS / _MOST_FPS:
            return
        self._last_tick = tick
        shown = frame.reformat(self._picture.width, self._picture.height, "yuv420p")
        shown.pts, shown.time_base = tick, Fraction(1, _TICKS)
        self._out.mux(self._picture.encode(shown))

    def add_sound(self, samples: NDArray[np.float32], until_s: float) -> None:
        """Add samples of one channel at `SOUND_RATE` that end at this time."""
        if self._sound is None:
            return
        missing = round(until_s * SOUND_RATE) - self._samples - len(self._waiting) - len(samples)
        if missing > _MOST_MISSING:
            self._waiting = np.concatenate([self._waiting, np.zeros(missing, np.float32)])
        elif missing < -2 * _MOST_MISSING:
            return
        self._waiting = np.concatenate([self._waiting, samples])
        while len(self._waiting) >= _PIECE:
            self._encode_sound(self._waiting[:_PIECE])
            self._waiting = self._waiting[_PIECE:]

    def close(self) -> None:
        """Write what is left and the index."""
        if len(self._waiting):
            self._encode_sound(self._waiting)
        for stream in (self._picture, self._sound):
            if stream is not None:
                self._out.mux(stream.encode(None))
        self._out.close()

    def _add_picture(self, size: tuple[int, int]) -> VideoStream:
        # Without a look ahead a picture leaves the encoder at once: what it holds back would be lost in a crash.
        options = {"preset": "veryfast", "tune": "zerolatency", "crf": "23"}
        stream = self._out.add_stream("libx264", rate=_NOMINAL_FPS, options=options)
        stream.width, stream.height = (length // 2 * 2 for length in size)
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = Fraction(1, _TICKS)
        stream.codec_context.gop_size = 2 * _NOMINAL_FPS
        return stream

    def _encode_sound(self, samples: NDArray[np.float32]) -> None:
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples)[None], format="fltp", layout="mono")
        frame.sample_rate, frame.time_base, frame.pts = SOUND_RATE, Fraction(1, SOUND_RATE), self._samples
        self._samples += len(samples)
        if self._sound is not None:
            self._out.mux(self._sound.encode(frame))
