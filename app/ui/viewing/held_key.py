"""A key that stays down: from where it was pressed until where it is let go. Time and place are given."""

from dataclasses import dataclass

from app.common.ids import MomentId

HOLD_S = 0.5
"""Shorter is a tap. A slow finger rests about a fifth of a second on a key."""


@dataclass(frozen=True)
class _Press:
    key: int
    moment_id: MomentId
    at_ms: int
    since_s: float


class HeldKey:
    """The last key that made a moment, while it may still be down."""

    def __init__(self) -> None:
        self._press: _Press | None = None

    def press(self, key: int, moment_id: MomentId, at_ms: int, now_s: float) -> None:
        """This key just made a moment at this time of the recording."""
        self._press = _Press(key, moment_id, at_ms, now_s)

    def release(self, key: int, at_ms: int, now_s: float) -> MomentId | None:
        """Return the moment that should end here, None for a tap, another key, or a picture that did not go on meanwhile."""
        press = self._press
        if press is None or press.key != key:
            return None
        self._press = None
        return press.moment_id if now_s - press.since_s >= HOLD_S and at_ms > press.at_ms else None
