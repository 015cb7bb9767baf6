"""Which spots a person still has to look at, and what is said about them."""

from app.anonymise.tracks import doubtful_spans
from app.common.ids import FragmentId
from app.domain.anonymise_plan import AnonymisePlan, Box, BoxOrigin, MaskKey, Track, TrackKind
from app.domain.doubt import Doubt, DoubtKind, open_doubts, successor
from app.domain.mask_editing import cover, show_track
from app.domain.timecode import TimeRange

FACE = Box(0.4, 0.4, 0.5, 0.6)
FRAMES = 200


def a_track(track_id: str, *pieces: tuple[range, BoxOrigin], box: Box = FACE, confidence: float = 0.9) -> Track:
    keys = tuple(MaskKey(frame, box, origin, confidence) for frames, origin in pieces for frame in frames)
    return Track(track_id, track_id[-1].upper(), "", keys)


def a_plan(*tracks: Track) -> AnonymisePlan:
    return AnonymisePlan(FragmentId("f" * 32), TimeRange(0, FRAMES * 40), 640, 360, tuple(frame * 40 for frame in range(FRAMES)), tracks)


def doubts(plan: AnonymisePlan) -> list[Doubt]:
    return open_doubts(plan, lambda track: doubtful_spans(track, plan))


SEEN, HELD, BRIDGED = BoxOrigin.SEEN, BoxOrigin.HELD, BoxOrigin.BRIDGED


def test_each_kind_of_doubt_is_told_apart_and_they_come_in_order_of_time():
    track = a_track("track-a", (range(10, 20), HELD), (range(20, 50), SEEN), (range(50, 60), BRIDGED), (range(60, 90), SEEN), (range(90, 100), HELD))
    unsure = a_track("track-b", (range(200), SEEN), confidence=0.25)
    assert doubts(a_plan(track, unsure)) == [
        Doubt("track-b", 0, 199, DoubtKind.UNSURE),
        Doubt("track-a", 10, 19, DoubtKind.APPEARED),
        Doubt("track-a", 50, 59, DoubtKind.GUESSED),
        Doubt("track-a", 90, 99, DoubtKind.LOST),
    ]


def test_a_hardly_seen_track_is_unsure_as_a_whole():
    track = a_track("track-a", (range(10, 20), HELD), (range(20, 21), SEEN), (range(21, 30), HELD))
    assert doubts(a_plan(track)) == [Doubt("track-a", 10, 29, DoubtKind.UNSURE)]


def test_a_spot_somebody_agreed_with_is_settled():
    plan = a_plan(a_track("track-a", (range(50), SEEN), (range(50, 60), BRIDGED), (range(60, 200), SEEN)))
    assert doubts(cover(plan, "track-a", 50, 58)) != []
    assert doubts(cover(plan, "track-a", 50, 59)) == []


def test_nothing_is_asked_about_what_stays_visible():
    plan = a_plan(a_track("track-a", (range(200), SEEN), confidence=0.2))
    assert doubts(show_track(plan, "track-a", "geen gezicht")) == []


def test_the_same_person_found_again_nearby_is_the_successor():
    lost = a_track("track-a", (range(50), SEEN), (range(50, 62), HELD))
    again = a_track("track-b", (range(90, 102), HELD), (range(102, 150), SEEN))
    far = a_track("track-c", (range(80, 150), SEEN), box=Box(0.8, 0.4, 0.9, 0.6))
    plan = a_plan(lost, again, far)
    assert successor(plan, lost) == again
    assert successor(plan, again) is None
    assert successor(a_plan(lost, far), lost) is None


def a_region(*confidences: float, kind: TrackKind = TrackKind.BADGE) -> Track:
    drawn = MaskKey(0, FACE, BoxOrigin.DRAWN)
    followed = tuple(MaskKey(frame, FACE, BoxOrigin.FOLLOWED, confidence) for frame, confidence in enumerate(confidences, start=1))
    return Track("drawn-1", "A", "", (drawn, *followed), kind=kind)


def test_a_region_that_was_not_seen_for_a_while_is_looked_at_there():
    plan = a_plan(a_region(*[0.9] * 20, *[0.2] * 10, *[0.9] * 20))
    assert doubts(plan) == [Doubt("drawn-1", 21, 30, DoubtKind.STRAYED)]
    assert doubts(cover(plan, "drawn-1", 21, 30)) == []


def test_spots_close_together_are_looked_at_as_one():
    plan = a_plan(a_region(*[0.9] * 20, *[0.2] * 3, *[0.9] * 5, *[0.2] * 3, *[0.9] * 30, *[0.2] * 3))
    assert [(doubt.first, doubt.last) for doubt in doubts(plan)] == [(21, 31), (62, 64)]


def test_a_region_drawn_standing_still_is_no_doubt():
    assert doubts(a_plan(a_region(*[1.0] * 50))) == []


def test_text_the_app_found_is_asked_about_as_a_whole_until_somebody_agrees_or_lets_it_stay():
    keys = tuple(MaskKey(frame, FACE, BoxOrigin.FOLLOWED, 0.8) for frame in range(10, 60))
    plan = a_plan(Track("text-1", "A", "", keys, kind=TrackKind.WRITING))
    assert doubts(plan) == [Doubt("text-1", 10, 59, DoubtKind.WRITING)]
    assert doubts(cover(plan, "text-1", 10, 59)) == []
    assert doubts(show_track(plan, "text-1", "niets herkenbaars")) == []
