"""Which frame a picture is: the small shape of a picture libVLC showed, laid beside those of the exact frames around it. Pure arithmetic."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.common.picture import Picture

SHAPE = (64, 36)
"""Width and height of what is compared: enough to tell a nod, little enough to send."""
SPAN_MS = 800
"""So far around its supposed time the frame is looked for: libVLC was never seen to be further off."""
_AS_GOOD_SHARE, _AS_GOOD_LEVELS = 1.15, 0.2
"""Frames hardly worse than the best cannot be told apart by looking either; of those the nearest in time counts."""

Shape = NDArray[np.float32]


def shape_of(picture: Picture) -> Shape:
    """Return the mean brightness of the parts of a picture, height x width."""
    rows = np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.stride)[:, : picture.width * 4]
    bright = rows.reshape(picture.height, picture.width, 4)[:, :, :3].mean(axis=2, dtype=np.float32)
    across, down = _edges(picture.width, SHAPE[0]), _edges(picture.height, SHAPE[1])
    sums = np.add.reduceat(np.add.reduceat(bright, down[:-1], axis=0), across[:-1], axis=1)
    return np.asarray(sums / (np.diff(down)[:, None] * np.diff(across)[None, :]), np.float32)


def most_alike(shape: Shape, others: Sequence[tuple[int, Shape]], at_ms: int) -> int:
    """Return the index in `others` (time in ms and shape) of the frame that `shape`, supposed to be of `at_ms`, is a picture of."""
    # Two decoders make slightly different colours of the same frame, the same everywhere.
    distances = [float(np.abs((shape - shape.mean()) - (other - other.mean())).mean()) for _, other in others]
    limit = min(distances) * _AS_GOOD_SHARE + _AS_GOOD_LEVELS
    as_good = [index for index, distance in enumerate(distances) if distance <= limit]
    return min(as_good, key=lambda index: abs(others[index][0] - at_ms))


def _edges(length: int, parts: int) -> NDArray[np.intp]:
    return np.linspace(0, length, min(parts, length) + 1).astype(np.intp)
