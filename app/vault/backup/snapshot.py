"""A copy of the database at one moment, in a back-up: taken so that it opens with the header beside it, and read without writing."""

from dataclasses import dataclass
from pathlib import Path

from app.common.byte_source import ByteSource
from app.common.errors import DamagedError, SystemProblem
from app.vault.backup.copying import PART_SUFFIX, OnBytes, digest_of
from app.vault.database import Database
from app.vault.durable_files import DurableFiles, translated_os_errors
from app.vault.header import Header
from app.vault.master_key import MasterKey
from app.vault.media_store import MediaRow, media_rows
from app.vault.opening import VaultParts


@dataclass(frozen=True)
class Snapshot:
    """A finished snapshot: length, BLAKE2b-256, and the media it has the keys of."""

    size: int
    digest: bytes
    media: tuple[MediaRow, ...]


def take_snapshot(parts: VaultParts, header: Header, target: Path, on_bytes: OnBytes) -> Snapshot | None:
    """Write the database as it is now to `target`, read it back from the medium, and see that this header opens it.

    None when the database got another key meanwhile: take the header anew.

    Raises:
        SystemProblem: the medium is full, refuses, or is gone.
        DamagedError: `database_damaged`, what came back does not open.
    """
    part = target.with_name(target.name + PART_SUFFIX)
    try:
        parts.files.remove(part)
        parts.files.new_file(part).close()
        parts.database.write_snapshot(part)
        parts.files.sync_file(part)
        written = _FromMedium(part, parts.files)
        digest = digest_of(written, on_bytes)
        if parts.header.database != header.database:
            _drop(part, parts.files)
            return None
        database = open_snapshot(part, header, parts.master_key)
        try:
            rows = media_rows(database)
        finally:
            database.close()
        parts.files.replace(part, target)
        parts.files.sync_folder(target.parent)
    except BaseException:
        _drop(part, parts.files)
        raise
    return Snapshot(written.size, digest, tuple(rows))


def open_snapshot(path: Path, header: Header, master_key: MasterKey) -> Database:
    """Open a snapshot read-only with the key in this header; DamagedError `database_damaged`."""
    for wrapped in (header.database.key, header.database.next_key):
        if wrapped is None:
            continue
        try:
            return Database(path, master_key.unwrap_database_key(wrapped), is_snapshot=True)
        except DamagedError:
            continue
    raise DamagedError("database_damaged")


class _FromMedium(ByteSource):
    """A file as the medium gives it back, not as the system remembers it."""

    def __init__(self, path: Path, files: DurableFiles) -> None:
        self._path, self._files = path, files
        with translated_os_errors():
            self._size = path.stat().st_size

    @property
    def size(self) -> int:
        return self._size

    def read_at(self, offset: int, length: int) -> bytes:
        content = bytearray(length)
        return bytes(content[: self._files.read_again(self._path, offset, memoryview(content))])

    def close(self) -> None:
        """Nothing is held."""


def _drop(part: Path, files: DurableFiles) -> None:
    try:
        files.remove(part)
    except SystemProblem:  # the stick is gone, and the part with it; the next run removes it
        return
