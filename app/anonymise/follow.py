"""Let a drawn region move along with what it covers: a child looks, the parent checks what it says.

From every box a person drew it is followed on and back, until the next box somebody drew or the end of the region.
"""

from collections.abc import Iterator
from typing import Any

from app.anonymise.detect import checked_face
from app.anonymise.followed import Followed, followed_keys
from app.anonymise.patch_tracker import Gray, PatchTracker, Sighting, Spot
from app.anonymise.shot_change import is_other_shot
from app.common.byte_source import ByteSource
from app.common.errors import InputError, RefusedError
from app.common.progress import JobContext
from app.domain.anonymise_plan import AnonymisePlan, Box, BoxOrigin
from app.domain.mask_editing import box_within, track_of, with_keys
from app.sandbox.child import ParentLink
from app.sandbox.parent import Child, Limits
from app.sandbox.wire import Header

LIMITS = Limits(memory_mb=2048, seconds=60)
STEP = "follow"
_VIEW_PX = 40
"""How large the region's shortest side is looked at: small pictures are quick, and blurred enough to forgive noise."""
_LEAST_SIDE, _MOST_SIDE = 96, 960
_BYTES_AT_ONCE = 192 * 1024 * 1024


def follow(source: ByteSource, plan: AnonymisePlan, track_id: str, context: JobContext) -> AnonymisePlan:
    """Return the plan in which this region follows the picture, with a confidence at every frame.

    Progress step `follow`, in frames.

    Raises:
        InputError: `unknown_id`; `range_invalid` when nobody drew a box of it; `plan_does_not_fit` when the
            recording's frames are not those of the plan.
        RefusedError: `media_crashed`, also when the child says what cannot be.
        CancelledError: the context was cancelled.
    """
    track = track_of(plan, track_id)
    drawn = {key.frame: key.box for key in track.keys if key.origin is BoxOrigin.DRAWN}
    if not drawn:
        raise InputError("range_invalid")
    span = (track.keys[0].frame, track.keys[-1].frame)
    arguments: Header = {
        "from_ms": plan.range.from_ms,
        "to_ms": plan.range.to_ms,
        "frame_times_ms": plan.frame_times_ms,
        "span": span,
        "drawn": [[frame, box.x0, box.y0, box.x1, box.y1] for frame, box in sorted(drawn.items())],
    }
    onward: dict[int, Followed] = {}
    back: dict[int, Followed] = {}
    with Child(STEP, arguments, source, LIMITS, context) as child:
        for untrusted, _ in child.items():  # noqa: PERF102 - not a dict
            frame, followed = _checked(untrusted, span)
            (onward if untrusted.get("is_onward") else back)[frame] = followed
    keys = followed_keys(plan.frame_times_ms, span, drawn, onward, back)
    return with_keys(plan, track_id, keys)


def _checked(untrusted: Header, span: tuple[int, int]) -> tuple[int, Followed]:
    frame = untrusted.get("frame")
    if not isinstance(frame, int) or not span[0] <= frame <= span[1]:
        raise RefusedError("media_crashed")
    found = checked_face(untrusted.get("box"))
    return frame, Followed(found.box, found.confidence)


def follow_job(link: ParentLink, arguments: dict[str, Any]) -> None:
    """Child: send the box and its confidence at every frame that can be reached from a drawn one, in both directions."""
    drawn = {frame: Box(*edges) for frame, *edges in arguments["drawn"]}
    first, last = arguments["span"]
    pictures = _Pictures(link, arguments, min(min(box.x1 - box.x0, box.y1 - box.y0) for box in drawn.values()))
    onward, back = range(min(drawn), last + 1), range(max(drawn), first - 1, -1)
    done = 0
    for is_onward, frames in ((True, onward), (False, back)):
        for frame, seen in _sightings(pictures, drawn, frames):
            done += 1
            link.progress(STEP, done, len(onward) + len(back))
            if seen is not None:
                box = _box_of(seen.spot, pictures.size)
                link.item({"is_onward": is_onward, "frame": frame, "box": [box.x0, box.y0, box.x1, box.y1, round(seen.confidence, 4)]})


def _sightings(pictures: "_Pictures", drawn: dict[int, Box], frames: range) -> Iterator[tuple[int, Sighting | None]]:
    """Yield what is seen at each of these frames, None where a person drew it; `frames` begins at a drawn one."""
    before = pictures.at(frames[0])
    tracker = PatchTracker(before, _spot_of(drawn[frames[0]], pictures.size))
    for frame in frames:
        picture = pictures.at(frame)
        if frame in drawn:
            tracker = PatchTracker(picture, _spot_of(drawn[frame], pictures.size))
            yield frame, None
        else:
            if is_other_shot(before, picture):
                tracker.lose()
            yield frame, tracker.step(picture)
        before = picture


class _Pictures:
    """The fragment's pictures as brightness, small; going back through a video means decoding it piece by piece."""

    def __init__(self, link: ParentLink, arguments: dict[str, Any], shortest_part: float) -> None:
        """`shortest_part` is the region's shortest side, as a part of the picture's."""
        from app.decode.video_file import open_video

        self._video = open_video(link.open_source)
        width, height = self._video.layout.shown_size
        # In proportion to the larger side, a region of a tall picture is a little larger than it needs to be.
        longest = min(max(_VIEW_PX / shortest_part, _LEAST_SIDE), _MOST_SIDE, max(width, height))
        zoom = longest / max(width, height)
        self.size = max(2, round(width * zoom)), max(2, round(height * zoom))
        self._from_ms, self._to_ms = arguments["from_ms"], arguments["to_ms"]
        self._times: list[int] = arguments["frame_times_ms"]
        self._per_piece = max(1, _BYTES_AT_ONCE // (self.size[0] * self.size[1]))
        self._piece_number = -1
        self._piece: list[Gray] = []

    def at(self, frame: int) -> Gray:
        """Return the picture of this frame, height x width; InputError `plan_does_not_fit` when there is another."""
        number, place = divmod(frame, self._per_piece)
        if number != self._piece_number:
            self._piece_number, self._piece = number, self._decoded(number * self._per_piece)
        return self._piece[place]

    def _decoded(self, first: int) -> list[Gray]:
        end = min(first + self._per_piece, len(self._times))
        from_ms = self._from_ms + self._times[first]
        to_ms = self._from_ms + self._times[end] if end < len(self._times) else self._to_ms
        from app.anonymise.fragment_frames import fragment_frames

        pictures: list[Gray] = []
        for at_ms, frame in fragment_frames(self._video, from_ms, to_ms):
            place = first + len(pictures)
            if place >= end or self._times[first] + at_ms != self._times[place]:
                raise InputError("plan_does_not_fit")
            pictures.append(frame.upright("gray", self.size))
        if len(pictures) != end - first:
            raise InputError("plan_does_not_fit")
        return pictures


def _spot_of(box: Box, size: tuple[int, int]) -> Spot:
    width, height = size
    return Spot((box.x0 + box.x1) / 2 * width, (box.y0 + box.y1) / 2 * height, (box.x1 - box.x0) * width, (box.y1 - box.y0) * height)


def _box_of(spot: Spot, size: tuple[int, int]) -> Box:
    width, height = size
    wide, high = spot.wide / 2, spot.high / 2
    return box_within((spot.x - wide) / width, (spot.y - high) / height, (spot.x + wide) / width, (spot.y + high) / height)
