"""Where one shot ends and another begins, from thumbnails of 16 x 16 brightness values per frame."""

import numpy as np
from numpy.typing import NDArray

GRID = 16
"""Cells across and down of a thumbnail."""
_UNLIKE = 0.35
"""Correlation below which two pictures are of different shots; a pan or a flash stays well above it."""
_FLAT = 4.0
"""Standard deviation of brightness (0..255) below which a picture is one colour and tells nothing."""


def thumbnail(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return GRID x GRID brightness of a picture (height, width, 3) whose sides are multiples of GRID."""
    height, width = pixels.shape[:2]
    cells = pixels[:, :, 1].reshape(GRID, height // GRID, GRID, width // GRID)
    return np.asarray(cells.mean(axis=(1, 3)), dtype=np.uint8)


def find_cuts(thumbnails: NDArray[np.uint8]) -> frozenset[int]:
    """Return the frames with which another shot begins; `thumbnails` is frames x cells.

    A wrong cut would end a mask early, so all of these must agree: the frame is unlike the one before, unlike the one
    before that, and the next is unlike the one before as well. A single odd frame is no cut.
    """
    vectors = thumbnails.reshape(len(thumbnails), -1).astype(np.float32)
    spread = vectors.std(axis=1)
    centred = vectors - vectors.mean(axis=1, keepdims=True)
    unit = centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-6)

    def unlike(one: int, other: int) -> bool:
        return bool(min(spread[one], spread[other]) >= _FLAT and float(unit[one] @ unit[other]) < _UNLIKE)

    last = len(vectors) - 1
    return frozenset(
        frame
        for frame in range(1, len(vectors))
        if unlike(frame - 1, frame) and unlike(max(frame - 2, 0), frame) and unlike(frame - 1, min(frame + 1, last))
    )
