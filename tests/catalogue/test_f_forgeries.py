"""F1 to F6: whatever is changed, cut, mixed up or put back on the disk, it is noticed. The media format itself: test_streaming_aead."""

import itertools
import os
import shutil

import pytest

from app.common.errors import AppError, DamagedError, PassphraseError
from app.common.progress import JobContext
from app.vault.database import Database
from app.vault.header import parse_header
from app.vault.master_key import unlock_for_organisation
from app.vault.media_store import MediaRole
from app.vault.vault import Vault
from tests.support.vaults import PASSPHRASE, a_moment, add_recording, cheap_kdf, new_vault, store

PAGE = 4096


def flipped(content: bytes, bit: int) -> bytes:
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_f1_no_flipped_bit_of_a_header_opens_for_the_organisation(tmp_path, tally):
    pyrage = pytest.importorskip("pyrage")
    identity = pyrage.x25519.Identity.generate()
    vault, _ = Vault.create(tmp_path / "kluis", PASSPHRASE, kdf=cheap_kdf())
    vault.keys.set_organisation(str(identity.to_public()))
    vault.close()
    content = (tmp_path / "kluis" / "kluis.json").read_bytes()
    assert [slot.kind for slot in parse_header(content).slots] == ["wachtzin", "herstel", "organisatie"]
    unlock_for_organisation([parse_header(content)], str(identity))
    opened = 0
    for bit in range(len(content) * 8):
        try:
            unlock_for_organisation([parse_header(flipped(content, bit))], str(identity))
            opened += 1
        except AppError:
            pass
    tally("F1", len(content) * 8, "bits van de kop geflipt, geopend met slot organisatie", opened)


def test_f4_a_file_in_the_place_of_another_is_noticed_whatever_it_is(tmp_path, tally):
    """Every file in every other's place: of this vault, of another one, of another role, and one put back from before."""
    vaults = [new_vault(tmp_path / "een"), new_vault(tmp_path / "twee")]
    stored = [(vault, store(vault, b"x" * 5000, role)) for vault in vaults for role in MediaRole]
    contents = {each.media_id: vault.media.media_path(each.media_id).read_bytes() for vault, each in stored}
    tried = missed = 0
    for (vault, target), (_, source) in itertools.permutations(stored, 2):
        path = vault.media.media_path(target.media_id)
        path.write_bytes(contents[source.media_id])
        tried += 1
        try:
            vault.media.open(target.media_id).close()
            missed += 1
        except DamagedError:
            pass
        path.write_bytes(contents[target.media_id])
    for vault, each in stored:
        vault.media.open(each.media_id).close()
        for role in MediaRole:
            before = vault._parts.database.row("SELECT role FROM media WHERE media_id = ?", each.media_id)[0]
            if role.value == before:
                continue
            vault._parts.database.change("UPDATE media SET role = ? WHERE media_id = ?", role.value, each.media_id)
            tried += 1
            try:
                vault.media.open(each.media_id).close()
                missed += 1
            except DamagedError:
                pass
            vault._parts.database.change("UPDATE media SET role = ? WHERE media_id = ?", before, each.media_id)
    for vault in vaults:
        vault.close()
    tally("F4", tried, "bestanden op de plaats van een ander, of in een andere rol", missed)


def test_f4_the_database_or_header_of_another_vault_does_not_open(tmp_path, tally):
    """Same passphrase on purpose: what is refused is the mixing, not the words."""
    for name in ("een", "twee"):
        vault = new_vault(tmp_path / name)
        add_recording(vault)
        vault.close()
    tried = opened = 0
    for names in (("register.db",), ("kluis.json", "kluis.json.2")):
        mixed = tmp_path / "-".join(names)
        shutil.copytree(tmp_path / "een", mixed)
        for name in names:
            shutil.copy(tmp_path / "twee" / name, mixed / name)
        tried += 1
        try:
            Vault.open(mixed, PASSPHRASE).close()
            opened += 1
        except DamagedError:
            pass
    tally("F4", tried, "kluizen met de kop of de database van een andere", opened)


def is_noticed(path, content: bytes, key) -> bool:
    path.write_bytes(content)
    try:
        database = Database(path, key)
    except DamagedError:
        return True
    try:
        return bool(database.damage())
    finally:
        database.close()


def test_f5_eight_places_on_every_page_of_the_database(tmp_path, tally):
    vault = new_vault(tmp_path / "kluis")
    recording = add_recording(vault)
    for number in range(12):
        vault.moments.add(a_moment(recording.recording_id, number))
    key = vault._parts.master_key.unwrap_database_key(vault._parts.header.database.key)
    vault._parts.database.checkpoint()
    content = (tmp_path / "kluis" / "register.db").read_bytes()
    path = tmp_path / "los.db"
    assert not is_noticed(path, content, key)
    places = [(page, offset) for page in range(0, len(content), PAGE) for offset in (0, 17, 511, 1024, 2048, 4015, 4050, 4095)]
    missed = sum(not is_noticed(path, flipped(content, (page + offset) * 8 + offset % 8), key) for page, offset in places)
    cuts = range(0, len(content), PAGE // 2)
    missed_cuts = sum(not is_noticed(path, content[:length], key) for length in cuts if length)
    vault.close()
    tally("F5", len(places), f"bits geflipt op {len(content) // PAGE} bladzijden van de database", missed)
    tally("F5", len(cuts) - 1, "afgekapte databases", missed_cuts)


def test_f6_one_page_of_the_register_put_back_is_noticed(tmp_path, tally):
    """The database accepts an old page of its own; the chain of lines with its head in the header does not."""
    folder = tmp_path / "kluis"
    vault = new_vault(folder)
    for number in range(60):
        vault.log.add("recording_imported", str(number))
    vault.close()
    states = [folder_state(folder)]
    for number in range(3):
        vault = Vault.open(folder, PASSPHRASE)
        vault.log.add("recording_destroyed", f"{number}")
        vault.close()
        states.append(folder_state(folder))
    newest = states[-1]
    tried = missed = 0
    for older in states[:-1]:
        for start in range(0, len(newest["register.db"]), PAGE):
            old, new = older["register.db"][start : start + PAGE], newest["register.db"][start : start + PAGE]
            if old == new or not old:
                continue
            tried += 1
            put(folder, newest | {"register.db": newest["register.db"][:start] + old + newest["register.db"][start + PAGE :]})
            missed += not opening_notices(folder, lines=1 + 60 + 3)
    tally("F6", tried, "oude bladzijden van het register teruggezet", missed)


def folder_state(folder) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in ("kluis.json", "kluis.json.2", "register.db")}


def put(folder, state: dict[str, bytes]) -> None:
    for name, content in state.items():
        (folder / name).write_bytes(content)


def opening_notices(folder, lines: int) -> bool:
    """Whether opening refuses or says so; a page that takes no line away is no loss either."""
    try:
        vault = Vault.open(folder, PASSPHRASE)
    except DamagedError:
        return True
    try:
        codes = {finding.code for finding in vault.check(deep=True, context=JobContext())} | {finding.code for finding in vault.findings}
        return bool(codes & {"register_rolled_back", "database_damaged"}) or len(vault.log.list()) == lines
    except DamagedError:
        return True
    finally:
        vault.close()


def test_f6_an_older_database_or_an_older_header_is_noticed_or_harmless(tmp_path, tally):
    folder = tmp_path / "kluis"
    new_vault(folder).close()
    states = [folder_state(folder)]
    for number in range(4):
        vault = Vault.open(folder, PASSPHRASE)
        vault.log.add("recording_destroyed", str(number))
        vault.close()
        states.append(folder_state(folder))
    newest = states[-1]
    missed = 0
    for older in states[:-1]:
        put(folder, newest | {"register.db": older["register.db"]})
        vault = Vault.open(folder, PASSPHRASE)
        missed += "register_rolled_back" not in {finding.code for finding in vault.findings}
        vault.close()
        # An older header under a newer database is what a crash leaves: no line is lost, and the head moves on.
        put(folder, newest | {name: older[name] for name in ("kluis.json", "kluis.json.2")})
        vault = Vault.open(folder, PASSPHRASE)
        missed += vault.findings != [] or len(vault.log.list()) != 5
        vault.close()
    tally("F6", 2 * len(states[:-1]), "oude databases en oude koppen teruggezet", missed)


def test_f6_an_old_passphrase_does_not_come_back_with_one_old_header(tmp_path, tally):
    folder = tmp_path / "kluis"
    vault = new_vault(folder)
    old = (folder / "kluis.json").read_bytes()
    vault.set_passphrase("zes andere woorden hier", kdf=cheap_kdf())
    vault.close()
    opened = 0
    for name in ("kluis.json", "kluis.json.2"):
        (folder / name).write_bytes(old)
        try:
            Vault.open(folder, PASSPHRASE).close()
            opened += 1
        except PassphraseError:
            pass
        Vault.open(folder, "zes andere woorden hier").close()
    tally("F6", 2, "oude koppen naast de nieuwe, met de oude wachtzin", opened, "geopend")


def test_f6_a_row_changed_under_the_right_key_breaks_the_chain(tmp_path, tally):
    """Somebody with the passphrase and a database tool: every line changed, removed or put elsewhere."""
    vault = new_vault(tmp_path / "kluis")
    for number in range(6):
        vault.log.add("recording_destroyed", str(number))
    head, database = vault._parts.header.register_head, vault._parts.database
    changes = ("event = 'x'", "subject = 'x'", "at = '2000-01-01'", "facts = '[]'", "digest = zeroblob(32)")
    forgeries = [f"UPDATE events SET {change} WHERE number = {{}}" for change in changes]
    forgeries += ["DELETE FROM events WHERE number >= {}", "DELETE FROM events WHERE number = {}"]
    tried = missed = 0
    for forgery, number in itertools.product(forgeries, range(1, head.count + 1)):
        database.change("BEGIN")
        database.change(forgery.format(number))
        tried += 1
        missed += vault.log.is_intact(head)
        database.change("ROLLBACK")
    assert vault.log.is_intact(head)
    vault.close()
    tally("F6", tried, "regels van het register veranderd of weggehaald met de juiste sleutel", missed)


@pytest.mark.parametrize("size", [0, 1, 2, 3 * 1024 * 1024])
def test_f3_files_of_the_vault_cut_or_lengthened_are_noticed_at_opening(tmp_path, size, tally):
    vault = new_vault(tmp_path / "kluis")
    stored = store(vault, os.urandom(size))
    path = vault.media.media_path(stored.media_id)
    whole = path.read_bytes()
    lengths = sorted({*range(min(len(whole), 60)), *range(0, len(whole), 104_729), len(whole) - 1, 1024 * 1024, 1024 * 1024 + 1} - {len(whole)})
    missed = 0
    for length in lengths:
        path.write_bytes(whole[:length].ljust(length, b"\0"))
        try:
            vault.media.open(stored.media_id).close()
            missed += 1
        except DamagedError:
            pass
    vault.close()
    tally("F3", len(lengths), "bestanden afgekapt of verlengd", missed)
