"""K4: every state a power cut can leave, for every way of writing: nothing told as kept is lost, nothing half says it is whole."""

import hashlib
from contextlib import suppress
from pathlib import Path

import pytest

from app.common.errors import AppError, PassphraseError
from app.common.progress import JobContext
from app.vault.vault import Vault
from tests.support.crash_states import Event, Recorder, examine, without
from tests.support.vaults import PASSPHRASE, add_recording, cheap_kdf, new_vault

MIB = 1024 * 1024
HARMLESS = {"import_undone", "header_copy_repaired", "shredding_finished"}
NEW_PASSPHRASE = "zes andere woorden hier"


@pytest.fixture
def fast_place(tmp_path_factory) -> Path:
    """Where many small states can be laid out; in memory when the system has such a place."""
    import os
    import shutil

    memory = Path("/dev/shm")
    if not (memory.is_dir() and os.access(memory, os.W_OK)):
        yield tmp_path_factory.mktemp("staten")
        return
    place = memory / f"kijkkamer-{os.getpid()}-{os.urandom(4).hex()}"
    place.mkdir(mode=0o700)
    yield place
    shutil.rmtree(place, ignore_errors=True)


class Work:
    """A vault with a recording in it, and what is written down of one piece of work on it."""

    def __init__(self, root: Path) -> None:
        self.root = root / "begin"
        self.root.mkdir()
        self.vault, self.code = Vault.create(self.root / "kluis", PASSPHRASE, kdf=cheap_kdf())
        self.kept = add_recording(self.vault, b"blijft" * 1000)
        self.vault.close()

    def record(self, work) -> Recorder:
        recorder = Recorder(self.root)
        with recorder.with_database():
            vault = Vault.open(self.root / "kluis", PASSPHRASE, files=recorder)
            work(vault, recorder)
            vault.close()
        return recorder

    def opened(self, root: Path) -> Vault:
        """Open a state with the code on paper: that takes no key derivation. Only what recovery may find is found."""
        vault = Vault.open_with_recovery_code(root / "kluis", self.code)
        codes = {finding.code for finding in vault.findings} | {finding.code for finding in vault.check(deep=True, context=JobContext())}
        if not codes <= HARMLESS:
            vault.close()
            raise AssertionError(codes)
        return vault

    def assert_kept(self, vault: Vault) -> None:
        assert content(vault, self.kept) == b"blijft" * 1000


def content(vault: Vault, recording) -> bytes:
    reader = vault.media.open(recording.media_id)
    try:
        return reader.read_at(0, reader.size)
    finally:
        reader.close()


def test_making_a_vault(fast_place, tally):
    root = fast_place / "begin"
    root.mkdir()
    recorder = Recorder(root)
    with recorder.with_database():
        vault = new_vault(root / "kluis", files=recorder)
        recorder.ack("gemaakt")
        vault.close()

    made_again: set[tuple[str, ...]] = set()

    def check(state: Path, told: list[str]) -> None:
        try:
            vault = Vault.open(state / "kluis", PASSPHRASE)
        except AppError as error:
            if told or error.code != "not_a_vault":
                raise
            names = tuple(sorted(path.name for path in state.rglob("*")))
            if names in made_again:  # without a header only names count
                return
            made_again.add(names)
            vault = new_vault(state / "kluis")  # what was half made does not stand in the way
        assert {finding.code for finding in vault.findings} <= HARMLESS
        vault.close()

    result = examine(recorder.start, recorder.events, fast_place / "staten", check)
    assert not result.broken, result.broken[:3]
    tally("K4", result.states, "toestanden bij het maken van een kluis", len(result.broken), "kapot of kwijt")


def importing(work: Work, size: int = MIB + 500) -> tuple[Recorder, bytes]:
    new = bytes(range(256)) * (size // 256)

    def add(vault: Vault, recorder: Recorder) -> None:
        add_recording(vault, new, title="Nieuw")
        recorder.ack("bewaard")

    return work.record(add), new


def imported_check(work: Work, new: bytes):
    def check(state: Path, told: list[str]) -> None:
        vault = work.opened(state)
        try:
            work.assert_kept(vault)
            added = [recording for recording in vault.recordings.list() if recording.title == "Nieuw"]
            assert added or not told, "kept, and gone"
            assert all(hashlib.sha256(content(vault, recording)).digest() == hashlib.sha256(new).digest() for recording in added)
            assert len(vault.media.rows()) == 1 + len(added)
            assert list((state / "kluis" / "bezig").iterdir()) == []
            assert list((state / "kluis" / "quarantaine").iterdir()) == []
        finally:
            vault.close()

    return check


def test_importing(fast_place, tally):
    work = Work(fast_place)
    recorder, new = importing(work)
    result = examine(recorder.start, recorder.events, fast_place / "staten", imported_check(work, new))
    assert not result.broken, result.broken[:3]
    tally("K4", result.states, "toestanden bij het inbrengen", len(result.broken), "kapot of kwijt")


def of_media(event: Event) -> bool:
    return "media" in event.path


def test_the_enumeration_finds_planted_mistakes_in_importing(fast_place, tally):
    work = Work(fast_place)
    recorder, new = importing(work, 40_000)
    check = imported_check(work, new)
    told_at = next(place for place, event in enumerate(recorder.events) if event.kind == "ack")
    row = [event for event in recorder.events[:told_at] if event.kind == "database"][-1]
    row_first = [row, *without(recorder.events, "database")]
    planted = {
        "bestand niet gesynct": without(recorder.events, "sync"),
        "map niet gesynct": without(recorder.events, "sync_folder", only=of_media),
        "rij klaar voor het bestand": row_first,
    }
    for number, (name, events) in enumerate(planted.items()):
        result = examine(recorder.start, events, fast_place / f"staten{number}", check)
        assert result.broken, name
        tally.note("K4", f"geplante fout '{name}' bij het inbrengen: {len(result.broken)} van {result.states} toestanden kapot, dus gevonden")


def logging(work: Work) -> Recorder:
    def add(vault: Vault, recorder: Recorder) -> None:
        vault.log.add("proef", "1")
        recorder.ack("geschreven")

    return work.record(add)


def logged_check(work: Work):
    def check(state: Path, told: list[str]) -> None:
        vault = work.opened(state)
        try:
            work.assert_kept(vault)
            assert not told or vault.log.list()[-1]["event"] == "proef"
        finally:
            vault.close()

    return check


def test_writing_the_header(fast_place, tally):
    work = Work(fast_place)
    recorder = logging(work)
    result = examine(recorder.start, recorder.events, fast_place / "staten", logged_check(work))
    assert not result.broken, result.broken[:3]
    tally("K4", result.states, "toestanden bij het schrijven van de kop", len(result.broken), "kapot of kwijt")


def test_the_enumeration_finds_planted_mistakes_in_writing_the_header(fast_place, tally):
    work = Work(fast_place)
    recorder = logging(work)
    new = next(event.content for event in recorder.events if event.kind == "write")
    in_place = [event for event in recorder.events if event.kind == "database"]
    # Both copies emptied and written where they stand, the mistake a simpler program would make.
    for inode, name in ((1001, "kluis/kluis.json"), (1002, "kluis/kluis.json.2")):
        in_place += [Event("link", name, inode), Event("write", inode=inode, content=new)]
    planted = {"niets gesynct": without(recorder.events, "sync", "sync_folder"), "ter plaatse herschreven": in_place}
    for number, (name, events) in enumerate(planted.items()):
        result = examine(recorder.start, events, fast_place / f"staten{number}", logged_check(work))
        assert result.broken, name
        tally.note("K4", f"geplante fout '{name}' bij de kop: {len(result.broken)} van {result.states} toestanden kapot, dus gevonden")


def test_changing_the_passphrase(fast_place, tally):
    work = Work(fast_place)

    def change(vault: Vault, recorder: Recorder) -> None:
        vault.set_passphrase(NEW_PASSPHRASE, kdf=cheap_kdf())
        recorder.ack("veranderd")

    recorder = work.record(change)

    def check(state: Path, told: list[str]) -> None:
        opening = []
        for passphrase in (PASSPHRASE, NEW_PASSPHRASE):
            with suppress(PassphraseError):
                Vault.open(state / "kluis", passphrase).close()
                opening.append(passphrase)
        assert opening == [NEW_PASSPHRASE] or (len(opening) == 1 and not told), opening
        vault = work.opened(state)
        work.assert_kept(vault)
        vault.close()

    result = examine(recorder.start, recorder.events, fast_place / "staten", check)
    assert not result.broken, result.broken[:3]
    tally("K4", result.states, "toestanden bij een andere wachtzin", len(result.broken), "kapot of kwijt")
