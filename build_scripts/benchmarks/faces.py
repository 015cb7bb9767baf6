"""Faces that stay bare when nobody looks: our masks against the boxes people drew and against a harder look at every nth frame.

Needs the shared footage beside the checkout. Names of clips as arguments limit it to those.
"""

import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from PIL import Image
from scratch import ROOT

from app.anonymise.detect import Detection, detect
from app.anonymise.masks import mask_boxes
from app.anonymise.second_look import covered_part
from app.anonymise.tracks import shared_area
from app.common.byte_source import ByteSource, FileSource, MemorySource
from app.common.ids import FragmentId
from app.common.progress import JobContext
from app.decode.video_file import VideoFile, open_video
from app.domain.anonymise_plan import AnonymisePlan, Box, BoxOrigin
from app.domain.mask_editing import frame_at
from app.domain.timecode import TimeRange
from tests.support.clips import still_clip
from tests.support.face_labels import LabelledPicture, hard_pictures, labelled_pictures
from tests.support.face_truth import FaceTruth

MEDIA = ROOT.parent / "shared" / "media"
COVERED = 0.9
_EVERY = 25
_LONGEST_GAP = 10


@dataclass
class _Recall:
    """Counts of faces by kind."""

    there: Counter[str] = field(default_factory=Counter)
    bare: Counter[str] = field(default_factory=Counter)

    def note(self, kind: str, *, is_bare: bool) -> None:
        self.there[kind] += 1
        self.bare[kind] += is_bare

    def line(self) -> str:
        parts = (f"{kind} {self.there[kind] - self.bare[kind]} van {self.there[kind]} ({self._share(kind):.2f} %)" for kind in sorted(self.there))
        return ", ".join(parts) or "geen gezichten"

    def _share(self, kind: str) -> float:
        return 100 * (1 - self.bare[kind] / self.there[kind])


def main(names: list[str]) -> None:
    """Print the figures."""
    if not MEDIA.is_dir():
        print("Het gedeelde beeldmateriaal staat niet naast deze map.")
        return
    labels = [*labelled_pictures(MEDIA), *hard_pictures(MEDIA)]
    by_hand, harder = _Recall(), _Recall()
    clips = sorted(path for path in (MEDIA / "video").iterdir() if not names or path.name in names)
    truth = FaceTruth(MEDIA)
    for clip in clips:
        source = FileSource(clip)
        plan, seconds = _plan(source, _length_ms(clip))
        source.close()
        own = [label for label in labels if label.clip == clip]
        for label in own:
            _compare_labels(label, plan, frame_at(plan, label.at_ms), by_hand)
        before = harder.bare.total()
        strange = _compare_looks(clip, plan, truth, harder)
        bare = harder.bare.total() - before
        print(
            f"{clip.name}: {len(plan.frame_times_ms)} beelden in {seconds:.1f} s, {len(plan.tracks)} sporen, {bare} bloot; {_gaps(plan)}{strange}",
            flush=True,
        )
    if not names:
        for label in labels:
            if label.clip is None:
                plan, _ = _plan(MemorySource(still_clip(Image.open(label.picture))), 1000)
                _compare_labels(label, plan, len(plan.frame_times_ms) // 2, by_hand)
    print(f"\ngezichten met de hand omlijnd: {by_hand.line()} (doel: 99 % en moeilijk 95 %)")
    print(f"gezichten na strenger kijken, elk {_EVERY}e beeld: {harder.line()}")


def _plan(source: ByteSource, length_ms: int) -> tuple[AnonymisePlan, float]:
    start = time.perf_counter()
    time_range = TimeRange(0, length_ms)
    found: Detection = detect(source, time_range, JobContext())
    plan = AnonymisePlan(FragmentId("0" * 32), time_range, found.width, found.height, found.frame_times_ms, found.tracks)
    return plan, time.perf_counter() - start


def _length_ms(clip: Path) -> int:
    video = _opened(clip)
    length = video.facts.duration_ms
    video.close()
    return length


def _opened(clip: Path) -> VideoFile:
    return open_video(lambda: clip.open("rb", buffering=0))


def _compare_labels(label: LabelledPicture, plan: AnonymisePlan, frame: int, recall: _Recall) -> None:
    masks = [box for _, box in mask_boxes(plan, frame)]
    for face in label.faces:
        is_bare = covered_part(face.box, masks) < COVERED
        recall.note(face.kind, is_bare=is_bare)
        if is_bare:
            print(f"  bloot: {label.picture.name} {label.at_ms} ms {face.kind} {face.box}")


def _compare_looks(clip: Path, plan: AnonymisePlan, truth: FaceTruth, recall: _Recall) -> str:
    """Count bare faces by the harder look, and return what there is to say of tracks on which it never saw a face."""
    video = _opened(clip)
    confirmed: set[str] = set()
    for number, shown in enumerate(video.frames(0, plan.range.to_ms)):
        if number % _EVERY or number >= len(plan.frame_times_ms):
            continue
        masks = mask_boxes(plan, number)
        for face in truth.faces(shown):
            is_bare = covered_part(face.box, [box for _, box in masks]) < COVERED
            recall.note("moeilijk" if face.is_hard else "gewoon", is_bare=is_bare)
            if is_bare:
                print(f"  bloot: {clip.name} beeld {number} {'moeilijk ' if face.is_hard else ''}{face.box}")
            confirmed |= {track.track_id for track, box in masks if shared_area(face.box, box) > 0.5 * _area(face.box)}
    video.close()
    strange = [track for track in plan.tracks if track.track_id not in confirmed]
    return "".join(f"; spoor zonder gezicht: beeld {track.keys[0].frame} tot {track.keys[-1].frame}" for track in strange)


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.y1 - box.y0)


def _gaps(plan: AnonymisePlan) -> str:
    """Say how many short gaps between sightings there were, and whether any frame of them has no mask of its track."""
    gaps = bare = 0
    for track in plan.tracks:
        seen = [key.frame for key in track.keys if key.origin is BoxOrigin.SEEN]
        covered = {key.frame for key in track.keys}
        for before, after in pairwise(seen):
            if 1 < after - before <= _LONGEST_GAP + 1:
                gaps += 1
                bare += any(frame not in covered for frame in range(before + 1, after))
    return f"{gaps} korte gaten, waarvan {bare} bloot"


if __name__ == "__main__":
    main(sys.argv[1:])
