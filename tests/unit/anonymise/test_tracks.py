import pytest

from app.anonymise.tracks import BRIDGE_MS, HOLD_MS, TURNED_AWAY_MS, FoundFace, doubtful_spans, join_faces, letter_for, overlap_of, union_of
from app.common.ids import FragmentId
from app.domain.anonymise_plan import AnonymisePlan, Box, BoxOrigin, Track
from app.domain.timecode import TimeRange

FRAME_MS = 40


def face(x, y, size=0.1, confidence=0.9):
    return FoundFace(Box(max(0, x - size / 2), max(0, y - size / 2), min(1, x + size / 2), min(1, y + size / 2)), confidence)


def joined(faces, cuts=(), frame_ms=FRAME_MS):
    times = [number * frame_ms for number in range(len(faces))]
    return join_faces(times, faces, frozenset(cuts))


def plan_of(tracks, frames, frame_ms=FRAME_MS):
    times = tuple(number * frame_ms for number in range(frames))
    return AnonymisePlan(FragmentId("0" * 32), TimeRange(0, frames * frame_ms), 640, 360, times, tuple(tracks))


def covers(track: Track, frame: int, box: Box) -> bool:
    keys = [key for key in track.keys if key.frame == frame]
    return bool(keys) and union_of(keys[0].box, box) == keys[0].box


def origins(track: Track) -> dict[int, BoxOrigin]:
    return {key.frame: key.origin for key in track.keys}


@pytest.mark.parametrize("missing", [[20], list(range(15, 25)), [12, 14, 16]])
def test_a_gap_of_a_few_frames_is_bridged_into_one_track(missing):
    faces = [[] if frame in missing else [face(0.3 + frame * 0.005, 0.5)] for frame in range(40)]
    (track,) = joined(faces)
    assert [key.frame for key in track.keys] == list(range(40))
    for frame in missing:
        assert origins(track)[frame] is BoxOrigin.BRIDGED
        assert covers(track, frame, face(0.3 + frame * 0.005, 0.5).box)


def two_spells(gap_ms, moved=0.0):
    gap = gap_ms // FRAME_MS
    return joined([[face(0.4, 0.5)]] * 20 + [[]] * gap + [[face(0.4 + moved, 0.5)]] * 20)


def test_a_gap_of_more_than_a_second_makes_two_tracks_each_held_when_the_face_comes_back_elsewhere():
    gap = BRIDGE_MS // FRAME_MS + 2
    tracks = two_spells(gap * FRAME_MS, moved=0.12)
    assert len(tracks) == 2
    first, second = sorted(tracks, key=lambda track: track.keys[0].frame)
    assert first.keys[-1].frame == 19 + HOLD_MS // FRAME_MS
    assert second.keys[0].frame == 20 + gap - HOLD_MS // FRAME_MS
    assert origins(first)[20] is BoxOrigin.HELD


def test_a_head_that_turns_its_back_for_two_seconds_in_the_same_place_stays_covered_and_is_doubtful():
    (track,) = two_spells(2000, moved=0.03)
    assert [key.frame for key in track.keys] == list(range(90))
    assert doubtful_spans(track, plan_of([track], 90)) == [(20, 69)]


def test_one_that_comes_back_in_the_same_place_much_later_is_another_track():
    assert len(two_spells(TURNED_AWAY_MS + 2 * FRAME_MS)) == 2


def test_a_head_that_turned_away_is_not_taken_for_one_that_looks_like_a_head_only_weakly():
    faces = [[face(0.4, 0.5)]] * 20 + [[]] * 50 + [[face(0.4, 0.5, confidence=0.1)]] * 20
    (track,) = joined(faces)
    assert track.keys[-1].frame == 19 + HOLD_MS // FRAME_MS


def test_every_sighting_lies_inside_its_track_and_held_before_and_after():
    faces = [[] for _ in range(60)]
    for frame in range(25, 35):
        faces[frame] = [face(0.5 + 0.01 * ((frame * 7) % 5), 0.5 - 0.01 * ((frame * 3) % 4))]
    (track,) = joined(faces)
    assert track.keys[0].frame == 25 - HOLD_MS // FRAME_MS
    assert track.keys[-1].frame == 34 + HOLD_MS // FRAME_MS
    for frame in range(25, 35):
        assert covers(track, frame, faces[frame][0].box)


def test_a_single_unsure_sighting_is_covered_all_the_same_and_doubtful_from_end_to_end():
    faces = [[] for _ in range(40)]
    faces[20] = [face(0.5, 0.5, confidence=0.21)]
    (track,) = joined(faces)
    assert covers(track, 20, faces[20][0].box)
    assert doubtful_spans(track, plan_of([track], 40)) == [(track.keys[0].frame, track.keys[-1].frame)]


def test_two_people_who_cross_keep_their_own_track():
    faces = []
    for frame in range(50):
        left, right = face(0.2 + frame * 0.012, 0.45), face(0.8 - frame * 0.012, 0.55)
        faces.append([left, right] if abs(frame - 25) > 2 else [left])
    tracks = joined(faces)
    assert len(tracks) == 2
    for track in tracks:
        middles = [(key.box.x0 + key.box.x1) / 2 for key in track.keys]
        assert abs(middles[-1] - middles[0]) > 0.5


def test_a_small_head_that_runs_more_than_its_own_width_per_frame_is_one_track():
    (track,) = joined([[face(0.1 + 0.027 * frame, 0.5, size=0.02)] for frame in range(30)])
    assert [key.origin for key in track.keys[:30]] == [BoxOrigin.SEEN] * 30


def test_a_head_that_leaves_is_covered_up_to_the_border():
    faces = [[face(0.8 + frame * 0.015, 0.5)] if 0.8 + frame * 0.015 < 0.97 else [] for frame in range(40)]
    (track,) = joined(faces)
    held = [key for key in track.keys if key.origin is BoxOrigin.HELD]
    assert held[-1].box.x1 == pytest.approx(1.0)


def test_no_track_crosses_a_cut_and_no_hold_either():
    faces = [[face(0.5, 0.5)]] * 20 + [[face(0.5, 0.5)]] * 20
    first, second = sorted(joined(faces, cuts=[20]), key=lambda track: track.keys[0].frame)
    assert (first.keys[-1].frame, second.keys[0].frame) == (19, 20)


def test_without_a_cut_the_same_faces_are_one_track():
    assert len(joined([[face(0.5, 0.5)]] * 40)) == 1


def test_at_one_frame_per_second_a_face_still_makes_one_track_with_a_frame_of_hold():
    faces = [[], *[[face(0.5, 0.5)]] * 4, [], []]
    (track,) = joined(faces, frame_ms=1000)
    assert [key.frame for key in track.keys] == [0, 1, 2, 3, 4, 5]


def test_trembling_boxes_become_a_calm_track():
    faces = [[face(0.5 + 0.01 * (-1) ** frame, 0.5)] for frame in range(40)]
    (track,) = joined(faces)
    edges = [key.box.x0 for key in track.keys[5:-5]]
    assert max(edges) - min(edges) < 0.004


def test_the_most_prominent_head_is_a():
    faces = [[face(0.2, 0.2, size=0.05), face(0.7, 0.6, size=0.2)]] * 20
    tracks = joined(faces)
    assert [track.letter for track in tracks] == ["A", "B"]
    assert overlap_of(tracks[0].keys[0].box, face(0.7, 0.6, size=0.2).box) > 0.9


def test_letters_go_on_after_z():
    assert [letter_for(index) for index in (0, 25, 26, 27, 51, 52, 701, 702)] == ["A", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA"]


def test_an_unsure_box_within_a_followed_head_is_no_head_of_its_own():
    faces = [[face(0.5, 0.5, size=0.3)] for _ in range(20)]
    faces[10].append(face(0.55, 0.6, size=0.1, confidence=0.22))
    assert len(joined(faces)) == 1


def test_a_sure_small_face_in_front_of_a_large_one_stays_a_head_of_its_own():
    faces = [[face(0.5, 0.5, size=0.3)] for _ in range(20)]
    faces[10].append(face(0.55, 0.6, size=0.1, confidence=0.8))
    assert len(joined(faces)) == 2


def test_a_sure_track_through_the_whole_fragment_has_nothing_doubtful():
    (track,) = joined([[face(0.5, 0.5)]] * 40)
    assert doubtful_spans(track, plan_of([track], 40)) == []


def test_a_long_bridge_and_a_loss_in_mid_picture_are_doubtful():
    faces = [[face(0.5, 0.5)]] * 20 + [[]] * 10 + [[face(0.5, 0.5)]] * 20 + [[]] * 30
    (track,) = joined(faces)
    assert doubtful_spans(track, plan_of([track], 80)) == [(20, 29), (50, 50 + HOLD_MS // FRAME_MS - 1)]


def test_leaving_at_the_border_is_not_doubtful():
    faces = [[face(0.8 + frame * 0.02, 0.5)] if frame < 8 else [] for frame in range(60)]
    (track,) = joined(faces)
    spans = doubtful_spans(track, plan_of([track], 60))
    assert all(last < 8 for _, last in spans)


def test_a_head_that_turns_its_back_stays_covered_as_long_as_it_is_seen_weakly():
    faces = [[face(0.5, 0.5)]] * 10 + [[face(0.5, 0.5, confidence=0.08)] if frame % 3 else [] for frame in range(60)]
    (track,) = joined(faces)
    assert track.keys[-1].frame == 69
    assert doubtful_spans(track, plan_of([track], 70)) == [(11, 69)]


def test_a_head_is_covered_from_when_it_was_seen_weakly_before_it_turned_round():
    faces = [[face(0.5, 0.5, confidence=0.08)]] * 30 + [[face(0.5, 0.5)]] * 10
    (track,) = joined(faces)
    assert track.keys[0].frame == 0


def test_what_is_only_ever_seen_weakly_is_no_head():
    assert joined([[face(0.5, 0.5, confidence=0.19)]] * 40) == ()


def test_a_head_that_walks_on_unseen_is_covered_to_where_a_row_of_weak_sightings_finds_it_again():
    walking = [face(0.2 + frame * 0.004, 0.5, size=0.02, confidence=0.9 if frame < 30 else 0.1) for frame in range(70)]
    faces = [[] if 30 <= frame < 50 else [seen] for frame, seen in enumerate(walking)]
    (track,) = joined(faces)
    assert [key.frame for key in track.keys] == list(range(70))
    assert all(covers(track, frame, walking[frame].box) for frame in range(70))


def test_a_hold_goes_along_with_a_head_that_moved():
    walking = [face(0.2 + frame * 0.01, 0.5, size=0.05) for frame in range(40)]
    (track,) = joined([[seen] if frame < 20 else [] for frame, seen in enumerate(walking)])
    assert all(covers(track, frame, walking[frame].box) for frame in range(20 + HOLD_MS // FRAME_MS))


def test_far_apart_weak_sightings_do_not_lengthen_a_track():
    weak = [[face(0.5, 0.5, confidence=0.08)] if frame % 20 == 19 else [] for frame in range(80)]
    (track,) = joined([[face(0.5, 0.5)]] * 10 + weak)
    assert track.keys[-1].frame == 9 + HOLD_MS // FRAME_MS


def test_a_weak_box_on_a_strong_one_does_not_split_the_head():
    faces = [[face(0.5, 0.5, size=0.2), face(0.53, 0.53, size=0.12, confidence=0.1)]] * 20
    assert len(joined(faces)) == 1


def test_no_faces_make_no_tracks():
    assert joined([[]] * 5) == ()
    assert joined([]) == ()
