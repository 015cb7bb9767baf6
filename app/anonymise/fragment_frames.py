"""The frames of a fragment: one definition for finding faces and for rendering, so that frame 7 is the same for both."""

from collections.abc import Iterator

from app.common.errors import DamagedError
from app.decode.video_file import ShownFrame, VideoFile


def fragment_frames(video: VideoFile, from_ms: int, to_ms: int) -> Iterator[tuple[int, ShownFrame]]:
    """Yield (time in the fragment, frame) for what is on screen during [from_ms, to_ms).

    The first is the frame on screen at `from_ms`, which may have begun earlier; its time is 0.
    """
    on_screen: ShownFrame | None = None
    for frame in _until_damage_after(video, from_ms, to_ms):
        if frame.at_ms >= to_ms:
            break
        if on_screen is not None and frame.at_ms > from_ms:
            yield max(on_screen.at_ms - from_ms, 0), on_screen
        on_screen = frame
    if on_screen is not None:
        yield max(on_screen.at_ms - from_ms, 0), on_screen


def _until_damage_after(video: VideoFile, from_ms: int, to_ms: int) -> Iterator[ShownFrame]:
    """Damage in the first frame after the fragment is no damage of the fragment."""
    shown_until_ms = 0
    try:
        for frame in video.walk(from_ms):
            shown_until_ms = frame.at_ms + video.typical_frame_ms
            yield frame
    except DamagedError:
        if shown_until_ms < to_ms:
            raise
