"""The shape of a recording's sound, for the timeline. Packed: step in ms as u16 (big-endian), then one byte per step."""

import struct
from typing import Any

import numpy as np

from app.common.byte_source import ByteSource
from app.common.errors import DamagedError
from app.common.progress import JobContext
from app.domain.lanes import Waveform
from app.domain.recording import MediaFacts
from app.sandbox.child import ParentLink
from app.sandbox.confine import step_aside
from app.sandbox.parent import Child, Limits

STEP = "waveform"
_STEP_MS = 40
_RATE = 8000
_LIMITS = Limits(memory_mb=1024, seconds=30)
_HEAD = struct.Struct(">H")


def make_waveform(source: ByteSource, facts: MediaFacts, context: JobContext) -> bytes:
    """Return the packed waveform; it has no steps when the recording has no sound. Progress in milliseconds.

    Raises:
        RefusedError: `media_crashed`, also when the child gives more steps than the recording can have.
    """
    most_steps = facts.duration_ms // _STEP_MS + 2
    peaks = bytearray()
    with Child(STEP, {"duration_ms": facts.duration_ms}, source, _LIMITS, context) as child:
        while (item := child.next_item()) is not None:
            untrusted_peaks = item[1]
            peaks += untrusted_peaks[: most_steps - len(peaks)]
    return _HEAD.pack(_STEP_MS) + bytes(peaks)


def read_waveform(packed: bytes) -> Waveform:
    """Return the waveform; DamagedError `media_damaged` when it is not one."""
    if len(packed) < _HEAD.size or not (step_ms := _HEAD.unpack_from(packed)[0]):
        raise DamagedError("media_damaged")
    return Waveform(step_ms, packed[_HEAD.size :])


def waveform_job(link: ParentLink, arguments: dict[str, Any]) -> None:
    """Child: send the loudest sample of every step, a second or so at a time; nothing when there is no sound."""
    from app.decode.video_file import open_video

    step_aside()
    video = open_video(link.open_source)
    if not video.has_sound:
        return
    duration_ms = int(arguments["duration_ms"])
    per_step = _RATE * _STEP_MS // 1000
    steps = np.zeros(duration_ms // _STEP_MS + 1, np.uint8)
    sent = 0
    for block in video.sound_blocks(rate=_RATE):
        loudness = np.minimum(np.abs(block.samples[:, 0]) * 255, 255).astype(np.uint8)
        places = (block.first_sample + np.arange(len(loudness))) // per_step
        inside = (places >= 0) & (places < len(steps))
        np.maximum.at(steps, places[inside], loudness[inside])
        reached = min(len(steps), max(0, (block.first_sample + len(loudness)) // per_step))
        if reached - sent >= 1000 // _STEP_MS:
            link.item({}, steps[sent:reached].tobytes())
            link.progress(STEP, min(reached * _STEP_MS, duration_ms), duration_ms)
            sent = reached
    link.item({}, steps[sent:].tobytes())
