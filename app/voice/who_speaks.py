"""Who speaks when in a part of a recording: a child listens, the parent checks what it says."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.common.byte_source import ByteSource
from app.common.errors import AppError, RefusedError
from app.common.progress import JobContext
from app.domain.spoken_span import UNKNOWN_VOICE, SpokenSpan
from app.domain.timecode import TimeRange
from app.sandbox.child import ParentLink
from app.sandbox.parent import Child, Limits

STEP = "who_speaks"
Samples = NDArray[np.float32]

_LIMITS = Limits(memory_mb=2048, seconds=60)
_MOST_VOICES = 100
_LOUD = 0.1
"""Root mean square to which the loudest 20 ms are raised: people far from the microphone are found too."""
_MOST_GAIN = 30.0
_FRAME = 320


def who_speaks(source: ByteSource, time_range: TimeRange, context: JobContext) -> tuple[SpokenSpan, ...]:
    """Return who speaks when, in order and apart, from the start of the range; nothing when there is no sound.

    Progress step `who_speaks`, in milliseconds of the range.

    Raises:
        SystemProblem: `model_missing`.
        RefusedError: `media_crashed`, `media_too_slow`.
        CancelledError: the context was cancelled.
    """
    arguments = {"from_ms": time_range.from_ms, "to_ms": time_range.to_ms}
    spans: list[SpokenSpan] = []
    with Child(STEP, arguments, source, _LIMITS, context) as child:
        while (item := child.next_item()) is not None:
            span = _checked_span(item[0].get("span"), time_range.duration_ms)
            if spans and span.range.from_ms < spans[-1].range.to_ms:
                raise RefusedError("media_crashed")
            spans.append(span)
    context.advance(STEP, time_range.duration_ms, time_range.duration_ms)
    return tuple(spans)


def _checked_span(untrusted: object, duration_ms: int) -> SpokenSpan:
    if not isinstance(untrusted, list) or len(untrusted) != 3 or not all(isinstance(value, int) for value in untrusted):
        raise RefusedError("media_crashed")
    from_ms, to_ms, voice = untrusted
    if to_ms > duration_ms or not UNKNOWN_VOICE <= voice < _MOST_VOICES:
        raise RefusedError("media_crashed")
    try:
        return SpokenSpan(TimeRange(from_ms, to_ms), voice)
    except AppError as error:
        raise RefusedError("media_crashed") from error


def who_speaks_job(link: ParentLink, arguments: dict[str, Any]) -> None:
    """Child: find the stretches of speech, then whose they are; send from, to and voice of each."""
    from app.decode.video_file import open_video
    from app.voice.activity import RATE, speech_chances, speech_stretches
    from app.voice.speaker_embedding import SpeakerEmbedder
    from app.voice.turns import spans_by_voice

    video = open_video(link.open_source)
    duration_ms = arguments["to_ms"] - arguments["from_ms"]
    if not video.has_sound:
        return
    samples = raised(video.sound(arguments["from_ms"], arguments["to_ms"], rate=RATE)[:, 0])
    chances = []
    for number, chance in enumerate(speech_chances(samples)):
        chances.append(chance)
        link.progress(STEP, min(number * 16, duration_ms), duration_ms)  # half of the way: 32 ms each
    stretches = speech_stretches(chances, duration_ms)
    embedder = SpeakerEmbedder()
    vectors = []
    for stretch in stretches:
        vectors.append(embedder.embed(samples[stretch.from_ms * RATE // 1000 : stretch.to_ms * RATE // 1000]))
        link.progress(STEP, (duration_ms + stretch.to_ms) // 2, duration_ms)
    for span in spans_by_voice(stretches, vectors):
        link.item({"span": [span.range.from_ms, span.range.to_ms, min(span.voice, _MOST_VOICES - 1)]})


def raised(samples: Samples) -> Samples:
    """Return samples at 16 kHz as loud as close speech, never softer than they were."""
    frames = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME)
    if not len(frames):
        return samples
    loudness = float(np.percentile(np.sqrt(np.mean(frames**2, axis=1)), 98))
    gain = np.float32(min(max(1.0, _LOUD / max(loudness, 1e-9)), _MOST_GAIN))
    louder: Samples = np.clip(samples * gain, -1, 1)
    return louder
