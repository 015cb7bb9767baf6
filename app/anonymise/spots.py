"""Look closer at one spot of a picture, and keep looking there from frame to frame.

A face of sixteen pixels is no more than a stain to a look at the whole picture. Cut out and enlarged it is a face, for a
fifteenth of the work of a whole look: what is hardly sure in the whole picture becomes sure, or turns out to be nothing.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.anonymise.face_finder import Find, FloatArray, overlap

Pixels = NDArray[np.uint8]

LOST_AFTER_MS = 400
_SIDE = 128
_FACE_PX = 32
"""How large the expected face becomes in the piece that is looked at: sure to be seen, with room around it to move."""
_SAME_SIZE = 2.0
_REACH_IN_FACES = 1.5
_NEARER_IS_BETTER = 0.2
_SHORTEST_STEP_MS = 1


def look_closer(picture: Pixels, expected: FloatArray, find: Find) -> FloatArray | None:
    """Return the face that is nearest to where one is expected, as a row like it; None when there is none.

    `picture` is height x width x 3, `expected` a row (x0, y0, x1, y1, confidence) in fractions of it.
    """
    height, width = picture.shape[:2]
    longest_px = max((expected[2] - expected[0]) * width, (expected[3] - expected[1]) * height)
    side = min(max(1, round(longest_px * _SIDE / _FACE_PX)), width, height)
    x, y = _middle(expected)
    left, top = (min(max(round(middle * whole - side / 2), 0), whole - side) for middle, whole in ((x, width), (y, height)))
    piece = Image.fromarray(picture[top : top + side, left : left + side]).resize((_SIDE, _SIDE), Image.Resampling.BILINEAR)
    found = find(np.asarray(piece))
    found[:, :4] = (found[:, :4] * side + (left, top, left, top)) / (width, height, width, height)
    return _likeliest(found, expected)


def _likeliest(found: FloatArray, expected: FloatArray) -> FloatArray | None:
    """Return the surest and nearest of the faces that may be the one expected."""
    sizes, size = found[:, 2:4] - found[:, :2], expected[2:4] - expected[:2]
    middles = (found[:, :2] + found[:, 2:4]) / 2
    away = np.hypot(*((middles - _middle(expected)) / size).T)
    ratio = np.sqrt((sizes / size).prod(axis=1))
    worth = np.where((away <= _REACH_IN_FACES) & (ratio <= _SAME_SIZE) & (ratio >= 1 / _SAME_SIZE), found[:, 4] - _NEARER_IS_BETTER * away, -np.inf)
    return found[worth.argmax()] if len(worth) and worth.max() > -np.inf else None


def _middle(face: FloatArray) -> FloatArray:
    return np.asarray((face[:2] + face[2:4]) / 2, np.float32)


@dataclass
class Spot:
    """A small face that was found by looking closer: where it was last, and how it moves."""

    face: FloatArray
    at_ms: int
    speed: FloatArray
    """Of its middle, in fractions of the picture per millisecond."""

    @staticmethod
    def at(face: FloatArray, at_ms: int) -> "Spot":
        """Return the spot of a face seen once."""
        return Spot(face, at_ms, np.zeros(2, np.float32))

    def expected(self, at_ms: int) -> FloatArray:
        """Return where the face should be at this time, earlier or later."""
        away = self.speed * (at_ms - self.at_ms)
        return np.concatenate([self.face[:2] + away, self.face[2:4] + away, self.face[4:]])

    def move_to(self, face: FloatArray, at_ms: int) -> None:
        """Note where it was seen."""
        step_ms = (at_ms - self.at_ms) or _SHORTEST_STEP_MS
        self.speed = np.asarray((self.speed + (_middle(face) - _middle(self.face)) / step_ms) / 2, np.float32)
        self.face, self.at_ms = face, at_ms

    def is_lost(self, at_ms: int) -> bool:
        """Whether it has not been seen for too long."""
        return abs(at_ms - self.at_ms) > LOST_AFTER_MS


def among(face: FloatArray, others: FloatArray, least: float) -> int | None:
    """Return the number of the one that overlaps this face most, None when none does by this much."""
    if not len(others):
        return None
    shared = overlap(face, others)
    best = int(shared.argmax())
    return best if shared[best] > least else None
