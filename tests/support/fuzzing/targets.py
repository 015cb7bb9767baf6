"""Every reader of untrusted bytes in the vault: only a declared error may come out, or what was read."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from app.common.byte_source import MemorySource
from app.common.errors import AppError, InputError, RefusedError
from app.common.ids import RecordingId
from app.common.paths import kijkkader_path
from app.common.progress import JobContext
from app.crypto import age_file, keys
from app.crypto.passphrase import KdfSettings
from app.crypto.recovery_code import new_recovery_code, read_recovery_code
from app.crypto.secret import Secret
from app.crypto.streaming_aead import SegmentLayout, StreamReader, StreamWriter
from app.domain.consent import AgeGroup, PersonConsent, Purpose
from app.domain.consent_csv import ConsentRow, csv_bytes, read_consents, write_consents
from app.domain.timecode import TimeRange
from app.kader.reader import check_frame, read_frame, read_kader
from app.kader.sheet_frame import frame_of_rows
from app.kader.sheet_rows import rows_of
from app.kader.xlsx import xlsx_of_rows
from app.transcript.reading import read_turns
from app.vault.backup.manifest import BackupFile, Manifest, database_name, parse_manifest
from app.vault.backup.tombstones import parse_tombstones, tombstones_of
from app.vault.header import DatabaseKeys, Header, Slot, SlotKind, parse_header
from app.vault.master_key import MasterKey
from tests.support.sealed_streams import sealed

_KEY = Secret(bytes(range(32)))
_LAYOUT = SegmentLayout(128)
_PLAIN = bytes(number % 251 for number in range(300))


@dataclass(frozen=True)
class Target:
    """`read` raises AppError or returns; `seeds` are what it is meant for. `examples`: in CI."""

    read: Callable[[bytes], object]
    seeds: tuple[bytes, ...]
    examples: int = 2000


def tried(target: Target, content: bytes) -> bool:
    """Read it; whether it was refused. Anything but a declared error comes out."""
    try:
        target.read(content)
    except AppError:
        return True
    return False


def _header_seed() -> bytes:
    vault_id = bytes(16)
    master_key = MasterKey(keys.new_key(), vault_id)
    slots = (
        master_key.new_slot(Slot(1, SlotKind.PASSPHRASE, KdfSettings(19, 1, bytes(16))), Secret(bytes(32))),
        master_key.new_slot(Slot(2, SlotKind.RECOVERY, None), read_recovery_code(new_recovery_code())),
    )
    return master_key.seal(Header(vault_id, 3, slots, DatabaseKeys(1, master_key.wrap_database_key(keys.new_key())))).to_bytes()


def _read_header(content: bytes) -> None:
    header = parse_header(content)
    assert header.to_bytes() == content


def _media_seed() -> bytes:
    writer = StreamWriter(_KEY, b"seed", _LAYOUT)
    return sealed(writer, _PLAIN, _LAYOUT)


def _read_media(content: bytes) -> None:
    reader = StreamReader(MemorySource(content), _KEY, b"seed", len(_PLAIN), _LAYOUT)
    given = reader.read_at(0, reader.size)
    assert given == _PLAIN, "bytes nobody wrote"


def _consent_seed() -> bytes:
    recording_id = RecordingId("0" * 32)
    person = PersonConsent("moeder", AgeGroup.ADULT, frozenset({Purpose.OWN}), given_by=("zelf",), asked_before=date(2026, 11, 12))
    return write_consents([ConsentRow(recording_id, person), ConsentRow(recording_id, PersonConsent("=werker", AgeGroup.UNDER_TWELVE))])


def _manifest_seed() -> bytes:
    files = (BackupFile(database_name(3), 4096, bytes(32)), BackupFile(f"media/00/{'0' * 32}.media", 100, bytes(32)))
    return Manifest(3, datetime(2026, 11, 24, tzinfo=UTC), HEADER, files).with_mac(bytes(32)).to_bytes()


def _kader_seed() -> bytes:
    whole = kijkkader_path("kijkkader-samen.yaml").read_bytes()
    return whole[: whole.index(b"\nvakken:")]  # without the long part: it is the kinds of things that count


def _sheet_seeds() -> tuple[bytes, ...]:
    rows = [["soort", "id", "naam", "uitleg", "vraag 1"], ["kader", "ons", "Ons", "=a;b", ""], ["rij", "r1", "Een", 'twee "drie"', ""]]
    return (xlsx_of_rows(rows, "kader"), b"PK\x05\x06" + bytes(18), csv_bytes(rows), b'"' * 3000, b";" * 3000, "soort\tid\n".encode("utf-16"))


def _read_sheet_frame(content: bytes) -> None:
    frame, _places = frame_of_rows(rows_of(content), _FRAME)
    if frame is None or check_frame(frame).kader is None:
        raise RefusedError("kader_invalid", line=1, count=1)


def _read_age(content: bytes) -> None:
    if age_file.open_with(IDENTITY, content) is None:
        raise InputError("organisation_key_unreadable")  # refused, which it says without an error


_FRAME = read_frame(kijkkader_path("kijkkader-samen.yaml").read_bytes()).frame or {}
HEADER = _header_seed()
IDENTITY = "AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0"
RECIPIENT = "age1xmwwc06ly3ee5rytxm9mflaz2u56jjj36s0mypdrwsvlul66mv4q47ryef"
TARGETS: dict[str, Target] = {
    "kop": Target(_read_header, (HEADER, b"[" * 3000, b'{"a":' * 3000, b"NaN", b"1" * 5000, b'{"gen":1e999}', json.dumps("\ud800").encode())),
    "media": Target(_read_media, (_media_seed(),)),
    "toestemming-csv": Target(read_consents, (_consent_seed(), b"\xef\xbb\xbf" + b";" * 5000, b'"' * 1000)),
    "lijst van een reservekopie": Target(parse_manifest, (_manifest_seed(), b"[" * 3000)),
    "grafstenen": Target(parse_tombstones, (tombstones_of(bytes(16), ["0" * 32, "1" * 32]).with_mac(bytes(32)).to_bytes(), b"{" * 3000)),
    "kijkkader": Target(read_kader, (_kader_seed(), b"- " * 3000, b"a: &a [*a]\n", b"? " * 2000), examples=120),
    "rekenblad": Target(rows_of, _sheet_seeds(), examples=400),
    "rijen van een kijkkader": Target(_read_sheet_frame, _sheet_seeds()[2:], examples=60),
    "herstelcode": Target(lambda content: read_recovery_code(content.decode("utf-8", "replace")), (new_recovery_code().encode(),)),
    "tekst": Target(
        lambda content: read_turns(content, TimeRange(0, 3_600_000), JobContext()),
        (
            b"1\n00:00:01,000 --> 00:00:02,000\nA: Dag <i>Jesse</i>\n\n2\n00:00:03,000 --> 00:00:04,000\n- Ja\n- Nee\n",
            b"WEBVTT\n\nNOTE x\n\n00:01.000 --> 00:02.000 align:start\n<v Moeder>een<00:00:01.500> twee</v>\n",
            "[00:05] Moeder: één\nA: twee\n".encode("utf-16"),
            b"<v " * 1000,
            b"1:" * 2000,
            b"{\\" * 1500,
        ),
    ),
    "age-slot": Target(_read_age, (age_file.seal_for(RECIPIENT, _KEY), b"age-encryption.org/v1\n-> X25519 " + os.urandom(200))),
}
