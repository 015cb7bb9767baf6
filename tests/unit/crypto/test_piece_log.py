"""The log of a recording that is being made: readable up to its last whole piece, and never further."""

import random

import pytest

from app.common.byte_source import MemorySource
from app.crypto.keys import new_key
from app.crypto.piece_log import MAX_PIECE, PieceReader, PieceWriter


def _log(pieces, key=None, binding=b"ad"):
    key = key or new_key()
    writer = PieceWriter(key, binding)
    file = writer.header + b"".join(writer.seal(offset, content) for offset, content in pieces)
    return key, file


def _read(file, key, binding=b"ad"):
    reader = PieceReader(MemorySource(file), key, binding)
    return reader.read_at(0, reader.size)


def test_everything_is_read_back_in_any_slice_also_what_was_laid_over():
    chance = random.Random(7)
    content, pieces = bytearray(), []
    for _ in range(60):
        new = chance.randbytes(chance.randint(1, 400))
        pieces.append((len(content), new))
        content += new
    for at, length in ((0, 8), (390, 60), (len(content) - 20, 50)):
        over = chance.randbytes(length)
        pieces.append((at, over))
        content[at : at + length] = over
    key, file = _log(pieces)
    reader = PieceReader(MemorySource(file), key, b"ad")
    assert reader.size == len(content)
    for _ in range(300):
        at, length = chance.randint(0, len(content)), chance.randint(0, 900)
        assert reader.read_at(at, length) == content[at : at + length]


def test_cut_anywhere_it_holds_exactly_the_whole_pieces_before_the_cut():
    pieces = [(0, b"a" * 30), (30, b"b" * 20), (50, b"c" * 40)]
    key, file = _log(pieces)
    ends = [40 + sum(4 + 8 + len(content) + 16 for _, content in pieces[:count]) for count in range(4)]
    for cut in range(len(file) + 1):
        whole = sum(end <= cut for end in ends[1:])
        assert _read(file[:cut], key) == b"".join(content for _, content in pieces[:whole])


def test_any_changed_bit_ends_it_before_that_piece():
    pieces = [(0, b"a" * 30), (30, b"b" * 20)]
    key, file = _log(pieces)
    for bit in range(8 * 40, 8 * len(file)):
        changed = bytearray(file)
        changed[bit // 8] ^= 1 << bit % 8
        assert _read(bytes(changed), key) in (b"", b"a" * 30)


def test_another_key_binding_or_order_gives_nothing():
    key, file = _log([(0, b"a" * 30), (30, b"b" * 20)])
    assert _read(file, new_key()) == b""
    assert _read(file, key, b"other") == b""
    first, second = file[40 : 40 + 58], file[40 + 58 :]
    assert _read(file[:40] + second + first, key) == b""


def test_a_hole_ends_it_and_a_piece_has_its_limits():
    key, file = _log([(0, b"a"), (5, b"b")])
    assert _read(file, key) == b"a"
    writer = PieceWriter(key, b"ad")
    for content in (b"", bytes(MAX_PIECE + 1)):
        with pytest.raises(ValueError, match="piece"):
            writer.seal(0, content)
