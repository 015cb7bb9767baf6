"""The key hierarchy of one vault: from a slot's secret to the master key, and from the master key to the rest."""

from collections.abc import Callable, Sequence

from app.common.errors import DamagedError, PassphraseError
from app.crypto import keys
from app.crypto.secret import Secret
from app.vault.header import Header, Slot, SlotKind

SecretFor = Callable[[Slot], Secret]


class MasterKey:
    """The 256 random bits under which everything in a vault hangs, and the purposes it is used for."""

    def __init__(self, key: Secret, vault_id: bytes) -> None:
        self._key = key
        self._vault_id = vault_id
        self._header_mac = self._derived("header-mac")
        self._database_wrap = self._derived("db-wrap")

    def seal(self, header: Header) -> Header:
        """Return the header with its MAC."""
        return header.with_mac(keys.mac(self._header_mac, header.without_mac()))

    def has_sealed(self, header: Header) -> bool:
        """Whether this header is one of ours, unchanged."""
        return Secret(keys.mac(self._header_mac, header.without_mac())).equals(header.mac)

    def wrap_database_key(self, key: Secret) -> bytes:
        """Return the database's key as it stands in the header."""
        return keys.wrap(self._database_wrap, key)

    def unwrap_database_key(self, wrapped: bytes) -> Secret:
        """Return the database's key; DamagedError `header_damaged`."""
        return keys.unwrap(self._database_wrap, wrapped)

    def new_slot(self, open_slot: Slot, secret: Secret) -> Slot:
        """Return the slot filled in, so that `secret` opens it."""
        wrapping_key, check = keys.slot_keys(secret, salt=self._vault_id, info=_slot_info(open_slot))
        return Slot(open_slot.slot_id, open_slot.kind, open_slot.kdf, check, keys.wrap(wrapping_key, self._key))

    def backup_mac(self, content: bytes) -> bytes:
        """Return the MAC over the list of a back-up."""
        return keys.mac(self._derived("backup-mac"), content)

    def tombstone_mac(self, content: bytes) -> bytes:
        """Return the MAC over a list of what was destroyed."""
        return keys.mac(self._derived("grafsteen"), content)

    def wipe(self) -> None:
        """Overwrite every key of the hierarchy."""
        for key in (self._key, self._header_mac, self._database_wrap):
            key.wipe()

    def _derived(self, purpose: str) -> Secret:
        return keys.hkdf_sha512(self._key, salt=self._vault_id, info=b"kluis/v1/" + purpose.encode())


def unlock(copies: Sequence[Header], kind: SlotKind, secret_for: SecretFor) -> tuple[Header, MasterKey]:
    """Return the newest genuine header among the copies that the secret opens, and the master key.

    Raises:
        PassphraseError: `wrong_passphrase` or `wrong_recovery_code`, no slot knows this secret.
        DamagedError: `header_damaged`, a slot knows it but the header was changed.
    """
    newest_first = sorted(copies, key=lambda header: header.generation, reverse=True)
    is_damaged = False
    for header in newest_first:
        for slot in header.slots:
            if not isinstance(slot, Slot) or slot.kind is not kind:
                continue
            try:
                master_key = _open_slot(header, slot, secret_for(slot))
            except DamagedError:
                is_damaged = True
                continue
            if master_key is None:
                continue
            if _is_superseded(header, newest_first, master_key):
                master_key.wipe()
                break
            return header, master_key
    if is_damaged:
        raise DamagedError("header_damaged")
    raise PassphraseError("wrong_passphrase" if kind is SlotKind.PASSPHRASE else "wrong_recovery_code")


def _is_superseded(header: Header, copies: Sequence[Header], master_key: MasterKey) -> bool:
    # A genuine newer copy on which this secret did not fit: the passphrase was changed and this is the old one.
    return any(copy.generation > header.generation and master_key.has_sealed(copy) for copy in copies)


def _open_slot(header: Header, slot: Slot, secret: Secret) -> MasterKey | None:
    wrapping_key, check = keys.slot_keys(secret, salt=header.vault_id, info=_slot_info(slot))
    if not Secret(check).equals(slot.check):
        return None
    master_key = MasterKey(keys.unwrap(wrapping_key, slot.wrap), header.vault_id)
    if not master_key.has_sealed(header):
        raise DamagedError("header_damaged")
    return master_key


def _slot_info(slot: Slot) -> bytes:
    return b"kluis/v1/slot" + slot.binding()
