"""Encode painted pictures as H.264, keeping nothing in it but picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import av
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

from app.anonymise.mp4_writer import MOVIE_TICKS, PictureTrack, Sample
from app.anonymise.planes import BT_709, Planes, plane_pixels

_OPTIONS = {"preset": "veryfast", "crf": "20"}
_KEY_FRAME_EVERY_S = 2
_SEQUENCE_SET, _PICTURE_SET = 7, 8
_SLICES = (1, 5)
_START_CODE = b"\x00\x00\x01"
_THREADS = 4
"""The same on every machine: x264 writes other bytes with another number, and a plan must give the same copy anywhere."""
_STORED_AS_RGB, _BT_601 = 0, 6


@dataclass(frozen=True)
class Colours:
    """How the numbers of a picture are to be read, as FFmpeg's codes; copied from the recording."""

    matrix: int
    primaries: int
    transfer: int

    @staticmethod
    def of(picture: VideoFrame) -> "Colours":
        """Return those of a decoded picture; one stored as red, green and blue was converted on the way, by BT.601."""
        matrix = _BT_601 if picture.colorspace == _STORED_AS_RGB else picture.colorspace
        return Colours(matrix, picture.color_primaries, picture.color_trc)


DRAWN_COLOURS = Colours(BT_709, BT_709, BT_709)
"""Of pictures that are wholly painted by us: nothing is copied from the recording, not even this."""


class PictureEncoder:
    """Takes pictures in order and gives a track. Picture k of the track is the k-th that was added."""

    def __init__(self, width: int, height: int, frames_per_second: Fraction, colours: Colours) -> None:
        encoder = av.CodecContext.create("libx264", "w")
        if not isinstance(encoder, VideoCodecContext):
            raise TypeError
        encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
        encoder.time_base = Fraction(1, MOVIE_TICKS)
        encoder.framerate = frames_per_second
        encoder.gop_size = max(1, round(frames_per_second * _KEY_FRAME_EVERY_S))
        # No reordering: the order of the packets is the order of the pictures, and no edit list is needed.
        encoder.max_b_frames = 0
        encoder.thread_count = _THREADS
        encoder.options = _OPTIONS
        encoder.flags |= av.codec.context.Flags.bitexact | av.codec.context.Flags.global_header
        encoder.colorspace, encoder.color_primaries, encoder.color_trc = colours.matrix, colours.primaries, colours.transfer
        encoder.open()
        self._encoder = encoder
        self._width, self._height = width, height
        self._packets: list[tuple[bytes, bool]] = []

    def add(self, planes: Planes, at_ms: int) -> None:
        """Encode one picture, shown from this time on."""
        frame = VideoFrame(self._width, self._height, "yuv420p")
        for index, (pixels, _) in enumerate(planes.all):
            plane_pixels(frame, index)[:] = pixels
        frame.pts, frame.time_base = at_ms, Fraction(1, MOVIE_TICKS)
        self._take(frame)

    def finish(self, durations_ms: Sequence[int]) -> PictureTrack:
        """Return the track; `durations_ms` is how long each added picture is shown."""
        self._take(None)
        sets = {unit[0] & 0x1F: unit for unit in _units(bytes(self._encoder.extradata or b""))}
        samples = [Sample(_slices_only(packet), duration, is_key) for (packet, is_key), duration in zip(self._packets, durations_ms, strict=True)]
        return PictureTrack(self._width, self._height, sets[_SEQUENCE_SET], sets[_PICTURE_SET], samples)

    def _take(self, frame: VideoFrame | None) -> None:
        self._packets += [(bytes(packet), packet.is_keyframe) for packet in self._encoder.encode(frame)]


def _slices_only(packet: bytes) -> bytes:
    """Return the packet's picture slices with their lengths; the encoder's remarks (SEI) and all else stay behind."""
    kept = [unit for unit in _units(packet) if unit[0] & 0x1F in _SLICES]
    return b"".join(len(unit).to_bytes(4, "big") + unit for unit in kept)


def _units(stream: bytes) -> list[bytes]:
    """Return the NAL units of a byte stream with start codes."""
    units = []
    for piece in stream.split(_START_CODE):
        # A unit never ends in a zero byte; those before a start code belong to the start code.
        unit = piece.rstrip(b"\x00")
        if unit:
            units.append(unit)
    return units
