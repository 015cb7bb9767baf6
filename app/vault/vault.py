"""A vault: made, opened, used and closed. What the services receive."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from app.common.byte_source import MemorySource
from app.common.errors import AppError, DamagedError, InputError, RefusedError, SystemProblem
from app.common.ids import ClipId, FragmentId, NoteId, RecordingId
from app.common.progress import JobContext
from app.crypto.passphrase import KdfSettings
from app.domain.consent import Purpose
from app.vault import opening
from app.vault.answer_marks import answer_marks
from app.vault.backup.make import make_backup
from app.vault.backup.make_file import write_backup_file
from app.vault.backup.reports import BackupReport, RestoreReport
from app.vault.backup.source import ReadBackup
from app.vault.backup.tombstones import TOMBSTONES_NAME, Tombstones, parse_tombstones, tombstones_of
from app.vault.backup.trial import look_over, try_backup
from app.vault.capture_store import CaptureId, CaptureStore
from app.vault.check import Finding, check_beside, check_deep, check_fast
from app.vault.durable_files import DurableFiles, translated_os_errors
from app.vault.header import ID_SIZE, Header, RegisterHead
from app.vault.key_slots import KeySlots
from app.vault.media_role import MediaRole
from app.vault.media_store import PART_FOLDER, MediaStore
from app.vault.private_folder import make_private
from app.vault.shredding import Shredder
from app.vault.start_up import SNAPSHOT_NAME, recover
from app.vault.tables.chapters import ChapterTable
from app.vault.tables.clips import ClipTable
from app.vault.tables.collections import CollectionTable
from app.vault.tables.consents import ConsentTable
from app.vault.tables.event_log import EventLog
from app.vault.tables.fragments import FragmentTable, PlanTable
from app.vault.tables.kaders import KaderTable
from app.vault.tables.kept_notes import KeptNoteTable
from app.vault.tables.looking_back import LookingBackTable
from app.vault.tables.moments import MomentTable
from app.vault.tables.private_answers import PrivateAnswerTable
from app.vault.tables.recordings import RecordingTable
from app.vault.tables.settings import SettingTable
from app.vault.tables.spoken_notes import SpokenNoteTable
from app.vault.tables.transcripts import OwnWordTable, TranscriptTable
from app.vault.tables.viewing import DraftTable, ViewingChoiceTable
from app.vault.tables.word_search import WordSearch


class Vault:
    """An open vault. Its tables and media may be used from any thread until `close`."""

    def __init__(self, parts: opening.VaultParts) -> None:
        self._parts = parts
        self._is_closed = False
        database = parts.database
        self.folder = parts.folder
        self.recordings = RecordingTable(database)
        self.moments = MomentTable(database)
        self.fragments = FragmentTable(database)
        self.chapters = ChapterTable(database)
        self.collections = CollectionTable(database)
        self.plans = PlanTable(database)
        self.clips = ClipTable(database)
        self.consents = ConsentTable(database)
        self.notes = KeptNoteTable(database)
        self.looking_back = LookingBackTable(database)
        self.private_answers = PrivateAnswerTable(database)
        self.transcripts = TranscriptTable(database)
        self.own_words = OwnWordTable(database)
        self.spoken_notes = SpokenNoteTable(database)
        self.kaders = KaderTable(database)
        self.settings = SettingTable(database)
        self.search = WordSearch(database)
        self.drafts = DraftTable(database)
        self.viewing_choices = ViewingChoiceTable(database)
        self.log = EventLog(database, self._keep_register_head)
        self._shredder = Shredder(parts)
        self.media = MediaStore(parts.folder, parts.header.vault_id, database, parts.files, self._shredder.bury)
        self.captures = CaptureStore(parts.folder, parts.header.vault_id, database, parts.files)
        self.keys = KeySlots(parts, self.log, self._shredder)
        self._put_right = self._start_up()
        self.findings = self.check(deep=False, context=JobContext())
        """What opening found and put right, or could not: shown once."""
        self._note_rollback()

    @staticmethod
    def create(
        folder: Path, passphrase: str, *, kdf: KdfSettings | None = None, with_recovery: bool = True, files: DurableFiles | None = None
    ) -> tuple["Vault", str | None]:
        """Make a vault in this folder, which must be empty or absent. Returns it open, and the recovery code.

        Raises:
            InputError, SystemProblem: see `opening.make_vault`.
        """
        files = files or DurableFiles()
        parts, recovery_code = opening.make_vault(folder, passphrase, kdf or opening.policy(), files, with_recovery=with_recovery)
        vault = _opened(parts)
        try:
            vault.log.add("vault_made", vault.vault_id)
        except BaseException:
            vault.close()
            raise
        return vault, recovery_code

    @staticmethod
    def open(folder: Path, passphrase: str, *, files: DurableFiles | None = None) -> "Vault":
        """Open the vault in this folder; see `opening.open_with_passphrase` for what can go wrong."""
        return _opened(opening.open_with_passphrase(folder, passphrase, files or DurableFiles()))

    @staticmethod
    def open_with_recovery_code(folder: Path, code: str, *, files: DurableFiles | None = None) -> "Vault":
        """Open the vault with the code on paper; see `opening.open_with_recovery_code`."""
        return _opened(opening.open_with_recovery_code(folder, code, files or DurableFiles()))

    @staticmethod
    def open_with_organisation_key(folder: Path, identity: str, *, files: DurableFiles | None = None) -> "Vault":
        """Open the vault with the age identity of the organisation it has a slot for; see `opening.open_with_organisation_key`."""
        return _opened(opening.open_with_organisation_key(folder, identity, files or DurableFiles()))

    @property
    def is_closed(self) -> bool:
        """Whether it was closed."""
        return self._is_closed

    @property
    def vault_id(self) -> str:
        """The vault's random id, in hex."""
        return self._parts.header.vault_id.hex()

    @property
    def free_bytes(self) -> int:
        """How much still fits on its disk."""
        return self._parts.files.free_bytes(self.folder)

    @property
    def scratch_file(self) -> Path:
        """Where an encrypted snapshot may stand for as long as it is being read; what a crash leaves there, the next opening removes."""
        return self.folder / PART_FOLDER / SNAPSHOT_NAME

    @property
    def format(self) -> int:
        """The format its header says."""
        return self._parts.header.format

    @property
    def generation(self) -> int:
        """How often the header was written: lower than seen before means an older copy was put back."""
        return self._parts.header.generation

    @property
    def found(self) -> tuple[int, int]:
        """The generation and the epoch of the database's key as opening found them; both only ever rise."""
        return self._parts.found

    @property
    def epoch(self) -> int:
        """How many keys the database has had."""
        return self._parts.header.database.epoch

    @property
    def kdf(self) -> KdfSettings:
        """How the passphrase is turned into a key."""
        return self.keys.kdf

    @property
    def is_kdf_below_policy(self) -> bool:
        """Whether today's vaults are made stronger than this one; `set_passphrase` with the same words brings it up."""
        return self.kdf.is_weaker_than(opening.policy())

    @property
    def is_register_intact(self) -> bool:
        """Whether every line of the register follows from the one before, up to and past what the header knows."""
        return self.log.is_intact(self._parts.header.register_head)

    def transaction(self) -> AbstractContextManager[None]:
        """All changes inside succeed together, durable at the end, or none of them does. Keep it short: others wait."""
        return self._parts.database.transaction()

    def when_durable(self, call: Callable[[], None]) -> None:
        """Run this once what is being changed is durable: after the transaction we are in, now when there is none."""
        database = self._parts.database
        with database.alone():
            if database.is_in_transaction:
                database.after_commit(call)
            else:
                call()

    def set_passphrase(self, passphrase: str, *, kdf: KdfSettings | None = None) -> None:
        """Let this passphrase open the vault instead of the one before. Copies made earlier keep opening with the old one."""
        self.keys.set_passphrase(passphrase, kdf=kdf)

    def renew_recovery_code(self) -> str:
        """Return a fresh recovery code; the one before no longer opens this vault."""
        return self.keys.renew_recovery_code()

    def note_older_than_seen(self) -> None:
        """Say once, and keep as a line, that this vault is older than this computer has seen it: a back-up was put back, perhaps."""
        finding = Finding("warning", "vault_older_than_seen")
        self._put_right.append(finding)
        self.findings.append(finding)
        with suppress(SystemProblem):  # a full disk is no reason to stay outside; it is said all the same
            self.log.add("vault_older_than_seen", self.vault_id)

    def add_derived(self, recording_id: RecordingId, role: MediaRole, content: bytes) -> None:
        """Keep what was made from a recording: its waveform, its small pictures.

        Raises:
            InputError: `unknown_id`, the recording was removed meanwhile; `derived_exists`.
        """
        stored = self.media.add(MemorySource(content), role, JobContext())
        try:
            self.recordings.set_derived(recording_id, role, stored.media_id)
        except AppError:
            self.media.remove(stored.media_id)
            raise

    def remove_recording(self, recording_id: RecordingId, *, ground: str = "user") -> None:
        """Destroy a recording and all that was made of it; see `remove_recordings`."""
        self.remove_recordings([recording_id], ground=ground)

    def remove_recordings(self, recording_ids: Sequence[RecordingId], *, ground: str) -> None:
        """Destroy recordings and all that was made of them, for good: see `Shredder`. One line without content a recording stays in the log.

        `ground` is the code of why they went. Inside a transaction the shredding waits for its commit.

        Raises:
            InputError: `unknown_id`, and nothing was destroyed.
            SystemProblem: `shredding_waits`, they are gone, but the shredding is finished at the next opening.
        """
        with self.transaction():
            for recording_id in recording_ids:
                media_ids = self.recordings.all_media(recording_id)
                collections = self.collections.with_recording(recording_id)
                fragments, moments = len(self.fragments.list(recording_id)), len(self.moments.list(recording_id))
                self.recordings.remove(recording_id)
                self.collections.remove_empty(collections)
                for media_id in media_ids:
                    self.media.remove(media_id)
                self.log.add("recording_destroyed", recording_id, ground=ground, media=len(media_ids), fragments=fragments, moments=moments)

    def remove_fragment(self, fragment_id: FragmentId) -> None:
        """Remove a fragment with its plan, and destroy its clips; SystemProblem `shredding_waits` as `remove_recordings`."""
        with self.transaction():
            media_ids = self.fragments.all_media(fragment_id)
            self.fragments.remove(fragment_id)
            for media_id in media_ids:
                self.media.remove(media_id)
            self.log.add("fragment_removed", fragment_id, clips=len(media_ids))

    def remove_clip(self, clip_id: ClipId) -> None:
        """Destroy one clip; SystemProblem `shredding_waits` as `remove_recordings`."""
        with self.transaction():
            media_id = self.clips.get(clip_id).media_id
            self.clips.remove(clip_id)
            self.media.remove(media_id)
            self.log.add("clip_destroyed", clip_id)

    def remove_note(self, note_id: NoteId) -> None:
        """Destroy a note that stayed when its recording went; InputError `unknown_id`, SystemProblem `shredding_waits` as `remove_recordings`."""
        with self.transaction():
            self.notes.remove(note_id)
            self._shredder.mark(note_id)
            self.log.add("note_removed", self.vault_id)

    def discard_capture(self, capture_id: CaptureId) -> None:
        """Destroy what was being recorded, without keeping any of it; SystemProblem `shredding_waits` as `remove_recordings`."""
        with self.transaction():
            self.captures.bury(capture_id)
            self._shredder.mark(capture_id)
            self.log.add("capture_discarded", capture_id)

    def remove_lost_spoken_notes(self) -> None:
        """Destroy the spoken notes that were taken away or lost their moment; SystemProblem `shredding_waits` as `remove_recordings`."""
        with self.transaction():
            for media_id in self.spoken_notes.gone():
                self.spoken_notes.remove(media_id)
                self.media.remove(media_id)

    def remove_transcript(self, recording_id: RecordingId) -> None:
        """Destroy what is written of a recording; InputError `unknown_id`, SystemProblem `shredding_waits` as `remove_recordings`."""
        with self.transaction():
            self.transcripts.remove(recording_id)
            self._shredder.mark(uuid4().hex)

    def check(self, *, deep: bool, context: JobContext) -> list[Finding]:
        """Look whether everything is there and, when deep, decrypt every byte. Begins with what opening put right."""
        head, parts = self._parts.header.register_head, self._parts
        if deep:
            beside = self._header_findings() + check_beside(self.folder, parts.database)
            return self._put_right + beside + check_deep(parts.database, self.media, self.log, head, context)
        return self._put_right + check_fast(parts.database, self.media, self.log, head)

    def back_up(self, target: Path, context: JobContext, *, read_all: bool = False) -> BackupReport:
        """Bring the back-up of this vault inside `target` up to date; see `make_backup`."""
        return make_backup(target, self._parts, self.media, self._renewed_header, context, read_all=read_all)

    def back_up_to_file(self, path: Path, context: JobContext, *, overwrite: bool = False) -> BackupReport:
        """Write all of the vault into one file; see `write_backup_file`."""
        return write_backup_file(path, self._parts, self.media, self._renewed_header, context, overwrite=overwrite)

    def try_backup(self, backup: ReadBackup, context: JobContext) -> RestoreReport:
        """Read all of a back-up of this vault and say what would come back; see `try_backup`.

        Raises:
            InputError: `backup_other_vault`.
            RefusedError: `backup_older_keys`, made before all keys were renewed: only its own passphrase or code reads it.
        """
        if backup.vault_id != self._parts.header.vault_id:
            raise InputError("backup_other_vault")
        self._require_same_keys(backup)
        backup.join(self.tombstones())
        return try_backup(backup, self._parts.master_key, self.scratch_file, self._parts.files, context)

    def look_over_restored(self, backup: ReadBackup, target: Path, context: JobContext) -> RestoreReport:
        """Read all of what was just restored from a back-up of this vault; see `look_over`."""
        return look_over(backup, target, self._parts.master_key, context)

    def believe(self, backup: ReadBackup) -> None:
        """Let a back-up of this vault know what was destroyed since, and forget what it only claims was; RefusedError `backup_older_keys`."""
        self._require_same_keys(backup)
        backup.join(self.tombstones())
        backup.seal_tombstones(self._parts.master_key)

    def tombstones(self) -> Tombstones:
        """Return what this vault destroyed, sealed."""
        master_key = self._parts.master_key
        known = tombstones_of(self._parts.header.vault_id, (row[0] for row in self._parts.database.rows("SELECT media_id FROM tombstones")))
        return known.with_mac(master_key.tombstone_mac(known.without_mac()))

    def close(self) -> None:
        """Close the database, wipe the keys, let others in. Closing twice does nothing."""
        if self._is_closed:
            return
        self._is_closed = True
        self._parts.close()

    def _require_same_keys(self, backup: ReadBackup) -> None:
        # Under another master key all of it would look damaged, and what was destroyed would come back in what is restored.
        if not self._parts.master_key.has_sealed(backup.manifest.parsed_header()):
            raise RefusedError("backup_older_keys")

    def _header_findings(self) -> list[Finding]:
        """Hold both copies of the header against the one in memory; a copy that rotted since is written again."""
        parts = self._parts
        with parts.header_lock:
            try:
                copies = parts.header_store.load()
                is_right = copies.are_equal and copies.headers[0] == parts.header
            except AppError:
                is_right = False
            if is_right:
                return []
            try:
                parts.header_store.write(parts.header)
            except SystemProblem:
                return [Finding("damage", "header_damaged")]
        return [Finding("info", "header_copy_repaired")]

    def _start_up(self) -> list[Finding]:
        parts = self._parts
        findings = make_private(parts.folder)
        findings += [Finding("info", "header_copy_repaired")] if parts.was_header_repaired else []
        with suppress(SystemProblem):  # no room for it now: at the next opening again
            if self._shredder.finish():
                findings.append(Finding("info", "shredding_finished"))
        findings += self._honour_tombstones()
        with suppress(SystemProblem):
            for capture_id in self.captures.rejected():
                self.discard_capture(capture_id)
        with suppress(SystemProblem):  # a full disk is no reason to stay outside: making room begins inside
            findings += recover(parts.folder, parts.database, self.media, self.captures, parts.files)
        return findings

    def _note_rollback(self) -> None:
        # The next line moves the head in the header on, so this is the last moment the gap can be seen: it becomes a line itself.
        if any(finding.code == "register_rolled_back" for finding in self.findings) and self.log.last_event() != "register_rolled_back":
            with suppress(SystemProblem):
                self.log.add("register_rolled_back", self.vault_id, known=self._parts.header.register_head.count)

    def _keep_register_head(self, head: RegisterHead) -> None:
        # The line is in the database already; a header that stays one line behind is what a crash leaves too, and right.
        with suppress(SystemProblem):
            if head != self._parts.header.register_head:  # several lines in one transaction are one new head
                self._parts.write_header(lambda header: replace(header, register_head=head))

    def _renewed_header(self, at_least: int) -> Header:
        return self._parts.write_header(lambda header: replace(header, generation=max(header.generation, at_least - 1)))

    def _honour_tombstones(self) -> list[Finding]:
        """Destroy what was destroyed already when an older back-up of this vault was put back."""
        path = self.folder / TOMBSTONES_NAME
        if not path.is_file():
            return []
        try:
            with translated_os_errors():
                tombstones = parse_tombstones(path.read_bytes())
        except DamagedError:
            tombstones = Tombstones(bytes(ID_SIZE))
        if self._parts.master_key.tombstone_mac(tombstones.without_mac()) != tombstones.mac:
            self._parts.files.remove(path)
            return [Finding("warning", "tombstones_damaged")]
        again, changed = self._named_by(tombstones), self._answers_named_by(tombstones)
        with suppress(SystemProblem), self.transaction():  # the rows go at once; shredding that could not be finished is at the next opening
            self.remove_recordings(again, ground="destroyed_before")
            for clip in self.clips.list():
                if tombstones.covers(clip.media_id):
                    self.remove_clip(clip.clip_id)
            for note in self.notes.list():
                if tombstones.covers(note.note_id):
                    self.remove_note(note.note_id)
            for recording_id, purposes in changed.items():
                self._take_back(recording_id, purposes)
        if any(tombstones.covers(row.media_id) for row in self.media.rows()) or self._answers_named_by(tombstones):
            return []  # no room to remove the rows: at the next opening again
        self.log.add("vault_restored", self.vault_id, left_out=len(again))
        self._parts.files.remove(path)
        findings = [Finding("info", "destroyed_again", recording_id) for recording_id in again]
        return findings + [Finding("warning", "consent_changed_since", recording_id) for recording_id in changed]

    def _named_by(self, tombstones: Tombstones) -> list[RecordingId]:
        return [recording.recording_id for recording in self.recordings.list() if tombstones.covers(recording.media_id)]

    def _answers_named_by(self, tombstones: Tombstones) -> dict[RecordingId, frozenset[Purpose]]:
        """Return the recordings with the purposes of which the answers changed later, but not those that are destroyed altogether."""
        gone, named = self._named_by(tombstones), {}
        for recording_id, people in self.consents.all().items():
            purposes = frozenset(purpose for purpose, mark in answer_marks(recording_id, people).items() if tombstones.covers(mark))
            if purposes and recording_id not in gone:
                named[recording_id] = purposes
        return named

    def _take_back(self, recording_id: RecordingId, purposes: frozenset[Purpose]) -> None:
        """Let nobody's yes for these purposes count any more: what was said later is not known here, so it is to be asked."""
        for person in self.consents.list(recording_id):
            self.consents.set(recording_id, replace(person, purposes=person.purposes - purposes))
        self.log.add("consent_changed_since", recording_id, purposes=",".join(sorted(purposes)))


def _opened(parts: opening.VaultParts) -> Vault:
    try:
        return Vault(parts)
    except BaseException:
        parts.close()
        raise
