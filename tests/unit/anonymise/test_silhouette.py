import io
from datetime import UTC, datetime
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.anonymise.brush import shade
from app.anonymise.fragment_frames import fragment_frames
from app.anonymise.masks import body_box
from app.anonymise.paint import paint_area
from app.anonymise.person_finder import PersonFinder
from app.anonymise.planes import Planes
from app.anonymise.render import render
from app.anonymise.silhouette import Grid, Head, divided, with_silhouettes
from app.common.byte_source import MemorySource
from app.common.design import letter_colour
from app.common.ids import FragmentId
from app.common.progress import JobContext
from app.decode.video_file import open_video
from app.domain.anonymise_plan import AnonymisePlan, Box, BoxOrigin, MaskKey, MaskStyle, Track, approve
from app.domain.timecode import TimeRange

MAN_STANDING = Path(__file__).resolve().parents[2] / "media" / "staand_mkv_a.mkv"
HIS_HEAD = Box(0.38, 0.02, 0.58, 0.34)
ON_HIM = [(0.48, 0.2), (0.48, 0.45), (0.4, 0.5), (0.56, 0.5), (0.48, 0.7), (0.45, 0.95)]
BESIDE_HIM = [(0.05, 0.1), (0.9, 0.1), (0.72, 0.3), (0.2, 0.15)]
LEFT, RIGHT = Box(0.1, 0.1, 0.2, 0.3), Box(0.7, 0.1, 0.8, 0.3)
GRID = Grid(200, 100, 4)


def column(x0, x1, y0=0.1):
    """A person as an upright bar, in cells."""
    area = np.zeros((GRID.rows, GRID.columns), dtype=bool)
    area[int(y0 * GRID.rows) :, int(x0 * GRID.columns) : int(x1 * GRID.columns)] = True
    return area


def at(area, x, y):
    return bool(area[int(y * area.shape[0]), int(x * area.shape[1])])


def clip() -> bytes:
    return MAN_STANDING.read_bytes()


def frames_of(content):
    return [frame for _, frame in fragment_frames(open_video(lambda: io.BytesIO(content)), 0, 1000)]


def seen(mp4):
    with av.open(io.BytesIO(mp4)) as read:
        return [frame.to_ndarray(format="rgb24") for frame in read.decode(video=0)]


def plan_of(content, **options):
    video = open_video(lambda: io.BytesIO(content))
    times = tuple(at_ms for at_ms, _ in fragment_frames(video, 0, 1000))
    keys = tuple(MaskKey(frame, HIS_HEAD, BoxOrigin.DRAWN) for frame in range(len(times)))
    width, height = video.layout.shown_size
    track = Track("t", "A", "", keys, **options)
    return AnonymisePlan(FragmentId("0" * 32), TimeRange(0, 1000), width, height, times, (track,), MaskStyle.SILHOUETTE)


def test_every_person_goes_to_the_nearest_head():
    areas = divided(column(0.08, 0.22) | column(0.68, 0.82), [Head("A", LEFT, True), Head("B", RIGHT, True)], GRID)
    assert (at(areas["A"], 0.15, 0.9), at(areas["A"], 0.75, 0.9)) == (True, False)
    assert (at(areas["B"], 0.15, 0.9), at(areas["B"], 0.75, 0.9)) == (False, True)
    assert not areas[""].any()


def test_whoever_stays_visible_is_left_out_of_every_area():
    areas = divided(column(0.08, 0.22) | column(0.68, 0.82), [Head("A", LEFT, True), Head("B", RIGHT, False)], GRID)
    assert not any(at(area, 0.75, y) for area in areas.values() for y in (0.2, 0.5, 0.9))
    assert at(areas["A"], 0.15, 0.9)


def test_a_person_without_a_head_that_was_found_is_covered_too():
    areas = divided(column(0.08, 0.22) | column(0.68, 0.82), [Head("A", LEFT, True)], GRID)
    assert at(areas[""], 0.75, 0.9)


def test_where_no_body_is_seen_one_is_drawn_to_the_pictures_border():
    for head in (LEFT, RIGHT):
        area = divided(np.zeros((GRID.rows, GRID.columns), dtype=bool), [Head("A", head, True)], GRID)["A"]
        body = body_box(head)
        assert (body.x1 - body.x0) / (head.x1 - head.x0) == pytest.approx(1.9)
        assert all(at(area, x, y) for x in (body.x0 + 0.01, body.x1 - 0.01) for y in (head.y1, 0.99))


def test_where_the_body_is_seen_none_is_drawn():
    area = divided(column(0.1, 0.2), [Head("A", LEFT, True)], GRID)["A"]
    assert at(area, 0.15, 0.99)
    assert not at(area, body_box(LEFT).x0 + 0.002, 0.9)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**20), st.floats(0.02, 0.3), st.floats(0.02, 0.3))
def test_every_spot_the_network_calls_a_person_is_covered_whoever_it_is(seed, wide, high):
    rng = np.random.default_rng(seed)
    heads = []
    for letter in "ABC"[: rng.integers(0, 4)]:
        x, y = rng.uniform(0, 1 - wide), rng.uniform(0, 1 - high)
        heads.append(Head(letter, Box(x, y, x + wide, y + high), True))
    is_person = rng.random((GRID.rows, GRID.columns)) < 0.01
    covered = np.any(list(divided(is_person, heads, GRID).values()), axis=0)
    assert covered[is_person].all()


@pytest.mark.parametrize("size", [(176, 144), (159, 119), (640, 480), (1280, 720), (1080, 1920)])
def test_nothing_under_an_area_survives_and_the_rest_is_untouched(size):
    width, height = (side + side % 2 for side in size)
    grid = Grid.of(*size)
    area = np.zeros((grid.rows, grid.columns), dtype=bool)
    area[grid.rows // 3 :, : grid.columns // 2] = True
    rng = np.random.default_rng(3)
    planes = Planes(*(rng.integers(16, 235, (height // step, width // step), np.uint8) for step in (1, 2, 2)))
    before = planes.luma.copy()
    paint_area(planes, area, grid.step, "B")
    top, right = grid.rows // 3 * grid.step, grid.columns // 2 * grid.step
    for (plane, step), value in zip(planes.all, shade(letter_colour("B"), is_bt709=False), strict=True):
        assert (plane[(top + grid.step) // step :, : (right - grid.step) // step] == value).all()
    assert (planes.luma[: top - grid.step] == before[: top - grid.step]).all()


def test_a_frame_covers_what_its_neighbours_cover():
    """Seen by the network with the man in the first frame only: two frames on he is still covered, three frames on no more."""
    frames = frames_of(clip())[:1] + [empty_frame()] * 4
    areas = [each for _, each in with_silhouettes(frames, lambda _: (), Grid.of(640, 480))]
    assert [at(each[""], 0.48, 0.6) for each in areas] == [True, True, True, False, False]


def empty_frame():
    target = io.BytesIO()
    with av.open(target, "w", format="matroska") as out:
        video = out.add_stream("ffv1", rate=25)
        video.width, video.height, video.pix_fmt = 640, 480, "yuv420p"
        frame = av.VideoFrame.from_ndarray(np.full((480, 640, 3), 120, np.uint8), format="rgb24")
        frame.pts = 0
        out.mux(video.encode(frame))
        out.mux(video.encode(None))
    return frames_of(target.getvalue())[0]


def test_the_network_tells_a_man_from_a_room():
    chances = PersonFinder().find(frames_of(clip())[0].upright("rgb24"))
    assert chances.shape == (256, 256)
    assert all(chances[int(y * 256), int(x * 256)] > 0.8 for x, y in ON_HIM)
    assert all(chances[int(y * 256), int(x * 256)] < 0.2 for x, y in BESIDE_HIM)


def test_in_the_copy_the_whole_man_has_his_colour_in_every_frame_and_the_room_stays():
    content = clip()
    plan = plan_of(content)
    now = datetime(2027, 1, 12, tzinfo=UTC)
    copy = render(MemorySource(content), approve(plan, "M. Jansen", now), JobContext()).mp4
    colour = [int(letter_colour("A")[place : place + 2], 16) for place in (1, 3, 5)]
    pictures = seen(copy)
    height, width = pictures[0].shape[:2]
    assert len(pictures) == len(plan.frame_times_ms)
    for picture in pictures:
        where = [(x, y) for x, y in ON_HIM if (x, y) != (0.48, 0.2)]  # the letter is there
        assert all(np.abs(picture[int(y * height), int(x * width)].astype(int) - colour).max() < 16 for x, y in where)
        assert all(np.abs(picture[int(y * height), int(x * width)].astype(int) - colour).max() > 24 for x, y in BESIDE_HIM)
    assert copy == render(MemorySource(content), approve(plan, "M. Jansen", now), JobContext()).mp4


def test_a_man_who_stays_visible_is_not_painted():
    content = clip()
    plan = plan_of(content, hidden=False, reason="de werker zelf")
    now = datetime(2027, 1, 12, tzinfo=UTC)
    pictures = seen(render(MemorySource(content), approve(plan, "M. Jansen", now), JobContext()).mp4)
    original = frames_of(content)[0].upright("rgb24").astype(int)
    height, width = original.shape[:2]
    assert all(np.abs(pictures[0][int(y * height), int(x * width)] - original[int(y * height), int(x * width)]).max() < 40 for x, y in ON_HIM)
