"""Propose to cover text in the picture: a child looks twice a second where it is, the parent joins that through time.

What is proposed is covered until a person decides; what the text says is never read.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.anonymise.detect import checked_face
from app.anonymise.masks import mask_box_for
from app.anonymise.shot_change import is_other_shot
from app.anonymise.tracks import FoundFace, overlap_of, shared_area, union_of
from app.common.byte_source import ByteSource
from app.common.errors import RefusedError
from app.common.progress import JobContext
from app.domain.anonymise_plan import AnonymisePlan, Box, BoxOrigin, MaskKey, Track, TrackKind
from app.domain.mask_editing import MOST_FOLLOWING, free_letter
from app.sandbox.child import ParentLink
from app.sandbox.parent import Child, Limits

LIMITS = Limits(memory_mb=2048, seconds=60)
STEP = "text"
_EVERY_MS = 500
_LONGEST_SIDE = 640
_SMALL = (64, 64)
_MOST_TEXTS = 200
_MISSED_LOOKS = 2
"""A text that is not seen this many looks in a row was there all the same when it comes back."""
_SAME_TEXT = 0.2
_SURE_TEXT = 0.6
_SURE_AT_ONCE = 0.85
"""What it takes of a text that only one look saw: half of what is wrongly taken for text is there for one look."""
_IN_HEAD = 0.8
_NEAR_LINES = 0.8
"""Pieces this part of a line's height apart are one text: words of a line, lines of a banner."""


@dataclass(frozen=True)
class Look:
    """What was seen at one frame; `begins_shot` when another camera or scene begins with it."""

    frame: int
    texts: tuple[FoundFace, ...]
    begins_shot: bool = False


@dataclass
class _Text:
    """One text through time: at which looks it was seen, and where."""

    looks: list[int] = field(default_factory=list)
    seen: list[FoundFace] = field(default_factory=list)


def find_text(source: ByteSource, plan: AnonymisePlan, context: JobContext) -> AnonymisePlan:
    """Return the plan with a region of kind WRITING for every text that was seen. Progress step `text`, in frames.

    Raises:
        RefusedError: `media_crashed`, also when the child says what cannot be.
        SystemProblem: `model_missing`.
        CancelledError: the context was cancelled.
    """
    times = plan.frame_times_ms
    arguments = {"from_ms": plan.range.from_ms, "to_ms": plan.range.to_ms, "frames": len(times)}
    looks: list[Look] = []
    with Child(STEP, arguments, source, LIMITS, context) as child:
        for untrusted, _ in child.items():  # noqa: PERF102 - not a dict
            frame, rows = untrusted.get("frame"), untrusted.get("texts")
            earliest = looks[-1].frame + 1 if looks else 0
            if not isinstance(frame, int) or not earliest <= frame < len(times) or not isinstance(rows, list) or len(rows) > _MOST_TEXTS:
                raise RefusedError("media_crashed")
            looks.append(Look(frame, tuple(checked_face(row) for row in rows), begins_shot=bool(untrusted.get("begins_shot"))))
    for keys in joined_texts(looks, len(times)):
        if _is_in_a_head(keys, plan):
            continue
        number = 1 + sum(track.kind is TrackKind.WRITING for track in plan.tracks)
        track = Track(f"text-{number}", free_letter(plan), "", keys, kind=TrackKind.WRITING)
        plan = plan.with_tracks((*plan.tracks, track))
    return plan


def _is_in_a_head(keys: tuple[MaskKey, ...], plan: AnonymisePlan) -> bool:
    """Whether a mask of a head covers it at every frame: glasses and beards look like letters now and then."""
    heads = [track for track in plan.tracks if track.kind is TrackKind.HEAD]
    return all(any(shared_area(key.box, mask) >= _IN_HEAD * shared_area(key.box, key.box) for mask in _masks(heads, key.frame)) for key in keys)


def _masks(heads: list[Track], frame: int) -> list[Box]:
    return [mask for head in heads if (mask := mask_box_for(head, frame))]


def joined_texts(looks: list[Look], frames: int) -> list[tuple[MaskKey, ...]]:
    """Return the boxes of each text at every frame from the look before it was first seen to the look after its last.

    Between two looks its box is around both places. Nothing crosses into another shot.
    """
    finished: list[_Text] = []
    living: list[_Text] = []
    for number, look in enumerate(looks):
        kept = [] if look.begins_shot else [text for text in living if number - text.looks[-1] <= _MISSED_LOOKS + 1]
        finished += [text for text in living if text not in kept]
        living = kept
        for seen in _blocks(look.texts):
            text = next((each for each in living if each.looks[-1] < number and overlap_of(each.seen[-1].box, seen.box) >= _SAME_TEXT), None)
            if text is None:
                text = _Text()
                living.append(text)
            text.looks.append(number)
            text.seen.append(seen)
    sure = [text for text in finished + living if _is_sure(text)]
    return [_keys(text, looks, frames) for text in sorted(sure, key=lambda text: text.looks[0])]


def _is_sure(text: _Text) -> bool:
    return max(seen.confidence for seen in text.seen) >= (_SURE_TEXT if len(text.seen) > 1 else _SURE_AT_ONCE)


def _blocks(texts: tuple[FoundFace, ...]) -> list[FoundFace]:
    """Join words and lines that stand together."""
    blocks: list[FoundFace] = []
    for text in texts:
        joined = text
        while near := [block for block in blocks if _stand_together(block.box, joined.box, text.box)]:
            blocks = [block for block in blocks if block not in near]
            joined = FoundFace(union_of(joined.box, *(block.box for block in near)), max(joined.confidence, *(block.confidence for block in near)))
        blocks.append(joined)
    return blocks


def _stand_together(block: Box, joined: Box, line: Box) -> bool:
    gap = _NEAR_LINES * (line.y1 - line.y0)
    across = max(block.x0, joined.x0) - min(block.x1, joined.x1)
    down = max(block.y0, joined.y0) - min(block.y1, joined.y1)
    return across <= gap and down <= gap


def _keys(text: _Text, looks: list[Look], frames: int) -> tuple[MaskKey, ...]:
    first, last = text.looks[0], text.looks[-1]
    keys: list[MaskKey] = []
    for index, (number, seen) in enumerate(zip(text.looks, text.seen, strict=True)):
        if index:
            before = text.seen[index - 1]
            around = FoundFace(union_of(before.box, seen.box), min(before.confidence, seen.confidence))
            keys += [_key(frame, around) for frame in range(looks[text.looks[index - 1]].frame + 1, looks[number].frame)]
        keys.append(_key(looks[number].frame, seen))
    start = looks[first].frame if looks[first].begins_shot or first == 0 else looks[first - 1].frame + 1
    end = looks[last + 1].frame if last + 1 < len(looks) else frames
    held = [_key(frame, text.seen[0]) for frame in range(start, looks[first].frame)]
    held_on = [_key(frame, text.seen[-1]) for frame in range(looks[last].frame + 1, end)]
    return (*held, *keys, *held_on)


def _key(frame: int, seen: FoundFace) -> MaskKey:
    return MaskKey(frame, seen.box, BoxOrigin.FOLLOWED, min(seen.confidence, MOST_FOLLOWING))


def text_job(link: ParentLink, arguments: dict[str, Any]) -> None:
    """Child: send the texts of every half second, and of every frame with which another shot begins."""
    from app.anonymise.face_finder import input_size
    from app.anonymise.fragment_frames import fragment_frames
    from app.anonymise.text_model import TextModel
    from app.decode.video_file import open_video

    model = TextModel()
    video = open_video(link.open_source)
    size = input_size(*video.layout.shown_size, _LONGEST_SIDE)
    looked_ms = -_EVERY_MS
    small: NDArray[np.uint8] | None = None
    for number, (at_ms, frame) in enumerate(fragment_frames(video, arguments["from_ms"], arguments["to_ms"])):
        before, small = small, frame.upright("gray", _SMALL)
        begins_shot = before is not None and is_other_shot(before, small)
        if begins_shot or at_ms - looked_ms >= _EVERY_MS or number == arguments["frames"] - 1:
            looked_ms = at_ms
            link.item({"frame": number, "texts": model.find(frame.upright("rgb24", size)), "begins_shot": begins_shot})
        link.progress(STEP, number, arguments["frames"])
