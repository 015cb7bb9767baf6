import io
import random
import struct
from contextlib import suppress
from fractions import Fraction

import av
import numpy as np
import pytest

from app.common.byte_source import FileSource, MemorySource
from app.common.errors import AppError, CancelledError, InputError, RefusedError
from app.common.progress import JobContext
from app.media.probe import _checked_facts, probe
from tests.support.clips import numbered_clip


def probed(content: bytes):
    return probe(MemorySource(content), JobContext())


def test_facts_are_of_the_picture_as_shown() -> None:
    content = numbered_clip(frames=50, rotation=90, size=(224, 64), audio=True)
    facts = probed(content).facts
    assert (facts.container, facts.width, facts.height, facts.rotation) == ("mp4", 224, 64, 90)
    assert (facts.duration_ms, facts.fps, facts.video_codec, facts.audio_codec) == (2000, 25.0, "h264", "aac")
    assert not facts.has_variable_frame_rate


def test_pixel_shape_counts_in_the_size() -> None:
    facts = probed(numbered_clip(frames=5, pixel_aspect=Fraction(2))).facts
    assert (facts.width, facts.height) == (448, 64)


@pytest.mark.parametrize(
    ("container", "demux"),
    [("mov", "mp4"), ("matroska", "mkv"), ("webm", "mkv"), ("avi", "avi"), ("mpegts", "ts"), ("mpeg", "ps")],
)
def test_every_container_has_its_demuxer(container, demux) -> None:
    result = probed(numbered_clip(frames=12, container=container, audio=True, busy=True))
    assert result.vlc_demux == demux
    assert result.facts.audio_codec


def test_an_empty_file_is_said_to_be_empty() -> None:
    with pytest.raises(InputError, match="file_empty"):
        probed(b"")


@pytest.mark.parametrize(
    "content",
    [
        b"Dag allemaal, dit is een gewone brief.\n" * 50,
        bytes(range(256)) * 40,
        b"\x89PNG\r\n\x1a\n" + bytes(3000),
        b"PK\x03\x04" + bytes(3000),
        b"ID3\x04" + bytes(5000),
        b"\0",
    ],
)
def test_what_is_no_video_is_refused(content) -> None:
    with pytest.raises(InputError, match="not_a_video"):
        probed(content)


def test_a_recording_without_picture_is_refused() -> None:
    content = _sound_only()
    with pytest.raises(InputError, match="no_picture"):
        probed(content)


@pytest.mark.parametrize("container", ["mp4", "matroska", "avi"])
def test_a_file_without_its_end_is_refused_with_what_could_be_read(container) -> None:
    options = {"moov_size": "20000"} if container == "mp4" else None
    content = numbered_clip(frames=250, container=container, busy=True, options=options)
    with pytest.raises(InputError, match="file_cut_off") as refusal:
        probed(content[: len(content) // 2])
    assert 3000 < refusal.value.details["readable_ms"] < 6000
    assert refusal.value.details["readable_s"] == refusal.value.details["readable_ms"] // 1000


def test_a_phone_recording_that_was_interrupted_is_said_to_be_cut_off() -> None:
    content = numbered_clip(frames=50, busy=True)
    with pytest.raises(InputError, match="file_cut_off") as refusal:
        probed(content[: content.index(b"moov") - 4])
    assert refusal.value.details["readable_s"] == 0


def test_a_live_recording_without_stated_duration_is_measured() -> None:
    content = numbered_clip(frames=100, container="matroska", options={"live": "1"})
    assert abs(probed(content).facts.duration_ms - 4000) <= 80


def test_cancelling_stops_the_probe() -> None:
    context = JobContext()
    context.cancel()
    with pytest.raises(CancelledError):
        probe(MemorySource(numbered_clip(frames=5)), context)


@pytest.mark.parametrize("container", ["mp4", "matroska", "avi", "mpegts"])
def test_mutated_files_never_do_more_than_be_refused(container) -> None:
    original = numbered_clip(frames=12, container=container, busy=True, audio=True)
    chance = random.Random(container)
    for _ in range(4):
        content = bytearray(original)
        for _ in range(40):
            content[chance.randrange(min(len(content), 6000))] = chance.randrange(256)
        with suppress(InputError, RefusedError):
            assert probed(bytes(content)).facts.width > 0


@pytest.mark.parametrize(
    "change",
    [
        {"container": "hls"},
        {"container": None},
        {"duration_ms": 0},
        {"duration_ms": 10**12},
        {"duration_ms": "5"},
        {"width": -4},
        {"height": 10**6},
        {"rotation": 45},
        {"fps": float("nan")},
        {"fps": float("inf")},
    ],
)
def test_facts_that_cannot_be_are_not_believed(change) -> None:
    facts = {"container": "mp4", "duration_ms": 1000, "width": 64, "height": 48, "fps": 25.0, "rotation": 0, "video_codec": "h264"}
    assert _checked_facts(facts).width == 64
    with pytest.raises(RefusedError, match="media_crashed"):
        _checked_facts({**facts, **change})


@pytest.mark.slow
def test_every_shared_recording_can_be_imported(shared_media) -> None:
    files = sorted((shared_media / "video").iterdir())
    assert len(files) == 28
    refused = {}
    for path in files:
        source = FileSource(path)
        try:
            facts = probe(source).facts
            assert facts.duration_ms > 1000
        except AppError as refusal:
            refused[path.name] = refusal.code
        finally:
            source.close()
    assert refused == {}


def test_a_reference_movie_is_refused() -> None:
    inner = b"\0" * 4 + b"url " + struct.pack(">I", 22) + b"http://127.0.0.1:9/x\0\0"
    boxes = struct.pack(">I4s", 8 + len(inner), b"rdrf") + inner
    for kind in (b"rmda", b"rmra", b"moov"):
        boxes = struct.pack(">I4s", 8 + len(boxes), kind) + boxes
    with pytest.raises(RefusedError, match="not_a_media_file"):
        probed(boxes)


def _sound_only() -> bytes:
    target = io.BytesIO()
    with av.open(target, "w", format="mp4") as out:
        stream = out.add_stream("aac", rate=48000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 4096), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 48000
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return target.getvalue()
