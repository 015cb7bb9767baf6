"""In the child: from a recording's pictures and sound to the finished MP4."""

from typing import Any

from app.anonymise.clip_pictures import Masks, clip_pictures
from app.anonymise.mp4_writer import SoundTrack, write_mp4
from app.anonymise.sound import RATE, bleeped, disguised, encode_sound
from app.common.errors import InputError
from app.decode.video_file import VideoFile, open_video
from app.domain.anonymise_plan import VoiceLevel
from app.domain.timecode import TimeRange
from app.sandbox.child import ParentLink


def make_clip(link: ParentLink, arguments: dict[str, Any], masks: Masks) -> bytes:
    """Return the MP4; `arguments` are those of `render`.

    Raises:
        InputError: `plan_does_not_fit` when size or frame times are not what the masks were made for.
    """
    video = open_video(link.open_source)
    if list(video.layout.shown_size) != arguments["size"]:
        raise InputError("plan_does_not_fit")
    pictures = clip_pictures(link, video, arguments, masks)
    sound = _sound(video, arguments) if arguments["voice"] == VoiceLevel.DISGUISE and video.has_sound else None
    return write_mp4(pictures, sound)


def _sound(video: VideoFile, arguments: dict[str, Any]) -> SoundTrack:
    samples = video.sound(arguments["from_ms"], arguments["to_ms"], rate=RATE)[:, 0]
    bleeps = [TimeRange(*bleep) for bleep in arguments["bleeps"]]
    return encode_sound(disguised(bleeped(samples, bleeps)))
