"""The joint between the vault, the media readers and the anonymiser: bytes that can be read anywhere."""

import threading
from pathlib import Path
from typing import BinaryIO, Protocol


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
        self._file: BinaryIO = path.open("rb", buffering=0)
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

    def close(self) -> None:
        """Close the file."""
        self._file.close()
