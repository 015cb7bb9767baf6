"""How long recordings are kept, the bin, and carrying both out."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from app.common.errors import RefusedError
from app.common.ids import NoteId, RecordingId
from app.common.local_time import local_now
from app.domain.kept_note import KeptNote
from app.domain.recording import Recording
from app.domain.retention import Due, RetentionSettings, due, ending_soon
from app.services.changes import ChangeFeed, Changes
from app.services.destruction import Ground, destroy
from app.vault.vault import Vault

__all__ = ["Due", "Ground", "KeptNote", "RetentionService", "RetentionSettings", "retention_settings"]

_KEEP_WEEKS, _BIN_DAYS = "retention.keep_weeks", "retention.bin_days"


def retention_settings(vault: Vault) -> RetentionSettings:
    """Return how long this vault keeps recordings, and what is thrown away."""
    weeks, days = vault.settings.get(_KEEP_WEEKS), vault.settings.get(_BIN_DAYS)
    usual = RetentionSettings()
    return RetentionSettings(int(weeks) if weeks else usual.keep_weeks, int(days) if days else usual.bin_days)


class RetentionService:
    """Nothing here destroys by itself: `due` tells, `destroy` does."""

    def __init__(self, vault: Vault, changes: ChangeFeed, now: Callable[[], datetime] = local_now) -> None:
        self._vault = vault
        self._changes = changes
        self._now = now

    def settings(self) -> RetentionSettings:
        """Return how long this vault keeps."""
        return retention_settings(self._vault)

    def set_settings(self, settings: RetentionSettings) -> None:
        """Keep new settings: for what comes in from now on, and for everything in the bin."""
        with self._vault.transaction():
            self._vault.settings.set(_KEEP_WEEKS, str(settings.keep_weeks))
            self._vault.settings.set(_BIN_DAYS, str(settings.bin_days))
            self._vault.log.add("retention_settings_set", self._vault.vault_id, keep_weeks=settings.keep_weeks, bin_days=settings.bin_days)
        self._changes.publish(Changes(recordings=True))

    def set_keep_until(self, recording_id: RecordingId, day: date, *, reason: str = "") -> None:
        """Keep the recording up to and including this day; a day in the past makes it due. InputError `unknown_id`.

        `reason` is a code of why it stays beyond its time, for the register; empty when nobody had to give one.
        """
        with self._vault.transaction():
            self._vault.recordings.set_keep_until(recording_id, day)
            self._vault.log.add("keep_until_set", recording_id, until=day.isoformat(), **({"reason": reason} if reason else {}))
        self._changes.publish(Changes(recordings=True))

    def has_notes(self, recording_id: RecordingId) -> bool:
        """Whether there are words of the worker that may stay without picture when this recording goes."""
        looking_back = self._vault.looking_back.get(recording_id)
        is_intended = looking_back is not None and bool(looking_back.learning_question or looking_back.intention)
        return is_intended or any(moment.has_words for moment in self._vault.moments.list(recording_id))

    def ending_soon(self, days: int = 7) -> list[Recording]:
        """Return what is kept for at most this many days more, the first to go first."""
        return ending_soon(self._vault.recordings.list(), self._now().date(), days)

    def move_to_bin(self, recording_id: RecordingId) -> None:
        """Throw the recording away: out of sight at once, destroyed after the waiting time, or now when there is none.

        What is in the bin already keeps its place in time. InputError `unknown_id`.
        """
        if self._vault.recordings.get(recording_id).binned_at is not None:
            return
        if self.settings().bin_days == 0:
            self.destroy([recording_id], ground="user", keep_notes=False)
            return
        with self._vault.transaction():
            self._vault.recordings.set_binned(recording_id, self._now())
            self._vault.log.add("recording_binned", recording_id)
        self._changes.publish(Changes(recordings=True))

    def take_back(self, recording_id: RecordingId) -> None:
        """Take it out of the bin.

        Raises:
            RefusedError: `not_in_bin`.
            InputError: `unknown_id`.
        """
        if self._vault.recordings.get(recording_id).binned_at is None:
            raise RefusedError("not_in_bin")
        with self._vault.transaction():
            self._vault.recordings.set_binned(recording_id, None)
            self._vault.log.add("recording_taken_back", recording_id)
        self._changes.publish(Changes(recordings=True))

    def bin(self) -> list[Recording]:
        """Return what waits in the bin, the longest first."""
        binned = [recording for recording in self._vault.recordings.list() if recording.binned_at is not None]
        return sorted(binned, key=lambda recording: recording.binned_at or self._now())

    def due(self) -> Due:
        """Return what must go now."""
        return due(self._vault.recordings.list(), self.settings(), self._now())

    def destroy(self, recording_ids: Sequence[RecordingId], *, ground: Ground, keep_notes: bool) -> int:
        """Destroy these for good, all in one go. Returns how many of the worker's notes were kept.

        Raises:
            InputError: `unknown_id`; then nothing was destroyed.
        """
        return destroy(self._vault, self._changes, recording_ids, ground=ground, keep_notes=keep_notes)

    def destroy_due(self, *, keep_notes: bool) -> tuple[Due, int]:
        """Destroy everything that is due, each with its own ground. Returns what it was and how many notes were kept."""
        found = self.due()
        with self._vault.transaction():  # one change of key, and both are gone also when that has to wait
            kept = self.destroy([recording.recording_id for recording in found.ended], ground="retention", keep_notes=keep_notes)
            kept += self.destroy([recording.recording_id for recording in found.bin_over], ground="bin", keep_notes=keep_notes)
        return found, kept

    def destroy_ended(self, with_notes: Sequence[RecordingId], without: Sequence[RecordingId]) -> None:
        """Destroy what came to its last day, of the first ones keeping the worker's notes; all in one go.

        Raises:
            InputError: `unknown_id`; then nothing was destroyed.
            SystemProblem: `shredding_waits`, all of them are gone.
        """
        with self._vault.transaction():
            self.destroy(with_notes, ground="retention", keep_notes=True)
            self.destroy(without, ground="retention", keep_notes=False)

    def notes(self) -> list[KeptNote]:
        """Return the worker's own words that stayed, without picture."""
        return self._vault.notes.list()

    def remove_note(self, note_id: NoteId) -> None:
        """Destroy a kept note; InputError `unknown_id`, SystemProblem `shredding_waits`: it is gone all the same."""
        with self._vault.transaction():
            self._vault.remove_note(note_id)
            self._changes.publish(Changes(moments=True))
