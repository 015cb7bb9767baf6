"""Put flat colours and words on a picture's planes. Positions are picture pixels and even, so that they are whole in every plane."""

from functools import lru_cache
from math import ceil
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from app.anonymise.planes import Planes
from app.common.paths import resource_path

Rectangle = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; all even."""
Shape = NDArray[np.uint8]
"""How opaque each pixel of a drawn word is, 0..255; both sides even."""

WHITE, BLACK = "#FFFFFF", "#000000"
_FINER = 4
_RED_BLUE_PARTS = {False: (0.299, 0.114), True: (0.2126, 0.0722)}
"""How much red and blue weigh in brightness: BT.601, and BT.709 (ITU-R)."""


class Shade(NamedTuple):
    """A colour as a plane holds it: limited-range brightness, blue and red difference."""

    luma: int
    cb: int
    cr: int


@lru_cache(maxsize=256)
def shade(colour: str, *, is_bt709: bool) -> Shade:
    """Return `#RRGGBB` in the numbers of a picture with this matrix."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red_part, blue_part = _RED_BLUE_PARTS[is_bt709]
    brightness = red_part * red + (1 - red_part - blue_part) * green + blue_part * blue
    blue_difference, red_difference = (blue - brightness) / (1 - blue_part), (red - brightness) / (1 - red_part)
    return Shade(round(16 + 219 * brightness), round(128 + 112 * blue_difference), round(128 + 112 * red_difference))


def fill(planes: Planes, rectangle: Rectangle, colour: str) -> None:
    """Make the rectangle this colour, and nothing of what was there stays."""
    left, top, right, bottom = rectangle
    for (plane, step), value in zip(planes.all, shade(colour, is_bt709=planes.is_bt709), strict=True):
        plane[top // step : bottom // step, left // step : right // step] = value


def lay(planes: Planes, shape: Shape, left: int, top: int, colour: str = WHITE) -> None:
    """Put the shape down with its left top corner here, cut off at the picture's border."""
    height, width = planes.luma.shape
    shape = shape[max(0, -top) : height - top, max(0, -left) : width - left]
    left, top = max(0, left), max(0, top)
    high, wide = shape.shape
    if not (high and wide):
        return
    for (plane, step), value in zip(planes.all, shade(colour, is_bt709=planes.is_bt709), strict=True):
        opacity = shape.reshape(high // step, step, wide // step, step).mean(axis=(1, 3)) / 255
        part = plane[top // step : (top + high) // step, left // step : (left + wide) // step]
        part[:] = np.rint(part + (value - part.astype(np.float32)) * opacity).astype(np.uint8)


def lay_centred(planes: Planes, shape: Shape, rectangle: Rectangle, colour: str = WHITE) -> None:
    """Put the shape in the middle of the rectangle, cut off where it does not fit."""
    left, top, right, bottom = rectangle
    shape = shape[: bottom - top, : right - left]
    high, wide = shape.shape
    lay(planes, shape, left + (right - left - wide) // 4 * 2, top + (bottom - top - high) // 4 * 2, colour)


@lru_cache(maxsize=256)
def words_shape(text: str, size_px: int, weight: int = 700) -> Shape:
    """Return the words, no larger than they are: to be centred."""
    face = _face(size_px * _FINER, weight)
    return _drawn(text, face, face.getbbox(text))


@lru_cache(maxsize=256)
def line_shape(text: str, size_px: int, weight: int = 600) -> Shape:
    """Return the words as high as every line of this size is, so that lines under each other keep their distance."""
    face = _face(size_px * _FINER, weight)
    left, _, right, _ = face.getbbox(text)
    ascent, descent = face.getmetrics()
    return _drawn(text, face, (left, 0, right, ascent + descent))


def line_width(text: str, size_px: int, weight: int = 600) -> float:
    """Return how many pixels wide `line_shape` is."""
    return _face(size_px * _FINER, weight).getlength(text) / _FINER


@lru_cache(maxsize=64)
def rounded_square(side: int) -> Shape:
    """Return a filled square with round corners; `side` is even."""
    picture = Image.new("L", (side * _FINER, side * _FINER))
    ImageDraw.Draw(picture).rounded_rectangle((0, 0, side * _FINER - 1, side * _FINER - 1), side * _FINER // 4, fill=255)
    return np.asarray(picture.reduce(_FINER))


def even_up(length: float) -> int:
    """Return the next even whole number."""
    return ceil(length / 2) * 2


def _drawn(text: str, face: ImageFont.FreeTypeFont, area: tuple[float, float, float, float]) -> Shape:
    # Drawn large and made small: at their own size letters are pushed onto whole pixels and stand apart.
    left, top, right, bottom = area
    width, height = even_up((right - left) / _FINER), even_up((bottom - top) / _FINER)
    picture = Image.new("L", (width * _FINER, height * _FINER))
    ImageDraw.Draw(picture).text((-left, -top), text, fill=255, font=face)
    return np.asarray(picture.reduce(_FINER))


@lru_cache(maxsize=32)
def _face(size_px: int, weight: int) -> ImageFont.FreeTypeFont:
    name = {600: "600SemiBold", 700: "700Bold"}[weight]
    return ImageFont.truetype(str(resource_path("fonts", f"AtkinsonHyperlegibleNext_{name}.ttf")), size_px)
