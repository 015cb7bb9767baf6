"""Which part of a picture is a person: one small network, looked through at the whole picture and around heads."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.anonymise.models import SELFIE_SEGMENTATION
from app.common.shipped_model import open_network

SIDE = 256
"""The network's picture is a square of this many pixels; others are squeezed into it, as it was taught."""

Chances = NDArray[np.float32]
Pixels = NDArray[np.uint8]


class PersonFinder:
    """One loaded network. `find` may be called from several threads at once."""

    def __init__(self) -> None:
        # One thread in each call, as it comes: with more the sums come in another order, and a plan must always give the same picture.
        self._session = open_network(SELFIE_SEGMENTATION)

    def find(self, pixels: Pixels) -> Chances:
        """Return how surely each spot is part of a person, 0..1, as 256 x 256 spots; `pixels` is (height, width, 3), red first."""
        picture = pixels if pixels.shape[:2] == (SIDE, SIDE) else np.asarray(Image.fromarray(pixels).resize((SIDE, SIDE), Image.Resampling.BILINEAR))
        tensor = np.ascontiguousarray(picture.transpose(2, 0, 1)[np.newaxis], dtype=np.float32) / 255
        (found,) = self._session.run(None, {"picture": tensor})
        return np.asarray(found[0, 0], dtype=np.float32)
