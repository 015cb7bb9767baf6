"""The ways into the vault, for the user: passphrase, recovery code, organisation, and all keys at once."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.common.errors import AppError, CancelledError, InputError, SystemProblem
from app.common.progress import JobContext
from app.crypto.recovery_code import code_blocks
from app.vault.vault import Vault

_PASSPHRASE_EVENTS = frozenset({"vault_made", "passphrase_set"})
_RECOVERY_EVENTS = frozenset({"vault_made", "recovery_code_renewed", "keys_renewed"})
_NOT_ON_PAPER = "recovery_code_not_on_paper"
_MAX_KEY_FILE = 64 * 1024
_ORGANISATION_EVENTS = frozenset({"organisation_set"})


@dataclass(frozen=True)
class KeyFacts:
    """What there is to tell about the keys; nothing of the keys themselves. Times are with their zone, None where there is no such way in."""

    passphrase_since: datetime | None
    recovery_code_since: datetime | None
    organisation: str | None
    organisation_since: datetime | None
    keys_renewed_at: datetime | None
    memory_mib: int
    passes: int
    is_recovery_code_on_paper: bool
    """Whether the code was typed back after it was shown; renewing all keys makes one that may have been lost from the screen."""
    is_below_policy: bool
    """Whether today's vaults turn a passphrase into a key with more work than this one."""


class KeyService:
    """Everything about getting in."""

    def __init__(self, vault: Vault, *, is_passphrase_forgotten: bool = False) -> None:
        self._vault = vault
        self.is_passphrase_forgotten = is_passphrase_forgotten
        """Whether the vault was opened by another way in: then a new passphrase is set without the old one."""

    def facts(self) -> KeyFacts:
        """Return since when each way in is what it is."""
        keys, kdf = self._vault.keys, self._vault.kdf
        return KeyFacts(
            passphrase_since=self._last(_PASSPHRASE_EVENTS),
            recovery_code_since=self._last(_RECOVERY_EVENTS) if keys.has_recovery_code else None,
            organisation=keys.organisation,
            organisation_since=self._last(_ORGANISATION_EVENTS) if keys.organisation else None,
            keys_renewed_at=self._last(frozenset({"keys_renewed"})),
            is_recovery_code_on_paper=self._vault.settings.get(_NOT_ON_PAPER) != "1",
            memory_mib=kdf.memory_mib,
            passes=kdf.passes,
            is_below_policy=self._vault.is_kdf_below_policy,
        )

    def change_passphrase(self, old: str, new: str) -> None:
        """Let `new` open the vault instead of `old`. Back-ups and copies made earlier keep opening with the old one.

        Raises:
            PassphraseError: `wrong_passphrase`, `old` is not it.
            InputError: `new` cannot be one.
        """
        self._vault.keys.require_passphrase(old)
        self._vault.keys.set_passphrase(new)

    def set_passphrase(self, new: str) -> None:
        """Do the same for who has just opened the vault with the old one, or with the code on paper because it was forgotten."""
        self._vault.keys.set_passphrase(new)
        self.is_passphrase_forgotten = False

    def new_recovery_code(self) -> str:
        """Return a fresh recovery code, shown once; the one before stops working at once."""
        code = self._vault.keys.renew_recovery_code()
        self.recovery_code_is_on_paper()
        return code

    def propose_recovery_code(self) -> str:
        """Return a fresh recovery code, shown once. It opens nothing yet, and the one before keeps working."""
        return self._vault.keys.propose_recovery_code()

    def accept_recovery_code(self) -> None:
        """The proposed code was typed back: from now on it opens the vault, and the one before does not."""
        self._vault.keys.accept_recovery_code()
        self.recovery_code_is_on_paper()

    def recovery_code_is_shown(self) -> None:
        """The code that counts now is on the screen for the first time, and nobody typed it back yet."""
        self._vault.settings.set(_NOT_ON_PAPER, "1")

    def recovery_code_is_on_paper(self) -> None:
        """The code that counts now was typed back."""
        with suppress(SystemProblem, CancelledError):  # it counts all the same; the screen only keeps on warning
            self._vault.settings.set(_NOT_ON_PAPER, "0")

    def renew_all(self, passphrase: str, context: JobContext) -> str | None:
        """Renew the master key and the database's key. Returns the new recovery code, None for a vault without; see `KeySlots.renew`."""
        was_not_on_paper = self._vault.settings.get(_NOT_ON_PAPER)
        if self._vault.keys.has_recovery_code:
            self._vault.settings.set(_NOT_ON_PAPER, "1")  # before: of a renewal that a power cut ends nobody saw the code
        try:
            return self._vault.keys.renew(passphrase, context)
        except AppError:  # nothing was changed
            with suppress(SystemProblem):
                self._vault.settings.set(_NOT_ON_PAPER, was_not_on_paper or "0")
            raise

    def organisation(self) -> str | None:
        """Return the public key of the organisation that can open this vault too."""
        return self._vault.keys.organisation

    def set_organisation(self, untrusted_recipient: str | None) -> None:
        """Let the holder of this age key in too, or nobody else any more; InputError `organisation_recipient`."""
        self._vault.keys.set_organisation(untrusted_recipient)

    def _last(self, events: frozenset[str]) -> datetime | None:
        times = [str(line["at"]) for line in self._vault.log.list() if line["event"] in events]
        return datetime.fromisoformat(times[-1]) if times else None


def wrong_blocks(code: str, typed_back: Mapping[int, str]) -> list[int]:
    """Return the numbers (1 to 8) of the blocks that were typed back wrong; case and spaces do not count."""
    blocks = code_blocks(code)
    return [number for number, typed in sorted(typed_back.items()) if "".join(typed.split()).upper() != blocks[number - 1]]


def recipient_in_file(path: Path) -> str:
    """Return the public key `age1…` that stands in this text file, as age-keygen writes it in a file of its own or as a comment.

    Raises:
        InputError: `organisation_recipient`, there is none or more than one; `file_unreadable`.
    """
    try:
        with path.open("rb") as file:
            untrusted = file.read(_MAX_KEY_FILE).decode("utf-8", "replace")
    except OSError as error:
        raise InputError("file_unreadable") from error
    found = set(re.findall(r"\bage1[0-9a-z]{20,100}\b", untrusted))
    if len(found) != 1:
        raise InputError("organisation_recipient")
    return str(found.pop())
