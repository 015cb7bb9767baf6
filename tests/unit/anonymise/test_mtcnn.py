"""The other face finder on real pictures that ship with the tests, and on what is no picture of anybody."""

import hashlib
import sys
from pathlib import Path

import av
import numpy as np
import pytest

from app.anonymise.models import MTCNN
from app.anonymise.mtcnn import CascadeFinder
from app.common.paths import resource_path

MEDIA = Path(__file__).resolve().parents[2] / "media"
SURE = 0.7


@pytest.fixture(scope="module")
def finder():
    return CascadeFinder()


def first_frame(name: str, size: tuple[int, int]) -> np.ndarray:
    with av.open(str(MEDIA / name)) as clip:
        frame = next(clip.decode(video=0))
        return frame.reformat(width=size[0], height=size[1], format="rgb24").to_ndarray()


def test_two_men_at_a_lectern_are_two_faces_in_the_upper_half(finder):
    found = finder.find(first_frame("toespraak_2p_12fps.mp4", (640, 480)), SURE)
    assert len(found) == 2
    assert found[0, 4] >= found[1, 4] > SURE
    assert all(0 <= x0 < x1 <= 1 and 0 <= y0 < y1 < 0.6 for x0, y0, x1, y1, _ in found)


@pytest.mark.parametrize("size", [(640, 480), (416, 320)])
def test_a_standing_man_is_one_face_and_mirrored_he_stands_on_the_other_side(finder, size):
    picture = first_frame("staand_mkv_a.mkv", size)
    (face,) = finder.find(picture, SURE)
    (mirrored,) = finder.find(np.ascontiguousarray(picture[:, ::-1]), SURE)
    assert 1 - mirrored[[2, 0]] == pytest.approx(face[[0, 2]], abs=0.03)
    assert mirrored[[1, 3]] == pytest.approx(face[[1, 3]], abs=0.03)


def test_half_a_head_at_the_border_stays_in_the_picture(finder):
    picture = first_frame("staand_mkv_a.mkv", (640, 480))
    (face,) = finder.find(picture, SURE)
    cut = picture[:, int(face[0] * 640 + (face[2] - face[0]) * 640 * 0.25) :]
    for x0, y0, x1, y1, _ in finder.find(np.ascontiguousarray(cut), SURE):
        assert 0 <= x0 < x1 <= 1
        assert 0 <= y0 < y1 <= 1


@pytest.mark.parametrize("shape", [(8, 8, 3), (20, 400, 3), (320, 416, 3)])
def test_noise_and_one_colour_are_nobody(finder, shape):
    noise = np.random.default_rng(1).integers(0, 256, shape, np.uint8)
    for picture in (noise, np.full(shape, 128, np.uint8), np.zeros(shape, np.uint8)):
        assert finder.find(picture, SURE).shape == (0, 5)


def test_the_files_are_those_the_readme_names():
    readme = resource_path("models", "README.md").read_text("utf-8")
    for model in MTCNN:
        content = resource_path("models", model.file_name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == model.sha256
        assert model.sha256 in readme
        assert f"{len(content):,} bytes" in readme


def test_reading_stored_weights_knows_no_other_class_than_those_of_an_array(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[3] / "build_scripts"))
    import pickle

    from make_second_model import read_weights

    class Odd:
        def __reduce__(self):
            return sys.exit, (3,)

    with pytest.raises(KeyError):
        read_weights(pickle.dumps(Odd()))
