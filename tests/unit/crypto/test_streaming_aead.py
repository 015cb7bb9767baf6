import os
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.common.byte_source import MemorySource
from app.common.errors import DamagedError
from app.crypto.secret import Secret
from app.crypto.streaming_aead import HEADER_SIZE, TAG_SIZE, TINK_1MB, SegmentLayout, StreamReader, StreamWriter
from tests.support.sealed_streams import sealed
from tests.support.tink_streams import TinkError, tink_decrypt, tink_encrypt

SMALL = SegmentLayout(128)
KEY = bytes(range(32))
AAD = b"bound to this"
MIB = 1024 * 1024


def written(plaintext, layout=SMALL, key=KEY, aad=AAD):
    return sealed(StreamWriter(Secret(key), aad, layout), plaintext, layout)


def opened(ciphertext, size, layout=SMALL, key=KEY, aad=AAD):
    return StreamReader(MemorySource(ciphertext), Secret(key), aad, size, layout)


def read_all(ciphertext, size, **options):
    reader = opened(ciphertext, size, **options)
    return reader.read_at(0, reader.size)


def boundaries(layout):
    edges = [layout.first_plain_size + layout.plain_size * full for full in range(3)]
    near = {size for edge in edges for size in (edge - 1, edge, edge + 1)}
    return sorted({0, 1, layout.segment_size, *near, layout.first_plain_size + layout.plain_size * 5 // 2})


@pytest.mark.parametrize("size", boundaries(TINK_1MB))
def test_tink_reads_what_we_write(size, tally):
    plaintext = os.urandom(size)
    assert tink_decrypt(KEY, written(plaintext, TINK_1MB), AAD) == plaintext
    tally("P2", 1, "bestanden rond elke grens geschreven, door Tink gelezen", outcome="anders")


@pytest.mark.parametrize("size", boundaries(TINK_1MB))
def test_we_read_what_tink_writes(size, tally):
    plaintext = os.urandom(size)
    ciphertext = tink_encrypt(KEY, plaintext, AAD)
    assert len(ciphertext) == TINK_1MB.cipher_total(size)
    assert read_all(ciphertext, size, layout=TINK_1MB) == plaintext
    tally("P2", 1, "bestanden rond elke grens van Tink gelezen", outcome="anders")


@pytest.mark.parametrize("size", range(0, 400, 7))
def test_small_segments_agree_with_tink_both_ways(size):
    plaintext = os.urandom(size)
    assert tink_decrypt(KEY, written(plaintext), AAD, SMALL.segment_size) == plaintext
    assert read_all(tink_encrypt(KEY, plaintext, AAD, SMALL.segment_size), size) == plaintext


def test_tink_refuses_our_stream_under_other_associated_data():
    with pytest.raises(TinkError):
        tink_decrypt(KEY, written(b"abc", TINK_1MB), b"other")


_LONG = os.urandom(3_700_000)
_LONG_CIPHERTEXT = written(_LONG, TINK_1MB)


@settings(max_examples=300, deadline=None)
@given(offset=st.integers(0, len(_LONG) + 10), length=st.integers(0, 1_200_000))
def test_any_range_equals_the_same_slice(offset, length):
    reader = opened(_LONG_CIPHERTEXT, len(_LONG), layout=TINK_1MB)
    assert reader.read_at(offset, length) == _LONG[offset : offset + length]


@settings(deadline=None)
@given(size=st.integers(0, 700), reads=st.lists(st.tuples(st.integers(0, 720), st.integers(0, 300)), max_size=12))
def test_any_ranges_in_any_order_equal_their_slices(size, reads):
    plaintext = bytes(number % 251 for number in range(size))
    reader = opened(written(plaintext), size)
    for offset, length in reads:
        assert reader.read_at(offset, length) == plaintext[offset : offset + length]


def test_every_flipped_bit_is_noticed_and_spoils_only_its_segment(tally):
    plaintext = os.urandom(SMALL.first_plain_size + 2 * SMALL.plain_size + 30)
    ciphertext = written(plaintext)
    for bit in range(len(ciphertext) * 8):
        changed = bytearray(ciphertext)
        changed[bit // 8] ^= 1 << bit % 8
        if bit < HEADER_SIZE * 8:
            with pytest.raises(DamagedError):
                opened(bytes(changed), len(plaintext))
            continue
        hit = bit // 8 // SMALL.segment_size
        reader = opened(bytes(changed), len(plaintext))
        for segment in range(reader.segment_count):
            start, end = SMALL.plain_range(segment, len(plaintext))
            if segment == hit:
                with pytest.raises(DamagedError) as caught:
                    reader.read_at(start, end - start)
                assert caught.value.details == {"segment": hit, "from_byte": start, "to_byte": end}
            else:
                assert reader.read_at(start, end - start) == plaintext[start:end]
        assert [segment for segment, problem in reader.damaged_segments() if problem] == [hit]
    tally("F2", len(ciphertext) * 8, f"bits geflipt in een bestand van {reader.segment_count} segmenten")


def test_every_cut_and_every_addition_is_refused_at_open(tally):
    plaintext = os.urandom(300)
    ciphertext = written(plaintext)
    for length in range(len(ciphertext)):
        with pytest.raises(DamagedError) as caught:
            opened(ciphertext[:length], len(plaintext))
        assert caught.value.code == "media_cut_off"
    for extra in (b"\0", os.urandom(TAG_SIZE), ciphertext[-SMALL.segment_size :], ciphertext):
        with pytest.raises(DamagedError):
            opened(ciphertext + extra, len(plaintext))
    tally("F3", len(ciphertext), "afgekapte lengtes")


def test_a_cut_that_fits_the_length_the_database_was_forged_to_is_still_refused():
    plaintext = os.urandom(SMALL.first_plain_size + SMALL.plain_size * 2)
    ciphertext = written(plaintext)
    shorter = SMALL.first_plain_size + SMALL.plain_size
    reader = opened(ciphertext[: SMALL.cipher_total(shorter)], shorter)  # the first segment is whole, so it opens...
    with pytest.raises(DamagedError):
        reader.read_at(SMALL.first_plain_size, 1)  # ... but what would now be the last was sealed as not the last
    with pytest.raises(DamagedError):
        opened(ciphertext[: SMALL.cipher_total(SMALL.first_plain_size)], SMALL.first_plain_size)


def segments_of(ciphertext):
    return [ciphertext[start : start + SMALL.segment_size] for start in range(0, len(ciphertext), SMALL.segment_size)]


def test_swapped_repeated_dropped_or_foreign_segments_are_noticed(tally):
    size = SMALL.first_plain_size + SMALL.plain_size * 3
    plaintext = os.urandom(size)
    first, *others = segments_of(written(plaintext))
    sibling = segments_of(written(plaintext))  # same key, same data, other salt
    forged = {
        "swapped": [first, others[1], others[0], others[2]],
        "repeated": [first, others[0], others[0], others[2]],
        "last first": [first, others[2], others[1], others[0]],
        "spliced": [first, sibling[1], others[1], others[2]],
        "spliced end": [first, others[0], others[1], sibling[3]],
        "spliced start": [sibling[0], *others],
    }
    for segments in forged.values():
        with pytest.raises(DamagedError):
            read_all(b"".join(segments), size)
    with pytest.raises(DamagedError):
        read_all(first + others[0] + others[2], SMALL.first_plain_size + SMALL.plain_size * 2)
    tally("F4", len(forged) + 1, "verwisselde, herhaalde, weggelaten en vreemde segmenten")


@pytest.mark.parametrize("wrong", [{"key": bytes(32)}, {"aad": b"bound to that"}, {"aad": b""}])
def test_another_key_or_binding_opens_nothing(wrong):
    with pytest.raises(DamagedError):
        opened(written(os.urandom(500)), 500, **wrong)


def test_a_bad_last_segment_leaves_the_rest_to_watch_but_not_in_a_file_of_one():
    plaintext = os.urandom(300)
    changed = bytearray(written(plaintext))
    changed[-1] ^= 1
    reader = opened(bytes(changed), 300)
    assert reader.read_at(0, 72) == plaintext[:72]
    with pytest.raises(DamagedError):
        reader.read_at(299, 1)
    short = bytearray(written(b"abc"))
    short[-1] ^= 1
    with pytest.raises(DamagedError):
        opened(bytes(short), 3)


def test_two_streams_of_the_same_bytes_share_nothing():
    assert not set(segments_of(written(bytes(500)))) & set(segments_of(written(bytes(500))))


def test_a_finished_writer_refuses_more():
    writer, target = StreamWriter(Secret(KEY), AAD, SMALL), bytearray(SMALL.segment_size)
    writer.seal_into(b"", target, is_last=True)
    for is_last in (True, False):
        with pytest.raises(ValueError, match="finished"):
            writer.seal_into(b"x", target, is_last=is_last)


@pytest.mark.parametrize(("size", "is_last"), [(SMALL.first_plain_size - 1, False), (0, False), (SMALL.first_plain_size + 1, False), (73, True)])
def test_a_piece_that_is_no_segment_is_refused(size, is_last):
    with pytest.raises(ValueError, match="segment"):
        StreamWriter(Secret(KEY), AAD, SMALL).seal_into(bytes(size), bytearray(SMALL.segment_size), is_last=is_last)


def test_what_is_read_back_wrong_is_told_from_what_is_right():
    writer, target, opened_again = StreamWriter(Secret(KEY), AAD, SMALL), bytearray(SMALL.segment_size), bytearray(SMALL.segment_size)
    length = writer.seal_into(b"a" * 72, target, is_last=False)
    ciphertext = bytes(target[:length])
    assert opened_again[: writer.opened_again(0, ciphertext, opened_again, is_last=False)] == b"a" * 72
    for segment, is_last in ((1, False), (0, True)):
        with pytest.raises(DamagedError):
            writer.opened_again(segment, ciphertext, opened_again, is_last=is_last)


def test_the_cache_holds_eight_segments_and_no_more():
    class CountingSource(MemorySource):
        reads = 0

        def read_at(self, offset, length):
            type(self).reads += 1
            return super().read_at(offset, length)

    size = SMALL.first_plain_size + SMALL.plain_size * 19
    reader = StreamReader(CountingSource(written(os.urandom(size))), Secret(KEY), AAD, size, SMALL)
    for _ in range(3):
        for segment in range(8):
            reader.read_at(segment * SMALL.plain_size, 1)
    first_round = CountingSource.reads
    assert first_round == 2 + 8  # header, last segment, then eight once each
    for segment in range(20):
        reader.read_at(SMALL.plain_range(segment, size)[0], 1)
    assert len(reader._cache) == 8


def test_many_threads_read_the_same_stream_without_mixing_it_up():
    size = 400_000
    plaintext = os.urandom(size)
    reader = opened(written(plaintext, SegmentLayout(4096)), size, layout=SegmentLayout(4096))
    wrong = []

    def read_around(seed):
        for step in range(150):
            offset = (seed * 7919 + step * 104_729) % size
            if reader.read_at(offset, 9000) != plaintext[offset : offset + 9000]:
                wrong.append(offset)

    threads = [threading.Thread(target=read_around, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


@pytest.mark.parametrize("layout", [SMALL, TINK_1MB])
def test_the_arithmetic_covers_every_byte_once(layout):
    for size in (*boundaries(layout), 2**33 + 12345):
        count = layout.segment_count(size)
        last_start, last_end = layout.plain_range(count - 1, size)
        assert last_end == size
        assert last_start < size or size == 0
        assert layout.cipher_range(count - 1, size)[1] == layout.cipher_total(size)
        for segment in {*range(min(count, 4)), count - 1}:
            start, end = layout.plain_range(segment, size)
            assert start == 0 or layout.plain_range(segment - 1, size)[1] == start
            assert start == end or (layout.segment_at(start), layout.segment_at(end - 1)) == (segment, segment)


def test_negative_places_are_a_bug():
    reader = opened(written(b"abc"), 3)
    for offset, length in ((-1, 2), (0, -1)):
        with pytest.raises(ValueError, match="negative"):
            reader.read_at(offset, length)
