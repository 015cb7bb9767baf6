"""Render an approved plan: a child decodes, paints, encodes; the parent checks what came out before it hands it on.

The clip lasts exactly as long as the range and every frame keeps its own time. An odd side grows by one pixel, a copy of
the last row or column; nothing is scaled. A clip no person looked at says so on a band over its last second and a half,
and not on a card after its end, so that its length stays that of the range.
"""

import hashlib
import struct
from dataclasses import dataclass
from typing import Any

from app.anonymise.masks import mask_box_for
from app.anonymise.mp4_boxes import ClipContents, check_metadata
from app.common.byte_source import ByteSource
from app.common.errors import RefusedError
from app.common.progress import JobContext
from app.domain.anonymise_plan import AnonymisePlan, ApprovedPlan, Box, TrackKind, VoiceLevel
from app.sandbox.child import ParentLink
from app.sandbox.parent import Child, Limits

LIMITS = Limits(memory_mb=4096, seconds=60)
STEP = "render"
_MOST_BYTES = 2 * 1024**3
_PIECE = 4 * 1024 * 1024
_MASK_ROW = struct.Struct(">II4d")


@dataclass(frozen=True)
class RenderedClip:
    """A finished MP4 that passed the metadata check. `has_sound` False also when there was nothing to disguise or to say."""

    mp4: bytes
    sha256: str
    duration_ms: int
    frames: int
    has_sound: bool


def render(source: ByteSource, approved: ApprovedPlan, context: JobContext) -> RenderedClip:
    """Return the clip this plan describes. Progress step `render`, in milliseconds of the range.

    Raises:
        InputError: `plan_does_not_fit` when the recording's frames are not those the plan was made for.
        RefusedError: `clip_has_metadata`, `render_failed`, `media_crashed`, `media_too_slow`.
        CancelledError: the context was cancelled.
    """
    plan = approved.plan
    with Child(STEP, _arguments(approved), source, LIMITS, context) as child:
        child.send({}, _packed_masks(plan))
        pieces = []
        length = 0
        for _, untrusted_piece in child.items():  # noqa: PERF102 - not a dict
            length += len(untrusted_piece)
            if length > _MOST_BYTES:
                raise RefusedError("render_failed")
            pieces.append(untrusted_piece)
    mp4 = b"".join(pieces)
    contents = check_metadata(mp4)
    if not _is_as_planned(contents, plan):
        raise RefusedError("render_failed")
    context.advance(STEP, plan.range.duration_ms, plan.range.duration_ms)
    return RenderedClip(mp4, hashlib.sha256(mp4).hexdigest(), contents.duration_ms, contents.frames, contents.has_sound)


def _is_as_planned(contents: ClipContents, plan: AnonymisePlan) -> bool:
    may_sound = plan.voice in (VoiceLevel.SPOKEN, VoiceLevel.DISGUISE) or not contents.has_sound
    return may_sound and contents.duration_ms == plan.range.duration_ms and contents.frames == len(plan.frame_times_ms)


def _arguments(approved: ApprovedPlan) -> dict[str, Any]:
    plan = approved.plan
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
        "is_unreviewed": approved.reviewed_by is None,
    }


def _packed_masks(plan: AnonymisePlan) -> bytes:
    """Return rows of (frame, number of the track, x0, y0, x1, y1): too many for a message's header."""
    return b"".join(
        _MASK_ROW.pack(frame, number, box.x0, box.y0, box.x1, box.y1)
        for frame in range(len(plan.frame_times_ms))
        for number, track in enumerate(plan.tracks)
        if (box := mask_box_for(track, frame)) is not None
    )


def render_job(link: ParentLink, arguments: dict[str, Any]) -> None:
    """Child: receive the masks, send the MP4 in pieces."""
    from app.anonymise.clip_maker import make_clip
    from app.anonymise.clip_pictures import Mask

    _, packed_masks = link.receive()
    masks: dict[int, list[Mask]] = {}
    for frame, number, *edges in _MASK_ROW.iter_unpack(packed_masks):
        masks.setdefault(frame, []).append(Mask(Box(*edges), *arguments["tracks"][number]))
    mp4 = memoryview(make_clip(link, arguments, masks))
    for start in range(0, len(mp4), _PIECE):
        link.item({}, mp4[start : start + _PIECE])
