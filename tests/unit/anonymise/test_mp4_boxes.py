import io
import struct
from contextlib import suppress
from fractions import Fraction

import av
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.anonymise.mp4_boxes import ClipContents, check_metadata
from app.anonymise.mp4_writer import PictureTrack, Sample, SoundTrack, write_mp4
from app.common.errors import RefusedError
from tests.support.clips import numbered_clip

SEQUENCE_SET = bytes.fromhex("6764000aacd946097e22")
PICTURE_SET = bytes.fromhex("68ebecb2")
SLICE = b"\x00\x00\x00\x06\x65\x88\x84\x00\x11\x22"
DELTA = b"\x00\x00\x00\x05\x41\x9a\x02\x03\x04"


def clip(slices=(SLICE, DELTA, DELTA), *, sound=True):
    pictures = PictureTrack(64, 48, SEQUENCE_SET, PICTURE_SET, [Sample(unit, 700, is_key=unit is SLICE) for unit in slices])
    track = SoundTrack(48_000, b"\x11\x88", [Sample(b"\x21\x00\x49\x90", 1024)] * 98) if sound else None
    return write_mp4(pictures, track)


def refused(mp4):
    with pytest.raises(RefusedError, match="clip_has_metadata"):
        check_metadata(mp4)


def box(kind, content):
    return struct.pack(">I", 8 + len(content)) + kind + content


def with_child(mp4, parent, extra):
    """The same file with a box added at the end of the first `parent`, all lengths put right."""
    return _grown(mp4, [b"moov", b"trak", b"mdia", b"minf", b"stbl"], parent, extra)


def _grown(content, path, parent, extra):
    at = 0
    while at < len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        if kind == parent or (kind == path[0]):
            inside = content[at + 8 : at + length]
            changed = inside + extra if kind == parent else _grown(inside, path[1:], parent, extra)
            return content[:at] + box(kind, changed) + content[at + length :]
        at += length
    raise AssertionError(parent)


def test_what_our_writer_writes_passes():
    assert check_metadata(clip()) == ClipContents(2100, 3, has_sound=True)
    assert check_metadata(clip(sound=False)) == ClipContents(2100, 3, has_sound=False)


@pytest.mark.parametrize("parent", [b"moov", b"trak", b"mdia", b"minf", b"stbl"])
@pytest.mark.parametrize("kind", [b"udta", b"meta", b"uuid", b"free", b"skip", b"edts", b"iods"])
def test_a_box_that_is_not_on_the_list_is_refused_wherever_it_stands(parent, kind):
    refused(with_child(clip(), parent, box(kind, b"")))


@pytest.mark.parametrize("kind", [b"free", b"uuid", b"moof", b"mdat", b"moov", b"meta"])
def test_a_box_more_at_the_end_of_the_file_is_refused(kind):
    refused(clip() + box(kind, b"GPS +52.37+004.90/"))


@pytest.mark.parametrize("kind", [b"mvhd", b"tkhd", b"mdhd"])
@pytest.mark.parametrize("offset", [8, 12])
def test_a_date_is_refused(kind, offset):
    mp4 = bytearray(clip())
    mp4[mp4.index(kind) + offset + 3] = 1
    refused(bytes(mp4))


def test_a_handler_name_is_refused():
    mp4 = bytearray(clip())
    mp4[mp4.index(b"hdlr") + 28] = ord("V")
    refused(bytes(mp4))


def test_a_compressor_name_is_refused():
    mp4 = bytearray(clip())
    mp4[mp4.rindex(b"avc1") + 4 + 45] = ord("x")
    refused(bytes(mp4))


@pytest.mark.parametrize("kind", [6, 9, 12, 7])
def test_a_unit_that_is_no_picture_slice_is_refused(kind):
    refused(clip((SLICE, b"\x00\x00\x00\x04" + bytes([kind]) + b"abc" + DELTA, DELTA)))


def test_bytes_that_belong_to_no_sample_are_refused():
    mp4 = clip(sound=False)
    media = mp4.index(b"mdat") - 4
    refused(mp4[:media] + box(b"mdat", mp4[media + 8 :] + b"hidden"))


def test_a_second_picture_track_is_refused():
    mp4 = clip()
    refused(mp4.replace(b"soun", b"vide", 1))


def test_a_track_of_another_kind_is_refused():
    refused(clip().replace(b"soun", b"text", 1))


def test_a_cut_off_file_is_refused():
    mp4 = clip()
    for length in (0, 7, 30, len(mp4) // 2, len(mp4) - 1):
        refused(mp4[:length])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 900), st.integers(1, 255))
def test_a_changed_byte_never_breaks_the_check_itself(offset, change):
    mp4 = bytearray(clip())
    mp4[offset % len(mp4)] ^= change
    with suppress(RefusedError):
        check_metadata(bytes(mp4))


def test_a_file_of_an_ordinary_muxer_is_refused():
    refused(numbered_clip(frames=5))
    refused(numbered_clip(frames=5, audio=True))


def test_what_our_writer_writes_is_read_back_with_its_times():
    with av.open(io.BytesIO(clip())) as read:
        video, audio = read.streams.video[0], read.streams.audio[0]
        packets = [packet for packet in read.demux(video) if packet.size]
        assert [packet.pts * packet.time_base for packet in packets] == [0, Fraction(7, 10), Fraction(14, 10)]
        assert [packet.is_keyframe for packet in packets] == [True, False, False]
        assert [bytes(packet) for packet in packets] == [SLICE, DELTA, DELTA]
        assert video.duration * video.time_base == Fraction(21, 10)
        assert audio.duration * audio.time_base == Fraction(98 * 1024, 48_000)
        assert audio.frames == 98
        assert read.metadata.keys() <= {"major_brand", "minor_version", "compatible_brands"}
