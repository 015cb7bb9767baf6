"""A second reader of the vault, written from FORMAT.md alone: it uses nothing of the program but the folder it made."""

import base64
import hashlib
import hmac
import json
import re
import shutil
import tarfile
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap_with_padding

import app.vault
from app.common.progress import JobContext
from app.vault.capture_store import CaptureKind
from app.vault.media_store import MediaRole, media_name
from app.vault.migrate import APPLICATION_ID
from app.vault.vault import Vault
from tests.support.vaults import PASSPHRASE, a_moment, add_recording, cheap_kdf, store

DOCUMENT = (Path(app.vault.__file__).parent / "FORMAT.md").read_text("utf-8")
SYMBOLS = re.search(r"symbols out of `(\w{32})`", DOCUMENT).group(1)


def table_rows(first_column):
    lines = DOCUMENT.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {first_column} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def hkdf(algorithm, secret, salt, info, length=32):
    return HKDF(algorithm, length, salt, info).derive(secret)


class SecondReader:
    def __init__(self, folder, slot_type, secret):
        self.folder = folder
        header = json.loads((folder / "kluis.json").read_bytes())
        self.vault_id = base64.b64decode(header["kluis"])
        (slot,) = [slot for slot in header["slots"] if slot["type"] == slot_type]
        open_part = {key: value for key, value in slot.items() if key not in ("check", "wrap")}
        if slot_type == "wachtzin":
            kdf = slot["kdf"]
            derivation = Argon2id(salt=base64.b64decode(kdf["salt"]), length=32, iterations=kdf["t"], lanes=kdf["p"], memory_cost=kdf["m"] * 1024)
            secret = derivation.derive(secret)
        both = hkdf(hashes.SHA512(), secret, self.vault_id, b"kluis/v1/slot" + canonical(open_part), 48)
        assert both[32:] == base64.b64decode(slot["check"])
        vmk = self.vmk = aes_key_unwrap_with_padding(both[:32], base64.b64decode(slot["wrap"]))
        mac = base64.b64decode(header.pop("mac"))
        assert hmac.digest(hkdf(hashes.SHA512(), vmk, self.vault_id, b"kluis/v1/header-mac"), canonical(header), "sha256") == mac
        wrap_key = hkdf(hashes.SHA512(), vmk, self.vault_id, b"kluis/v1/db-wrap")
        key = aes_key_unwrap_with_padding(wrap_key, base64.b64decode(header["db"]["sleutel"]))
        self.header = header
        self.database = sqlcipher.connect(str(folder / "register.db"))
        self.database.execute(f"PRAGMA key = \"x'{key.hex()}'\"")

    def rows(self, sql):
        return self.database.execute(sql).fetchall()

    def media(self, media_id):
        ((role, key, size),) = [row[1:] for row in self.rows("SELECT media_id, role, key, plain_size FROM media") if row[0] == media_id]
        content = (self.folder / "media" / media_id[:2] / f"{media_id}.media").read_bytes()
        names, numbers = table_cells("role"), table_cells("byte")
        aad = b"kluis/v1/media" + self.vault_id + bytes.fromhex(media_id) + bytes([int(numbers[names.index(role)])])
        assert content[0] == 40
        cipher = AESGCM(hkdf(hashes.SHA256(), key, content[1:33], aad))
        segments = [content[start : start + 1_048_576] for start in range(0, len(content), 1_048_576)]
        segments[0] = segments[0][40:]
        plain = b"".join(
            cipher.decrypt(content[33:40] + number.to_bytes(4, "big") + bytes([number == len(segments) - 1]), segment, None)
            for number, segment in enumerate(segments)
        )
        assert len(plain) == size
        return plain


def table_cells(name):
    (line,) = [line for line in DOCUMENT.splitlines() if line.startswith(f"| {name} |") and "media_" not in line]
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


@pytest.fixture
def written(folder):
    vault, code = Vault.create(folder, PASSPHRASE, kdf=cheap_kdf())
    recording = add_recording(vault, b"beeld" * 500_000, title="Zonnebloem")
    vault.moments.add(a_moment(recording.recording_id, see="Een stoel schuift."))
    vault.log.add("recording_imported", recording.recording_id, bytes=recording.size_bytes)
    vault.close()
    return folder, code, recording


@pytest.mark.parametrize("slot_type", ["wachtzin", "herstel"])
def test_a_reader_written_from_the_document_reads_the_vault(written, slot_type):
    folder, code, recording = written
    number = 0
    for symbol in code.replace("-", ""):
        number = number * 32 + SYMBOLS.index(symbol)
    reader = SecondReader(folder, slot_type, PASSPHRASE.encode() if slot_type == "wachtzin" else number.to_bytes(20, "big"))
    assert reader.rows("SELECT title FROM recordings") == [("Zonnebloem",)]
    assert reader.rows("SELECT see FROM moments") == [("Een stoel schuift.",)]
    assert reader.media(recording.media_id) == b"beeld" * 500_000
    digest = bytes(32)
    lines = reader.rows("SELECT number, at, event, subject, facts, digest FROM events ORDER BY number")
    for number, at, event, subject, facts, kept in lines:
        fields = {"n": number, "at": at, "event": event, "subject": subject, "facts": json.loads(facts)}
        digest = hashlib.blake2b(digest + canonical(fields), digest_size=32).digest()
        assert digest == kept
    assert reader.header["register_kop"] == {"n": len(lines), "h": base64.b64encode(digest).decode()}
    reader.database.close()


def test_the_header_has_exactly_the_keys_of_the_document(written):
    documented = {row[0].strip("`") for row in table_rows("key")}
    assert documented == set(json.loads((written[0] / "kluis.json").read_bytes()))


@pytest.mark.parametrize("row", table_rows("plaintext bytes"), ids=lambda row: row[0])
def test_the_byte_counts_of_the_document_are_those_of_real_files(vault, row):
    plain, segments, header, ciphertext, tags, total = (int(cell) for cell in row)
    assert header + ciphertext + tags == total
    stored = store(vault, bytes(plain))
    assert vault.media.media_path(stored.media_id).stat().st_size == total
    assert vault._parts.database.row("SELECT segments, cipher_size, plain_size FROM media") == (segments, total, plain)


@pytest.mark.parametrize("row", table_rows("content bytes in each piece"), ids=lambda row: row[0])
def test_a_reader_written_from_the_document_reads_what_is_being_recorded(vault, row):
    length, pieces, total = (int(cell) for cell in row)
    writer = vault.captures.begin(CaptureKind.RECORDING, "{}")
    for number in range(pieces):
        writer.write(number * length, bytes([number]) * length)
    writer.close()
    file = vault.captures.path(writer.capture_id).read_bytes()
    assert len(file) == total
    (key,) = vault._parts.database.row("SELECT key FROM captures")
    aad = b"kluis/v1/opname" + bytes.fromhex(vault.vault_id) + bytes.fromhex(writer.capture_id)
    cipher = AESGCM(hkdf(hashes.SHA256(), key, file[1:33], aad))
    at, content = 40, b""
    for number in range(pieces):
        size = int.from_bytes(file[at : at + 4], "big")
        plain = cipher.decrypt(file[33:40] + number.to_bytes(4, "big") + b"\0", file[at + 4 : at + 4 + size], None)
        assert int.from_bytes(plain[:8], "big") == len(content)
        content, at = content + plain[8:], at + 4 + size
    assert content == b"".join(bytes([number]) * length for number in range(pieces))


def test_the_three_asked_sizes_are_worked_out():
    assert {"0", "1", "200000"} <= {row[0] for row in table_rows("plaintext bytes")}


def test_the_roles_and_numbers_of_the_document_are_those_of_the_program():
    assert dict(zip(table_cells("role"), map(int, table_cells("byte")), strict=True)) == {role.value: role.byte[0] for role in MediaRole}
    assert f"`application_id` is {APPLICATION_ID}" in DOCUMENT


def blake2b(content):
    return base64.b64encode(hashlib.blake2b(content, digest_size=32).digest()).decode()


class TestBackUp:
    """A back-up read with nothing but the document, in both its forms."""

    @pytest.fixture(params=["folder", "file"])
    def found(self, request, folder, tmp_path):
        vault, _code = Vault.create(folder, PASSPHRASE, kdf=cheap_kdf())
        gone, recording = add_recording(vault, b"weg" * 5000), add_recording(vault, b"beeld" * 500_000, title="Zonnebloem")
        vault.remove_recording(gone.recording_id)
        place = tmp_path / "uitgepakt"
        if request.param == "folder":
            (tmp_path / "stick").mkdir()
            place = vault.back_up(tmp_path / "stick", JobContext()).file_path
        else:
            vault.back_up_to_file(tmp_path / "alles.tar", JobContext())
            place.mkdir()
            with tarfile.open(tmp_path / "alles.tar", "r:") as archive:
                archive.extractall(place, filter="data")
                assert {(member.mode, member.mtime, member.uid) for member in archive.getmembers()} == {(0o600, 0, 0)}
        vault.close()
        return place, gone, recording

    def test_list_and_tombstones_are_as_written_down(self, found):
        place, gone, recording = found
        (path,) = place.glob("manifest-*.json")
        listed = json.loads(path.read_bytes())
        assert path.read_bytes() == canonical(listed)
        assert set(listed) == {row[0].strip("`") for row in table_rows("list")}
        assert path.name == f"manifest-{listed['gen']}.json"
        without_sum = {name: value for name, value in listed.items() if name not in ("som", "mac")}
        assert listed["som"] == blake2b(canonical(without_sum))
        for file in listed["bestanden"]:
            content = (place / file["pad"]).read_bytes()
            assert (file["bytes"], file["blake2b"]) == (len(content), blake2b(content))
        assert [file["pad"] for file in listed["bestanden"]] == [f"register-{listed['gen']}.db", media_name(recording.media_id)]
        stones = json.loads((place / "grafstenen.json").read_bytes())
        vault_id = base64.b64decode(stones["kluis"])
        assert stones["vernietigd"] == [blake2b(bytes.fromhex(gone.media_id))]
        assert stones["som"] == blake2b(vault_id + b"".join(map(base64.b64decode, stones["vernietigd"])))

    def test_put_back_by_hand_it_is_a_vault(self, found, tmp_path):
        place, _, recording = found
        (path,) = place.glob("manifest-*.json")
        listed, by_hand = json.loads(path.read_bytes()), tmp_path / "met de hand"
        shutil.copytree(place / "media", by_hand / "media")
        shutil.copy(place / f"register-{listed['gen']}.db", by_hand / "register.db")
        (by_hand / "kluis.json").write_bytes(base64.b64decode(listed["kop"]))
        reader = SecondReader(by_hand, "wachtzin", PASSPHRASE.encode())
        assert reader.rows("SELECT title FROM recordings") == [("Zonnebloem",)]
        assert reader.media(recording.media_id) == b"beeld" * 500_000
        for purpose, name in (("backup-mac", path.name), ("grafsteen", "grafstenen.json")):
            fields = json.loads((place / name).read_bytes())
            mac = base64.b64decode(fields.pop("mac"))
            assert hmac.digest(hkdf(hashes.SHA512(), reader.vmk, reader.vault_id, f"kluis/v1/{purpose}".encode()), canonical(fields), "sha256") == mac
        reader.database.close()
