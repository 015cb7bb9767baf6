"""Make a recording ready for libVLC, in the child: what it plays, with which demuxer, and where its time zero lies.

Two things libVLC 3 cannot do for us are put right here. It has no plugin in the safe set to turn pictures, and refuses
those whose file says they must be turned: the turn is hidden from it, and done by us. And its readers of MPEG streams jump
seconds wide, while the one of MP4 loses count of time where little is left to read: what is small enough is repacked as
Matroska in memory, where both are exact (nothing is re-encoded).
"""

import io
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from app.common.byte_source import ByteSource, MemorySource
from app.common.errors import InputError
from app.common.progress import JobContext
from app.media.patched_source import PatchedSource
from app.sandbox.child import ParentLink
from app.sandbox.parent import Child, Limits

if TYPE_CHECKING:
    from app.decode.video_file import VideoFile

VLC_DEMUX = {"mp4": "mp4", "matroska": "mkv", "avi": "avi", "mpegts": "ts", "mpeg": "ps"}
"""The demuxer libVLC is held to for each `MediaFacts.container`."""

_LIMITS = Limits(memory_mb=1536, seconds=20)
_WITHOUT_INDEX = ("mpegts", "mpeg")
_MOST_TO_REPACK = {"mp4": 64 * 1024 * 1024, "mpegts": 256 * 1024 * 1024, "mpeg": 256 * 1024 * 1024}
"""Bytes; what is larger is played as it is."""

_NOT_TURNED = struct.pack(">9i", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
_MOST_BOXES = 10_000
_CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Playable:
    """`first_frame_ms` is where the recording's time zero lies on libVLC's time line."""

    source: ByteSource
    demux: str
    first_frame_ms: int


def make_playable(source: ByteSource, context: JobContext | None = None) -> Playable:
    """Return what to give libVLC.

    Raises:
        InputError: `not_a_video` and others of `open_video`.
        RefusedError: the child crashed or took too long.
    """
    with Child("playable", {}, source, _LIMITS, context) as child:
        header, _ = child.next_item() or ({}, b"")
        first_frame_ms, matrices = _checked(header, source.size)
        if not header.get("is_repacked"):
            played = PatchedSource(source, dict.fromkeys(matrices, _NOT_TURNED)) if matrices else source
            return Playable(played, VLC_DEMUX[header["container"]], first_frame_ms)
        content = bytearray()
        while (item := child.next_item()) is not None:
            content += item[1]
            if len(content) > 2 * max(_MOST_TO_REPACK.values()):
                raise InputError("not_a_video")
        return Playable(MemorySource(bytes(content)), VLC_DEMUX["matroska"], first_frame_ms)


def playable_job(link: ParentLink, _arguments: dict[str, Any]) -> None:
    """Child: say how to play the source, and give it repacked when it has no index."""
    from app.decode.video_file import open_video

    video = open_video(link.open_source)
    container = video.container_name
    # libVLC counts an MPEG stream from its first picture, the others from the container's own zero.
    first_frame_s = Fraction(0) if container in _WITHOUT_INDEX else video.first_frame_s
    repacked = b""
    if link.source_size <= _MOST_TO_REPACK.get(container, 0):
        repacked, shift_s = _repack(video)
        first_frame_s = video.first_frame_s + shift_s
    matrices = list(_turning_matrices(link)) if container == "mp4" and video.layout.rotation else []
    first_frame_ms = max(0, round(first_frame_s * 1000))
    link.item({"container": video.container_name, "first_frame_ms": first_frame_ms, "matrices": matrices, "is_repacked": bool(repacked)})
    for start in range(0, len(repacked), _CHUNK):
        link.item({}, repacked[start : start + _CHUNK])


def _checked(header: dict[str, Any], size: int) -> tuple[int, list[int]]:
    first_frame_ms, matrices = header.get("first_frame_ms"), header.get("matrices")
    is_sound = (
        header.get("container") in VLC_DEMUX
        and isinstance(first_frame_ms, int)
        and 0 <= first_frame_ms < 24 * 3600 * 1000
        and isinstance(matrices, list)
        and all(isinstance(at, int) and 0 <= at <= size - len(_NOT_TURNED) for at in matrices)
    )
    if not is_sound:
        raise InputError("not_a_video")
    return first_frame_ms or 0, matrices or []


def _turning_matrices(link: ParentLink) -> Iterator[int]:
    """Yield where the display matrix of each track stands in an MP4 or QuickTime file."""
    for kind, start, end in _boxes(link, 0, link.source_size):
        if kind == b"moov":
            for track_kind, track_start, track_end in _boxes(link, start, end):
                if track_kind == b"trak":
                    yield from _matrices_in_track(link, track_start, track_end)


def _matrices_in_track(link: ParentLink, start: int, end: int) -> Iterator[int]:
    for kind, header_start, header_end in _boxes(link, start, end):
        if kind == b"tkhd":
            is_long = link.read_at(header_start, 1) == b"\x01"
            at = header_start + (52 if is_long else 40)
            if at + len(_NOT_TURNED) <= header_end:
                yield at


def _boxes(link: ParentLink, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    for _ in range(_MOST_BOXES):
        head = link.read_at(start, 16)
        if start + 8 > end or len(head) < 8:
            return
        size, kind = struct.unpack_from(">I4s", head)
        inside = start + 8
        if size == 1 and len(head) == 16:
            size, inside = struct.unpack_from(">Q", head, 8)[0], start + 16
        box_end = end if size == 0 else start + size
        if box_end <= start or box_end < inside:
            return
        yield kind, inside, min(box_end, end)
        start = box_end


def _repack(video: "VideoFile") -> tuple[bytes, Fraction]:
    """Return the Matroska file, and by how many seconds the muxer moved all times to keep them positive."""
    import av

    target = io.BytesIO()
    first_s: Fraction | None = None
    with video.stored_streams() as (container, stored), av.open(target, "w", format="matroska") as out, suppress(av.error.EOFError):
        packed = {stream.index: out.add_stream_from_template(stream) for stream in stored}
        last_dts: dict[int, int] = {}
        for packet in container.demux(stored):
            decode_at = packet.dts if packet.dts is not None else packet.pts
            if not packet.size or decode_at is None:
                continue
            index = packet.stream.index
            if first_s is None and index == stored[0].index and packet.pts is not None:
                first_s = packet.pts * Fraction(packet.time_base)
            # A program stream repeats decoding times; the muxer refuses one that goes back.
            packet.dts = last_dts[index] = max(decode_at, last_dts.get(index, decode_at))
            packet.stream = packed[index]
            with suppress(av.error.FFmpegError):  # a packet without a usable time costs itself only
                out.mux(packet)
    return target.getvalue(), _first_packet_s(target.getvalue()) - (first_s or 0)


def _first_packet_s(repacked: bytes) -> Fraction:
    import av

    with av.open(io.BytesIO(repacked), "r", format="matroska") as container:
        for packet in container.demux(container.streams.video[0]):
            if packet.pts is not None:
                return packet.pts * Fraction(packet.time_base)
    return Fraction(0)
