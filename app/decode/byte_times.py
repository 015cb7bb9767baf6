"""Which time of a video lies in which of its bytes: by the container's index, or by the packets before and after."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from app.decode.video_file import VideoFile

Range = tuple[int, int]
Piece = tuple[int, int, int]
"""Where a packet begins in the file, where it ends, and its time in ms."""

_FULLY_INDEXED = {"mp4", "avi"}
"""Elsewhere FFmpeg's index has only the packets it happened to read."""
_EARLIER_MS = (5_000, 60_000, 10**12)
_MOST_PACKETS = 200_000
_MOST_RESYNCS = 1000
_WRAPPING = Fraction(105, 100)
"""What a packet takes in the file with the container's own bytes between, at most."""
_LONGEST_GAP_MS = 250
"""A packet lasts no longer than this when the next one is far: then bytes are missing between them."""


def times_of(video: VideoFile, ranges: Sequence[Range], size: int) -> list[Range | None]:
    """Return for each byte range [from, to) the time [from_ms, to_ms) that cannot be seen or heard; None where nothing says so.

    `size` is the length of the file in bytes. Bytes that hold no picture or sound at all give None.
    """
    with video.stored_streams() as (container, streams):
        indexed = [_indexed(stream, video.zero_s) for stream in streams]
        if all(indexed) and video.container_name in _FULLY_INDEXED:
            return [_by_index(indexed, byte_range) for byte_range in ranges]
        picture = streams[0]
        if not isinstance(picture, VideoStream):
            return [None for _ in ranges]
        return [_by_neighbours(container, picture, video, byte_range, size) for byte_range in ranges]


def _indexed(stream: VideoStream | av.AudioStream, zero_s: Fraction) -> list[Piece]:
    """Return all packets of a stream when the index names each with its length, else nothing."""
    base = Fraction(stream.time_base or Fraction(1, av.time_base))
    entries = [(entry.pos, entry.size, entry.timestamp) for entry in stream.index_entries]
    if not entries or any(size <= 0 for _, size, _ in entries):
        return []
    return [(position, position + size, round((stamp * base - zero_s) * 1000)) for position, size, stamp in entries]


def _by_index(indexed: list[list[Piece]], byte_range: Range) -> Range | None:
    from_byte, to_byte = byte_range
    spans = []
    for pieces in indexed:
        for number, (start, end, at_ms) in enumerate(pieces):
            if start < to_byte and end > from_byte:
                after_ms = pieces[number + 1][2] if number + 1 < len(pieces) else at_ms + _LONGEST_GAP_MS
                spans.append((at_ms, max(after_ms, at_ms + 1)))
    if not spans:
        return None
    return max(0, min(start for start, _ in spans)), max(end for _, end in spans)


def _by_neighbours(container: InputContainer, picture: VideoStream, video: VideoFile, byte_range: Range, size: int) -> Range | None:
    from_byte, to_byte = byte_range
    guess_ms = video.facts.duration_ms * from_byte // max(1, size)
    base = Fraction(picture.time_base or Fraction(1, av.time_base))
    for earlier_ms in _EARLIER_MS:
        from_ms = max(0, guess_ms - earlier_ms)
        try:
            container.seek(int((Fraction(from_ms, 1000) + video.zero_s) / base), stream=picture, backward=True)
            before, after = _neighbours(container, picture, byte_range)
        except av.error.FFmpegError:
            continue
        if before is None and from_ms > 0 and from_byte > 0:
            continue  # landed past it
        start = 0 if before is None else before
        end = Fraction(video.facts.duration_ms, 1000) if after is None else after - video.zero_s
        start_ms = 0 if before is None else max(0, round((start - video.zero_s) * 1000))
        end_ms = round(end * 1000)
        return (start_ms, max(end_ms, start_ms + 1)) if to_byte > from_byte else None
    return None


def _neighbours(container: InputContainer, picture: VideoStream, byte_range: Range) -> tuple[Fraction | None, Fraction | None]:
    """Return the time in seconds of the last packet before the bytes and of the first after them, on the container's line."""
    from_byte, to_byte = byte_range
    base = Fraction(picture.time_base or Fraction(1, av.time_base))
    before: Fraction | None = None
    for number, packet in enumerate(_packets(container, picture)):
        stamp = packet.dts if packet.dts is not None else packet.pts
        position = packet.pos
        if number > _MOST_PACKETS:
            break
        if stamp is None or position is None or position < 0 or not packet.size:
            continue
        if position >= to_byte:
            return before, stamp * base
        if position + packet.size * _WRAPPING <= from_byte:
            before = stamp * base
    return before, None


def _packets(container: InputContainer, picture: VideoStream) -> "Iterator[av.Packet[VideoStream]]":
    for _ in range(_MOST_RESYNCS):
        try:
            yield from container.demux(picture)
        except av.error.BlockingIOError:  # a transport stream looks for its rhythm again 64 KiB at a time
            continue
        return
