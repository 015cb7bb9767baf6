"""One decoded picture, in the pixel layout that libVLC, FFmpeg and Qt share."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Picture:
    """`pixels` holds height x stride bytes, four bytes per pixel in the order blue, green, red, unused (Qt's RGB32).

    Upright and with square pixels: what a person should see. `at_ms` is the time of the frame in the recording.
    """

    at_ms: int
    width: int
    height: int
    stride: int
    pixels: bytes
