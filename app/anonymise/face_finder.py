"""CenterFace on one picture: where are faces, as fractions of the picture, with a confidence."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from app.anonymise.models import CENTERFACE
from app.common.shipped_model import open_network

CELL = 4
"""Pixels of the input per cell of the network's output."""
_SIDE_MULTIPLE = 32
_HARDLY = 0.025
_SAME_FACE_OVERLAP = 0.3
MOST_FACES = 200
"""More boxes than this in one picture is noise; the most certain ones are kept."""
_SLIVER = 1e-3
"""A box narrower than this part of the picture lies outside it, but for a rounding."""

FloatArray = NDArray[np.float32]
Pixels = NDArray[np.uint8]
Find = Callable[[Pixels], FloatArray]
"""From a picture (height, width, 3) to its faces as rows (x0, y0, x1, y1, confidence), in fractions of it."""


def input_size(width: int, height: int, longest_side: int) -> tuple[int, int]:
    """Return the (width, height) to scale a picture to: longest side as asked, both sides a multiple of 32."""
    scale = longest_side / max(width, height)
    return _multiple(width * scale), _multiple(height * scale)


def _multiple(side: float) -> int:
    """Return the next multiple, or the one below when hardly anything is lost by it: 360 becomes 352, a tenth less work."""
    below = math.floor(round(side, 3) / _SIDE_MULTIPLE) * _SIDE_MULTIPLE
    return below if below >= side * (1 - _HARDLY) else below + _SIDE_MULTIPLE


class FaceFinder:
    """One loaded network. `find` may be called from several threads at once."""

    def __init__(self) -> None:
        self._session = open_network(CENTERFACE)
        self._input_name = self._session.get_inputs()[0].name

    def find(self, pixels: Pixels, threshold: float) -> FloatArray:
        """Return the faces as rows (x0, y0, x1, y1, confidence), the most certain first.

        `pixels` is (height, width, 3) in the order red, green, blue; both sides a multiple of 32. Coordinates are
        fractions 0..1 of the picture.
        """
        height, width = pixels.shape[:2]
        tensor = np.empty((1, 3, height, width), np.float32)
        for colour in range(3):  # four times as fast as turning the whole picture round
            tensor[0, colour] = pixels[:, :, colour]
        heat, scale, offset = self._session.run(None, {self._input_name: tensor})
        boxes = _boxes(heat[0, 0], scale[0], offset[0], threshold)
        boxes[:, [0, 2]] = np.clip(boxes[:, [0, 2]] / width, 0.0, 1.0)
        boxes[:, [1, 3]] = np.clip(boxes[:, [1, 3]] / height, 0.0, 1.0)
        is_inside = (boxes[:, 2] - boxes[:, 0] > _SLIVER) & (boxes[:, 3] - boxes[:, 1] > _SLIVER)
        return _without_doubles(boxes[is_inside])


def _boxes(heat: FloatArray, scale: FloatArray, offset: FloatArray, threshold: float) -> FloatArray:
    rows, columns = np.nonzero(heat > threshold)
    face_height = np.exp(scale[0, rows, columns]) * CELL
    face_width = np.exp(scale[1, rows, columns]) * CELL
    middle_y = (rows + offset[0, rows, columns] + 0.5) * CELL
    middle_x = (columns + offset[1, rows, columns] + 0.5) * CELL
    edges = (
        middle_x - face_width / 2,
        middle_y - face_height / 2,
        middle_x + face_width / 2,
        middle_y + face_height / 2,
        heat[rows, columns],
    )
    return np.stack(edges, axis=1).astype(np.float32)


def _without_doubles(boxes: FloatArray) -> FloatArray:
    """Keep the most certain of boxes that overlap."""
    boxes = boxes[np.argsort(-boxes[:, 4], kind="stable")]
    kept: list[FloatArray] = []
    while len(boxes) and len(kept) < MOST_FACES:
        best, boxes = boxes[0], boxes[1:]
        kept.append(best)
        boxes = boxes[overlap(best, boxes) < _SAME_FACE_OVERLAP]
    return np.array(kept, dtype=np.float32).reshape(-1, 5)


def overlap(one: FloatArray, others: FloatArray) -> FloatArray:
    """Return the intersection over union of one box with each of the others."""
    wide = np.minimum(one[2], others[:, 2]) - np.maximum(one[0], others[:, 0])
    high = np.minimum(one[3], others[:, 3]) - np.maximum(one[1], others[:, 1])
    shared = np.clip(wide, 0, None) * np.clip(high, 0, None)
    area = (others[:, 2] - others[:, 0]) * (others[:, 3] - others[:, 1])
    whole = area + (one[2] - one[0]) * (one[3] - one[1]) - shared
    return np.asarray(shared / whole, dtype=np.float32)


def among(face: FloatArray, others: FloatArray, least: float) -> int | None:
    """Return the number of the one that overlaps this face most, None when none does by this much."""
    if not len(others):
        return None
    shared = overlap(face, others)
    best = int(shared.argmax())
    return best if shared[best] > least else None
