"""A back-up in one file: a plain tar of exactly our own making, so that any tar can open it and ours opens nothing else.

Written from front to back: media, snapshot, header, tombstones, list; the list comes last, then 1,024 zero bytes. A reader
builds the 512 bytes each entry must begin with and compares: no links, no other names, no second meaning of a length.
"""

import re
import tarfile
from pathlib import Path

from app.common.byte_source import ByteSource, FileSource
from app.common.errors import DamagedError, InputError
from app.vault.backup.manifest import generation_of
from app.vault.backup.tombstones import TOMBSTONES_NAME
from app.vault.durable_files import translated_os_errors
from app.vault.header_store import HEADER_NAME

BLOCK = 512
END = bytes(2 * BLOCK)
_NAME = re.compile(r"media/([0-9a-f]{2})/\1[0-9a-f]{30}\.media|register-\d{1,16}\.db|manifest-\d{1,16}\.json|kluis\.json|grafstenen\.json")
_SIZE_FIELD = slice(124, 136)
_MAX_ENTRIES = 1_000_004


def entry_head(name: str, size: int) -> bytes:
    """Return the block before an entry: the one way we write it."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry.tobuf(tarfile.GNU_FORMAT, "ascii", "strict")


def padding(size: int) -> bytes:
    """Return the zeros after an entry."""
    return bytes(-size % BLOCK)


def archive_size(entries: list[tuple[str, int]]) -> int:
    """Return the length of an archive of these names and sizes."""
    return sum(BLOCK + size + len(padding(size)) for _, size in entries) + len(END)


class ArchiveSource:
    """A back-up in one file, see `BackupSource`.

    Raises:
        InputError: `not_a_backup`, this is another kind of file.
        DamagedError: `backup_cut_off`, `backup_list_damaged`: it was one, but not all of it is there or it holds something else.
    """

    def __init__(self, path: Path) -> None:
        with translated_os_errors():
            self._file = FileSource(path)
        try:
            self._places = self._read_places()
        except BaseException:
            self._file.close()
            raise

    @property
    def lists(self) -> list[str]:
        """See `BackupSource`."""
        return [name for name in self._places if generation_of(name) is not None]

    def open(self, name: str) -> ByteSource | None:
        """See `BackupSource`."""
        place = self._places.get(name)
        return None if place is None else _Slice(self._file, *place)

    def path_of(self, name: str) -> Path | None:
        """See `BackupSource`: nothing in here stands on its own."""
        del name
        return None

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _read_places(self) -> dict[str, tuple[int, int]]:
        places: dict[str, tuple[int, int]] = {}
        offset = 0
        while True:
            head = self._at(offset, BLOCK)
            if head == bytes(BLOCK):
                break
            name, size = _entry(head, is_first=not places)
            if name in places or len(places) >= _MAX_ENTRIES:
                raise DamagedError("backup_list_damaged")
            places[name] = (offset + BLOCK, size)
            gap = padding(size)
            if self._at(offset + BLOCK + size, len(gap)) != gap:
                raise DamagedError("backup_list_damaged")
            offset += BLOCK + size + len(gap)
        if self._at(offset, len(END)) != END or offset + len(END) != self._file.size:
            raise DamagedError("backup_list_damaged")
        _check_order(list(places))
        return places

    def _at(self, offset: int, length: int) -> bytes:
        # Before anything is read: a length that somebody made up can be more than a file, or a number of the system, can be.
        if offset + length > self._file.size:
            raise InputError("not_a_backup") if offset == 0 else DamagedError("backup_cut_off")
        with translated_os_errors():
            content = self._file.read_at(offset, length)
        if len(content) < length:
            raise DamagedError("backup_cut_off")
        return content


def _entry(head: bytes, *, is_first: bool) -> tuple[str, int]:
    name = head[:100].rstrip(b"\0").decode("ascii", "replace")
    try:
        size = _size(head[_SIZE_FIELD])
        is_ours = bool(_NAME.fullmatch(name)) and entry_head(name, size) == head
    except (ValueError, OverflowError):
        is_ours, size = False, 0
    if not is_ours:
        raise InputError("not_a_backup") if is_first else DamagedError("backup_list_damaged")
    return name, size


def _size(field: bytes) -> int:
    """Return the length: octal digits, or from 8 GiB on 0x80 and eleven bytes, as GNU tar does."""
    if field[0] == 0x80:
        return int.from_bytes(field[1:], "big")
    return int(field[:11].decode("ascii"), 8)


def _check_order(names: list[str]) -> None:
    lists = [name for name in names if generation_of(name) is not None]
    if len(lists) != 1 or names[-3:] != [HEADER_NAME, TOMBSTONES_NAME, lists[0]]:
        raise DamagedError("backup_list_damaged")


class _Slice:
    """A part of a file as a `ByteSource`; does not own the file."""

    def __init__(self, file: FileSource, start: int, size: int) -> None:
        self._file, self._start, self._size = file, start, size

    @property
    def size(self) -> int:
        return self._size

    def read_at(self, offset: int, length: int) -> bytes:
        return self._file.read_at(self._start + offset, max(0, min(length, self._size - offset)))

    def close(self) -> None:
        """The archive closes its file itself."""
