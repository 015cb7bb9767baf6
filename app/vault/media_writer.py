"""Write one ciphertext: read, hash, encrypt, write and read back side by side, and be done when it is on the medium."""

import hashlib
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from app.common.byte_source import ByteSource, FileSource
from app.common.errors import DamagedError, SystemProblem
from app.common.progress import JobContext
from app.crypto.secret import Secret
from app.crypto.streaming_aead import TINK_1MB, StreamWriter
from app.vault.durable_files import DurableFiles, NewFile, translated_os_errors

_BATCH = 4
"""Segments that are hashed and read back in one go."""
_WAITING = 2
"""Batches and syncs that may wait for their thread: keeps the memory below about 16 MiB."""
_SYNC_EVERY = 64
"""Segments between two early syncs, so that the disk works while we calculate instead of after it."""

OnChunk = Callable[[bytes], None]


@dataclass(frozen=True)
class WrittenMedia:
    """The plaintext's SHA-256 (hex) and the ciphertext's size."""

    sha256: str
    cipher_size: int


def write_media(
    source: ByteSource,
    part: Path,
    key: Secret,
    associated_data: bytes,
    files: DurableFiles,
    context: JobContext,
    on_chunk: OnChunk | None,
) -> WrittenMedia:
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
                start, end = TINK_1MB.plain_range(segment, source.size)
                context.advance("encrypt", start, source.size)
                plaintext = _piece(source, start, end)
                if on_chunk is not None:
                    on_chunk(plaintext)
                press.add(segment, plaintext)
            written = press.finish()
        file.sync()
    finally:
        file.close()
    context.advance("encrypt", source.size, source.size)
    return written


class _Press:
    """Segments go in one by one; a second thread hashes them and reads them back, a third syncs early.

    Handed over by the batch: waking a thread for every segment cost more than the hashing did.
    """

    def __init__(self, file: NewFile, part: Path, writer: StreamWriter, plain_total: int) -> None:
        self._file = file
        self._writer = writer
        self._plain_total = plain_total
        self._last_segment = TINK_1MB.segment_count(plain_total) - 1
        self._plain_digest = hashlib.sha256()
        self._waiting: deque[Future[None]] = deque()
        self._held: bytes = b""
        self._batch: list[tuple[int, bytes]] = []
        self._resources = ExitStack()
        with translated_os_errors():
            self._written = FileSource(part)
        self._resources.callback(self._written.close)
        self._prover, self._syncer = (self._resources.enter_context(ThreadPoolExecutor(1, thread_name_prefix=name)) for name in ("read-back", "sync"))

    def __enter__(self) -> "_Press":
        return self

    def __exit__(self, *_: object) -> None:
        self._resources.close()

    def add(self, segment: int, plaintext: bytes) -> None:
        """Take the next segment. The one before it is written now: until this one came it could have been the last."""
        if segment == 0:
            self._file.write(self._writer.header())
        ciphertext = self._writer.update(plaintext)
        if ciphertext:
            self._file.write(ciphertext)
            self._batch.append((segment - 1, self._held))
        self._held = plaintext
        if len(self._batch) == _BATCH:
            self._hand_over()
        if segment % _SYNC_EVERY == _SYNC_EVERY - 1:
            self._start(self._syncer, self._file.sync)

    def finish(self) -> WrittenMedia:
        """Write the last segment and wait for everything."""
        self._file.write(self._writer.finish())
        self._batch.append((self._last_segment, self._held))
        self._hand_over()
        while self._waiting:
            self._waiting.popleft().result()
        return WrittenMedia(self._plain_digest.hexdigest(), TINK_1MB.cipher_total(self._plain_total))

    def _hand_over(self) -> None:
        batch, self._batch = self._batch, []
        self._start(self._prover, self._prove, batch)

    def _prove(self, batch: list[tuple[int, bytes]]) -> None:
        for segment, plaintext in batch:
            self._plain_digest.update(plaintext)
            start, end = TINK_1MB.cipher_range(segment, self._plain_total)
            with translated_os_errors():
                ciphertext = self._written.read_at(start, end - start)
            if self._writer.opened_again(segment, ciphertext, is_last=segment == self._last_segment) != plaintext:
                raise DamagedError("written_differs")

    def _start(self, thread: ThreadPoolExecutor, task: Callable[..., None], *values: object) -> None:
        self._waiting.append(thread.submit(task, *values))
        while len(self._waiting) > _WAITING:
            self._waiting.popleft().result()


def _piece(source: ByteSource, start: int, end: int) -> bytes:
    try:
        plaintext = source.read_at(start, end - start)
    except OSError as error:
        raise SystemProblem("source_unreadable") from error
    if len(plaintext) != end - start:
        raise SystemProblem("source_unreadable")
    return plaintext
