"""Bare face-frames per minute in ten minutes of hard scenes of two people with known truth, beside deface.

The scenes are put together anew each time (`tests/support/two_person_scenes.py`). Arguments: the first minute and how many,
for who has less time; deface looks at every 47th frame, which says as much, for it looks at each by itself, and no part of a
scene always falls between.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy as np
from deface_peer import PixelBox, deface_masks
from numpy.typing import NDArray
from scratch import ROOT, scratch_folder

from app.anonymise.detect import detect
from app.anonymise.masks import mask_boxes
from app.anonymise.second_look import covered_part
from app.anonymise.tracks import overlap_of
from app.common.byte_source import MemorySource
from app.common.ids import FragmentId
from app.common.progress import JobContext
from app.decode.video_file import open_video
from app.domain.anonymise_plan import AnonymisePlan, Box, BoxOrigin, Track
from app.domain.timecode import TimeRange
from tests.support.clips import picture_clip
from tests.support.two_person_scenes import FPS, HEIGHT, SCENE_FRAMES, WIDTH, SceneFace, scene

MEDIA = ROOT.parent / "shared" / "media"
COVERED = 0.9
_ON_FACE = 0.3
_MINUTES = 10
_MINUTE_MS = 60_000
_SCENES_PER_MINUTE = 60 * FPS // SCENE_FRAMES
_DEFACE_EVERY = 47


class _Tally:
    """Face-frames that were there and that were bare, by kind of scene."""

    def __init__(self) -> None:
        self.there: Counter[str] = Counter()
        self.bare: Counter[str] = Counter()

    def note(self, kind: str, faces: list[SceneFace], masks: list[Box]) -> None:
        """Count the faces of one frame."""
        for face in faces:
            self.there[kind] += 1
            self.bare[kind] += covered_part(face.box, masks) < COVERED

    def line(self, minutes: float) -> str:
        """Return it as one line; `minutes` is the length of film it stands for."""
        share = 100 * (1 - self.bare.total() / max(1, self.there.total()))
        worst = ", ".join(f"{kind} {count} van {self.there[kind]}" for kind, count in self.bare.most_common() if count)
        return f"{self.bare.total() / minutes:.1f} bloot per minuut ({share:.2f} % van {self.there.total()} bedekt{'; ' + worst if worst else ''})"


def main(first: int, count: int) -> None:
    """Print the figures, minute by minute and in all."""
    ours, backs, theirs = _Tally(), _Tally(), _Tally()
    proposals: Counter[bool] = Counter()
    with scratch_folder() as folder:
        for minute in range(first, first + count):
            proposals += _measure(minute, folder, ours, backs, theirs)
    print(f"\nonze vlakken: {ours.line(count)}")
    print(f"omgedraaide hoofden: {backs.line(count)}")
    print(f"voorstellen dat twee sporen een persoon zijn: {proposals[True]} juist, {proposals[False]} onjuist")
    print(f"deface 1.5.0: {theirs.line(count / _DEFACE_EVERY)}")


def _measure(minute: int, folder: Path, ours: _Tally, backs: _Tally, theirs: _Tally) -> Counter[bool]:
    """Count one minute into the tallies, and return how often a proposal that two tracks are one person was right."""
    numbers = range(minute * _SCENES_PER_MINUTE, (minute + 1) * _SCENES_PER_MINUTE)
    truths: list[tuple[str, tuple[SceneFace, ...]]] = []

    def pictures() -> Iterator[NDArray[np.uint8]]:
        for frame in chain.from_iterable(scene(MEDIA, number) for number in numbers):
            truths.append((frame.kind, frame.faces))
            yield frame.pixels

    clip = picture_clip(pictures(), FPS, crf=30)
    stored = folder / "clip.mp4"
    stored.write_bytes(clip)
    start = time.perf_counter()
    found = detect(MemorySource(clip), TimeRange(0, _MINUTE_MS), JobContext())
    seconds = time.perf_counter() - start
    plan = AnonymisePlan(FragmentId("0" * 32), TimeRange(0, _MINUTE_MS), WIDTH, HEIGHT, found.frame_times_ms, found.tracks)
    # The pictures of the clip and not those it was made of: compression takes from a dark face what is to be seen of it.
    video = open_video(lambda: stored.open("rb", buffering=0))
    sample = [frame.upright() for number, frame in enumerate(video.frames()) if number % _DEFACE_EVERY == 0]
    video.close()
    looks = deface_masks(sample, HEIGHT, WIDTH, folder / "deface.txt")
    before = ours.bare.total(), theirs.bare.total()
    for number, (kind, faces) in enumerate(truths):
        masks = [box for _, box in mask_boxes(plan, number)]
        visible = [face for face in faces if face.counts]
        ours.note(kind, visible, masks)
        backs.note(kind, [face for face in faces if face.is_back], masks)
        if number % _DEFACE_EVERY == 0:
            theirs.note(kind, visible, [_fractions(box) for box in looks[number // _DEFACE_EVERY]])
    bare, their_bare = ours.bare.total() - before[0], theirs.bare.total() - before[1]
    people = {track.track_id: _person(track, truths) for track in plan.tracks}
    tracks = f"{len(people)} sporen, waarvan {list(people.values()).count('')} op niemand"
    print(f"minuut {minute}: {tracks}, in {seconds:.0f} s; {bare} bloot; deface {their_bare} in {len(sample)} beelden", flush=True)
    return Counter(people[one] == people[other] != "" for one, other in found.alike)


def _person(track: Track, truths: list[tuple[str, tuple[SceneFace, ...]]]) -> str:
    """Return on whom this track mostly lies, empty when on nobody."""
    seen = [key for key in track.keys if key.origin is BoxOrigin.SEEN]
    people = Counter(face.person for key in seen for face in truths[key.frame][1] if overlap_of(face.box, key.box) > _ON_FACE)
    return people.most_common(1)[0][0] if people else ""


def _fractions(box: PixelBox) -> Box:
    x0, x1 = (min(max(edge / WIDTH, 0.0), 1.0) for edge in (box[0], box[2]))
    y0, y1 = (min(max(edge / HEIGHT, 0.0), 1.0) for edge in (box[1], box[3]))
    return Box(x0, y0, x1, y1)


if __name__ == "__main__":
    asked = [int(word) for word in sys.argv[1:]] or [0, _MINUTES]
    main(*asked)
