"""From boxes that were followed, on and back, to the masks of a drawn region. Pure: no pictures, no files, no clock.

Where the two directions disagree, or both are lost, the mask grows and waits: it never lets go.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.anonymise.tracks import overlap_of, union_of
from app.domain.anonymise_plan import Box, BoxOrigin, MaskKey
from app.domain.mask_editing import FIRM_FOLLOWING, MOST_FOLLOWING, box_within

_AGREED = 0.4
"""Intersection over union of the two directions above which both saw the same thing."""
_DISAGREED = 0.3
"""The confidence where they do not."""
_UNSURE_GROWTH = 0.25
"""How much of its sides a mask grows at no confidence at all; less the surer it is."""
_LOST_GROWTH_PER_S = 0.3
_MOST_LOST_GROWTH = 0.6


@dataclass(frozen=True)
class Followed:
    """Where the region is at a frame, seen from one direction, 0..1 how surely."""

    box: Box
    confidence: float


def followed_keys(
    times_ms: Sequence[int],
    span: tuple[int, int],
    drawn: Mapping[int, Box],
    onward: Mapping[int, Followed],
    back: Mapping[int, Followed],
) -> tuple[MaskKey, ...]:
    """Return one key for every frame of the span: as drawn, or followed from the drawn boxes before and after it."""
    keys: list[MaskKey] = []
    waited_onward, waited_back = _waits(times_ms, onward, range(span[0], span[1] + 1)), _waits(times_ms, back, range(span[1], span[0] - 1, -1))
    for frame in range(span[0], span[1] + 1):
        if frame in drawn:
            keys.append(MaskKey(frame, drawn[frame], BoxOrigin.DRAWN))
            continue
        ways = [_waiting(way[frame], waits.get(frame, 0)) for way, waits in ((onward, waited_onward), (back, waited_back)) if frame in way]
        nearest = min(drawn, key=lambda each: abs(times_ms[each] - times_ms[frame]))
        seen = _joined(ways, _share_of_back(times_ms, drawn, frame)) if ways else Followed(drawn[nearest], 0.0)
        grown = _grown(seen.box, (1.0 - seen.confidence) * _UNSURE_GROWTH)
        keys.append(MaskKey(frame, grown, BoxOrigin.FOLLOWED, min(seen.confidence, MOST_FOLLOWING)))
    return tuple(keys)


def _waits(times_ms: Sequence[int], way: Mapping[int, Followed], frames: range) -> dict[int, int]:
    """Return for each frame where it is lost how long that lasts already, in milliseconds."""
    waits: dict[int, int] = {}
    sure_ms = times_ms[frames[0]]
    for frame in frames:
        if frame not in way or way[frame].confidence >= FIRM_FOLLOWING:
            sure_ms = times_ms[frame]
        else:
            waits[frame] = abs(times_ms[frame] - sure_ms)
    return waits


def _waiting(seen: Followed, waited_ms: int) -> Followed:
    growth = min(waited_ms / 1000 * _LOST_GROWTH_PER_S, _MOST_LOST_GROWTH)
    return Followed(_grown(seen.box, growth), seen.confidence) if growth else seen


def _joined(ways: Sequence[Followed], share_of_back: float) -> Followed:
    if len(ways) == 1:
        return ways[0]
    sure = [way for way in ways if way.confidence >= FIRM_FOLLOWING]
    if len(sure) == 1:
        return sure[0]
    one, other = ways
    if sure and overlap_of(one.box, other.box) >= _AGREED:
        return Followed(_mixed(one.box, other.box, share_of_back), max(one.confidence, other.confidence))
    return Followed(union_of(one.box, other.box), min(_DISAGREED, one.confidence, other.confidence))


def _share_of_back(times_ms: Sequence[int], drawn: Mapping[int, Box], frame: int) -> float:
    """Return how near this frame is to the drawn box after it, 0..1 of the time between the two."""
    before = max((each for each in drawn if each < frame), default=None)
    after = min((each for each in drawn if each > frame), default=None)
    if before is None or after is None:
        return 0.0 if after is None else 1.0
    return (times_ms[frame] - times_ms[before]) / (times_ms[after] - times_ms[before])


def _mixed(one: Box, other: Box, share: float) -> Box:
    """Return the box that lies this far on the way from the one to the other."""
    edges = zip((one.x0, one.y0, one.x1, one.y1), (other.x0, other.y0, other.x1, other.y1), strict=True)
    return box_within(*(start + (end - start) * share for start, end in edges))


def _grown(box: Box, part: float) -> Box:
    wide, high = (box.x1 - box.x0) * part / 2, (box.y1 - box.y0) * part / 2
    return box_within(box.x0 - wide, box.y0 - high, box.x1 + wide, box.y1 + high)
