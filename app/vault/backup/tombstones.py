"""`grafstenen.json`: what was destroyed or holds no longer, as digests. It says nothing of what it was, and keeps it from coming back."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.common.errors import DamagedError
from app.vault.header import ID_SIZE, canonical, to_base64
from app.vault.strict_json import as_base64, as_list, as_object

TOMBSTONES_NAME = "grafstenen.json"
MAX_TOMBSTONES_BYTES = 64 * 1024 * 1024
KIND = "kijkkamer-grafstenen"
_HASH_SIZE = 32
_LIMIT = 1_000_000


@dataclass(frozen=True)
class Tombstones:
    """The media and notes of one vault that were destroyed, and the answers that hold no longer. `mac` is made with a key of that vault."""

    vault_id: bytes
    digests: frozenset[bytes] = frozenset()
    mac: bytes = bytes(_HASH_SIZE)

    def covers(self, destroyed_id: str) -> bool:
        """Whether this was destroyed: 16 bytes in hex, the id of a media or a note, or the mark of an answer."""
        return _digest(destroyed_id) in self.digests

    def joined(self, other: "Tombstones") -> "Tombstones":
        """Return both together, unsealed. Of another vault's nothing is taken over."""
        return Tombstones(self.vault_id, self.digests | other.digests) if other.vault_id == self.vault_id else self

    def sealed_joined(self, other: "Tombstones") -> "Tombstones":
        """Return both together; when one of them holds all of it, that one with its seal, else unsealed. Another vault's do not count."""
        if other.vault_id != self.vault_id:
            return self
        if self.digests <= other.digests:
            return other
        return self if other.digests <= self.digests else self.joined(other)

    def without(self, ids: Iterable[str]) -> "Tombstones":
        """Return the list without these, unsealed."""
        return Tombstones(self.vault_id, self.digests - {_digest(each) for each in ids})

    def without_mac(self) -> bytes:
        """Return what the MAC is made over."""
        return canonical(self._fields())

    def with_mac(self, mac: bytes) -> "Tombstones":
        """Return the same, sealed."""
        return Tombstones(self.vault_id, self.digests, mac)

    def to_bytes(self) -> bytes:
        """Return the file's content."""
        return canonical(self._fields() | {"mac": to_base64(self.mac)})

    def _fields(self) -> dict[str, Any]:
        digests = sorted(self.digests)
        total = hashlib.blake2b(self.vault_id + b"".join(digests), digest_size=_HASH_SIZE).digest()
        return {"soort": KIND, "kluis": to_base64(self.vault_id), "vernietigd": [to_base64(one) for one in digests], "som": to_base64(total)}


def tombstones_of(vault_id: bytes, ids: Iterable[str]) -> Tombstones:
    """Return the tombstones of these, unsealed."""
    return Tombstones(vault_id, frozenset(_digest(each) for each in ids))


def parse_tombstones(untrusted_bytes: bytes) -> Tombstones:
    """Return what these bytes spell; the sum is right, the MAC was not looked at.

    Raises:
        DamagedError: `tombstones_damaged`.
    """
    try:
        fields = as_object(json.loads(untrusted_bytes.decode("ascii")))
        digests = frozenset(as_base64(entry, _HASH_SIZE) for entry in as_list(fields["vernietigd"], _LIMIT))
        found = Tombstones(as_base64(fields["kluis"], ID_SIZE), digests, as_base64(fields["mac"], _HASH_SIZE))
        is_exact = found.to_bytes() == untrusted_bytes
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DamagedError("tombstones_damaged") from error
    if not is_exact:
        raise DamagedError("tombstones_damaged")
    return found


def _digest(destroyed_id: str) -> bytes:
    return hashlib.blake2b(bytes.fromhex(destroyed_id), digest_size=_HASH_SIZE).digest()
