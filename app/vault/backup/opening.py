"""Open a back-up where it is found, and with a passphrase the keys in it."""

from pathlib import Path

from app.common.errors import DamagedError, InputError
from app.crypto.passphrase import derive
from app.crypto.secret import Secret
from app.vault.backup.archive import ArchiveSource
from app.vault.backup.manifest import generation_of
from app.vault.backup.source import BackupSource, FolderSource, ReadBackup
from app.vault.durable_files import translated_os_errors
from app.vault.header import Slot, SlotKind
from app.vault.master_key import MasterKey, unlock


def read_backup(path: Path) -> ReadBackup:
    """Return the newest back-up in this file or folder. A folder that holds exactly one `Back-up …` folder will do too.

    Raises:
        InputError: `not_a_backup`, `backup_not_one`.
        VersionError, DamagedError: it is one, but cannot be used.
    """
    source: BackupSource = FolderSource(_backup_folder(path)) if path.is_dir() else ArchiveSource(_existing(path))
    try:
        return ReadBackup(source)
    except BaseException:
        source.close()
        raise


def unlock_backup(backup: ReadBackup, passphrase: str) -> MasterKey:
    """Return the master key of the vault in this back-up, with the passphrase it had then.

    Raises:
        PassphraseError: `wrong_passphrase`.
        DamagedError: `header_damaged`, `backup_list_damaged`: the list is not of the one who knows the passphrase.
    """

    def secret_for(slot: Slot) -> Secret:
        if slot.kdf is None:
            raise DamagedError("header_damaged")
        return derive(passphrase, slot.kdf)

    _, master_key = unlock((backup.manifest.parsed_header(),), SlotKind.PASSPHRASE, secret_for)
    if master_key.backup_mac(backup.manifest.without_mac()) != backup.manifest.mac:
        master_key.wipe()
        raise DamagedError("backup_list_damaged")
    return master_key


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise InputError("not_a_backup")
    return path


def _backup_folder(folder: Path) -> Path:
    with translated_os_errors():
        if any(generation_of(path.name) is not None for path in folder.iterdir()):
            return folder
        inside = [path for path in folder.glob("Back-up *") if path.is_dir()]
    if len(inside) > 1:
        raise InputError("backup_not_one")
    return inside[0] if inside else folder
