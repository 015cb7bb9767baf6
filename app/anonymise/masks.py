"""Which part of the picture is hidden at a frame: from the face that was found to the whole head.

Pure geometry, used alike by the rendering and by the picture a person reviews.
"""

from bisect import bisect_right

from app.domain.anonymise_plan import AnonymisePlan, Box, BoxOrigin, MaskKey, Track

SIDES = 0.30
"""Added left and right, in widths of the face: ears, and hair beside them."""
ABOVE = 0.50
"""Added above, in heights of the face: a detector's box begins at the forehead, a head does not."""
BELOW = 0.30
"""Added below, in heights of the face: the chin, also when the mouth opens, and a beard."""
BODY_WIDTH = 1.9
"""Shoulders in widths of the head mask: three faces wide, and a head mask is 1.6 faces."""
_BY_HAND = (BoxOrigin.DRAWN, BoxOrigin.FOLLOWED)
_BORDER_REACH = 0.2
_LONGEST_REACH = 0.04
"""A mask that comes this near to the border, in sizes of the face and in parts of the picture, goes on to the border:
what is left between would be a sliver of hair or nothing."""


def mask_boxes(plan: AnonymisePlan, frame_index: int) -> list[tuple[Track, Box]]:
    """Return what is hidden at this frame, track by track; tracks a person left visible are not in it."""
    found = ((track, mask_box_for(track, frame_index)) for track in plan.tracks if track.hidden)
    return [(track, box) for track, box in found if box is not None]


def mask_box_for(track: Track, frame: int) -> Box | None:
    """Return the box this track's mask fills at this frame, None before its first and after its last key.

    Between two keys the mask moves in a straight line from the one to the other.
    """
    keys = track.keys
    after = bisect_right(keys, frame, key=lambda key: key.frame)
    if after == 0:
        return None
    before = keys[after - 1]
    if before.frame == frame:
        return _mask_of(before)
    if after == len(keys):
        return None
    return _between(before, keys[after], frame)


def head_box(face: Box) -> Box:
    """Return the box around the whole head of this face, to the border where it comes near, clamped to the picture."""
    width, height = face.x1 - face.x0, face.y1 - face.y0
    return Box(
        _to_low_border(face.x0 - SIDES * width, width),
        _to_low_border(face.y0 - ABOVE * height, height),
        1.0 - _to_low_border(1.0 - face.x1 - SIDES * width, width),
        1.0 - _to_low_border(1.0 - face.y1 - BELOW * height, height),
    )


def body_box(head: Box) -> Box:
    """Return the body that is drawn under a head mask: shoulders to the picture's lower border."""
    middle, half = (head.x0 + head.x1) / 2, (head.x1 - head.x0) * BODY_WIDTH / 2
    return Box(max(0.0, middle - half), (head.y0 + head.y1) / 2, min(1.0, middle + half), 1.0)


def _mask_of(key: MaskKey) -> Box:
    # What a person drew is hidden exactly as drawn; what a detector found is a face, and a head is more.
    return key.box if key.origin in (BoxOrigin.DRAWN, BoxOrigin.FOLLOWED) else head_box(key.box)


def _between(before: MaskKey, after: MaskKey, frame: int) -> Box:
    part = (frame - before.frame) / (after.frame - before.frame)
    start, end = _mask_of(before), _mask_of(after)
    return Box(
        start.x0 + (end.x0 - start.x0) * part,
        start.y0 + (end.y0 - start.y0) * part,
        start.x1 + (end.x1 - start.x1) * part,
        start.y1 + (end.y1 - start.y1) * part,
    )


def _to_low_border(edge: float, face_side: float) -> float:
    return 0.0 if edge <= min(_BORDER_REACH * face_side, _LONGEST_REACH) else edge
