"""Text in the picture is proposed to be covered: a name burned in, and nothing where there is none."""

import io
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from app.anonymise.detect import FoundFace
from app.anonymise.fragment_frames import fragment_frames
from app.anonymise.text_finder import Look, find_text, joined_texts
from app.anonymise.text_model import pieces
from app.common.byte_source import MemorySource
from app.common.ids import FragmentId
from app.common.progress import JobContext
from app.decode.video_file import open_video
from app.domain.anonymise_plan import AnonymisePlan, Box, BoxOrigin, MaskKey, Track, TrackKind
from app.domain.timecode import TimeRange
from app.services.anonymise import mask_boxes

MEDIA = Path(__file__).resolve().parents[2] / "media"
BANNER = Box(0.08, 0.872, 0.92, 0.915)
"""The line with the name in `toespraak_2p_12fps.mp4`, seen by a person: it can be read from frame 31 on, to the end."""
HERE, THERE = Box(0.1, 0.8, 0.4, 0.85), Box(0.12, 0.8, 0.42, 0.85)


def searched(clip: str, *tracks: Track, from_ms: int = 0) -> AnonymisePlan:
    content = (MEDIA / clip).read_bytes()
    video = open_video(partial(io.BytesIO, content))
    duration_ms = video.facts.duration_ms
    times = tuple(at_ms for at_ms, _ in fragment_frames(video, from_ms, duration_ms))
    plan = AnonymisePlan(FragmentId("f" * 32), TimeRange(from_ms, duration_ms), *video.layout.shown_size, times, tracks)
    video.close()
    return find_text(MemorySource(content), plan, JobContext())


def covered_part(wanted: Box, mask: Box) -> float:
    wide, high = min(wanted.x1, mask.x1) - max(wanted.x0, mask.x0), min(wanted.y1, mask.y1) - max(wanted.y0, mask.y0)
    return max(wide, 0.0) * max(high, 0.0) / ((wanted.x1 - wanted.x0) * (wanted.y1 - wanted.y0))


def test_a_name_burned_in_is_covered_in_every_frame_it_can_be_read():
    plan = searched("toespraak_2p_12fps.mp4")
    for frame in range(31, len(plan.frame_times_ms)):
        assert max((covered_part(BANNER, mask) for _, mask in mask_boxes(plan, frame)), default=0.0) > 0.97, frame
    assert {track.kind for track in plan.tracks} == {TrackKind.WRITING}
    assert all(track.hidden and not track.accepted for track in plan.tracks)


def test_nothing_is_proposed_where_nobody_could_read_anything():
    assert searched("staand_mkv_a.mkv").tracks == ()


def seen(box: Box, confidence: float = 0.9) -> FoundFace:
    return FoundFace(box, confidence)


def frames_of(keys: tuple[MaskKey, ...]) -> list[int]:
    return [key.frame for key in keys]


def test_a_text_reaches_from_the_look_before_to_the_look_after_it_was_seen():
    looks = [Look(0, ()), Look(12, (seen(HERE),)), Look(24, (seen(THERE),)), Look(36, ()), Look(47, ())]
    (keys,) = joined_texts(looks, 48)
    assert frames_of(keys) == list(range(1, 36))
    assert keys[5].box == HERE
    assert covered_part(HERE, keys[17].box) == covered_part(THERE, keys[17].box) == pytest.approx(1.0)
    assert {key.origin for key in keys} == {BoxOrigin.FOLLOWED}


def test_a_text_that_is_missed_once_was_there_all_the_same():
    looks = [Look(0, (seen(HERE),)), Look(12, ()), Look(24, (seen(HERE),)), Look(36, (seen(HERE),))]
    (keys,) = joined_texts(looks, 40)
    assert frames_of(keys) == list(range(40))


def test_a_text_does_not_cross_into_another_shot():
    looks = [Look(0, (seen(HERE),)), Look(9, (seen(HERE),), begins_shot=True), Look(18, ())]
    first, second = joined_texts(looks, 24)
    assert (frames_of(first), frames_of(second)) == (list(range(9)), list(range(9, 18)))


def test_words_of_a_line_and_lines_of_a_banner_are_one_text():
    words = (seen(Box(0.1, 0.8, 0.2, 0.84)), seen(Box(0.22, 0.8, 0.4, 0.84)), seen(Box(0.12, 0.86, 0.3, 0.9)), seen(Box(0.7, 0.1, 0.8, 0.14)))
    texts = joined_texts([Look(0, words)], 1)
    assert sorted((keys[0].box.x0, keys[0].box.x1) for keys in texts) == [(0.1, 0.4), (0.7, 0.8)]


def test_what_is_hardly_seen_is_no_proposal():
    assert joined_texts([Look(0, (seen(HERE, 0.55),)), Look(12, (seen(HERE, 0.55),))], 20) == []
    assert joined_texts([Look(0, (seen(HERE, 0.8),)), Look(12, ())], 20) == []
    assert len(joined_texts([Look(0, (seen(HERE, 0.8),)), Look(12, (seen(HERE, 0.7),))], 20)) == 1


def test_what_a_head_covers_anyway_is_no_proposal():
    whole = tuple(MaskKey(frame, Box(0.0, 0.5, 1.0, 1.0), BoxOrigin.DRAWN) for frame in range(20))
    head = Track("track-1", "A", "", whole)
    assert searched("toespraak_2p_12fps.mp4", from_ms=8000).tracks != ()
    assert searched("toespraak_2p_12fps.mp4", head, from_ms=8000).tracks == (head,)


def test_pieces_are_found_in_the_map_and_tall_ones_are_no_text():
    likely = np.zeros((320, 320), np.float32)
    likely[100:108, 40:140] = 0.9
    likely[150:250, 200:240] = 0.9
    likely[20:24, 20:24] = 0.4
    ((x0, y0, x1, y1, confidence),) = pieces(likely)
    assert (x0 * 320, x1 * 320) == (pytest.approx(34, abs=2), pytest.approx(146, abs=2))
    assert (y0 * 320, y1 * 320) == (pytest.approx(94, abs=2), pytest.approx(114, abs=2))
    assert confidence == pytest.approx(0.9)
