"""A folder of our own to measure in, and large videos made of the shipped exercise clip."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import av

ROOT = Path(__file__).resolve().parents[2]
EXERCISE_CLIP = ROOT / "resources" / "oefenclip" / "gesprek-van-twee.mp4"
PASSPHRASE = "meten met een lange liniaal"  # noqa: S105 - of a vault that lives for one measurement


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give a folder under build/ and remove it afterwards."""
    folder = ROOT / "build" / "bench"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make_large_video(path: Path, size_bytes: int) -> Path:
    """Repeat the exercise clip's packets in a Matroska file until it is this large. Every byte is written, none is sparse."""
    return repeated(EXERCISE_CLIP, path, lambda written_bytes, _length_s: written_bytes >= size_bytes)


def repeated(clip_path: Path, path: Path, is_enough: Callable[[int, float], bool]) -> Path:
    """Repeat a clip's packets in a Matroska file, whole, until it has enough bytes or seconds."""
    with path.open("wb") as file, av.open(file, "w", format="matroska") as output, av.open(str(clip_path)) as clip:
        streams = {stream.index: output.add_stream_from_template(stream) for stream in clip.streams if stream.type in ("video", "audio")}
        packets = [(packet, packet.pts or 0, packet.dts or 0) for packet in clip.demux(*[clip.streams[index] for index in streams]) if packet.size]
        length_s = float(clip.duration or 0) / av.time_base + 0.5  # room for sound that begins early or ends late
        round_number = 0
        while not is_enough(file.tell(), round_number * length_s):
            for packet, pts, dts in packets:
                shift = round(round_number * length_s / packet.time_base)
                copy = av.Packet(bytes(packet))
                copy.time_base, copy.pts, copy.dts = packet.time_base, pts + shift, dts + shift
                copy.is_keyframe, copy.stream = packet.is_keyframe, streams[packet.stream.index]
                output.mux(copy)
            round_number += 1
    return path
