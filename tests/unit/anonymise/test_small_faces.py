import io
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.anonymise.closer_look import look_closer
from app.anonymise.face_finder import FaceFinder, overlap
from app.anonymise.looked_at import LookedAt, Picture
from app.anonymise.small_faces import SmallFaces
from app.decode.video_file import open_video

CLIP = Path(__file__).resolve().parents[2] / "media" / "webcam_1p_8s.webm"
HEIGHT, WIDTH = 384, 640
FACE_PX = 9
NOTHING = np.empty((0, 5), np.float32)
FIRST, LAST = 3, 20
"""The frames in which somebody is there."""


@pytest.fixture(scope="module")
def find():
    return partial(FaceFinder().find, threshold=0.05)


@pytest.fixture(scope="module")
def person(find):
    """A real head, so small that its face is FACE_PX high, and the face's edges in it."""
    video = open_video(lambda: io.BytesIO(CLIP.read_bytes()))
    pixels = next(iter(video.frames(1000))).upright("rgb24", (WIDTH, HEIGHT))
    video.close()
    face = find(pixels)[0]
    edges = np.array([face[0] * WIDTH, face[1] * HEIGHT, face[2] * WIDTH, face[3] * HEIGHT])
    wide, high = edges[2] - edges[0], edges[3] - edges[1]
    left, top = max(0, round(edges[0] - wide)), max(0, round(edges[1] - 0.6 * high))
    head = Image.fromarray(pixels[top : round(edges[3] + high), left : round(edges[2] + wide)])
    zoom = FACE_PX / high
    small = head.resize((round(head.width * zoom), round(head.height * zoom)), Image.Resampling.BOX)
    return small, (edges - (left, top, left, top)) * zoom


def walking(person, number):
    """The picture with this number, and the row of the face in it: it walks two pixels a frame."""
    head, (x0, y0, x1, y1) = person
    room = Image.fromarray(np.random.default_rng(number).integers(90, 110, (HEIGHT, WIDTH, 3), np.uint8))
    left, top = 200 + 2 * number, 150
    if FIRST <= number <= LAST:
        room.paste(head, (left, top))
    row = np.array([(left + x0) / WIDTH, (top + y0) / HEIGHT, (left + x1) / WIDTH, (top + y1) / HEIGHT, 0.06], np.float32)
    return LookedAt(Picture(number * 40, np.asarray(room)), np.zeros((16, 16), np.uint8), NOTHING), row


def looked_through(person, find, closer_at, count=26):
    faces = SmallFaces(find)
    frames, rows = zip(*(walking(person, number) for number in range(count)), strict=True)
    out = []
    for number, frame in enumerate(frames):
        out += list(faces.add(frame, rows[number][np.newaxis] if number in closer_at else None))
    out += list(faces.rest())
    assert [frame.at_ms for frame in out] == [number * 40 for number in range(count)]
    return [len(frame.faces) > 0 and float(overlap(row, frame.faces).max()) > 0.3 for frame, row in zip(out, rows, strict=True)]


@pytest.mark.slow
def test_a_face_of_nine_pixels_is_followed_on_and_back_from_where_it_was_hardly_seen_once(person, find):
    assert looked_through(person, find, {12}) == [FIRST <= number <= LAST for number in range(26)]


@pytest.mark.slow
def test_what_is_no_face_when_looked_at_closer_is_left_out(person, find):
    assert looked_through(person, find, {1, 24}) == [False] * 26


@pytest.mark.slow
def test_a_spot_at_the_border_is_looked_at_as_well(person, find):
    head, _ = person
    room = Image.new("RGB", (WIDTH, HEIGHT), (100, 100, 100))
    room.paste(head, (WIDTH - head.width, HEIGHT - head.height))
    expected = np.array(
        [1 - 0.6 * head.width / WIDTH, 1 - 0.6 * head.height / HEIGHT, 1 - 0.3 * head.width / WIDTH, 1 - 0.3 * head.height / HEIGHT, 0.1]
    )
    face = look_closer(np.asarray(room), expected.astype(np.float32), find)
    assert face is not None
    assert face[4] > 0.5
    assert face[:4].min() >= 0
    assert face[:4].max() <= 1
