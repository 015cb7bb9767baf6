import struct

import pytest

from app.media.container_end import is_mp4_without_index, refers_elsewhere, stated_end
from tests.support.clips import numbered_clip


def reader(content: bytes):
    return lambda offset, length: content[offset : offset + length]


def end_of(content: bytes) -> int | None:
    return stated_end(reader(content), len(content))


@pytest.mark.parametrize("container", ["mp4", "mov", "matroska", "webm", "avi"])
def test_a_whole_file_ends_where_it_says_and_a_cut_one_before(container) -> None:
    index_first = {"moov_size": "20000"} if container in ("mp4", "mov") else None
    content = numbered_clip(frames=30, container=container, busy=True, options=index_first)
    assert end_of(content) == len(content)
    for kept in (len(content) - 1, len(content) * 2 // 3):
        assert end_of(content[:kept]) > kept


@pytest.mark.parametrize("container", ["mpegts", "mpeg"])
def test_streams_do_not_say_where_they_end(container) -> None:
    assert end_of(numbered_clip(frames=10, container=container)) is None


def test_junk_behind_a_whole_file_does_not_make_it_cut_off() -> None:
    content = numbered_clip(frames=10)
    for junk in (b"\xff" * 100, b"\0\0", b"\0\x01\0\0free", b"\x7f\0\0\0GPRO"):
        assert end_of(content + junk) <= len(content + junk)


def test_a_recording_without_its_index_is_recognised() -> None:
    content = numbered_clip(frames=30)  # the index comes last
    cut = content[: content.index(b"moov") - 10]
    assert is_mp4_without_index(reader(cut), len(cut))
    assert not is_mp4_without_index(reader(content), len(content))
    assert not is_mp4_without_index(reader(b"\0" * 64), 64)


@pytest.mark.parametrize("size", [0, 1, 7, 8, 9, 15, 16, 17, 40])
def test_short_and_lying_lengths_end(size) -> None:
    for head in (b"", b"RIFF\0\0\0\0", b"\x1a\x45\xdf\xa3\x01", struct.pack(">I4sQ", 1, b"mdat", 2**63), struct.pack(">I4s", 0, b"moov")):
        content = (head + bytes(40))[:size]
        end_of(content)
        is_mp4_without_index(reader(content), len(content))
        refers_elsewhere(reader(content), len(content))


def test_a_live_matroska_of_unknown_length_is_not_cut_off() -> None:
    content = bytearray(numbered_clip(frames=10, container="matroska"))
    place = content.index(b"\x18\x53\x80\x67") + 4
    content[place : place + 8] = b"\x01" + b"\xff" * 7
    assert end_of(bytes(content)) is None


def test_only_a_reference_movie_refers_elsewhere() -> None:
    content = b"\0" * 4 + b"url " + struct.pack(">I", 4) + b"http"
    for kind in (b"rdrf", b"rmda", b"rmra", b"moov"):
        content = struct.pack(">I4s", 8 + len(content), kind) + content
    assert refers_elsewhere(reader(content), len(content))
    film = numbered_clip(frames=5)
    assert not refers_elsewhere(reader(film), len(film))
