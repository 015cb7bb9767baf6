"""One picture of a copy before it is made, painted just as the copy will have it."""

from typing import Any

from app.anonymise.clip_order import clip_arguments, packed_masks, unpacked_masks
from app.anonymise.render import LIMITS
from app.common.byte_source import ByteSource
from app.common.errors import RefusedError
from app.common.picture import Picture
from app.common.progress import JobContext
from app.domain.anonymise_plan import AnonymisePlan
from app.sandbox.child import ParentLink
from app.sandbox.parent import Child

STEP = "example"


def example_picture(source: ByteSource, plan: AnonymisePlan, frame: int, context: JobContext) -> Picture:
    """Return what the copy of this plan shows at this frame, by its number in the fragment.

    Raises:
        InputError: `plan_does_not_fit` when the recording's frames are not those the plan was made for.
        RefusedError: `media_crashed`, also when the child says what cannot be; `media_too_slow`.
        CancelledError: the context was cancelled.
    """
    with Child(STEP, {**clip_arguments(plan, is_unreviewed=False), "frame": frame}, source, LIMITS, context) as child:
        child.send({}, packed_masks(plan))
        untrusted = child.next_item()
    if untrusted is None or len(untrusted[1]) != plan.width * plan.height * 4:
        raise RefusedError("media_crashed")
    return Picture(plan.range.from_ms + plan.frame_times_ms[frame], plan.width, plan.height, plan.width * 4, untrusted[1])


def example_job(link: ParentLink, arguments: dict[str, Any]) -> None:
    """Child: receive the masks, send the pixels of one painted picture."""
    from app.anonymise.clip_pictures import painted_picture
    from app.decode.video_file import open_video

    _, packed = link.receive()
    video = open_video(link.open_source)
    link.item({}, painted_picture(video, arguments, unpacked_masks(packed, arguments), arguments["frame"]))
