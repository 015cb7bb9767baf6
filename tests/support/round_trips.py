"""U2: work at random in a vault, back it up, put it back, and compare all of it; again and again."""

import hashlib
import os
import random
import shutil
from pathlib import Path

from app.common.progress import JobContext
from app.services.backups import restore
from app.vault.vault import Vault
from tests.support.vaults import PASSPHRASE, a_fragment, a_moment, add_clip, add_recording, new_vault


def round_trips(place: Path, times: int, seed: int) -> tuple[int, list[str]]:
    """Return how many rows and files were compared, and what differed."""
    chance, compared, wrong = random.Random(seed), 0, []
    new_vault(place / "kluis").close()
    (place / "stick").mkdir()
    for cycle in range(times):
        vault = Vault.open(place / "kluis", PASSPHRASE)
        for _ in range(chance.randint(2, 7)):
            _edit(vault, chance)
        vault.back_up(place / "stick", JobContext())
        before = _everything(vault)
        vault.close()
        restore(place / "stick", place / "terug", JobContext(), passphrase=PASSPHRASE)
        again = Vault.open(place / "terug", PASSPHRASE)
        if again.check(deep=True, context=JobContext()):
            wrong.append(f"cycle {cycle}: damage")
        after = _everything(again)
        again.close()
        compared += len(before)
        wrong += [f"cycle {cycle}: {name}" for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
        shutil.rmtree(place / "terug")
    return compared, wrong


def _edit(vault: Vault, chance: random.Random) -> None:
    recordings = vault.recordings.list()
    what = chance.choice(("record", "moment", "fragment", "clip", "remove")) if recordings else "record"
    recording_id = chance.choice(recordings).recording_id if recordings else None
    if what == "record":
        add_recording(vault, os.urandom(chance.randint(1, 60_000)), title=f"Gezin {chance.random()}")
    elif what == "moment":
        vault.moments.add(a_moment(recording_id, chance.randint(0, 60_000), see=f"{chance.random()} \u00eb"))
    elif what == "fragment":
        vault.fragments.add(a_fragment(recording_id))
    elif what == "clip":
        fragment = a_fragment(recording_id)
        vault.fragments.add(fragment)
        add_clip(vault, fragment.fragment_id, os.urandom(5000))
    elif len(recordings) > 2:
        vault.remove_recordings([recording_id], ground="user")


def _everything(vault: Vault) -> dict[str, object]:
    """Return every row but those that tell of the back-up itself, and the digest of every file."""
    database, found = vault._parts.database, {}
    tables = [row[0] for row in database.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")]
    for table in tables:
        if table.startswith(("sqlite_", "moment_search")):
            continue
        for row in database.rows(f"SELECT * FROM {table}"):
            if "vault_restored" not in row:  # the one line that opening a restored vault adds
                found[f"{table} {row[0]} {len(found) if table == 'settings' else ''}"] = row
    for row in vault.media.rows():
        found[f"file {row.media_id}"] = hashlib.sha256(vault.media.media_path(row.media_id).read_bytes()).hexdigest()
    return found
