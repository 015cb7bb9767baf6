"""What a person changes about masks, with the one promise: nothing that was covered is uncovered, but by leaving it visible."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.anonymise.masks import mask_box_for
from app.common.errors import InputError
from app.common.ids import FragmentId
from app.domain import mask_editing as editing
from app.domain.anonymise_plan import AnonymisePlan, Box, BoxOrigin, MaskKey, Track, TrackKind
from app.domain.plan_history import PlanHistory
from app.domain.timecode import TimeRange

FRAME_MS = 40
FRAMES = 100
FACE = Box(0.4, 0.4, 0.5, 0.6)


def a_key(frame: int, box: Box = FACE, origin: BoxOrigin = BoxOrigin.SEEN) -> MaskKey:
    return MaskKey(frame, box, origin, 0.9)


def a_track(track_id: str = "track-1", frames=range(10, 60), *, letter: str = "A", origin: BoxOrigin = BoxOrigin.SEEN, **fields) -> Track:
    return Track(track_id, letter, fields.pop("person", ""), tuple(a_key(frame, origin=origin) for frame in frames), **fields)


def a_plan(*tracks: Track, frames: int = FRAMES) -> AnonymisePlan:
    times = tuple(frame * FRAME_MS for frame in range(frames))
    return AnonymisePlan(FragmentId("f" * 32), TimeRange(0, frames * FRAME_MS), 640, 360, times, tracks or (a_track(),))


def box_of(plan: AnonymisePlan, frame: int, track_id: str = "track-1") -> Box:
    key = editing.key_at(editing.track_of(plan, track_id), frame)
    assert key is not None
    return key.box


def mask_of(plan: AnonymisePlan, frame: int, track_id: str = "track-1") -> Box:
    mask = mask_box_for(editing.track_of(plan, track_id), frame)
    assert mask is not None
    return mask


def moved(plan: AnonymisePlan, track_id: str, frame: int, mask: Box) -> AnonymisePlan:
    track = editing.track_of(plan, track_id)
    return editing.move_box(plan, track_id, frame, mask, lambda at: mask_box_for(track, at))


def shift(box: Box, dx: float) -> Box:
    return Box(box.x0 + dx, box.y0, box.x1 + dx, box.y1)


def test_a_drawn_region_stands_still_over_its_frames_and_gets_the_next_letter():
    plan = editing.add_region(a_plan(), FACE, 30, 20, 40, "Foto")
    added = plan.tracks[-1]
    assert [key.frame for key in added.keys] == list(range(20, 41))
    assert {key.box for key in added.keys} == {FACE}
    assert [key.frame for key in added.keys if key.origin is BoxOrigin.DRAWN] == [30]
    assert (added.letter, added.person, added.hidden) == ("B", "Foto", True)
    assert editing.is_drawn(added)
    assert editing.is_accepted(added, 20, 40)


def test_a_drawn_region_ends_with_the_fragment():
    added = editing.add_region(a_plan(), FACE, 99, -5, 1000).tracks[-1]
    assert (added.keys[0].frame, added.keys[-1].frame) == (0, FRAMES - 1)


def test_a_region_cannot_be_drawn_outside_its_own_frames():
    with pytest.raises(InputError, match="range_invalid"):
        editing.add_region(a_plan(), FACE, 50, 20, 40)


def test_a_moved_mask_takes_its_neighbours_along_less_and_less():
    before = mask_of(a_plan(), 30)
    plan = moved(a_plan(), "track-1", 30, shift(before, 0.2))
    assert mask_of(plan, 30) == shift(before, 0.2)
    assert mask_of(plan, 31).x0 == pytest.approx(before.x0 + 0.2 * (1 - 40 / 500))
    assert mask_of(plan, 36).x0 == pytest.approx(before.x0 + 0.2 * (1 - 240 / 500))
    assert mask_of(plan, 24).x0 == pytest.approx(mask_of(plan, 36).x0)
    assert mask_of(plan, 43) == before
    assert mask_of(plan, 17) == before
    assert editing.key_at(plan.tracks[0], 30).origin is BoxOrigin.DRAWN
    assert editing.key_at(plan.tracks[0], 43).origin is BoxOrigin.SEEN


def test_moving_again_and_again_adds_up_without_trembling():
    plan = a_plan()
    for _ in range(5):
        plan = moved(plan, "track-1", 30, shift(mask_of(plan, 30), 0.02))
    at_once = moved(a_plan(), "track-1", 30, shift(mask_of(a_plan(), 30), 0.1))
    assert [mask_of(plan, frame).x0 for frame in range(17, 44)] == pytest.approx([mask_of(at_once, frame).x0 for frame in range(17, 44)])


def test_a_moved_mask_leaves_an_earlier_correction_where_it_was():
    before = mask_of(a_plan(), 30)
    plan = moved(a_plan(), "track-1", 30, shift(before, 0.2))
    plan = moved(plan, "track-1", 34, shift(before, -0.2))
    assert mask_of(plan, 30) == shift(before, 0.2)
    assert mask_of(plan, 34) == shift(before, -0.2)
    assert before.x0 - 0.2 < mask_of(plan, 32).x0 < before.x0 + 0.2


def test_a_moved_mask_holds_where_nothing_was_seen_any_more():
    held = tuple(a_key(frame, origin=BoxOrigin.HELD) for frame in range(60, 90))
    track = Track("track-1", "A", "", a_track().keys + held)
    before = mask_of(a_plan(track), 70)
    plan = moved(a_plan(track), "track-1", 70, shift(before, 0.2))
    assert mask_of(plan, 89) == shift(before, 0.2)


def test_a_drawn_region_moves_on_a_straight_line_between_two_corrections():
    plan = editing.add_region(a_plan(), FACE, 20, 0, 99)
    plan = moved(plan, "drawn-1", 40, shift(FACE, 0.2))
    assert mask_of(plan, 20, "drawn-1") == FACE
    assert mask_of(plan, 30, "drawn-1").x0 == pytest.approx(0.5)
    assert mask_of(plan, 0, "drawn-1") == FACE
    assert mask_of(plan, 99, "drawn-1").x0 == pytest.approx(0.6)


def test_a_mask_cannot_be_moved_where_the_track_has_none():
    with pytest.raises(InputError, match="range_invalid"):
        moved(a_plan(), "track-1", 5, FACE)


def test_a_track_is_extended_to_a_frame_by_holding_its_last_box():
    plan = editing.extend(a_plan(), "track-1", 70)
    assert box_of(plan, 70) == FACE
    assert editing.key_at(plan.tracks[0], 65).origin is BoxOrigin.HELD
    assert editing.key_at(plan.tracks[0], 71) is None
    assert editing.is_accepted(plan.tracks[0], 60, 70)
    assert box_of(editing.extend(plan, "track-1", 2), 2) == FACE


def test_a_drawn_region_is_extended_as_it_was_drawn_and_not_widened():
    plan = editing.add_region(a_plan(), FACE, 20, 10, 30)
    assert mask_of(editing.extend(plan, "drawn-1", 60), 60, "drawn-1") == FACE


def test_extending_to_a_covered_frame_changes_nothing():
    plan = a_plan()
    assert editing.extend(plan, "track-1", 30) is plan


def test_nobody_stays_visible_without_a_reason():
    with pytest.raises(InputError, match="reason_missing"):
        editing.show_track(a_plan(), "track-1", "   ")
    shown = editing.show_track(a_plan(), "track-1", " dit ben ik ").tracks[0]
    assert (shown.hidden, shown.reason) == (False, "dit ben ik")
    assert editing.hide_track(a_plan(shown), "track-1").tracks[0] == a_track()


def test_two_tracks_of_one_person_become_one_and_their_overlap_covers_both():
    first = a_track("track-1", range(10, 31))
    second = Track("track-2", "B", "Moeder", tuple(a_key(frame, shift(FACE, 0.3)) for frame in range(30, 50)))
    plan = editing.join(a_plan(first, second), "track-1", "track-2")
    assert [track.track_id for track in plan.tracks] == ["track-1"]
    assert (plan.tracks[0].letter, plan.tracks[0].person) == ("A", "Moeder")
    assert box_of(plan, 30).x0 == pytest.approx(0.4)
    assert box_of(plan, 30).x1 == pytest.approx(0.8)


def test_joining_bridges_what_lies_between():
    plan = editing.join(a_plan(a_track("track-1", range(10, 20)), a_track("track-2", range(60, 70))), "track-1", "track-2")
    assert [key.frame for key in plan.tracks[0].keys] == list(range(10, 70))
    assert editing.key_at(plan.tracks[0], 40).origin is BoxOrigin.BRIDGED


def test_joining_a_visible_track_with_a_covered_one_covers_both():
    visible = a_track("track-2", range(60, 70), letter="B", hidden=False, reason="geen gezicht")
    assert editing.join(a_plan(a_track(), visible), "track-2", "track-1").tracks[0].hidden


def test_a_track_cannot_be_joined_with_itself():
    with pytest.raises(InputError, match="range_invalid"):
        editing.join(a_plan(), "track-1", "track-1")


def test_giving_a_letter_swaps_it_with_whoever_had_it():
    plan = a_plan(a_track("track-1", letter="A"), a_track("track-2", letter="B"))
    assert [track.letter for track in editing.give_letter(plan, "track-2", "a").tracks] == ["B", "A"]
    with pytest.raises(InputError):
        editing.give_letter(plan, "track-2", " ")


def test_letters_go_on_after_z():
    plan = a_plan(*(a_track(f"track-{index}", letter=chr(ord("A") + index)) for index in range(26)))
    assert editing.free_letter(plan) == "AA"


def test_a_person_is_called_by_role():
    assert editing.rename(a_plan(), "track-1", " Moeder ").tracks[0].person == "Moeder"


def test_an_unknown_track_is_an_error():
    with pytest.raises(InputError, match="unknown_id"):
        editing.rename(a_plan(), "track-9", "Moeder")


def test_the_frame_at_a_time_is_the_last_that_began():
    plan = a_plan()
    assert [editing.frame_at(plan, at_ms) for at_ms in (-5, 0, 39, 40, 99999)] == [0, 0, 0, 1, FRAMES - 1]


def test_undo_goes_back_to_the_first_plan_and_no_further():
    plan = a_plan()
    history = PlanHistory(plan).changed(editing.rename(plan, "track-1", "Jij")).changed(editing.extend(plan, "track-1", 90))
    assert history.changed(history.now) is history
    assert history.undone().now.tracks[0].person == "Jij"
    assert history.undone().undone().now == plan
    assert not history.undone().undone().can_undo
    assert history.undone().undone().undone().now == plan


edges = st.floats(min_value=-0.5, max_value=1.5, allow_nan=False)
boxes = st.builds(editing.box_within, edges, edges, edges, edges)
origins = st.sampled_from(list(BoxOrigin))
FEW = 30
runs = st.tuples(st.integers(0, FEW - 10), st.lists(st.tuples(boxes, origins), min_size=1, max_size=10))
frames = st.integers(0, FEW - 1)
changes = st.lists(
    st.one_of(
        st.tuples(st.just("add"), boxes, frames, frames),
        st.tuples(st.just("move"), boxes, frames, frames),
        st.tuples(st.just("cover"), boxes, frames, frames),
        st.tuples(st.just("extend"), boxes, frames, frames),
        st.tuples(st.just("join"), boxes, frames, frames),
        st.tuples(st.just("letter"), boxes, frames, frames),
    ),
    max_size=8,
)


def changed(plan: AnonymisePlan, change) -> AnonymisePlan:
    kind, box, one, other = change
    track = plan.tracks[one % len(plan.tracks)]
    with suppress(InputError):
        match kind:
            case "add":
                return editing.add_region(plan, box, min(one, other), min(one, other), max(one, other))
            case "move":
                return moved(plan, track.track_id, track.keys[other % len(track.keys)].frame, box)
            case "cover":
                return editing.cover(plan, track.track_id, min(one, other), max(one, other))
            case "extend":
                return editing.extend(plan, track.track_id, other)
            case "join":
                return editing.join(plan, track.track_id, plan.tracks[other % len(plan.tracks)].track_id)
            case _:
                return editing.give_letter(plan, track.track_id, plan.tracks[other % len(plan.tracks)].letter)
    return plan


def masks(plan: AnonymisePlan, frame: int) -> list[Box]:
    return [mask for track in plan.tracks if track.hidden and (mask := mask_box_for(track, frame))]


def lies_in(inner: Box, outer: Box) -> bool:
    return outer.x0 <= inner.x0 + 1e-9 and outer.y0 <= inner.y0 + 1e-9 and outer.x1 >= inner.x1 - 1e-9 and outer.y1 >= inner.y1 - 1e-9


@settings(max_examples=100, deadline=None)
@given(st.lists(runs, min_size=1, max_size=3), changes)
def test_no_change_uncovers_a_frame_and_every_plan_stays_sound(all_runs, all_changes):
    tracks = (
        Track(f"track-{number}", chr(ord("A") + number), "", tuple(MaskKey(start + index, *key) for index, key in enumerate(run)))
        for number, (start, run) in enumerate(all_runs)
    )
    plan = a_plan(*tracks, frames=FEW)
    for change in all_changes:
        was = [masks(plan, frame) for frame in range(FEW)]
        plan = changed(plan, change)
        for frame, before in enumerate(was):
            now = masks(plan, frame)
            assert bool(now) >= bool(before)
            if change[0] != "move":
                assert all(any(lies_in(mask, other) for other in now) for mask in before)
        for track in plan.tracks:
            frames_now = [key.frame for key in track.keys]
            assert frames_now == sorted(set(frames_now))
            assert all(0 <= frame < FEW for frame in frames_now)
        assert len({track.track_id for track in plan.tracks}) == len(plan.tracks)


@given(edges, edges, edges, edges)
def test_any_two_corners_make_a_box_in_the_picture(x0, y0, x1, y1):
    box = editing.box_within(x0, y0, x1, y1)
    assert box.x1 - box.x0 >= editing.SMALLEST_SIDE * 0.999
    assert box.y1 - box.y0 >= editing.SMALLEST_SIDE * 0.999


@given(boxes, frames)
def test_a_mask_lies_exactly_where_it_was_put(box, frame):
    plan = editing.add_region(a_plan(), FACE, 30, 0, FRAMES - 1)
    assert mask_of(moved(plan, "drawn-1", frame, box), frame, "drawn-1") == box


def test_a_region_stands_still_again_at_the_boxes_somebody_drew():
    plan = editing.add_region(a_plan(), FACE, 30, 0, FRAMES - 1, kind=TrackKind.PHOTO)
    region = plan.tracks[-1]
    followed = tuple(MaskKey(key.frame, shift(FACE, 0.001 * key.frame), key.origin, 0.9) if key.frame != 30 else key for key in region.keys)
    plan = editing.with_keys(plan, region.track_id, followed)
    assert editing.is_following(plan.tracks[-1])
    assert plan.tracks[-1].accepted == ((30, 30),)
    still = editing.stand_still(plan, region.track_id).tracks[-1]
    assert not editing.is_following(still)
    assert {key.box for key in still.keys} == {FACE}
    assert len(still.keys) == FRAMES
    assert still.kind is TrackKind.PHOTO


def test_what_a_region_is_can_be_said():
    plan = editing.add_region(a_plan(), FACE, 30, 0, FRAMES - 1)
    assert editing.set_kind(plan, plan.tracks[-1].track_id, TrackKind.TATTOO).tracks[-1].kind is TrackKind.TATTOO
