from fractions import Fraction

import numpy as np
import pytest

from app.decode.picture_layout import PictureLayout, fitted


@pytest.mark.parametrize(
    ("aspect", "rotation", "shown"),
    [
        (None, 0, (176, 144)),
        (Fraction(128, 117), 0, (192, 144)),
        (Fraction(1, 2), 0, (176, 288)),
        (None, 90, (144, 176)),
        (Fraction(2), 270, (144, 352)),
        (Fraction(2), 180, (352, 144)),
    ],
)
def test_shown_size_has_square_pixels_and_is_upright(aspect, rotation, shown) -> None:
    assert PictureLayout.of(176, 144, aspect, rotation).shown_size == shown


@pytest.mark.parametrize("aspect", [Fraction(1, 1000), Fraction(1000), Fraction(0)])
def test_absurd_pixel_shape_is_not_honoured(aspect) -> None:
    assert PictureLayout.of(64, 48, aspect, 0).shown_size == (64, 48)


@pytest.mark.parametrize(("degrees", "rotation"), [(-90, 270), (89.7, 90), (450, 90), (44, 0), (-180, 180)])
def test_a_slanted_rotation_becomes_a_quarter_turn(degrees, rotation) -> None:
    assert PictureLayout.of(64, 48, None, degrees).rotation == rotation


def test_turning_is_clockwise() -> None:
    pixels = np.zeros((2, 4, 3), np.uint8)
    pixels[0, 0] = 255  # top left goes to the top right
    turned = PictureLayout.of(4, 2, None, 90).turned(pixels)
    assert turned.shape == (4, 2, 3)
    assert turned[0, 1].all()
    assert turned.sum() == 3 * 255


def test_fitting_keeps_proportions_and_never_enlarges() -> None:
    assert fitted((3840, 2160), (1920, 1920)) == (1920, 1080)
    assert fitted((100, 50), (1920, 1920)) == (100, 50)
    assert fitted((10_000, 1), (100, 100)) == (100, 2)
