"""The key hierarchy of one vault: from a slot's secret to the master key, and from the master key to the rest."""

from collections.abc import Callable, Sequence

from app.common.errors import DamagedError, PassphraseError
from app.crypto import age_file, keys
from app.crypto.secret import Secret
from app.vault.header import AnySlot, Header, OrganisationSlot, Slot, SlotKind

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

    def new_organisation_slot(self, slot_id: int, recipient: str) -> OrganisationSlot:
        """Return a slot that opens with the identity of this age recipient; InputError `organisation_recipient`."""
        return OrganisationSlot(slot_id, recipient, age_file.seal_for(recipient, self._key))

    def fits(self, slot: Slot, secret: Secret) -> bool:
        """Whether this secret opens the slot."""
        _, check = keys.slot_keys(secret, salt=self._vault_id, info=_slot_info(slot))
        return Secret(check).equals(slot.check)

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

    def opened(header: Header, slot: AnySlot) -> MasterKey | None:
        return _open_slot(header, slot, secret_for(slot)) if isinstance(slot, Slot) else None

    return _unlock(copies, kind, opened)


def unlock_for_organisation(copies: Sequence[Header], identity: str) -> tuple[Header, MasterKey]:
    """Return the same for the holder of the organisation's age identity.

    Raises:
        PassphraseError: `wrong_organisation_key`, also when the vault has no slot of an organisation.
        InputError: `organisation_key_unreadable`.
        DamagedError: `header_damaged`.
        RefusedError: `organisation_not_here`.
    """

    def opened(header: Header, slot: AnySlot) -> MasterKey | None:
        key = age_file.open_with(identity, slot.age) if isinstance(slot, OrganisationSlot) else None
        if key is None:
            return None
        if len(key) != keys.KEY_SIZE:
            raise DamagedError("header_damaged")
        return _proven(MasterKey(key, header.vault_id), header)

    return _unlock(copies, SlotKind.ORGANISATION, opened)


def _unlock(copies: Sequence[Header], kind: SlotKind, opened: Callable[[Header, AnySlot], MasterKey | None]) -> tuple[Header, MasterKey]:
    newest_first = sorted(copies, key=lambda header: header.generation, reverse=True)
    is_damaged = False
    for header in newest_first:
        for slot in header.slots:
            if slot.kind is not kind:
                continue
            try:
                master_key = opened(header, slot)
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
    match kind:
        case SlotKind.PASSPHRASE:
            raise PassphraseError("wrong_passphrase")
        case SlotKind.RECOVERY:
            raise PassphraseError("wrong_recovery_code")
        case SlotKind.ORGANISATION:
            raise PassphraseError("wrong_organisation_key")


def _is_superseded(header: Header, copies: Sequence[Header], master_key: MasterKey) -> bool:
    # A genuine newer copy on which this secret did not fit: the passphrase was changed and this is the old one.
    return any(copy.generation > header.generation and master_key.has_sealed(copy) for copy in copies)


def _open_slot(header: Header, slot: Slot, secret: Secret) -> MasterKey | None:
    wrapping_key, check = keys.slot_keys(secret, salt=header.vault_id, info=_slot_info(slot))
    if not Secret(check).equals(slot.check):
        return None
    return _proven(MasterKey(keys.unwrap(wrapping_key, slot.wrap), header.vault_id), header)


def _proven(master_key: MasterKey, header: Header) -> MasterKey:
    if not master_key.has_sealed(header):
        raise DamagedError("header_damaged")
    return master_key


def _slot_info(slot: Slot) -> bytes:
    return b"kluis/v1/slot" + slot.binding()
