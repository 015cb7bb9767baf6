"""The ways into an open vault: looked at, replaced, and all renewed together."""

import threading
from contextlib import suppress
from dataclasses import replace
from operator import attrgetter

from app.common.errors import CancelledError, InputError, PassphraseError, SystemProblem
from app.common.progress import JobContext
from app.crypto.age_file import checked_recipient
from app.crypto.keys import new_key
from app.crypto.passphrase import KdfSettings, derive
from app.vault import opening
from app.vault.header import AnySlot, OrganisationSlot, Slot, SlotKind
from app.vault.master_key import MasterKey
from app.vault.shredding import Shredder
from app.vault.tables.event_log import EventLog

_RENEWAL_STEPS = 3
_COUNTS_ALREADY = suppress(SystemProblem, CancelledError)
"""Around the line that follows a written header: that it does not fit may not say that nothing changed, nor cost the user the new code."""


class KeySlots:
    """The header's slots. Every change is one writing of the header: after a crash all of the old or all of the new opens.

    Its methods may be called from any thread; the changes wait for each other, so that none undoes another's slot.
    """

    def __init__(self, parts: opening.VaultParts, log: EventLog, shredder: Shredder) -> None:
        self._parts = parts
        self._log = log
        self._shredder = shredder
        self._proposed: Slot | None = None
        self._lock = threading.RLock()

    @property
    def kdf(self) -> KdfSettings:
        """How the passphrase is turned into a key."""
        return next(slot.kdf for slot in self._parts.header.slots if isinstance(slot, Slot) and slot.kdf is not None)

    @property
    def has_recovery_code(self) -> bool:
        """Whether there is a code on paper that opens this vault."""
        return self._of_kind(SlotKind.RECOVERY) is not None

    @property
    def organisation(self) -> str | None:
        """The public key (`age1…`) of the organisation that can open this vault, None when nobody else can."""
        slot = self._of_kind(SlotKind.ORGANISATION)
        return slot.recipient if isinstance(slot, OrganisationSlot) else None

    def require_passphrase(self, passphrase: str) -> None:
        """Take the time of a key derivation to see whether this is the vault's passphrase; PassphraseError `wrong_passphrase`."""
        slot = self._of_kind(SlotKind.PASSPHRASE)
        if not isinstance(slot, Slot) or slot.kdf is None or not self._parts.master_key.fits(slot, derive(passphrase, slot.kdf)):
            raise PassphraseError("wrong_passphrase")

    def set_passphrase(self, passphrase: str, *, kdf: KdfSettings | None = None) -> None:
        """Let this passphrase open the vault instead of the one before. Copies made earlier keep opening with the old one."""
        with self._lock:
            kdf = kdf or opening.policy()
            slot = self._passphrase_slot(self._parts.master_key, passphrase, kdf)
            self._write(self._with(slot))
            self._log_passphrase(kdf)

    def strengthen(self, passphrase: str) -> None:
        """Protect the same passphrase with today's amount of work. The caller has just opened the vault with it."""
        with self._lock:
            kdf = opening.policy()
            self._write(self._with(self._passphrase_slot(self._parts.master_key, passphrase, kdf)))
            with _COUNTS_ALREADY:
                self._log.add("key_derivation_strengthened", self._vault_id, memory_mib=kdf.memory_mib, passes=kdf.passes)

    def renew_recovery_code(self) -> str:
        """Return a fresh recovery code; the one before no longer opens this vault."""
        with self._lock:
            code = self.propose_recovery_code()
            self.accept_recovery_code()
            return code

    def propose_recovery_code(self) -> str:
        """Return a fresh recovery code that opens nothing until `accept_recovery_code`; the one before stays as it is."""
        with self._lock:
            self._proposed, code = self._recovery_slot(self._parts.master_key)
            return code

    def accept_recovery_code(self) -> None:
        """Let the code proposed last open the vault instead of the one before.

        Raises:
            InputError: `recovery_code_not_proposed`, or proposed before all keys were renewed.
        """
        with self._lock:
            if self._proposed is None:
                raise InputError("recovery_code_not_proposed")
            slot, self._proposed = self._proposed, None
            self._write(self._with(slot))
            with _COUNTS_ALREADY:
                self._log.add("recovery_code_renewed", self._vault_id)

    def recover(self, passphrase: str, *, kdf: KdfSettings | None = None) -> str:
        """Give a vault that was opened without its passphrase a new one, and a fresh recovery code, in one step. Returns the code."""
        with self._lock:
            kdf = kdf or opening.policy()
            passphrase_slot = self._passphrase_slot(self._parts.master_key, passphrase, kdf)
            recovery_slot, code = self._recovery_slot(self._parts.master_key)
            self._write(self._with(passphrase_slot, recovery_slot))
            self._log_passphrase(kdf)
            with _COUNTS_ALREADY:
                self._log.add("recovery_code_renewed", self._vault_id)
            return code

    def set_organisation(self, untrusted_recipient: str | None) -> None:
        """Let the holder of this age key open the vault too, or nobody else any more.

        Whoever could open it before and kept a copy of the vault can still open that copy: `renew` changes the keys.

        Raises:
            InputError: `organisation_recipient`, this is no X25519 recipient of age.
            RefusedError: `organisation_not_here`.
        """
        with self._lock:
            if untrusted_recipient is None:
                self._write(tuple(slot for slot in self._parts.header.slots if slot.kind is not SlotKind.ORGANISATION))
                with _COUNTS_ALREADY:
                    self._log.add("organisation_removed", self._vault_id)
                return
            recipient = checked_recipient(untrusted_recipient)
            self._write(self._with(self._organisation_slot(self._parts.master_key, recipient)))
            with _COUNTS_ALREADY:
                self._log.add("organisation_set", self._vault_id)

    def renew(self, passphrase: str, context: JobContext, *, kdf: KdfSettings | None = None) -> str | None:
        """Give the vault a new master key and its database a new key. Returns the new recovery code, None when it has none.

        The passphrase stays, and so does the organisation. The keys of the recordings stay too, inside the newly encrypted
        database: who ever had one of those can still read that recording. Progress step "renew_keys".

        Raises:
            PassphraseError: `wrong_passphrase`.
            CancelledError: stopped, and nothing was changed.
            SystemProblem: nothing was changed.
        """
        with self._lock:
            context.advance("renew_keys", 0, _RENEWAL_STEPS)
            self.require_passphrase(passphrase)
            context.advance("renew_keys", 1, _RENEWAL_STEPS)
            master_key, recipient = MasterKey(new_key(), self._parts.header.vault_id), self.organisation
            slots: list[AnySlot] = [self._passphrase_slot(master_key, passphrase, kdf or opening.policy())]
            code = None
            if self.has_recovery_code:
                recovery_slot, code = self._recovery_slot(master_key)
                slots.append(recovery_slot)
            if recipient is not None:
                slots.append(self._organisation_slot(master_key, recipient))
            self._proposed = None  # it holds the old master key
            context.advance("renew_keys", 2, _RENEWAL_STEPS)  # from here on it is not stopped any more
            try:
                self._shredder.change_database_key(master_key, _in_order(slots))
            except SystemProblem:
                if self._parts.master_key is not master_key:
                    raise
                # The new keys count already; the database follows at the next opening.
            with _COUNTS_ALREADY:
                self._log.add("keys_renewed", self._vault_id)
            return code

    @property
    def _vault_id(self) -> str:
        return self._parts.header.vault_id.hex()

    def _passphrase_slot(self, master_key: MasterKey, passphrase: str, kdf: KdfSettings) -> Slot:
        return opening.new_passphrase_slot(self._number_of(SlotKind.PASSPHRASE), master_key, kdf, derive(passphrase, kdf))

    def _recovery_slot(self, master_key: MasterKey) -> tuple[Slot, str]:
        return opening.new_recovery_slot(self._number_of(SlotKind.RECOVERY), master_key)

    def _organisation_slot(self, master_key: MasterKey, recipient: str) -> OrganisationSlot:
        return master_key.new_organisation_slot(self._number_of(SlotKind.ORGANISATION), recipient)

    def _of_kind(self, kind: SlotKind) -> AnySlot | None:
        return next((slot for slot in self._parts.header.slots if slot.kind is kind), None)

    def _number_of(self, kind: SlotKind) -> int:
        slot, fixed = self._of_kind(kind), list(SlotKind).index(kind) + 1
        taken = {other.slot_id for other in self._parts.header.slots if other.kind is not kind}
        if slot is not None:
            return slot.slot_id
        return fixed if fixed not in taken else max(taken) + 1

    def _with(self, *new_slots: AnySlot) -> tuple[AnySlot, ...]:
        kinds = {slot.kind for slot in new_slots}
        return _in_order([*(slot for slot in self._parts.header.slots if slot.kind not in kinds), *new_slots])

    def _write(self, slots: tuple[AnySlot, ...]) -> None:
        self._parts.write_header(lambda header: replace(header, slots=slots))

    def _log_passphrase(self, kdf: KdfSettings) -> None:
        with _COUNTS_ALREADY:
            self._log.add("passphrase_set", self._vault_id, memory_mib=kdf.memory_mib, passes=kdf.passes)


def _in_order(slots: list[AnySlot]) -> tuple[AnySlot, ...]:
    return tuple(sorted(slots, key=attrgetter("slot_id")))
