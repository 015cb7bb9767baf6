"""Encrypted media files: stored once, read anywhere, destroyed with their key."""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.common.byte_source import ByteSource, FileSource
from app.common.errors import DamagedError, SystemProblem
from app.common.ids import MediaId
from app.common.progress import JobContext
from app.crypto import keys
from app.crypto.secret import Secret
from app.crypto.streaming_aead import TINK_1MB, StreamReader
from app.vault.database import Database, Row
from app.vault.durable_files import DurableFiles, translated_os_errors
from app.vault.media_role import MediaRole
from app.vault.media_writer import write_media

__all__ = ["MediaRole", "MediaRow", "MediaStore", "StoredMedia"]

PART_FOLDER = "bezig"
MEDIA_FOLDER = "media"
PART_SUFFIX = ".deel"
MEDIA_SUFFIX = ".media"
_SPARE_BYTES = 200_000_000
"""Left free on the disk, so that the database and the rest of the computer can go on."""


@dataclass(frozen=True)
class StoredMedia:
    """What was kept: its id, the length and SHA-256 (hex) of the plaintext."""

    media_id: MediaId
    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class MediaRow:
    """What the database knows of one stored file, without its key."""

    media_id: MediaId
    role: MediaRole
    plain_size: int
    cipher_size: int


class MediaStore:
    """The files in `media/` and their rows."""

    def __init__(self, folder: Path, vault_id: bytes, database: Database, files: DurableFiles, destroy: Callable[[MediaId], None]) -> None:
        self._folder = folder
        self._vault_id = vault_id
        self._database = database
        self._files = files
        self._destroy = destroy

    def add(self, source: ByteSource, role: MediaRole, context: JobContext) -> StoredMedia:
        """Encrypt, write, read back and compare; only a complete and proven file gets a row that counts.

        Progress step "encrypt", in bytes. Not inside a transaction.

        Raises:
            SystemProblem: `disk_full` (needed, free in bytes; needed_gb, free_gb), `disk_became_full`, `source_unreadable`, ...
            CancelledError: stopped; nothing is left of it.
        """
        if self._database.is_in_transaction:
            raise ValueError("storing media takes its own transactions")
        self._check_free_space(source.size)
        media_id, key = MediaId(os.urandom(16).hex()), keys.new_key()
        part = self.part_path(media_id)
        # The key is durable before any ciphertext exists: what is found in the folder later always had a row.
        self._database.change(
            "INSERT INTO media (media_id, role, state, key, created_at) VALUES (?,?,'bezig',?,?)",
            media_id,
            role.value,
            key.reveal(),
            datetime.now(UTC).isoformat(timespec="seconds"),
        )
        try:
            written = write_media(source, part, key, self._associated_data(media_id, role), self._files, context)
            self._move_in_place(media_id)
            self._database.change_one(
                "UPDATE media SET state = 'klaar', plain_size = ?, cipher_size = ?, segments = ?, sha256 = ? WHERE media_id = ?",
                source.size,
                written.cipher_size,
                TINK_1MB.segment_count(source.size),
                written.sha256,
                media_id,
            )
        except BaseException:
            with suppress(SystemProblem):  # what cannot be cleaned up now is undone at the next opening
                self._files.remove(part)
                self._files.remove(self.media_path(media_id))
                self._database.change("DELETE FROM media WHERE media_id = ?", media_id)
            raise
        return StoredMedia(media_id, source.size, written.sha256)

    def open(self, media_id: MediaId) -> StreamReader:
        """Return the plaintext as a `ByteSource`; the caller closes it.

        Raises:
            InputError: `unknown_id`.
            DamagedError: `media_missing`, `media_cut_off`, `media_damaged`.
        """
        role, key, plain_size = self._database.row("SELECT role, key, plain_size FROM media WHERE media_id = ? AND state = 'klaar'", media_id)
        try:
            with translated_os_errors():
                source = FileSource(self.media_path(media_id))
        except SystemProblem as problem:
            if isinstance(problem.__cause__, FileNotFoundError):
                raise DamagedError("media_missing") from problem
            raise
        try:
            return StreamReader(source, Secret(key), self._associated_data(media_id, MediaRole(role)), plain_size)
        except BaseException:
            source.close()
            raise

    def size(self, media_id: MediaId) -> int:
        """Return the length of the plaintext in bytes; InputError `unknown_id`."""
        return int(self._database.row("SELECT plain_size FROM media WHERE media_id = ? AND state = 'klaar'", media_id)[0])

    def remove(self, media_id: MediaId) -> None:
        """Destroy the key, then the file; InputError `unknown_id`. Inside a transaction the file goes when it commits: see `Shredder`."""
        self._destroy(media_id)

    def rows(self) -> list[MediaRow]:
        """Return all stored media."""
        return media_rows(self._database)

    def part_path(self, media_id: str) -> Path:
        """Return where the ciphertext is while it is being written."""
        return self._folder / PART_FOLDER / (media_id + PART_SUFFIX)

    def media_path(self, media_id: str) -> Path:
        """Return where the ciphertext is once it is complete."""
        return media_path(self._folder, media_id)

    def file_size(self, media_id: str) -> int:
        """Return how large the complete ciphertext is; OSError when it is not there. Asked of thousands at every opening, hence no `Path`."""
        return os.stat(f"{self._folder}/{media_name(media_id)}").st_size  # noqa: PTH116

    def _move_in_place(self, media_id: MediaId) -> None:
        target = self.media_path(media_id)
        if not target.parent.is_dir():
            self._files.make_folder(target.parent)
            self._files.sync_folder(target.parent.parent)
        self._files.replace(self.part_path(media_id), target)
        self._files.sync_folder(target.parent)

    def _associated_data(self, media_id: MediaId, role: MediaRole) -> bytes:
        return media_binding(self._vault_id, media_id, role)

    def _check_free_space(self, plain_size: int) -> None:
        needed = plain_size + plain_size // 1000 + _SPARE_BYTES
        free = self._files.free_bytes(self._folder)
        if free < needed:
            raise SystemProblem("disk_full", needed=needed, free=free, needed_gb=round(needed / 1e9, 1), free_gb=round(free / 1e9, 1))


def media_rows(database: Database) -> list[MediaRow]:
    """Return all stored media in this database, which may be a snapshot."""
    rows = database.rows("SELECT media_id, role, plain_size, cipher_size FROM media WHERE state = 'klaar' ORDER BY rowid")
    return [_media_row(row) for row in rows]


def media_path(folder: Path, media_id: str) -> Path:
    """Return where the ciphertext of this media is in the vault in `folder`, once it is complete."""
    return folder / media_name(media_id)


def media_name(media_id: str) -> str:
    """Return where the ciphertext is, from the folder of the vault or of a back-up."""
    return f"{MEDIA_FOLDER}/{media_id[:2]}/{media_id}{MEDIA_SUFFIX}"


def media_binding(vault_id: bytes, media_id: str, role: MediaRole) -> bytes:
    """Return the associated data: what a ciphertext is bound to."""
    return b"kluis/v1/media" + vault_id + bytes.fromhex(media_id) + role.byte


def _media_row(row: Row) -> MediaRow:
    return MediaRow(MediaId(row[0]), MediaRole(row[1]), row[2], row[3])
