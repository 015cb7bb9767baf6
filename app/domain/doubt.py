"""The spots of a plan a person still has to look at, and what is the matter there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.anonymise_plan import AnonymisePlan, Box, BoxOrigin, Track, TrackKind
from app.domain.mask_editing import FIRM_FOLLOWING, is_accepted, is_region, key_at

_NEXT_WITHIN_MS = 10_000
_NEAR_IN_HEADS = 2.0
_ONE_SPOT_MS = 300
"""Spots that follow upon each other within this time are looked at together."""


class DoubtKind(StrEnum):
    """Why a person should look."""

    UNSURE = "unsure"
    """Seen with little confidence: perhaps no face at all."""
    GUESSED = "guessed"
    """Not seen for a while between two sightings; the mask was drawn on."""
    LOST = "lost"
    """Let go of in the middle of the picture."""
    APPEARED = "appeared"
    """Found for the first time in the middle of the picture: was it there before?"""
    STRAYED = "strayed"
    """A region that follows the picture was not really seen for a while; its mask waits and grows."""
    WRITING = "writing"
    """The app saw text in the picture: cover it, or may it stay?"""


@dataclass(frozen=True)
class Doubt:
    """A run of frames of one track, first and last, with what is the matter."""

    track_id: str
    first: int
    last: int
    kind: DoubtKind


def open_doubts(plan: AnonymisePlan, spans_of: Callable[[Track], list[tuple[int, int]]]) -> list[Doubt]:
    """Return what nobody settled yet, in order of time. `spans_of` gives the doubtful runs of a track."""
    doubts = [
        Doubt(track.track_id, first, last, _kind_of(track, first, last))
        for track in plan.tracks
        if track.hidden and track.keys
        for first, last in (region_spans(track, plan.frame_times_ms) if is_region(track) else spans_of(track))
        if not is_accepted(track, first, last)
    ]
    return sorted(doubts, key=lambda doubt: (doubt.first, doubt.track_id))


def region_spans(track: Track, times_ms: Sequence[int]) -> list[tuple[int, int]]:
    """Return the runs of frames of a region to look at: all of a proposal nobody drew in, else where following strayed."""
    if all(key.origin is not BoxOrigin.DRAWN for key in track.keys):
        return [(track.keys[0].frame, track.keys[-1].frame)]
    spans: list[tuple[int, int]] = []
    for key in track.keys:
        if key.origin is not BoxOrigin.FOLLOWED or key.confidence >= FIRM_FOLLOWING:
            continue
        if spans and times_ms[key.frame] - times_ms[spans[-1][1]] <= _ONE_SPOT_MS:
            spans[-1] = (spans[-1][0], key.frame)
        else:
            spans.append((key.frame, key.frame))
    return spans


def successor(plan: AnonymisePlan, track: Track) -> Track | None:
    """Return the track that looks like this same person found again, None when there is no likely one.

    It begins after this one was last seen, within ten seconds and within two heads of where that was.
    """
    seen = [key for key in track.keys if key.origin is not BoxOrigin.HELD]
    if not seen:
        return None
    last = seen[-1]
    times = plan.frame_times_ms
    candidates = []
    for other in plan.tracks:
        firsts = [key for key in other.keys if key.origin is not BoxOrigin.HELD]
        if other.track_id == track.track_id or not other.hidden or not firsts or firsts[0].frame <= last.frame:
            continue
        wait_ms = times[firsts[0].frame] - times[last.frame]
        if wait_ms <= _NEXT_WITHIN_MS and _heads_apart(last.box, firsts[0].box) <= _NEAR_IN_HEADS:
            candidates.append((wait_ms, other.track_id, other))
    return min(candidates)[2] if candidates else None


def _kind_of(track: Track, first: int, last: int) -> DoubtKind:
    if is_region(track):
        return DoubtKind.WRITING if track.kind is TrackKind.WRITING else DoubtKind.STRAYED
    origins = {key.origin for frame in range(first, last + 1) if (key := key_at(track, frame))}
    is_whole = first <= track.keys[0].frame and track.keys[-1].frame <= last
    if BoxOrigin.HELD in origins and not is_whole:
        return DoubtKind.APPEARED if first <= track.keys[0].frame else DoubtKind.LOST
    return DoubtKind.UNSURE if BoxOrigin.SEEN in origins else DoubtKind.GUESSED


def _heads_apart(one: Box, other: Box) -> float:
    wide, high = one.x1 - one.x0, one.y1 - one.y0
    across = abs(one.x0 + one.x1 - other.x0 - other.x1) / 2 / wide
    down = abs(one.y0 + one.y1 - other.y0 - other.y1) / 2 / high
    return max(across, down)
