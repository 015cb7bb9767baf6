"""A back-up as it is found, in a folder or in one file: nothing in it is believed before it was checked."""

from pathlib import Path
from typing import Protocol

from app.common.byte_source import ByteSource, FileSource
from app.common.errors import AppError, DamagedError, InputError
from app.vault.backup.manifest import MAX_MANIFEST_BYTES, Manifest, generation_of, parse_manifest
from app.vault.backup.tombstones import MAX_TOMBSTONES_BYTES, TOMBSTONES_NAME, Tombstones, parse_tombstones
from app.vault.check import Finding
from app.vault.durable_files import translated_os_errors
from app.vault.header import MAX_HEADER_BYTES
from app.vault.header_store import HEADER_NAME
from app.vault.master_key import MasterKey

_LIMITS = {HEADER_NAME: MAX_HEADER_BYTES, TOMBSTONES_NAME: MAX_TOMBSTONES_BYTES}


class BackupSource(Protocol):
    """Where the files of a back-up are read."""

    @property
    def lists(self) -> list[str]:
        """The names of its lists."""
        ...

    def open(self, name: str) -> ByteSource | None:
        """Open one file, None when it is not there; the caller closes it."""
        ...

    def path_of(self, name: str) -> Path | None:
        """Return where this file stands on its own, None when it is inside another one."""
        ...

    def close(self) -> None:
        """Release what is held."""
        ...


class FolderSource:
    """A back-up in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with translated_os_errors():
            self._lists = [path.name for path in folder.iterdir() if generation_of(path.name) is not None]

    @property
    def lists(self) -> list[str]:
        """See `BackupSource`."""
        return self._lists

    def open(self, name: str) -> ByteSource | None:
        """See `BackupSource`."""
        path = self._folder / name
        with translated_os_errors():
            return FileSource(path) if path.is_file() else None

    def path_of(self, name: str) -> Path | None:
        """See `BackupSource`."""
        return self._folder / name

    def close(self) -> None:
        """Nothing is held."""


class ReadBackup:
    """The newest back-up in a source that can be used, and what was found wrong on the way to it."""

    def __init__(self, source: BackupSource) -> None:
        self.source = source
        self.findings: list[Finding] = []
        self.older: list[Manifest] = []
        self.manifest = self._newest()
        self.vault_id = self.manifest.parsed_header().vault_id
        self.found_tombstones = self._found_tombstones()
        """As they stand there, None when they are missing or damaged."""
        self.tombstones = self.found_tombstones or Tombstones(self.vault_id)
        self._known_tombstones = Tombstones(self.vault_id)

    def seal_tombstones(self, master_key: MasterKey) -> None:
        """Leave out what the back-up only claims was destroyed, and seal the rest, so that the restored vault believes it."""
        found = self.found_tombstones
        if found is not None and master_key.tombstone_mac(found.without_mac()) != found.mac:
            self.findings.append(Finding("damage", "tombstones_damaged"))
            self.tombstones = self._known_tombstones
        self.tombstones = self.tombstones.with_mac(master_key.tombstone_mac(self.tombstones.without_mac()))

    def join(self, tombstones: Tombstones) -> None:
        """Let these count too: those of the vault as it is now."""
        self._known_tombstones = self._known_tombstones.sealed_joined(tombstones)
        self.tombstones = self.tombstones.sealed_joined(tombstones)

    def use_older(self) -> bool:
        """Go on with the list before this one, because what this one names cannot be used; whether there is one."""
        if not self.older:
            return False
        self.manifest, *self.older = self.older
        self.findings.append(Finding("damage", "backup_list_damaged"))
        return True

    def _newest(self) -> Manifest:
        """Return the newest list that can be read, and keep the older ones: normally one."""
        failures: list[AppError] = []
        readable: list[Manifest] = []
        for name in sorted(self.source.lists, key=lambda name: generation_of(name) or 0, reverse=True):
            try:
                content = _content(self.source, name, MAX_MANIFEST_BYTES)
                manifest = parse_manifest(content or b"")
                if manifest.name != name:
                    raise DamagedError("backup_list_damaged")
            except AppError as error:
                failures.append(error)
                self.findings.append(Finding("warning", "backup_older_damaged") if readable else Finding("damage", "backup_list_damaged"))
                continue
            readable.append(manifest)
        if not readable:
            raise failures[0] if failures else InputError("not_a_backup")
        newest, *rest = readable
        self.older = [each for each in rest if each.parsed_header().vault_id == newest.parsed_header().vault_id]
        return newest

    def _found_tombstones(self) -> Tombstones | None:
        try:
            content = _content(self.source, TOMBSTONES_NAME, MAX_TOMBSTONES_BYTES)
            found = parse_tombstones(content or b"")
        except DamagedError:
            found = None
        if found is None or found.vault_id != self.vault_id:
            self.findings.append(Finding("damage", "tombstones_damaged"))
            return None
        return found


def _content(source: BackupSource, name: str, limit: int) -> bytes | None:
    file = source.open(name)
    if file is None:
        return None
    try:
        if file.size > limit:
            raise DamagedError("backup_list_damaged")
        with translated_os_errors():
            return file.read_at(0, file.size)
    finally:
        file.close()
