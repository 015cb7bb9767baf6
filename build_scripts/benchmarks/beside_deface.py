"""The same clips through deface 1.5.0 and through ours: processor seconds, sync, size, and faces that stay bare.

Seconds are those of the processor, of all processes together: a busy machine slows a clock, not those. Needs the shared
footage beside the checkout. Names of clips as arguments limit it to those.
"""

import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from deface_peer import deface_masks, deface_program
from scratch import ROOT, scratch_folder

from app.anonymise.detect import detect
from app.anonymise.masks import mask_boxes
from app.anonymise.render import render
from app.anonymise.second_look import covered_part, second_look
from app.common.byte_source import FileSource, MemorySource
from app.common.ids import FragmentId
from app.common.progress import JobContext
from app.decode.video_file import open_video
from app.domain.anonymise_plan import AnonymisePlan, Box, accept_unreviewed
from app.domain.timecode import TimeRange
from tests.support.face_truth import FaceTruth, TrueFace

MEDIA = ROOT.parent / "shared" / "media"
CLIPS = ("editlist_1p_720p.mp4", "binnen_720p_a.mp4", "binnen_720p_b.mp4", "interview_1p_vfr.mp4", "toespraak_2p_12fps.mp4", "menigte_1080p.mp4")
COVERED = 0.9
_EVERY = 25


@dataclass(frozen=True)
class _Shape:
    """What a player sees of a file: the size of the picture, how many, and for how long."""

    width: int
    height: int
    frames: int
    duration_ms: int

    @staticmethod
    def of(path: Path) -> "_Shape":
        video = open_video(lambda: path.open("rb", buffering=0))
        frames = [frame.at_ms for frame in video.frames()]
        width, height = video.layout.shown_size
        duration = video.reach_ms()
        video.close()
        return _Shape(width, height, len(frames), duration)

    def beside(self, original: "_Shape") -> str:
        """Say in what this differs from the original."""
        size = "zelfde maat" if (self.width, self.height) == (original.width, original.height) else f"{self.width}x{self.height}"
        return f"{size}, {self.frames} beelden, aan het eind {abs(self.duration_ms - original.duration_ms)} ms verschoven"


def main(names: tuple[str, ...]) -> None:
    """Print the figures, clip by clip."""
    truth = FaceTruth(MEDIA)
    with scratch_folder() as folder:
        for name in names:
            _compare(MEDIA / "video" / name, folder, truth)


def _compare(clip: Path, folder: Path, truth: FaceTruth) -> None:
    original = _Shape.of(clip)
    print(f"\n{clip.name}: {original.width}x{original.height}, {original.frames} beelden, {original.duration_ms / 1000:.1f} s")
    plan, copy, seconds = _ours(clip, original.duration_ms, folder)
    theirs = folder / f"deface-{clip.stem}.mp4"
    command = [str(deface_program()), str(clip), "--output", str(theirs), "--keep-audio"]
    deface_s = _processor_s(lambda: subprocess.run(command, capture_output=True, check=True))
    bare_s = _processor_s(lambda: subprocess.run([sys.executable, "-c", _DECODE_AND_ENCODE, str(clip)], check=True))
    ours_s = seconds["zoeken"] + seconds["maken"]
    faces, bare, their_bare = _bare_faces(clip, plan, truth, folder)
    parts = ", ".join(f"{what} {spent:.1f}" for what, spent in seconds.items())
    print(f"  wij: {ours_s:.1f} s ({parts}); {_Shape.of(copy).beside(original)}; {bare} van {faces} gezichten bloot")
    print(f"  deface: {deface_s:.1f} s; {_Shape.of(theirs).beside(original)}; {their_bare} van {faces} gezichten bloot")
    print(f"  deface : wij = {deface_s / ours_s:.1f}, met tweede blik {deface_s / sum(seconds.values()):.1f} (doel 10)", flush=True)
    print(f"  wij : alleen decoderen en coderen = {ours_s / bare_s:.1f} ({bare_s:.1f} s; doel 2.5)", flush=True)


_DECODE_AND_ENCODE = """
import io, sys, av
with av.open(sys.argv[1]) as clip, av.open(io.BytesIO(), "w", format="mp4") as output:
    source = clip.streams.video[0]
    stream = output.add_stream("libx264", rate=source.average_rate, options={"crf": "20", "preset": "veryfast"})
    stream.width, stream.height, stream.pix_fmt = source.width // 2 * 2, source.height // 2 * 2, "yuv420p"
    for number, frame in enumerate(clip.decode(video=0)):
        copy = frame.reformat(stream.width, stream.height, "yuv420p")
        copy.pts, copy.time_base = number, 1 / source.average_rate
        output.mux(stream.encode(copy))
    output.mux(stream.encode(None))
"""


def _ours(clip: Path, length_ms: int, folder: Path) -> tuple[AnonymisePlan, Path, dict[str, float]]:
    """Return the plan, the copy, and the seconds of each step."""
    context, time_range = JobContext(), TimeRange(0, length_ms)
    source = FileSource(clip)
    start = _children_s()
    found = detect(source, time_range, context)
    plan = AnonymisePlan(FragmentId("0" * 32), time_range, found.width, found.height, found.frame_times_ms, found.tracks)
    after_detect = _children_s()
    rendered = render(source, accept_unreviewed(plan, datetime.now(UTC)), context)
    after_render = _children_s()
    second_look(MemorySource(rendered.mp4), plan, context)
    seconds = {"zoeken": after_detect - start, "maken": after_render - after_detect, "tweede blik": _children_s() - after_render}
    source.close()
    copy = folder / f"wij-{clip.stem}.mp4"
    copy.write_bytes(rendered.mp4)
    return plan, copy, seconds


def _bare_faces(clip: Path, plan: AnonymisePlan, truth: FaceTruth, folder: Path) -> tuple[int, int, int]:
    """Return how many faces every 25th frame has, and how many of them each leaves bare."""
    width, height = plan.width, plan.height
    video = open_video(lambda: clip.open("rb", buffering=0))
    sample = [(number, frame.upright(), truth.faces(frame)) for number, frame in enumerate(video.frames()) if number % _EVERY == 0]
    video.close()
    looks = deface_masks((pixels for _, pixels, _ in sample), height, width, folder / "deface.txt")
    theirs = [[_clipped(box, width, height) for box in boxes] for boxes in looks]
    ours = [[box for _, box in mask_boxes(plan, number)] for number, _, _ in sample]
    faces = [faces for _, _, faces in sample]
    return sum(map(len, faces)), _count_bare(faces, ours), _count_bare(faces, theirs)


def _count_bare(faces: list[list[TrueFace]], masks: list[list[Box]]) -> int:
    return sum(covered_part(face.box, boxes) < COVERED for each, boxes in zip(faces, masks, strict=True) for face in each)


def _clipped(box: tuple[float, float, float, float], width: int, height: int) -> Box:
    x0, y0, x1, y1 = (min(max(edge / side, 0.0), 1.0) for edge, side in zip(box, (width, height, width, height), strict=True))
    return Box(x0, y0, x1, y1)


def _processor_s(work: Callable[[], object]) -> float:
    before = _children_s()
    work()
    return _children_s() - before


def _children_s() -> float:
    """Return the processor time of all children that ended, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or CLIPS)
