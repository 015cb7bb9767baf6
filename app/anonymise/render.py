"""Render an approved plan: a child decodes, paints, encodes; the parent checks what came out before it hands it on.

The clip lasts exactly as long as the range and every frame keeps its own time. An odd side grows by one pixel, a copy of
the last row or column; nothing is scaled. A clip no person looked at says so on a band over its last second and a half,
and not on a card after its end, so that its length stays that of the range.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from app.anonymise.clip_order import clip_arguments, packed_masks, unpacked_masks
from app.anonymise.mp4_boxes import ClipContents, check_metadata
from app.common.byte_source import ByteSource
from app.common.errors import RefusedError
from app.common.progress import JobContext
from app.domain.anonymise_plan import AnonymisePlan, ApprovedPlan, VoiceLevel
from app.sandbox.child import ParentLink
from app.sandbox.parent import Child, Limits

LIMITS = Limits(memory_mb=4096, seconds=60)
STEP = "render"
_MOST_BYTES = 2 * 1024**3
_PIECE = 4 * 1024 * 1024


@dataclass(frozen=True)
class RenderedClip:
    """A finished MP4 that passed the metadata check. `has_sound` False also when there was nothing to disguise or to say."""

    mp4: bytes
    sha256: str
    duration_ms: int
    frames: int
    has_sound: bool
    shortened_captions: int = 0
    """How many captions lost words because there was no time to speak them."""


def render(source: ByteSource, approved: ApprovedPlan, context: JobContext) -> RenderedClip:
    """Return the clip this plan describes. Progress step `render`, in milliseconds of the range.

    Raises:
        InputError: `plan_does_not_fit` when the recording's frames are not those the plan was made for.
        RefusedError: `clip_has_metadata`, `render_failed`, `media_crashed`, `media_too_slow`.
        CancelledError: the context was cancelled.
    """
    plan = approved.plan
    with Child(STEP, clip_arguments(plan, is_unreviewed=approved.reviewed_by is None), source, LIMITS, context) as child:
        child.send({}, packed_masks(plan))
        pieces = []
        length = 0
        shortened_captions = 0
        for untrusted, untrusted_piece in child.items():
            shortened_captions = _checked_count(untrusted.get("shortened_captions"), len(plan.captions))
            length += len(untrusted_piece)
            if length > _MOST_BYTES:
                raise RefusedError("render_failed")
            pieces.append(untrusted_piece)
    mp4 = b"".join(pieces)
    contents = check_metadata(mp4)
    if not _is_as_planned(contents, plan):
        raise RefusedError("render_failed")
    context.advance(STEP, plan.range.duration_ms, plan.range.duration_ms)
    return RenderedClip(mp4, hashlib.sha256(mp4).hexdigest(), contents.duration_ms, contents.frames, contents.has_sound, shortened_captions)


def _checked_count(untrusted: object, most: int) -> int:
    if not isinstance(untrusted, int) or not 0 <= untrusted <= most:
        raise RefusedError("render_failed")
    return untrusted


def _is_as_planned(contents: ClipContents, plan: AnonymisePlan) -> bool:
    may_sound = plan.voice in (VoiceLevel.SPOKEN, VoiceLevel.DISGUISE) or not contents.has_sound
    return may_sound and contents.duration_ms == plan.range.duration_ms and contents.frames == len(plan.frame_times_ms)


def render_job(link: ParentLink, arguments: dict[str, Any]) -> None:
    """Child: receive the masks, send the MP4 in pieces."""
    from app.anonymise.clip_maker import make_clip

    _, packed = link.receive()
    mp4, shortened_captions = make_clip(link, arguments, unpacked_masks(packed, arguments))
    for start in range(0, len(mp4), _PIECE):
        link.item({"shortened_captions": shortened_captions}, memoryview(mp4)[start : start + _PIECE])
