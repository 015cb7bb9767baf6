"""F2 and F5 at full size: a million mutations of a media file, every byte of a small database."""

import os
import random

import pytest

from app.common.byte_source import MemorySource
from app.common.errors import DamagedError
from app.crypto.secret import Secret
from app.crypto.streaming_aead import TINK_1MB, StreamReader, StreamWriter
from app.vault.database import Database
from tests.support.sealed_streams import sealed
from tests.support.vaults import new_vault

MUTATIONS = int(os.environ.get("KIJKKAMER_MUTATIONS", "1000000"))


@pytest.mark.timeout(7200)
def test_a_million_mutations_of_a_media_file_are_noticed(tally):
    key, plaintext = Secret(os.urandom(32)), os.urandom(TINK_1MB.first_plain_size + 3000)
    writer = StreamWriter(key, b"", TINK_1MB)
    content = bytearray(sealed(writer, plaintext))
    chance, missed = random.Random(20261124), 0
    for _ in range(MUTATIONS):
        # Mostly in the short last segment and the header: the long first one takes a millisecond to refuse.
        anywhere = chance.random() < 0.02
        place = chance.randrange(len(content)) if anywhere else chance.choice((chance.randrange(40), chance.randrange(2**20, len(content))))
        bits = 1 << chance.randrange(8)
        content[place] ^= bits
        try:
            reader = StreamReader(MemorySource(bytes(content)), key, b"", len(plaintext))
            reader.read_at(0 if place < 2**20 else TINK_1MB.first_plain_size, 1)
            missed += 1
        except DamagedError:
            pass
        content[place] ^= bits
    tally("F2", MUTATIONS, "veranderingen in een bestand van 1 MiB en meer", missed)


@pytest.mark.timeout(7200)
def test_every_byte_of_a_database_counts(tmp_path, tally):
    vault = new_vault(tmp_path / "kluis")
    key = vault._parts.master_key.unwrap_database_key(vault._parts.header.database.key)
    vault._parts.database.checkpoint()
    content = (tmp_path / "kluis" / "register.db").read_bytes()
    vault.close()
    path, missed, places = tmp_path / "los.db", 0, range(3 * 4096)
    for place in places:
        changed = bytearray(content)
        changed[place] ^= 0x40
        path.write_bytes(changed)
        try:
            database = Database(path, key)
        except DamagedError:
            continue
        missed += not database.damage()
        database.close()
    tally("F5", len(places), "bytes van de eerste drie bladzijden van de database", missed)
