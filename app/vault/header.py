"""The header of a vault as text and as values: canonical JSON, read strictly."""

import base64
import json
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from app.common.errors import AppError, DamagedError, VersionError
from app.crypto.keys import CHECK_SIZE, WRAPPED_SIZE
from app.crypto.passphrase import SALT_SIZE, KdfSettings
from app.vault.strict_json import as_base64 as _base64
from app.vault.strict_json import as_integer as _integer
from app.vault.strict_json import as_list as _list
from app.vault.strict_json import as_object as _object

FORMAT = 1
MAX_HEADER_BYTES = 64 * 1024
ID_SIZE = 16
_KNOWN_FEATURES: frozenset[str] = frozenset()
_MAC_SIZE = 32
_HASH_SIZE = 32
_MAX_SLOTS = 16
_MAX_FEATURES = 32
_RECIPIENT = re.compile("age1[02-9ac-hj-np-z]{58}")
"""How an X25519 recipient of age is written; whether it is one is for who uses it."""


class SlotKind(StrEnum):
    """How somebody gets in."""

    PASSPHRASE = "wachtzin"  # noqa: S105 - a kind of slot
    RECOVERY = "herstel"
    ORGANISATION = "organisatie"


@dataclass(frozen=True)
class Slot:
    """One way to the master key: `wrap` opens with the key derived from the slot's secret, and `check` says whether it was that secret.

    `kdf` is None for a recovery code, which is random enough for HKDF alone.
    """

    slot_id: int
    kind: SlotKind
    kdf: KdfSettings | None
    check: bytes = b""
    wrap: bytes = b""

    def binding(self) -> bytes:
        """Return the slot without its check and wrap: what the derivation is bound to."""
        return canonical(self._open_fields())

    def as_json(self) -> dict[str, Any]:
        """Return the slot as it stands in the header."""
        return self._open_fields() | {"check": to_base64(self.check), "wrap": to_base64(self.wrap)}

    def _open_fields(self) -> dict[str, Any]:
        return {"id": self.slot_id, "type": self.kind.value, "kdf": _kdf_as_json(self.kdf)}


@dataclass(frozen=True)
class OrganisationSlot:
    """The master key in an age file to the organisation's public key, which stands beside it for all to see."""

    slot_id: int
    recipient: str
    age: bytes
    kind: SlotKind = SlotKind.ORGANISATION

    def as_json(self) -> dict[str, Any]:
        """Return the slot as it stands in the header."""
        return {"id": self.slot_id, "type": self.kind.value, "aan": self.recipient, "age": to_base64(self.age)}


AnySlot = Slot | OrganisationSlot


@dataclass(frozen=True)
class DatabaseKeys:
    """The database's key, wrapped, and during a change of key also the next one."""

    epoch: int
    key: bytes
    next_key: bytes | None = None


@dataclass(frozen=True)
class RegisterHead:
    """Where the hash chain of the register stood: number of lines and the hash of the last."""

    count: int = 0
    digest: bytes = bytes(_HASH_SIZE)


@dataclass(frozen=True)
class Header:
    """All of `kluis.json`. Wrapped keys and settings only: it may be read by anyone, and changed by nobody unnoticed."""

    vault_id: bytes
    generation: int
    slots: tuple[AnySlot, ...]
    database: DatabaseKeys
    register_head: RegisterHead = RegisterHead()
    mac: bytes = b""
    format: int = FORMAT
    min_reader: int = FORMAT
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    def without_mac(self) -> bytes:
        """Return the bytes the MAC is made over."""
        return canonical(self._fields())

    def to_bytes(self) -> bytes:
        """Return the file's content."""
        return canonical(self._fields() | {"mac": to_base64(self.mac)})

    def with_mac(self, mac: bytes) -> "Header":
        """Return the same header, sealed."""
        return replace(self, mac=mac)

    def _fields(self) -> dict[str, Any]:
        next_key = self.database.next_key
        return {
            "formaat": self.format,
            "min_lezer": self.min_reader,
            "kluis": to_base64(self.vault_id),
            "gen": self.generation,
            "vereist": list(self.required),
            "optioneel": list(self.optional),
            "slots": [slot.as_json() for slot in self.slots],
            "db": {
                "epoch": self.database.epoch,
                "sleutel": to_base64(self.database.key),
                "volgende": None if next_key is None else to_base64(next_key),
            },
            "register_kop": {"n": self.register_head.count, "h": to_base64(self.register_head.digest)},
        }


def canonical(value: object) -> bytes:
    """Return the one way to write this as JSON: sorted keys, no spaces, ASCII only."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode()


def to_base64(content: bytes) -> str:
    """Return standard base64 with padding."""
    return base64.b64encode(content).decode()


def parse_header(untrusted_bytes: bytes) -> Header:
    """Return the header these bytes spell. Nothing in it is trusted before its MAC was checked.

    Raises:
        VersionError: `vault_newer` (needed), `vault_feature_unknown`.
        RefusedError: `header_unsafe`, a key derivation weaker or heavier than allowed.
        DamagedError: `header_damaged`, anything else that is not exactly as we write it.
    """
    try:
        fields = _object(json.loads(untrusted_bytes[: MAX_HEADER_BYTES + 1].decode("ascii")))
        _check_version(fields)
        header = _header(fields)
    except AppError:
        raise
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DamagedError("header_damaged") from error
    # Reading back what was read refuses at once: extra or double keys, other spacing, base64 with loose bits.
    if header.to_bytes() != untrusted_bytes:
        raise DamagedError("header_damaged")
    return header


def _check_version(fields: dict[str, Any]) -> None:
    needed = _integer(fields["min_lezer"], 1)
    if _integer(fields["formaat"], 1) < needed:
        raise ValueError("format below its own reader")
    if needed > FORMAT:
        raise VersionError("vault_newer", needed=needed)
    if not set(_features(fields["vereist"])) <= _KNOWN_FEATURES:
        raise VersionError("vault_feature_unknown")


def _header(fields: dict[str, Any]) -> Header:
    database = _object(fields["db"])
    head = _object(fields["register_kop"])
    next_key = database["volgende"]
    return Header(
        vault_id=_base64(fields["kluis"], ID_SIZE),
        generation=_integer(fields["gen"], 1),
        slots=_slots(fields["slots"]),
        database=DatabaseKeys(
            epoch=_integer(database["epoch"], 1),
            key=_base64(database["sleutel"], WRAPPED_SIZE),
            next_key=None if next_key is None else _base64(next_key, WRAPPED_SIZE),
        ),
        register_head=RegisterHead(_integer(head["n"], 0), _base64(head["h"], _HASH_SIZE)),
        mac=_base64(fields["mac"], _MAC_SIZE),
        format=fields["formaat"],
        min_reader=fields["min_lezer"],
        required=_features(fields["vereist"]),
        optional=_features(fields["optioneel"]),
    )


def _slots(untrusted: object) -> tuple[AnySlot, ...]:
    slots = tuple(_slot(_object(entry)) for entry in _list(untrusted, _MAX_SLOTS))
    numbers = [slot.slot_id for slot in slots]
    if not slots or numbers != sorted(set(numbers)):
        raise ValueError("slot numbers")
    return slots


def _slot(fields: dict[str, Any]) -> AnySlot:
    slot_id, kind = _integer(fields["id"], 1), SlotKind(fields["type"])
    if kind is SlotKind.ORGANISATION:
        return OrganisationSlot(slot_id, _recipient(fields["aan"]), _base64(fields["age"], None))
    kdf = _kdf(_object(fields["kdf"]))
    if (kdf is None) != (kind is SlotKind.RECOVERY):
        raise ValueError("derivation of another kind of slot")
    return Slot(slot_id, kind, kdf, _base64(fields["check"], CHECK_SIZE), _base64(fields["wrap"], WRAPPED_SIZE))


def _recipient(untrusted: object) -> str:
    if not isinstance(untrusted, str) or not _RECIPIENT.fullmatch(untrusted):
        raise ValueError("recipient")
    return untrusted


def _kdf_as_json(kdf: KdfSettings | None) -> dict[str, Any]:
    if kdf is None:
        return {"alg": "hkdf"}
    return {"alg": "argon2id", "v": 19, "m": kdf.memory_mib, "t": kdf.passes, "p": 1, "salt": to_base64(kdf.salt)}


def _kdf(fields: dict[str, Any]) -> KdfSettings | None:
    if fields["alg"] == "hkdf":
        return None
    if (fields["alg"], fields["v"], fields["p"]) != ("argon2id", 19, 1):
        raise ValueError("unknown derivation")
    return KdfSettings(_integer(fields["m"], 1), _integer(fields["t"], 1), _base64(fields["salt"], SALT_SIZE))


def _features(untrusted: object) -> tuple[str, ...]:
    names = _list(untrusted, _MAX_FEATURES)
    if not all(isinstance(name, str) for name in names):
        raise TypeError("feature")
    return tuple(names)
