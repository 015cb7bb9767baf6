import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.anonymise.masks import head_box, mask_box_for, mask_boxes
from app.anonymise.tracks import union_of
from app.common.ids import FragmentId
from app.domain.anonymise_plan import AnonymisePlan, Box, BoxOrigin, MaskKey, Track
from app.domain.timecode import TimeRange

FACE = Box(0.4, 0.4, 0.5, 0.5)


def track_of(*keys, hidden=True):
    return Track("track-1", "A", "", tuple(keys), hidden=hidden, reason="" if hidden else "wil het zelf")


def seen(frame, box=FACE):
    return MaskKey(frame, box, BoxOrigin.SEEN, 0.9)


@st.composite
def boxes(draw):
    x0, y0 = draw(st.floats(0, 0.98)), draw(st.floats(0, 0.98))
    return Box(x0, y0, draw(st.floats(x0 + 0.01, 1)), draw(st.floats(y0 + 0.01, 1)))


@given(boxes())
def test_the_mask_covers_the_face_widened_by_forty_percent(face):
    mask = head_box(face)
    width, height = face.x1 - face.x0, face.y1 - face.y0
    wanted = Box(max(0, face.x0 - 0.2 * width), max(0, face.y0 - 0.2 * height), min(1, face.x1 + 0.2 * width), min(1, face.y1 + 0.2 * height))
    assert mask.x0 <= wanted.x0 + 1e-9
    assert mask.y0 <= wanted.y0 + 1e-9
    assert mask.x1 >= wanted.x1 - 1e-9
    assert mask.y1 >= wanted.y1 - 1e-9


def test_there_is_more_head_above_a_face_than_below():
    mask = head_box(FACE)
    assert FACE.y0 - mask.y0 > mask.y1 - FACE.y1


@pytest.mark.parametrize(
    ("face", "edge", "border"),
    [
        (Box(0.045, 0.4, 0.145, 0.5), "x0", 0.0),
        (Box(0.855, 0.4, 0.955, 0.5), "x1", 1.0),
        (Box(0.4, 0.06, 0.5, 0.16), "y0", 0.0),
        (Box(0.4, 0.86, 0.5, 0.96), "y1", 1.0),
    ],
)
def test_near_the_border_the_mask_goes_on_to_the_border(face, edge, border):
    assert getattr(head_box(face), edge) == border


def test_away_from_the_border_the_mask_stays_away():
    mask = head_box(FACE)
    assert 0 < mask.x0 < mask.x1 < 1
    assert 0 < mask.y0 < mask.y1 < 1


def test_a_mask_begins_and_ends_with_its_keys():
    track = track_of(seen(3), seen(4))
    assert mask_box_for(track, 2) is None
    assert mask_box_for(track, 3) == head_box(FACE)
    assert mask_box_for(track, 5) is None


def test_between_two_keys_the_mask_moves_in_a_straight_line():
    track = track_of(MaskKey(0, Box(0.1, 0.1, 0.2, 0.2), BoxOrigin.DRAWN), MaskKey(10, Box(0.3, 0.5, 0.4, 0.6), BoxOrigin.DRAWN))
    box = mask_box_for(track, 5)
    assert (box.x0, box.y0, box.x1, box.y1) == pytest.approx((0.2, 0.3, 0.3, 0.4))


@pytest.mark.parametrize("origin", [BoxOrigin.DRAWN, BoxOrigin.FOLLOWED])
def test_what_a_person_drew_is_masked_as_drawn(origin):
    assert mask_box_for(track_of(MaskKey(0, FACE, origin)), 0) == FACE


@pytest.mark.parametrize("origin", [BoxOrigin.SEEN, BoxOrigin.BRIDGED, BoxOrigin.HELD])
def test_what_the_app_found_or_added_is_widened_to_the_head(origin):
    mask = mask_box_for(track_of(MaskKey(0, FACE, origin)), 0)
    assert union_of(mask, FACE) == mask != FACE


def test_people_left_visible_have_no_mask():
    tracks = (track_of(seen(0)), track_of(seen(0), hidden=False))
    plan = AnonymisePlan(FragmentId("0" * 32), TimeRange(0, 40), 64, 64, (0,), tracks)
    assert [track.hidden for track, _ in mask_boxes(plan, 0)] == [True]


def test_a_face_that_fills_half_the_picture_does_not_hide_all_of_it():
    mask = head_box(Box(0.25, 0.3, 0.75, 0.8))
    assert 0 < mask.x0 < 0.15
    assert 0.85 < mask.x1 < 1
