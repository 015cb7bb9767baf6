"""In the child: what the sound of a copy is at each level. Only DISGUISE ever reads the sound of the recording."""

from collections.abc import Sequence
from typing import Any

from app.anonymise.sound import RATE, Samples, bleeped, disguised
from app.decode.video_file import VideoFile
from app.domain.anonymise_plan import VoiceLevel
from app.domain.caption import Caption
from app.domain.timecode import TimeRange
from app.voice.spoken import speak_captions


def clip_sound(video: VideoFile, arguments: dict[str, Any]) -> Samples | None:
    """Return one channel at RATE as long as the range, None when the copy has no sound; `arguments` are those of `render`.

    Raises:
        SystemProblem: `voice_missing`.
    """
    from_ms, to_ms = arguments["from_ms"], arguments["to_ms"]
    if arguments["voice"] == VoiceLevel.SPOKEN and arguments["captions"]:
        return speak_captions(_captions(arguments["captions"]), to_ms - from_ms).samples
    if arguments["voice"] == VoiceLevel.DISGUISE and video.has_sound:
        bleeps = [TimeRange(*bleep) for bleep in arguments["bleeps"]]
        return disguised(bleeped(video.sound(from_ms, to_ms, rate=RATE)[:, 0], bleeps))
    return None


def _captions(rows: Sequence[Sequence[Any]]) -> list[Caption]:
    return [Caption(TimeRange(from_ms, to_ms), letter, text) for from_ms, to_ms, letter, text in rows]
