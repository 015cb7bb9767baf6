"""Undo and redo as pairs of inverse calls, in memory only, gone when the vault locks."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.common.ids import RecordingId


@dataclass(frozen=True)
class _Step:
    undo: Callable[[], object]
    redo: Callable[[], object]
    recording_id: RecordingId | None
    subject: str


class UndoStack:
    """To any depth within a session. What others said, and what is destroyed, is never on it: see CONTRIBUTING."""

    def __init__(self) -> None:
        self._done: list[_Step] = []
        self._undone: list[_Step] = []

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is something to do again."""
        return bool(self._undone)

    @property
    def undo_recording(self) -> RecordingId | None:
        """Of which recording the step is that `undo` takes back."""
        return self._done[-1].recording_id if self._done else None

    @property
    def redo_recording(self) -> RecordingId | None:
        """Of which recording the step is that `redo` does again."""
        return self._undone[-1].recording_id if self._undone else None

    def record(
        self,
        undo: Callable[[], object],
        redo: Callable[[], object],
        recording_id: RecordingId | None = None,
        *,
        subject: str = "",
        joins: bool = False,
    ) -> None:
        """Remember a step that was just done; what was undone before can no longer be redone.

        With `joins` it becomes one step with the one before, when that was about the same subject.
        """
        step = _Step(undo, redo, recording_id, subject)
        if joins and subject and self._done and self._done[-1].subject == subject:
            step = _joined(self._done.pop(), step)
        self._done.append(step)
        self._undone.clear()

    def clear(self) -> None:
        """Forget every step: what was destroyed must not come back, and not stay in memory either."""
        self._done.clear()
        self._undone.clear()

    def undo(self) -> bool:
        """Take back the last step; False when there is none. A step that fails stays where it was."""
        if not self._done:
            return False
        self._done[-1].undo()
        self._undone.append(self._done.pop())
        return True

    def redo(self) -> bool:
        """Do the last undone step again; False when there is none."""
        if not self._undone:
            return False
        self._undone[-1].redo()
        self._done.append(self._undone.pop())
        return True


def _joined(first: _Step, second: _Step) -> _Step:
    return replace(first, undo=lambda: (second.undo(), first.undo()), redo=lambda: (first.redo(), second.redo()))
