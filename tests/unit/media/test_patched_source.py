import random

import pytest

from app.common.byte_source import MemorySource
from app.common.errors import DamagedError
from app.media.patched_source import BridgedSource, PatchedSource


def test_patches_show_through_every_window() -> None:
    plain, chance = bytes(range(200)), random.Random(4)
    patches = {0: b"AB", 50: b"CDEFG", 198: b"YZ"}
    expected = bytearray(plain)
    for at, patch in patches.items():
        expected[at : at + len(patch)] = patch
    source = PatchedSource(MemorySource(plain), patches)
    assert source.size == 200
    for _ in range(500):
        start, length = chance.randrange(220), chance.randrange(60)
        assert source.read_at(start, length) == bytes(expected[start : start + length])


class _Broken(MemorySource):
    def read_at(self, offset: int, length: int) -> bytes:
        if offset < 300_000 and offset + length > 200_000:
            raise DamagedError("media_damaged")
        return super().read_at(offset, length)


@pytest.mark.parametrize(("offset", "length"), [(0, 1_000_000), (150_000, 100_000), (299_999, 1), (990_000, 50_000)])
def test_damage_becomes_zeros_of_the_same_length(offset, length) -> None:
    plain = b"\xaa" * 1_000_000
    source = BridgedSource(_Broken(plain))
    content = source.read_at(offset, length)
    assert len(content) == len(plain[offset : offset + length])
    assert set(content) <= {0, 0xAA}
    assert source.has_damage == (offset < 300_000)
    assert content.count(0) < 100_000 + 2 * 65536 + 1


def test_whole_pieces_around_damage_survive() -> None:
    content = BridgedSource(_Broken(b"\xaa" * 1_000_000)).read_at(0, 1_000_000)
    assert content[:100_000] == b"\xaa" * 100_000
    assert content[400_000:] == b"\xaa" * 600_000
    assert not any(content[200_000:300_000])
