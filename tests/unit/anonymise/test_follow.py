"""A drawn region that moves along: against motion that is known exactly, against a face detector, and with things in the way."""

import io
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from app.anonymise.detect import detect
from app.anonymise.follow import follow
from app.anonymise.followed import Followed, followed_keys
from app.anonymise.fragment_frames import fragment_frames
from app.anonymise.patch_tracker import LOST, PatchTracker, Spot
from app.common.byte_source import MemorySource
from app.common.errors import InputError
from app.common.ids import FragmentId
from app.common.progress import JobContext
from app.decode.video_file import open_video
from app.domain import mask_editing as editing
from app.domain.anonymise_plan import AnonymisePlan, Box, BoxOrigin, MaskKey, Track
from app.domain.timecode import TimeRange
from app.services.anonymise import mask_boxes

MEDIA = Path(__file__).resolve().parents[2] / "media"
CAMERA = (320, 180)
NOISE = 4.0
BOX = Box(0.4, 0.4, 0.6, 0.6)
BADGE_SEEN = {
    0: Box(302 / 640, 252 / 480, 337 / 640, 302 / 480),
    15: Box(299 / 640, 252 / 480, 335 / 640, 302 / 480),
    30: Box(301 / 640, 252 / 480, 336 / 640, 302 / 480),
    50: Box(300 / 640, 252 / 480, 335 / 640, 302 / 480),
}
"""Where the badge is, seen by a person."""
TIMES = tuple(frame * 40 for frame in range(100))


@pytest.fixture(scope="module")
def room() -> Image.Image:
    """A still of a man in an office, larger than the camera sees of it."""
    with av.open(str(MEDIA / "staand_mkv_a.mkv")) as clip:
        return Image.fromarray(next(clip.decode(video=0)).to_ndarray(format="gray"))


def seen_by(room: Image.Image, x: float, y: float, zoom: float, seed: int) -> np.ndarray:
    """What a camera of 320 x 180 sees around this point of the room, with the noise a camera makes."""
    wide, high = CAMERA
    corner = (x - wide * zoom / 2, y - high * zoom / 2)
    sharp = room.transform(CAMERA, Image.Transform.AFFINE, (zoom, 0, corner[0], 0, zoom, corner[1]), Image.Resampling.BILINEAR)
    noise = np.random.default_rng(seed).normal(0, NOISE, (high, wide))
    return np.clip(np.asarray(sharp) + noise, 0, 255).astype(np.uint8)


def overlap(one: Spot, other: Spot) -> float:
    wide = min(one.x + one.wide / 2, other.x + other.wide / 2) - max(one.x - one.wide / 2, other.x - other.wide / 2)
    high = min(one.y + one.high / 2, other.y + other.high / 2) - max(one.y - one.high / 2, other.y - other.high / 2)
    shared = max(wide, 0.0) * max(high, 0.0)
    return shared / (one.wide * one.high + other.wide * other.high - shared)


def box_overlap(one: Box, other: Box) -> float:
    spots = (Spot((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2, box.x1 - box.x0, box.y1 - box.y0) for box in (one, other))
    return overlap(*spots)


def walk(room: Image.Image, thing: Spot, frames: int = 100):
    """Yield pictures of a camera that sways and zooms, with where the thing of the room is in each."""
    for at in range(frames):
        x, y, zoom = 320 + 60 * np.sin(at / 14), 240 + 30 * np.sin(at / 9), 1.1 - 0.25 * np.sin(at / 25)
        truth = Spot(160 + (thing.x - x) / zoom, 90 + (thing.y - y) / zoom, thing.wide / zoom, thing.high / zoom)
        yield seen_by(room, x, y, zoom, at), truth


@pytest.mark.parametrize("thing", [Spot(330, 230, 60, 50), Spot(318, 205, 30, 80), Spot(319, 277, 36, 50)], ids=["chest", "lanyard", "badge"])
def test_what_a_swaying_and_zooming_camera_sees_is_followed_within_a_few_pixels(room, thing):
    pictures = walk(room, thing)
    tracker = PatchTracker(*next(pictures))
    seen = [(tracker.step(picture), truth) for picture, truth in pictures]
    overlaps = [overlap(sighting.spot, truth) for sighting, truth in seen]
    assert min(overlaps) > 0.75
    assert np.mean(overlaps) > 0.88
    assert min(sighting.confidence for sighting, _ in seen) > LOST


def test_what_is_hidden_for_a_while_is_waited_for_and_found_again(room):
    thing = Spot(330, 230, 60, 50)
    confidences, after = [], 0.0
    pictures = walk(room, thing)
    tracker = PatchTracker(*next(pictures))
    for number, (picture, truth) in enumerate(pictures, start=1):
        if 40 <= number < 55:
            picture = picture.copy()
            picture[:, 60:260] = np.random.default_rng(number).integers(0, 255, (180, 200), np.uint8)
        sighting = tracker.step(picture)
        confidences.append(sighting.confidence)
        after = overlap(sighting.spot, truth)
    assert max(confidences[39:54]) < LOST
    assert min(confidences[:39]) > LOST
    assert confidences[-1] > LOST
    assert after > 0.75


def test_what_leaves_the_picture_is_not_followed_to_something_else(room):
    thing = Spot(330, 230, 60, 50)
    tracker = PatchTracker(seen_by(room, 330, 230, 1.0, 0), Spot(160, 90, thing.wide, thing.high))
    sightings = [tracker.step(seen_by(room, 330 + 6 * at, 230, 1.0, at)) for at in range(1, 50)]
    assert all(sighting.confidence < LOST for sighting in sightings[30:])
    assert sightings[-1].spot.x < 40


def test_a_bare_wall_cannot_be_followed_and_says_so():
    bare = np.full((180, 320), 120, np.uint8)
    tracker = PatchTracker(bare, Spot(160, 90, 40, 40))
    assert tracker.step(bare).confidence == 0.0


def test_the_corner_of_a_sheet_that_lies_still_does_not_grow_or_shrink():
    sheet = np.full((180, 320), 40, np.uint8)
    sheet[90:, 160:] = 200
    tracker = PatchTracker(sheet, Spot(160, 90, 40, 40))
    sighting = [tracker.step(sheet + np.random.default_rng(at).integers(0, 4, sheet.shape, np.uint8)) for at in range(40)][-1]
    assert sighting.spot.wide == pytest.approx(40, rel=0.1)
    assert overlap(sighting.spot, Spot(160, 90, 40, 40)) > 0.9


def source_of(clip: str) -> MemorySource:
    return MemorySource((MEDIA / clip).read_bytes())


def planned(clip: str, box: Box, at_frame: int, range_ms: TimeRange) -> tuple[MemorySource, AnonymisePlan]:
    video = open_video(partial(io.BytesIO, (MEDIA / clip).read_bytes()))
    times = tuple(at_ms for at_ms, _ in fragment_frames(video, range_ms.from_ms, range_ms.to_ms))
    plan = AnonymisePlan(FragmentId("f" * 32), range_ms, *video.layout.shown_size, times, ())
    video.close()
    return source_of(clip), editing.add_region(plan, box, at_frame, 0, len(times) - 1)


def test_a_head_that_is_followed_is_where_the_detector_sees_it():
    source, plan = planned("webcam_1p_8s.webm", BOX, 0, TimeRange(0, 2000))
    found = detect(source, plan.range, JobContext())
    seen = {key.frame: key.box for key in found.tracks[0].keys if key.origin is BoxOrigin.SEEN and key.confidence > 0.4}
    middle = sorted(seen)[len(seen) // 2]
    plan = editing.add_region(plan, seen[middle], middle, 0, len(plan.frame_times_ms) - 1)
    head = follow(source, plan, plan.tracks[-1].track_id, JobContext()).tracks[-1]
    assert [key.frame for key in head.keys] == list(range(len(plan.frame_times_ms)))
    assert editing.is_following(head)
    overlaps = [box_overlap(key.box, seen[key.frame]) for key in head.keys if key.frame in seen]
    assert min(overlaps) > 0.85
    assert head.accepted == ((middle, middle),)


def test_a_badge_is_followed_through_a_whole_clip_from_its_middle():
    source, plan = planned("staand_mkv_a.mkv", BADGE_SEEN[15], 15, TimeRange(0, 1700))
    badge = follow(source, plan, plan.tracks[-1].track_id, JobContext()).tracks[-1]
    boxes = {key.frame: key.box for key in badge.keys}
    for frame, truth in BADGE_SEEN.items():
        assert box_overlap(truth, boxes[frame]) > 0.8, frame
    assert min(key.confidence for key in badge.keys) > 0.9


def test_a_region_nobody_drew_cannot_follow():
    source, plan = planned("webcam_1p_8s.webm", BOX, 0, TimeRange(0, 400))
    nobody = replace(plan.tracks[0], keys=tuple(replace(key, origin=BoxOrigin.FOLLOWED) for key in plan.tracks[0].keys))
    with pytest.raises(InputError, match="range_invalid"):
        follow(source, plan.with_tracks((nobody,)), nobody.track_id, JobContext())


def test_a_plan_of_other_frames_is_refused():
    source, plan = planned("webcam_1p_8s.webm", BOX, 0, TimeRange(0, 400))
    shifted = AnonymisePlan(plan.fragment_id, plan.range, plan.width, plan.height, tuple(at + 1 for at in plan.frame_times_ms), plan.tracks)
    with pytest.raises(InputError, match="plan_does_not_fit"):
        follow(source, shifted, plan.tracks[-1].track_id, JobContext())


def test_a_drawn_box_is_never_changed_and_between_two_both_directions_count():
    left, right = Box(0.2, 0.4, 0.4, 0.6), Box(0.4, 0.4, 0.6, 0.6)
    onward = {frame: Followed(Box(0.2 + frame / 100, 0.4, 0.4 + frame / 100, 0.6), 0.9) for frame in range(1, 20)}
    keys = followed_keys(TIMES, (0, 20), {0: left, 20: right}, onward, onward)
    assert (keys[0].box, keys[20].box) == (left, right)
    assert keys[10].box.x0 == pytest.approx(0.3, abs=0.01)
    assert keys[10].confidence == 0.9


def test_directions_that_disagree_cover_both_places_and_are_doubtful():
    here, there = Box(0.1, 0.1, 0.2, 0.2), Box(0.7, 0.7, 0.8, 0.8)
    keys = followed_keys(TIMES, (0, 2), {0: here, 2: there}, {1: Followed(here, 0.9)}, {1: Followed(there, 0.9)})
    assert (keys[1].box.x0, keys[1].box.x1) == (pytest.approx(0.1, abs=0.15), pytest.approx(0.8, abs=0.15))
    assert keys[1].confidence < editing.FIRM_FOLLOWING


def test_a_lost_mask_grows_and_never_lets_go():
    lost = {frame: Followed(BOX, 0.2) for frame in range(1, 100)}
    keys = followed_keys(TIMES, (0, 99), {0: BOX}, lost, {})
    sides = [key.box.x1 - key.box.x0 for key in keys]
    assert len(keys) == 100
    assert all(later >= sooner - 1e-9 for sooner, later in pairwise(sides))
    assert sides[-1] > sides[1] * 1.3


def test_what_follows_is_painted_as_it_is_and_not_widened_to_a_head():
    keys = followed_keys(TIMES, (0, 5), {0: BOX}, {frame: Followed(BOX, 0.99) for frame in range(1, 6)}, {})
    plan = AnonymisePlan(FragmentId("f" * 32), TimeRange(0, 4000), 640, 360, TIMES, (Track("drawn-1", "A", "", keys),))
    (_, mask), *_ = mask_boxes(plan, 3)
    assert mask == keys[3].box
    assert MaskKey(0, BOX, BoxOrigin.DRAWN) == keys[0]
