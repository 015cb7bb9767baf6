"""Look closer at one spot of a picture.

A face of sixteen pixels is no more than a stain to a look at the whole picture. Cut out and enlarged it is a face, for a
fifteenth of the work of a whole look: what is hardly sure in the whole picture becomes sure, or turns out to be nothing.
"""

import numpy as np
from PIL import Image

from app.anonymise.face_finder import Find, FloatArray, Pixels

_SIDE = 128
_FACE_PX = 32
"""How large the expected face becomes in the piece that is looked at: sure to be seen, with room around it to move."""
_SAME_SIZE = 2.0
_REACH_IN_FACES = 1.5
_NEARER_IS_BETTER = 0.2


def look_closer(picture: Pixels, expected: FloatArray, find: Find) -> FloatArray | None:
    """Return the face that is nearest to where one is expected, as a row like it; None when there is none.

    `picture` is height x width x 3, `expected` a row (x0, y0, x1, y1, confidence) in fractions of it.
    """
    height, width = picture.shape[:2]
    longest_px = max((expected[2] - expected[0]) * width, (expected[3] - expected[1]) * height)
    side = min(max(1, round(longest_px * _SIDE / _FACE_PX)), width, height)
    x, y = middle_of(expected)
    left, top = (min(max(round(middle * whole - side / 2), 0), whole - side) for middle, whole in ((x, width), (y, height)))
    piece = Image.fromarray(picture[top : top + side, left : left + side]).resize((_SIDE, _SIDE), Image.Resampling.BILINEAR)
    found = find(np.asarray(piece))
    found[:, :4] = (found[:, :4] * side + (left, top, left, top)) / (width, height, width, height)
    return _likeliest(found, expected)


def _likeliest(found: FloatArray, expected: FloatArray) -> FloatArray | None:
    """Return the surest and nearest of the faces that may be the one expected."""
    sizes, size = found[:, 2:4] - found[:, :2], expected[2:4] - expected[:2]
    middles = (found[:, :2] + found[:, 2:4]) / 2
    away = np.hypot(*((middles - middle_of(expected)) / size).T)
    ratio = np.sqrt((sizes / size).prod(axis=1))
    worth = np.where((away <= _REACH_IN_FACES) & (ratio <= _SAME_SIZE) & (ratio >= 1 / _SAME_SIZE), found[:, 4] - _NEARER_IS_BETTER * away, -np.inf)
    return found[worth.argmax()] if len(worth) and worth.max() > -np.inf else None


def middle_of(face: FloatArray) -> FloatArray:
    """Return the (x, y) of a face's middle."""
    return np.asarray((face[:2] + face[2:4]) / 2, np.float32)
