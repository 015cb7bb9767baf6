"""Open a stranger's video safely and walk through its pictures and sound by time.

Time zero is the first shown frame; edit lists are applied. Use it in a child process only (`app/sandbox`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from io import RawIOBase
from typing import Literal, cast

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from app.common.errors import DamagedError, InputError
from app.decode.picture_layout import PictureLayout, Pixels
from app.decode.sound import Samples, SoundBlock, sound_blocks
from app.domain.recording import MediaFacts

FORMATS = {"mov,mp4,m4a,3gp,3g2,mj2": "mp4", "matroska,webm": "matroska", "avi": "avi", "mpegts": "mpegts", "mpeg": "mpeg"}
"""FFmpeg's name of each demuxer we allow, and the short name `MediaFacts.container` has for it."""

OpenSource = Callable[[], RawIOBase]

_SAFE_OPTIONS = {"format_whitelist": "mov,matroska,avi,mpegts,mpeg", "protocol_whitelist": ""}
_READ_SIZE = 256 * 1024
_MOST_PIXELS = 8192 * 4608
_DECODER_THREADS = 2
_SEEK_EARLIER_S = (0, 2, 10, 60)
_PACKETS_FOR_RHYTHM = 300


@dataclass(frozen=True)
class ShownFrame:
    """One frame of the recording; the picture is only converted when asked for."""

    at_ms: int
    stored: VideoFrame
    layout: PictureLayout

    def upright(self, pixel_format: Literal["rgb24", "bgra", "gray"] = "rgb24", size: tuple[int, int] | None = None) -> Pixels:
        """Return height x width x 3 or 4 pixels (gray: height x width), upright and square, contiguous, scaled to `size` (width, height) if given."""
        width, height = self.layout.size_before_turning(size or self.layout.shown_size)
        # With more threads the converter gives other colours now and then in the first row of each thread's part.
        pixels = self.stored.reformat(width=width, height=height, format=pixel_format, threads=1).to_ndarray()
        return np.ascontiguousarray(self.layout.turned(cast(Pixels, pixels)))


class VideoFile:
    """A video that opened: its facts, its frames in the order shown, its sound. One thread at a time."""

    def __init__(self, open_source: OpenSource) -> None:
        """Open it and decode the first frame; `open_source` gives a fresh file object over the same bytes each time.

        Raises:
            InputError: `not_a_video`, `no_picture`, `picture_unreadable`, `media_too_large`.
        """
        self._open_source = open_source
        self._container = _open_container(open_source)
        self._video = _picture_stream(self._container)
        self._turn = 0
        # AVI has no presentation times; FFmpeg's guess of them counts wrongly after B-frames, its decoding times do not.
        self._has_only_decoding_times = self._container.format.name == "avi"
        self._zero = 0
        self.layout = PictureLayout(2, 2, Fraction(1), 0)
        self._start_at_first_frame()

    @property
    def container_name(self) -> str:
        """The short name of the container: a value of `FORMATS`."""
        return FORMATS[self._container.format.name]

    @property
    def typical_frame_ms(self) -> int:
        """How long a frame is on screen when the rhythm is even, rounded up."""
        return -(-1000 // max(1, round(_frames_per_second(self._video) or 25)))

    @property
    def has_sound(self) -> bool:
        """Whether there is a sound track."""
        return bool(self._container.streams.audio)

    @cached_property
    def facts(self) -> MediaFacts:
        """What there is to know without decoding everything. Reads the whole file when it does not state its duration."""
        width, height = self.layout.shown_size
        sound = self._container.streams.best("audio")
        return MediaFacts(
            container=self.container_name,
            duration_ms=self._stated_duration_ms() or self.reach_ms(),
            width=width,
            height=height,
            fps=_frames_per_second(self._video),
            rotation=self.layout.rotation,
            video_codec=self._video.codec_context.codec.canonical_name,
            audio_codec=sound.codec_context.codec.canonical_name if sound else None,
            has_variable_frame_rate=self._has_irregular_rhythm(),
        )

    def frames(self, from_ms: int = 0, to_ms: int | None = None) -> Iterator[ShownFrame]:
        """Yield every frame with from_ms <= at_ms < to_ms in the order shown. Ends an earlier walk through the frames."""
        for frame in self.walk(from_ms):
            if to_ms is not None and frame.at_ms >= to_ms:
                return
            if frame.at_ms >= from_ms:
                yield frame

    def walk(self, at_ms: int) -> Iterator[ShownFrame]:
        """Yield frames to the end, starting somewhere at or before `at_ms` (at the first frame when that is later).

        Only one walk lives at a time: starting another ends this one.
        """
        for earlier_s in _SEEK_EARLIER_S:
            from_ms = at_ms - earlier_s * 1000
            if from_ms <= 0:
                break
            self._seek(from_ms)
            frames = self._decoded(from_key_frame=True)
            first = next(frames, None)
            if first is not None and first.at_ms <= at_ms:
                yield first
                yield from frames
                return
        self._reopen()
        yield from self._decoded(from_key_frame=False)

    def frame_times(self, from_ms: int, to_ms: int) -> list[int]:
        """Return the times of the frames with from_ms <= at_ms < to_ms, by decoding: a packet is not always a frame."""
        return [frame.at_ms for frame in self.frames(from_ms, to_ms)]

    def sound_blocks(self, from_ms: int = 0, *, rate: int = 48_000, channels: int = 1) -> Iterator[SoundBlock]:
        """Yield the sound from about `from_ms` on; nothing when there is none. Independent of walks through the frames."""
        container = _open_container(self._open_source)
        try:
            stream = container.streams.best("audio")
            if isinstance(stream, av.AudioStream):
                _leave_out_others(container, stream)
                yield from sound_blocks(container, stream, self.zero_s, from_ms, rate, channels)
        finally:
            container.close()

    def sound(self, from_ms: int, to_ms: int, *, rate: int = 48_000, channels: int = 1) -> Samples:
        """Return exactly the sound of [from_ms, to_ms), shape count x channels; silence where the file has none."""
        first, end = round(from_ms * rate / 1000), round(to_ms * rate / 1000)
        samples = np.zeros((end - first, channels), np.float32)
        for block in self.sound_blocks(from_ms, rate=rate, channels=channels):
            if block.first_sample >= end:
                break
            _lay(block, samples, first)
        return samples

    @property
    def first_frame_s(self) -> Fraction:
        """When a player shows the first frame on the container's time line; later than `zero_s` where decoding delays it."""
        return self._zero * _time_base(self._video)

    @contextmanager
    def stored_streams(self) -> "Iterator[tuple[InputContainer, list[VideoStream | av.AudioStream]]]":
        """Open a fresh container, to copy the picture and the first sound from it as they are stored."""
        container = _open_container(self._open_source)
        try:
            yield container, [_picture_stream(container), *container.streams.audio[:1]]
        finally:
            container.close()

    def reach_ms(self) -> int:
        """Return how far the pictures really reach, by reading all packets of a fresh container."""
        container = _open_container(self._open_source)
        try:
            video = _picture_stream(container)
            _leave_out_others(container, video)
            end = self._zero
            with suppress(av.error.FFmpegError):  # the end of what can be read
                for packet in container.demux(video):
                    stamp = packet.pts if packet.pts is not None else packet.dts
                    if stamp is not None and packet.size and not packet.is_discard:
                        end = max(end, stamp + (packet.duration or 0))
            return self._to_ms(end)
        finally:
            container.close()

    def close(self) -> None:
        """Release the decoder."""
        self._container.close()

    @property
    def zero_s(self) -> Fraction:
        """Where time zero, the first shown frame, lies on the container's own time line."""
        start = self._video.start_time if self._has_only_decoding_times else self._zero
        return (start or 0) * _time_base(self._video)

    def _start_at_first_frame(self) -> None:
        first = next(self._decoded(from_key_frame=False), None)
        if first is None:
            raise InputError("picture_unreadable")
        self._zero = _stamp(first.stored, self._has_only_decoding_times) or 0
        picture = first.stored
        aspect = self._video.sample_aspect_ratio or self._video.codec_context.sample_aspect_ratio
        # FFmpeg counts the turn anticlockwise.
        self.layout = PictureLayout.of(picture.width, picture.height, aspect, -picture.rotation)

    def _reopen(self) -> None:
        # Seeking to zero lands at the second key frame in MPEG program streams; a fresh container does not.
        self._container.close()
        self._container = _open_container(self._open_source)
        self._video = _picture_stream(self._container)

    def _seek(self, at_ms: int) -> None:
        ticks = self._zero + int(Fraction(at_ms, 1000) / _time_base(self._video))
        with suppress(av.error.FFmpegError):  # where it stays then shows in the frames that follow
            self._container.seek(ticks, stream=self._video, backward=True)

    def _decoded(self, *, from_key_frame: bool) -> Iterator[ShownFrame]:
        self._turn += 1
        turn = self._turn
        previous: int | None = None
        waits_for_key_frame = from_key_frame
        for frame in self._decoded_as_stored(turn):
            # Frames shown before the first key frame after a seek refer to pictures that were never decoded.
            waits_for_key_frame = waits_for_key_frame and not frame.key_frame
            if from_key_frame and previous is None and _stamp(frame, self._has_only_decoding_times) is None:
                return  # nothing says where the seek ended; from further back something will
            stamp = self._increasing_stamp(frame, previous)
            previous = stamp
            if not waits_for_key_frame:
                yield ShownFrame(self._to_ms(stamp), frame, self.layout)

    def _decoded_as_stored(self, turn: int) -> Iterator[VideoFrame]:
        damage: DamagedError | None = None
        with suppress(av.error.FFmpegError):  # the end of what can be read
            for packet in self._packets_until_damage():
                if isinstance(packet, DamagedError):
                    damage = packet
                with suppress(av.error.FFmpegError):  # a damaged packet costs its own frame only
                    for frame in self._video.decode(None) if isinstance(packet, DamagedError) else packet.decode():
                        if self._turn != turn:
                            return
                        if isinstance(frame, VideoFrame):
                            yield frame
                if self._turn != turn:
                    return
        if damage is not None:
            raise damage

    def _packets_until_damage(self) -> "Iterator[av.Packet[VideoStream] | DamagedError]":
        """The decoder reads ahead: what it holds before the damage is still to be shown, and only who wants more meets it."""
        try:
            yield from self._container.demux(self._video)
        except DamagedError as error:
            yield error

    def _increasing_stamp(self, frame: VideoFrame, previous: int | None) -> int:
        """PyAV fills a missing time with a frame count; a time that does not increase is that, or nonsense of the file."""
        stamp = _stamp(frame, self._has_only_decoding_times)
        if previous is None:
            return self._zero if stamp is None else stamp
        if stamp is None or stamp <= previous:
            return previous + max(1, frame.duration or self._typical_ticks())
        return stamp

    def _typical_ticks(self) -> int:
        rate = _frames_per_second(self._video) or 25
        return int(1 / (_time_base(self._video) * Fraction(rate)))

    def _to_ms(self, stamp: int) -> int:
        base = _time_base(self._video)
        return (2000 * (stamp - self._zero) * base.numerator + base.denominator) // (2 * base.denominator)

    def _stated_duration_ms(self) -> int:
        if not self._container.duration or self._container.duration < 0:
            return 0
        end_s = Fraction((self._container.start_time or 0) + self._container.duration, av.time_base)
        return max(0, round((end_s - self.zero_s) * 1000))

    def _has_irregular_rhythm(self) -> bool:
        container = _open_container(self._open_source)
        try:
            stamps = _first_stamps(container, _picture_stream(container))
        finally:
            container.close()
        steps = np.diff(np.sort(stamps))
        if len(steps) < 3:
            return False
        typical = float(np.median(steps))
        # Matroska rounds to milliseconds, so neighbours differ a little in every file.
        uneven_share = float(np.mean(np.abs(steps - typical) > typical * 0.25))
        average = 1 / (_frames_per_second(self._video) or 25)
        drift = abs(typical * float(_time_base(self._video)) / average - 1)
        return uneven_share > 0.02 or drift > 0.05


def open_video(open_source: OpenSource) -> VideoFile:
    """Return the opened video; see `VideoFile`. In a child job: `open_video(link.open_source)`."""
    return VideoFile(open_source)


def _open_container(open_source: OpenSource) -> InputContainer:
    try:
        container = av.open(open_source(), options=_SAFE_OPTIONS, buffer_size=_READ_SIZE, metadata_errors="replace")
    except (av.error.FFmpegError, ValueError) as error:
        raise InputError("not_a_video") from error
    if not isinstance(container, InputContainer) or container.format.name not in FORMATS:
        container.close()
        raise InputError("not_a_video")
    return container


def _picture_stream(container: InputContainer) -> VideoStream:
    streams = [stream for stream in container.streams.video if not stream.disposition & av.stream.Disposition.attached_pic]
    if not streams:
        raise InputError("no_picture")
    best = container.streams.best("video")
    stream = best if isinstance(best, VideoStream) and best in streams else streams[0]
    context = stream.codec_context
    if context.width * context.height > _MOST_PIXELS:
        raise InputError("media_too_large")
    context.options = {"max_pixels": str(_MOST_PIXELS)}
    context.thread_type = "AUTO"
    context.thread_count = _DECODER_THREADS
    return stream


def _leave_out_others(container: InputContainer, wanted: VideoStream | av.AudioStream) -> None:
    for stream in container.streams:
        if stream.index != wanted.index:
            stream.discard = av.stream.Discard.all


def _stamp(frame: VideoFrame, by_decoding_time: bool) -> int | None:  # noqa: FBT001 - a fact of the container
    return frame.dts if by_decoding_time else frame.pts


def _first_stamps(container: InputContainer, video: VideoStream) -> list[int]:
    stamps: list[int] = []
    with suppress(av.error.FFmpegError):
        for packet in container.demux(video):
            stamp = packet.pts if packet.pts is not None else packet.dts
            if stamp is not None and packet.size and not packet.is_discard:
                stamps.append(stamp)
            if len(stamps) >= _PACKETS_FOR_RHYTHM:
                break
    return stamps


def _time_base(video: VideoStream) -> Fraction:
    return Fraction(video.time_base or Fraction(1, av.time_base))


def _frames_per_second(video: VideoStream) -> float:
    rate = float(video.average_rate or video.guessed_rate or 0)
    return round(rate, 3) if 0 < rate <= 1000 else 0.0


def _lay(block: SoundBlock, samples: Samples, first: int) -> None:
    start = block.first_sample - first
    skip = max(0, -start)
    start = max(0, start)
    count = min(len(block.samples) - skip, len(samples) - start)
    if count > 0:
        samples[start : start + count] = block.samples[skip : skip + count]
