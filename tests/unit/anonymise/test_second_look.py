from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from app.anonymise.detect import detect
from app.anonymise.plan_json import plan_from_json, plan_to_json
from app.anonymise.render import RenderedClip, render
from app.anonymise.report import build_report
from app.anonymise.second_look import DETECTORS, ResidualFace, SecondLook, add_residual, covered_part, second_look
from app.common.byte_source import FileSource, MemorySource
from app.common.errors import InputError, RefusedError
from app.common.ids import FragmentId, RecordingId
from app.common.progress import JobContext
from app.domain.anonymise_plan import AnonymisePlan, Box, BoxOrigin, MaskKey, Track, VoiceLevel, accept_unreviewed, approve
from app.domain.caption import Caption
from app.domain.found_name import FoundName, NameKind
from app.domain.fragment import Fragment
from app.domain.mask_editing import show_track
from app.domain.timecode import TimeRange
from tests.support.clips import numbered_clip

NOW = datetime(2027, 1, 12, tzinfo=UTC)
RANGE = TimeRange(200, 700)
FRAGMENT = Fragment(FragmentId("0" * 32), RecordingId("1" * 32), RANGE, "Wat zag je bij Samira?", (), NOW)
CLIP = RenderedClip(b"", "0" * 64, 500, 12, has_sound=False)
NAMED = FoundName(TimeRange(0, 100), "Samira", NameKind.OWN, is_hidden=True)
KEPT = FoundName(TimeRange(300, 400), "maandag", NameKind.DATE, is_hidden=False, reason="zegt niets")
OPEN = FoundName(TimeRange(500, 600), "Groningen", NameKind.PLACE)


@pytest.fixture(scope="module")
def source(shared_media):
    source = FileSource(shared_media / "video" / "qcif_1p.mp4")
    yield source
    source.close()


@pytest.fixture(scope="module")
def plan(source):
    found = detect(source, RANGE, JobContext())
    return AnonymisePlan(FragmentId("0" * 32), RANGE, found.width, found.height, found.frame_times_ms, found.tracks)


def looked_at(source, plan, drawn_by=None):
    clip = render(source, approve(drawn_by or plan, "M. Jansen", NOW), JobContext())
    return clip, second_look(MemorySource(clip.mp4), plan, JobContext())


def test_the_one_man_in_the_car_is_one_track_from_end_to_end(plan):
    assert [track.letter for track in plan.tracks] == ["A"]
    assert [key.frame for key in plan.tracks[0].keys] == list(range(len(plan.frame_times_ms)))
    assert plan_from_json(plan_to_json(plan)).frame_times_ms == plan.frame_times_ms


def test_a_covered_face_is_not_found_again(source, plan):
    _, look = looked_at(source, plan)
    assert look.residual_face_frames == 0
    assert look.worst == ()


def test_a_bare_face_is_found_in_every_frame_and_covered_in_the_next_round(source, plan):
    bare = plan.with_tracks(())
    _, look = looked_at(source, bare)
    assert look.residual_face_frames == len(plan.frame_times_ms)
    repaired = add_residual(bare, look)
    _, again = looked_at(source, repaired)
    assert again.residual_face_frames == 0


def test_a_mask_in_the_plan_that_is_not_in_the_picture_fools_nobody_when_it_lies_elsewhere(source, plan):
    elsewhere = Track("track-1", "A", "", tuple(MaskKey(frame, Box(0, 0.9, 0.1, 1), BoxOrigin.DRAWN) for frame in range(len(plan.frame_times_ms))))
    _, look = looked_at(source, plan.with_tracks((elsewhere,)))
    assert look.residual_face_frames > 0


def test_a_person_left_visible_on_purpose_is_no_residue(source, plan):
    shown = show_track(plan, plan.tracks[0].track_id, "ben ik zelf")
    _, look = looked_at(source, shown)
    assert look.residual_face_frames == 0


def test_a_clip_with_other_frames_than_the_plan_is_refused(plan):
    with pytest.raises(RefusedError, match="render_failed"):
        second_look(MemorySource(numbered_clip(frames=3)), plan, JobContext())


def test_residue_becomes_tracks_with_an_id_and_letter_of_their_own(plan):
    box = Box(0.1, 0.1, 0.2, 0.2)
    look = SecondLook(len(plan.frame_times_ms), (ResidualFace(3, plan.frame_times_ms[3], box, 0.5, DETECTORS[0]),))
    repaired = add_residual(plan, look)
    assert repaired.tracks[:-1] == plan.tracks
    added = repaired.tracks[-1]
    assert added.track_id not in {track.track_id for track in plan.tracks}
    assert added.letter == "B"
    assert any(key.frame == 3 and key.box.x0 <= box.x0 and key.box.x1 >= box.x1 for key in added.keys)


def test_the_covered_part_of_a_box_counts_every_cover_once():
    box = Box(0.2, 0.2, 0.4, 0.4)
    left, right = Box(0.2, 0.2, 0.3, 0.4), Box(0.3, 0.2, 0.4, 0.4)
    assert covered_part(box, []) == 0
    assert covered_part(box, [left]) == pytest.approx(0.5)
    assert covered_part(box, [left, left]) == pytest.approx(0.5)
    assert covered_part(box, [left, right]) == 1


def test_the_report_says_what_was_done_and_names_nobody_but_the_reviewer(source, plan):
    named = plan.with_tracks((Track("track-1", "A", "moeder Samira", plan.tracks[0].keys),))
    clip, look = looked_at(source, named)
    report = build_report(FRAGMENT, approve(named, "M. Jansen", NOW), clip, look, "0.1.0", ())
    assert report["reviewed_by"] == "M. Jansen"
    assert "unreviewed" not in report
    assert "Samira" not in str(report)
    assert report["frames"] == report["frames_with_faces"] == len(plan.frame_times_ms)
    assert report["filled_gap_frames"] == 0
    assert report["voice"] == "none"
    assert report["second_look"]["residual_face_frames"] == 0
    assert report["output_sha256"] == clip.sha256
    unreviewed = build_report(FRAGMENT, accept_unreviewed(named, NOW), clip, look, "0.1.0", ())
    assert unreviewed["unreviewed"] is True
    assert "reviewed_by" not in unreviewed


@pytest.mark.parametrize(
    ("names", "captions", "count"),
    [
        ((), (), 0),
        ((NAMED, KEPT, OPEN), (), 2),
        ((), (Caption(TimeRange(0, 900), "A", "[naam] woont bij [naam]"),), 2),
        ((NAMED, KEPT), (Caption(TimeRange(0, 900), "A", "[naam] is op [school]"),), 2),
        ((NAMED,), (Caption(TimeRange(200, 900), "A", "dat zei [naam]"),), 2),
    ],
)
def test_a_name_taken_out_of_sound_and_caption_counts_once(source, plan, names, captions, count):
    worded = replace(plan, names=names, captions=captions)
    report = build_report(FRAGMENT, accept_unreviewed(worded, NOW), CLIP, SecondLook(1, ()), "0.1.0", ())
    assert report["names_replaced"] == count


@pytest.mark.parametrize(
    ("voice", "captions", "has_sound", "said"),
    [
        (VoiceLevel.CAPTIONS, (Caption(TimeRange(0, 400), "A", "ja"),), False, "captions"),
        (VoiceLevel.CAPTIONS, (), False, "none"),
        (VoiceLevel.SPOKEN, (), False, "none"),
        (VoiceLevel.DISGUISE, (), True, "disguise"),
    ],
)
def test_the_report_names_the_sound_the_copy_has_and_not_the_one_asked_for(plan, voice, captions, has_sound, said):
    clip = replace(CLIP, has_sound=has_sound)
    report = build_report(FRAGMENT, approve(replace(plan, voice=voice, captions=captions), "jij", NOW), clip, SecondLook(1, ()), "0.1.0", ())
    assert report["voice"] == said


def test_two_detectors_that_see_the_same_face_give_one_track(plan):
    box, nearly = Box(0.1, 0.1, 0.2, 0.2), Box(0.11, 0.1, 0.2, 0.21)
    seen = tuple(ResidualFace(2, plan.frame_times_ms[2], each, 0.8, by) for each, by in zip((box, nearly), DETECTORS, strict=True))
    assert len(add_residual(plan, SecondLook(len(plan.frame_times_ms), seen)).tracks) == len(plan.tracks) + 1


def test_what_a_person_called_no_face_does_not_stop_the_copy_again(source, plan):
    bare = plan.with_tracks(())
    _, look = looked_at(source, bare)
    settled = add_residual(bare, look)
    for track in settled.tracks:
        settled = show_track(settled, track.track_id, "geen gezicht")
    _, again = looked_at(source, settled)
    assert again.residual_face_frames == 0


def test_a_range_without_a_picture_is_refused():
    with pytest.raises(InputError, match="not_a_video"):
        detect(MemorySource(b"no video at all" * 100), TimeRange(0, 100), JobContext())


def test_looking_twice_gives_the_same(source, plan):
    again = detect(source, RANGE, JobContext())
    assert again.tracks == plan.tracks
    assert np.all(np.diff(again.frame_times_ms) > 0)
