"""The list of a back-up: what belongs to it, and the header it opens with. Read strictly; a back-up is what its list says."""

import hashlib
import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from app.common.errors import AppError, DamagedError, SystemProblem, VersionError
from app.vault.header import Header, canonical, parse_header, to_base64
from app.vault.master_key import MasterKey
from app.vault.media_store import media_name
from app.vault.strict_json import as_base64, as_integer, as_list, as_object

FORMAT = 1
KIND = "kijkkamer-backup"
HASH_SIZE = 32
MAX_MANIFEST_BYTES = 256 * 1024 * 1024
_MAX_FILES = 1_000_000
_FIRST_YEAR, _LAST_YEAR = 1970, 9998
_MEDIA = re.compile(r"media/([0-9a-f]{2})/\1[0-9a-f]{30}\.media")
_LIST_NAME = re.compile(r"manifest-([0-9]{1,16})\.json")


@dataclass(frozen=True)
class BackupFile:
    """One file of a back-up: its place in it, its length in bytes, its BLAKE2b-256."""

    path: str
    size: int
    digest: bytes


@dataclass(frozen=True)
class Manifest:
    """All of `manifest-<generation>.json`. `header` is the vault's header as it was, as text: it opens this snapshot for ever."""

    generation: int
    made_at: datetime
    header: bytes
    files: tuple[BackupFile, ...]
    mac: bytes = b""

    @property
    def name(self) -> str:
        """Its file name."""
        return f"manifest-{self.generation}.json"

    @property
    def database(self) -> BackupFile:
        """The snapshot of the database."""
        return next(file for file in self.files if file.path == database_name(self.generation))

    @property
    def media(self) -> tuple[BackupFile, ...]:
        """Everything else."""
        return tuple(file for file in self.files if file.path != database_name(self.generation))

    @property
    def size_bytes(self) -> int:
        """The length of all files together."""
        return sum(file.size for file in self.files)

    def parsed_header(self) -> Header:
        """Return the header; raises as `parse_header`."""
        return parse_header(self.header)

    def without_mac(self) -> bytes:
        """Return what the MAC is made over."""
        return canonical(self._fields() | {"som": to_base64(self._sum())})

    def with_mac(self, mac: bytes) -> "Manifest":
        """Return the same list, sealed."""
        return replace(self, mac=mac)

    def to_bytes(self) -> bytes:
        """Return the file's content."""
        return canonical(self._fields() | {"som": to_base64(self._sum()), "mac": to_base64(self.mac)})

    def _sum(self) -> bytes:
        return hashlib.blake2b(canonical(self._fields()), digest_size=HASH_SIZE).digest()

    def _fields(self) -> dict[str, Any]:
        header = self.parsed_header()
        return {
            "soort": KIND,
            "formaat": FORMAT,
            "kluis": to_base64(header.vault_id),
            "gen": self.generation,
            "epoch": header.database.epoch,
            "op": self.made_at.isoformat(),
            "kop": to_base64(self.header),
            "bestanden": [{"pad": file.path, "bytes": file.size, "blake2b": to_base64(file.digest)} for file in self.files],
        }


def sealed_manifest(header: Header, files: tuple[BackupFile, ...], master_key: MasterKey) -> Manifest:
    """Return the list of a back-up that is ready now; SystemProblem `database_busy` when all keys were renewed meanwhile."""
    if not master_key.has_sealed(header):
        raise SystemProblem("database_busy")
    manifest = Manifest(header.generation, datetime.now(UTC).replace(microsecond=0), header.to_bytes(), files)
    return manifest.with_mac(master_key.backup_mac(manifest.without_mac()))


def database_name(generation: int) -> str:
    """Return the name of the snapshot of this generation."""
    return f"register-{generation}.db"


def generation_of(file_name: str) -> int | None:
    """Return the generation a list's file name tells, None when it is no list."""
    match = _LIST_NAME.fullmatch(file_name)
    return int(match.group(1)) if match else None


def parse_manifest(untrusted_bytes: bytes) -> Manifest:
    """Return the list these bytes spell. Its sum is right; its MAC can only be checked with the vault's key.

    Raises:
        VersionError: `backup_newer`, `vault_newer`, `vault_feature_unknown`.
        RefusedError: `header_unsafe`.
        DamagedError: `backup_list_damaged`, it is not exactly as we write it.
    """
    try:
        manifest = _manifest(as_object(json.loads(untrusted_bytes.decode("ascii"))))
        is_exact = manifest.to_bytes() == untrusted_bytes
    except VersionError:
        raise
    except (AppError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise DamagedError("backup_list_damaged") from error
    if not is_exact:  # the sum does not fit, or there is more or other text than we write
        raise DamagedError("backup_list_damaged")
    return manifest


def _manifest(fields: dict[str, Any]) -> Manifest:
    if fields["soort"] == KIND and as_integer(fields["formaat"], 1) > FORMAT:
        raise VersionError("backup_newer")
    manifest = Manifest(
        generation=as_integer(fields["gen"], 1),
        made_at=datetime.fromisoformat(fields["op"]),
        header=as_base64(fields["kop"], None),
        files=tuple(_file(as_object(entry), fields["gen"]) for entry in as_list(fields["bestanden"], _MAX_FILES)),
        mac=as_base64(fields["mac"], HASH_SIZE),
    )
    names = [file.path for file in manifest.files]
    if names.count(database_name(manifest.generation)) != 1 or len(set(names)) != len(names) or manifest.made_at.tzinfo is None:
        raise ValueError("files")
    if not _FIRST_YEAR <= manifest.made_at.year <= _LAST_YEAR:  # at the ends of the calendar no other zone can say it
        raise ValueError("time")
    return manifest


def media_path(media_id: str) -> str:
    """Return where a ciphertext stands in a back-up: as in the vault."""
    return media_name(media_id)


def media_id_of(path: str) -> str:
    """Return whose ciphertext this is."""
    return path.rsplit("/", 1)[-1].split(".", maxsplit=1)[0]


def _file(fields: dict[str, Any], generation: int) -> BackupFile:
    path = fields["pad"]
    if not isinstance(path, str) or not (_MEDIA.fullmatch(path) or path == database_name(generation)):
        raise ValueError("path")
    return BackupFile(path, as_integer(fields["bytes"], 0), as_base64(fields["blake2b"], HASH_SIZE))
