"""Whether another camera, or another scene, begins with a picture: for steps that see pictures one by one.

`cuts` looks at a whole fragment and needs three agreeing signs, because a wrong cut there ends a mask. Here a wrong one only
makes a step look once more.
"""

import numpy as np
from numpy.typing import NDArray

_OTHER_SHOT = 0.35
"""Correlation of two following pictures below which they are of different shots; as in `cuts`."""
_CELLS = 16


def is_other_shot(before: NDArray[np.uint8], picture: NDArray[np.uint8]) -> bool:
    """Return whether two following pictures, height x width brightness, are of different shots."""
    one, other = (each - each.mean() for each in (_cells(before), _cells(picture)))
    length = float(np.linalg.norm(one) * np.linalg.norm(other))
    return length > 0 and float((one * other).sum()) < _OTHER_SHOT * length


def _cells(picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    rows = np.array_split(picture.astype(np.float64), _CELLS)
    means = np.array([row.mean(axis=0) for row in rows if len(row)])
    return np.array([part.mean(axis=1) for part in np.array_split(means, _CELLS, axis=1) if part.size])
