"""Real people in real footage: every clip with faces is found, masked and rendered as a script would do it, and then
another detector than the exporter's looks at every frame of what came out.

A second of each clip, so that the whole takes minutes; KIJKKAMER_WHOLE_CLIPS=1 takes all of every clip.
"""

import io
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction

import av
import pytest

from app.anonymise.detect import detect
from app.anonymise.masks import mask_boxes
from app.anonymise.mp4_boxes import check_metadata
from app.anonymise.render import render
from app.anonymise.second_look import add_residual, covered_part, second_look
from app.common.byte_source import FileSource, MemorySource
from app.common.ids import FragmentId
from app.common.progress import JobContext
from app.decode.video_file import open_video
from app.domain.anonymise_plan import AnonymisePlan, Box, accept_unreviewed
from app.domain.timecode import TimeRange
from tests.support.second_opinion import INPUT_SIZE, OtherFace, SecondOpinion

NOW = datetime(2027, 1, 12, tzinfo=UTC)
LONGEST_MS = 1200
REPAIR_ROUNDS = 2
COVERED = 0.9
"""What the other detector calls a face must lie under masks for this part at least."""
_SLIVER = 1e-3


@dataclass(frozen=True)
class NoFace:
    """A part of a clip's picture where the other detector sees a face and there is none; seen by a person."""

    left: float
    top: float
    right: float
    bottom: float
    what: str

    def holds(self, face: OtherFace) -> bool:
        x, y = (face.x0 + face.x1) / 2, (face.y0 + face.y1) / 2
        return self.left <= x <= self.right and self.top <= y <= self.bottom


CLIPS = {
    "AFGELEID_telefoon_rotatie270.mp4": 0,
    "binnen_720p_a.mp4": 0,
    "binnen_720p_b.mp4": 0,
    "editlist_1p_720p.mp4": 0,
    "grid_bbaf2n.mpg": 0,
    "grid_brbk7n.mpg": 0,
    "grid_lbax4n.mpg": 0,
    "grid_lbbc2a.mpg": 0,
    "grid_lrwp9a.mpg": 0,
    "hand_voor_gezicht.avi": 1000,
    "interview_1p_vfr.mp4": 1000,
    "iphone_vfr_gezicht_weg.mov": 0,
    "lang_139s_10fps.mp4": 10_000,
    "menigte_1080p.mp4": 0,
    "pratend_hoofd_1p_a.mp4": 1500,
    "pratend_hoofd_1p_b.mp4": 0,
    "pratend_hoofd_1p_pt.mp4": 4000,
    "pratend_hoofd_mpeg4.mp4": 2000,
    "qcif_1p.mp4": 0,
    "staand_mkv_a.mkv": 0,
    "staand_mkv_b.mkv": 0,
    "telefoon_selfie_720x1280.mp4": 4000,
    "toespraak_2p_12fps.mp4": 0,
    "webcam_1p.mp4": 8000,
    "webcam_1p.webm": 20_000,
    "zittend_portret_hevc.mp4": 2000,
    "zwartwit_2p.mp4": 3000,
}
"""Every clip with faces, and from where its second is taken."""
NO_FACES: dict[str, tuple[NoFace, ...]] = {
    "binnen_720p_a.mp4": (NoFace(0.66, 0.2, 0.95, 0.75, "blurred plants and a lamp beside the head"),),
    "iphone_vfr_gezicht_weg.mov": (NoFace(0.3, 0.4, 0.7, 0.8, "letters of the cartoon's title"),),
    "AFGELEID_telefoon_rotatie270.mp4": (NoFace(0.45, 0.65, 0.65, 0.9, "folded hands in a lap"),),
    "zittend_portret_hevc.mp4": (NoFace(0.45, 0.65, 0.65, 0.9, "folded hands in a lap"),),
    "zwartwit_2p.mp4": (
        NoFace(0.15, 0.35, 0.35, 0.55, "the sleeve of a coat, held before the body"),
        NoFace(0.59, 0.25, 0.64, 0.34, "leaves of a bush"),
        NoFace(0.54, 0.52, 0.59, 0.62, "trousers in the opening of a coat"),
    ),
    "staand_mkv_b.mkv": (NoFace(0.3, 0.42, 0.62, 0.75, "hands before the skull printed on a sweater"),),
    "toespraak_2p_12fps.mp4": (NoFace(0.48, 0.55, 0.72, 0.72, "microphones on the lectern"),),
    "lang_139s_10fps.mp4": (NoFace(0.4, 0.0, 0.75, 0.25, "the back of a head: hair, collar and neck, no face"),),
}


@pytest.fixture(scope="module")
def opinion(shared_media):
    return SecondOpinion(shared_media / "models" / "rfb-640.onnx")


def exported(source: FileSource, time_range: TimeRange):
    """What the service does for a clip nobody reviews."""
    context = JobContext()
    found = detect(source, time_range, context)
    plan = AnonymisePlan(FragmentId("0" * 32), time_range, found.width, found.height, found.frame_times_ms, found.tracks)
    clip = render(source, accept_unreviewed(plan, NOW), context)
    look = second_look(MemorySource(clip.mp4), plan, context)
    for _ in range(REPAIR_ROUNDS):
        if not look.residual_face_frames:
            break
        plan = add_residual(plan, look)
        clip = render(source, accept_unreviewed(plan, NOW), context)
        look = second_look(MemorySource(clip.mp4), plan, context)
    return plan, clip, look


def uncovered(mp4: bytes, plan: AnonymisePlan, opinion: SecondOpinion):
    """Yield (frame, face) for what the other detector sees and no mask covers."""
    video = open_video(lambda: io.BytesIO(mp4))
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(opinion.faces, (frame.upright("rgb24", INPUT_SIZE) for frame in video.frames())))
    video.close()
    for number, faces in enumerate(found):
        masks = [box for _, box in mask_boxes(plan, number)]
        for face in faces:
            if face.x1 - face.x0 > _SLIVER and face.y1 - face.y0 > _SLIVER and covered_part(Box(face.x0, face.y0, face.x1, face.y1), masks) < COVERED:
                yield number, face


def duration_ms(path) -> int:
    opened: list[io.RawIOBase] = []

    def open_again():
        opened.append(path.open("rb", buffering=0))
        return opened[-1]

    video = open_video(open_again)
    length = video.facts.duration_ms
    video.close()
    for file in opened:
        file.close()
    return length


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", CLIPS)
def test_another_detector_finds_no_bare_face_in_what_is_exported(name, shared_media, opinion):
    path = shared_media / "video" / name
    whole = TimeRange(0, duration_ms(path))
    start = min(CLIPS[name], max(0, whole.to_ms - LONGEST_MS))
    time_range = whole if os.environ.get("KIJKKAMER_WHOLE_CLIPS") else TimeRange(start, min(whole.to_ms, start + LONGEST_MS))
    source = FileSource(path)
    plan, clip, look = exported(source, time_range)
    source.close()
    assert look.residual_face_frames == 0
    assert check_metadata(clip.mp4).has_sound is False
    with av.open(io.BytesIO(clip.mp4)) as read:
        assert Fraction(read.duration, av.time_base) == Fraction(time_range.duration_ms, 1000)
        assert [stream.type for stream in read.streams] == ["video"]
    known = NO_FACES.get(name, ())
    bare = [(number, face) for number, face in uncovered(clip.mp4, plan, opinion) if not any(spot.holds(face) for spot in known)]
    assert bare == []


@pytest.mark.slow
def test_where_there_is_no_face_there_is_no_mask(shared_media):
    source = FileSource(shared_media / "video" / "geen_gezicht.mp4")
    found = detect(source, TimeRange(0, 4900), JobContext())
    source.close()
    assert found.tracks == ()
