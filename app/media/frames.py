"""The exact frame at a time, and the one before and after it, decoded with FFmpeg in a child that stays."""

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from app.common.byte_source import ByteSource
from app.common.errors import AppError, InputError, RefusedError
from app.common.picture import Picture
from app.domain.timecode import TimeRange
from app.media.likeness_in_time import SPAN_MS, most_alike, shape_of
from app.sandbox.child import ParentLink
from app.sandbox.parent import Child, Limits

if TYPE_CHECKING:  # only the child may load FFmpeg
    from app.decode.video_file import ShownFrame, VideoFile

_LIMITS = Limits(memory_mb=1536, seconds=30)
_LARGEST_SIDE = 16384
_BYTES_KEPT = 400 * 1024 * 1024
_FEWEST_KEPT = 12
_FAR_AHEAD_MS = 3000
"""Nearer than this, decoding on is quicker than seeking; measured on phone footage with a key frame every second or two."""


class FrameReader:
    """Exact frames of one recording; tens to hundreds of milliseconds each, so never on the window's thread.

    One call at a time, others wait. The caller keeps `source` and closes it afterwards.
    """

    def __init__(self, source: ByteSource, most_size: tuple[int, int] = (1920, 1920)) -> None:
        """`most_size` is the largest width and height to give; larger pictures come scaled down."""
        self._source = source
        self._most_size = most_size
        self._child: Child | None = None
        self._lock = threading.Lock()

    def frame_at(self, at_ms: int) -> Picture:
        """Return the frame on screen at `at_ms`: the last with time <= at_ms, or the first.

        Raises:
            InputError: nothing here can be decoded.
            DamagedError: the vault's bytes for this place are damaged; elsewhere frames may still be read.
            RefusedError: the child crashed, hung or talked nonsense; the next call starts a fresh one.
        """
        return self._picture({"what": "frame", "at_ms": at_ms, "step": 0})

    def step(self, at_ms: int, count: int) -> Picture:
        """Return the frame `count` frames after (negative: before) the one at `at_ms`; the first or last at the borders."""
        return self._picture({"what": "frame", "at_ms": at_ms, "step": count})

    def frame_like(self, picture: Picture) -> Picture:
        """Return the frame that this picture of libVLC, supposed to be of `picture.at_ms`, really is; errors as `frame_at`."""
        shape = shape_of(picture)
        question = {"what": "like", "at_ms": picture.at_ms, "shape": np.rint(shape).astype(int).tolist()}
        return self._picture(question)

    def frame_times(self, within: TimeRange) -> list[int]:
        """Return the times of all frames in the range."""
        header, _ = self._ask({"what": "times", "from_ms": within.from_ms, "to_ms": within.to_ms})
        times = header.get("times")
        if not isinstance(times, list) or not all(isinstance(at_ms, int) for at_ms in times):
            raise RefusedError("media_crashed")
        return times

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._drop_child()

    def _picture(self, question: dict[str, Any]) -> Picture:
        header, pixels = self._ask(question)
        at_ms, width, height = header.get("at_ms"), header.get("width"), header.get("height")
        if not isinstance(at_ms, int) or not isinstance(width, int) or not isinstance(height, int):
            raise RefusedError("media_crashed")
        if at_ms < 0 or not 0 < width <= _LARGEST_SIDE or not 0 < height <= _LARGEST_SIDE or len(pixels) != width * height * 4:
            raise RefusedError("media_crashed")
        return Picture(at_ms, width, height, width * 4, pixels)

    def _ask(self, question: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        with self._lock:
            if self._child is None:
                self._child = Child("frames", {"most_size": list(self._most_size)}, self._source, _LIMITS)
            try:
                self._child.send(question)
                answer = self._child.next_item()
            except AppError:
                self._drop_child()
                raise
            if answer is None:
                self._drop_child()
                raise RefusedError("media_crashed")
            return answer

    def _drop_child(self) -> None:
        if self._child:
            self._child.close()
            self._child = None


def frames_job(link: ParentLink, arguments: dict[str, Any]) -> None:
    """Child: answer questions until the parent is gone."""
    from app.decode.picture_layout import fitted
    from app.decode.video_file import open_video

    video = open_video(link.open_source)
    most_width, most_height = arguments["most_size"]
    size = fitted(video.layout.shown_size, (most_width, most_height))
    window = FrameWindow(video)
    while True:
        question, _ = link.receive()
        if question["what"] == "times":
            link.item({"times": window.times(question["from_ms"], question["to_ms"])})
            continue
        is_like = question["what"] == "like"
        frame = window.frame_like(question["at_ms"], question["shape"]) if is_like else window.frame(question["at_ms"], question["step"])
        pixels = frame.upright("bgra", size)
        link.item({"at_ms": frame.at_ms, "width": pixels.shape[1], "height": pixels.shape[0]}, pixels.data.cast("B"))


class FrameWindow:
    """The decoded frames around where somebody is looking, so that a step back needs no new decoding."""

    def __init__(self, video: "VideoFile") -> None:
        self._video = video
        self._walk: Iterator[ShownFrame] = iter(())
        self._kept: list[ShownFrame] = []
        self._has_begin = False
        width, height = video.layout.shown_size
        self._most_kept = max(_FEWEST_KEPT, min(150, _BYTES_KEPT // (width * height * 2)))

    def frame(self, at_ms: int, step: int) -> "ShownFrame":
        """Return the frame `step` frames from the one on screen at `at_ms`.

        Raises:
            InputError: `picture_unreadable`.
        """
        self._reach(at_ms)
        index = self._index(at_ms) + step
        while index >= len(self._kept) and (dropped := self._decode_one()) is not None:
            index -= dropped
        if index < 0 and not self._has_begin:
            return self.frame(self._time_before(self._kept[0].at_ms, -index), 0)
        return self._kept[max(0, min(index, len(self._kept) - 1))]

    def frame_like(self, at_ms: int, shape: list[list[int]]) -> "ShownFrame":
        """Return the frame around `at_ms` whose small shape is most like this one; see `likeness_in_time`."""
        self._reach(max(0, at_ms - SPAN_MS))
        while self._kept[-1].at_ms <= at_ms + SPAN_MS and self._decode_one() is not None:
            pass
        near = [frame for frame in self._kept if abs(frame.at_ms - at_ms) <= SPAN_MS] or self._kept[-1:]
        wanted = np.array(shape, np.float32)
        size = (wanted.shape[1], wanted.shape[0])
        shapes = [(frame.at_ms, frame.upright("bgra", size)[:, :, :3].mean(axis=2, dtype=np.float32)) for frame in near]
        return near[most_alike(wanted, shapes, at_ms)]

    def times(self, from_ms: int, to_ms: int) -> list[int]:
        """Return the times of the frames in [from_ms, to_ms)."""
        self._forget()
        return self._video.frame_times(from_ms, to_ms)

    def _reach(self, at_ms: int) -> None:
        """Have the frame at `at_ms` among those kept, with a later one or the end after it."""
        is_before = not self._kept or (at_ms < self._kept[0].at_ms and not self._has_begin)
        if is_before or at_ms > self._kept[-1].at_ms + _FAR_AHEAD_MS:
            self._start_walk(at_ms)
        while self._kept[-1].at_ms <= at_ms and self._decode_one() is not None:
            pass

    def _start_walk(self, at_ms: int) -> None:
        self._forget()
        self._walk = self._video.walk(at_ms)
        if self._decode_one() is None:
            raise InputError("picture_unreadable")
        self._has_begin = self._kept[0].at_ms <= 0

    def _decode_one(self) -> int | None:
        """Keep the next frame; return how many old ones fell off the front, None at the end."""
        frame = next(self._walk, None)
        if frame is None:
            return None
        self._kept.append(frame)
        if len(self._kept) <= self._most_kept:
            return 0
        self._has_begin = False
        del self._kept[0]
        return 1

    def _time_before(self, at_ms: int, count: int) -> int:
        """Return the time of the frame `count` before the one at `at_ms`, or of the first, by decoding from further back."""
        self._forget()
        for earlier_ms in (500 + 100 * count, 5000 + 500 * count, at_ms):
            times = self._video.frame_times(max(0, at_ms - earlier_ms), at_ms)
            if len(times) >= count:
                return times[-count]
        return 0

    def _index(self, at_ms: int) -> int:
        return max((index for index, frame in enumerate(self._kept) if frame.at_ms <= at_ms), default=0)

    def _forget(self) -> None:
        self._kept = []
        self._has_begin = False
