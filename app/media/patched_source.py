"""Sources that differ a little from the one behind them, so that a player can use it."""

from collections.abc import Mapping

from app.common.byte_source import ByteSource
from app.common.errors import DamagedError

_PIECE = 64 * 1024


class PatchedSource:
    """Another source with a few stretches of bytes replaced."""

    def __init__(self, source: ByteSource, patches: Mapping[int, bytes]) -> None:
        self._source = source
        self._patches = patches

    @property
    def size(self) -> int:
        """Length in bytes, that of the source."""
        return self._source.size

    def read_at(self, offset: int, length: int) -> bytes:
        """Return the bytes; see `ByteSource.read_at`."""
        content = self._source.read_at(offset, length)
        for at, patch in self._patches.items():
            start, end = max(at, offset), min(at + len(patch), offset + len(content))
            if start < end:
                content = content[: start - offset] + patch[start - at : end - at] + content[end - offset :]
        return content

    def close(self) -> None:
        """Close the source behind it."""
        self._source.close()


class BridgedSource:
    """Another source with zeros where it is damaged: that spoils a moment, where an error would end the whole recording."""

    def __init__(self, source: ByteSource) -> None:
        self._source = source
        self._has_damage = False

    @property
    def size(self) -> int:
        """Length in bytes, that of the source."""
        return self._source.size

    @property
    def has_damage(self) -> bool:
        """Whether damage was met so far."""
        return self._has_damage

    def read_at(self, offset: int, length: int) -> bytes:
        """Return the bytes; see `ByteSource.read_at`, except that it does not raise DamagedError."""
        try:
            return self._source.read_at(offset, length)
        except DamagedError:
            self._has_damage = True
        end = min(offset + length, self._source.size)
        return b"".join(self._piece(at, min(_PIECE, end - at)) for at in range(offset, end, _PIECE))

    def close(self) -> None:
        """Close the source behind it."""
        self._source.close()

    def _piece(self, offset: int, length: int) -> bytes:
        try:
            return self._source.read_at(offset, length)
        except DamagedError:
            return bytes(length)
