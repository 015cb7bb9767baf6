import io
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from app.anonymise.face_finder import FaceFinder, input_size, overlap
from app.anonymise.glances import look_through
from app.anonymise.looked_at import Picture
from app.anonymise.tracks import START_CONFIDENCE
from app.decode.video_file import open_video

CLIP = Path(__file__).resolve().parents[2] / "media" / "webcam_1p_8s.webm"
WHOLE = (384, 640)
GLANCE = (192, 320)


class ScriptedEye:
    """Answers by the number a picture carries in its first pixel, and notes how it was asked.

    Asked for a single spot, it says `at_spot`, in fractions of the piece that it is shown.
    """

    def __init__(self, faces_whole, faces_glanced=None, at_spot=()):
        self.faces_whole = faces_whole
        self.faces_glanced = faces_glanced or faces_whole
        self.at_spot = at_spot
        self.whole: list[int] = []
        self.glanced: list[int] = []

    def __call__(self, pixels):
        number = round(pixels[0, 0, 0] / 2)
        if pixels.shape[:2] == WHOLE:
            self.whole.append(number)
            return rows(self.faces_whole(number))
        if pixels.shape[:2] == GLANCE:
            self.glanced.append(number)
            return rows(self.faces_glanced(number))
        return rows(self.at_spot)


def rows(faces):
    return np.array(faces, np.float32).reshape(-1, 5)


def pictures(count, step_ms=40, brightness=lambda number: 100):
    for number in range(count):
        pixels = np.full((*WHOLE, 3), brightness(number), np.uint8)
        pixels[:8, :8] = number * 2
        yield Picture(number * step_ms, pixels)


HEAD = (0.4, 0.4, 0.5, 0.55, 0.9)
IN_THE_MIDDLE = (0.4, 0.37, 0.6, 0.63, 0.8)
"""About where a head is in a piece of the picture cut out around it."""


def test_two_of_three_quiet_frames_are_only_glanced_at_and_none_is_left_out():
    eye = ScriptedEye(lambda _: [HEAD])
    found = list(look_through(pictures(19), eye))
    assert [frame.at_ms for frame in found] == [number * 40 for number in range(19)]
    assert sorted(eye.whole) == list(range(0, 19, 3))
    assert sorted(eye.glanced) == [number for number in range(19) if number % 3]
    assert all(len(frame.faces) == 1 for frame in found)


def test_below_twelve_frames_a_second_every_frame_is_looked_at_whole():
    eye = ScriptedEye(lambda _: [HEAD])
    list(look_through(pictures(20, step_ms=90), eye))
    assert len(eye.whole) == 20
    assert eye.glanced == []


def test_a_face_that_a_glance_misses_is_looked_for_again():
    eye = ScriptedEye(lambda _: [HEAD], lambda _: [])
    found = list(look_through(pictures(20), eye))
    assert all(len(frame.faces) == 1 for frame in found)
    assert len(set(eye.whole)) == 20


def test_a_face_that_a_glance_misses_is_first_looked_at_by_itself():
    eye = ScriptedEye(lambda _: [HEAD], lambda _: [], [IN_THE_MIDDLE])
    found = list(look_through(pictures(19), eye))
    assert sorted(eye.whole) == list(range(0, 19, 3))
    assert all(len(frame.faces) == 1 for frame in found)
    assert all(overlap(frame.faces[0], rows([HEAD])).max() > 0.5 for frame in found)


def test_where_glances_never_do_they_are_given_up_for_a_while():
    eye = ScriptedEye(lambda _: [HEAD], lambda _: [])
    list(look_through(pictures(60), eye))
    assert len(eye.glanced) < 20


def test_a_face_that_is_there_for_one_glanced_frame_is_looked_at_whole():
    eye = ScriptedEye(lambda number: [HEAD] if number == 5 else [])
    found = list(look_through(pictures(20), eye))
    assert 5 in eye.whole
    assert [len(frame.faces) for frame in found] == [int(number == 5) for number in range(20)]


def test_the_first_frame_after_a_sudden_change_is_never_only_glanced_at():
    eye = ScriptedEye(lambda _: [])
    list(look_through(pictures(20, brightness=lambda number: 30 if number < 7 else 200), eye))
    assert 7 in eye.whole


def test_the_last_frame_has_no_one_after_it_and_is_looked_at_whole():
    eye = ScriptedEye(lambda _: [HEAD])
    list(look_through(pictures(20), eye))
    assert 19 in eye.whole


def test_a_weak_box_only_a_glance_sees_is_left_out():
    eye = ScriptedEye(lambda _: [HEAD], lambda _: [HEAD, (0.1, 0.1, 0.2, 0.2, 0.1)])
    assert all(len(frame.faces) == 1 for frame in look_through(pictures(20), eye))


def test_a_larger_picture_adds_the_sure_faces_and_no_others():
    small, unsure = (0.7, 0.7, 0.72, 0.73, 0.5), (0.1, 0.7, 0.12, 0.73, 0.3)
    larger = np.zeros((WHOLE[0] * 2, WHOLE[1] * 2, 3), np.uint8)
    eye = ScriptedEye(lambda _: [HEAD])

    def with_larger(pixels):
        return rows([(*HEAD[:4], 0.95), small, unsure]) if pixels.shape == larger.shape else eye(pixels)

    both = (Picture(picture.at_ms, picture.pixels, lambda: larger) for picture in pictures(6))
    found = list(look_through(both, with_larger))
    assert [len(frame.faces) for frame in found] == [2, 1, 1, 1, 1, 1]
    assert found[0].faces[0] == pytest.approx(small)


def test_a_dark_picture_is_looked_at_brighter_and_a_bright_one_as_it_is():
    seen = []

    def eye(pixels):
        seen.append((int(pixels.max()), int(pixels.min())))
        return rows([])

    dark, bright = np.full((*WHOLE, 3), 4, np.uint8), np.full((*WHOLE, 3), 40, np.uint8)
    dark[100:200], bright[100:200] = 20, 200
    for pixels in (dark, bright, np.zeros((*WHOLE, 3), np.uint8)):
        list(look_through(iter([Picture(0, pixels)]), eye))
    assert seen == [(160, 32), (200, 40), (0, 0)]


def test_a_dark_picture_is_looked_at_larger_both_as_it_is_and_brighter():
    seen = []

    def eye(pixels):
        seen.append((pixels.shape[0], int(pixels.max())))
        return rows([HEAD] if int(pixels.max()) == 20 else [])

    dark, larger = np.full((*WHOLE, 3), 20, np.uint8), np.full((WHOLE[0] * 2, WHOLE[1] * 2, 3), 20, np.uint8)
    (found,) = look_through(iter([Picture(0, dark, lambda: larger)]), eye)
    assert {(WHOLE[0] * 2, 20), (WHOLE[0] * 2, 160), (WHOLE[0], 160)} <= set(seen)
    assert len(found.faces) == 1


@pytest.mark.slow
def test_glances_lose_no_sure_face_of_real_film():
    video = open_video(lambda: io.BytesIO(CLIP.read_bytes()))
    size = input_size(*video.layout.shown_size, 640)
    shown = [(frame.at_ms, frame.upright("rgb24", size)) for frame in video.frames(0, 2000)]
    video.close()
    find = partial(FaceFinder().find, threshold=0.05)
    for frame, (_, pixels) in zip(look_through((Picture(*each) for each in shown), find), shown, strict=True):
        for face in find(pixels):
            if face[4] >= START_CONFIDENCE:
                assert overlap(face, frame.faces).max() > 0.4
