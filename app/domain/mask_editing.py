"""What a person can change about the masks of a fragment: each change gives a new plan and leaves the old one as it was.

One promise holds for all of them but `show_track`: a frame that had a mask of a person keeps one.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import chain
from math import inf
from string import ascii_uppercase

from app.common.errors import InputError
from app.domain import alike
from app.domain.anonymise_plan import AnonymisePlan, Box, BoxOrigin, MaskKey, Track, TrackKind

FADE_MS = 500
"""How far before and after a moved box its neighbours move along, less and less."""
SMALLEST_SIDE = 0.01
"""A mask narrower than this part of the picture could not be seen, let alone be moved."""
NOT_A_FACE = "geen gezicht"
NOT_RECOGNISABLE = "niets herkenbaars"
"""Why a region that was drawn or proposed may stay visible, when nobody can be known by it."""
FIRM_FOLLOWING = 0.5
"""Confidence below which a region that follows the picture was not really seen, and a person should look."""
MOST_FOLLOWING = 0.999
"""Less than one: that is how a region that follows the picture is told from one that stands still."""
_FIRM = (BoxOrigin.SEEN, BoxOrigin.DRAWN)
_BY_HAND = (BoxOrigin.DRAWN, BoxOrigin.FOLLOWED)

Edges = tuple[float, float, float, float]
MaskAt = Callable[[int], Box | None]
"""The mask of one track at a frame, as it will be painted."""


def box_within(x0: float, y0: float, x1: float, y1: float) -> Box:
    """Return the rectangle between two corners in any order, cut off at the picture's edge and never too small to see."""
    left, right = _side_within(min(x0, x1), max(x0, x1))
    top, bottom = _side_within(min(y0, y1), max(y0, y1))
    return Box(left, top, right, bottom)


def shifted(box: Box, dx: float, dy: float) -> Box:
    """Return the box elsewhere, as far as the picture reaches."""
    dx = max(-box.x0, min(dx, 1.0 - box.x1))
    dy = max(-box.y0, min(dy, 1.0 - box.y1))
    return box_within(box.x0 + dx, box.y0 + dy, box.x1 + dx, box.y1 + dy)


def scaled(box: Box, factor: float) -> Box:
    """Return the box larger or smaller around its own middle."""
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    wide, high = (box.x1 - box.x0) * factor / 2, (box.y1 - box.y0) * factor / 2
    return box_within(x - wide, y - high, x + wide, y + high)


def track_of(plan: AnonymisePlan, track_id: str) -> Track:
    """Return the track with this id; InputError `unknown_id` when the plan has none."""
    for track in plan.tracks:
        if track.track_id == track_id:
            return track
    raise InputError("unknown_id")


def key_at(track: Track, frame: int) -> MaskKey | None:
    """Return the track's own key at this frame, None when it has none."""
    index = bisect_left(track.keys, frame, key=_frame_of)
    if index < len(track.keys) and track.keys[index].frame == frame:
        return track.keys[index]
    return None


def frame_at(plan: AnonymisePlan, at_ms: int) -> int:
    """Return the frame on screen at this time, counted from the fragment's first frame."""
    return max(0, bisect_right(plan.frame_times_ms, at_ms) - 1)


def is_accepted(track: Track, first: int, last: int) -> bool:
    """Whether a person agreed with all of these frames, in one run."""
    return any(from_frame <= first and last <= to_frame for from_frame, to_frame in track.accepted)


def is_drawn(track: Track) -> bool:
    """Whether no detector had a part in it."""
    return all(key.origin is not BoxOrigin.SEEN for key in track.keys) and any(key.origin is BoxOrigin.DRAWN for key in track.keys)


def is_region(track: Track) -> bool:
    """Whether this is no head the detector found: drawn by a person, or something else than a head."""
    return track.kind is not TrackKind.HEAD or is_drawn(track)


def is_following(track: Track) -> bool:
    """Whether this region moves along with the picture, instead of standing still or moving as a person drew it."""
    return is_region(track) and any(key.origin is BoxOrigin.FOLLOWED and key.confidence <= MOST_FOLLOWING for key in track.keys)


def add_region(
    plan: AnonymisePlan, box: Box, at_frame: int, first: int, last: int, person: str = "", kind: TrackKind = TrackKind.OTHER
) -> AnonymisePlan:
    """Cover this rectangle, standing still, from frame `first` to `last`; `at_frame` is where it was drawn."""
    span = _span_within(plan, first, last)
    if not span[0] <= at_frame <= span[1]:
        raise InputError("range_invalid")
    frames = range(span[0], span[1] + 1)
    keys = tuple(MaskKey(frame, box, BoxOrigin.DRAWN if frame == at_frame else BoxOrigin.FOLLOWED) for frame in frames)
    track = Track(_free_id(plan), free_letter(plan), person, keys, kind=kind, accepted=(span,))
    return plan.with_tracks((*plan.tracks, track))


def with_keys(plan: AnonymisePlan, track_id: str, keys: tuple[MaskKey, ...]) -> AnonymisePlan:
    """Give a region these boxes; what a person drew they agreed with, and with nothing else."""
    drawn = ((key.frame, key.frame) for key in keys if key.origin is BoxOrigin.DRAWN)
    return _with_track(plan, replace(track_of(plan, track_id), keys=keys, accepted=_merged(drawn)))


def stand_still(plan: AnonymisePlan, track_id: str) -> AnonymisePlan:
    """Let a region no longer follow the picture: it stays at each box somebody drew, and goes straight to the next.

    Raises:
        InputError: `unknown_id`; `range_invalid` when nobody drew a box of it.
    """
    track = track_of(plan, track_id)
    drawn = tuple(key for key in track.keys if key.origin is BoxOrigin.DRAWN)
    if not drawn:
        raise InputError("range_invalid")
    span = _whole(track)
    keys = tuple(replace(key, confidence=1.0) for key in _filled(plan.frame_times_ms, drawn, span))
    return _with_track(plan, replace(track, keys=keys, accepted=(span,)))


def set_kind(plan: AnonymisePlan, track_id: str, kind: TrackKind) -> AnonymisePlan:
    """Say what this region covers."""
    return _with_track(plan, replace(track_of(plan, track_id), kind=kind))


def move_box(plan: AnonymisePlan, track_id: str, frame: int, mask: Box, mask_at: MaskAt) -> AnonymisePlan:
    """Put the mask of this frame elsewhere and let its neighbours follow.

    Up to another drawn mask the change is spread evenly; where nothing was seen any more it holds; over sightings it
    fades in half a second, so that the mask keeps following the head.

    Raises:
        InputError: `unknown_id`; `range_invalid` when the track does not cover this frame.
    """
    track = track_of(plan, track_id)
    before = mask_at(frame)
    if before is None:
        raise InputError("range_invalid")
    keys = [key for key in track.keys if key.frame != frame]
    index = bisect_left(keys, frame, key=_frame_of)
    keys.insert(index, MaskKey(frame, mask, BoxOrigin.DRAWN))
    for side in (range(index - 1, -1, -1), range(index + 1, len(keys))):
        _spread(plan.frame_times_ms, keys, index, side, _difference(before, mask), mask_at)
    return _with_track(plan, replace(track, keys=tuple(keys), accepted=_merged((*track.accepted, (frame, frame)))))


def cover(plan: AnonymisePlan, track_id: str, first: int, last: int) -> AnonymisePlan:
    """See to it that the track covers all these frames, and note that a person agreed with them.

    Between two boxes the missing ones lie on a straight line; outside them the nearest box is held.
    """
    track = track_of(plan, track_id)
    if not track.keys:
        raise InputError("range_invalid")
    span = _span_within(plan, first, last)
    covered = _filled(plan.frame_times_ms, track.keys, span)
    return _with_track(plan, replace(track, keys=covered, accepted=_merged((*track.accepted, span))))


def extend(plan: AnonymisePlan, track_id: str, frame: int) -> AnonymisePlan:
    """Let the track reach this frame, from its first or its last one; a frame it covers already changes nothing."""
    track = track_of(plan, track_id)
    if not track.keys:
        raise InputError("range_invalid")
    if frame < track.keys[0].frame:
        return cover(plan, track_id, frame, track.keys[0].frame - 1)
    if frame > track.keys[-1].frame:
        return cover(plan, track_id, track.keys[-1].frame + 1, frame)
    return plan


def show_track(plan: AnonymisePlan, track_id: str, reason: str) -> AnonymisePlan:
    """Leave this one visible. It stays in the plan with the reason, so that it can be read back and undone.

    Raises:
        InputError: `reason_missing`.
    """
    return _with_track(plan, replace(track_of(plan, track_id), hidden=False, reason=reason.strip()))


def hide_track(plan: AnonymisePlan, track_id: str) -> AnonymisePlan:
    """Cover this one again."""
    return _with_track(plan, replace(track_of(plan, track_id), hidden=True, reason=""))


def join(plan: AnonymisePlan, track_id: str, other_id: str) -> AnonymisePlan:
    """Make one person of two tracks. Where both had a box the result covers both; what lies between them is bridged."""
    track, other = track_of(plan, track_id), track_of(plan, other_id)
    if track_id == other_id or not (track.keys and other.keys):
        raise InputError("range_invalid")
    times = plan.frame_times_ms
    keys = {key.frame: key for key in _filled(times, track.keys, _whole(track))}
    for key in _filled(times, other.keys, _whole(other)):
        keys[key.frame] = _both(keys[key.frame], key) if key.frame in keys else key
    in_order = tuple(sorted(keys.values(), key=_frame_of))
    hidden = track.hidden or other.hidden
    joined = replace(
        track,
        keys=_filled(times, in_order, (in_order[0].frame, in_order[-1].frame)),
        person=track.person or other.person,
        hidden=hidden,
        reason="" if hidden else track.reason,
        accepted=_merged((*track.accepted, *other.accepted)),
    )
    rest = tuple(each for each in plan.tracks if each.track_id != other_id)
    return alike.joined(_with_track(plan.with_tracks(rest), joined), track_id, other_id)


def rename(plan: AnonymisePlan, track_id: str, person: str) -> AnonymisePlan:
    """Say who this is, by role and never by name."""
    return _with_track(plan, replace(track_of(plan, track_id), person=person.strip()))


def give_letter(plan: AnonymisePlan, track_id: str, letter: str) -> AnonymisePlan:
    """Paint this letter on the mask; whoever had it gets the letter that comes free."""
    mine = track_of(plan, track_id)
    letter = letter.strip().upper()
    if not letter:
        raise InputError("range_invalid")
    swapped = {letter: mine.letter, mine.letter: letter}
    touched = {track.track_id for track in plan.tracks if track.letter == letter} | {track_id}
    return plan.with_tracks(tuple(replace(track, letter=swapped[track.letter]) if track.track_id in touched else track for track in plan.tracks))


def free_letter(plan: AnonymisePlan) -> str:
    """Return the first letter nobody has: A to Z, then AA, AB and on."""
    taken = {track.letter for track in plan.tracks}
    letters = chain(ascii_uppercase, (first + second for first in ascii_uppercase for second in ascii_uppercase))
    return next(letter for letter in letters if letter not in taken)


def _spread(times: Sequence[int], keys: list[MaskKey], index: int, side: range, offset: Edges, mask_at: MaskAt) -> None:
    """Move the masks on one side of `index` along with it, in place, less the further away."""
    at_ms = times[keys[index].frame]
    firm = next((keys[each] for each in side if keys[each].origin in _FIRM), None)
    reach_ms = float(FADE_MS)
    if firm is None:
        reach_ms = inf
    elif firm.origin is BoxOrigin.DRAWN:
        reach_ms = abs(times[firm.frame] - at_ms)
    for each in side:
        key = keys[each]
        weight = 1.0 - abs(times[key.frame] - at_ms) / reach_ms
        mask = mask_at(key.frame)
        if key.origin is BoxOrigin.DRAWN or weight <= 0.0 or mask is None:
            return
        keys[each] = MaskKey(key.frame, _moved(mask, offset, weight), BoxOrigin.FOLLOWED, key.confidence)


def _filled(times: Sequence[int], keys: tuple[MaskKey, ...], span: tuple[int, int]) -> tuple[MaskKey, ...]:
    """Return the keys with one more for every frame of the span that has none."""
    present = {key.frame for key in keys}
    missing = (frame for frame in range(span[0], span[1] + 1) if frame not in present)
    return tuple(sorted((*keys, *(_key_between(times, keys, frame) for frame in missing)), key=_frame_of))


def _key_between(times: Sequence[int], keys: tuple[MaskKey, ...], frame: int) -> MaskKey:
    index = bisect_left(keys, frame, key=_frame_of)
    if index in (0, len(keys)):
        nearest = keys[min(index, len(keys) - 1)]
        return MaskKey(frame, nearest.box, BoxOrigin.FOLLOWED if nearest.origin in _BY_HAND else BoxOrigin.HELD, nearest.confidence)
    before, after = keys[index - 1], keys[index]
    part = (times[frame] - times[before.frame]) / (times[after.frame] - times[before.frame])
    # Between a face and a mask the box counts as a face, and so becomes too large rather than too small.
    origin = BoxOrigin.FOLLOWED if before.origin in _BY_HAND and after.origin in _BY_HAND else BoxOrigin.BRIDGED
    return MaskKey(frame, _moved(before.box, _difference(before.box, after.box), part), origin, min(before.confidence, after.confidence))


def _both(one: MaskKey, other: MaskKey) -> MaskKey:
    """Return a key whose mask covers both; of a face and a mask it is a face, which is widened once more."""
    main = other if one.origin in _BY_HAND else one
    around = Box(min(one.box.x0, other.box.x0), min(one.box.y0, other.box.y0), max(one.box.x1, other.box.x1), max(one.box.y1, other.box.y1))
    return replace(main, box=around)


def _whole(track: Track) -> tuple[int, int]:
    return track.keys[0].frame, track.keys[-1].frame


def _span_within(plan: AnonymisePlan, first: int, last: int) -> tuple[int, int]:
    span = (max(0, first), min(last, len(plan.frame_times_ms) - 1))
    if span[0] > span[1]:
        raise InputError("range_invalid")
    return span


def _with_track(plan: AnonymisePlan, changed: Track) -> AnonymisePlan:
    return plan.with_tracks(tuple(changed if track.track_id == changed.track_id else track for track in plan.tracks))


def _free_id(plan: AnonymisePlan) -> str:
    taken = {track.track_id for track in plan.tracks}
    return next(candidate for number in range(1, len(taken) + 2) if (candidate := f"drawn-{number}") not in taken)


def _merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the same frames in as few runs as possible, in order."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return tuple(merged)


def _frame_of(key: MaskKey) -> int:
    return key.frame


def _difference(start: Box, end: Box) -> Edges:
    return (end.x0 - start.x0, end.y0 - start.y0, end.x1 - start.x1, end.y1 - start.y1)


def _moved(box: Box, offset: Edges, weight: float) -> Box:
    x0, y0, x1, y1 = offset
    return box_within(box.x0 + x0 * weight, box.y0 + y0 * weight, box.x1 + x1 * weight, box.y1 + y1 * weight)


def _side_within(low: float, high: float) -> tuple[float, float]:
    low, high = max(0.0, min(low, 1.0)), max(0.0, min(high, 1.0))
    if high - low < SMALLEST_SIDE:
        low = max(0.0, min((low + high - SMALLEST_SIDE) / 2, 1.0 - SMALLEST_SIDE))
        high = min(1.0, low + SMALLEST_SIDE)
    return low, high
