"""The joint between the vault, the media readers and the anonymiser: bytes that can be read anywhere."""

import threading
from pathlib import Path
from typing import Protocol

from app.common.errors import SystemProblem


class ByteSource(Protocol):
    """Random access to a fixed run of bytes. Safe to use from several threads at once."""

    @property
    def size(self) -> int:
        """Length in bytes."""
        ...

    def read_at(self, offset: int, length: int) -> bytes:
        """Return the bytes of [offset, offset + length), fewer at the end, none past it.

        Raises:
            DamagedError: these bytes fail their authentication.
            SystemProblem: the medium cannot be read.
        """
        ...

    def close(self) -> None:
        """Release what is held; reading afterwards is a bug."""
        ...


def read_into(source: ByteSource, offset: int, target: memoryview) -> int:
    """Fill `target` from this place on, and return how many bytes there were.

    For all of a large file: new memory for every piece costs the system more than reading it does.
    """
    if isinstance(source, FileSource):
        return source.read_into(offset, target)
    content = source.read_at(offset, len(target))
    target[: len(content)] = content
    return len(content)


def read_whole(source: ByteSource, offset: int, target: memoryview) -> None:
    """Fill all of `target` from this place on; SystemProblem `source_unreadable` when that cannot be done."""
    try:
        count = read_into(source, offset, target)
    except OSError as error:
        raise SystemProblem("source_unreadable") from error
    if count != len(target):
        raise SystemProblem("source_unreadable")


class MemorySource:
    """Bytes that are in memory already."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    @property
    def size(self) -> int:
        """Length in bytes."""
        return len(self._content)

    def read_at(self, offset: int, length: int) -> bytes:
        """Return the slice; see `ByteSource.read_at`."""
        return self._content[offset : offset + length]

    def close(self) -> None:
        """Nothing is held."""


class FileSource:
    """A plain file from outside, opened read-only."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb", buffering=0)
        self._lock = threading.Lock()
        self._size = self._file.seek(0, 2)

    @property
    def size(self) -> int:
        """Length in bytes when it was opened."""
        return self._size

    def read_at(self, offset: int, length: int) -> bytes:
        """Return the bytes; see `ByteSource.read_at`."""
        pieces = []
        with self._lock:
            self._file.seek(offset)
            while length > 0 and (piece := self._file.read(length)):
                pieces.append(piece)
                length -= len(piece)
        return b"".join(pieces)

    def read_into(self, offset: int, target: memoryview) -> int:
        """Fill `target` from this place on, and return how many bytes there were."""
        done = 0
        with self._lock:
            self._file.seek(offset)
            while done < len(target) and (count := self._file.readinto(target[done:])):
                done += count
        return done

    def close(self) -> None:
        """Close the file."""
        self._file.close()
