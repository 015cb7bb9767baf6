"""U2: a vault that keeps changing, backed up and put back over and over, is each time the same to the last byte and row."""

import os
import random
import shutil

import pytest

from app.common.errors import AppError
from app.common.progress import JobContext
from app.vault.backup.opening import read_backup
from app.vault.vault import Vault
from tests.support.backups import flip, put_back, tree
from tests.support.vaults import PASSPHRASE, a_fragment, a_moment, add_clip, add_recording

TABLES = ("recordings", "media", "moments", "fragments", "clips", "derived_media", "tombstones", "events", "settings")


def rows(vault):
    return {table: sorted(map(repr, vault._parts.database.rows(f"SELECT * FROM {table}"))) for table in TABLES}


def edit(vault, chance):
    recordings = vault.recordings.list()
    what = chance.choice(["import", "import", "moment", "fragment", "destroy", "setting"]) if recordings else "import"
    if what == "import":
        add_recording(vault, os.urandom(chance.choice([1, 5000, 70_000])), title=f"Opname {chance.random()}")
    elif what == "moment":
        vault.moments.add(a_moment(chance.choice(recordings).recording_id, see=f"Iets {chance.random()}"))
    elif what == "fragment":
        fragment = a_fragment(chance.choice(recordings).recording_id)
        vault.fragments.add(fragment)
        add_clip(vault, fragment.fragment_id)
    elif what == "destroy" and len(recordings) > 2:
        vault.remove_recording(chance.choice(recordings).recording_id)
    else:
        vault.settings.set("taal", str(chance.random()))


def cycles(vault, folder, stick, target, count, chance):
    """Return how many edits there were; every restored vault equals the one that was backed up."""
    edits = 0
    for number in range(count):
        for _ in range(chance.randint(1, 5)):
            edit(vault, chance)
            edits += 1
        if number % 2:
            source = vault.back_up(stick, JobContext()).file_path
        else:
            source = vault.back_up_to_file(stick / "alles.tar", JobContext(), overwrite=True).file_path
        before, media = rows(vault), {name: content for name, content in tree(folder).items() if name.startswith("media/")}
        assert put_back(source, target).is_whole
        assert {name: content for name, content in tree(target).items() if name.startswith("media/")} == media
        again = Vault.open(target, PASSPHRASE)
        after = rows(again)
        assert {table: after[table] for table in TABLES if table != "events"} == {table: before[table] for table in TABLES if table != "events"}
        assert len(after["events"]) == len(before["events"]) + 1  # that it was put back
        assert again.check(deep=True, context=JobContext()) == []
        again.close()
        shutil.rmtree(target)
    return edits


def rots(vault, made, chance, count):
    """Let bits rot one by one; return the places that no trial named."""
    files = sorted(path for path in made.rglob("*") if path.is_file() and path.name != "LEESMIJ.txt")
    missed = []
    for _ in range(count):
        path = chance.choice(files)
        place, bit = chance.randrange(path.stat().st_size), 1 << chance.randrange(8)
        flip(path, place, bit)
        try:
            backup = read_backup(made)
            is_named = bool(vault.try_backup(backup, JobContext()).findings)
            backup.source.close()
        except AppError:
            is_named = True
        flip(path, place, bit)
        if not is_named:
            missed.append((path.name, place, bit))
    return missed


@pytest.mark.parametrize("count", [int(os.environ.get("KIJKKAMER_CYCLES", "8"))])
def test_what_comes_back_is_what_was_there(vault, folder, stick, tmp_path, tally, count):
    chance = random.Random(count)
    edits = cycles(vault, folder, stick, tmp_path / "terug", count, chance)
    tally("U2", count, f"rondes bewaren en terugzetten na willekeurige wijzigingen ({edits})", 0, "anders")
    made = vault.back_up(stick, JobContext()).file_path
    missed = rots(vault, made, chance, 10 * count)
    tally("U2", 10 * count, "bits omgevallen in een reservekopie", len(missed))
