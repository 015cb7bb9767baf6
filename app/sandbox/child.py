"""The child's side: give up rights, run one job, read bytes by asking the parent."""

import io
import os
import sys
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, cast

from app.common.errors import AppError, DamagedError, InputError
from app.sandbox.confine import confine
from app.sandbox.wire import Header, read_message, write_message

_BLOCK = 1024 * 1024
_BLOCKS_KEPT = 12


class ParentLink:
    """What a job in the child has of the world: the source's bytes, and a way to report."""

    def __init__(self, from_parent: BinaryIO, to_parent: BinaryIO, source_size: int) -> None:
        self._from_parent = from_parent
        self._to_parent = to_parent
        self._source_size = source_size
        self._blocks: OrderedDict[int, bytes] = OrderedDict()
        self._damage: dict[int, tuple[int, int]] = {}
        self._early: deque[tuple[Header, bytes]] = deque()

    @property
    def source_size(self) -> int:
        """Length of the source in bytes."""
        return self._source_size

    def read_at(self, offset: int, length: int) -> bytes:
        """Return bytes of the source, fewer when damage follows; whole blocks are asked for and the last ones kept.

        Raises:
            DamagedError: `media_damaged` (from_byte, to_byte), what is asked for begins in damaged bytes.
        """
        pieces: list[bytes] = []
        end = min(offset + length, self._source_size)
        while offset < end:
            index, start = divmod(offset, _BLOCK)
            block = self._block(index)
            damage_start, damage_end = self._damage.get(index, (len(block), len(block)))
            if damage_start <= start < damage_end:
                if pieces:
                    break
                raise DamagedError("media_damaged", from_byte=index * _BLOCK + damage_start, to_byte=index * _BLOCK + damage_end)
            stop = start + end - offset
            piece = block[start : min(stop, damage_start) if start < damage_start else stop]
            if not piece:
                break
            pieces.append(piece)
            offset += len(piece)
        return b"".join(pieces)

    def open_source(self) -> "SourceFile":
        """Return the source as a seekable file, which is what FFmpeg's bindings want."""
        return SourceFile(self)

    def progress(self, step: str, done: int, total: int) -> None:
        """Tell the parent how far the job is."""
        write_message(self._to_parent, {"type": "progress", "step": step, "done": done, "total": total})

    def item(self, header: Header, payload: bytes | memoryview = b"") -> None:
        """Give the parent one result."""
        write_message(self._to_parent, {**header, "type": "item"}, payload)

    def receive(self) -> tuple[Header, bytes]:
        """Wait for the parent's next message of the job's own protocol."""
        return self._early.popleft() if self._early else read_message(self._from_parent)

    def _block(self, index: int) -> bytes:
        if index in self._blocks:
            self._blocks.move_to_end(index)
            return self._blocks[index]
        write_message(self._to_parent, {"type": "read", "offset": index * _BLOCK, "length": _BLOCK})
        header, block = read_message(self._from_parent)
        while "damaged" not in header:  # sent by the parent before it knew that we would read first
            self._early.append((header, block))
            header, block = read_message(self._from_parent)
        if header.get("damaged"):
            self._damage[index] = (int(header["from"]), int(header["to"]))
        self._blocks[index] = block
        if len(self._blocks) > _BLOCKS_KEPT:
            self._blocks.popitem(last=False)
        return block


class SourceFile(io.RawIOBase):
    """The source as a read-only, seekable file."""

    def __init__(self, link: ParentLink) -> None:
        super().__init__()
        self._link = link
        self._position = 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """Return the position in bytes."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move; past the end is allowed and reads nothing."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._link.source_size}[whence]
        self._position = max(0, base + offset)
        return self._position

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes."""
        if size < 0:
            size = self._link.source_size
        content = self._link.read_at(self._position, size)
        self._position += len(content)
        return content


def _take_stdout() -> BinaryIO:
    # A library that prints, in Python or in C, must not break the protocol: it gets the error stream instead.
    to_parent = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return to_parent


Job = Callable[[ParentLink, dict[str, Any]], None]


def serve(jobs: Mapping[str, Callable[[], Job]]) -> int:
    """Run the one job the parent asks for and return the exit code.

    `jobs` maps a name to a function that imports and returns the job, so that a probe does not load what only a
    renderer needs, and nothing is imported before the process is confined.
    """
    from_parent = cast(BinaryIO, sys.stdin.buffer)
    to_parent = _take_stdout()
    order, _ = read_message(from_parent)
    confine(memory_mb=int(order["memory_mb"]))
    link = ParentLink(from_parent, to_parent, int(order["source_size"]))
    try:
        jobs[order["job"]]()(link, order["arguments"])
    except AppError as error:
        family = type(error).__name__
        write_message(to_parent, {"type": "error", "family": family, "code": error.code, "details": error.details})
        return 1
    except MemoryError:
        write_message(to_parent, {"type": "error", "family": InputError.__name__, "code": "media_too_large", "details": {}})
        return 1
    write_message(to_parent, {"type": "done"})
    return 0
