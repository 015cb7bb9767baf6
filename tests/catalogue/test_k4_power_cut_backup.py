"""K4 for what is written beside the vault: a back-up that was there stays good, one that was told as made is whole."""

from pathlib import Path

import pytest

from app.common.errors import AppError, InputError
from app.common.progress import JobContext
from app.services.backups import restore, try_restore
from app.vault.backup.opening import read_backup
from app.vault.backup.restore import copy_back
from app.vault.vault import Vault
from tests.catalogue.power_cut import Work
from tests.support.crash_states import Recorder, examine, without
from tests.support.vaults import PASSPHRASE, add_recording

pytestmark = pytest.mark.slow


def backing_up(place: Path, *, is_first: bool):
    """A vault with two recordings and a stick; unless it is the first, a back-up with one of them stands there already."""
    work = Work(place)
    (work.root / "stick").mkdir()
    vault = Vault.open(work.root / "kluis", PASSPHRASE)
    if not is_first:
        vault.back_up(work.root / "stick", JobContext())
    add_recording(vault, b"nieuw" * 900, title="Nieuw")
    vault.close()

    def back_up(vault: Vault, recorder: Recorder) -> None:
        vault.back_up(work.root / "stick", JobContext())
        recorder.ack("gemaakt")

    return work, work.record(back_up)


def backup_check(work: Work, *, is_first: bool):
    def check(state: Path, told: list[str]) -> None:
        with work.opened(state) as vault:
            work.assert_kept(vault)
        try:
            report = try_restore(state / "stick", PASSPHRASE, state / "proef.db", JobContext())
        except InputError as error:
            if told or not is_first or error.code != "not_a_backup":
                raise
            return
        assert report.is_whole, report.findings
        assert report.recordings == 2 if told or is_first else report.recordings in (1, 2)

    return check


def test_a_first_back_up(place, tally):
    work, recorder = backing_up(place, is_first=True)
    result = examine(recorder.start, recorder.events, place / "staten", backup_check(work, is_first=True))
    assert not result.broken, result.broken[:3]
    tally("K4", result.states, "toestanden na stroomuitval bij een eerste reservekopie", len(result.broken), "kapot of kwijt")


def test_bringing_a_back_up_up_to_date(place, tally):
    work, recorder = backing_up(place, is_first=False)
    check = backup_check(work, is_first=False)
    result = examine(recorder.start, recorder.events, place / "staten", check)
    assert not result.broken, result.broken[:3]
    tally("K4", result.states, "toestanden na stroomuitval bij een volgende reservekopie", len(result.broken), "kapot of kwijt")
    media = {event.inode for event in recorder.events if event.kind == "link" and "/media/" in event.path}
    unsynced = examine(recorder.start, without(recorder.events, "sync", only=lambda event: event.inode in media), place / "fout", check)
    assert unsynced.broken
    found = f"{len(unsynced.broken)} van {unsynced.states} toestanden kapot, dus gevonden"
    tally.note("K4", f"geplante fout 'opname niet gesynct' bij de reservekopie: {found}")


def test_putting_a_back_up_back(place, tally):
    work = Work(place)
    (work.root / "stick").mkdir()
    vault = Vault.open(work.root / "kluis", PASSPHRASE)
    vault.back_up(work.root / "stick", JobContext())
    vault.close()
    recorder = Recorder(work.root)
    backup = read_backup(work.root / "stick")
    try:
        copy_back(backup, work.root / "terug", JobContext(), files=recorder)
    finally:
        backup.source.close()
    recorder.ack("terug")
    again: set[tuple[str, ...]] = set()

    def check(state: Path, told: list[str]) -> None:
        try:
            with work.opened(state, "terug") as vault:
                work.assert_kept(vault)
                assert len(vault.recordings.list()) == 1
        except AppError as error:
            if told or error.code != "not_a_vault":
                raise
            names = tuple(sorted(path.name for path in (state / "terug").rglob("*")))
            if names not in again:  # what is half there does not stand in the way of doing it again
                again.add(names)
                restore(state / "stick", state / "terug", JobContext(), passphrase=PASSPHRASE)

    result = examine(recorder.start, recorder.events, place / "staten", check)
    assert not result.broken, result.broken[:3]
    tally("K4", result.states, "toestanden na stroomuitval bij het terugzetten", len(result.broken), "kapot of kwijt")
