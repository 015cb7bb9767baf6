"""In the child: from a recording's pictures and sound to the finished MP4."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from app.anonymise.fragment_frames import fragment_frames
from app.anonymise.mp4_writer import PictureTrack, SoundTrack, write_mp4
from app.anonymise.paint import paint_mask, paint_notice
from app.anonymise.picture_encoder import Colours, PictureEncoder
from app.anonymise.planes import Planes, even, upright_planes
from app.anonymise.sound import RATE, bleeped, disguised, encode_sound
from app.common.errors import InputError
from app.decode.video_file import VideoFile, open_video
from app.domain.anonymise_plan import Box, MaskStyle, VoiceLevel
from app.domain.timecode import TimeRange
from app.sandbox.child import ParentLink

STEP = "render"
NOTICE_MS = 1500
"""How long at its end a clip says that nobody looked at it."""

Masks = Mapping[int, Sequence[tuple[str, Box]]]
"""Per frame, by its number: the letter and place of everything to hide."""


def make_clip(link: ParentLink, arguments: dict[str, Any], masks: Masks) -> bytes:
    """Return the MP4; `arguments` are those of `render`.

    Raises:
        InputError: `plan_does_not_fit` when size or frame times are not what the masks were made for.
    """
    video = open_video(link.open_source)
    if list(video.layout.shown_size) != arguments["size"]:
        raise InputError("plan_does_not_fit")
    pictures = _pictures(link, video, arguments, masks)
    sound = _sound(video, arguments) if arguments["voice"] == VoiceLevel.DISGUISE and video.has_sound else None
    return write_mp4(pictures, sound)


def _pictures(link: ParentLink, video: VideoFile, arguments: dict[str, Any], masks: Masks) -> PictureTrack:
    times: list[int] = arguments["frame_times_ms"]
    duration_ms = arguments["to_ms"] - arguments["from_ms"]
    encoder: PictureEncoder | None = None
    done = 0
    for at_ms, frame in fragment_frames(video, arguments["from_ms"], arguments["to_ms"]):
        # A mask belongs to a frame by its number, so the frames must be the very same ones.
        if done == len(times) or at_ms != times[done]:
            raise InputError("plan_does_not_fit")
        planes = upright_planes(frame)
        _paint(planes, arguments, masks.get(done, ()), is_last_part=at_ms >= duration_ms - NOTICE_MS or done == len(times) - 1)
        if encoder is None:
            rate = Fraction(max(1, len(times)) * 1000, duration_ms).limit_denominator(1001)
            encoder = PictureEncoder(even(video.layout.shown_size[0]), even(video.layout.shown_size[1]), rate, Colours.of(frame.stored))
        encoder.add(planes, at_ms)
        done += 1
        link.progress(STEP, at_ms, duration_ms)
    if encoder is None or done != len(times):
        raise InputError("plan_does_not_fit")
    return encoder.finish([end - start for start, end in zip(times, [*times[1:], duration_ms], strict=True)])


def _paint(planes: Planes, arguments: dict[str, Any], masks: Sequence[tuple[str, Box]], *, is_last_part: bool) -> None:
    for letter, box in masks:
        paint_mask(planes, box, tuple(arguments["size"]), letter, MaskStyle(arguments["style"]))
    if arguments["is_unreviewed"] and is_last_part:
        paint_notice(planes)


def _sound(video: VideoFile, arguments: dict[str, Any]) -> SoundTrack:
    samples = video.sound(arguments["from_ms"], arguments["to_ms"], rate=RATE)[:, 0]
    bleeps = [TimeRange(*bleep) for bleep in arguments["bleeps"]]
    return encode_sound(disguised(bleeped(samples, bleeps)))
