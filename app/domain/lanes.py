"""What is drawn along the timeline of a recording."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Thumbnail:
    """A small picture of the frame at `at_ms`, as a JPEG."""

    at_ms: int
    jpeg: bytes


@dataclass(frozen=True)
class Waveform:
    """Loudest sample (0..255) of each step of `step_ms`; empty when the recording has no sound."""

    step_ms: int
    peaks: bytes
