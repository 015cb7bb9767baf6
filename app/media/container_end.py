"""How long a file says it is, by the lengths in its own structure: the way to tell that its end is missing.

Pure reading of a few headers; nothing here trusts a length further than adding it up.
"""

import struct
from collections.abc import Callable, Iterator

ReadAt = Callable[[int, int], bytes]

_MOST_BOXES = 100_000
_MP4_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"moof", b"mfra", b"free", b"skip", b"wide", b"uuid", b"sidx", b"meta", b"styp", b"pnot"})
_BOXES_THAT_MATTER = (b"moov", b"mdat", b"moof")
_EBML_HEADER = b"\x1a\x45\xdf\xa3"
_SEGMENT = b"\x18\x53\x80\x67"


def stated_end(read_at: ReadAt, size: int) -> int | None:
    """Return where the file says it ends, None when it does not say. Beyond `size` means: cut off."""
    head = read_at(0, 12)
    if head.startswith(_EBML_HEADER):
        return _matroska_end(read_at)
    if head[:4] == b"RIFF":
        return _riff_end(read_at, size)
    if head[4:8] in _MP4_BOXES:
        return _mp4_end(read_at, size)
    return None


def is_mp4_without_index(read_at: ReadAt, size: int) -> bool:
    """Tell whether this began as an MP4 or QuickTime file, but its index, which many cameras write last, is missing."""
    kinds = [kind for kind, _ in _mp4_boxes(read_at, size)]
    return bool(kinds) and b"moov" not in kinds and b"mdat" in kinds


def refers_elsewhere(read_at: ReadAt, size: int) -> bool:
    """Tell whether this is a QuickTime file that only says where a film is: a reference movie."""
    for kind, start in _mp4_boxes(read_at, size):
        if kind == b"moov":
            moov = read_at(start, min(size - start, 4096))
            return b"rmra" in moov and b"rdrf" in moov
    return False


def _mp4_end(read_at: ReadAt, size: int) -> int:
    end = 0
    for kind, start in _mp4_boxes(read_at, size):
        if kind in _BOXES_THAT_MATTER:
            end = _box_end(read_at, start, size)
    return end


def _mp4_boxes(read_at: ReadAt, size: int) -> Iterator[tuple[bytes, int]]:
    """Yield the kind and place of the top-level boxes, as far as they are of a known kind: cameras append junk."""
    start = 0
    for _ in range(_MOST_BOXES):
        kind = read_at(start, 8)[4:8]
        if kind not in _MP4_BOXES:
            return
        yield kind, start
        end = _box_end(read_at, start, size)
        if end <= start or end >= size:
            return
        start = end


def _box_end(read_at: ReadAt, start: int, size: int) -> int:
    head = read_at(start, 16)
    length = int.from_bytes(head[:4], "big")
    if length == 0:
        return max(size, start)  # the last box, to the end of the file
    if length == 1 and len(head) == 16:
        length = int.from_bytes(head[8:16], "big")
    return start + length


def _riff_end(read_at: ReadAt, size: int) -> int:
    """AVI over 1 GB is a row of RIFF chunks."""
    end = 0
    while end < size:
        head = read_at(end, 8)
        if len(head) < 8 or head[:4] != b"RIFF":
            return end
        end += 8 + struct.unpack("<I", head[4:])[0]
    return end


def _matroska_end(read_at: ReadAt) -> int | None:
    place = 4
    header_length, width = _ebml_length(read_at(place, 8))
    if header_length is None:
        return None
    place += width + header_length
    if read_at(place, 4) != _SEGMENT:
        return None
    segment_length, width = _ebml_length(read_at(place + 4, 8))
    return None if segment_length is None else place + 4 + width + segment_length


def _ebml_length(encoded: bytes) -> tuple[int | None, int]:
    """Return the length and how many bytes wrote it; None for "unknown", as in live recordings."""
    if not encoded or encoded[0] == 0:
        return None, 1
    width = 9 - encoded[0].bit_length()
    if len(encoded) < width:
        return None, width
    length = int.from_bytes(encoded[:width], "big") & ((1 << 7 * width) - 1)
    return (None if length == (1 << 7 * width) - 1 else length), width
