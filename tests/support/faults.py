"""K5: for each way of writing, let each call of the system fail in turn, and look at what is said and what is left."""

import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from app.common.errors import AppError, PassphraseError
from app.common.progress import JobContext
from app.error_texts import ERROR_TEXTS
from app.services.backups import try_restore
from app.services.session import Session
from app.vault.backup.opening import read_backup
from app.vault.backup.restore import copy_back
from app.vault.vault import Vault
from tests.support.consents import everybody_agrees
from tests.support.faulty_system import ERRORS, SHORT_WRITE, FaultySystem
from tests.support.vaults import PASSPHRASE, a_fragment, add_clip, add_recording, cheap_kdf, new_vault

NEW_PASSPHRASE = "zes andere woorden hier"
HARMLESS = {"import_undone", "header_copy_repaired", "shredding_finished"}


class FaultFlow:
    """A vault with one recording in `folder`/kluis, work on it, and what must be so when that work was refused."""

    def prepare(self, folder: Path) -> None:
        vault, self.code = Vault.create(folder / "kluis", PASSPHRASE, kdf=cheap_kdf())
        self.kept = add_recording(vault, b"blijft" * 1000)
        self.fragment = a_fragment(self.kept.recording_id)
        vault.fragments.add(self.fragment)
        self.clip = add_clip(vault, self.fragment.fragment_id, b"kopie" * 50_000)
        (folder / "stick").mkdir()
        (folder / "uit").mkdir()
        everybody_agrees(Session(vault), self.kept.recording_id)
        vault.back_up(folder / "stick", JobContext())
        vault.close()

    def work(self, folder: Path, vault: Vault) -> None:
        raise NotImplementedError

    def verify(self, folder: Path, vault: Vault, *, refused: bool) -> None:
        """Beside what counts for all: the recording that was there is there, and a deep check finds nothing."""


class ImportFlow(FaultFlow):
    def work(self, folder: Path, vault: Vault) -> None:
        add_recording(vault, b"nieuw" * 300_000, title="Nieuw")

    def verify(self, folder: Path, vault: Vault, *, refused: bool) -> None:
        assert [each.title for each in vault.recordings.list()].count("Nieuw") == (not refused)
        assert len(vault.media.rows()) == 2 + (not refused)


class LogFlow(FaultFlow):
    def work(self, folder: Path, vault: Vault) -> None:
        vault.log.add("proef", "1")

    def verify(self, folder: Path, vault: Vault, *, refused: bool) -> None:
        assert not refused  # a header that cannot be written now is written with the next line
        assert vault.log.list()[-1]["event"] == "proef"


class PassphraseFlow(FaultFlow):
    def work(self, folder: Path, vault: Vault) -> None:
        vault.set_passphrase(NEW_PASSPHRASE, kdf=cheap_kdf())

    def verify(self, folder: Path, vault: Vault, *, refused: bool) -> None:
        vault.close()
        opening = []
        for passphrase in (PASSPHRASE, NEW_PASSPHRASE):
            with suppress(PassphraseError):
                Vault.open(folder / "kluis", passphrase).close()
                opening.append(passphrase)
        assert opening == [PASSPHRASE if refused else NEW_PASSPHRASE], opening


class DestroyFlow(FaultFlow):
    def work(self, folder: Path, vault: Vault) -> None:
        vault.remove_fragment(self.fragment.fragment_id)

    def verify(self, folder: Path, vault: Vault, *, refused: bool) -> None:
        left = vault.clips.list(None)
        assert refused or not left
        assert vault.media.media_path(self.clip.media_id).exists() == bool(left)
        assert vault._parts.header.database.next_key is None


class BackUpFlow(FaultFlow):
    def work(self, folder: Path, vault: Vault) -> None:
        add_recording(vault, b"nieuw" * 1000)
        vault.back_up(folder / "stick", JobContext())

    def verify(self, folder: Path, vault: Vault, *, refused: bool) -> None:
        report = try_restore(folder / "stick", PASSPHRASE, folder / "proef.db", JobContext())
        assert report.is_whole
        assert report.recordings in ((1, 2) if refused else (2,))


class RestoreFlow(FaultFlow):
    def work(self, folder: Path, vault: Vault) -> None:
        backup = read_backup(folder / "stick")
        try:
            copy_back(backup, folder / "terug", JobContext())
        finally:
            backup.source.close()

    def verify(self, folder: Path, vault: Vault, *, refused: bool) -> None:
        if refused:
            assert not (folder / "terug" / "kluis.json").exists()
        else:
            Vault.open(folder / "terug", PASSPHRASE).close()


class ExportFlow(FaultFlow):
    def work(self, folder: Path, vault: Vault) -> None:
        Session(vault).anonymise.save_clip(self.clip.clip_id, folder / "uit" / "kopie.mp4", JobContext())

    def verify(self, folder: Path, vault: Vault, *, refused: bool) -> None:
        Session(vault)
        names = [path.name for path in (folder / "uit").iterdir()]
        assert names == ([] if refused else ["kopie.mp4"]), names
        assert refused or (folder / "uit" / "kopie.mp4").read_bytes() == b"kopie" * 50_000


class CreateFlow(FaultFlow):
    def work(self, folder: Path, vault: Vault) -> None:
        new_vault(folder / "tweede").close()

    def verify(self, folder: Path, vault: Vault, *, refused: bool) -> None:
        if refused:
            new_vault(folder / "tweede").close()
        Vault.open(folder / "tweede", PASSPHRASE).close()


FAULT_FLOWS: dict[str, type[FaultFlow]] = {
    "inbrengen": ImportFlow,
    "regel in het register": LogFlow,
    "andere wachtzin": PassphraseFlow,
    "vernietigen": DestroyFlow,
    "reservekopie": BackUpFlow,
    "terugzetten": RestoreFlow,
    "kopie bewaren": ExportFlow,
    "kluis maken": CreateFlow,
}


@dataclass
class FaultOutcome:
    """`calls`: how many calls the work makes; `tried`: how many times one of them failed; `bad`: what was wrong after."""

    calls: int = 0
    tried: int = 0
    refused: int = 0
    bad: list[str] = field(default_factory=list)


def run_faults(flow: FaultFlow, folder: Path, sample: Callable[[int], Iterable[int]]) -> FaultOutcome:
    """Let the calls `sample(n)` out of the n the work makes fail, each with every error, on a fresh copy of the same vault."""
    outcome = FaultOutcome()
    start = folder / "begin"
    start.mkdir()
    flow.prepare(start)
    outcome.calls = _once(flow, start, folder / "telling", FaultySystem(folder / "telling")).calls
    for at in sample(outcome.calls):
        for error in (*ERRORS, SHORT_WRITE):
            place = folder / f"fout-{at}-{error}"
            try:
                system = _once(flow, start, place, FaultySystem(place, at, error))
                outcome.tried += system.has_failed
                outcome.refused += system.was_refused
            except Exception as problem:  # noqa: BLE001 - whatever it is, it is what we look for
                outcome.tried += 1
                outcome.bad.append(f"call {at}, error {error}: {type(problem).__name__} {problem}")
            shutil.rmtree(place, ignore_errors=True)
    return outcome


def _once(flow: FaultFlow, start: Path, place: Path, system: FaultySystem) -> FaultySystem:
    shutil.copytree(start, place)
    refused, said = False, "disk_fails"
    vault = Vault.open(place / "kluis", PASSPHRASE)
    try:
        with system.active():
            try:
                flow.work(place, vault)
            except AppError as error:
                refused, said = True, error.code
    finally:
        vault.close()
    assert said in ERROR_TEXTS, said
    system.was_refused = refused
    assert system._error != SHORT_WRITE or not refused, "half a write is no reason to stop"
    vault = Vault.open_with_recovery_code(place / "kluis", flow.code)
    try:
        codes = {finding.code for finding in [*vault.findings, *vault.check(deep=True, context=JobContext())]}
        assert codes <= HARMLESS, codes
        reader = vault.media.open(flow.kept.media_id)
        assert reader.read_at(0, reader.size) == b"blijft" * 1000
        reader.close()
        assert list((place / "kluis" / "bezig").iterdir()) == []
        flow.verify(place, vault, refused=refused)
    finally:
        vault.close()
    return system
