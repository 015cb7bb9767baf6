"""From a passphrase to a secret: normalising, Argon2id and its allowed strengths."""

import os
import unicodedata
from dataclasses import dataclass, field

import nacl.exceptions
import nacl.pwhash.argon2id

from app.common.errors import InputError, RefusedError, SystemProblem
from app.crypto.secret import Secret

SALT_SIZE = 16
SECRET_SIZE = 32
MAX_PASSPHRASE_BYTES = 1024
MEMORY_MIB_RANGE = range(19, 2049)
"""Below 19 MiB is weaker than the lowest published advice; above 2 GiB a forged header could exhaust the memory."""
PASSES_RANGE = range(1, 17)


@dataclass(frozen=True)
class KdfSettings:
    """Argon2id version 0x13 with one lane: memory in MiB, number of passes, 16 bytes of salt.

    Raises:
        RefusedError: `header_unsafe`, the strength is outside what we accept.
    """

    memory_mib: int = 256
    passes: int = 3
    salt: bytes = field(default_factory=lambda: os.urandom(SALT_SIZE))

    def __post_init__(self) -> None:
        """Refuse what is out of range, wherever the settings came from."""
        if self.memory_mib not in MEMORY_MIB_RANGE or self.passes not in PASSES_RANGE or len(self.salt) != SALT_SIZE:
            raise RefusedError("header_unsafe")

    def is_weaker_than(self, policy: "KdfSettings") -> bool:
        """Whether filling the memory costs an attacker less than the policy asks."""
        return self.memory_mib * self.passes < policy.memory_mib * policy.passes


def policy_for(machine_memory_mib: int) -> KdfSettings:
    """Return today's strength (2026-11, reviewed at each release) with a fresh salt: libsodium's MODERATE, less memory below 4 GiB."""
    return KdfSettings(64, 4) if machine_memory_mib < 4096 else KdfSettings()


def normalised(untrusted_passphrase: str) -> bytes:
    """Return the UTF-8 bytes of the passphrase in NFC, so that ë typed on any keyboard is the same ë.

    Raises:
        InputError: `passphrase_empty` or `passphrase_too_long` (limit in bytes).
    """
    if not untrusted_passphrase:
        raise InputError("passphrase_empty")
    try:
        content = unicodedata.normalize("NFC", untrusted_passphrase).encode()
    except UnicodeEncodeError as error:
        raise InputError("passphrase_unreadable") from error
    if len(content) > MAX_PASSPHRASE_BYTES:
        raise InputError("passphrase_too_long", limit=MAX_PASSPHRASE_BYTES)
    return content


def derive(passphrase: str, settings: KdfSettings) -> Secret:
    """Return 32 bytes; takes about 0.7 s at the default strength.

    Raises:
        InputError: the passphrase cannot be one.
        SystemProblem: `memory_short` (needed_mb).
    """
    content = normalised(passphrase)
    memory = settings.memory_mib * 1024 * 1024
    try:
        return Secret(nacl.pwhash.argon2id.kdf(SECRET_SIZE, content, settings.salt, opslimit=settings.passes, memlimit=memory))
    except (nacl.exceptions.RuntimeError, MemoryError) as error:
        # With settings in range, libsodium fails only when it cannot get the memory.
        raise SystemProblem("memory_short", needed_mb=settings.memory_mib) from error
