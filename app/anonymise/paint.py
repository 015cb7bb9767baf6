"""Paint masks and the notice onto a picture's planes. What is painted over is gone: nothing shines through."""

from functools import lru_cache
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from app.anonymise.planes import Plane, Planes
from app.common.paths import resource_path
from app.domain.anonymise_plan import Box, MaskStyle

MASK_COLOURS = ("#3B6E8F", "#A0603A", "#5B5B86", "#6F7F3A")
"""Of A, B, C, D, and again: far enough apart to tell people apart, none of them skin."""
UNREVIEWED_NOTICE = "Niet door een mens bekeken"

_BLOCKS_ACROSS = 8
_CORNER_PART = 0.12
_CORNER_CUTS = 0.3
"""How much of its radius a rounded corner cuts off, measured along the side; the mask grows by it so that the corner
of the box itself stays covered."""
_LETTER_PART = 0.45
_SMALLEST_LETTER = 9
_BLACK, _WHITE, _GREY = 16, 235, 128
_NOTICE_PART = 0.09
_FINER = 4
_FONT = ("fonts", "AtkinsonHyperlegibleNext_700Bold.ttf")

Rectangle = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; all even, so that it has the same border in every plane."""


def paint_mask(planes: Planes, box: Box, shown_size: tuple[int, int], letter: str, style: MaskStyle) -> None:
    """Hide `box`, a part of the picture as shown (width, height), entirely."""
    if style is MaskStyle.SOLID:
        _paint_solid(planes, box, shown_size, letter)
    else:
        _paint_weak(planes, _rectangle(planes, box, shown_size, 0), blurred=style is MaskStyle.BLUR)


def paint_notice(planes: Planes) -> None:
    """Write across the bottom that no person looked at this clip."""
    height, width = planes.luma.shape
    band = _even_up(min(height, max(16, height * _NOTICE_PART)))
    rectangle = (0, height - band, width, height)
    _fill(planes, rectangle, (_BLACK, _GREY, _GREY))
    size = band * 0.6
    text = _text_shape(UNREVIEWED_NOTICE, round(size))
    if text.shape[1] > width * 0.9:
        text = _text_shape(UNREVIEWED_NOTICE, max(4, int(size * width * 0.9 / text.shape[1])))
    _write(planes, rectangle, text)


def _paint_solid(planes: Planes, box: Box, shown_size: tuple[int, int], letter: str) -> None:
    wide, high = (box.x1 - box.x0) * shown_size[0], (box.y1 - box.y0) * shown_size[1]
    radius = _even_up(_CORNER_PART * min(wide, high))
    rectangle = _rectangle(planes, box, shown_size, ceil(_CORNER_CUTS * radius))
    corners = _kept_corners(planes, rectangle, radius)
    _fill(planes, rectangle, _mask_colour(letter))
    for pixels, where, saved in corners:
        pixels[where] = saved
    letter_size = round(_LETTER_PART * min(rectangle[2] - rectangle[0], rectangle[3] - rectangle[1]))
    if letter_size >= _SMALLEST_LETTER:
        _write(planes, rectangle, _text_shape(letter, letter_size))


def _kept_corners(planes: Planes, rectangle: Rectangle, radius: int) -> list[tuple[Plane, NDArray[np.bool_], NDArray[np.uint8]]]:
    """Save what lies outside the rounded corners: (plane at the corner, which pixels, their values)."""
    left, top, right, bottom = rectangle
    height, width = planes.luma.shape
    # At the border of the picture the mask has no corner: whatever is hidden there goes on outside.
    spots = [
        ((left, top), (1, 1), left > 0 and top > 0),
        ((right - radius, top), (1, -1), right < width and top > 0),
        ((left, bottom - radius), (-1, 1), left > 0 and bottom < height),
        ((right - radius, bottom - radius), (-1, -1), right < width and bottom < height),
    ]
    saved = []
    for (x, y), (down, across), is_round in spots:
        if not is_round or not radius:
            continue
        for plane, step in planes.all:
            outside = _outside_corner(radius, step)[::down, ::across]
            part = plane[y // step : y // step + len(outside), x // step : x // step + len(outside)]
            saved.append((part, outside, part[outside]))
    return saved


@lru_cache(maxsize=128)
def _outside_corner(radius: int, step: int) -> NDArray[np.bool_]:
    """Return which pixels of the top left corner lie wholly outside the circle, for a plane of this step."""
    middle_of_circle = radius - np.arange(radius)
    is_outside = np.hypot(middle_of_circle[:, None] - 1, middle_of_circle[None, :] - 1) > radius
    return np.asarray(is_outside.reshape(radius // step, step, radius // step, step).all(axis=(1, 3)))


def _paint_weak(planes: Planes, rectangle: Rectangle, *, blurred: bool) -> None:
    left, top, right, bottom = rectangle
    block = _even_up(max(right - left, bottom - top) / _BLOCKS_ACROSS)
    for plane, step in planes.all:
        part = plane[top // step : bottom // step, left // step : right // step]
        part[:] = _in_blocks(part, block // step)
        if blurred:
            part[:] = np.asarray(Image.fromarray(part.copy()).filter(ImageFilter.GaussianBlur(block // step)))


def _in_blocks(part: Plane, block: int) -> Plane:
    rows = np.arange(0, part.shape[0], block)
    columns = np.arange(0, part.shape[1], block)
    sums = np.add.reduceat(np.add.reduceat(part.astype(np.uint32), rows, axis=0), columns, axis=1)
    heights, widths = np.diff([*rows, part.shape[0]]), np.diff([*columns, part.shape[1]])
    means = (sums // (heights[:, None] * widths[None, :])).astype(np.uint8)
    return np.asarray(means.repeat(heights, axis=0).repeat(widths, axis=1), dtype=np.uint8)


def _rectangle(planes: Planes, box: Box, shown_size: tuple[int, int], grow: int) -> Rectangle:
    """Return the box in pixels, rounded outwards to even numbers; at the border it takes the padding along."""
    height, width = planes.luma.shape
    shown_width, shown_height = shown_size
    left, top = floor(box.x0 * shown_width) - grow, floor(box.y0 * shown_height) - grow
    right, bottom = ceil(box.x1 * shown_width) + grow, ceil(box.y1 * shown_height) + grow
    return max(0, left - left % 2), max(0, top - top % 2), min(width, right + right % 2), min(height, bottom + bottom % 2)


def _fill(planes: Planes, rectangle: Rectangle, colour: tuple[int, int, int]) -> None:
    left, top, right, bottom = rectangle
    for (plane, step), value in zip(planes.all, colour, strict=True):
        plane[top // step : bottom // step, left // step : right // step] = value


def _write(planes: Planes, rectangle: Rectangle, text: NDArray[np.uint8]) -> None:
    """Put white text (an even-sided map of opacity) in the middle of the rectangle, as far as it fits."""
    left, top, right, bottom = rectangle
    text = text[: bottom - top, : right - left]
    high, wide = text.shape
    x = left + (right - left - wide) // 4 * 2
    y = top + (bottom - top - high) // 4 * 2
    for (plane, step), white in zip(planes.all, (_WHITE, _GREY, _GREY), strict=True):
        opacity = text.reshape(high // step, step, wide // step, step).mean(axis=(1, 3)) / 255
        part = plane[y // step : (y + high) // step, x // step : (x + wide) // step]
        part[:] = np.rint(part + (white - part.astype(np.float32)) * opacity).astype(np.uint8)


@lru_cache(maxsize=256)
def _text_shape(text: str, size: int) -> NDArray[np.uint8]:
    # Drawn large and made small: at their own size letters are pushed onto whole pixels and stand apart.
    font = ImageFont.truetype(str(resource_path(*_FONT)), size * _FINER)
    left, top, right, bottom = font.getbbox(text)
    width, height = _even_up((right - left) / _FINER), _even_up((bottom - top) / _FINER)
    picture = Image.new("L", (width * _FINER, height * _FINER))
    ImageDraw.Draw(picture).text((-left, -top), text, fill=255, font=font)
    return np.asarray(picture.reduce(_FINER))


@lru_cache(maxsize=64)
def _mask_colour(letter: str) -> tuple[int, int, int]:
    """Return the colour of this letter's mask as limited-range brightness, blue and red difference (BT.601)."""
    number = 0
    for sign in letter:
        number = number * 26 + ord(sign) - ord("A") + 1
    colour = MASK_COLOURS[(number - 1) % len(MASK_COLOURS)]
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    brightness = 0.299 * red + 0.587 * green + 0.114 * blue
    return round(16 + 219 * brightness), round(128 + 224 * (blue - brightness) / 1.772), round(128 + 224 * (red - brightness) / 1.402)


def _even_up(length: float) -> int:
    return ceil(length / 2) * 2
