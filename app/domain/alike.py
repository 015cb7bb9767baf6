"""Proposals that two tracks are one person: which still stand, and what becomes of them when a person decides."""

from dataclasses import replace

from app.domain.anonymise_plan import AnonymisePlan, BoxOrigin, Track


def proposals(plan: AnonymisePlan) -> list[tuple[str, str]]:
    """Return the pairs (a track, one that was there before it) a person has not decided about.

    Both are hidden, and they are never seen in the same frame: nobody is in two places.
    """
    tracks = {track.track_id: track for track in plan.tracks if track.hidden}
    return [(one, other) for one, other in plan.alike if one in tracks and other in tracks and _are_apart(tracks[one], tracks[other])]


def apart(plan: AnonymisePlan, track_id: str, other_id: str) -> AnonymisePlan:
    """Note that these two are not one person: it is not proposed again."""
    return replace(plan, alike=tuple(pair for pair in plan.alike if set(pair) != {track_id, other_id}))


def joined(plan: AnonymisePlan, track_id: str, other_id: str) -> AnonymisePlan:
    """Let what was proposed of `other_id` hold for `track_id`, of which it became part."""
    renamed = (tuple(track_id if each == other_id else each for each in pair) for pair in plan.alike)
    return replace(plan, alike=tuple(dict.fromkeys((one, other) for one, other in renamed if one != other)))


def _are_apart(one: Track, other: Track) -> bool:
    return _seen(one).isdisjoint(_seen(other))


def _seen(track: Track) -> set[int]:
    return {key.frame for key in track.keys if key.origin is BoxOrigin.SEEN}
