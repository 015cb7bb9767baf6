"""In the child: what the sound of a copy is at each level. Only DISGUISE ever reads the sound of the recording."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.anonymise.sound import RATE, Samples, bleeped, disguised
from app.decode.video_file import VideoFile
from app.domain.anonymise_plan import VoiceLevel
from app.domain.caption import Caption
from app.domain.timecode import TimeRange
from app.voice.spoken import speak_captions

_RUN_UP_MS = 500
"""A part is disguised from a little before it, so that it sounds as it does in the whole."""


@dataclass(frozen=True)
class ClipSound:
    """One channel at RATE."""

    samples: Samples
    shortened_captions: int = 0
    """How many captions lost words because there was no time to speak them."""


def clip_sound(video: VideoFile, arguments: dict[str, Any], heard: TimeRange, working: Callable[[], None]) -> ClipSound | None:
    """Return what is heard in this part of the fragment; None when the copy has no sound.

    `arguments` are those of `render`; `heard` counts from the fragment's start; `working` is called now and then, to show
    that there is work going on: speaking hundreds of captions takes longer than the parent waits for a sign of life.

    Raises:
        SystemProblem: `voice_missing`.
    """
    if arguments["voice"] == VoiceLevel.SPOKEN and arguments["captions"]:
        captions = [Caption(TimeRange(from_ms, to_ms), letter, text) for from_ms, to_ms, letter, text in arguments["captions"]]
        spoken = speak_captions(captions, arguments["to_ms"] - arguments["from_ms"], heard, working)
        return ClipSound(spoken.samples, spoken.shortened)
    if arguments["voice"] == VoiceLevel.DISGUISE and video.has_sound:
        return ClipSound(_disguised_part(video, arguments, heard))
    return None


def _disguised_part(video: VideoFile, arguments: dict[str, Any], heard: TimeRange) -> Samples:
    run_up_ms = min(_RUN_UP_MS, heard.from_ms)
    begin_ms = heard.from_ms - run_up_ms
    samples = video.sound(arguments["from_ms"] + begin_ms, arguments["from_ms"] + heard.to_ms, rate=RATE)[:, 0]
    return disguised(bleeped(samples, [TimeRange(*bleep) for bleep in arguments["bleeps"]], begin_ms))[run_up_ms * RATE // 1000 :]
