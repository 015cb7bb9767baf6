"""Destroy recordings, whatever the reason, and keep of them what the worker may and wants to keep."""

from collections.abc import Sequence
from typing import Literal
from uuid import uuid4

from app.common.ids import NoteId, RecordingId
from app.common.local_time import local_now
from app.domain.kept_note import kept_intention, kept_note
from app.services.changes import ChangeFeed, Changes
from app.vault.vault import Vault

_EVERYTHING = Changes(
    recordings=True,
    moments=True,
    fragments=True,
    clips=True,
    consents=True,
    words=True,
    chapters=True,
    collections=True,
    reflections=True,
    destroyed=True,
)
Ground = Literal["retention", "withdrawn", "user", "bin"]


def destroy(vault: Vault, changes: ChangeFeed, recording_ids: Sequence[RecordingId], *, ground: Ground, keep_notes: bool) -> int:
    """Destroy these recordings with everything made of them, together. Returns how many notes were kept.

    Raises:
        InputError: `unknown_id`; then nothing was destroyed.
        SystemProblem: `shredding_waits`; they are gone, and the shredding is finished at the next opening.
    """
    if not recording_ids:
        return 0
    for recording_id in recording_ids:
        vault.recordings.get(recording_id)
    kept = 0
    with vault.transaction():
        if keep_notes:
            kept = sum(_keep_notes(vault, recording_id, with_others=ground != "withdrawn") for recording_id in recording_ids)
        vault.remove_recordings(recording_ids, ground=ground)
        # Inside, so that it is told also when only the shredding has to wait: they are gone all the same.
        changes.publish(_EVERYTHING)
    return kept


def _keep_notes(vault: Vault, recording_id: RecordingId, *, with_others: bool) -> int:
    today = local_now().date()
    candidates = [kept_note(moment, NoteId(uuid4().hex), today, with_others=with_others) for moment in vault.moments.list(recording_id)]
    looking_back = vault.looking_back.get(recording_id)
    if looking_back is not None:
        candidates.append(kept_intention(looking_back, NoteId(uuid4().hex), today))
    notes = [note for note in candidates if note is not None]
    for note in notes:
        vault.notes.add(note)
    if notes:
        # Not which recording: that would lead from the notes back to it.
        vault.log.add("notes_kept", vault.vault_id, notes=len(notes))
    return len(notes)
