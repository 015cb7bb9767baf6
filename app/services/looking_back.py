"""Look back at a recording alone: what was predicted, where it was left, and the intention that comes back at the next one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from app.common.ids import RecordingId
from app.domain.looking_back import Answer, Intention, LookingBack
from app.services.changes import ChangeFeed, Changes
from app.services.kijkkader import KaderService
from app.services.undo import UndoStack
from app.vault.vault import Vault

__all__ = ["Answer", "Intention", "LookingBack", "LookingBackService"]

_OWN_SIDE, _WATCH_NEXT = "looking_back.own_side", "looking_back.watch_next"


class LookingBackService:
    """Everything is saved at once. That somebody skips a step is kept nowhere."""

    def __init__(
        self, vault: Vault, kijkkader: KaderService, changes: ChangeFeed, undo: UndoStack, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._vault = vault
        self._kijkkader = kijkkader
        self._changes = changes
        self._undo = undo
        self._now = now

    def get(self, recording_id: RecordingId) -> LookingBack | None:
        """Return how far it came, None while it was not begun."""
        return self._vault.looking_back.get(recording_id)

    def list(self) -> list[LookingBack]:
        """Return those of all recordings that are not in the bin, the first begun first."""
        binned = self._vault.recordings.binned_ids()
        return [each for each in self._vault.looking_back.list() if each.recording_id not in binned]

    def is_unseen(self, recording_id: RecordingId) -> bool:
        """Whether nobody saw a picture of it yet, so that a prediction is one; InputError `unknown_id`."""
        recording = self._vault.recordings.get(recording_id)
        return recording.last_position_ms == 0 and not self._vault.moments.list(recording_id)

    def earlier_intention(self, recording_id: RecordingId) -> Intention | None:
        """Return the intention that comes back at this recording: the last one from before it was begun, else one that was kept without picture.

        Once begun, it stays the same one, and is None when its recording is gone.
        """
        own = self.get(recording_id)
        others = {each.recording_id: each for each in self.list() if each.intention and each.recording_id != recording_id}
        if own is not None:
            source = others.get(own.earlier_id) if own.earlier_id is not None else None
        else:
            source = max(others.values(), key=lambda each: each.changed_at, default=None)
        if source is not None:
            return Intention(source.recording_id, source.learning_question, source.intention, source.changed_at.astimezone().date())
        return self._kept_intention()

    def go_to(self, recording_id: RecordingId, step_id: str) -> LookingBack:
        """Keep that this step is the one to go on with; empty when all are done. Begins it when that was not done; InputError `unknown_id`."""
        looking_back = replace(self._begun(recording_id), step_id=step_id)
        self._store(looking_back)
        return looking_back

    def answer(self, recording_id: RecordingId, step_id: str, answers: tuple[Answer, ...]) -> LookingBack:
        """Keep what was answered in a step, in place of what was answered there before; undo takes it back.

        Raises:
            InputError: `unknown_id`, `text_too_long`.
        """
        before = self.get(recording_id)
        after = self._begun(recording_id)
        for answer in answers:
            after = after.with_answer(answer)
        after = replace(after, step_id=step_id, changed_at=self._now())
        if before is not None and (before.answers, before.step_id) == (after.answers, after.step_id):
            return before
        self._store(after)
        self._undo.record(lambda: self._restore(recording_id, before), lambda: self._store(after), recording_id)
        return after

    def own_side(self) -> str:
        """Return where the worker said to sit in the picture; empty while nobody asked."""
        return self._vault.settings.get(_OWN_SIDE) or ""

    def set_own_side(self, side: str) -> None:
        """Remember where the worker sits in the picture."""
        self._vault.settings.set(_OWN_SIDE, side)

    def watch_next(self, indicator_id: str) -> None:
        """Remember to look for this indicator at the next recording."""
        self._vault.settings.set(_WATCH_NEXT, indicator_id)

    def take_watch_next(self) -> str:
        """Return what to look for, once; empty when there is nothing."""
        indicator_id = self._vault.settings.get(_WATCH_NEXT) or ""
        if indicator_id:
            self._vault.settings.set(_WATCH_NEXT, "")
        return indicator_id

    def _begun(self, recording_id: RecordingId) -> LookingBack:
        known = self.get(recording_id)
        if known is not None:
            return known
        kader, now, earlier = self._kijkkader.current(recording_id), self._now(), self.earlier_intention(recording_id)
        return LookingBack(recording_id, kader.kader_id, kader.version, "", earlier.recording_id if earlier else None, now, now)

    def _kept_intention(self) -> Intention | None:
        kept = [note for note in self._vault.notes.list() if note.intention]
        return Intention(None, kept[-1].learning_question, kept[-1].intention, kept[-1].kept_on) if kept else None

    def _store(self, looking_back: LookingBack) -> None:
        self._vault.looking_back.set(looking_back)
        self._changes.publish(Changes(reflections=True))

    def _restore(self, recording_id: RecordingId, before: LookingBack | None) -> None:
        if before is None:
            self._vault.looking_back.remove(recording_id)
            self._changes.publish(Changes(reflections=True))
        else:
            self._store(before)
