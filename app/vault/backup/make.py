"""Make a back-up in a folder: only what is new is copied, what was written is read back, and the list that makes it one comes last."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from app.common.byte_source import FileSource
from app.common.errors import AppError, DamagedError, SystemProblem
from app.common.progress import JobContext
from app.vault.answer_marks import answer_marks
from app.vault.backup.copying import PART_SUFFIX, copy_proven, digest_of
from app.vault.backup.manifest import (
    MAX_MANIFEST_BYTES,
    BackupFile,
    Manifest,
    database_name,
    generation_of,
    media_id_of,
    media_path,
    parse_manifest,
    sealed_manifest,
)
from app.vault.backup.place import backup_folder, check_file_sizes, check_free_space
from app.vault.backup.reports import BackupReport
from app.vault.backup.snapshot import Snapshot, take_snapshot
from app.vault.backup.tombstones import MAX_TOMBSTONES_BYTES, TOMBSTONES_NAME, Tombstones, parse_tombstones, tombstones_of
from app.vault.check import Finding
from app.vault.durable_files import DurableFiles, translated_os_errors
from app.vault.header import Header
from app.vault.header_store import HEADER_NAME
from app.vault.media_store import MEDIA_FOLDER, MediaRow, MediaStore
from app.vault.opening import DATABASE_NAME, README_NAME, VaultParts
from app.vault.tables.consents import ConsentTable

KEPT_LISTS = 2
_SPARE_BYTES = 4_000_000
_README = Path(__file__).parent / README_NAME
_ROUNDS = 5
_MEDIA_NAME = re.compile(r"[0-9a-f]{32}\.media")
_SNAPSHOT_NAME = re.compile(r"register-\d{1,16}\.db")

RenewHeader = Callable[[int], Header]
"""Write the vault's header with a generation of at least this number, and return it."""


def make_backup(
    target: Path, parts: VaultParts, media: MediaStore, renew_header: RenewHeader, context: JobContext, *, read_all: bool = False
) -> BackupReport:
    """Bring the back-up of this vault in `target` up to date. Progress step "backup", in bytes.

    Whatever happens meanwhile, the back-up that was there before stays good; what was copied already is not copied again.
    With `read_all` also what an earlier run wrote is read, and copied again where it is damaged.

    Raises:
        InputError: `backup_folder_missing`, `backup_inside_vault`.
        SystemProblem: `disk_full`, `disk_too_old_for_big_files`, `path_too_long`, `no_permission`, `medium_gone`, ...
        DamagedError: `written_differs`, the medium does not keep what is written to it; `database_damaged`.
        CancelledError: stopped.
    """
    folder = backup_folder(target, parts.folder, parts.header.vault_id)
    return _FolderBackup(folder, parts, media, context, read_all=read_all).run(renew_header)


class _FolderBackup:
    def __init__(self, folder: Path, parts: VaultParts, media: MediaStore, context: JobContext, *, read_all: bool) -> None:
        self._folder = folder
        self._parts = parts
        self._files: DurableFiles = parts.files
        self._media = media
        self._context = context
        self._reads_all = read_all
        self._entries: dict[str, BackupFile] = {}
        self._damaged: dict[str, Finding] = {}
        self._copied = 0
        self._done = self._total = 0

    def run(self, renew_header: RenewHeader) -> BackupReport:
        files, folder = self._files, self._folder
        files.make_shared_folder(folder / MEDIA_FOLDER)
        files.sync_folder(folder.parent)
        earlier = self._earlier()
        self._known = {file.path: file for manifest in earlier for file in manifest.media}
        self._clear_parts()
        self._plan()
        for row in self._media.rows():
            self._bring(row)
        header, snapshot = self._snapshot(renew_header, earlier)
        files.replace_content(folder / TOMBSTONES_NAME, self._tombstones(snapshot).to_bytes())
        files.replace_content(folder / HEADER_NAME, header.to_bytes())
        if not (folder / README_NAME).exists():
            files.replace_content(folder / README_NAME, _README.read_bytes())
        manifest = self._manifest(header, snapshot)
        self._advance(0)
        files.replace_content(folder / manifest.name, manifest.to_bytes())
        removed = self._prune(manifest, earlier)
        self._context.advance("backup", self._total, self._total)
        return BackupReport(
            file_path=folder,
            files=len(manifest.files),
            bytes=manifest.size_bytes,
            copied=self._copied,
            removed=removed,
            verified=True,
            generation=manifest.generation,
            made_at=manifest.made_at,
            damaged=tuple(self._damaged.values()),
        )

    def _earlier(self) -> list[Manifest]:
        """Return the lists of this vault that are genuine, the newest first."""
        found = []
        with translated_os_errors():
            paths = [path for path in self._folder.iterdir() if generation_of(path.name) is not None]
            contents = [path.read_bytes() for path in paths if path.stat().st_size <= MAX_MANIFEST_BYTES]
        for content in contents:
            try:
                manifest = parse_manifest(content)
            except AppError:
                continue
            if self._parts.master_key.backup_mac(manifest.without_mac()) == manifest.mac:
                found.append(manifest)
        return sorted(found, key=lambda manifest: manifest.generation, reverse=True)

    def _clear_parts(self) -> None:
        for path in _listed(self._folder, f"*{PART_SUFFIX}", f"{MEDIA_FOLDER}/*/*{PART_SUFFIX}", "*.tmp"):
            self._files.remove(path)

    def _plan(self) -> None:
        missing = [row.cipher_size for row in self._media.rows() if not self._is_there(row)]
        with translated_os_errors():
            database_size = (self._parts.folder / DATABASE_NAME).stat().st_size
        check_file_sizes([*missing, database_size], self._folder, self._files)
        check_free_space(sum(missing) + database_size + _SPARE_BYTES, self._folder, self._files)
        again = [row.cipher_size for row in self._media.rows() if self._is_there(row) and self._must_be_read(row)]
        self._total = sum(missing) + database_size + sum(again)

    def _is_there(self, row: MediaRow) -> bool:
        """Whether an earlier run, be it an interrupted one, named this file on the target and it still has its length."""
        path = self._folder / media_path(row.media_id)
        with translated_os_errors():
            return path.is_file() and path.stat().st_size == row.cipher_size

    def _must_be_read(self, row: MediaRow) -> bool:
        """Whether no list of this vault says what is in a file that is there, or everything is to be read."""
        return self._reads_all or media_path(row.media_id) not in self._known

    def _bring(self, row: MediaRow) -> None:
        path = media_path(row.media_id)
        if self._is_there(row) and (entry := self._entry_of_what_is_there(row)) is not None:
            self._entries[path] = entry
            return
        source = self._opened(row)
        if source is None:
            return
        target = self._folder / path
        try:
            if not target.parent.is_dir():
                self._files.make_shared_folder(target.parent)
                self._files.sync_folder(target.parent.parent)
            digest = copy_proven(source, target, self._files, self._advance)
        finally:
            source.close()
        self._copied += 1
        self._entries[path] = BackupFile(path, row.cipher_size, digest)

    def _entry_of_what_is_there(self, row: MediaRow) -> BackupFile | None:
        """Return the file as it goes into the list; None when it is not what it should be and is to be copied again."""
        path = media_path(row.media_id)
        if not self._must_be_read(row):
            return self._known[path]
        if path in self._known:
            expected = self._known[path].digest
        else:  # of an interrupted run, or of a list under keys that were renewed since
            source = self._opened(row)
            if source is None:
                return None
            try:
                expected = digest_of(source, lambda _count: self._advance(0))
            finally:
                source.close()
        return BackupFile(path, row.cipher_size, expected) if self._digest_there(path) == expected else None

    def _digest_there(self, path: str) -> bytes | None:
        with translated_os_errors():
            source = FileSource(self._folder / path)
        try:
            return digest_of(source, self._advance)
        except SystemProblem:  # the medium cannot read it any more
            return None
        finally:
            source.close()

    def _opened(self, row: MediaRow) -> FileSource | None:
        """Open the ciphertext in the vault; None, and a finding, when it is not there as it should be."""
        try:
            with translated_os_errors():
                source = FileSource(self._media.media_path(row.media_id))
        except SystemProblem as problem:
            if not isinstance(problem.__cause__, FileNotFoundError):
                raise
            self._damaged[row.media_id] = Finding("damage", "media_missing", row.media_id)
            return None
        if source.size != row.cipher_size:
            source.close()
            self._damaged[row.media_id] = Finding("damage", "media_cut_off", row.media_id)
            return None
        return source

    def _snapshot(self, renew_header: RenewHeader, earlier: list[Manifest]) -> tuple[Header, Snapshot]:
        """Take the database as it is now and bring what came in while we were copying. What was destroyed meanwhile: again."""
        for _ in range(_ROUNDS):
            header = renew_header(max((manifest.generation for manifest in earlier), default=0) + 1)
            target = self._folder / database_name(header.generation)
            snapshot = take_snapshot(self._parts, header, target, self._advance)
            if snapshot is None:
                continue
            for row in snapshot.media:
                if media_path(row.media_id) not in self._entries:
                    self._bring(row)
            destroyed = self._destroyed()
            if all(row.media_id not in destroyed for row in snapshot.media) and self._parts.master_key.has_sealed(header):
                names = {media_path(row.media_id) for row in snapshot.media}
                self._entries = {path: entry for path, entry in self._entries.items() if path in names}
                self._damaged = {media_id: finding for media_id, finding in self._damaged.items() if media_path(media_id) in names}
                return header, snapshot
        raise SystemProblem("database_busy")

    def _destroyed(self) -> set[str]:
        return {row[0] for row in self._parts.database.rows("SELECT media_id FROM tombstones")}

    def _tombstones(self, snapshot: Snapshot) -> Tombstones:
        """Return what this vault destroyed, with what the target knew already; never something the vault has, or an answer that holds again."""
        master_key = self._parts.master_key
        tombstones = tombstones_of(self._parts.header.vault_id, self._destroyed())
        path = self._folder / TOMBSTONES_NAME
        try:
            with translated_os_errors():
                known = parse_tombstones(path.read_bytes()) if path.is_file() and path.stat().st_size <= MAX_TOMBSTONES_BYTES else None
        except DamagedError:
            known = None
        if known is not None and master_key.tombstone_mac(known.without_mac()) == known.mac:
            tombstones = tombstones.joined(known)
        answers = ConsentTable(self._parts.database).all().items()
        holds = [mark for recording_id, people in answers for mark in answer_marks(recording_id, people).values()]
        tombstones = tombstones.without([*(row.media_id for row in snapshot.media), *holds])
        return tombstones.with_mac(master_key.tombstone_mac(tombstones.without_mac()))

    def _manifest(self, header: Header, snapshot: Snapshot) -> Manifest:
        database = BackupFile(database_name(header.generation), snapshot.size, snapshot.digest)
        entries = (database, *(self._entries[path] for path in sorted(self._entries)))
        return sealed_manifest(header, entries, self._parts.master_key)

    def _prune(self, newest: Manifest, earlier: list[Manifest]) -> int:
        """Remove what no kept list names. A list with something that was destroyed goes too: its snapshot still has the key."""
        destroyed = self._destroyed()
        kept = [newest]
        for manifest in earlier:
            if len(kept) < KEPT_LISTS and not any(media_id_of(file.path) in destroyed for file in manifest.media):
                kept.append(manifest)
        lists, named = {manifest.name for manifest in kept}, {file.path for manifest in kept for file in manifest.files}
        with translated_os_errors():
            old_lists = [path for path in self._folder.iterdir() if generation_of(path.name) is not None and path.name not in lists]
            snapshots = [path for path in self._folder.iterdir() if _SNAPSHOT_NAME.fullmatch(path.name) and path.name not in named]
        media = [path for path in _listed(self._folder, f"{MEDIA_FOLDER}/*/*") if _MEDIA_NAME.fullmatch(path.name)]
        unnamed = [path for path in media if f"{MEDIA_FOLDER}/{path.parent.name}/{path.name}" not in named]
        for group in (old_lists, snapshots, unnamed):  # the lists first: at no moment does one name what is gone
            for path in group:
                self._files.remove(path)
            for parent in sorted({path.parent for path in group}):
                self._files.sync_folder(parent)
        return len(unnamed)

    def _advance(self, count: int) -> None:
        self._done += count
        self._total = max(self._total, self._done)
        self._context.advance("backup", self._done, self._total + 1)


def _listed(folder: Path, *patterns: str) -> Iterable[Path]:
    with translated_os_errors():
        return sorted(path for pattern in patterns for path in folder.glob(pattern))
