"""Make a vault's folder and open one: lock, header, keys, database, in an order that leaves nothing half."""

import json
import os
import platform
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from app.common.errors import CancelledError, DamagedError, InputError, SystemProblem
from app.crypto import keys
from app.crypto.passphrase import KdfSettings, derive, policy_for
from app.crypto.recovery_code import new_recovery_code, read_recovery_code
from app.crypto.secret import Secret
from app.vault.database import Database
from app.vault.durable_files import AlreadyLockedError, DurableFiles, FileLock
from app.vault.header import ID_SIZE, DatabaseKeys, Header, Slot, SlotKind
from app.vault.header_store import HEADER_NAME, SECOND_NAME, HeaderStore
from app.vault.master_key import MasterKey, unlock, unlock_for_organisation
from app.vault.media_store import MEDIA_FOLDER, PART_FOLDER
from app.vault.migrate import migrate
from app.vault.private_folder import make_private
from app.vault.start_up import QUARANTINE_FOLDER

DATABASE_NAME = "register.db"
LOCK_NAME = "slot"
README_NAME = "LEESMIJ.txt"
_README = Path(__file__).parent / README_NAME
_FOLDERS = (MEDIA_FOLDER, PART_FOLDER, QUARANTINE_FOLDER)
_REMNANTS = (DATABASE_NAME, *(f"{DATABASE_NAME}-{log}" for log in ("journal", "wal", "shm")), LOCK_NAME, README_NAME, f"{HEADER_NAME}.tmp")
"""What an interrupted `make_vault` can leave besides empty folders. Without a header no key to it exists."""


@dataclass
class VaultParts:
    """All that an open vault holds; `header` is the newest genuine one."""

    folder: Path
    files: DurableFiles
    lock: FileLock
    header_store: HeaderStore
    header: Header
    master_key: MasterKey
    database: Database
    was_header_repaired: bool = False
    found: tuple[int, int] = (1, 1)
    """Generation and epoch as they stood on the disk, before opening changed anything."""
    header_lock: threading.Lock = field(default_factory=threading.Lock)
    is_closed: bool = False

    def write_header(self, changed: Callable[[Header], Header], master_key: MasterKey | None = None) -> Header:
        """Put a changed header in both places, one generation further, sealed, and return it; it is durable then. From any thread.

        With a fresh master key, that one is the vault's from then on and the one before is wiped.

        Raises:
            SystemProblem: the header is what it was.
            CancelledError: the vault was closed meanwhile.
        """
        with self.header_lock:
            if self.is_closed:
                raise CancelledError
            header, master_key = changed(self.header), master_key or self.master_key
            sealed = master_key.seal(replace(header, generation=header.generation + 1))
            self.header_store.write(sealed)
            self.header = sealed
            if master_key is not self.master_key:
                self.master_key.wipe()
                self.master_key = master_key
        return sealed

    def close(self) -> None:
        """Close the database, wipe the keys, let others in."""
        try:
            self.database.close()
        finally:
            # Who is writing the header finishes first: with half a wiped key, or after the lock is free, it would ruin it.
            with self.header_lock:
                self.is_closed = True
                self.master_key.wipe()
                self.lock.release()


def policy() -> KdfSettings:
    """Return the strength of key derivation for this machine, with a fresh salt."""
    try:
        pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):  # Windows has no sysconf; its supported versions want 4 GiB
        return KdfSettings()
    return policy_for(pages // (1024 * 1024))


def make_vault(folder: Path, passphrase: str, kdf: KdfSettings, files: DurableFiles, *, with_recovery: bool) -> tuple[VaultParts, str | None]:
    """Make a new vault and leave it open. The header comes last: before it is there the folder is no vault.

    Raises:
        InputError: `folder_not_empty`, or the passphrase cannot be one.
        SystemProblem: the disk refuses; what was made is removed again.
    """
    secret = derive(passphrase, kdf)
    _clear_remnants(folder, files)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError("folder_not_empty")
    with ExitStack() as undo:
        undo.callback(_clear_remnants, folder, files)
        files.make_folder(folder)
        make_private(folder)
        lock = _take_lock(folder)
        undo.callback(lock.release)
        _fill_folder(folder, files)
        header, master_key, recovery_code, database_key = _new_keys(secret, kdf, with_recovery=with_recovery)
        database = _new_database(folder, database_key, files)
        undo.callback(database.close)
        files.sync_folder(folder)  # all that stands here, before the header says that it is a vault
        store = HeaderStore(folder, files)
        store.write(header)
        undo.pop_all()
    return VaultParts(folder, files, lock, store, header, master_key, database), recovery_code


def open_with_passphrase(folder: Path, passphrase: str, files: DurableFiles) -> VaultParts:
    """Open the vault in this folder; takes as long as the key derivation.

    Raises:
        InputError: `not_a_vault`.
        SystemProblem: `vault_in_use` or `vault_in_use_elsewhere` (since), the disk refuses, `memory_short`.
        PassphraseError: `wrong_passphrase`.
        DamagedError: `header_damaged`, `database_damaged`, `database_missing`.
        VersionError: `vault_newer` (needed), `vault_feature_unknown`.
        RefusedError: `header_unsafe`.
    """
    derived: dict[KdfSettings, Secret] = {}

    def secret_for(slot: Slot) -> Secret:
        if slot.kdf is None:
            raise DamagedError("header_damaged")
        if slot.kdf not in derived:
            derived[slot.kdf] = derive(passphrase, slot.kdf)
        return derived[slot.kdf]

    return _open(folder, lambda copies: unlock(copies, SlotKind.PASSPHRASE, secret_for), files)


def open_with_recovery_code(folder: Path, code: str, files: DurableFiles) -> VaultParts:
    """Open the vault with the code on paper; raises as `open_with_passphrase`, InputError for a mistyped code."""
    secret = read_recovery_code(code)
    return _open(folder, lambda copies: unlock(copies, SlotKind.RECOVERY, lambda _slot: secret), files)


def open_with_organisation_key(folder: Path, identity: str, files: DurableFiles) -> VaultParts:
    """Open the vault with the age identity of the organisation; raises as `open_with_passphrase`, and as `unlock_for_organisation`."""
    return _open(folder, lambda copies: unlock_for_organisation(copies, identity), files)


def new_recovery_slot(slot_id: int, master_key: MasterKey) -> tuple[Slot, str]:
    """Return a slot for a fresh recovery code, and the code."""
    code = new_recovery_code()
    return master_key.new_slot(Slot(slot_id, SlotKind.RECOVERY, None), read_recovery_code(code)), code


def new_passphrase_slot(slot_id: int, master_key: MasterKey, kdf: KdfSettings, secret: Secret) -> Slot:
    """Return a slot for a passphrase whose secret was derived with these settings."""
    return master_key.new_slot(Slot(slot_id, SlotKind.PASSPHRASE, kdf), secret)


def _open(folder: Path, unlocked: Callable[[Sequence[Header]], tuple[Header, MasterKey]], files: DurableFiles) -> VaultParts:
    store = HeaderStore(folder, files)
    if not store.exists:
        raise InputError("not_a_vault")
    with ExitStack() as undo:
        lock = _take_lock(folder)
        undo.callback(lock.release)
        copies = store.load()
        header, master_key = unlocked(copies.headers)
        undo.callback(master_key.wipe)
        found = (header.generation, header.database.epoch)
        database, header = _open_database(folder, header, master_key)
        undo.callback(database.close)
        migrate(database, is_new=False)
        is_changed = header not in copies.headers
        if is_changed or not copies.are_equal:
            store.write(header)
        undo.pop_all()
    return VaultParts(folder, files, lock, store, header, master_key, database, was_header_repaired=not copies.are_equal, found=found)


def _open_database(folder: Path, header: Header, master_key: MasterKey) -> tuple[Database, Header]:
    path = folder / DATABASE_NAME
    if not path.is_file():
        raise DamagedError("database_missing")
    if path.stat().st_size == 0:
        raise DamagedError("database_damaged")  # SQLite would take it for a new, empty database
    key, next_wrapped = master_key.unwrap_database_key(header.database.key), header.database.next_key
    if next_wrapped is None:
        return Database(path, key), header
    # A change of key was interrupted. It is finished now: something was to become unreadable by it.
    database = _database_with_next_key(path, key, master_key.unwrap_database_key(next_wrapped))
    if database is None:
        return Database(path, key), header
    settled = replace(header, generation=header.generation + 1, database=DatabaseKeys(header.database.epoch + 1, next_wrapped))
    return database, master_key.seal(settled)


def _database_with_next_key(path: Path, key: Secret, next_key: Secret) -> Database | None:
    """Return the database open under its next key, None when the disk does not let it change now."""
    try:
        database = Database(path, key)
    except DamagedError:
        return Database(path, next_key)
    try:
        database.change_key(key, next_key)
    except SystemProblem:
        database.close()
        return None
    except BaseException:
        database.close()
        raise
    return database


def _new_keys(secret: Secret, kdf: KdfSettings, *, with_recovery: bool) -> tuple[Header, MasterKey, str | None, Secret]:
    vault_id = os.urandom(ID_SIZE)
    master_key, database_key = MasterKey(keys.new_key(), vault_id), keys.new_key()
    slots, recovery_code = [new_passphrase_slot(1, master_key, kdf, secret)], None
    if with_recovery:
        recovery_slot, recovery_code = new_recovery_slot(2, master_key)
        slots.append(recovery_slot)
    database = DatabaseKeys(epoch=1, key=master_key.wrap_database_key(database_key))
    header = master_key.seal(Header(vault_id, generation=1, slots=tuple(slots), database=database))
    return header, master_key, recovery_code, database_key


def _fill_folder(folder: Path, files: DurableFiles) -> None:
    for name in _FOLDERS:
        files.make_folder(folder / name)
    readme = files.new_file(folder / README_NAME)
    try:
        readme.write(_README.read_bytes())
        readme.sync()
    finally:
        readme.close()
    files.sync_folder(folder.parent)


def _new_database(folder: Path, key: Secret, files: DurableFiles) -> Database:
    # Made by us first, so that it and its log are readable by this user only whatever the umask is.
    files.new_file(folder / DATABASE_NAME).close()
    database = Database(folder / DATABASE_NAME, key)
    try:
        migrate(database, is_new=True)
    except BaseException:
        database.close()
        raise
    return database


def _clear_remnants(folder: Path, files: DurableFiles) -> None:
    """Remove what an interrupted making left: only our own names, no header, and not a single media file."""
    if not folder.is_dir() or (folder / HEADER_NAME).exists() or (folder / SECOND_NAME).exists():
        return
    names = {path.name for path in folder.iterdir()}
    if not names <= {*_REMNANTS, *_FOLDERS} or any(any((folder / name).iterdir()) for name in _FOLDERS if name in names):
        return
    for name in names & set(_REMNANTS):
        files.remove(folder / name)
    for name in names & set(_FOLDERS):
        (folder / name).rmdir()


def _take_lock(folder: Path) -> FileLock:
    path = folder / LOCK_NAME
    try:
        lock = FileLock(path)
    except AlreadyLockedError as error:
        raise _in_use(path) from error
    note = {"pid": os.getpid(), "host": platform.node(), "sinds": datetime.now().astimezone().isoformat(), "toeval": os.urandom(8).hex()}
    lock.note(json.dumps(note).encode())
    return lock


def _in_use(path: Path) -> SystemProblem:
    try:
        note = json.loads(path.read_text("utf-8"))
        since, host = datetime.fromisoformat(note["sinds"]), note["host"]
    except (OSError, ValueError, KeyError, TypeError):  # the other one is writing it at this moment
        return SystemProblem("vault_in_use", since="net")
    # Which computer stays out of the details: its name is often a person's, and details may reach a log.
    return SystemProblem("vault_in_use" if host == platform.node() else "vault_in_use_elsewhere", since=since.strftime("%H:%M"))
