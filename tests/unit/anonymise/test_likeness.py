import numpy as np
import pytest

from app.anonymise.likeness import LOOK_SIZE, alike_tracks, looks_of
from app.anonymise.tracks import FoundFace, join_faces
from app.domain.anonymise_plan import Box

RED, GREEN, BLUE, SKIN, DARK = (200, 40, 40), (40, 160, 60), (40, 60, 190), (220, 180, 150), (40, 30, 25)


def person(pixels, x, clothes, hair):
    """Paint somebody of 40 x 50 pixels' face at column x and return the row of the face."""
    pixels[60:130, x - 10 : x + 50] = hair
    pixels[80:130, x : x + 40] = SKIN
    pixels[130:240, x - 30 : x + 70] = clothes
    height, width = pixels.shape[:2]
    return (x / width, 80 / height, (x + 40) / width, 130 / height, 0.9)


def film(shots):
    """Join the faces of shots, each (frames, people as (x, clothes, hair)), with two seconds of nobody after each shot."""
    faces = []
    random = np.random.default_rng(3)
    for length, people in shots:
        for _ in range(length):
            pixels = np.full((300, 640, 3), 120, np.uint8)
            rows = np.array([person(pixels, *each) for each in people], np.float32)
            noisy = np.clip(pixels + random.normal(0, 4, pixels.shape), 0, 255).astype(np.uint8)
            looks = looks_of(noisy, rows)
            assert len(looks) == len(rows) * LOOK_SIZE
            each_look = [looks[start : start + LOOK_SIZE] for start in range(0, len(looks), LOOK_SIZE)]
            faces.append([FoundFace(Box(*map(float, row[:4])), float(row[4]), look) for row, look in zip(rows, each_look, strict=True)])
        faces += [[]] * 90
    tracks = join_faces([number * 40 for number in range(len(faces))], faces, frozenset())
    return tracks, alike_tracks(tracks, faces)


def test_somebody_in_the_same_clothes_is_proposed_as_the_same_person_and_another_is_not():
    tracks, alike = film([(30, [(100, RED, DARK), (400, BLUE, DARK)]), (20, [(300, RED, DARK)])])
    assert len(tracks) == 3
    (pair,) = alike
    by_id = {track.track_id: track for track in tracks}
    later, earlier = (by_id[each] for each in pair)
    assert later.keys[0].frame > 30
    assert earlier.keys[0].box.x0 < 0.3


def test_two_who_are_seen_together_are_never_proposed_however_alike():
    _, alike = film([(30, [(100, RED, DARK), (400, RED, DARK)])])
    assert alike == ()


def test_nobody_is_proposed_for_somebody_in_other_clothes():
    _, alike = film([(30, [(100, RED, DARK)]), (30, [(300, GREEN, SKIN)])])
    assert alike == ()


def test_too_few_sightings_say_nothing():
    _, alike = film([(30, [(100, RED, DARK)]), (3, [(300, RED, DARK)])])
    assert alike == ()


def test_a_weak_face_is_not_described():
    pixels = np.zeros((300, 640, 3), np.uint8)
    assert looks_of(pixels, np.array([(0.1, 0.1, 0.2, 0.3, 0.2)], np.float32)) == bytes(LOOK_SIZE)


@pytest.mark.parametrize("face", [(0.0, 0.0, 0.01, 0.01), (0.99, 0.98, 1.0, 1.0), (0.0, 0.0, 1.0, 1.0)])
def test_a_face_at_the_border_is_described_as_far_as_it_is_there(face):
    look = looks_of(np.full((96, 96, 3), 99, np.uint8), np.array([(*face, 0.9)], np.float32))
    assert len(look) == LOOK_SIZE
