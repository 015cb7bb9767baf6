"""Videos of many megabytes made in a second: a few heavy key frames, stored over and over."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

_KINDS = {"mp4": "libx264", "matroska": "libx264", "avi": "mpeg4", "mpegts": "libx264"}
FPS = 25


def heavy_clip(path: Path, megabytes: int, *, container: str = "mp4", size: tuple[int, int] = (640, 480)) -> None:
    """Write a clip of about this many million bytes, each frame a key frame of some hundreds of thousands."""
    packets = _key_frames(container, size)
    count = megabytes * 1_000_000 // (sum(map(len, packets)) // len(packets))
    with av.open(str(path), "w", format=container, options={"movflags": "faststart"} if container == "mp4" else {}) as out:
        stream = _stream(out, container, size)
        for number in range(count):
            packet = av.Packet(packets[number % len(packets)])
            packet.stream, packet.time_base = stream, Fraction(1, FPS)
            packet.pts = packet.dts = number
            packet.duration, packet.is_keyframe = 1, True
            out.mux(packet)


def frames_in(path: Path, first: int, end: int) -> list[int]:
    """Return the times in ms of the frames any byte of which lies in [first, end), by reading all packets."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        packets = [(packet.pos, packet.size, packet.dts) for packet in container.demux(stream) if packet.size]
        base, start = stream.time_base, packets[0][2]
    return [round((stamp - start) * base * 1000) for position, size, stamp in packets if position < end and position + size > first]


def _stream(out, container: str, size: tuple[int, int]):
    stream = out.add_stream(_KINDS[container], rate=FPS)
    stream.width, stream.height = size
    stream.pix_fmt = "yuv420p"
    stream.codec_context.gop_size = 1
    stream.codec_context.max_b_frames = 0
    stream.codec_context.time_base = Fraction(1, FPS)
    stream.codec_context.options = {"qp": "6", "preset": "ultrafast"} if container != "avi" else {"qmin": "1", "qmax": "1"}
    return stream


def _key_frames(container: str, size: tuple[int, int]) -> list[bytes]:
    import io

    chance = np.random.default_rng(7)
    packets = []
    with av.open(io.BytesIO(), "w", format=container) as out:
        stream = _stream(out, container, size)
        for number in range(6):
            pixels = chance.integers(0, 256, (size[1], size[0], 3), np.uint8)
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts = number
            packets += [bytes(packet) for packet in stream.encode(frame)]
        packets += [bytes(packet) for packet in stream.encode(None)]
    return packets
