from app.common.ids import FragmentId
from app.domain.alike import apart, joined, proposals
from app.domain.anonymise_plan import AnonymisePlan, Box, BoxOrigin, MaskKey, Track
from app.domain.mask_editing import hide_track, join, show_track
from app.domain.timecode import TimeRange

BOX = Box(0.4, 0.4, 0.5, 0.5)


def track(number, first, last):
    keys = tuple(MaskKey(frame, BOX, BoxOrigin.SEEN, 0.9) for frame in range(first, last + 1))
    return Track(f"track-{number}", "ABCD"[number - 1], "", keys)


def plan(*alike):
    tracks = (track(1, 0, 9), track(2, 20, 29), track(3, 40, 49), track(4, 5, 15))
    return AnonymisePlan(FragmentId("0" * 32), TimeRange(0, 2000), 640, 360, tuple(range(0, 2000, 40)), tracks, alike=alike)


def test_a_pair_is_proposed_until_somebody_says_it_is_two_people():
    proposed = plan(("track-2", "track-1"))
    assert proposals(proposed) == [("track-2", "track-1")]
    assert proposals(apart(proposed, "track-1", "track-2")) == []


def test_who_is_visible_is_not_proposed_and_hidden_again_is():
    proposed = plan(("track-2", "track-1"))
    visible = show_track(proposed, "track-1", "dit ben ik")
    assert proposals(visible) == []
    assert proposals(hide_track(visible, "track-1")) == [("track-2", "track-1")]


def test_two_who_are_seen_in_the_same_frame_are_never_proposed():
    assert proposals(plan(("track-4", "track-1"))) == []


def test_what_was_proposed_of_a_joined_track_holds_for_the_one_it_became_part_of():
    both = join(plan(("track-2", "track-1"), ("track-3", "track-2")), "track-1", "track-2")
    assert proposals(both) == [("track-3", "track-1")]


def test_after_joining_nobody_is_proposed_who_turns_out_to_be_seen_at_the_same_time():
    both = join(plan(("track-2", "track-1"), ("track-4", "track-2")), "track-1", "track-2")
    assert proposals(both) == []


def test_joining_leaves_no_pair_of_one_and_none_twice():
    assert joined(plan(("track-3", "track-1"), ("track-3", "track-2"), ("track-2", "track-1")), "track-1", "track-2").alike == (
        ("track-3", "track-1"),
    )


def test_a_track_that_is_gone_is_not_proposed():
    assert proposals(plan(("track-9", "track-1"))) == []
