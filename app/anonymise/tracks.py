"""From the faces found in single frames to heads through time. Pure: no pictures, no files, no clock.

Every choice leans to hiding too much: a face that is missed for a moment stays hidden, before and after as well.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from app.domain.anonymise_plan import AnonymisePlan, Box, BoxOrigin, MaskKey, Track

START_CONFIDENCE = 0.2
"""What it takes to be followed as a head at all. Weaker sightings only lengthen such a track: a head that turns its
back is seen with 0.05 to 0.2, and so are many things that are no head."""
BRIDGE_MS = 1000
"""A face that comes back within this time was there all along."""
TURNED_AWAY_MS = 3000
"""One that comes back in the same place within this time only turned away: the back of a head is seen by no detector."""
HOLD_MS = 500
"""A head stays hidden this long before its first and after its last sighting."""
SURE_CONFIDENCE = 0.35
"""Below this a person should look whether it is a face at all (0.06 false boxes per frame above it, 0.3 or more below)."""

_SAME_PLACE_IN_HEADS = 0.8
_REACH, _REACH_AT_FIRST, _REACH_PER_S = 0.7, 1.6, 0.8
"""How far from where it is expected a head may be, in heads. Nobody knows yet where one goes that was seen once."""
_WEAK_CHAIN_MS = 400
_WEAK_ROW = 5
_SMOOTH_MS = 90
_VELOCITY_SIGHTINGS = 5
_TRUSTED_PREDICTION_MS = 300
_SHORTEST_SURE_TRACK = 3
_DOUBT_BRIDGE_MS = 200
_DOUBT_JOIN_MS = 200
_AT_BORDER = 0.02
_NARROWEST = 1e-4


@dataclass(frozen=True)
class FoundFace:
    """One face in one frame, with the detector's confidence 0..1, and how it looks (`likeness`) where that is known."""

    box: Box
    confidence: float
    look: bytes = b""


@dataclass
class _Path:
    """The sightings of one head, in order of frame."""

    frames: list[int] = field(default_factory=list)
    faces: list[FoundFace] = field(default_factory=list)
    is_firm: bool = False
    """Whether one sighting at least was strong enough to start a track."""

    def add(self, frame: int, face: FoundFace) -> None:
        """Note one more sighting."""
        self.frames.append(frame)
        self.faces.append(face)
        self.is_firm = self.is_firm or _is_strong(face)


def join_faces(frame_times_ms: Sequence[int], faces: Sequence[Sequence[FoundFace]], cuts: frozenset[int]) -> tuple[Track, ...]:
    """Return the heads, the most prominent first, lettered A, B, C and on.

    `faces` holds the faces of each frame; `cuts` the frames with which another shot begins. No track crosses a cut.
    """
    paths = [_trimmed(path, frame_times_ms) for path in _link(frame_times_ms, faces, cuts) if path.is_firm]
    keyed = [_smoothed(_filled(path, frame_times_ms, cuts), frame_times_ms) for path in _without_echoes(paths)]
    keyed.sort(key=_prominence, reverse=True)
    return tuple(
        Track(track_id=f"track-{number}", letter=letter_for(number - 1), person="", keys=tuple(keys)) for number, keys in enumerate(keyed, start=1)
    )


def letter_for(index: int) -> str:
    """Return A for 0, B for 1, ... Z, AA, AB: what a mask wears."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def doubtful_spans(track: Track, plan: AnonymisePlan) -> list[tuple[int, int]]:
    """Return the runs of frames (first, last, both inclusive) of this track that a person should look at.

    Doubtful is: seen with little confidence, bridged over more than a fifth of a second, let go in the middle of the
    picture, or a track of hardly any sightings at all.
    """
    if not track.keys:
        return []
    sightings = sum(1 for key in track.keys if key.origin is BoxOrigin.SEEN)
    is_drawn = any(key.origin is BoxOrigin.DRAWN for key in track.keys)
    if sightings < _SHORTEST_SURE_TRACK and not is_drawn:
        return [(track.keys[0].frame, track.keys[-1].frame)]
    times = plan.frame_times_ms
    doubtful = [key.frame for run in _runs_of_origin(track.keys) for key in run if _is_doubtful(run, key, times)]
    return _joined(doubtful, times)


def _is_doubtful(run: list[MaskKey], key: MaskKey, times: Sequence[int]) -> bool:
    if key.origin is BoxOrigin.SEEN:
        return key.confidence < SURE_CONFIDENCE
    if key.origin is BoxOrigin.BRIDGED:
        return times[run[-1].frame] - times[run[0].frame] > _DOUBT_BRIDGE_MS
    if key.origin is BoxOrigin.HELD:
        reaches_end = run[0].frame == 0 or run[-1].frame == len(times) - 1
        return not reaches_end and not any(_touches_border(held.box) for held in run)
    return False


def _runs_of_origin(keys: Sequence[MaskKey]) -> list[list[MaskKey]]:
    runs: list[list[MaskKey]] = []
    for key in keys:
        if runs and runs[-1][-1].origin is key.origin:
            runs[-1].append(key)
        else:
            runs.append([key])
    return runs


def _joined(frames: Sequence[int], times: Sequence[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for frame in frames:
        if spans and (frame - spans[-1][1] <= 1 or times[frame] - times[spans[-1][1]] <= _DOUBT_JOIN_MS):
            spans[-1] = (spans[-1][0], frame)
        else:
            spans.append((frame, frame))
    return spans


def _touches_border(box: Box) -> bool:
    return min(box.x0, box.y0, 1.0 - box.x1, 1.0 - box.y1) <= _AT_BORDER


# Linking: which face in this frame is which head of the frames before.


def _link(times: Sequence[int], faces: Sequence[Sequence[FoundFace]], cuts: frozenset[int]) -> list[_Path]:
    finished: list[_Path] = []
    living: list[_Path] = []
    for frame, found in enumerate(faces):
        if frame in cuts:
            finished += living
            living = []
        still = [path for path in living if frame - path.frames[-1] == 1 or times[frame] - times[path.frames[-1]] <= TURNED_AWAY_MS]
        finished += [path for path in living if path not in still]
        living = still + _assign(still, found, frame, times)
    return finished + living


def _assign(living: list[_Path], found: Sequence[FoundFace], frame: int, times: Sequence[int]) -> list[_Path]:
    """Give each face to the head it fits best, and return the new heads that no old one fits."""
    found = _without_shadows(found)
    pairs = []
    for path_index, path in enumerate(living):
        for face_index, face in enumerate(found):
            fit = _fit(path, face, frame, times)
            if fit is not None:
                # Firm tracks choose first, and strong sightings first: what is weak may not break what is certain.
                pairs.append((_is_strong(face) + path.is_firm, fit, path_index, face_index))
    pairs.sort(reverse=True)
    used_paths: set[int] = set()
    used_faces: set[int] = set()
    for _, _, path_index, face_index in pairs:
        if path_index not in used_paths and face_index not in used_faces:
            used_paths.add(path_index)
            used_faces.add(face_index)
            living[path_index].add(frame, found[face_index])
    return [_Path([frame], [face], _is_strong(face)) for index, face in enumerate(found) if index not in used_faces]


def _is_strong(face: FoundFace) -> bool:
    return face.confidence >= START_CONFIDENCE


def _without_shadows(found: Sequence[FoundFace]) -> list[FoundFace]:
    """Leave out the weak boxes on a strong one: the same head seen twice."""
    strong = [face for face in found if _is_strong(face)]
    return [face for face in found if _is_strong(face) or not any(shared_area(face.box, other.box) > 0.3 * _area(face.box) for other in strong)]


def _trimmed(path: _Path, times: Sequence[int]) -> _Path:
    """Keep weak sightings only as far as they follow close upon one another from a strong one."""
    strong = [index for index, face in enumerate(path.faces) if _is_strong(face)]
    first, last = strong[0], strong[-1]
    while first > 0 and _follows(path, first - 1, times):
        first -= 1
    while last + 1 < len(path.frames) and _follows(path, last, times):
        last += 1
    return _Path(path.frames[first : last + 1], path.faces[first : last + 1], is_firm=True)


def _follows(path: _Path, index: int, times: Sequence[int]) -> bool:
    """Whether the sighting after this one comes close upon it; a longer gap is crossed when a whole row lies beyond it."""
    frame, following = path.frames[index], path.frames[index + 1]
    gap_ms = times[following] - times[frame]
    if following - frame == 1 or gap_ms <= _WEAK_CHAIN_MS:
        return True
    row = path.frames[index + 1 : index + 1 + _WEAK_ROW]
    return gap_ms <= BRIDGE_MS and len(row) == _WEAK_ROW and times[row[-1]] - times[row[0]] <= _WEAK_CHAIN_MS


def _fit(path: _Path, face: FoundFace, frame: int, times: Sequence[int]) -> float | None:
    """Return how well the face continues the path, higher is better; None when it cannot be the same head."""
    box, last = face.box, path.faces[-1].box
    gap_s = (times[frame] - times[path.frames[-1]]) / 1000
    if (
        frame - path.frames[-1] > 1
        and gap_s * 1000 > BRIDGE_MS
        and not (_is_strong(face) and path.is_firm and _distance(last, box) <= _SAME_PLACE_IN_HEADS)
    ):
        return None
    velocity = _velocity(path, times)
    expected = _moved(last, velocity, min(gap_s * 1000, _TRUSTED_PREDICTION_MS))
    # Whoever walks on is further away than that, and it costs nothing to look there as well.
    places = (expected, last, _moved(last, velocity, gap_s * 1000))
    size_ratio = math.sqrt(_area(box) / _area(last))
    reach = (_REACH if len(path.frames) > 1 else _REACH_AT_FIRST) + _REACH_PER_S * gap_s
    if not 0.45 < size_ratio < 2.2 or min(_distance(place, box) for place in places) > reach:
        return None
    return overlap_of(expected, box) - 0.5 * _distance(expected, box) - 0.3 * abs(math.log(size_ratio))


def _velocity(path: _Path, times: Sequence[int]) -> tuple[float, float]:
    """Return the movement of the middle in fractions of the picture per millisecond."""
    recent = slice(-_VELOCITY_SIGHTINGS, None)
    frames, faces = path.frames[recent], path.faces[recent]
    elapsed_ms = times[frames[-1]] - times[frames[0]]
    if elapsed_ms <= 0:
        return 0.0, 0.0
    (x0, y0), (x1, y1) = _middle(faces[0].box), _middle(faces[-1].box)
    return (x1 - x0) / elapsed_ms, (y1 - y0) / elapsed_ms


def _without_echoes(paths: list[_Path]) -> list[_Path]:
    """Drop the one- or two-frame unsure boxes that lie in a head that is followed anyway: chins, ears, hats."""
    firm = [path for path in paths if len(path.frames) >= _SHORTEST_SURE_TRACK]
    kept = [path for path in paths if len(path.frames) >= _SHORTEST_SURE_TRACK or not _is_echo(path, firm)]
    return sorted(kept, key=lambda path: path.frames[0])


def _is_echo(path: _Path, firm: list[_Path]) -> bool:
    if max(face.confidence for face in path.faces) >= SURE_CONFIDENCE:
        return False
    sightings = zip(path.frames, path.faces, strict=True)
    return all(any(_lies_in(face.box, other, frame) for other in firm) for frame, face in sightings)


def _lies_in(box: Box, path: _Path, frame: int) -> bool:
    index = bisect_left(path.frames, frame)
    return index < len(path.frames) and path.frames[index] == frame and shared_area(box, path.faces[index].box) >= 0.6 * _area(box)


# Filling: a box at every frame, also where nothing was seen.


def _filled(path: _Path, times: Sequence[int], cuts: frozenset[int]) -> list[MaskKey]:
    keys = [MaskKey(path.frames[0], path.faces[0].box, BoxOrigin.SEEN, path.faces[0].confidence)]
    sightings = list(zip(path.frames, path.faces, strict=True))
    for (frame, face), (next_frame, next_face) in pairwise(sightings):
        confidence = min(face.confidence, next_face.confidence)
        between = union_of(face.box, next_face.box)
        keys += [MaskKey(missed, between, BoxOrigin.BRIDGED, confidence) for missed in range(frame + 1, next_frame)]
        keys.append(MaskKey(next_frame, next_face.box, BoxOrigin.SEEN, next_face.confidence))
    before = _held(path, times, _frames_before(path.frames[0], times, cuts), is_before=True)
    after = _held(path, times, _frames_after(path.frames[-1], times, cuts), is_before=False)
    return [*before, *keys, *after]


def _frames_before(first: int, times: Sequence[int], cuts: frozenset[int]) -> range:
    # One frame at least: at a low frame rate half a second is less than a frame.
    start = min(bisect_left(times, times[first] - HOLD_MS), max(first - 1, 0))
    start = max([start, *(cut for cut in cuts if cut <= first)])
    return range(start, first)


def _frames_after(last: int, times: Sequence[int], cuts: frozenset[int]) -> range:
    end = max(bisect_right(times, times[last] + HOLD_MS), min(last + 2, len(times)))
    end = min([end, *(cut for cut in cuts if cut > last)])
    return range(last + 1, end)


def _held(path: _Path, times: Sequence[int], frames: range, *, is_before: bool) -> list[MaskKey]:
    """Keep the place where the head was, and also cover where it would be if it went on moving."""
    end = slice(None, _VELOCITY_SIGHTINGS) if is_before else slice(-_VELOCITY_SIGHTINGS, None)
    velocity = _velocity(_Path(path.frames[end], path.faces[end]), times)
    edge = 0 if is_before else -1
    face, seen_ms = path.faces[edge], times[path.frames[edge]]
    keys = []
    for frame in frames:
        away_ms = max(-HOLD_MS, min(times[frame] - seen_ms, HOLD_MS))
        box = union_of(face.box, _moved(face.box, velocity, away_ms))
        keys.append(MaskKey(frame, box, BoxOrigin.HELD, face.confidence))
    return keys


def _smoothed(keys: list[MaskKey], times: Sequence[int]) -> list[MaskKey]:
    """Take the trembling out without ever letting go of what was seen.

    Each box first grows to the union of its neighbours within 90 ms, then edges are averaged over the same
    neighbours. Every averaged edge lies outside the box that was seen at that frame, so nothing is uncovered.
    """
    near = [_neighbours(index, keys, times) for index in range(len(keys))]
    grown = [union_of(*(keys[other].box for other in others)) for others in near]
    means = (_mean([grown[other] for other in others]) for others in near)
    # The union only undoes what rounding in the mean may shave off.
    return [replace(key, box=union_of(mean, key.box)) for key, mean in zip(keys, means, strict=True)]


def _neighbours(index: int, keys: list[MaskKey], times: Sequence[int]) -> range:
    middle_ms = times[keys[index].frame]
    start = stop = index
    while start > 0 and middle_ms - times[keys[start - 1].frame] <= _SMOOTH_MS:
        start -= 1
    while stop + 1 < len(keys) and times[keys[stop + 1].frame] - middle_ms <= _SMOOTH_MS:
        stop += 1
    return range(start, stop + 1)


def _prominence(keys: Iterable[MaskKey]) -> float:
    return sum(_area(key.box) for key in keys if key.origin is BoxOrigin.SEEN)


# Boxes.


def union_of(*boxes: Box) -> Box:
    """Return the smallest box around all."""
    return Box(min(box.x0 for box in boxes), min(box.y0 for box in boxes), max(box.x1 for box in boxes), max(box.y1 for box in boxes))


def shared_area(one: Box, other: Box) -> float:
    """Return the area both boxes cover, as a fraction of the picture."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return max(wide, 0.0) * max(high, 0.0)


def overlap_of(one: Box, other: Box) -> float:
    """Return intersection over union."""
    shared = shared_area(one, other)
    return shared / (_area(one) + _area(other) - shared)


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.y1 - box.y0)


def _middle(box: Box) -> tuple[float, float]:
    return (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2


def _distance(one: Box, other: Box) -> float:
    """Return the distance of the middles, measured in heads."""
    (x0, y0), (x1, y1) = _middle(one), _middle(other)
    wide = (one.x1 - one.x0 + other.x1 - other.x0) / 2
    high = (one.y1 - one.y0 + other.y1 - other.y0) / 2
    return math.hypot((x1 - x0) / wide, (y1 - y0) / high)


def _moved(box: Box, velocity: tuple[float, float], elapsed_ms: float) -> Box:
    """Return the box moved on, as far as it stays in the picture; at least a sliver of it does."""
    dx, dy = velocity[0] * elapsed_ms, velocity[1] * elapsed_ms
    x0, x1 = _within(box.x0 + dx, box.x1 + dx)
    y0, y1 = _within(box.y0 + dy, box.y1 + dy)
    return Box(x0, y0, x1, y1)


def _within(low: float, high: float) -> tuple[float, float]:
    low = min(max(low, 0.0), 1.0 - _NARROWEST)
    return low, min(max(high, low + _NARROWEST), 1.0)


def _mean(boxes: list[Box]) -> Box:
    count = len(boxes)
    edges = zip(*((box.x0, box.y0, box.x1, box.y1) for box in boxes), strict=True)
    x0, y0, x1, y1 = (sum(edge) / count for edge in edges)
    return Box(max(x0, 0.0), max(y0, 0.0), min(x1, 1.0), min(y1, 1.0))
