"""A frame of a fragment on its way through the looking: its picture in two sizes, and what was found in it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from app.anonymise.face_finder import FloatArray, Pixels
from app.anonymise.tracks import START_CONFIDENCE

_ENOUGH_PX = 32
"""Longest side of a face that is looked at closer in the smaller picture."""


@dataclass
class Picture:
    """One frame to look at; `pixels` (height x width x 3, sides multiples of 32) is for a look at the whole of it."""

    at_ms: int
    pixels: Pixels
    enlarge: Callable[[], Pixels] | None = None
    """Gives the same larger, where the recording has more to show."""

    @cached_property
    def larger(self) -> Pixels:
        """The picture as large as it is of use."""
        return self.pixels if self.enlarge is None else self.enlarge()

    def longest_px(self, face: FloatArray) -> float:
        """Return the longest side of a face, a row in fractions of the picture, in pixels of `pixels`."""
        height, width = self.pixels.shape[:2]
        return float(max((face[2] - face[0]) * width, (face[3] - face[1]) * height))

    def showing(self, face: FloatArray) -> Pixels:
        """Return the picture that shows a face of this size well enough."""
        return self.pixels if self.longest_px(face) >= _ENOUGH_PX else self.larger


@dataclass
class LookedAt:
    """A frame with what was found in it: rows (x0, y0, x1, y1, confidence)."""

    picture: Picture
    thumbnail: Pixels
    faces: FloatArray

    @property
    def at_ms(self) -> int:
        """Its time in the fragment."""
        return self.picture.at_ms


def strong(faces: FloatArray) -> FloatArray:
    """Return those that are followed as a head by themselves."""
    return faces[faces[:, 4] >= START_CONFIDENCE]
