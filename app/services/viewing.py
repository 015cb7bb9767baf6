"""What the worker looks for while viewing, and words that are still being typed."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.common.ids import MomentId, RecordingId
from app.services.undo import UndoStack
from app.vault.vault import Vault

_NOT_OF_THE_FAMILY = frozenset({"werker", "collega", "begeleider", "tolk"})
MOST_WATCHED = 3
"""Whoever looks for everything sees nothing."""


@dataclass(frozen=True)
class ViewingChoice:
    """At most three indicators by id, and the phase of the contact (empty: all of them)."""

    watched: tuple[str, ...] = ()
    phase_id: str = ""


class ViewingService:
    """Kept with the recording, and gone with it."""

    def __init__(self, vault: Vault, undo: UndoStack) -> None:
        self._vault = vault
        self._undo = undo

    def choice(self, recording_id: RecordingId) -> ViewingChoice:
        """Return what is looked for in this recording."""
        return ViewingChoice(*self._vault.viewing_choices.get(recording_id))

    def choose(self, recording_id: RecordingId, choice: ViewingChoice) -> None:
        """Look for this from now on; undo brings back the choice before."""
        before = self.choice(recording_id)
        if choice == before:
            return
        self._store(recording_id, choice)
        self._undo.record(lambda: self._store(recording_id, before), lambda: self._store(recording_id, choice), recording_id)

    def people_present(self, recording_id: RecordingId) -> int:
        """Return how many people of the family or network are in the recording, as far as its consent tells."""
        return sum(person.key not in _NOT_OF_THE_FAMILY for person in self._vault.consents.list(recording_id))

    def keep_draft(self, moment_id: MomentId, words: Mapping[str, str]) -> None:
        """Keep what is typed at a moment, by the name of its field, until it is saved or dropped; no words forget it."""
        if words:
            self._vault.drafts.set(moment_id, words)
        else:
            self._vault.drafts.remove(moment_id)

    def drafts(self, recording_id: RecordingId) -> dict[MomentId, dict[str, str]]:
        """Return what was typed in this recording and neither saved nor dropped, in order of time."""
        return self._vault.drafts.list(recording_id)

    def _store(self, recording_id: RecordingId, choice: ViewingChoice) -> None:
        self._vault.viewing_choices.set(recording_id, choice.watched, choice.phase_id)
