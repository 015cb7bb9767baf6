"""K4: every state a power cut can leave, for every way of writing: nothing told as kept is lost, nothing half says it is whole."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from app.common.errors import AppError, PassphraseError
from app.common.progress import JobContext
from app.crypto.secret import Secret
from app.vault.database import Database
from app.vault.header import parse_header
from app.vault.vault import Vault
from tests.catalogue.power_cut import HARMLESS, Work, content
from tests.support.crash_states import Enumeration, Event, Recorder, examine, without
from tests.support.vaults import PASSPHRASE, add_recording, cheap_kdf, new_vault

pytestmark = pytest.mark.slow
MIB = 1024 * 1024
NEW_PASSPHRASE = "zes andere woorden hier"
Check = Callable[[Path, list[str]], None]


def assert_none_broken(recorder: Recorder, place: Path, check: Check, what: str, tally) -> None:
    result = examine(recorder.start, recorder.events, place / "staten", check)
    assert not result.broken, result.broken[:3]
    tally("K4", result.states, f"toestanden na stroomuitval bij {what}", len(result.broken), "kapot of kwijt")


def note_planted(result: Enumeration, mistake: str, where: str, tally) -> None:
    assert result.broken, mistake
    tally.note("K4", f"geplante fout '{mistake}' bij {where}: {len(result.broken)} van {result.states} toestanden kapot, dus gevonden")


def test_making_a_vault(place, tally):
    root = place / "begin"
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

    assert_none_broken(recorder, place, check, "het maken van een kluis", tally)


def importing(work: Work, size: int) -> tuple[Recorder, Check]:
    new = bytes(range(256)) * (size // 256)

    def add(vault: Vault, recorder: Recorder) -> None:
        add_recording(vault, new, title="Nieuw")
        recorder.ack("bewaard")

    def check(state: Path, told: list[str]) -> None:
        with work.opened(state) as vault:
            work.assert_kept(vault)
            added = [recording for recording in vault.recordings.list() if recording.title == "Nieuw"]
            assert added or not told, "kept, and gone"
            assert all(content(vault, recording) == new for recording in added)
            assert len(vault.media.rows()) == 1 + len(added)

    return work.record(add), check


def test_importing(place, tally):
    recorder, check = importing(Work(place), MIB + 512)
    assert_none_broken(recorder, place, check, "het inbrengen", tally)


def test_the_enumeration_finds_planted_mistakes_in_importing(place, tally):
    recorder, check = importing(Work(place), 40_960)
    told_at = next(number for number, event in enumerate(recorder.events) if event.kind == "ack")
    row = [event for event in recorder.events[:told_at] if event.kind == "database"][-1]
    planted = {
        "bestand niet gesynct": without(recorder.events, "sync"),
        "map niet gesynct": without(recorder.events, "sync_folder", only=lambda event: "media" in event.path),
        "rij klaar voor het bestand": [row, *without(recorder.events, "database")],
    }
    for mistake, events in planted.items():
        note_planted(examine(recorder.start, events, place / mistake, check), mistake, "het inbrengen", tally)


def logging(work: Work) -> tuple[Recorder, Check]:
    def add(vault: Vault, recorder: Recorder) -> None:
        vault.log.add("proef", "1")
        recorder.ack("geschreven")

    def check(state: Path, told: list[str]) -> None:
        with work.opened(state) as vault:
            work.assert_kept(vault)
            assert not told or vault.log.list()[-1]["event"] == "proef"

    return work.record(add), check


def test_writing_the_header(place, tally):
    recorder, check = logging(Work(place))
    assert_none_broken(recorder, place, check, "het schrijven van de kop", tally)


def test_the_enumeration_finds_planted_mistakes_in_writing_the_header(place, tally):
    recorder, check = logging(Work(place))
    new = next(event.content for event in recorder.events if event.kind == "write")
    in_place = [event for event in recorder.events if event.kind == "database"]
    # Both copies emptied and written where they stand, the mistake a simpler program would make.
    for inode, name in ((1001, "kluis/kluis.json"), (1002, "kluis/kluis.json.2")):
        in_place += [Event("link", name, inode), Event("write", inode=inode, content=new)]
    planted = {"niets gesynct": without(recorder.events, "sync", "sync_folder"), "ter plaatse herschreven": in_place}
    for mistake, events in planted.items():
        note_planted(examine(recorder.start, events, place / mistake, check), mistake, "de kop", tally)


def test_changing_the_passphrase(place, tally):
    work = Work(place)

    def change(vault: Vault, recorder: Recorder) -> None:
        vault.set_passphrase(NEW_PASSPHRASE, kdf=cheap_kdf())
        recorder.ack("veranderd")

    def check(state: Path, told: list[str]) -> None:
        opening = []
        for passphrase in (PASSPHRASE, NEW_PASSPHRASE):
            with suppress(PassphraseError):
                Vault.open(state / "kluis", passphrase).close()
                opening.append(passphrase)
        assert opening == [NEW_PASSPHRASE] or (len(opening) == 1 and not told), opening
        with work.opened(state) as vault:
            work.assert_kept(vault)

    assert_none_broken(work.record(change), place, check, "een andere wachtzin", tally)


def test_destroying(place, tally):
    work = Work(place)
    vault = Vault.open(work.root / "kluis", PASSPHRASE)
    going = add_recording(vault, b"gaat weg" * 1000, title="Weg")
    old_key = vault._parts.master_key.unwrap_database_key(vault._parts.header.database.key).reveal()
    old_wrap = vault._parts.header.database.key
    vault.close()

    def destroy(vault: Vault, recorder: Recorder) -> None:
        vault.remove_recordings([going.recording_id], ground="user")
        recorder.ack("vernietigd")

    def check(state: Path, told: list[str]) -> None:
        if told:  # before opening finishes anything: the old key is gone from the disk
            for name in ("kluis.json", "kluis.json.2"):
                database = parse_header((state / "kluis" / name).read_bytes()).database
                assert old_wrap not in (database.key, database.next_key)
            assert opens_with(state / "kluis" / "register.db", old_key) is False
        with work.opened(state) as vault:
            work.assert_kept(vault)
            left = [recording for recording in vault.recordings.list() if recording.title == "Weg"]
            assert not (left and told), "destroyed, and back"
            assert all(content(vault, recording) == b"gaat weg" * 1000 for recording in left)
            assert vault.media.media_path(going.media_id).exists() == bool(left)
            assert vault._parts.header.database.next_key is None

    assert_none_broken(work.record(destroy), place, check, "het vernietigen", tally)


def test_renewing_all_keys(place, tally):
    work = Work(place)
    codes: list[str] = []

    def renew(vault: Vault, recorder: Recorder) -> None:
        codes.append(vault.keys.renew(PASSPHRASE, JobContext(), kdf=cheap_kdf()))
        recorder.ack("vernieuwd")

    recorder = work.record(renew)

    def check(state: Path, told: list[str]) -> None:
        vault = Vault.open(state / "kluis", PASSPHRASE)  # the passphrase is the same before and after
        vault.close()
        opening = []
        for code in (work.code, *codes):
            with suppress(PassphraseError):
                Vault.open_with_recovery_code(state / "kluis", code).close()
                opening.append(code)
        assert opening == codes or (opening == [work.code] and not told)
        with work.opened(state, code=opening[0]) as vault:
            work.assert_kept(vault)
            assert vault._parts.header.database.next_key is None

    assert_none_broken(recorder, place, check, "het vernieuwen van alle sleutels", tally)


def test_letting_the_organisation_in(place, tally):
    pyrage = pytest.importorskip("pyrage")
    work, identity = Work(place), pyrage.x25519.Identity.generate()

    def let_in(vault: Vault, recorder: Recorder) -> None:
        vault.keys.set_organisation(str(identity.to_public()))
        recorder.ack("mag erin")

    def check(state: Path, told: list[str]) -> None:
        with work.opened(state) as vault:
            work.assert_kept(vault)
            assert vault.keys.organisation or not told
        if told:
            Vault.open_with_organisation_key(state / "kluis", str(identity)).close()

    assert_none_broken(work.record(let_in), place, check, "het toelaten van de organisatie", tally)


def opens_with(database: Path, key: bytes) -> bool:
    try:
        Database(database, Secret(key)).close()
    except AppError:
        return False
    return True
