"""In the child: from a recording's pictures and sound to the finished MP4."""

from functools import partial
from typing import Any

from app.anonymise.clip_order import Masks
from app.anonymise.clip_pictures import STEP, clip_pictures
from app.anonymise.clip_sound import clip_sound
from app.anonymise.mp4_writer import write_mp4
from app.anonymise.sound import encode_sound
from app.common.errors import InputError
from app.decode.video_file import open_video
from app.domain.timecode import TimeRange
from app.sandbox.child import ParentLink


def make_clip(link: ParentLink, arguments: dict[str, Any], masks: Masks) -> tuple[bytes, int]:
    """Return the MP4 and how many captions were shortened in it; `arguments` are those of `render`.

    Raises:
        InputError: `plan_does_not_fit` when size or frame times are not what the masks were made for.
        SystemProblem: `voice_missing` when there is something to speak and no voice.
    """
    video = open_video(link.open_source)
    if list(video.layout.shown_size) != arguments["size"]:
        raise InputError("plan_does_not_fit")
    # First, while nothing else in this process draws random numbers: the synthetic voice then always sounds the same.
    duration_ms = arguments["to_ms"] - arguments["from_ms"]
    sound = clip_sound(video, arguments, TimeRange(0, duration_ms), partial(link.progress, STEP, 0, duration_ms))
    pictures = clip_pictures(link, video, arguments, masks)
    mp4 = write_mp4(pictures, None if sound is None else encode_sound(sound.samples))
    return mp4, sound.shortened_captions if sound else 0
