"""A part of a copy's sound before the copy is made, for whoever wants to hear what the team will hear."""

from functools import partial
from typing import Any

import numpy as np

from app.anonymise.clip_order import clip_arguments
from app.anonymise.sound import RATE, Samples
from app.common.byte_source import ByteSource
from app.common.errors import InputError, RefusedError
from app.common.progress import JobContext
from app.domain.anonymise_plan import AnonymisePlan
from app.domain.timecode import TimeRange
from app.sandbox.child import ParentLink
from app.sandbox.parent import Child, Limits

STEP = "preview_sound"
_LIMITS = Limits(memory_mb=2048, seconds=60)
_MOST_MS = 60_000


def preview_sound(source: ByteSource, plan: AnonymisePlan, heard: TimeRange, context: JobContext) -> Samples:
    """Return the sound of this part of the fragment, one channel at RATE in [-1, 1]; silence where the copy has none.

    Raises:
        InputError: `range_invalid` when the part is not in the fragment or longer than a minute.
        SystemProblem: `voice_missing`.
        RefusedError: `media_crashed`, `media_too_slow`.
        CancelledError: the context was cancelled.
    """
    if heard.to_ms > plan.range.duration_ms or heard.duration_ms > _MOST_MS:
        raise InputError("range_invalid")
    silence = np.zeros(heard.to_ms * RATE // 1000 - heard.from_ms * RATE // 1000, np.float32)
    arguments = {**clip_arguments(plan, is_unreviewed=False), "heard": [heard.from_ms, heard.to_ms]}
    with Child(STEP, arguments, source, _LIMITS, context) as child:
        item = child.next_item()
    if item is None:
        return silence
    untrusted_samples = np.frombuffer(item[1], np.float32) if len(item[1]) == silence.nbytes else np.full_like(silence, np.nan)
    if not np.isfinite(untrusted_samples).all():
        raise RefusedError("media_crashed")
    return np.clip(untrusted_samples, -1, 1)


def preview_sound_job(link: ParentLink, arguments: dict[str, Any]) -> None:
    """Child: send the samples as float32; nothing when there is no sound."""
    from app.anonymise.clip_sound import clip_sound
    from app.decode.video_file import open_video

    sound = clip_sound(open_video(link.open_source), arguments, TimeRange(*arguments["heard"]), partial(link.progress, STEP, 0, 1))
    if sound is not None:
        link.item({}, sound.samples.astype(np.float32).tobytes())
