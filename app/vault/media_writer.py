"""Write one ciphertext: read, hash, encrypt, write and read back side by side, and be done when it is on the medium."""

import hashlib
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from app.common.byte_source import ByteSource, FileSource, read_whole
from app.common.errors import DamagedError
from app.common.progress import JobContext
from app.crypto.secret import Secret
from app.crypto.streaming_aead import TINK_1MB, StreamWriter
from app.vault.durable_files import DurableFiles, NewFile, translated_os_errors

_BATCH = 4
"""Segments that are hashed and read back in one go."""
_WAITING = 2
"""Batches and syncs that may wait for their threads: keeps the memory at about 14 MiB."""
_SYNC_EVERY = 64
"""Segments between two early syncs, so that the disk works while we calculate instead of after it."""


@dataclass(frozen=True)
class WrittenMedia:
    """The plaintext's SHA-256 (hex) and the ciphertext's size."""

    sha256: str
    cipher_size: int


def write_media(source: ByteSource, part: Path, key: Secret, associated_data: bytes, files: DurableFiles, context: JobContext) -> WrittenMedia:
    """Encrypt the source into a new file. Every segment was read back and equalled what went in; all of it is synced.

    Raises:
        SystemProblem: `source_unreadable` or a problem of the disk.
        DamagedError: `written_differs`.
        CancelledError: somebody stopped it; the part file is the caller's to remove.
    """
    file = files.new_file(part)
    try:
        with _Press(file, part, StreamWriter(key, associated_data), source.size) as press:
            for segment in range(TINK_1MB.segment_count(source.size)):
                context.advance("encrypt", TINK_1MB.plain_range(segment, source.size)[0], source.size)
                press.add(segment, source)
            written = press.finish()
        file.sync()
    finally:
        file.close()
    context.advance("encrypt", source.size, source.size)
    return written


@dataclass(frozen=True)
class _Piece:
    """One segment's plaintext: `length` bytes of a memory that is used again when all is done with it."""

    segment: int
    memory: bytearray
    length: int

    @property
    def plaintext(self) -> memoryview:
        return memoryview(self.memory)[: self.length]


class _Press:
    """Segments go in one by one; a second thread hashes them, a third reads them back, a fourth syncs early.

    Handed over by the batch: waking a thread for every segment cost more than the hashing did. And the memory goes round:
    new memory for every segment cost twice what encrypting it does.
    """

    def __init__(self, file: NewFile, part: Path, writer: StreamWriter, plain_total: int) -> None:
        self._file = file
        self._writer = writer
        self._plain_total = plain_total
        self._last_segment = TINK_1MB.segment_count(plain_total) - 1
        self._plain_digest = hashlib.sha256()
        self._waiting: deque[tuple[list[Future[None]], list[_Piece]]] = deque()
        self._free: list[bytearray] = []
        self._batch: list[_Piece] = []
        self._ciphertext, self._again = bytearray(TINK_1MB.segment_size), bytearray(TINK_1MB.segment_size)
        self._opened = bytearray(TINK_1MB.plain_size)
        self._resources = ExitStack()
        with translated_os_errors():
            self._written = FileSource(part)
        self._resources.callback(self._written.close)
        names = ("hash", "read-back", "sync")
        self._hasher, self._prover, self._syncer = (self._resources.enter_context(ThreadPoolExecutor(1, thread_name_prefix=name)) for name in names)

    def __enter__(self) -> "_Press":
        return self

    def __exit__(self, *_: object) -> None:
        self._resources.close()

    def add(self, segment: int, source: ByteSource) -> None:
        """Read the next segment of the source and write it."""
        if segment == 0:
            self._file.write(self._writer.header())
        start, end = TINK_1MB.plain_range(segment, self._plain_total)
        piece = _Piece(segment, self._free.pop() if self._free else bytearray(TINK_1MB.plain_size), end - start)
        read_whole(source, start, piece.plaintext)
        length = self._writer.seal_into(piece.plaintext, self._ciphertext, is_last=segment == self._last_segment)
        self._file.write(memoryview(self._ciphertext)[:length])
        self._batch.append(piece)
        if len(self._batch) == _BATCH:
            self._hand_over()
        if segment % _SYNC_EVERY == _SYNC_EVERY - 1:
            self._wait_behind([self._syncer.submit(self._file.sync)], [])

    def finish(self) -> WrittenMedia:
        """Wait for everything."""
        self._hand_over()
        while self._waiting:
            self._wait()
        return WrittenMedia(self._plain_digest.hexdigest(), TINK_1MB.cipher_total(self._plain_total))

    def _hand_over(self) -> None:
        batch, self._batch = self._batch, []
        self._wait_behind([self._hasher.submit(self._hash, batch), self._prover.submit(self._prove, batch)], batch)

    def _hash(self, batch: list[_Piece]) -> None:
        for piece in batch:
            self._plain_digest.update(piece.plaintext)

    def _prove(self, batch: list[_Piece]) -> None:
        for piece in batch:
            start, end = TINK_1MB.cipher_range(piece.segment, self._plain_total)
            ciphertext = memoryview(self._again)[: end - start]
            with translated_os_errors():
                count = self._written.read_into(start, ciphertext)
            if count != end - start:
                raise DamagedError("written_differs")
            length = self._writer.opened_again(piece.segment, ciphertext, self._opened, is_last=piece.segment == self._last_segment)
            opened = self._opened if length == len(self._opened) else self._opened[:length]
            if opened != piece.plaintext:  # no view on the left: views are compared byte by byte, eighty times as slow
                raise DamagedError("written_differs")

    def _wait_behind(self, futures: list[Future[None]], batch: list[_Piece]) -> None:
        self._waiting.append((futures, batch))
        while len(self._waiting) > _WAITING:
            self._wait()

    def _wait(self) -> None:
        futures, batch = self._waiting.popleft()
        for future in futures:
            future.result()
        self._free += [piece.memory for piece in batch]
