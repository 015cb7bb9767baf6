"""The guard at the door: refuse an MP4 that holds anything but one run of pictures and at most one of sound.

Nothing is trusted here, not even our own writer: every box must be on the list, every date 0, every name empty, every
byte of media must belong to a sample, and pictures may consist of picture slices only.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from app.common.errors import RefusedError

_CONTAINERS = {
    "": {"ftyp", "moov", "mdat"},
    "moov": {"mvhd", "trak"},
    "trak": {"tkhd", "mdia"},
    "mdia": {"mdhd", "hdlr", "minf"},
    "minf": {"vmhd", "smhd", "dinf", "stbl"},
    "dinf": {"dref"},
    "dref": {"url "},
    "stbl": {"stsd", "stts", "stss", "stsc", "stsz", "stco"},
    "stsd": {"avc1", "mp4a"},
    "avc1": {"avcC"},
    "mp4a": {"esds"},
}
"""Which boxes may stand in which; "" is the file itself."""
_BEFORE_CHILDREN = {"dref": 8, "stsd": 8, "avc1": 78, "mp4a": 28}
"""Bytes of a container's own before its first child."""
_LENGTHS = {"ftyp": 24, "mvhd": 100, "tkhd": 84, "mdhd": 24, "hdlr": 25, "vmhd": 12, "smhd": 8, "url ": 4}
"""Content of boxes that have one length only."""
_ENTRY_LENGTHS = {"stts": 8, "stss": 4, "stsc": 12, "stco": 4}
"""Per entry of boxes that are a counted list; `stsz` is looked at with the samples."""
_LONGEST_SOUND_CONFIGURATION = 48
_NOTHING_OF_ITS_OWN = struct.pack(">I", 1)
_PICTURE_SLICES = (1, 5)
_SEQUENCE_SET = 7
_PICTURE_SET = 8


@dataclass(frozen=True)
class _Found:
    """A box: the path of kinds to it, which track it is in (0 outside), and its content."""

    kind: str
    track: int
    start: int
    content: memoryview


@dataclass(frozen=True)
class ClipContents:
    """What a file that passed the check holds."""

    duration_ms: int
    frames: int
    has_sound: bool


def check_metadata(mp4: bytes) -> ClipContents:
    """Return what the file holds, when that is pictures, at most one sound track, and nothing else.

    Raises:
        RefusedError: `clip_has_metadata`.
    """
    try:
        found = list(_boxes(memoryview(mp4), "", 0, 0))
        for box in found:
            _check(box)
        return _check_tracks(mp4, found)
    except (struct.error, IndexError, KeyError, ValueError, StopIteration) as error:
        raise RefusedError("clip_has_metadata") from error


def _boxes(content: memoryview, parent: str, start: int, track: int) -> Iterator[_Found]:
    at = 0
    while at < len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        name = kind.decode("latin-1")
        _require(name in _CONTAINERS[parent] and 8 <= length <= len(content) - at)
        track += name == "trak"
        inside = content[at + 8 : at + length]
        yield _Found(name, track, start + at + 8, inside)
        if name in _CONTAINERS:
            own = _BEFORE_CHILDREN.get(name, 0)
            yield from _boxes(inside[own:], name, start + at + 8 + own, track)
        at += length


def _check(box: _Found) -> None:
    content = bytes(box.content[:256])
    _require(len(box.content) == _LENGTHS.get(box.kind, len(box.content)))
    if box.kind in _ENTRY_LENGTHS:
        count = struct.unpack_from(">I", content, 4)[0]
        _require(len(box.content) == 8 + count * _ENTRY_LENGTHS[box.kind])
    if box.kind in ("mvhd", "tkhd", "mdhd"):
        # Version 0, and both dates 0.
        _require(content[0] == 0 and not any(content[4:12]))
    elif box.kind == "hdlr":
        _require(content[8:12] in (b"vide", b"soun") and not any(content[12:]))
    elif box.kind == "url ":
        _require(content == _NOTHING_OF_ITS_OWN)
    elif box.kind == "avc1":
        compressor_name = content[42:74]
        _require(not any(compressor_name))
    elif box.kind == "avcC":
        _check_configuration(content)
    elif box.kind == "esds":
        _require(len(box.content) <= _LONGEST_SOUND_CONFIGURATION)


def _check_configuration(content: bytes) -> None:
    _require(content[5] == 0xE1)
    sequence_length = struct.unpack_from(">H", content, 6)[0]
    after = 8 + sequence_length
    _require(content[8] & 0x1F == _SEQUENCE_SET and content[after] == 1)
    picture_length = struct.unpack_from(">H", content, after + 1)[0]
    end = after + 3 + picture_length
    _require(content[after + 3] & 0x1F == _PICTURE_SET and len(content) - end in (0, 4))


def _check_tracks(mp4: bytes, found: list[_Found]) -> ClipContents:
    kinds = [bytes(box.content[8:12]) for box in found if box.kind == "hdlr"]
    _require(kinds in ([b"vide"], [b"vide", b"soun"]))
    _require([box.kind for box in found].count("mvhd") == 1)
    tracks = [_samples({box.kind: box.content for box in found if box.track == number}) for number in range(1, len(kinds) + 1)]
    for start, length in tracks[0]:
        _check_slices(memoryview(mp4)[start : start + length])
    media = [box for box in found if box.kind == "mdat"]
    _require(len(media) == 1 and len([box for box in found if box.kind == "trak"]) == len(kinds))
    _check_covered(sorted(sample for track in tracks for sample in track), media[0].start, media[0].start + len(media[0].content))
    movie = next(box.content for box in found if box.kind == "mvhd")
    ticks, duration = struct.unpack_from(">II", movie, 12)
    _require(ticks > 0)
    return ClipContents(round(duration * 1000 / ticks), len(tracks[0]), len(tracks) == 2)


def _samples(table: dict[str, memoryview]) -> list[tuple[int, int]]:
    """Return (start, length) in the file of every sample of a track."""
    one_size, count = struct.unpack_from(">II", table["stsz"], 4)
    _require(one_size == 0 and len(table["stsz"]) == 12 + 4 * count)
    sizes = iter(struct.unpack_from(f">{count}I", table["stsz"], 12))
    offsets = _numbers(table["stco"])
    runs = struct.unpack_from(f">I{3 * struct.unpack_from('>I', table['stsc'], 4)[0]}I", table["stsc"], 4)[1:]
    per_chunk = dict(zip(runs[::3], runs[1::3], strict=True))
    samples = []
    in_chunk = 0
    for number, at in enumerate(offsets, start=1):
        in_chunk = per_chunk.get(number, in_chunk)
        for _ in range(in_chunk):
            length = next(sizes)
            samples.append((at, length))
            at += length  # noqa: PLW2901 - walking through the chunk
    _require(next(sizes, None) is None)
    return samples


def _numbers(content: memoryview) -> tuple[int, ...]:
    count = struct.unpack_from(">I", content, 4)[0]
    _require(len(content) == 8 + 4 * count)
    return struct.unpack_from(f">{count}I", content, 8)


def _check_slices(sample: memoryview) -> None:
    at = 0
    while at < len(sample):
        length = struct.unpack_from(">I", sample, at)[0]
        _require(1 <= length <= len(sample) - at - 4 and sample[at + 4] & 0x1F in _PICTURE_SLICES)
        at += 4 + length


def _check_covered(pieces: list[tuple[int, int]], start: int, end: int) -> None:
    """No byte between or after the samples: nothing is hidden among the media."""
    for piece_start, length in pieces:
        _require(piece_start == start)
        start += length
    _require(start == end)


def _require(is_allowed: bool) -> None:  # noqa: FBT001 - reads as a sentence
    if not is_allowed:
        raise RefusedError("clip_has_metadata")
