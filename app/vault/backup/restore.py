"""Put a back-up back as a vault in a new folder. The header comes last: before it is there the folder is no vault."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from app.common.errors import DamagedError, InputError, SystemProblem
from app.common.progress import JobContext
from app.vault.backup.copying import copy_proven
from app.vault.backup.manifest import BackupFile, media_id_of
from app.vault.backup.place import check_file_sizes, check_free_space
from app.vault.backup.reports import RestoreReport
from app.vault.backup.source import ReadBackup
from app.vault.backup.tombstones import TOMBSTONES_NAME
from app.vault.check import Finding
from app.vault.durable_files import DurableFiles, translated_os_errors
from app.vault.header_store import HEADER_NAME, SECOND_NAME
from app.vault.media_store import MEDIA_FOLDER, PART_FOLDER
from app.vault.opening import DATABASE_NAME, README_NAME
from app.vault.start_up import QUARANTINE_FOLDER

BUSY_NAME = "terugzetten-bezig"
_README = Path(__file__).parents[1] / README_NAME
_SPARE_BYTES = 50_000_000


def copy_back(
    backup: ReadBackup,
    target: Path,
    context: JobContext,
    *,
    files: DurableFiles | None = None,
    accepts_damage: bool = False,
) -> RestoreReport:
    """Copy everything of the back-up that was not destroyed since, each file held against its hash. Step "restore", in bytes.

    No key is needed; the tombstones of the vault as it is now, when it is at hand, were joined to the back-up's before. With `accepts_damage` a media
    file that is damaged or gone is named in the report instead of stopping; nothing else is forgiven.

    Raises:
        InputError: `folder_not_empty`.
        SystemProblem: no room, no permission, ...; nothing is left of the vault.
        DamagedError: `backup_damaged` (files), the snapshot or, unless accepted, a media file is not what it was.
        CancelledError: stopped; nothing is left of it.
    """
    return _Restore(backup, target, files or DurableFiles(), context, accepts_damage=accepts_damage).run()


class _Restore:
    def __init__(
        self,
        backup: ReadBackup,
        target: Path,
        files: DurableFiles,
        context: JobContext,
        *,
        accepts_damage: bool,
    ) -> None:
        self._backup, self._target, self._files, self._context = backup, target, files, context
        self._tombstones = backup.tombstones
        self._accepts_damage = accepts_damage
        self._findings = list(backup.findings)
        self._done = 0
        manifest = backup.manifest
        self._media = [file for file in manifest.media if not self._tombstones.covers(media_id_of(file.path))]
        self._total = manifest.database.size + sum(file.size for file in self._media)

    def run(self) -> RestoreReport:
        target, files, manifest = self._target, self._files, self._backup.manifest
        had_folder = self._clear_target()
        files.make_folder(target)
        try:
            files.replace_content(target / BUSY_NAME, b"")
            check_file_sizes([file.size for file in self._media], target, files)
            check_free_space(self._total + _SPARE_BYTES, target, files)
            for name in (MEDIA_FOLDER, PART_FOLDER, QUARANTINE_FOLDER):
                files.make_folder(target / name)
            self._copy(manifest.database, target / DATABASE_NAME, is_needed=True)
            for file in self._media:
                self._copy(file, target / file.path, is_needed=not self._accepts_damage)
            files.replace_content(target / TOMBSTONES_NAME, self._tombstones.to_bytes())
            files.replace_content(target / README_NAME, _README.read_bytes())
            files.sync_folder(target.parent)
            files.replace_content(target / HEADER_NAME, manifest.header)
            files.replace_content(target / SECOND_NAME, manifest.header)
            files.remove(target / BUSY_NAME)
        except BaseException:
            remove_restored(target, files, keeps_folder=had_folder)
            raise
        self._context.advance("restore", self._total, self._total)
        kept = [manifest.database, *self._media]
        return RestoreReport(manifest.made_at, len(kept), sum(file.size for file in kept), findings=tuple(self._findings))

    def _clear_target(self) -> bool:
        """Return whether the folder was there already. What a killed restore left in it is ours to remove."""
        target = self._target
        with translated_os_errors():
            if not target.exists():
                return False
            if not target.is_dir():
                raise InputError("folder_not_empty")
            names = {path.name for path in target.iterdir()}
        if (BUSY_NAME in names and not names & {HEADER_NAME, SECOND_NAME}) or names == {f"{BUSY_NAME}.tmp"}:
            remove_restored(target, self._files, keeps_folder=True)
            with translated_os_errors():
                names = {path.name for path in target.iterdir()}
        if names:
            raise InputError("folder_not_empty")
        return True

    def _copy(self, file: BackupFile, target: Path, *, is_needed: bool) -> None:
        source = self._backup.source.open(file.path)
        problem = "media_missing" if source is None else "media_cut_off"
        if source is not None:
            try:
                if source.size == file.size:
                    if not target.parent.is_dir():
                        self._files.make_folder(target.parent)
                        self._files.sync_folder(target.parent.parent)
                    if copy_proven(source, target, self._files, self._advance) == file.digest:
                        return
                    problem = "media_damaged"  # brought over as it is: the undamaged segments can be watched
            finally:
                source.close()
        if is_needed:
            raise DamagedError("backup_damaged")
        self._findings.append(Finding("damage", problem, media_id_of(file.path)))

    def _advance(self, count: int) -> None:
        self._done += count
        self._context.advance("restore", self._done, self._total + 1)


def remove_restored(target: Path, files: DurableFiles, *, keeps_folder: bool) -> None:
    """Remove what a restore made, the headers first, by our own names only."""
    with suppress(SystemProblem):
        for name in (HEADER_NAME, SECOND_NAME, f"{HEADER_NAME}.tmp", f"{SECOND_NAME}.tmp"):
            files.remove(target / name)
        for path in _ours(target):
            files.remove(path)
        for folder in sorted((target / MEDIA_FOLDER).glob("*"), reverse=True):
            files.remove_folder(folder)
        for name in (MEDIA_FOLDER, PART_FOLDER, QUARANTINE_FOLDER):
            files.remove_folder(target / name)
        files.remove(target / BUSY_NAME)
        if not keeps_folder:
            files.remove_folder(target)


def _ours(target: Path) -> Iterator[Path]:
    yield from sorted((target / MEDIA_FOLDER).glob("*/*.media*"))
    for name in (DATABASE_NAME, f"{DATABASE_NAME}-wal", f"{DATABASE_NAME}.part", TOMBSTONES_NAME, README_NAME, "slot"):
        yield target / name
    for name in (TOMBSTONES_NAME, README_NAME, BUSY_NAME):
        yield target / f"{name}.tmp"
