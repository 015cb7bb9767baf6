"""Small pictures along a recording, for the timeline. Packed: per picture its time and length as u32 (big-endian), then the JPEG."""

import io
import struct
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from app.common.byte_source import ByteSource
from app.common.errors import DamagedError, RefusedError
from app.common.progress import JobContext
from app.domain.lanes import Thumbnail
from app.domain.recording import MediaFacts
from app.sandbox.child import ParentLink
from app.sandbox.confine import step_aside
from app.sandbox.parent import Child, Limits

if TYPE_CHECKING:  # only the child may load FFmpeg
    from app.decode.video_file import ShownFrame, VideoFile

STEP = "thumbnails"
_HEIGHT = 72
_MOST = 180
_CLOSEST_MS = 2000
_LARGEST_JPEG = 256 * 1024
_LIMITS = Limits(memory_mb=1536, seconds=30)
_HEAD = struct.Struct(">II")


def make_thumbnails(source: ByteSource, facts: MediaFacts, context: JobContext, also_at: Sequence[int] = ()) -> bytes:
    """Return the packed pictures: one per two seconds, at most 180, and the very frames at `also_at` (ms). Progress in pictures.

    Raises:
        RefusedError: `media_crashed`, also when the child gives what cannot be.
    """
    packed = bytearray()
    times = sorted({*thumbnail_times(facts.duration_ms), *also_at})
    with Child(STEP, {"times": times, "is_exact": bool(also_at), "size": [facts.width, facts.height]}, source, _LIMITS, context) as child:
        for header, jpeg in child.items():
            at_ms = header.get("at_ms")
            if not isinstance(at_ms, int) or not 0 <= at_ms < 2**32 or len(jpeg) > _LARGEST_JPEG or len(packed) > _MOST * _LARGEST_JPEG:
                raise RefusedError("media_crashed")
            packed += _HEAD.pack(at_ms, len(jpeg)) + jpeg
    return bytes(packed)


def thumbnail_times(duration_ms: int) -> list[int]:
    """Return the times in ms to take pictures at, the first at zero."""
    apart_ms = max(_CLOSEST_MS, -(-duration_ms // _MOST))
    return list(range(0, max(duration_ms, 1), apart_ms))


def read_thumbnails(packed: bytes) -> list[Thumbnail]:
    """Return the pictures in order of time; DamagedError `media_damaged` when they are cut off."""
    pictures = []
    at = 0
    while at < len(packed):
        if at + _HEAD.size > len(packed):
            raise DamagedError("media_damaged")
        at_ms, length = _HEAD.unpack_from(packed, at)
        at += _HEAD.size
        if at + length > len(packed):
            raise DamagedError("media_damaged")
        pictures.append(Thumbnail(at_ms, packed[at : at + length]))
        at += length
    return pictures


def thumbnails_job(link: ParentLink, arguments: dict[str, Any]) -> None:
    """Child: send each picture as JPEG with the time of its frame."""
    from PIL import Image

    from app.decode.video_file import open_video

    if not arguments["is_exact"]:
        step_aside()  # those along a recording; the exact ones are waited for
    video = open_video(link.open_source)
    width, height = (int(side) for side in arguments["size"])
    size = (max(2, round(width * _HEIGHT / height)), _HEIGHT)
    times = [int(wished_ms) for wished_ms in arguments["times"]]
    frames = _frames_in_passing(video, times) if arguments["is_exact"] else _frames_near(video, times)
    for number, frame in enumerate(frames, start=1):
        jpeg = io.BytesIO()
        Image.fromarray(frame.upright("rgb24", size)).save(jpeg, "JPEG", quality=78)
        link.item({"at_ms": frame.at_ms}, jpeg.getvalue())
        link.progress(STEP, number, len(times))


def _frames_near(video: "VideoFile", times: list[int]) -> Iterator["ShownFrame"]:
    if len(times) < _MOST:
        # A short recording: reading it once, in order, is cheaper than jumping, and gives the very frames.
        yield from _frames_in_passing(video, times)
        return
    for wished_ms in times:
        # In a long one the key frame before the wish is near enough for a picture this small.
        frame = next(video.walk(wished_ms), None)
        if frame is None:
            return
        yield frame


def _frames_in_passing(video: "VideoFile", times: list[int]) -> Iterator["ShownFrame"]:
    wishes = iter(times)
    wished_ms = next(wishes, None)
    for frame in video.walk(0):
        if wished_ms is None:
            return
        if frame.at_ms >= wished_ms:
            yield frame
            while wished_ms is not None and wished_ms <= frame.at_ms:
                wished_ms = next(wishes, None)
