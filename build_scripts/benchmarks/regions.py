"""Drawn regions and text in the picture: how well a head is followed without the face finder, and what is proposed as text.

Following is set beside the face finder on the clips the tests keep: the share of the face that the followed mask covers, and
what was not covered without the confidence saying so. Text proposals are counted per clip, with the seconds they cost.
"""

import time
from functools import partial
from io import FileIO
from pathlib import Path

from app.anonymise.detect import detect
from app.anonymise.follow import follow
from app.anonymise.text_finder import find_text
from app.anonymise.tracks import shared_area
from app.common.byte_source import MemorySource
from app.common.ids import FragmentId
from app.common.progress import JobContext
from app.decode.video_file import open_video
from app.domain import mask_editing as editing
from app.domain.anonymise_plan import AnonymisePlan, BoxOrigin, TrackKind
from app.domain.timecode import TimeRange

CLIPS = Path(__file__).resolve().parents[2] / "tests" / "media"
MOST_MS = 8000
SURE_FACE = 0.4
COVERED = 0.7


def main() -> None:
    """Measure on every clip the tests keep."""
    for clip in sorted(path for path in CLIPS.iterdir() if path.suffix in {".mkv", ".mp4", ".webm"}):
        content = clip.read_bytes()
        video = open_video(partial(FileIO, clip))
        time_range = TimeRange(0, min(MOST_MS, video.facts.duration_ms))
        video.close()
        found = detect(MemorySource(content), time_range, JobContext())
        plan = AnonymisePlan(FragmentId("f" * 32), time_range, found.width, found.height, found.frame_times_ms, found.tracks)
        print(f"{clip.name}: {len(plan.frame_times_ms)} beelden, {time_range.duration_ms / 1000:.1f} s")
        _measure_following(content, plan)
        _measure_text(content, plan)


def _measure_following(content: bytes, plan: AnonymisePlan) -> None:
    seen = {key.frame: key.box for key in plan.tracks[0].keys if key.origin is BoxOrigin.SEEN and key.confidence > SURE_FACE} if plan.tracks else {}
    if not seen:
        return
    middle = sorted(seen)[len(seen) // 2]
    drawn = editing.add_region(plan, seen[middle], middle, min(seen), max(seen))
    started = time.monotonic()
    keys = follow(MemorySource(content), drawn, drawn.tracks[-1].track_id, JobContext()).tracks[-1].keys
    seconds = time.monotonic() - started
    covered = {key.frame: shared_area(seen[key.frame], key.box) / shared_area(seen[key.frame], seen[key.frame]) for key in keys if key.frame in seen}
    silent = sum(covered[key.frame] < COVERED and key.confidence >= editing.FIRM_FOLLOWING for key in keys if key.frame in covered)
    doubtful = sum(key.confidence < editing.FIRM_FOLLOWING for key in keys)
    print(
        f"  volgen: gezicht bedekt gemiddeld {sum(covered.values()) / len(covered):.2f}, minst {min(covered.values()):.2f}; "
        f"{silent} beelden onbemerkt onder {COVERED}, {doubtful} twijfel; {1000 * seconds / len(keys):.0f} ms per beeld"
    )


def _measure_text(content: bytes, plan: AnonymisePlan) -> None:
    started = time.monotonic()
    texts = [track for track in find_text(MemorySource(content), plan, JobContext()).tracks if track.kind is TrackKind.WRITING]
    seconds = time.monotonic() - started
    frames = ", ".join(f"{track.keys[0].frame}-{track.keys[-1].frame}" for track in texts)
    print(f"  tekst: {len(texts)} voorstellen ({frames}); {1000 * seconds / plan.range.duration_ms:.2f} s per s")


if __name__ == "__main__":
    main()
