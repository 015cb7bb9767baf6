"""Which tracks look like one person who was seen again: by the colours of hair, face and clothes.

Colours are no proof, so this only ever proposes; a person says whether it is so. Nothing here knows who somebody is, and what
it measures is gone when the looking is done.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from app.anonymise.tracks import FoundFace, union_of
from app.domain.anonymise_plan import BoxOrigin, MaskKey, Track

_BINS = (8, 16, 16)
"""Of brightness, of red against green, and of yellow against blue."""
_PARTS = ((0.0, 1.0, -0.45, 0.05), (0.0, 1.0, 0.1, 1.0), (-0.5, 1.5, 1.25, 2.5))
"""Hair, face and clothes: from and to in widths and in heights of the face, counted from its top left corner."""
_WEIGHTS = (1.0, 0.5, 1.5)
LOOK_SIZE = len(_PARTS) * sum(_BINS)
"""Bytes that describe how one head looks."""
LEAST_CONFIDENCE = 0.35
"""A face less certain than this is not described: it may be a hand."""
LEAST_LIKENESS = 0.9
"""Measured on assembled scenes of known people: see `bench.py two_people`."""
_LEAST_SIGHTINGS = 5
_LEAST_PIXELS = 24
_NOTHING = bytes(LOOK_SIZE)

FloatArray = NDArray[np.float32]


def looks_of(pixels: NDArray[np.uint8], faces: FloatArray) -> bytes:
    """Return LOOK_SIZE bytes for each face, in order; `pixels` is height x width x 3, `faces` rows (x0, y0, x1, y1, confidence)."""
    return b"".join(_look_of(pixels, face) if face[4] >= LEAST_CONFIDENCE else _NOTHING for face in faces)


def alike_tracks(tracks: Sequence[Track], faces: Sequence[Sequence[FoundFace]]) -> tuple[tuple[str, str], ...]:
    """Return pairs (a later one, an earlier one) of track ids that look alike and are never seen at the same time.

    Tracks come the most prominent first; each is paired with the one it looks like most, at most once.
    """
    looks = {track.track_id: look for track in tracks if (look := _mean_look(track, faces)) is not None}
    frames = {track.track_id: {key.frame for key in track.keys if key.origin is BoxOrigin.SEEN} for track in tracks}
    best: dict[str, tuple[float, str]] = {}
    for earlier, later in combinations(looks, 2):
        if frames[earlier].isdisjoint(frames[later]):
            alike = likeness(looks[earlier], looks[later])
            if alike >= max(LEAST_LIKENESS, best.get(later, (0.0, ""))[0]):
                best[later] = (alike, earlier)
    return tuple((later, earlier) for later, (_, earlier) in best.items())


def likeness(one: FloatArray, other: FloatArray) -> float:
    """Return how alike two looks are, 0..1: the Bhattacharyya coefficient of each part both of them show."""
    shared = np.add.reduceat(np.sqrt(one * other), _STARTS).reshape(len(_PARTS), len(_BINS)).mean(axis=1)
    weights = np.array(_WEIGHTS) * [bool(one[part].any() and other[part].any()) for part in _SLICES]
    return float((shared * weights).sum() / weights.sum()) if weights.sum() >= 1.0 else 0.0


_STARTS = np.cumsum([0, *(_BINS * len(_PARTS))])[:-1]
_SLICES = [slice(number * sum(_BINS), (number + 1) * sum(_BINS)) for number in range(len(_PARTS))]


def _mean_look(track: Track, faces: Sequence[Sequence[FoundFace]]) -> FloatArray | None:
    """Return the look of this track over all its certain sightings, each histogram adding up to 1; None when there are few."""
    seen = [face for key in track.keys if key.origin is BoxOrigin.SEEN for face in faces[key.frame] if _is_made_of(key, face)]
    described = [np.frombuffer(face.look, np.uint8) for face in seen if any(face.look)]
    if len(described) < _LEAST_SIGHTINGS:
        return None
    mean = np.mean(described, axis=0)
    sums = np.add.reduceat(mean, _STARTS)
    return np.asarray(mean / np.repeat(np.maximum(sums, 1e-6), _BINS * len(_PARTS)), dtype=np.float32)


def _is_made_of(key: MaskKey, face: FoundFace) -> bool:
    # A key keeps the confidence of its face, and its box grows from that of the face.
    return face.confidence == key.confidence and union_of(face.box, key.box) == key.box


def _look_of(pixels: NDArray[np.uint8], face: FloatArray) -> bytes:
    height, width = pixels.shape[:2]
    left, top = float(face[0]) * width, float(face[1]) * height
    wide, high = float(face[2]) * width - left, float(face[3]) * height - top
    histograms = []
    for from_x, to_x, from_y, to_y in _PARTS:
        rows = slice(max(0, round(top + from_y * high)), max(0, round(top + to_y * high)))
        columns = slice(max(0, round(left + from_x * wide)), max(0, round(left + to_x * wide)))
        histograms += _histograms(pixels[rows, columns].reshape(-1, 3).astype(np.int16))
    return b"".join(histograms)


def _histograms(colours: NDArray[np.int16]) -> list[bytes]:
    if len(colours) < _LEAST_PIXELS:
        return [bytes(bins) for bins in _BINS]
    red, green, blue = colours.T
    values = ((red + green + blue) // 96, (np.clip(red - green, -64, 63) + 64) // 8, (np.clip((red + green) // 2 - blue, -64, 63) + 64) // 8)
    counts = (np.bincount(value, minlength=bins)[:bins] for value, bins in zip(values, _BINS, strict=True))
    return [np.rint(count * (255 / len(colours))).astype(np.uint8).tobytes() for count in counts]
