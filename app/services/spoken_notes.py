"""What a worker says at a moment: recorded straight into the vault, heard again, taken away and put back."""

import json
from contextlib import suppress
from typing import TYPE_CHECKING

from app.capture.live import LiveCapture
from app.capture.note_sound import MAX_NOTE_S, NOTE_RATE, note_samples
from app.common.errors import AppError, CancelledError, InputError, SystemProblem
from app.common.ids import MediaId, MomentId, RecordingId
from app.common.progress import JobContext
from app.domain.consent import Purpose
from app.services.capture_keeping import refuse_to_lose, whole_capture
from app.services.changes import ChangeFeed, Changes
from app.services.consent import ConsentService
from app.services.undo import UndoStack
from app.vault.capture_store import CaptureId, CaptureKind, CaptureWriter
from app.vault.media_role import MediaRole
from app.vault.tables.spoken_notes import SpokenNote
from app.vault.vault import Vault

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["MAX_NOTE_S", "NOTE_RATE", "SpokenNote", "SpokenNoteService"]


class SpokenNoteService:
    """A note never leaves the vault: no export takes it along."""

    def __init__(self, vault: Vault, changes: ChangeFeed, consent: ConsentService, undo: UndoStack) -> None:
        self._vault = vault
        self._changes = changes
        self._consent = consent
        self._undo = undo
        self._writers: dict[LiveCapture, CaptureWriter] = {}

    def of_moment(self, moment_id: MomentId) -> list[SpokenNote]:
        """Return the notes of a moment in the order they were made."""
        return self._vault.spoken_notes.of_moment(moment_id)

    def moments_with(self, recording_id: RecordingId) -> set[MomentId]:
        """Return the moments of a recording that have a note."""
        return self._vault.spoken_notes.moments_with(recording_id)

    def begin(self, live: LiveCapture, moment_id: MomentId) -> None:
        """Record from now on; InputError `unknown_id` when the moment does not exist, RefusedError as `ConsentService.require`."""
        self._consent.require(self._vault.moments.get(moment_id).recording_id, Purpose.OWN)
        self._writers[live] = self._vault.captures.begin(CaptureKind.NOTE, json.dumps({"moment_id": moment_id}))
        live.record(self._writers[live])

    def run(self, live: LiveCapture, context: JobContext) -> SpokenNote | None:
        """Have the microphone on until `live.stop`, and keep what was said; it can be undone. None when nothing was recorded.

        Raises:
            CancelledError: the room is being locked; what was said is kept at the next opening.
            AppError: the microphone; what was said before is kept all the same.
        """
        problem: AppError | None = None
        try:
            live.run(context)
        except CancelledError:
            raise
        except AppError as error:
            problem = error
        finally:
            writer = self._writers.pop(live, None)
            if writer is not None:
                writer.close()
        note = None
        if writer is not None:
            note = self._keep(writer.capture_id, context, live.state.recorded_ms, finished_bytes=None if problem else writer.size_bytes)
        if problem is not None:
            raise problem
        if note is not None:
            media_id = note.media_id
            self._undo.record(lambda: self._mark(media_id, is_removed=True), lambda: self._mark(media_id, is_removed=False))
        return note

    def recover(self, context: JobContext) -> int:
        """Keep the notes that a crash interrupted; returns how many."""
        running = {writer.capture_id for writer in self._writers.values()}
        rows = [row for row in self._vault.captures.rows() if row.kind is CaptureKind.NOTE and row.capture_id not in running]
        return sum(self._keep(row.capture_id, context, 0) is not None for row in rows)

    def samples(self, note: SpokenNote, context: JobContext) -> "NDArray[np.float32]":
        """Return what was said, one channel at `NOTE_RATE`; RefusedError as `ConsentService.require`."""
        self._consent.require(note.recording_id, Purpose.OWN)
        source = self._vault.media.open(note.media_id)
        try:
            return note_samples(source, context)
        finally:
            source.close()

    def remove(self, media_id: MediaId) -> None:
        """Take a note away; undo brings it back. It is destroyed when the vault closes. InputError `unknown_id`."""
        self._mark(media_id, is_removed=True)
        self._undo.record(lambda: self._mark(media_id, is_removed=False), lambda: self._mark(media_id, is_removed=True))

    def destroy_removed(self) -> None:
        """Destroy what was taken away or lost its moment, for good: nothing can be undone any more."""
        with suppress(SystemProblem):  # what waits is done at the next opening
            self._vault.remove_lost_spoken_notes()

    def _mark(self, media_id: MediaId, *, is_removed: bool) -> None:
        self._vault.spoken_notes.set_removed(media_id, is_removed=is_removed)
        self._changes.publish(Changes(moments=True))

    def _keep(self, capture_id: CaptureId, context: JobContext, recorded_ms: int, *, finished_bytes: int | None = None) -> SpokenNote | None:
        try:
            moment = self._vault.moments.get(MomentId(str(json.loads(self._vault.captures.about(capture_id))["moment_id"])))
        except InputError:  # it was taken away meanwhile
            self._vault.discard_capture(capture_id)
            return None
        try:
            with whole_capture(self._vault, capture_id, context, finished_bytes=finished_bytes) as whole:
                stored = self._vault.media.add(whole.source, MediaRole.AUDIO, context)
        except InputError as problem:
            refuse_to_lose(self._vault, capture_id, problem)
            self._vault.discard_capture(capture_id)  # nothing was said yet
            return None
        note = SpokenNote(stored.media_id, moment.recording_id, moment.moment_id, whole.duration_ms or recorded_ms)
        with self._vault.transaction():
            self._vault.spoken_notes.add(note)
            for settled in whole.captures:
                self._vault.captures.settle(settled)
        self._changes.publish(Changes(moments=True))
        return note
