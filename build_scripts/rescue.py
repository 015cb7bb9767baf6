"""Get recordings and notes out of a vault without Kijkkamer: this one file, Python 3.11, `cryptography`, `PyNaCl` and `sqlcipher3`.

Written from app/vault/FORMAT.md alone, shares no code with the program, changes nothing in the vault. What --out gets is NOT encrypted.
"""

import argparse
import base64
import csv
import getpass
import hashlib
import hmac
import json
import os
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

import nacl.pwhash.argon2id
import sqlcipher3.dbapi2 as sqlcipher
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, keywrap
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SEGMENT, TAG, HEADER = 1_048_576, 16, 40
SYMBOLS, WORDS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ", 'see, "next", "then", now'
ENDINGS = {"matroska": "mkv", "mpegts": "ts", "mpeg": "mpg"}
COLUMNS = "recording_id, title, container, duration_ms, media_id, key, plain_size, recordings.sha256"
Header = dict[str, Any]


class RescueError(OSError):
    """An exit code (1 refused, 3 damaged, 4 wrong passphrase or code) and a sentence."""


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def raw(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def hkdf(hashing: hashes.HashAlgorithm, secret: bytes, salt: bytes, info: bytes, length: int = 32) -> bytes:
    return HKDF(hashing, length, salt, info).derive(secret)


def read_headers(vault: Path) -> list[Header]:
    headers = []
    for path in (vault / "kluis.json", vault / "kluis.json.2"):
        try:
            content = path.read_bytes()[:65_537]
            header = json.loads(content)
            is_newer = header["min_lezer"] > 1 or header["vereist"]
        except (OSError, ValueError, KeyError, TypeError):
            print(f"let op: {path.name} is weg of beschadigd", file=sys.stderr)
            continue
        if is_newer:
            raise RescueError(1, "Deze kluis is van een nieuwere soort. Zoek een nieuwer reddingsscript.")
        headers += [header] if len(content) <= 65_536 and canonical(header) == content else []
    if not headers:
        raise RescueError(3, "Hier staat geen kluis, of beide sleutelbestanden zijn stuk. Zet kluis.json terug uit een reservekopie.")
    return sorted(headers, key=lambda header: int(header["gen"]), reverse=True)


def secret_for(slot: Header, words: bytes, code: bytes) -> bytes:
    if slot["type"] != "wachtzin":
        return code if slot["type"] == "herstel" else b""
    kdf = slot["kdf"]
    if not (kdf["alg"] == "argon2id" and kdf["v"] == 19 and kdf["p"] == 1 and 19 <= kdf["m"] <= 2048 and 1 <= kdf["t"] <= 16):
        raise RescueError(3, "Het sleutelbestand vraagt een onveilige instelling. Zet kluis.json terug uit een reservekopie.")
    return bytes(nacl.pwhash.argon2id.kdf(32, words, raw(kdf["salt"]), opslimit=kdf["t"], memlimit=kdf["m"] << 20))


def is_sealed(header: Header, vmk: bytes) -> bool:
    key = hkdf(hashes.SHA512(), vmk, raw(header["kluis"]), b"kluis/v1/header-mac")
    bare = canonical({name: value for name, value in header.items() if name != "mac"})
    return hmac.compare_digest(hmac.digest(key, bare, "sha256"), raw(header["mac"]))


def unlock(headers: list[Header], words: bytes, code: bytes) -> tuple[Header, bytes]:
    is_damaged = False
    for header, slot in [(each, slot) for each in headers for slot in each["slots"]]:
        if not (secret := secret_for(slot, words, code)):
            continue
        open_part = {name: value for name, value in slot.items() if name not in ("check", "wrap")}
        both = hkdf(hashes.SHA512(), secret, raw(header["kluis"]), b"kluis/v1/slot" + canonical(open_part), 48)
        if hmac.compare_digest(both[32:], raw(slot["check"])):
            try:
                vmk = keywrap.aes_key_unwrap_with_padding(both[:32], raw(slot["wrap"]))
            except keywrap.InvalidUnwrap:
                vmk = b""
            is_damaged = not (vmk and is_sealed(header, vmk))
            # A newer genuine copy that this secret did not open: the secret was replaced.
            if not is_damaged and not any(newer["gen"] > header["gen"] and is_sealed(newer, vmk) for newer in headers):
                return header, vmk
    raise RescueError(3, "Het sleutelbestand is stuk. Zet kluis.json terug.") if is_damaged else RescueError(4, "Deze wachtzin of code past niet.")


def open_database(vault: Path, header: Header, vmk: bytes) -> Any:
    # Read only; and as long as no log is waiting also without a lock, so that it works on a disk that cannot be written.
    mode = "mode=ro" if (vault / "register.db-wal").exists() else "mode=ro&immutable=1"
    wrap_key = hkdf(hashes.SHA512(), vmk, raw(header["kluis"]), b"kluis/v1/db-wrap")
    for wrapped in filter(None, (header["db"]["sleutel"], header["db"]["volgende"])):
        try:
            database = sqlcipher.connect(f"{(vault / 'register.db').as_uri()}?{mode}", uri=True)
            database.set_key(b"x'" + keywrap.aes_key_unwrap_with_padding(wrap_key, raw(wrapped)).hex().encode() + b"'")
            database.execute("PRAGMA cipher_log_level = NONE").fetchall()
            database.execute("SELECT count(*) FROM recordings").fetchall()
        except sqlcipher.Error as error:
            if "locked" in str(error):
                raise RescueError(1, "De kluis is nog open in Kijkkamer. Sluit hem daar eerst.") from error
            continue
        return database
    raise RescueError(3, "register.db is weg of beschadigd. Zet het terug uit een reservekopie.")


def rescue(name: str, row: tuple[Any, ...], vault: Path, vault_id: bytes, out: Path | None) -> bool:
    """Check one recording piece by piece, write it when asked, say what is damaged and where. Whether it is whole."""
    duration_ms, media_id, key, size, sha256 = row[3:]
    count = max(1, -(-(size + HEADER) // (SEGMENT - TAG)))
    digest, done, damaged = hashlib.sha256(), 0, []
    print(f"{name} ({clock(duration_ms)}, {size / 1e6:.1f} MB): ", end="", flush=True)
    try:
        file = (vault / "media" / media_id[:2] / f"{media_id}.media").open("rb")
    except OSError:
        print("BESTAND IS WEG")
        return False
    with file, (out / name if out else Path(os.devnull)).open("xb" if out else "wb") as target:
        head = file.read(HEADER).ljust(HEADER, b"\0")
        associated = b"kluis/v1/media" + vault_id + bytes.fromhex(media_id) + b"\x01"
        cipher = AESGCM(hkdf(hashes.SHA256(), key, head[1:33], associated))
        for segment in range(count):
            length = min(size + HEADER + count * TAG, (segment + 1) * SEGMENT) - max(HEADER, segment * SEGMENT)
            try:
                content = cipher.decrypt(head[33:] + segment.to_bytes(4, "big") + bytes([segment == count - 1]), file.read(length), None)
            except (InvalidTag, ValueError, OSError):
                content = bytes(length - TAG)  # so that what comes after it stays in its place
                damaged.append((done, done + len(content)))
            digest.update(content)
            target.write(content)
            done += len(content)
        is_whole = not damaged and head[0] == HEADER and not file.read(1) and digest.hexdigest() == sha256
    print("heel" if is_whole else "BESCHADIGD")
    for start, end in damaged:
        times = [clock(byte * duration_ms // max(1, size)) for byte in (start, end)]
        print(f"   ongeveer {times[0]} tot {times[1]}, byte {start} tot {end}" + (": daar staan nu nullen" if out else ""))
    return is_whole


def clock(milliseconds: int) -> str:
    return f"{milliseconds // 3_600_000}:{milliseconds // 60_000 % 60:02}:{milliseconds // 1000 % 60:02}"


def write_notes(database: Any, names: dict[str, str], path: Path) -> None:
    rows = database.execute(f"SELECT recording_id, at_ms, until_ms, kind, indicators, who, {WORDS} FROM moments ORDER BY 1, 2").fetchall()  # noqa: S608
    rows += database.execute(f"SELECT '', NULL, NULL, kind, indicators, '[]', {WORDS} FROM kept_notes").fetchall()  # noqa: S608
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(("opname", "tijd", "tot", "soort", "indicatoren", "wie", "ik zie", "daarna", "toen", "nu"))
        for recording_id, at, until, kind, indicators, who, *texts in rows:
            times = ["" if time is None else clock(time) for time in (at, until)]
            cells = [names.get(recording_id, ""), *times, kind or "", *(", ".join(json.loads(each)) for each in (indicators, who)), *texts]
            table.writerow(["'" + cell if cell[:1] in tuple("=+-@\t\r") else cell for cell in cells])  # never a formula


def main(vault: Path, out: Path | None, secret_file: Path | None) -> int:
    if out and out.is_relative_to(vault):
        raise RescueError(1, "Kies een map buiten de kluis.")
    headers = read_headers(vault)
    secret = secret_file.read_text("utf-8-sig").partition("\n")[0].rstrip("\r") if secret_file else getpass.getpass("Wachtzin of herstelcode: ")
    code, symbols = 0, re.sub(r"[\s\u2013\u2014-]", "", secret.upper())
    for symbol in symbols if re.fullmatch(f"[{SYMBOLS}]{{32}}", symbols) else "":
        code = code << 5 | SYMBOLS.index(symbol)
    header, vmk = unlock(headers, unicodedata.normalize("NFC", secret).encode(), code.to_bytes(20, "big"))
    database = open_database(vault, header, vmk)
    rows = database.execute(f"SELECT {COLUMNS} FROM recordings JOIN media USING (media_id) ORDER BY imported_at").fetchall()  # noqa: S608
    titles = [re.sub(r"[^\w-]+", " ", row[1]).strip()[:60] for row in rows]
    names = [f"{number:03} {title}.{ENDINGS.get(row[2], row[2])}" for number, (title, row) in enumerate(zip(titles, rows, strict=True), 1)]
    if out:
        out.mkdir(parents=True, exist_ok=True)
        write_notes(database, {row[0]: name for name, row in zip(names, rows, strict=True)}, out / "notities.csv")
    whole = [rescue(name, row, vault, raw(header["kluis"]), out) for name, row in zip(names, rows, strict=True)]
    print(f"{whole.count(True)} van {len(whole)} opnamen zijn heel." + (f" In {out} staat alles NIET versleuteld." if out else ""))
    return 0 if all(whole) else 3


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Haalt opnamen en notities uit een kluis van Kijkkamer, zonder Kijkkamer.")
    parser.add_argument("vault", type=Path, help="de map van de kluis; er wordt niets in veranderd")
    parser.add_argument("--out", type=Path, help="schrijf de opnamen en notities in deze map, NIET versleuteld")
    parser.add_argument("--secret-file", type=Path, help="lees de wachtzin of de herstelcode uit dit bestand; anders wordt erom gevraagd")
    options = parser.parse_args()
    try:
        sys.exit(main(options.vault.resolve(), options.out and options.out.resolve(), options.secret_file))
    except OSError as error:
        print(f"mislukt: {error.strerror} {error.filename or ''}", file=sys.stderr)
        sys.exit(error.errno if isinstance(error, RescueError) else 1)
