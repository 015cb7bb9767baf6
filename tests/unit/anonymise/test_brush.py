import av
import numpy as np
import pytest

from app.anonymise.brush import fill, lay, words_shape
from app.anonymise.planes import Planes, blank_planes, plane_pixels
from app.common.design import design_tokens, letter_colour

COLOURS = [*(design_tokens()["vlak_per_gezicht"][letter] for letter in "ABCD"), "#0E1312", "#F3EFE4", "#FFFFFF", "#000000"]


def seen_colour(planes, matrix):
    """As FFmpeg turns the planes into red, green and blue."""
    frame = av.VideoFrame(planes.luma.shape[1], planes.luma.shape[0], "yuv420p")
    for index, (pixels, _) in enumerate(planes.all):
        plane_pixels(frame, index)[:] = pixels
    frame.colorspace, frame.color_range = matrix, 1
    return frame.to_ndarray(format="rgb24", src_colorspace=matrix)[8, 8].astype(int)


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize(("is_bt709", "matrix"), [(False, 5), (True, 1)])
def test_a_colour_comes_out_as_the_design_has_it_under_both_standards(colour, is_bt709, matrix):
    planes = Planes(*(np.zeros(size, np.uint8) for size in ((16, 16), (8, 8), (8, 8))), is_bt709=is_bt709)
    fill(planes, (0, 0, 16, 16), colour)
    assert np.abs(seen_colour(planes, matrix) - [int(colour[at : at + 2], 16) for at in (1, 3, 5)]).max() <= 4


def test_letters_after_d_begin_again():
    assert [letter_colour(letter) for letter in ("A", "E", "Z", "AA", "AB")] == [letter_colour(letter) for letter in ("A", "A", "B", "C", "D")]


@pytest.mark.parametrize(("left", "top"), [(-20, -20), (60, 60), (-100, 0), (0, 200), (2, -4)])
def test_words_are_cut_off_at_the_border(left, top):
    planes = blank_planes(64, 64)
    shape = words_shape("Woord", 20)
    lay(planes, shape, left, top)
    inside = shape[max(0, -top) : max(0, 64 - top), max(0, -left) : max(0, 64 - left)]
    assert int(planes.luma.astype(int).sum() > 0) == int(inside.astype(int).sum() > 0)
