"""Make a back-up in one file: the same files as in a folder, one after the other, written once and read back."""

import hashlib
from pathlib import Path

from app.common.byte_source import ByteSource, FileSource, MemorySource
from app.common.errors import InputError, SystemProblem
from app.common.progress import JobContext
from app.vault.backup.archive import END, archive_size, entry_head, padding
from app.vault.backup.copying import PIECE, ProvenCopy, ThreadedDigest
from app.vault.backup.make import RenewHeader
from app.vault.backup.manifest import BackupFile, database_name, media_path, sealed_manifest
from app.vault.backup.place import check_file_sizes, check_free_space
from app.vault.backup.reports import BackupReport
from app.vault.backup.snapshot import Snapshot, take_snapshot
from app.vault.backup.tombstones import TOMBSTONES_NAME, tombstones_of
from app.vault.check import Finding
from app.vault.durable_files import translated_os_errors
from app.vault.header import Header
from app.vault.header_store import HEADER_NAME
from app.vault.media_store import PART_FOLDER, MediaStore
from app.vault.opening import VaultParts
from app.vault.start_up import SNAPSHOT_NAME

_SPARE_BYTES = 1_000_000
_ROUNDS = 5


def write_backup_file(
    path: Path, parts: VaultParts, media: MediaStore, renew_header: RenewHeader, context: JobContext, *, overwrite: bool = False
) -> BackupReport:
    """Write all of the vault into one new file. Progress step "backup", in bytes. It has its name only when it is whole.

    Raises:
        InputError: `file_exists` unless `overwrite`, `backup_folder_missing`, `backup_inside_vault`.
        SystemProblem, DamagedError, CancelledError: as `make_backup`, and `vault_changed_meanwhile`; nothing is left of it.
    """
    if not path.parent.is_dir():
        raise InputError("backup_folder_missing")
    if path.resolve().is_relative_to(parts.folder.resolve()):
        raise InputError("backup_inside_vault")
    if path.is_dir() or (path.exists() and not overwrite):
        raise InputError("file_exists")
    return _FileBackup(path, parts, media, context).run(renew_header)


class _FileBackup:
    def __init__(self, path: Path, parts: VaultParts, media: MediaStore, context: JobContext) -> None:
        self._path, self._parts, self._media, self._context = path, parts, media, context
        self._files = parts.files
        self._entries: list[BackupFile] = []
        self._damaged: list[Finding] = []
        self._done = self._total = 0

    def run(self, renew_header: RenewHeader) -> BackupReport:
        database = self._parts.folder / PART_FOLDER / SNAPSHOT_NAME
        try:
            header, snapshot = self._snapshot(renew_header, database)
            sources = self._media_sources(snapshot)
            sizes = [(name, size) for name, _, size in sources] + [(database_name(header.generation), snapshot.size)]
            expected = archive_size(sizes) + _SPARE_BYTES + 200 * len(sizes)
            check_file_sizes([expected], self._path.parent, self._files)
            check_free_space(expected, self._path.parent, self._files)
            self._total = sum(size for _, size in sizes)
            return self._write(header, sources, database)
        finally:
            self._files.remove(database)

    def _snapshot(self, renew_header: RenewHeader, target: Path) -> tuple[Header, Snapshot]:
        for _ in range(_ROUNDS):
            header = renew_header(1)
            snapshot = take_snapshot(self._parts, header, target, lambda _count: self._context.advance("backup", 0, 0))
            if snapshot is not None:
                return header, snapshot
        raise SystemProblem("database_busy")

    def _media_sources(self, snapshot: Snapshot) -> list[tuple[str, Path, int]]:
        found = []
        for row in snapshot.media:
            path = self._media.media_path(row.media_id)
            with translated_os_errors():
                size = path.stat().st_size if path.is_file() else None
            if size == row.cipher_size:
                found.append((media_path(row.media_id), path, row.cipher_size))
            else:
                self._damaged.append(Finding("damage", "media_missing" if size is None else "media_cut_off", row.media_id))
        return found

    def _write(self, header: Header, sources: list[tuple[str, Path, int]], database: Path) -> BackupReport:
        copy, whole = ProvenCopy(self._path, self._files), ThreadedDigest(hashlib.sha256())
        self._copy, self._whole = copy, whole
        try:
            for name, path, _ in [*sources, (database_name(header.generation), database, 0)]:
                self._add_file(name, path)
            master_key, vault_id = self._parts.master_key, header.vault_id
            destroyed = {row[0] for row in self._parts.database.rows("SELECT media_id FROM tombstones")}
            gone = {media_path(media_id) for media_id in destroyed}
            _require_unchanged(is_unchanged=master_key.has_sealed(header) and not any(name in gone for name, _, _ in sources))
            tombstones = tombstones_of(vault_id, destroyed)
            tombstones = tombstones.with_mac(master_key.tombstone_mac(tombstones.without_mac()))
            entries = (self._entries[-1], *self._entries[:-1])  # in the list the snapshot comes first
            manifest = sealed_manifest(header, entries, master_key)
            for name, content in ((HEADER_NAME, manifest.header), (TOMBSTONES_NAME, tombstones.to_bytes()), (manifest.name, manifest.to_bytes())):
                self._add(name, MemorySource(content))
            self._put(END)
            copy.name()
            sha256 = whole.finish().hex()
        except BaseException:
            copy.drop()
            raise
        finally:
            whole.close()
        self._context.advance("backup", self._total, self._total)
        with translated_os_errors():
            size = self._path.stat().st_size
        return BackupReport(
            file_path=self._path,
            files=len(manifest.files),
            bytes=size,
            copied=len(manifest.media),
            removed=0,
            verified=True,
            generation=manifest.generation,
            made_at=manifest.made_at,
            damaged=tuple(self._damaged),
            sha256=sha256,
        )

    def _add_file(self, name: str, path: Path) -> None:
        with translated_os_errors():
            source = FileSource(path)
        try:
            self._entries.append(BackupFile(name, source.size, self._add(name, source, counts=True)))
        finally:
            source.close()

    def _add(self, name: str, source: ByteSource, *, counts: bool = False) -> bytes:
        self._put(entry_head(name, source.size))
        digest = ThreadedDigest()
        try:
            for offset in range(0, source.size, PIECE):
                content = self._copy.copy(source, offset, min(PIECE, source.size - offset))
                digest.update(content)
                self._whole.update(content)
                self._done += len(content) if counts else 0
                self._context.advance("backup", self._done, self._total + 1)
            self._put(padding(source.size))
            return digest.finish()
        finally:
            digest.close()

    def _put(self, content: bytes) -> None:
        self._whole.update(content)
        self._copy.write(content)


def _require_unchanged(*, is_unchanged: bool) -> None:
    # When the keys were renewed while it was copied no passphrase fits it; what was destroyed meanwhile may not stand in it.
    if not is_unchanged:
        raise SystemProblem("vault_changed_meanwhile")
