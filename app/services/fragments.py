"""Choose the part of a recording that may be shown once it is unrecognisable."""

from datetime import UTC, datetime
from uuid import uuid4

from app.common.errors import InputError
from app.common.ids import FragmentId, MomentId, RecordingId
from app.domain.fragment import Fragment
from app.domain.moment import MAX_TEXT
from app.domain.timecode import TimeRange
from app.services.changes import ChangeFeed, Changes
from app.services.undo import UndoStack
from app.vault.vault import Vault

MAX_FRAGMENT_MS = 20 * 60 * 1000
"""Longer is no fragment any more; the copy is also made in memory, because it may not touch the disk in clear."""


class FragmentService:
    """Making and listing fragments."""

    def __init__(self, vault: Vault, changes: ChangeFeed, undo: UndoStack) -> None:
        self._vault = vault
        self._changes = changes
        self._undo = undo

    def add(self, recording_id: RecordingId, chosen: TimeRange, question: str = "", moments: tuple[MomentId, ...] = ()) -> Fragment:
        """Keep this choice.

        Raises:
            InputError: the range lies outside the recording or is longer than a fragment may be; an unknown id.
        """
        recording = self._vault.recordings.get(recording_id)
        if chosen.from_ms >= recording.facts.duration_ms:
            raise InputError("time_outside_recording")
        if chosen.duration_ms > MAX_FRAGMENT_MS:
            raise InputError("fragment_too_long", minutes=MAX_FRAGMENT_MS // 60_000)
        if len(question) > MAX_TEXT:
            raise InputError("text_too_long", limit=MAX_TEXT)
        for moment_id in moments:
            if self._vault.moments.get(moment_id).recording_id != recording_id:
                raise InputError("moment_of_other_recording")
        fragment = Fragment(
            fragment_id=FragmentId(uuid4().hex),
            recording_id=recording_id,
            range=TimeRange(chosen.from_ms, min(chosen.to_ms, recording.facts.duration_ms)),
            question=question.strip(),
            moments=moments,
            created_at=datetime.now(UTC),
        )
        self._vault.fragments.add(fragment)
        self._changes.publish(Changes(fragments=True))
        return fragment

    def get(self, fragment_id: FragmentId) -> Fragment:
        """Return one fragment; InputError `unknown_id` when there is none."""
        return self._vault.fragments.get(fragment_id)

    def list(self, recording_id: RecordingId | None = None) -> list[Fragment]:
        """Return fragments, the newest first, of one recording or of all that are not in the bin."""
        hidden = self._vault.recordings.binned_ids() if recording_id is None else set()
        fragments = [fragment for fragment in self._vault.fragments.list(recording_id) if fragment.recording_id not in hidden]
        return sorted(fragments, key=lambda fragment: fragment.created_at, reverse=True)

    def counts(self) -> dict[RecordingId, int]:
        """Return how many fragments each recording has that has any."""
        return self._vault.fragments.counts()

    def remove(self, fragment_id: FragmentId) -> None:
        """Delete the fragment with its plan and its copies. Undo brings it back with its plan, unless there were copies: those are destroyed."""
        fragment, plan = self._vault.fragments.get(fragment_id), self._vault.plans.load(fragment_id)
        has_copies = bool(self._vault.clips.list(fragment_id))
        self._erase(fragment_id)
        if not has_copies:
            self._undo.record(lambda: self._bring_back(fragment, plan), lambda: self._erase(fragment_id), fragment.recording_id)

    def _bring_back(self, fragment: Fragment, plan: str | None) -> None:
        with self._vault.transaction():
            self._vault.fragments.add(fragment)
            if plan is not None:
                self._vault.plans.save(fragment.fragment_id, plan)
        self._changes.publish(Changes(fragments=True))

    def _erase(self, fragment_id: FragmentId) -> None:
        self._vault.remove_fragment(fragment_id)
        self._changes.publish(Changes(fragments=True, clips=True))
