"""One unlocked vault: everything a worker can do between opening and closing the shutters."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.common.errors import AppError, SystemProblem
from app.common.paths import settings_folder
from app.common.progress import JobContext
from app.services.anonymise import AnonymiseService
from app.services.backups import BackupService
from app.services.captures import CaptureService
from app.services.changes import ChangeFeed, Changes
from app.services.chapters import ChapterService
from app.services.collections import CollectionService
from app.services.consent import ConsentService
from app.services.damage import located
from app.services.fragments import FragmentService
from app.services.keys import KeyService
from app.services.kijkkader import KaderService
from app.services.looking_back import LookingBackService
from app.services.moments import MomentService
from app.services.names import NameService
from app.services.own_kaders import OwnKaderService
from app.services.playback import PlaybackService
from app.services.practice import PracticeService
from app.services.private_answers import PrivateAnswerService
from app.services.recordings import RecordingService
from app.services.registers import RegisterService
from app.services.resume import ResumeService
from app.services.retention import RetentionService
from app.services.search import SearchService
from app.services.seen_vaults import SeenVaults
from app.services.spoken_notes import SpokenNoteService
from app.services.tips import TipService
from app.services.transcripts import TranscriptService
from app.services.undo import UndoStack
from app.services.viewing import ViewingService
from app.services.voices import VoiceService
from app.vault.check import Finding
from app.vault.vault import Vault

__all__ = ["Finding", "Session", "VaultFacts", "create_session", "open_session", "open_session_for_organisation", "open_session_with_recovery_code"]


@dataclass(frozen=True)
class VaultFacts:
    """What `vault info` tells; nothing of the content."""

    vault_id: str
    format: int
    recordings: int
    moments: int
    media_bytes: int
    kdf: dict[str, int | str]
    organisation: str | None
    """The public key of the organisation that can open this vault too, None when nobody else can."""


class Session:
    """An open vault and the services on it. There is no session without an open vault, so no service can meet a closed one."""

    def __init__(self, vault: Vault, *, is_passphrase_forgotten: bool = False) -> None:
        self._vault = vault
        self.changes = ChangeFeed(vault.when_durable)
        self.undo = UndoStack()
        self.changes.subscribe(self._forget_destroyed)
        self.kijkkader = KaderService(vault, self.changes)
        self.own_kaders = OwnKaderService(vault, self.kijkkader, self.changes, self.undo)
        self.consent = ConsentService(vault, self.changes)
        self.retention = RetentionService(vault, self.changes)
        self.registers = RegisterService(vault)
        self.recordings = RecordingService(vault, self.changes, self.consent)
        self.moments = MomentService(vault, self.kijkkader, self.changes, self.undo)
        self.chapters = ChapterService(vault, self.changes, self.undo)
        self.looking_back = LookingBackService(vault, self.kijkkader, self.changes, self.undo)
        self.private_answers = PrivateAnswerService(vault, self.kijkkader, self.changes, self.undo)
        self.captures = CaptureService(vault, self.changes, self.consent)
        self.spoken_notes = SpokenNoteService(vault, self.changes, self.consent, self.undo)
        self.viewing = ViewingService(vault, self.undo)
        self.fragments = FragmentService(vault, self.changes, self.undo)
        self.collections = CollectionService(vault, self.changes, self.undo)
        self.search = SearchService(vault, self.consent, self.kijkkader)
        self.transcripts = TranscriptService(vault, self.changes, self.consent, self.undo)
        self.names = NameService(vault, self.changes)
        self.playback = PlaybackService(vault, self.consent, self.changes)
        self.resume = ResumeService(vault)
        self.practice = PracticeService(vault, self.recordings, self.consent)
        self.tips = TipService(vault)
        self.anonymise = AnonymiseService(vault, self.changes, self.consent)
        self.voices = VoiceService(vault, self.consent)
        self.backups = BackupService(vault)
        self.keys = KeyService(vault, is_passphrase_forgotten=is_passphrase_forgotten)
        self.anonymise.remove_half_saved()
        self.spoken_notes.destroy_removed()

    @property
    def vault_folder(self) -> Path:
        """Where the vault is."""
        return self._vault.folder

    def facts(self) -> VaultFacts:
        """Return the vault's format, size and key settings."""
        recordings = self._vault.recordings.list()
        kdf = self._vault.kdf
        return VaultFacts(
            vault_id=self._vault.vault_id,
            format=self._vault.format,
            recordings=len(recordings),
            moments=self._vault.moments.count(),
            media_bytes=sum(recording.size_bytes for recording in recordings),
            kdf={"algorithm": "argon2id", "memory_mib": kdf.memory_mib, "passes": kdf.passes, "lanes": 1},
            organisation=self._vault.keys.organisation,
        )

    def check(self, context: JobContext, *, deep: bool) -> list[Finding]:
        """Look whether everything is there and, when deep, whether every byte is still right."""
        findings = self._vault.check(deep=deep, context=context)
        if deep:
            findings = located(self._vault, findings, context)
            damaged = sum(finding.severity == "damage" for finding in findings)
            with suppress(AppError):  # a register that cannot be written is one of the findings already
                self._vault.log.add("vault_checked", self._vault.vault_id, damaged=damaged)
        return findings

    def events(self) -> list[dict[str, object]]:
        """Return the vault's log, oldest first; it holds no content."""
        return self._vault.log.list()

    def _forget_destroyed(self, changes: Changes) -> None:
        if changes.destroyed:
            self.undo.clear()

    def lock(self) -> None:
        """Stop what plays, forget what could be undone, close the vault and wipe its keys."""
        self.playback.close_all()
        self.undo = UndoStack()
        if not self._vault.is_closed:
            self.spoken_notes.destroy_removed()
            _seen_vaults().keep(self._vault.vault_id, (self._vault.generation, self._vault.epoch))
        self._vault.close()


def create_session(folder: Path, passphrase: str, *, with_recovery: bool = True) -> tuple[Session, str | None]:
    """Make a vault in this folder, which must be empty or absent. Returns its session and its recovery code."""
    vault, recovery_code = Vault.create(folder, passphrase, with_recovery=with_recovery)
    return _session(vault), recovery_code


def open_session(folder: Path, passphrase: str) -> Session:
    """Open the vault in this folder; takes as long as the key derivation (about a second).

    A vault made with weaker key settings than today's gets the better ones at once, without a question.
    """
    vault = Vault.open(folder, passphrase)
    if vault.is_kdf_below_policy:
        with suppress(SystemProblem):  # a disk that cannot be written now is no reason to stay outside
            vault.keys.strengthen(passphrase)
    return _session(vault)


def open_session_with_recovery_code(folder: Path, recovery_code: str) -> Session:
    """Open the vault with the code on paper instead of the passphrase."""
    return _session(_opened_by_recovery_code(folder, recovery_code), is_passphrase_forgotten=True)


def open_session_for_organisation(folder: Path, identity: str) -> Session:
    """Open the vault with the organisation's age identity (`AGE-SECRET-KEY-1…`)."""
    return _session(_opened_by_organisation(folder, identity))


def _session(vault: Vault, *, is_passphrase_forgotten: bool = False) -> Session:
    try:
        seen = _seen_vaults()
        if seen.is_ahead_of(vault.vault_id, vault.found):
            vault.note_older_than_seen()
        seen.keep(vault.vault_id, (vault.generation, vault.epoch))
        return Session(vault, is_passphrase_forgotten=is_passphrase_forgotten)
    except BaseException:
        vault.close()  # nobody else could, and it would stay in use with its keys in memory
        raise


def _opened_by_recovery_code(folder: Path, recovery_code: str) -> Vault:
    # Whoever works in the vault daily must be able to see that somebody came in by another door.
    vault = Vault.open_with_recovery_code(folder, recovery_code)
    with suppress(SystemProblem):
        vault.log.add("opened_by_recovery_code", vault.vault_id)
    return vault


def _opened_by_organisation(folder: Path, identity: str) -> Vault:
    vault = Vault.open_with_organisation_key(folder, identity)
    with suppress(SystemProblem):
        vault.log.add("opened_by_organisation", vault.vault_id)
    return vault


def _seen_vaults() -> SeenVaults:
    return SeenVaults(settings_folder())


def recover_vault(folder: Path, recovery_code: str, new_passphrase: str) -> tuple[Session, str]:
    """Open the vault with the code on paper and give it a new passphrase. Returns the session and a new code: the old one stops working."""
    return _recovered(_opened_by_recovery_code(folder, recovery_code), new_passphrase)


def recover_vault_for_organisation(folder: Path, identity: str, new_passphrase: str) -> tuple[Session, str]:
    """Do the same with the organisation's age identity."""
    return _recovered(_opened_by_organisation(folder, identity), new_passphrase)


def _recovered(vault: Vault, new_passphrase: str) -> tuple[Session, str]:
    try:
        code = vault.keys.recover(new_passphrase)
    except BaseException:
        vault.close()
        raise
    return _session(vault), code
