"""Try a back-up: read all of it, decrypt every segment, open its database; say what would come back, and leave nothing."""

from pathlib import Path

from app.common.byte_source import ByteSource
from app.common.errors import DamagedError
from app.common.ids import MediaId
from app.common.progress import JobContext
from app.crypto.secret import Secret
from app.crypto.streaming_aead import StreamReader
from app.vault.backup.copying import digest_of
from app.vault.backup.manifest import BackupFile, Manifest, database_name, media_id_of, media_path
from app.vault.backup.reports import RestoreReport
from app.vault.backup.snapshot import open_snapshot
from app.vault.backup.source import BackupSource, FolderSource, ReadBackup
from app.vault.check import Finding, check_deep
from app.vault.database import Database
from app.vault.durable_files import DurableFiles, translated_os_errors
from app.vault.header import parse_header
from app.vault.header_store import HEADER_NAME
from app.vault.master_key import MasterKey
from app.vault.media_role import MediaRole
from app.vault.media_store import MediaRow, media_binding, media_rows
from app.vault.opening import DATABASE_NAME
from app.vault.tables.event_log import EventLog


def try_backup(backup: ReadBackup, master_key: MasterKey, scratch: Path, files: DurableFiles, context: JobContext) -> RestoreReport:
    """Read everything and report what would come back. Progress steps "reread" and "check", in bytes.

    `scratch` holds the (encrypted) snapshot for as long as this takes, when it cannot be opened where it is.

    Raises:
        DamagedError: `backup_damaged`, the database in it is not what it was: nothing can come back from this one.
        SystemProblem, CancelledError: nothing is left behind.
    """
    database_file = backup.manifest.database
    source = backup.source.open(database_file.path)
    if source is None:
        raise DamagedError("backup_damaged")
    try:
        if source.size != database_file.size or digest_of(source, lambda count: context.advance("reread", count, 0)) != database_file.digest:
            raise DamagedError("backup_damaged")
        path = backup.source.path_of(database_name(backup.manifest.generation))
        if path is not None:
            return _try_with(path, backup, backup.source, master_key, context, _findings_of_lists(backup, master_key))
        try:
            _extract(source, scratch, files)
            return _try_with(scratch, backup, backup.source, master_key, context, _findings_of_lists(backup, master_key))
        finally:
            files.remove(scratch)
    finally:
        source.close()


def look_over(backup: ReadBackup, target: Path, master_key: MasterKey, context: JobContext) -> RestoreReport:
    """Read all of what was just restored to `target`, as `try_backup` does, without opening it as a vault."""
    return _try_with(target / DATABASE_NAME, backup, FolderSource(target), master_key, context, list(backup.findings))


def _try_with(
    path: Path, backup: ReadBackup, source: BackupSource, master_key: MasterKey, context: JobContext, findings: list[Finding]
) -> RestoreReport:
    header = backup.manifest.parsed_header()
    database = open_snapshot(path, header, master_key)
    try:
        shelf = _Shelf(backup, source, database)
        findings += check_deep(database, shelf, EventLog(database, lambda _head: None), header.register_head, context)
        rows = shelf.rows()
        named = {media_id_of(file.path) for file in backup.manifest.media}
        recordings = {row[0]: backup.tombstones.covers(row[1]) for row in database.rows("SELECT recording_id, media_id FROM recordings")}
        moments = [row[0] for row in database.rows("SELECT recording_id FROM moments")]
        findings += [Finding("warning", "media_unknown", media_id) for media_id in sorted(named - {row.media_id for row in rows} - shelf.destroyed)]
        return RestoreReport(
            made_at=backup.manifest.made_at,
            files=len(backup.manifest.files),
            bytes=backup.manifest.size_bytes,
            recordings=sum(not is_destroyed for is_destroyed in recordings.values()),
            moments=sum(not recordings[recording_id] for recording_id in moments),
            left_out=sum(recordings.values()),
            findings=tuple(findings),
        )
    finally:
        database.close()


class _Shelf:
    """The media of a back-up, opened with the keys in its snapshot."""

    def __init__(self, backup: ReadBackup, source: BackupSource, database: Database) -> None:
        self._vault_id, self._source, self._database = backup.vault_id, source, database
        self._rows = media_rows(database)
        self.destroyed = {row.media_id for row in self._rows if backup.tombstones.covers(row.media_id)}

    def rows(self) -> list[MediaRow]:
        """Return the media that would come back."""
        return [row for row in self._rows if row.media_id not in self.destroyed]

    def open(self, media_id: MediaId) -> StreamReader:
        """Return the plaintext; DamagedError as `MediaStore.open`."""
        role, key, plain_size = self._database.row("SELECT role, key, plain_size FROM media WHERE media_id = ?", media_id)
        source = self._source.open(media_path(media_id))
        if source is None:
            raise DamagedError("media_missing")
        try:
            return StreamReader(source, Secret(key), media_binding(self._vault_id, media_id, MediaRole(role)), plain_size)
        except BaseException:
            source.close()
            raise


def _findings_of_lists(backup: ReadBackup, master_key: MasterKey) -> list[Finding]:
    findings = list(backup.findings)
    if master_key.backup_mac(backup.manifest.without_mac()) != backup.manifest.mac:
        findings.append(Finding("damage", "backup_list_damaged"))
    tombstones = backup.found_tombstones
    if tombstones is not None and master_key.tombstone_mac(tombstones.without_mac()) != tombstones.mac:
        findings.append(Finding("damage", "tombstones_damaged"))
    findings += [Finding("warning", "backup_older_damaged") for older in backup.older if not _is_older_right(backup, older, master_key)]
    copy = backup.source.open(HEADER_NAME)
    try:
        with translated_os_errors():
            is_right = copy is not None and master_key.has_sealed(parse_header(copy.read_at(0, copy.size)))
    except DamagedError:
        is_right = False
    finally:
        if copy is not None:
            copy.close()
    return findings if is_right else [*findings, Finding("damage", "backup_header_damaged")]


def _is_older_right(backup: ReadBackup, older: Manifest, master_key: MasterKey) -> bool:
    """Hold what only an older list names against its hashes."""
    named = set(backup.manifest.files)
    return master_key.backup_mac(older.without_mac()) == older.mac and all(_is_right(backup.source, file) for file in set(older.files) - named)


def _is_right(place: BackupSource, file: BackupFile) -> bool:
    source = place.open(file.path)
    if source is None:
        return False
    try:
        return source.size == file.size and digest_of(source, lambda _count: None) == file.digest
    finally:
        source.close()


def _extract(source: ByteSource, scratch: Path, files: DurableFiles) -> None:
    files.remove(scratch)
    file = files.new_file(scratch)
    try:
        for offset in range(0, source.size, 1 << 20):
            with translated_os_errors():
                file.write(source.read_at(offset, 1 << 20))
    finally:
        file.close()
