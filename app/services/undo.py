"""Undo and redo as pairs of inverse calls, in memory only, gone when the vault locks."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class _Step:
    undo: Callable[[], None]
    redo: Callable[[], None]


class UndoStack:
    """To any depth within a session."""

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

    def record(self, undo: Callable[[], None], redo: Callable[[], None]) -> None:
        """Remember a step that was just done; what was undone before can no longer be redone."""
        self._done.append(_Step(undo, redo))
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
