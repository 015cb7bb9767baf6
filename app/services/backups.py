"""Back-ups: made, looked over, tried and put back; and when the last one was."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from app.common.errors import DamagedError
from app.common.places import Kind, place_of
from app.common.progress import JobContext
from app.vault.backup.opening import read_backup, unlock_backup
from app.vault.backup.reports import BackupReport, RestoreReport
from app.vault.backup.restore import copy_back, remove_restored
from app.vault.backup.source import ReadBackup
from app.vault.backup.tombstones import Tombstones
from app.vault.backup.trial import try_backup
from app.vault.durable_files import DurableFiles
from app.vault.vault import Vault

__all__ = ["BackupReport", "BackupService", "BackupStatus", "RestoreReport", "restore", "try_restore"]

OVERDUE_DAYS = 14
_LAST, _NEEDS_READING = "last_backup", "backup_needs_reading"
_PLACE_WORDS: dict[Kind, str] = {"local": "op deze computer", "removable": "op een stick of losse schijf", "network": "op het netwerk", "synced": ""}


@dataclass(frozen=True)
class BackupStatus:
    """When the last verified back-up was made. `place` is Dutch and names nobody; `folder` is where, to propose it again.

    `age_days` is None when there never was one, and 0 when the clock says it is still to be made. `is_overdue`: there are
    recordings and the last one is older than 14 days or absent.
    """

    last_at: datetime | None
    place: str
    age_days: int | None
    is_overdue: bool
    folder: Path | None = None


class BackupService:
    """Back-ups of the open vault."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def status(self) -> BackupStatus:
        """Return when and where the last verified back-up was made."""
        text = self._vault.settings.get(_LAST)
        has_recordings = bool(self._vault.recordings.list())
        if text is None:
            return BackupStatus(None, "", None, has_recordings)
        fields = json.loads(text)
        last_at = datetime.fromisoformat(fields["at"])
        age_days = max(0, (datetime.now(UTC) - last_at).days)
        return BackupStatus(last_at, fields["place"], age_days, has_recordings and age_days > OVERDUE_DAYS, Path(fields["folder"]))

    def make(self, folder: Path, context: JobContext) -> BackupReport:
        """Bring `<folder>/Back-up <name of the vault>/` up to date; what was written is read back. Progress step "backup".

        Raises:
            InputError, SystemProblem, DamagedError, CancelledError: see `make_backup`; the earlier back-up stays good.
        """
        needs_reading = self._vault.settings.get(_NEEDS_READING) == "1"
        report = self._vault.back_up(folder, context, read_all=needs_reading)
        self._keep(report, folder)
        return report

    def write_file(self, path: Path, context: JobContext, *, overwrite: bool = False) -> BackupReport:
        """Write all of the vault into one file. Progress step "backup".

        Raises:
            InputError: `file_exists` unless `overwrite`, ...
            SystemProblem, DamagedError, CancelledError: nothing is left of it.
        """
        report = self._vault.back_up_to_file(path, context, overwrite=overwrite)
        self._keep(report, path.parent)
        return report

    def trial_restore(self, source: Path, context: JobContext, *, passphrase: str | None = None) -> RestoreReport:
        """Read all of a back-up of this vault and say what would come back; leaves nothing. Progress steps "reread", "check".

        One of before all keys were renewed needs the passphrase it had then.
        After a trial that found damage the next `make` reads all of the back-up and replaces what is damaged.

        Raises:
            InputError: `not_a_backup`, `backup_other_vault`.
            RefusedError: `backup_older_keys`, made before all keys were renewed.
            PassphraseError: `wrong_passphrase`.
            DamagedError: nothing can come back from it.
        """
        if passphrase is not None:
            return try_restore(source, passphrase, self._vault.scratch_file, context, tombstones=self._vault.tombstones())
        try:
            backup = read_backup(source)
            try:
                report = self._vault.try_backup(backup, context)
            finally:
                backup.source.close()
        except DamagedError:
            self._vault.settings.set(_NEEDS_READING, "1")
            raise
        if not report.is_whole:
            self._vault.settings.set(_NEEDS_READING, "1")
        self._vault.log.add("backup_tried", self._vault.vault_id, whole=report.is_whole)
        return report

    def restore(
        self, source: Path, target: Path, context: JobContext, *, passphrase: str | None = None, accepts_damage: bool = False
    ) -> RestoreReport:
        """Put a back-up of this vault back in a new folder, without what this vault destroyed since, and read all of it.

        One of before all keys were renewed needs the passphrase it had then. Another vault's back-up goes back too, but
        without its passphrase it is only held against its hashes. Progress and errors as `restore`, and RefusedError
        `backup_older_keys`.
        """
        if passphrase is not None:
            return restore(source, target, context, passphrase=passphrase, tombstones=self._vault.tombstones(), accepts_damage=accepts_damage)
        backup = read_backup(source)
        try:
            if backup.vault_id.hex() != self._vault.vault_id:
                return copy_back(backup, target, context, accepts_damage=accepts_damage)
            self._vault.believe(backup)
            had_folder = target.exists()
            copy_back(backup, target, context, accepts_damage=accepts_damage)
            try:
                return _accepted(self._vault.look_over_restored(backup, target, context), accepts_damage=accepts_damage)
            except BaseException:
                remove_restored(target, DurableFiles(), keeps_folder=had_folder)
                raise
        finally:
            backup.source.close()

    def _keep(self, report: BackupReport, folder: Path) -> None:
        place = place_of(folder)
        fields = {"at": report.made_at.isoformat(), "place": _PLACE_WORDS[place.kind] or f"in {place.name}", "folder": str(folder.absolute())}
        with self._vault.transaction():
            self._vault.settings.set(_LAST, json.dumps(fields))
            self._vault.settings.set(_NEEDS_READING, "0")
            self._vault.log.add("backup_made", self._vault.vault_id, files=report.files, bytes=report.bytes, place=place.kind)


def restore(
    source: Path,
    target: Path,
    context: JobContext,
    *,
    passphrase: str,
    tombstones: Tombstones | None = None,
    accepts_damage: bool = False,
) -> RestoreReport:
    """Put a back-up back as a vault in a new folder, with the passphrase the vault had then. Progress steps "restore" and "check".

    Every file is held against its hash; then the vault is opened, read to the last byte and counted. What the back-up or
    `tombstones` call destroyed stays away. Without the passphrase that could not be: once the keys were renewed, the restored
    vault would not believe the list of its successor.

    Raises:
        InputError: `not_a_backup`, `folder_not_empty`.
        PassphraseError: `wrong_passphrase`, before anything is copied.
        DamagedError: `backup_damaged`, and nothing is left, unless `accepts_damage`: then media that are damaged are named.
        SystemProblem, CancelledError: nothing is left.
    """
    backup = read_backup(source)
    try:
        if tombstones is not None:
            backup.join(tombstones)
        had_folder = target.exists()
        copied = _copied_back(backup, target, passphrase, context, accepts_damage=accepts_damage)
        try:
            return _looked_over(copied, target, passphrase, context, accepts_damage=accepts_damage)
        except BaseException:
            remove_restored(target, DurableFiles(), keeps_folder=had_folder)
            raise
    finally:
        backup.source.close()


def try_restore(source: Path, passphrase: str, scratch: Path, context: JobContext, *, tombstones: Tombstones | None = None) -> RestoreReport:
    """Read all of a back-up with only its passphrase at hand. `scratch` may hold a new, encrypted file meanwhile; see `try_backup`."""
    backup = read_backup(source)
    try:
        if tombstones is not None:
            backup.join(tombstones)
        master_key = unlock_backup(backup, passphrase)
        try:
            return try_backup(backup, master_key, scratch, DurableFiles(), context)
        finally:
            master_key.wipe()
    finally:
        backup.source.close()


def tombstones_of_vault(folder: Path, passphrase: str) -> Tombstones:
    """Return what the vault in this folder destroyed; raises as opening it does."""
    vault = Vault.open(folder, passphrase)
    try:
        return vault.tombstones()
    finally:
        vault.close()


def _copied_back(backup: ReadBackup, target: Path, passphrase: str, context: JobContext, *, accepts_damage: bool) -> RestoreReport:
    while True:
        master_key = unlock_backup(backup, passphrase)
        backup.seal_tombstones(master_key)
        master_key.wipe()
        try:
            return copy_back(backup, target, context, accepts_damage=accepts_damage)
        except DamagedError:
            # Of a damaged snapshot nothing can come back; of the one before it most can.
            if not accepts_damage or not backup.use_older():
                raise


def _looked_over(copied: RestoreReport, target: Path, passphrase: str, context: JobContext, *, accepts_damage: bool) -> RestoreReport:
    vault = Vault.open(target, passphrase)
    try:
        findings = vault.check(deep=True, context=context)
        report = RestoreReport(
            made_at=copied.made_at,
            files=copied.files,
            bytes=copied.bytes,
            recordings=len(vault.recordings.list()),
            moments=vault.moments.count(),
            left_out=sum(finding.code == "destroyed_again" for finding in findings),
            findings=tuple(findings),
        )
    finally:
        vault.close()
    report = _accepted(report, accepts_damage=accepts_damage)
    about_the_lists = tuple(finding for finding in copied.findings if not finding.code.startswith("media_"))
    return replace(report, findings=(*about_the_lists, *report.findings))


def _accepted(report: RestoreReport, *, accepts_damage: bool) -> RestoreReport:
    if not report.has_whole_content and not accepts_damage:
        raise DamagedError("backup_damaged")
    return report
