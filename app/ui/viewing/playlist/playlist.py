"""Which moment comes when: the order of a playlist, without a player."""

from dataclasses import dataclass

from app.common.ids import RecordingId
from app.services.search import Found
from app.ui.viewing.controls import RUN_UP_MS

_LENGTH_MS = 8_000
"""How long a moment without an end is shown."""


@dataclass(frozen=True)
class Piece:
    """A stretch of a recording to watch, with the seconds before it; `found` says what it is."""

    found: Found
    recording_id: RecordingId
    from_ms: int
    until_ms: int


def pieces_of(found: list[Found]) -> list[Piece]:
    """Return what can be watched of these, in their order."""
    pieces = []
    for each in found:
        if each.recording is None or not each.may_play:
            continue
        duration_ms = each.recording.facts.duration_ms
        until_ms = each.from_ms + _LENGTH_MS if each.until_ms is None else each.until_ms
        pieces.append(Piece(each, each.recording.recording_id, max(0, each.from_ms - RUN_UP_MS), min(max(until_ms, each.from_ms + 1), duration_ms)))
    return pieces
