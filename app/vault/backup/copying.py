"""Copy bytes to a medium and believe only what it gives back."""

import hashlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from app.common.byte_source import ByteSource, read_whole
from app.common.errors import DamagedError, SystemProblem
from app.vault.durable_files import DurableFiles, NewFile

WINDOW = 16 * 1024 * 1024
"""Written, synced and read back in one go: large enough for a stick, small enough to stop within a second or so."""
PIECE = 4 * 1024 * 1024
PART_SUFFIX = ".part"
Content = bytes | memoryview

OnBytes = Callable[[int], None]


class _Hash(Protocol):
    def update(self, content: Content, /) -> None: ...
    def digest(self) -> bytes: ...


class ThreadedDigest:
    """A digest in a thread of its own, so that it costs no time beside the disk. BLAKE2b-256 unless told otherwise."""

    def __init__(self, digest: _Hash | None = None) -> None:
        self._digest = digest or hashlib.blake2b(digest_size=32)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="hash-copy")
        self._last: Future[None] | None = None

    def update(self, content: Content) -> None:
        """Take the next bytes; waits for those before, so that at most one piece is held. Memory of before may then be used again."""
        self._wait()
        self._last = self._thread.submit(self._digest.update, content)

    def finish(self) -> bytes:
        """Return the digest."""
        self._wait()
        self.close()
        return bytes(self._digest.digest())

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown(wait=True)

    def _wait(self) -> None:
        if self._last is not None:
            self._last.result()


def digest_of(source: ByteSource, on_bytes: OnBytes) -> bytes:
    """Return the BLAKE2b-256 of all of it. `on_bytes` hears how many were done each time, and may raise to stop."""
    digest = ThreadedDigest()
    memories = [bytearray(min(PIECE, source.size)) for _ in range(2)]  # one is hashed while the other is filled
    try:
        for number, offset in enumerate(range(0, source.size, PIECE)):
            content = memoryview(memories[number % 2])[: source.size - offset]
            read_whole(source, offset, content)
            digest.update(content)
            on_bytes(len(content))
        return digest.finish()
    finally:
        digest.close()


class _Window:
    """What is written, synced and read back in one go. Its memory is used again: new memory costs more than the copying."""

    def __init__(self, size: int) -> None:
        self.memory = bytearray(size)
        self.length = 0

    def room(self, length: int) -> memoryview | None:
        """Return this much of it to fill, None when there is no more."""
        if self.length + length > len(self.memory):
            return None
        self.length += length
        return memoryview(self.memory)[self.length - length : self.length]


class ProvenCopy:
    """A new file whose every byte was read back from the medium. Until `name` it has a name that counts for nothing.

    Raises:
        DamagedError: `written_differs`, the medium gives something else back.
        SystemProblem: it is full, refuses, or is gone.
    """

    def __init__(self, target: Path, files: DurableFiles) -> None:
        self.target = target
        self.part = target.with_name(target.name + PART_SUFFIX)
        self._files = files
        files.remove(self.part)
        self._file: NewFile = files.new_file(self.part)
        self._window, self._other = _Window(WINDOW), _Window(WINDOW)
        self._again = bytearray(PIECE)
        self._offset = 0
        self._is_closed = False
        self._prover = ThreadPoolExecutor(1, thread_name_prefix="prove-copy")
        self._proving: Future[None] | None = None

    def write(self, content: bytes) -> None:
        """Append these bytes, at most a piece; now and then all that was written is synced and read back."""
        room = self._room(len(content))
        room[:] = content
        self._file.write(room)

    def copy(self, source: ByteSource, offset: int, length: int) -> memoryview:
        """Append this piece of the source and return it, to be hashed before two more windows were filled."""
        room = self._room(length)
        read_whole(source, offset, room)
        self._file.write(room)
        return room

    def name(self) -> None:
        """Prove the rest and give it its name, durably."""
        self._start_proving()
        self._wait()
        self._close()
        self._files.replace(self.part, self.target)
        self._files.sync_folder(self.target.parent)

    def drop(self) -> None:
        """Leave nothing of it, as far as the medium is still there."""
        with suppress(SystemProblem):
            self._close()
        with suppress(SystemProblem):
            self._files.remove(self.part)

    def _room(self, length: int) -> memoryview:
        room = self._window.room(length)
        if room is None:
            self._start_proving()
            room = self._window.room(length)
        if room is None:
            raise ValueError("more than a window at once")
        return room

    def _start_proving(self) -> None:
        """Prove what was written in a thread of its own, while the next is being written into the other window."""
        self._wait()
        self._proving = self._prover.submit(self._prove, self._window, self._offset)
        self._offset += self._window.length
        self._window, self._other = self._other, self._window
        self._window.length = 0

    def _wait(self) -> None:
        if self._proving is not None:
            self._proving.result()

    def _prove(self, window: _Window, offset: int) -> None:
        self._file.sync()
        for start in range(0, window.length, PIECE):
            length = min(PIECE, window.length - start)
            # No view on the left: views are compared byte by byte, eighty times as slow.
            again = self._again if length == PIECE else bytearray(length)
            count = self._files.read_again(self.part, offset + start, memoryview(again))
            if count != length or again != memoryview(window.memory)[start : start + length]:
                raise DamagedError("written_differs")

    def _close(self) -> None:
        if not self._is_closed:
            self._is_closed = True
            self._prover.shutdown(wait=True)
            self._file.close()


def copy_proven(source: ByteSource, target: Path, files: DurableFiles, on_bytes: OnBytes) -> bytes:
    """Copy to a new file, prove it, name it, and return the BLAKE2b-256. On any failure nothing of it has its name."""
    copy, digest = ProvenCopy(target, files), ThreadedDigest()
    try:
        for offset in range(0, source.size, PIECE):
            content = copy.copy(source, offset, min(PIECE, source.size - offset))
            digest.update(content)
            on_bytes(len(content))
        copy.name()
        return digest.finish()
    except BaseException:
        copy.drop()
        raise
    finally:
        digest.close()
