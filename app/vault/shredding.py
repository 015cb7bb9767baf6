"""Destroying media so that nothing brings it back: its row with its key, the database's key, then its file.

Without the change of the database's key, old pages of the database that linger on a disk would still give the media's
key to somebody who has the passphrase.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from app.common.errors import SystemProblem
from app.common.ids import MediaId
from app.crypto.keys import new_key
from app.vault.header import AnySlot, DatabaseKeys
from app.vault.master_key import MasterKey
from app.vault.media_store import media_path
from app.vault.opening import VaultParts


class Shredder:
    """Keeps no list of its own: the tombstones say what is waiting, so a crash forgets nothing."""

    def __init__(self, parts: VaultParts) -> None:
        self._parts = parts

    def bury(self, media_id: MediaId) -> None:
        """Destroy one media; InputError `unknown_id`. Inside a transaction the rest of it happens when that is durable.

        Several in one transaction cost one change of the database's key.

        Raises:
            SystemProblem: `shredding_waits`, see `finish`.
        """
        with self._parts.database.transaction():
            self._parts.database.change_one("DELETE FROM media WHERE media_id = ?", media_id)
            self.mark(media_id)

    def mark(self, destroyed_id: str) -> None:
        """Remember by its random id what was removed in this transaction, and make it unreadable in old pages too when that is durable.

        Raises:
            SystemProblem: at the commit, as `bury`.
        """
        database = self._parts.database
        at, epoch = datetime.now(UTC).isoformat(timespec="seconds"), self._parts.header.database.epoch
        database.change("INSERT INTO tombstones (media_id, removed_at, epoch) VALUES (?,?,?)", destroyed_id, at, epoch)
        database.after_commit(self._finish_after_commit)

    def finish(self) -> bool:
        """Finish what was buried under the present key of the database, if anything; says whether there was.

        Raises:
            SystemProblem: `shredding_waits`, the rows are gone but old pages may still be readable; the next opening tries again.
        """
        epoch = self._parts.header.database.epoch
        waiting = [row[0] for row in self._parts.database.rows("SELECT media_id FROM tombstones WHERE epoch >= ?", epoch)]
        if not waiting:
            return False
        try:
            self.change_database_key()
        except SystemProblem as problem:
            raise SystemProblem("shredding_waits") from problem
        for media_id in waiting:
            with suppress(SystemProblem):  # still open somewhere (Windows): its tombstone removes it at the next opening
                self._parts.files.remove(media_path(self._parts.folder, media_id))
        return True

    def _finish_after_commit(self) -> None:
        self.finish()

    def change_database_key(self, master_key: MasterKey | None = None, slots: tuple[AnySlot, ...] | None = None) -> None:
        """Encrypt the database under a fresh key and forget the old one. Interrupted anywhere, one of the two in the header fits.

        With a fresh master key and slots for it, these take over in the same writing of the header that announces the
        database's next key: before it everything old opens the vault, after it everything new.

        Raises:
            SystemProblem: it did not succeed and the old key of the database still fits.
        """
        parts = self._parts
        with parts.database.alone():
            parts.database.checkpoint()
            old_key, key = parts.master_key.unwrap_database_key(parts.header.database.key), new_key()
            master_key = master_key or parts.master_key
            both = DatabaseKeys(parts.header.database.epoch, master_key.wrap_database_key(old_key), master_key.wrap_database_key(key))
            parts.write_header(lambda header: replace(header, database=both, slots=slots or header.slots), master_key)
            parts.database.change_key(old_key, key)
            self._settle(DatabaseKeys(both.epoch + 1, master_key.wrap_database_key(key)))

    def _settle(self, settled: DatabaseKeys) -> None:
        parts = self._parts
        try:
            parts.write_header(lambda header: replace(header, database=settled))
        except SystemProblem:
            # The header on the disk still names both keys; whatever is written next must not forget the one in use.
            parts.header = replace(parts.header, database=settled)
            raise
        if not parts.header_store.are_equal:
            # The old key still stands in the other copy. The next writing or opening of the header takes it away.
            raise SystemProblem("disk_fails", number=0)
