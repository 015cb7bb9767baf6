"""Get what is in a vault out without Kijkkamer, from FORMAT.md alone: this file, Python 3.11, cryptography, PyNaCl, sqlcipher3. Changes nothing."""

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
from contextlib import suppress
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
SPOKEN = "SELECT '', '', '', duration_ms, media_id, key, plain_size, media.sha256 FROM spoken_notes JOIN media USING (media_id) ORDER BY made_at"
DAMAGE = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RuntimeError, keywrap.InvalidUnwrap)
Header = dict[str, Any]


class RescueError(OSError):
    """An exit code (1 refused, 3 damaged, 4 wrong passphrase or code) and a sentence."""


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def raw(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def read_headers(vault: Path) -> list[Header]:
    headers: list[Header] = []
    for path in (vault / "kluis.json", vault / "kluis.json.2"):
        with suppress(OSError, *DAMAGE):
            content = path.read_bytes()[:65_537]
            header = json.loads(content)
            if len(content) <= 65_536 and canonical(header) == content and header["gen"] + len(header["slots"]):
                headers.append(header)
    if not headers:
        raise RescueError(3, "Hier staat geen kluis, of beide sleutelbestanden zijn stuk. Zet kluis.json terug uit een reservekopie.")
    known = [header for header in headers if header.get("min_lezer") == 1 and not header.get("vereist")]
    if not known:
        raise RescueError(1, "Deze kluis is van een nieuwere soort. Zoek een nieuwer reddingsscript.")
    return sorted(known, key=lambda header: int(header["gen"]), reverse=True)


def key_in(header: Header, slot: Header, words: bytes, code: bytes) -> bytes:
    """Give the vault's key behind this way in, nothing when it is another's; one of DAMAGE when it is neither."""
    secret, kdf = code if slot["type"] == "herstel" else b"", slot.get("kdf", {})
    if slot["type"] == "wachtzin":
        if not (kdf["alg"] == "argon2id" and kdf["v"] == 19 and kdf["p"] == 1 and 19 <= kdf["m"] <= 2048 and 1 <= kdf["t"] <= 16):
            raise ValueError("unsafe")
        secret = bytes(nacl.pwhash.argon2id.kdf(32, words, raw(kdf["salt"]), opslimit=kdf["t"], memlimit=kdf["m"] << 20))
    open_part = {name: value for name, value in slot.items() if name not in ("check", "wrap")}
    both = HKDF(hashes.SHA512(), 48, raw(header["kluis"]), b"kluis/v1/slot" + canonical(open_part)).derive(secret)
    is_ours = bool(secret) and hmac.compare_digest(both[32:], raw(slot["check"]))
    return keywrap.aes_key_unwrap_with_padding(both[:32], raw(slot["wrap"])) if is_ours else b""


def is_sealed(header: Header, vmk: bytes) -> bool:
    with suppress(*DAMAGE):
        key = HKDF(hashes.SHA512(), 32, raw(header["kluis"]), b"kluis/v1/header-mac").derive(vmk)
        bare = canonical({name: value for name, value in header.items() if name != "mac"})
        return hmac.compare_digest(hmac.digest(key, bare, "sha256"), raw(header["mac"]))
    return False


def unlock(headers: list[Header], words: bytes, code: bytes) -> tuple[Header, bytes]:
    is_damaged = False
    for header, slot in [(each, slot) for each in headers for slot in each["slots"]]:
        try:
            vmk = key_in(header, slot, words, code)
            is_damaged = is_damaged or bool(vmk and not is_sealed(header, vmk))
        except DAMAGE:  # then perhaps the other copy
            vmk, is_damaged = b"", True
        # A newer genuine copy that this secret did not open: the secret was replaced.
        if vmk and is_sealed(header, vmk) and not any(newer["gen"] > header["gen"] and is_sealed(newer, vmk) for newer in headers):
            return header, vmk
    raise RescueError(3, "Het sleutelbestand is stuk. Zet kluis.json terug.") if is_damaged else RescueError(4, "Deze wachtzin of code past niet.")


def open_database(vault: Path, header: Header, vmk: bytes) -> Any:
    # Read only; and as long as no log is waiting also without a lock, so that it works on a disk that cannot be written.
    mode = "mode=ro" if (vault / "register.db-wal").exists() else "mode=ro&immutable=1"
    wrap_key = HKDF(hashes.SHA512(), 32, raw(header["kluis"]), b"kluis/v1/db-wrap").derive(vmk)
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


def rescue(name: str, row: tuple[Any, ...], vault: Path, vault_id: bytes, out: Path | None, role: bytes = b"\x01") -> bool:
    """Check one recording or spoken note piece by piece, write it when asked, say what is damaged and where. Whether it is whole."""
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
        associated = b"kluis/v1/media" + vault_id + bytes.fromhex(media_id) + role
        cipher = AESGCM(HKDF(hashes.SHA256(), 32, head[1:33], associated).derive(key))
        for segment in range(count):
            start = max(HEADER, segment * SEGMENT)
            length = min(size + HEADER + count * TAG, (segment + 1) * SEGMENT) - start
            try:
                file.seek(start)  # a disk that could not read the piece before stays where it was
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
        begin, stop = (clock(byte * duration_ms // max(1, size)) for byte in (start, end))
        print(f"   ongeveer {begin} tot {stop}, byte {start} tot {end}" + (": daar staan nu nullen" if out else ""))
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
            lists = (", ".join(json.loads(each)) for each in (indicators, who))
            cells = [names.get(recording_id, ""), *("" if time is None else clock(time) for time in (at, until)), kind or "", *lists, *texts]
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
    with suppress(sqlcipher.Error):  # a vault of before there were any
        for number, row in enumerate(database.execute(SPOKEN).fetchall(), 1):
            rescue(f"gesproken {number:03}.m4a", row, vault, raw(header["kluis"]), out, b"\x03")
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
