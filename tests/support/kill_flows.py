"""The work that is killed: what a child does without end, and what must be so after it died.

`say` tells what the program told its user; `verify` raises when that is not true afterwards, and returns whether the kill
hit work that was under way.
"""

import hashlib
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from app.common.errors import PassphraseError
from app.common.progress import JobContext
from app.services.backups import restore, try_restore
from app.services.session import Session
from app.vault.vault import Vault
from tests.support.consents import a_person
from tests.support.vaults import PASSPHRASE, a_fragment, a_moment, add_clip, add_recording, cheap_kdf, new_vault

Say = Callable[[str], object]
HARMLESS = {"import_undone", "header_copy_repaired", "shredding_finished"}
SIZE = 1_300_000


class Flow:
    """One kind of work on the vault in `folder`."""

    most_s = 0.25
    """A kill comes between the child's first word and this."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "kluis"
        self.beside = folder

    def prepare(self) -> None:
        new_vault(self.folder).close()

    def work(self, say: Say) -> None:
        raise NotImplementedError

    def verify(self, said: list[str]) -> bool:
        raise NotImplementedError

    def finish(self) -> None:
        """All that is left is whole."""
        vault = Vault.open(self.folder, self.passphrase)
        assert vault.check(deep=True, context=JobContext()) == []
        vault.close()

    @property
    def passphrase(self) -> str:
        return PASSPHRASE

    def opened(self) -> Vault:
        vault = Vault.open(self.folder, self.passphrase)
        codes = {finding.code for finding in vault.findings}
        if not codes <= HARMLESS:
            vault.close()
            raise AssertionError(codes)
        return vault


class Annotate(Flow):
    """Moments are added and changed."""

    def prepare(self) -> None:
        vault = new_vault(self.folder)
        self.recording = add_recording(vault).recording_id
        vault.close()

    def work(self, say: Say) -> None:
        vault = Vault.open(self.folder, PASSPHRASE)
        say("ready")
        while True:
            moment = a_moment(self.recording, see="eerst")
            vault.moments.add(moment)
            say(f"{moment.moment_id} eerst")
            vault.moments.update(a_moment(self.recording, moment_id=moment.moment_id, see="daarna"))
            say(f"{moment.moment_id} daarna")

    def verify(self, said: list[str]) -> bool:
        vault = self.opened()
        try:
            kept = {moment.moment_id: moment.see for moment in vault.moments.list()}
            last = dict(line.split() for line in said)
            ahead = 0
            for moment_id, text in last.items():
                assert kept[moment_id] in (text, "daarna"), moment_id
                ahead += kept[moment_id] != text
            ahead += len(kept.keys() - last.keys())
            assert ahead <= 1
            for moment_id in kept:
                vault.moments.remove(moment_id)
            return ahead == 1
        finally:
            vault.close()


class Import(Flow):
    """Recordings are brought in."""

    def work(self, say: Say) -> None:
        vault = Vault.open(self.folder, PASSPHRASE)
        say("ready")
        while True:
            say(add_recording(vault, os.urandom(1) * SIZE).recording_id)

    def verify(self, said: list[str]) -> bool:
        vault = self.opened()
        try:
            undone = any(finding.code == "import_undone" for finding in vault.findings)
            recordings = {recording.recording_id: recording for recording in vault.recordings.list()}
            assert set(said) <= recordings.keys()
            assert len(recordings) <= len(said) + 1
            for recording in recordings.values():
                reader = vault.media.open(recording.media_id)
                assert hashlib.sha256(reader.read_at(0, reader.size)).hexdigest() == recording.sha256
                reader.close()
            assert list((self.folder / "bezig").iterdir()) == list((self.folder / "quarantaine").iterdir()) == []
            assert len(list((self.folder / "media").rglob("*.media"))) == len(recordings)
            if recordings:
                vault.remove_recordings(list(recordings), ground="user")
            return undone
        finally:
            vault.close()


class Header(Flow):
    """Lines are added to the register, each with a new header."""

    def prepare(self) -> None:
        super().prepare()
        self.lines = 1

    def work(self, say: Say) -> None:
        vault = Vault.open(self.folder, PASSPHRASE)
        say("ready")
        while True:
            vault.log.add("proef", "1")
            say("regel")

    def verify(self, said: list[str]) -> bool:
        vault = self.opened()
        try:
            ahead = len(vault.log.list()) - self.lines - len(said)
            assert ahead in (0, 1)
            self.lines += len(said) + ahead
            repaired = any(finding.code == "header_copy_repaired" for finding in vault.findings)
            return bool(ahead or repaired)
        finally:
            vault.close()


class Passphrase(Flow):
    """The passphrase is changed; after each kill exactly one opens."""

    most_s = 0.4

    def prepare(self) -> None:
        self.number = 0
        Vault.create(self.folder, self.passphrase, kdf=cheap_kdf(), with_recovery=False)[0].close()

    @property
    def passphrase(self) -> str:
        return self._words(self.number)

    def _words(self, number: int) -> str:
        return f"vijf woorden met nummer {number}"

    def work(self, say: Say) -> None:
        vault = Vault.open(self.folder, self.passphrase)
        say("ready")
        number = self.number
        while True:
            number += 1
            vault.set_passphrase(self._words(number), kdf=cheap_kdf())
            say(str(number))

    def verify(self, said: list[str]) -> bool:
        last = int(said[-1]) if said else self.number
        opening = []
        for number in (last - 1, last, last + 1):
            with suppress(PassphraseError):
                Vault.open(self.folder, self._words(number)).close()
                opening.append(number)
        assert opening in ([last], [last + 1]), (last, opening)
        self.number = opening[0]
        self.opened().close()
        return opening != [last]


class Destroy(Flow):
    """Recordings are destroyed: their keys, the database's key, their files."""

    most_s = 0.5

    def work(self, say: Say) -> None:
        vault = Vault.open(self.folder, PASSPHRASE)
        say("ready")
        while True:
            recording = add_recording(vault, b"weg" * 5000)
            say(f"in {recording.recording_id} {recording.media_id}")
            say(f"begin {recording.recording_id} {recording.media_id}")
            vault.remove_recording(recording.recording_id)
            say(f"weg {recording.recording_id} {recording.media_id}")

    def verify(self, said: list[str]) -> bool:
        vault = self.opened()
        try:
            state = {}
            for line in said:
                word, recording_id, media_id = line.split()
                state[recording_id, media_id] = word
            kept = {recording.recording_id for recording in vault.recordings.list()}
            for (recording_id, media_id), word in state.items():
                if word == "weg":
                    assert recording_id not in kept
                    assert not list((self.folder / "media").rglob(f"{media_id}*"))
                if word == "in":
                    assert recording_id in kept
            assert vault.check(deep=True, context=JobContext())[len(vault.findings) :] == []
            assert vault._parts.header.database.next_key is None
            assert len(list((self.folder / "media").rglob("*.media"))) == len(kept)
            if kept:
                vault.remove_recordings(list(kept), ground="user")
            return any(word == "begin" for word in state.values())
        finally:
            vault.close()


class Export(Flow):
    """A copy is saved outside the vault: it is there whole, or not at all, and no piece of it stays."""

    def prepare(self) -> None:
        vault = new_vault(self.folder)
        fragment = a_fragment(add_recording(vault).recording_id)
        vault.fragments.add(fragment)
        vault.consents.set(fragment.recording_id, a_person())
        self.clip = add_clip(vault, fragment.fragment_id, os.urandom(3_000_000))
        vault.close()
        self.outside = self.beside / "uit"
        self.outside.mkdir()

    def work(self, say: Say) -> None:
        session = Session(Vault.open(self.folder, PASSPHRASE))
        say("ready")
        number = 0
        while True:
            number += 1
            session.anonymise.save_clip(self.clip.clip_id, self.outside / f"{number}.mp4", JobContext())
            say(str(number))

    def verify(self, said: list[str]) -> bool:
        half = len(list(self.outside.glob(".*")))
        session = Session(self.opened())
        try:
            assert [path.name for path in self.outside.glob(".*")] == [], "a piece in clear stayed"
            saved = sorted(int(path.stem) for path in self.outside.iterdir())
            assert saved in (list(range(1, len(said) + 1)), list(range(1, len(said) + 2)))
            for path in self.outside.iterdir():
                assert hashlib.sha256(path.read_bytes()).hexdigest() == self.clip.sha256
                path.unlink()
            return half > 0
        finally:
            session.lock()


class Create(Flow):
    """Vaults are made."""

    most_s = 0.8

    def prepare(self) -> None:
        self.beside.mkdir(exist_ok=True)
        self.number = 0

    def _place(self, number: int) -> Path:
        return self.beside / f"kluis-{number}"

    def work(self, say: Say) -> None:
        number = self.number
        say("ready")
        while True:
            number += 1
            new_vault(self._place(number)).close()
            say(str(number))

    def verify(self, said: list[str]) -> bool:
        last = int(said[-1]) if said else self.number
        for number in range(self.number + 1, last + 1):
            Vault.open(self._place(number), PASSPHRASE).close()
        self.number = last + 1
        place = self._place(self.number)
        if (place / "kluis.json").exists():
            Vault.open(place, PASSPHRASE).close()
            return False
        half = place.exists()
        new_vault(place).close()  # what was half made does not stand in the way
        return half

    def finish(self) -> None:
        """Each was opened already."""


class BackUp(Flow):
    """Back-ups are brought up to date; the one before stays good."""

    most_s = 0.6

    def prepare(self) -> None:
        vault = new_vault(self.folder)
        for _ in range(3):
            add_recording(vault, os.urandom(300_000))
        self.stick = self.beside / "stick"
        self.stick.mkdir()
        vault.back_up(self.stick, JobContext())
        vault.close()
        self.at_least = 3

    def work(self, say: Say) -> None:
        vault = Vault.open(self.folder, PASSPHRASE)
        say("ready")
        while True:
            add_recording(vault, os.urandom(300_000))
            report = vault.back_up(self.stick, JobContext())
            say(str(report.files - 1))

    def verify(self, said: list[str]) -> bool:
        self.at_least = max([self.at_least, *map(int, said)])
        report = try_restore(self.stick, PASSPHRASE, self.beside / "proef.db", JobContext())
        assert report.is_whole, report.findings
        # Not exactly one more: a kill after adding and one after backing up, both unsaid, leave the copy two ahead.
        assert report.recordings >= self.at_least
        half = any(self.stick.rglob("*.part")) or any(self.stick.rglob("*.tmp"))
        vault = self.opened()
        try:
            recordings = [recording.recording_id for recording in vault.recordings.list()]
            assert len(recordings) >= report.recordings
            if len(recordings) > 8:
                vault.remove_recordings(recordings[3:], ground="user")
                vault.back_up(self.stick, JobContext())
                self.at_least = 3
            else:
                self.at_least = report.recordings
            return half or len(recordings) > report.recordings
        finally:
            vault.close()


class Restore(Flow):
    """A back-up is put back; until that is done nothing says it is a vault."""

    most_s = 0.4

    def prepare(self) -> None:
        vault = new_vault(self.folder)
        for _ in range(3):
            add_recording(vault, os.urandom(300_000))
        self.stick = self.beside / "stick"
        self.stick.mkdir()
        vault.back_up(self.stick, JobContext())
        vault.close()
        self.number = 0

    def _place(self, number: int) -> Path:
        return self.beside / f"terug-{number}"

    def work(self, say: Say) -> None:
        number = self.number
        say("ready")
        while True:
            number += 1
            restore(self.stick, self._place(number), JobContext(), passphrase=PASSPHRASE)
            say(str(number))

    def verify(self, said: list[str]) -> bool:
        last = int(said[-1]) if said else self.number
        for number in range(self.number + 1, last + 1):
            self._assert_whole(number)
        self.number = last + 1
        place = self._place(self.number)
        if (place / "kluis.json").exists():
            self._assert_whole(self.number)
            return False
        half = place.exists()
        restore(self.stick, place, JobContext(), passphrase=PASSPHRASE)
        self._assert_whole(self.number)
        return half

    def _assert_whole(self, number: int) -> None:
        vault = Vault.open(self._place(number), PASSPHRASE)
        try:
            assert len(vault.recordings.list()) == 3
            assert vault.check(deep=True, context=JobContext())[len(vault.findings) :] == []
        finally:
            vault.close()
        shutil.rmtree(self._place(number))


class Renew(Flow):
    """All keys are renewed; the passphrase opens before and after, and no recording gets lost."""

    most_s = 0.6

    def prepare(self) -> None:
        vault, self.code = Vault.create(self.folder, PASSPHRASE, kdf=cheap_kdf())
        self.recording = add_recording(vault)
        vault.close()

    def work(self, say: Say) -> None:
        vault = Vault.open(self.folder, PASSPHRASE)
        say("ready")
        while True:
            say(vault.keys.renew(PASSPHRASE, JobContext(), kdf=cheap_kdf()))

    def verify(self, said: list[str]) -> bool:
        code = said[-1] if said else self.code
        vault = self.opened()
        try:
            assert vault.recordings.list() == [self.recording]
            assert vault.check(deep=True, context=JobContext())[len(vault.findings) :] == []
            finished = any(finding.code == "shredding_finished" for finding in vault.findings)
        finally:
            vault.close()
        try:
            Vault.open_with_recovery_code(self.folder, code).close()
        except PassphraseError:  # the next one counts, and was never shown: the passphrase makes a new one
            vault = self.opened()
            code = vault.renew_recovery_code()
            vault.close()
            finished = True
        self.code = code
        return finished


FLOWS: dict[str, type[Flow]] = {
    "annotate": Annotate,
    "import": Import,
    "header": Header,
    "passphrase": Passphrase,
    "destroy": Destroy,
    "export": Export,
    "create": Create,
    "back-up": BackUp,
    "restore": Restore,
    "renew": Renew,
}
