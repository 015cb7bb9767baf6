"""Recordings as phones, action cameras, screen recorders and editors make them, with words planted wherever such a file has room.

Input `number` is always the same one; together they vary container, tags, chapters, subtitles, timecode, data tracks, attached
pictures, remarks in the picture stream (SEI), rotation, edit lists, variable frame rate, names of tracks, and loose bytes.
"""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from urllib.parse import quote, quote_plus

import av
import numpy as np
from av.container import OutputContainer
from av.packet import Packet
from PIL import Image

from app.anonymise.fragment_frames import fragment_frames
from app.anonymise.mp4_boxes import check_metadata
from app.anonymise.render import render
from app.common.byte_source import MemorySource
from app.common.errors import RefusedError
from app.common.ids import FragmentId
from app.common.progress import JobContext
from app.decode.video_file import open_video
from app.domain.anonymise_plan import AnonymisePlan, Box, BoxOrigin, MaskKey, Track, VoiceLevel, accept_unreviewed
from app.domain.timecode import TimeRange

PLACES = (
    *("title", "artist", "comment", "location", "make", "model"),
    *("picture_track", "sound_track", "chapter", "subtitle", "sei", "loose"),
)
MARKERS = {place: f"GEHÉIM merk {number:02}" for number, place in enumerate(PLACES)}
"""What is planted where: twelve words, with a letter and a space that are written otherwise in every encoding."""
TRACES = ("x264", "x265", "Lavc", "Lavf", "VideoHandler", "SoundHandler", "FFMP", "+52.3702", "2026-11-12", "10:11:12:05")
"""What software and dates leave behind by themselves, or were given beside the words."""
FRAMES = 6


@dataclass(frozen=True)
class Shape:
    """One kind of file; everything that is not a name is a part that may be there."""

    maker: str
    container: str
    codec: str = "libx264"
    sound: str = "aac"
    parts: frozenset[str] = field(default_factory=frozenset)


def _shape(maker: str, container: str, *parts: str, codec: str = "libx264", sound: str = "aac") -> Shape:
    return Shape(maker, container, codec, sound, frozenset(parts))


SHAPES = (
    _shape("phone", "mp4", "turned", "uneven", "sei", "boxes"),
    _shape("phone", "mov", "turned", "timecode", "boxes"),
    _shape("phone", "mp4", "turned", "uneven", "trailer", codec="libx265"),
    _shape("phone", "3gp", "trailer", codec="mpeg4"),
    _shape("action cam", "mp4", "data", "timecode", "sei", "boxes"),
    _shape("action cam", "mov", "timecode", "trailer", codec="mpeg4"),
    _shape("action cam", "mpegts", "sei"),
    _shape("screen recorder", "matroska", "uneven", "attachment", "subtitle", "chapter"),
    _shape("screen recorder", "webm", "uneven", codec="libvpx", sound="libopus"),
    _shape("screen recorder", "mp4", "pieces", "boxes"),
    _shape("screen recorder", "avi", "trailer", codec="mpeg4", sound="mp3"),
    _shape("editor", "mp4", "chapter", "subtitle", "late", "cover", "sei", "boxes"),
    _shape("editor", "mov", "chapter", "subtitle", "late", "timecode"),
    _shape("editor", "matroska", "chapter", "subtitle", "attachment", codec="ffv1", sound="flac"),
    _shape("editor", "mp4", "chapter", "cover", "boxes", codec="mpeg4"),
    _shape("editor", "mpeg", "trailer", codec="mpeg1video", sound="mp2"),
)


def marked_recording(number: int) -> bytes:
    """Return the bytes of input `number`."""
    shape, turn = SHAPES[number % len(SHAPES)], number // len(SHAPES)
    target = io.BytesIO()
    with av.open(target, "w", format=shape.container, options=_options(shape)) as out:
        _fill(out, shape, turn)
    content = target.getvalue()
    loose = MARKERS["loose"].encode()
    if "boxes" in shape.parts:
        xmp = b"\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac<x:xmpmeta>" + loose
        for kind, inside in ((b"uuid", xmp), (b"free", loose + quote(MARKERS["loose"]).encode()), (b"udta", MARKERS["loose"].encode("utf-16-be"))):
            content += struct.pack(">I4s", 8 + len(inside), kind) + inside
    return content + (b"SEFT" + loose + b"trailer" if "trailer" in shape.parts else b"")


def spellings(word: str) -> set[bytes]:
    """Return the ways in which a word may stand in a file."""
    encoded = {word.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1")}
    return encoded | {quote(word).encode(), quote_plus(word).encode(), quote(word, safe="").lower().encode()}


def words_in(content: bytes) -> set[str]:
    """Return which planted words and traces of software these bytes hold."""
    return {word for word in (*MARKERS.values(), *TRACES) if any(spelling in content for spelling in spellings(word))}


def _options(shape: Shape) -> dict[str, str]:
    if shape.container not in ("mp4", "mov", "3gp"):
        return {}
    return {"movflags": "use_metadata_tags" + "+frag_keyframe+empty_moov" * ("pieces" in shape.parts)}


def _fill(out: OutputContainer, shape: Shape, turn: int) -> None:
    out.metadata.update({place: MARKERS[place] for place in ("title", "artist", "comment", "make", "model")})
    out.metadata.update({"location": f"{MARKERS['location']} +52.3702+004.8952/", "creation_time": "2026-11-12T10:11:12Z"})
    if "timecode" in shape.parts:
        out.metadata["timecode"] = "10:11:12:05"
    if shape.container == "mpegts":
        out.metadata["service_name"] = MARKERS["title"]
    rate = (25, 30, 24, 50, 15, 60, 25)[turn % 7] if shape.codec != "mpeg1video" else 25
    video = out.add_stream(shape.codec, rate=rate, options={"x265-params": "log-level=none"} if shape.codec == "libx265" else {})
    video.width, video.height = ((64, 48), (96, 64), (80, 80), (128, 72))[turn % 4]
    video.pix_fmt = "yuv420p"
    video.codec_context.time_base = Fraction(1, 1000) if "uneven" in shape.parts else Fraction(1, rate)
    video.codec_context.max_b_frames = 2 if "late" in shape.parts else 0
    if "turned" in shape.parts:
        video.set_display_rotation((90, -90, 180, 0)[turn % 4])
    video.metadata.update({"handler_name": MARKERS["picture_track"], "title": MARKERS["picture_track"], "language": "nld"})
    sound = out.add_stream(shape.sound, rate=48_000, layout="mono")
    sound.metadata.update({"handler_name": MARKERS["sound_track"], "title": MARKERS["sound_track"]})
    extra = list(_extra_tracks(out, shape))
    if "chapter" in shape.parts:
        end = FRAMES * 1000 // rate
        out.set_chapters([{"id": 1, "start": 0, "end": end, "time_base": Fraction(1, 1000), "metadata": {"title": MARKERS["chapter"]}}])
    for packet in _pictures(video, shape, rate, turn):
        out.mux(packet)
    for packet in _silence(sound, FRAMES * sound.rate // rate):
        out.mux(packet)
    for packet in extra:
        out.mux(packet)


def _pictures(video: av.VideoStream, shape: Shape, rate: int, turn: int) -> Iterator[Packet]:
    random = np.random.default_rng(turn)
    frames: list[av.VideoFrame | None] = []
    for number in range(FRAMES):
        frame = av.VideoFrame.from_ndarray(random.integers(0, 255, (video.height, video.width, 3), np.uint8), format="rgb24")
        at = number * 1000 // rate + (number % 3) * 7 if "uneven" in shape.parts else number
        frame.pts, frame.time_base = at, video.codec_context.time_base
        frames.append(frame)
    for packet in (packet for frame in [*frames, None] for packet in video.encode(frame)):
        yield _with_remark(packet) if "sei" in shape.parts else packet


def _with_remark(packet: Packet) -> Packet:
    """Put a remark, as a camera writes its serial number, before the picture: H.264, D.1.7."""
    payload = bytes(range(1, 17)) + MARKERS["sei"].encode()
    remark = b"\x00\x00\x00\x01\x06\x05" + bytes([len(payload)]) + payload + b"\x80"
    marked = Packet(remark + bytes(packet))
    marked.pts, marked.dts, marked.duration, marked.time_base = packet.pts, packet.dts, packet.duration, packet.time_base
    marked.stream, marked.is_keyframe = packet.stream, packet.is_keyframe
    return marked


def _silence(sound: av.AudioStream, count: int) -> Iterator[Packet]:
    context = sound.codec_context
    frame = av.AudioFrame.from_ndarray(np.zeros((1, max(count, 1)), np.float32), format="fltp", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = context.rate, 0, Fraction(1, context.rate)
    resampler = av.AudioResampler(format=context.format, layout="mono", rate=context.rate, frame_size=context.frame_size or 1024)
    for piece in [*resampler.resample(frame), *resampler.resample(None), None]:
        yield from sound.encode(piece)


def _extra_tracks(out: OutputContainer, shape: Shape) -> Iterator[Packet]:
    """Add the other tracks, and yield what is in them."""
    text = MARKERS["subtitle"].encode()
    if "subtitle" in shape.parts:
        is_mp4 = shape.container in ("mp4", "mov")
        stream = out.add_mux_stream("mov_text" if is_mp4 else "subrip")
        yield _packet(stream, struct.pack(">H", len(text)) + text if is_mp4 else text)
    if "data" in shape.parts:
        stream = out.add_data_stream("bin_data")
        yield _packet(stream, b"GPS5" + MARKERS["location"].encode())
    if "cover" in shape.parts:
        drawn = io.BytesIO()
        Image.new("RGB", (16, 16), "red").save(drawn, "JPEG", comment=MARKERS["loose"].encode())
        stream = out.add_mux_stream("mjpeg", width=16, height=16)
        stream.disposition = av.stream.Disposition.attached_pic
        yield _packet(stream, drawn.getvalue())
    if "attachment" in shape.parts:
        out.add_attachment(MARKERS["loose"] + ".txt", "text/plain", MARKERS["loose"].encode())


def _packet(stream: av.stream.Stream, content: bytes) -> Packet:
    packet = Packet(content)
    packet.stream, packet.pts, packet.dts, packet.duration, packet.time_base = stream, 0, 0, 100, Fraction(1, 1000)
    packet.is_keyframe = True
    return packet


def left_in_copy(number: int) -> tuple[set[str], set[str]]:
    """Make a copy of input `number` with its sound, and return what was planted in the input and what stands in the copy.

    Raises:
        RefusedError: the copy holds a box, a track or a byte that is not on the list.
    """
    recording = marked_recording(number)
    video = open_video(lambda: io.BytesIO(recording))
    until_ms = 80
    times = tuple(at_ms for at_ms, _ in fragment_frames(video, 0, until_ms))
    width, height = video.layout.shown_size
    video.close()
    masked = Track("track-1", "A", "", tuple(MaskKey(frame, Box(0.2, 0.2, 0.8, 0.8), BoxOrigin.DRAWN) for frame in range(len(times))))
    plan = AnonymisePlan(FragmentId("0" * 32), TimeRange(0, until_ms), width, height, times, (masked,), voice=VoiceLevel.DISGUISE)
    copy = render(MemorySource(recording), accept_unreviewed(plan, datetime(2027, 1, 12, tzinfo=UTC)), JobContext())
    check_metadata(copy.mp4)
    with av.open(io.BytesIO(copy.mp4)) as read:
        kinds = [stream.type for stream in read.streams]
        own = {**read.metadata, **{key: value for stream in read.streams for key, value in stream.metadata.items()}}
        chapters = read.chapters()
    allowed = {"major_brand", "minor_version", "compatible_brands", "language", "handler_name", "vendor_id"}
    if kinds not in (["video"], ["video", "audio"]) or set(own) - allowed or chapters:
        raise RefusedError("clip_has_metadata")
    return words_in(recording), words_in(copy.mp4)
