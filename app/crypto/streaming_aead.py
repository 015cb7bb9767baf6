"""Media ciphertext: Tink's streaming AEAD `AES256_GCM_HKDF_1MB`, written once from front to back and read anywhere.

header      length byte (40), salt (32), nonce prefix (7)
key         HKDF-SHA-256(ikm = media key, salt = salt, info = associated data), 32 bytes
segment i   AES-256-GCM, nonce = prefix, i (4 bytes, big-endian), 1 for the last segment and 0 before it
on disk     every segment fills 1 MiB with its 16-byte tag; the first is shorter by the header, the last as needed
"""

import os
import threading
from collections import OrderedDict, deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.common.byte_source import ByteSource, read_into
from app.common.errors import DamagedError
from app.crypto.secret import Secret

TAG_SIZE = 16
SALT_SIZE = 32
PREFIX_SIZE = 7
HEADER_SIZE = 1 + SALT_SIZE + PREFIX_SIZE
MAX_SEGMENTS = 2**32
_CACHED_SEGMENTS = 8
_CHECKERS = min(4, os.cpu_count() or 1)
Content = bytes | bytearray | memoryview


@dataclass(frozen=True)
class SegmentLayout:
    """Where every byte is: pure arithmetic over the size of a ciphertext segment."""

    segment_size: int

    @property
    def first_plain_size(self) -> int:
        """Bytes of plaintext in a full first segment."""
        return self.segment_size - HEADER_SIZE - TAG_SIZE

    @property
    def plain_size(self) -> int:
        """Bytes of plaintext in any other full segment."""
        return self.segment_size - TAG_SIZE

    def segment_count(self, plain_total: int) -> int:
        """Return how many segments hold this many bytes; nothing at all still takes one."""
        beyond_first = max(0, plain_total - self.first_plain_size)
        return 1 + -(-beyond_first // self.plain_size)

    def cipher_total(self, plain_total: int) -> int:
        """Return the size of the whole file."""
        return HEADER_SIZE + plain_total + TAG_SIZE * self.segment_count(plain_total)

    def segment_at(self, plain_offset: int) -> int:
        """Return the segment that holds this byte."""
        return 0 if plain_offset < self.first_plain_size else 1 + (plain_offset - self.first_plain_size) // self.plain_size

    def plain_range(self, segment: int, plain_total: int) -> tuple[int, int]:
        """Return [from, to) of this segment in the plaintext."""
        start = 0 if segment == 0 else self.first_plain_size + (segment - 1) * self.plain_size
        capacity = self.first_plain_size if segment == 0 else self.plain_size
        return start, min(start + capacity, plain_total)

    def cipher_range(self, segment: int, plain_total: int) -> tuple[int, int]:
        """Return [from, to) of this segment, with its tag, in the file."""
        start, end = self.plain_range(segment, plain_total)
        cipher_start = HEADER_SIZE if segment == 0 else segment * self.segment_size
        return cipher_start, cipher_start + (end - start) + TAG_SIZE


TINK_1MB = SegmentLayout(1024 * 1024)


class StreamWriter:
    """Encrypts one stream, once: a fresh salt and prefix of its own, segments numbered as they come."""

    def __init__(self, key: Secret, associated_data: bytes, layout: SegmentLayout = TINK_1MB) -> None:
        self._layout = layout
        self._salt = os.urandom(SALT_SIZE)
        self._prefix = os.urandom(PREFIX_SIZE)
        self._cipher = segment_cipher(key, self._salt, associated_data)
        self._segment = 0
        self._is_finished = False

    def header(self) -> bytes:
        """Return the bytes the file begins with."""
        return bytes([HEADER_SIZE]) + self._salt + self._prefix

    def seal_into(self, plaintext: Content, target: bytearray, *, is_last: bool) -> int:
        """Write the ciphertext of the next segment into `target`, and return its length. Every segment but the last is full.

        Into memory that is there already: a new megabyte for every segment costs more than encrypting it.
        """
        if self._is_finished:
            raise ValueError("the stream is finished")
        if len(plaintext) > self._capacity or (len(plaintext) < self._capacity and not is_last):
            raise ValueError("not a segment")
        self._is_finished = is_last
        length = len(plaintext) + TAG_SIZE
        nonce = segment_nonce(self._prefix, self._segment, is_last=is_last)
        self._segment += 1
        self._cipher.encrypt_into(nonce, plaintext, None, memoryview(target)[:length])
        return length

    def opened_again(self, segment: int, ciphertext: Content, target: bytearray, *, is_last: bool) -> int:
        """Write the plaintext of a segment of this stream that was read back into `target`, to compare with what went in; return its length.

        Raises:
            DamagedError: `written_differs`.
        """
        length = len(ciphertext) - TAG_SIZE
        try:
            self._cipher.decrypt_into(segment_nonce(self._prefix, segment, is_last=is_last), ciphertext, None, memoryview(target)[:length])
        except InvalidTag as error:
            raise DamagedError("written_differs") from error
        return length

    @property
    def _capacity(self) -> int:
        return self._layout.first_plain_size if self._segment == 0 else self._layout.plain_size


class StreamReader:
    """The plaintext of one stream as a `ByteSource`; every byte given out was authenticated.

    The true length comes from elsewhere (the vault's database), so a file that was cut off or added to is refused at
    once. The last segment is decrypted at open; when only that one is bad the rest stays readable.

    Raises:
        DamagedError: `media_cut_off` (size, expected), or `media_damaged` when nothing of it can be read.
    """

    def __init__(self, source: ByteSource, key: Secret, associated_data: bytes, expected_size: int, layout: SegmentLayout = TINK_1MB) -> None:
        self._source = source
        self._layout = layout
        self._size = expected_size
        self._segment_count = layout.segment_count(expected_size)
        if source.size != layout.cipher_total(expected_size):
            raise DamagedError("media_cut_off", size=source.size, expected=layout.cipher_total(expected_size))
        header = source.read_at(0, HEADER_SIZE)
        if len(header) != HEADER_SIZE or header[0] != HEADER_SIZE:
            raise DamagedError("media_damaged", segment=0)
        self._prefix = header[1 + SALT_SIZE :]
        self._cipher = segment_cipher(key, header[1 : 1 + SALT_SIZE], associated_data)
        self._cache: OrderedDict[int, bytes] = OrderedDict()
        self._lock = threading.Lock()
        self._check_ends()

    @property
    def size(self) -> int:
        """Length of the plaintext in bytes."""
        return self._size

    @property
    def segment_count(self) -> int:
        """Number of segments, at least one."""
        return self._segment_count

    def read_at(self, offset: int, length: int) -> bytes:
        """Return the bytes; see `ByteSource.read_at`.

        Raises:
            DamagedError: `media_damaged` (segment, from_byte, to_byte); other ranges can still be read.
        """
        if offset < 0 or length < 0:
            raise ValueError("offset and length cannot be negative")
        end = min(offset + length, self._size)
        pieces = []
        while offset < end:
            segment = self._layout.segment_at(offset)
            start, segment_end = self._layout.plain_range(segment, self._size)
            piece_end = min(end, segment_end)
            pieces.append(self._opened(segment)[offset - start : piece_end - start])
            offset = piece_end
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def damaged_segments(self) -> Iterator[tuple[int, DamagedError | None]]:
        """Decrypt everything once, in order: yields each segment's number and what is wrong with it."""
        waiting: deque[tuple[int, Future[DamagedError | None]]] = deque()
        memory = threading.local()
        with ThreadPoolExecutor(_CHECKERS, thread_name_prefix="check-segment") as pool:
            for segment in range(self._segment_count):
                waiting.append((segment, pool.submit(self._problem_of, segment, memory)))
                if len(waiting) > 2 * _CHECKERS:
                    number, problem = waiting.popleft()
                    yield number, problem.result()
            for number, problem in waiting:
                yield number, problem.result()

    def _problem_of(self, segment: int, memory: threading.local) -> DamagedError | None:
        if not hasattr(memory, "ciphertext"):  # one pair a thread: new memory for every segment costs more than decrypting it
            memory.ciphertext, memory.plaintext = bytearray(self._layout.segment_size), bytearray(self._layout.plain_size)
        start, end = self._layout.cipher_range(segment, self._size)
        ciphertext = memoryview(memory.ciphertext)[: end - start]
        if read_into(self._source, start, ciphertext) != end - start:
            return self._damage_of(segment)
        plaintext = memoryview(memory.plaintext)[: end - start - TAG_SIZE]
        try:
            self._cipher.decrypt_into(self._nonce_of(segment), ciphertext, None, plaintext)
        except InvalidTag:
            return self._damage_of(segment)
        return None

    def close(self) -> None:
        """Forget the decrypted segments and close the source."""
        with self._lock:
            self._cache.clear()
        self._source.close()

    def _check_ends(self) -> None:
        try:
            self._opened(self._segment_count - 1)
        except DamagedError:
            # The length is right, so this is local damage, unless the first segment fails as well: then the key,
            # the header or the whole file is not what the database says, and there is nothing to offer.
            if self._segment_count == 1:
                raise
            self._opened(0)

    def _opened(self, segment: int) -> bytes:
        with self._lock:
            if segment in self._cache:
                self._cache.move_to_end(segment)
                return self._cache[segment]
        plaintext = self._decrypted(segment)  # outside the lock: two readers may decrypt at once
        with self._lock:
            self._cache[segment] = plaintext
            if len(self._cache) > _CACHED_SEGMENTS:
                self._cache.popitem(last=False)
        return plaintext

    def _decrypted(self, segment: int) -> bytes:
        start, end = self._layout.cipher_range(segment, self._size)
        try:
            return self._cipher.decrypt(self._nonce_of(segment), self._source.read_at(start, end - start), None)
        except InvalidTag as error:
            raise self._damage_of(segment) from error

    def _nonce_of(self, segment: int) -> bytes:
        return segment_nonce(self._prefix, segment, is_last=segment == self._segment_count - 1)

    def _damage_of(self, segment: int) -> DamagedError:
        from_byte, to_byte = self._layout.plain_range(segment, self._size)
        return DamagedError("media_damaged", segment=segment, from_byte=from_byte, to_byte=to_byte)


def segment_cipher(key: Secret, salt: bytes, associated_data: bytes) -> AESGCM:
    """Return the cipher of one stream or log, from its key and the salt in its header."""
    return AESGCM(HKDF(hashes.SHA256(), 32, salt, associated_data).derive(key.reveal()))


def segment_nonce(prefix: bytes, segment: int, *, is_last: bool) -> bytes:
    """Return the nonce of a segment: never the same twice under one prefix."""
    if segment >= MAX_SEGMENTS:
        raise ValueError("the segment counter is used up")
    return prefix + segment.to_bytes(4, "big") + bytes([is_last])
