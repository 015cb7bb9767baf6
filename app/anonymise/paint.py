"""Paint masks and the notice onto a picture's planes. What is painted over is gone: nothing shines through."""

from functools import lru_cache
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from app.anonymise.brush import BLACK, Rectangle, even_up, fill, lay_centred, shade, words_shape
from app.anonymise.planes import Plane, Planes
from app.common.design import design_tokens, letter_colour
from app.domain.anonymise_plan import WEAKER_STYLES, Box, MaskStyle

UNREVIEWED_NOTICE = "Niet door een mens bekeken"

_BLOCKS_ACROSS = 8
_CORNER_PART = 0.12
_CORNER_CUTS = 0.3
"""How much of its radius a rounded corner cuts off, measured along the side; the mask grows by it so that the corner
of the box itself stays covered."""
_LETTER_PART = 0.45
_SMALLEST_LETTER = 9
_NOTICE_PART = 0.09
_HALF = 128


def paint_mask(planes: Planes, box: Box, shown_size: tuple[int, int], letter: str, style: MaskStyle) -> None:
    """Hide `box`, a part of the picture as shown (width, height), entirely."""
    if style in WEAKER_STYLES:
        _paint_weak(planes, _rectangle(planes, box, shown_size, 0), blurred=style is MaskStyle.BLUR)
    else:
        _paint_solid(planes, box, shown_size, letter)


def paint_area(planes: Planes, area: NDArray[np.bool_], step: int, letter: str) -> None:
    """Hide an area of any shape, as cells of `step` pixels, in the colour of the letter; grey where it is empty."""
    rows, columns = planes.cb.shape
    whole = Image.fromarray(area.astype(np.uint8) * 255).resize((area.shape[1] * step // 2, area.shape[0] * step // 2), Image.Resampling.BILINEAR)
    is_hidden = np.asarray(whole)[:rows, :columns] >= _HALF
    colour = shade(letter_colour(letter) if letter else design_tokens()["kleur"]["licht"]["inkt_3"], is_bt709=planes.is_bt709)
    for (plane, each), value in zip(planes.all, colour, strict=True):
        plane[is_hidden if each == 2 else is_hidden.repeat(2, axis=0).repeat(2, axis=1)] = value


def notice_top(height: int) -> int:
    """Return where the notice begins, in pixels from the top of a picture this high."""
    return height - even_up(min(height, max(16, height * _NOTICE_PART)))


def paint_notice(planes: Planes) -> None:
    """Write across the bottom that no person looked at this clip."""
    height, width = planes.luma.shape
    top = notice_top(height)
    fill(planes, (0, top, width, height), BLACK)
    size = (height - top) * 0.6
    text = words_shape(UNREVIEWED_NOTICE, round(size))
    if text.shape[1] > width * 0.9:
        text = words_shape(UNREVIEWED_NOTICE, max(4, int(size * width * 0.9 / text.shape[1])))
    lay_centred(planes, text, (0, top, width, height))


def _paint_solid(planes: Planes, box: Box, shown_size: tuple[int, int], letter: str) -> None:
    wide, high = (box.x1 - box.x0) * shown_size[0], (box.y1 - box.y0) * shown_size[1]
    radius = even_up(_CORNER_PART * min(wide, high))
    rectangle = _rectangle(planes, box, shown_size, ceil(_CORNER_CUTS * radius))
    corners = _kept_corners(planes, rectangle, radius)
    fill(planes, rectangle, letter_colour(letter))
    for pixels, where, saved in corners:
        pixels[where] = saved
    letter_size = round(_LETTER_PART * min(rectangle[2] - rectangle[0], rectangle[3] - rectangle[1]))
    if letter_size >= _SMALLEST_LETTER:
        lay_centred(planes, words_shape(letter, letter_size), rectangle)


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
    block = even_up(max(right - left, bottom - top) / _BLOCKS_ACROSS)
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
