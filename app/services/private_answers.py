"""What a worker writes about himself: kept for his own eyes, and shared one answer at a time, on purpose."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from app.common.errors import InputError
from app.common.ids import RecordingId
from app.domain.private_answer import PrivateAnswer, QuietFrame
from app.services.changes import ChangeFeed, Changes
from app.services.kijkkader import KaderService
from app.services.undo import UndoStack
from app.vault.vault import Vault

__all__ = ["Asked", "PrivateAnswer", "PrivateAnswerService", "QuietFrame"]


@dataclass(frozen=True)
class Asked:
    """A question of a quiet frame with a recording."""

    recording_id: RecordingId
    frame: QuietFrame
    question_id: str
    question: str


class PrivateAnswerService:
    """The one place that reads these answers. Nothing that makes a file, a list or a report asks here."""

    def __init__(
        self, vault: Vault, kijkkader: KaderService, changes: ChangeFeed, undo: UndoStack, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._vault = vault
        self._kijkkader = kijkkader
        self._changes = changes
        self._undo = undo
        self._now = now

    def of_recording(self, recording_id: RecordingId) -> list[PrivateAnswer]:
        """Return all answers, for the eyes of the worker."""
        return self._vault.private_answers.list(recording_id)

    def shared(self, recording_id: RecordingId) -> list[PrivateAnswer]:
        """Return the answers the worker chose to share, for a talk with somebody else."""
        return [each for each in self.of_recording(recording_id) if each.shared_at is not None]

    def write(self, asked: Asked, text: str, choice: str = "") -> None:
        """Keep this answer, or remove it when it is empty; other words than were shared are private again. Undo takes it back.

        Raises:
            InputError: `unknown_id`, `text_too_long`.
        """
        before, kader = self._get(asked), self._kijkkader.current(asked.recording_id)
        is_same = before is not None and (before.text, before.choice) == (text, choice)
        if is_same:
            return
        after = PrivateAnswer(
            recording_id=asked.recording_id,
            frame=asked.frame,
            question_id=asked.question_id,
            kader_id=kader.kader_id,
            kader_version=kader.version,
            question=asked.question,
            text=text,
            choice=choice,
            shared_at=None,
            changed_at=self._now(),
        )
        if before is not None or not after.is_empty:
            self._exchange(asked, before, None if after.is_empty else after)

    def share(self, asked: Asked) -> None:
        """Let this one answer be used in a talk with somebody else; InputError `unknown_id` when there is none."""
        self._set_shared(asked, self._now())

    def take_back(self, asked: Asked) -> None:
        """Let it be private again; InputError `unknown_id` when there is none."""
        self._set_shared(asked, None)

    def _set_shared(self, asked: Asked, at: datetime | None) -> None:
        before = self._get(asked)
        if before is None:
            raise InputError("unknown_id")
        self._exchange(asked, before, replace(before, shared_at=at))

    def _get(self, asked: Asked) -> PrivateAnswer | None:
        return self._vault.private_answers.get(asked.recording_id, asked.frame, asked.question_id)

    def _exchange(self, asked: Asked, before: PrivateAnswer | None, after: PrivateAnswer | None) -> None:
        self._store(asked, after)
        self._undo.record(lambda: self._store(asked, before), lambda: self._store(asked, after), asked.recording_id)

    def _store(self, asked: Asked, answer: PrivateAnswer | None) -> None:
        if answer is None:
            self._vault.private_answers.remove(asked.recording_id, asked.frame, asked.question_id)
        else:
            self._vault.private_answers.set(answer)
        self._changes.publish(Changes(reflections=True))
