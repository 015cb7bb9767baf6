"""What a child is told of a plan: where everything is at every frame, and what is to be made of it."""

import struct
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from app.anonymise.masks import mask_box_for
from app.domain.anonymise_plan import AnonymisePlan, Box, TrackKind

_ROW = struct.Struct(">II4d")


class Mask(NamedTuple):
    """One track at one frame. What is not hidden is told too: a silhouette must know who stays visible."""

    box: Box
    letter: str
    is_head: bool
    is_hidden: bool


Masks = Mapping[int, Sequence[Mask]]
"""Per frame, by its number."""


def clip_arguments(plan: AnonymisePlan, *, is_unreviewed: bool) -> dict[str, Any]:
    """Return all of a plan but its masks, as a message's header."""
    return {
        "from_ms": plan.range.from_ms,
        "to_ms": plan.range.to_ms,
        "size": [plan.width, plan.height],
        "frame_times_ms": plan.frame_times_ms,
        "tracks": [[track.letter, track.kind is TrackKind.HEAD, track.hidden] for track in plan.tracks],
        "style": plan.mask,
        "voice": plan.voice,
        "captions": [[caption.range.from_ms, caption.range.to_ms, caption.letter, caption.text] for caption in plan.captions],
        "bleeps": [[bleep.from_ms, bleep.to_ms] for bleep in plan.all_bleeps],
        "is_unreviewed": is_unreviewed,
    }


def packed_masks(plan: AnonymisePlan) -> bytes:
    """Return rows of (frame, number of the track, x0, y0, x1, y1): too many for a message's header."""
    return b"".join(
        _ROW.pack(frame, number, box.x0, box.y0, box.x1, box.y1)
        for frame in range(len(plan.frame_times_ms))
        for number, track in enumerate(plan.tracks)
        if (box := mask_box_for(track, frame)) is not None
    )


def unpacked_masks(packed: bytes, arguments: dict[str, Any]) -> Masks:
    """Return what `packed_masks` packed, with the `clip_arguments` of the same plan."""
    masks: dict[int, list[Mask]] = {}
    for frame, number, *edges in _ROW.iter_unpack(packed):
        masks.setdefault(frame, []).append(Mask(Box(*edges), *arguments["tracks"][number]))
    return masks
