"""Faces that people boxed by hand, in the hardest of the shared footage: small, from aside, half hidden, at the border.

Half a second around each, and a few photos; `bench.py faces` takes whole clips and all labels.
"""

import pytest
from PIL import Image

from app.anonymise.detect import detect
from app.anonymise.masks import mask_boxes
from app.anonymise.second_look import covered_part
from app.common.byte_source import FileSource, MemorySource
from app.common.ids import FragmentId
from app.common.progress import JobContext
from app.domain.anonymise_plan import AnonymisePlan
from app.domain.mask_editing import frame_at
from app.domain.timecode import TimeRange
from tests.support.clips import still_clip
from tests.support.face_labels import hard_pictures, labelled_pictures

COVERED = 0.9
AROUND_MS = 240
MOMENTS = ["D_chap_9", "D_crowd_0.5", "D_crowd_3.5", "D_make_1", "D_carp_3", "D_obama_8"]
HARD = [("zwartwit_2p.mp4", 2200), ("zwartwit_2p.mp4", 6000), ("hand_voor_gezicht.avi", 2520), ("menigte_1080p.mp4", 2600)]
PHOTOS = ["2007_007763", "2008_002079", "2008_001009", "2008_001322"]


def bare_faces(source, time_range, at_ms, faces):
    found = detect(source, time_range, JobContext())
    source.close()
    plan = AnonymisePlan(FragmentId("0" * 32), time_range, found.width, found.height, found.frame_times_ms, found.tracks)
    masks = [box for _, box in mask_boxes(plan, frame_at(plan, at_ms - time_range.from_ms))]
    return [face for face in faces if covered_part(face.box, masks) < COVERED]


@pytest.mark.slow
@pytest.mark.parametrize("name", MOMENTS)
def test_every_face_a_person_boxed_is_under_a_mask(name, shared_media):
    label = next(each for each in labelled_pictures(shared_media) if each.picture.stem == name)
    assert label.clip is not None
    assert label.faces
    around = TimeRange(label.at_ms - AROUND_MS, label.at_ms + AROUND_MS)
    assert bare_faces(FileSource(label.clip), around, label.at_ms, label.faces) == []


@pytest.mark.slow
@pytest.mark.parametrize(("name", "at_ms"), HARD)
def test_every_hard_face_we_boxed_is_under_a_mask(name, at_ms, shared_media):
    label = next(each for each in hard_pictures(shared_media) if each.picture.name == name and each.at_ms == at_ms)
    assert label.clip is not None
    around = TimeRange(at_ms - AROUND_MS, at_ms + AROUND_MS)
    assert bare_faces(FileSource(label.clip), around, at_ms, label.faces) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", PHOTOS)
def test_every_face_of_a_group_photo_is_under_a_mask(name, shared_media):
    label = next(each for each in labelled_pictures(shared_media) if each.picture.stem == name)
    assert label.faces
    clip = still_clip(Image.open(label.picture), frames=5)
    assert bare_faces(MemorySource(clip), TimeRange(0, 200), 100, label.faces) == []
