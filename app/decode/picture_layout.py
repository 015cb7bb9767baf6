"""How a stored picture becomes the one a person sees: pixels made square, then turned upright."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

_STRANGEST_ASPECT = 4
"""A pixel more than four times as wide as high (or the reverse) is a mistake in the file, not a shape to honour."""


@dataclass(frozen=True)
class PictureLayout:
    """`rotation` is degrees clockwise (0, 90, 180, 270) and comes after the pixels are made square."""

    stored_width: int
    stored_height: int
    pixel_aspect: Fraction
    rotation: int

    @staticmethod
    def of(stored_width: int, stored_height: int, pixel_aspect: Fraction | None, degrees: float) -> "PictureLayout":
        """Return the layout with mistakes in the file put right: an absurd pixel shape, a slanted rotation."""
        aspect = pixel_aspect or Fraction(1)
        if not Fraction(1, _STRANGEST_ASPECT) <= aspect <= _STRANGEST_ASPECT:
            aspect = Fraction(1)
        return PictureLayout(stored_width, stored_height, aspect, round(degrees / 90) * 90 % 360)

    @property
    def square_size(self) -> tuple[int, int]:
        """Width and height with square pixels, not yet turned. The side that is stretched is even, as codecs want it."""
        if self.pixel_aspect > 1:
            return _even(self.stored_width * self.pixel_aspect), self.stored_height
        if self.pixel_aspect < 1:
            return self.stored_width, _even(self.stored_height / self.pixel_aspect)
        return self.stored_width, self.stored_height

    @property
    def shown_size(self) -> tuple[int, int]:
        """Width and height as a person sees it."""
        width, height = self.square_size
        return (height, width) if self.rotation in (90, 270) else (width, height)

    def turned(self, pixels: Pixels) -> Pixels:
        """Return height x width x channels pixels turned upright; a copy only when there is something to turn."""
        if self.rotation == 0:
            return pixels
        return np.ascontiguousarray(np.rot90(pixels, -self.rotation // 90))

    def size_before_turning(self, shown_size: tuple[int, int]) -> tuple[int, int]:
        """Return the width and height a picture needs before turning, to be `shown_size` after it."""
        width, height = shown_size
        return (height, width) if self.rotation in (90, 270) else (width, height)


def fitted(size: tuple[int, int], limit: tuple[int, int]) -> tuple[int, int]:
    """Return `size` scaled down to fit in `limit` with its proportions kept; never scaled up, never under 2 pixels."""
    scale = min(Fraction(1), Fraction(limit[0], size[0]), Fraction(limit[1], size[1]))
    return max(2, round(size[0] * scale)), max(2, round(size[1] * scale))


def _even(length: Fraction) -> int:
    return max(2, round(length / 2) * 2)
