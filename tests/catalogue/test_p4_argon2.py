"""P4: Argon2id as published and as three implementations have it: libsodium (ours), OpenSSL, and one written out here from RFC 9106."""

import hashlib
import struct

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from app.crypto.passphrase import KdfSettings, derive

_MASK = 2**64 - 1


def blake(length: int, *parts: bytes) -> bytes:
    """H' of RFC 9106, section 3.3."""
    content = struct.pack("<I", length) + b"".join(parts)
    if length <= 64:
        return hashlib.blake2b(content, digest_size=length).digest()
    out, part = b"", hashlib.blake2b(content).digest()
    while length - len(out) > 64:
        out += part[:32]
        part = hashlib.blake2b(part, digest_size=64 if length - len(out) > 64 else length - len(out)).digest()
    return out + part


def mixed(a: int, b: int, c: int, d: int) -> tuple[int, int, int, int]:
    """GB of section 3.6."""
    for turns in ((32, 24), (16, 63)):
        a = (a + b + 2 * (a & 0xFFFFFFFF) * (b & 0xFFFFFFFF)) & _MASK
        d ^= a
        d = (d >> turns[0] | d << (64 - turns[0])) & _MASK
        c = (c + d + 2 * (c & 0xFFFFFFFF) * (d & 0xFFFFFFFF)) & _MASK
        b ^= c
        b = (b >> turns[1] | b << (64 - turns[1])) & _MASK
    return a, b, c, d


def permuted(words: list[int], at: list[int]) -> None:
    """P of section 3.6 on sixteen words, in place."""
    for quarter in ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15), (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)):
        places = [at[number] for number in quarter]
        for place, word in zip(places, mixed(*(words[place] for place in places)), strict=True):
            words[place] = word


def compressed(first: list[int], second: list[int]) -> list[int]:
    """G of section 3.5."""
    start = [a ^ b for a, b in zip(first, second, strict=True)]
    words = list(start)
    for row in range(8):
        permuted(words, list(range(16 * row, 16 * row + 16)))
    for column in range(8):
        permuted(words, [16 * row + 2 * column + half for row in range(8) for half in (0, 1)])
    return [a ^ b for a, b in zip(start, words, strict=True)]


def written_out(password, salt, *, memory_kib: int, passes: int, lanes: int = 1, secret: bytes = b"", associated: bytes = b"") -> bytes:
    """Argon2id, version 0x13, slowly."""
    fields = struct.pack("<6I", lanes, 32, memory_kib, passes, 0x13, 2)
    for part in (password, salt, secret, associated):
        fields += struct.pack("<I", len(part)) + part
    start = hashlib.blake2b(fields).digest()
    quarter = memory_kib // (4 * lanes)
    columns = 4 * quarter
    blocks = [[[0] * 128 for _ in range(columns)] for _ in range(lanes)]
    for lane in range(lanes):
        for column in (0, 1):
            blocks[lane][column] = list(struct.unpack("<128Q", blake(1024, start, struct.pack("<2I", column, lane))))
    for turn in range(passes):
        for slice_number in range(4):
            for lane in range(lanes):
                _fill(blocks, turn, slice_number, lane, lanes, quarter, passes)
    last = [0] * 128
    for lane in range(lanes):
        last = [a ^ b for a, b in zip(last, blocks[lane][-1], strict=True)]
    return blake(32, struct.pack("<128Q", *last))


def _fill(blocks, turn: int, slice_number: int, lane: int, lanes: int, quarter: int, passes: int) -> None:
    columns = 4 * quarter
    by_counter = turn == 0 and slice_number < 2
    addresses: list[int] = []
    for index in range(quarter):
        if by_counter and index % 128 == 0:
            counter = [turn, lane, slice_number, lanes * columns, passes, 2, index // 128 + 1] + [0] * 121
            addresses = compressed([0] * 128, compressed([0] * 128, counter))
        column = slice_number * quarter + index
        if turn == 0 and column < 2:
            continue
        before = blocks[lane][column - 1]
        chosen = addresses[index % 128] if by_counter else before[0]
        other = lane if turn == 0 and slice_number == 0 else (chosen >> 32) % lanes
        place = _reference(chosen & 0xFFFFFFFF, turn, slice_number, index, quarter, same_lane=other == lane)
        block = compressed(before, blocks[other][place])
        blocks[lane][column] = block if turn == 0 else [a ^ b for a, b in zip(block, blocks[lane][column], strict=True)]


def _reference(chosen: int, turn: int, slice_number: int, index: int, quarter: int, *, same_lane: bool) -> int:
    finished = slice_number * quarter if turn == 0 else 3 * quarter
    size = finished + (index - 1 if same_lane else -(index == 0))
    relative = size - 1 - (size * (chosen * chosen >> 32) >> 32)
    start = 0 if turn == 0 else (slice_number + 1) % 4 * quarter
    return (start + relative) % (4 * quarter)


def test_the_written_out_argon2_gives_the_vector_of_the_rfc():
    tag = written_out(bytes([1]) * 32, bytes([2]) * 16, memory_kib=32, passes=3, lanes=4, secret=bytes([3]) * 8, associated=bytes([4]) * 12)
    assert tag.hex() == "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"


def test_openssl_gives_the_vector_of_the_rfc(tally):
    other = Argon2id(salt=bytes([2]) * 16, length=32, iterations=3, lanes=4, memory_cost=32, ad=bytes([4]) * 12, secret=bytes([3]) * 8)
    assert other.derive(bytes([1]) * 32).hex() == "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    tally("P4", 2, "keer de vector van RFC 9106", outcome="anders")


@pytest.mark.parametrize(("memory_mib", "passes"), [(19, 1), (19, 4), (46, 1), (64, 3), (256, 3), (64, 4)])
def test_ours_and_openssl_derive_the_same_at_full_size(memory_mib, passes, tally):
    settings = KdfSettings(memory_mib, passes)
    other = Argon2id(salt=settings.salt, length=32, iterations=passes, lanes=1, memory_cost=memory_mib * 1024)
    assert derive("vijf losse woorden", settings).reveal() == other.derive(b"vijf losse woorden")
    tally("P4", 1, "instellingen gelijk in libsodium en OpenSSL", outcome="anders")


@pytest.mark.parametrize(("memory_kib", "passes"), [(8, 1), (32, 2), (64, 3), (257, 1)])
def test_all_three_derive_the_same_where_the_slow_one_can_follow(memory_kib, passes, tally):
    import nacl.pwhash.argon2id

    salt = b"0123456789abcdef"
    slow = written_out(b"vijf losse woorden", salt, memory_kib=memory_kib, passes=passes)
    openssl = Argon2id(salt=salt, length=32, iterations=passes, lanes=1, memory_cost=memory_kib).derive(b"vijf losse woorden")
    sodium = nacl.pwhash.argon2id.kdf(32, b"vijf losse woorden", salt, opslimit=passes, memlimit=memory_kib * 1024)
    assert slow == openssl == sodium
    tally("P4", 1, "instellingen gelijk in drie uitvoeringen", outcome="anders")
