import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.anonymise.paint import paint_mask, paint_notice
from app.anonymise.planes import Planes
from app.domain.anonymise_plan import Box, MaskStyle

ON_THE_PICTURE = [style for style in MaskStyle if style is not MaskStyle.TEXT]

A_LUMA = 101
"""Brightness of #3B6E8F."""


def noise(width=160, height=120, seed=1):
    rng = np.random.default_rng(seed)
    return Planes(
        rng.integers(16, 235, (height, width), np.uint8),
        rng.integers(16, 235, (height // 2, width // 2), np.uint8),
        rng.integers(16, 235, (height // 2, width // 2), np.uint8),
    )


def copy_of(planes):
    return Planes(planes.luma.copy(), planes.cb.copy(), planes.cr.copy())


def size_of(planes):
    return planes.luma.shape[1], planes.luma.shape[0]


@st.composite
def boxes(draw):
    x0, y0 = draw(st.floats(0, 0.9)), draw(st.floats(0, 0.9))
    return Box(x0, y0, draw(st.floats(x0 + 0.05, 1)), draw(st.floats(y0 + 0.05, 1)))


@settings(max_examples=80, deadline=None)
@given(boxes(), st.sampled_from(ON_THE_PICTURE), st.sampled_from([(160, 120), (159, 119), (62, 200)]))
def test_nothing_under_the_mask_depends_on_single_pixels_of_the_picture(box, style, size):
    even_size = (size[0] + size[0] % 2, size[1] + size[1] % 2)
    one, other = noise(*even_size, seed=1), noise(*even_size, seed=2)
    for planes in (one, other):
        paint_mask(planes, box, size, "A", style)
    for (plane, step), (other_plane, _) in zip(one.all, other.all, strict=True):
        top, bottom = int(np.floor(box.y0 * size[1])) // step, -(-int(np.ceil(box.y1 * size[1])) // step)
        left, right = int(np.floor(box.x0 * size[0])) // step, -(-int(np.ceil(box.x1 * size[0])) // step)
        part, other_part = plane[top:bottom, left:right], other_plane[top:bottom, left:right]
        if style in (MaskStyle.SOLID, MaskStyle.SILHOUETTE):
            assert (part == other_part).all()
        else:
            assert len(np.unique(part)) <= 8 * 8 or style is MaskStyle.BLUR


def test_a_solid_mask_has_the_letters_colour_and_a_white_letter():
    planes = noise()
    paint_mask(planes, Box(0.2, 0.2, 0.8, 0.8), size_of(planes), "A", MaskStyle.SOLID)
    inside = planes.luma[30:90, 40:120]
    values, counts = np.unique(inside, return_counts=True)
    assert values[np.argmax(counts)] == A_LUMA
    assert 0.03 < (inside > 200).mean() < 0.4


def test_letters_have_the_colours_of_the_design_in_turn():
    shades = []
    for letter in "ABCDE":
        planes = noise()
        paint_mask(planes, Box(0.1, 0.1, 0.9, 0.9), size_of(planes), letter, MaskStyle.SOLID)
        shades.append((planes.luma[20, 20], planes.cb[10, 10], planes.cr[10, 10]))
    assert len(set(shades[:4])) == 4
    assert shades[4] == shades[0]


def test_corners_are_round_but_the_box_itself_is_covered():
    planes = noise()
    before = copy_of(planes)
    box = Box(0.25, 0.25, 0.75, 0.75)
    paint_mask(planes, box, size_of(planes), "A", MaskStyle.SOLID)
    assert (planes.luma[30:33, 40:43] == A_LUMA).all()
    changed = planes.luma != before.luma
    rows = np.flatnonzero(changed.any(axis=1))
    columns = np.flatnonzero(changed.any(axis=0))
    assert not changed[rows[0], columns[0]]
    assert (rows[0], columns[0]) < (30, 40)


def test_at_the_border_the_mask_has_no_round_corner():
    planes = noise()
    paint_mask(planes, Box(0, 0, 0.5, 0.5), size_of(planes), "A", MaskStyle.SOLID)
    assert planes.luma[0, 0] == planes.luma[0, 75] == planes.luma[55, 0] == A_LUMA


def test_outside_the_mask_the_picture_is_untouched():
    planes = noise()
    before = copy_of(planes)
    for style in ON_THE_PICTURE:
        paint_mask(planes, Box(0.4, 0.4, 0.6, 0.6), size_of(planes), "A", style)
    assert (planes.luma[:, :50] == before.luma[:, :50]).all()
    assert (planes.cb[:20] == before.cb[:20]).all()


@pytest.mark.parametrize("style", [MaskStyle.PIXELATE, MaskStyle.BLUR])
def test_the_weaker_masks_leave_at_most_eight_blocks_across(style):
    planes = noise(320, 240)
    planes.luma[:] = np.tile(np.array([0, 255], np.uint8), (240, 160))
    paint_mask(planes, Box(0.1, 0.1, 0.9, 0.9), size_of(planes), "A", style)
    inside = planes.luma[30:210, 40:280].astype(int)
    assert np.abs(np.diff(inside, axis=1)).max() <= 2


def test_the_notice_lies_over_the_bottom_in_every_size():
    for width, height in ((1280, 720), (176, 144), (64, 32), (360, 640)):
        planes = noise(width, height)
        before = copy_of(planes)
        paint_notice(planes)
        assert (planes.luma[-1] == 16).all()
        assert (planes.luma[height * 3 // 4 :] > 150).any()
        assert (planes.luma[: height // 2] == before.luma[: height // 2]).all()
