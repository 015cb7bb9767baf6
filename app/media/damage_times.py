"""Which seconds of a recording lie in its damaged bytes, asked of a confined child that knows the container."""

from collections.abc import Sequence
from typing import Any

from app.common.byte_source import ByteSource
from app.common.errors import AppError, CancelledError
from app.common.progress import JobContext
from app.domain.timecode import MAX_MS
from app.media.patched_source import BridgedSource
from app.sandbox.child import ParentLink
from app.sandbox.parent import Child, Limits

_LIMITS = Limits(memory_mb=1024, seconds=30, total_seconds=60)
_MOST_RANGES = 1000

Range = tuple[int, int]


def damage_times(source: ByteSource, ranges: Sequence[Range], context: JobContext) -> list[Range | None]:
    """Return for each byte range [from, to) the time [from_ms, to_ms) it costs, None where the container does not say.

    Never fails on what is in the file: a file whose beginning is damaged says nothing.

    Raises:
        CancelledError: the user stopped it.
    """
    asked = list(ranges)[:_MOST_RANGES]
    try:
        with Child("damage_times", {"ranges": [list(one) for one in asked]}, BridgedSource(source), _LIMITS, context) as child:
            item = child.next_item()
    except CancelledError:
        raise
    except AppError:
        item = None
    untrusted = item[0].get("times") if item else None
    if not isinstance(untrusted, list) or len(untrusted) != len(asked):
        return [None for _ in ranges]
    return [_checked(one) for one in untrusted] + [None] * (len(ranges) - len(asked))


def damage_times_job(link: ParentLink, arguments: dict[str, Any]) -> None:
    """Child: open the video, zeros where it is damaged, and look where the bytes lie."""
    from app.decode.byte_times import times_of
    from app.decode.video_file import open_video

    ranges = [(int(first), int(end)) for first, end in arguments["ranges"]]
    link.item({"times": [None if one is None else list(one) for one in times_of(open_video(link.open_source), ranges, link.source_size)]})


def _checked(untrusted: object) -> Range | None:
    if not isinstance(untrusted, list) or len(untrusted) != 2 or not all(type(at_ms) is int for at_ms in untrusted):
        return None
    from_ms, to_ms = untrusted
    return (from_ms, to_ms) if 0 <= from_ms < to_ms <= MAX_MS else None
