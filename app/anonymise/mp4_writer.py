"""Write an MP4 file of pictures and sound, and of nothing else: no dates, names, software, places.

A muxer of others leaves such traces to be scrubbed afterwards; this one has nothing to scrub. ISO/IEC 14496-12, -14
and -15; all times 0, handler names empty, the index before the media.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

MOVIE_TICKS = 1000
"""Ticks per second of the movie and of its pictures: the recording's own milliseconds."""

_CHUNK_S = 0.5
_UNITY_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_UNDETERMINED_LANGUAGE = 0x55C4
_DPI_72 = 0x00480000
_HIGH_PROFILES = (100, 110, 122, 244)


@dataclass(frozen=True)
class Sample:
    """One encoded picture or block of sound; `duration` in ticks of its track."""

    content: bytes
    duration: int
    is_key: bool = True


@dataclass(frozen=True)
class PictureTrack:
    """H.264 without reordering; each sample is NAL units, each with its length in four bytes before it."""

    width: int
    height: int
    sequence_set: bytes
    picture_set: bytes
    samples: Sequence[Sample]


@dataclass(frozen=True)
class SoundTrack:
    """AAC, one channel; `configuration` is the AudioSpecificConfig."""

    rate: int
    configuration: bytes
    samples: Sequence[Sample]


def write_mp4(pictures: PictureTrack, sound: SoundTrack | None) -> bytes:
    """Return the whole file."""
    chunks = _chunks(0, pictures.samples, MOVIE_TICKS)
    if sound:
        chunks += _chunks(1, sound.samples, sound.rate)
    chunks.sort(key=lambda chunk: (chunk.starts_s, chunk.track))
    file_type = _box("ftyp", b"isom" + struct.pack(">I", 0x200) + b"isomiso2avc1mp41")
    # Offsets have a fixed width, so the index has the same length whatever is in it.
    index_length = len(_index(pictures, sound, chunks, 0))
    index = _index(pictures, sound, chunks, len(file_type) + index_length + 8)
    media = b"".join(sample.content for chunk in chunks for sample in chunk.samples)
    return file_type + index + _box("mdat", media)


@dataclass(frozen=True)
class _Chunk:
    track: int
    starts_s: float
    samples: Sequence[Sample]

    @property
    def length(self) -> int:
        return sum(len(sample.content) for sample in self.samples)


def _chunks(track: int, samples: Sequence[Sample], ticks: int) -> list[_Chunk]:
    """Cut a track into pieces of half a second, to be laid beside those of the other track."""
    starts = accumulate((sample.duration for sample in samples), initial=0)
    timed = list(zip(starts, samples, strict=False))
    pieces = groupby(timed, key=lambda timed_sample: int(timed_sample[0] / ticks / _CHUNK_S))
    return [_chunk(track, ticks, list(piece)) for _, piece in pieces]


def _chunk(track: int, ticks: int, piece: list[tuple[int, Sample]]) -> _Chunk:
    return _Chunk(track, piece[0][0] / ticks, [sample for _, sample in piece])


def _index(pictures: PictureTrack, sound: SoundTrack | None, chunks: list[_Chunk], media_at: int) -> bytes:
    offsets = list(accumulate((chunk.length for chunk in chunks), initial=media_at))
    placed = list(zip(chunks, offsets, strict=False))
    duration = sum(sample.duration for sample in pictures.samples)
    tracks = [_picture_track(pictures, [(chunk, at) for chunk, at in placed if chunk.track == 0], duration)]
    if sound:
        tracks.append(_sound_track(sound, [(chunk, at) for chunk, at in placed if chunk.track == 1], duration))
    header = struct.pack(">IIIIIH10x", 0, 0, MOVIE_TICKS, duration, 0x10000, 0x100) + _UNITY_MATRIX
    header += bytes(24) + struct.pack(">I", len(tracks) + 1)
    return _box("moov", _full_box("mvhd", header), *tracks)


def _picture_track(track: PictureTrack, placed: list[tuple[_Chunk, int]], duration: int) -> bytes:
    entry = struct.pack(">6xH16xHHIIIH32xHH", 1, track.width, track.height, _DPI_72, _DPI_72, 0, 1, 0x18, 0xFFFF)
    description = _box("avc1", entry, _box("avcC", _avc_configuration(track)))
    keys = [number for number, sample in enumerate(track.samples, start=1) if sample.is_key]
    return _box(
        "trak",
        _track_header(1, duration, 0, track.width, track.height),
        _media(b"vide", MOVIE_TICKS, track.samples, _full_box("vmhd", bytes(8), flags=1), description, placed, _numbers("stss", keys)),
    )


def _sound_track(track: SoundTrack, placed: list[tuple[_Chunk, int]], duration: int) -> bytes:
    entry = struct.pack(">6xH8xHHHHI", 1, 1, 16, 0, 0, track.rate << 16)
    description = _box("mp4a", entry, _full_box("esds", _elementary_stream(track.configuration)))
    return _box(
        "trak",
        _track_header(2, duration, 0x100, 0, 0),
        _media(b"soun", track.rate, track.samples, _full_box("smhd", bytes(4)), description, placed, b""),
    )


def _track_header(number: int, duration: int, volume: int, width: int, height: int) -> bytes:
    content = struct.pack(">IIIIIIIHHHH", 0, 0, number, 0, duration, 0, 0, 0, 0, volume, 0) + _UNITY_MATRIX
    # Flags: enabled, in the movie.
    return _full_box("tkhd", content + struct.pack(">II", width << 16, height << 16), flags=3)


def _media(
    kind: bytes, ticks: int, samples: Sequence[Sample], kind_header: bytes, description: bytes, placed: list[tuple[_Chunk, int]], keys: bytes
) -> bytes:
    duration = sum(sample.duration for sample in samples)
    header = _full_box("mdhd", struct.pack(">IIIIHH", 0, 0, ticks, duration, _UNDETERMINED_LANGUAGE, 0))
    handler = _full_box("hdlr", bytes(4) + kind + bytes(13))
    in_this_file = _box("dinf", _full_box("dref", struct.pack(">I", 1), _full_box("url ", flags=1)))
    durations = [(len(list(run)), duration) for duration, run in groupby(sample.duration for sample in samples)]
    table = _box(
        "stbl",
        _full_box("stsd", struct.pack(">I", 1), description),
        _full_box("stts", struct.pack(">I", len(durations)), *(struct.pack(">II", *run) for run in durations)),
        keys,
        _samples_per_chunk([chunk for chunk, _ in placed]),
        _full_box("stsz", struct.pack(">II", 0, len(samples)), *(struct.pack(">I", len(sample.content)) for sample in samples)),
        _numbers("stco", [at for _, at in placed]),
    )
    return _box("mdia", header, handler, _box("minf", kind_header, in_this_file, table))


def _samples_per_chunk(chunks: list[_Chunk]) -> bytes:
    runs: list[tuple[int, int]] = []
    for number, chunk in enumerate(chunks, start=1):
        if not runs or runs[-1][1] != len(chunk.samples):
            runs.append((number, len(chunk.samples)))
    return _full_box("stsc", struct.pack(">I", len(runs)), *(struct.pack(">III", first, count, 1) for first, count in runs))


def _avc_configuration(track: PictureTrack) -> bytes:
    sequence, picture = track.sequence_set, track.picture_set
    content = bytes([1]) + sequence[1:4] + bytes([0xFF, 0xE1]) + struct.pack(">H", len(sequence)) + sequence
    content += bytes([1]) + struct.pack(">H", len(picture)) + picture
    if sequence[1] in _HIGH_PROFILES:
        content += bytes([0xFD, 0xF8, 0xF8, 0])  # 4:2:0, eight bits, no more parameter sets
    return content


def _elementary_stream(configuration: bytes) -> bytes:
    specific = _descriptor(5, configuration)
    decoder = _descriptor(4, bytes([0x40, 0x15]) + bytes(11) + specific)  # AAC, sound; bit rates unstated
    return _descriptor(3, bytes(3) + decoder + _descriptor(6, bytes([2])))


def _descriptor(tag: int, content: bytes) -> bytes:
    return bytes([tag, len(content)]) + content


def _numbers(kind: str, numbers: Sequence[int]) -> bytes:
    return _full_box(kind, struct.pack(f">I{len(numbers)}I", len(numbers), *numbers))


def _full_box(kind: str, *content: bytes, flags: int = 0) -> bytes:
    return _box(kind, struct.pack(">I", flags), *content)


def _box(kind: str, *content: bytes) -> bytes:
    length = 8 + sum(len(part) for part in content)
    return struct.pack(">I", length) + kind.encode() + b"".join(content)
