"""Exact frames of a recording, decoded by a child that stays open: what libVLC cannot give when the picture stands still."""

from collections import OrderedDict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from app.common.byte_source import ByteSource
from app.common.errors import InputError, RefusedError
from app.common.picture import Picture
from app.domain.timecode import TimeRange
from app.sandbox.child import ParentLink
from app.sandbox.parent import Child, Limits

if TYPE_CHECKING:  # only the child may load FFmpeg
    from app.decode.video_file import ShownFrame, VideoFile

_LIMITS = Limits(memory_mb=3072, seconds=20)
_LARGEST_SIDE = 16384
_DECODE_ON_MS = 3000
"""Going on decoding is cheaper than jumping for a wish this little further on."""
_FRAMES_KEPT = 48
_MOST_TIMES = 200_000


class FrameReader:
    """Ask for frames one after another; each answer takes tens of milliseconds, so never on the window's thread."""

    def __init__(self, source: ByteSource, most_size: tuple[int, int] = (1920, 1920)) -> None:
        """`most_size` is the largest width and height to give; larger pictures come scaled down."""
        self._child = Child("frames", {"most_size": list(most_size)}, source, _LIMITS)

    def frame_at(self, at_ms: int) -> Picture:
        """Return the frame on screen at this time: the last one that is not later, the first one before that.

        Raises:
            InputError: the file cannot be opened.
            RefusedError: `media_crashed`, `media_too_slow`.
        """
        return self._ask({"at_ms": at_ms, "count": 0})

    def step(self, at_ms: int, count: int) -> Picture:
        """Return the frame `count` further than the one on screen at this time, or the last (first) there is."""
        return self._ask({"at_ms": at_ms, "count": count})

    def frame_times(self, time_range: TimeRange) -> list[int]:
        """Return the times in ms of all frames in the range."""
        self._child.send({"from_ms": time_range.from_ms, "to_ms": time_range.to_ms})
        header, _ = self._answer()
        times = header.get("times")
        if not isinstance(times, list) or not all(isinstance(at_ms, int) for at_ms in times):
            raise RefusedError("media_crashed")
        return times

    def close(self) -> None:
        """End the child."""
        self._child.close()

    def _ask(self, wish: dict[str, Any]) -> Picture:
        self._child.send(wish)
        header, pixels = self._answer()
        at_ms, width, height = header.get("at_ms"), header.get("width"), header.get("height")
        if not isinstance(at_ms, int) or not isinstance(width, int) or not isinstance(height, int):
            raise RefusedError("media_crashed")
        if at_ms < 0 or not (0 < width <= _LARGEST_SIDE and 0 < height <= _LARGEST_SIDE) or len(pixels) != 4 * width * height:
            raise RefusedError("media_crashed")
        return Picture(at_ms, width, height, 4 * width, pixels)

    def _answer(self) -> tuple[dict[str, Any], bytes]:
        item = self._child.next_item()
        if item is None:
            raise RefusedError("media_crashed")
        return item


class _FrameWalk:
    """Remembers where the decoder is and its last frames, so that a step forward or back seldom needs a jump."""

    def __init__(self, video: "VideoFile") -> None:
        self._video = video
        self._frames: Iterator[ShownFrame] = iter(())
        self._kept: OrderedDict[int, ShownFrame] = OrderedDict()

    def frame_at(self, at_ms: int) -> "ShownFrame":
        times = list(self._kept)
        is_near = bool(times) and times[0] <= at_ms <= times[-1] + _DECODE_ON_MS
        if not is_near:
            self._jump(at_ms)
        while not self._kept or next(reversed(self._kept)) <= at_ms:
            if not self._decode_one():
                break
        if not self._kept:
            raise InputError("picture_unreadable")
        earlier = [time_ms for time_ms in self._kept if time_ms <= at_ms]
        return self._kept[earlier[-1]] if earlier else next(iter(self._kept.values()))

    def step(self, at_ms: int, count: int) -> "ShownFrame":
        start = self.frame_at(at_ms)
        if count < 0:
            return self._back(start, -count)
        times = list(self._kept)
        while len(times) - 1 - times.index(start.at_ms) < count:
            if not self._decode_one():
                break
            times = list(self._kept)
        return self._kept[times[min(times.index(start.at_ms) + count, len(times) - 1)]]

    def _back(self, start: "ShownFrame", count: int) -> "ShownFrame":
        times = list(self._kept)
        further_ms = 500 + 200 * count
        while times.index(start.at_ms) < count and times[0] > 0:
            # From early enough on, everything up to the start is decoded again and kept.
            self._jump(max(0, start.at_ms - further_ms))
            while not self._kept or next(reversed(self._kept)) < start.at_ms:
                if not self._decode_one(keep=_FRAMES_KEPT + count):
                    break
            times = list(self._kept)
            if times[0] == 0 or further_ms > start.at_ms:
                break
            further_ms *= 4
        here = times.index(start.at_ms) if start.at_ms in self._kept else len(times) - 1
        return self._kept[times[max(0, here - count)]]

    def _jump(self, at_ms: int) -> None:
        self._frames = self._video.walk(at_ms)
        self._kept.clear()

    def _decode_one(self, keep: int = _FRAMES_KEPT) -> bool:
        frame = next(self._frames, None)
        if frame is None:
            return False
        self._kept[frame.at_ms] = frame
        while len(self._kept) > keep:
            self._kept.popitem(last=False)
        return True


def frames_job(link: ParentLink, arguments: dict[str, Any]) -> None:
    """Child: answer wishes for a frame, or for the times of frames, until the parent ends it."""
    from app.decode.picture_layout import fitted
    from app.decode.video_file import open_video

    video = open_video(link.open_source)
    most_width, most_height = arguments["most_size"]
    size = fitted(video.layout.shown_size, (most_width, most_height))
    walk = _FrameWalk(video)
    while True:
        wish, _ = link.receive()
        if "from_ms" in wish:
            link.item({"times": video.frame_times(wish["from_ms"], wish["to_ms"])[:_MOST_TIMES]})
            walk = _FrameWalk(video)
            continue
        frame = walk.step(wish["at_ms"], wish["count"])
        pixels = frame.upright("bgra", size)
        link.item({"at_ms": frame.at_ms, "width": pixels.shape[1], "height": pixels.shape[0]}, pixels.data.cast("B"))
