"""What becomes of the sound: bleeps over names, a disguised voice, encoded afresh."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

from app.anonymise.mp4_writer import Sample, SoundTrack
from app.domain.timecode import TimeRange

RATE = 48_000
BLEEP_MARGIN_MS = 150
"""More than a marked word: its first and last sound, and what the disguise's 80 ms windows drag along."""

Samples = NDArray[np.float32]

_PITCH = Fraction(4, 5)
_BLEEP_HZ = 1000
_BLEEP_LEVEL = 0.2
_BIT_RATE = 96_000
_PER_PACKET = 1024
_FILTER_BLOCK = 4096


def bleeped(samples: Samples, bleeps: Iterable[TimeRange], from_ms: int = 0) -> Samples:
    """Return a copy with every bleep, and a margin around it, replaced by a tone: nothing of the original is under it.

    `samples` is one channel at RATE, and begins at `from_ms` of what the bleeps count from.
    """
    result = samples.copy()
    for bleep in bleeps:
        start = max(0, (bleep.from_ms - from_ms - BLEEP_MARGIN_MS) * RATE // 1000)
        end = min(len(samples), (bleep.to_ms - from_ms + BLEEP_MARGIN_MS) * RATE // 1000)
        if end > start:
            heard = np.arange(start, end) + from_ms * RATE // 1000
            result[start:end] = _BLEEP_LEVEL * np.sin(2 * np.pi * _BLEEP_HZ * heard / RATE)
    return result


def disguised(samples: Samples) -> Samples:
    """Return the voice lower, throat and pitch alike, at the same speed and of the same length.

    For the ear only: software recognises the speaker still, and every label says so. The tone of a bleep sinks along.
    """
    return shifted(samples, _PITCH)


def shifted(samples: Samples, factor: Fraction) -> Samples:
    """Return the voice with throat and pitch this many times as high, at the same speed and of the same length."""
    graph = av.filter.Graph()
    source = graph.add_abuffer(sample_rate=RATE, format="flt", layout="mono", time_base=Fraction(1, RATE))
    steps = [
        graph.add("asetrate", str(int(RATE * factor))),
        graph.add("aresample", str(RATE)),
        graph.add("atempo", str(float(1 / factor))),
        graph.add("aformat", f"sample_fmts=flt:sample_rates={RATE}:channel_layouts=mono"),
        graph.add("abuffersink"),
    ]
    for earlier, later in zip([source, *steps], steps, strict=False):
        earlier.link_to(later)
    graph.configure()
    pieces: list[Samples] = []
    for start in range(0, len(samples), _FILTER_BLOCK):
        graph.push(_frame(samples[start : start + _FILTER_BLOCK], start))
        pieces += _pulled(graph)
    graph.push(None)
    pieces += _pulled(graph)
    result = np.zeros_like(samples)
    changed = np.concatenate([*pieces, np.zeros(0, np.float32)])[: len(samples)]
    result[: len(changed)] = changed
    return result


def encode_sound(samples: Samples) -> SoundTrack:
    """Return AAC that lasts exactly as long as the samples and says nothing of what encoded it."""
    encoder = av.CodecContext.create("aac", "w")
    if not isinstance(encoder, AudioCodecContext):
        raise TypeError
    encoder.sample_rate = RATE
    encoder.layout = "mono"
    encoder.format = "fltp"
    encoder.bit_rate = _BIT_RATE
    encoder.time_base = Fraction(1, RATE)
    encoder.flags |= av.codec.context.Flags.bitexact | av.codec.context.Flags.global_header
    encoder.open()
    packets: list[bytes] = []
    silence = np.zeros(2 * _PER_PACKET, np.float32)
    padded = np.concatenate([samples, silence[: -len(samples) % _PER_PACKET], silence])
    for start in range(0, len(padded), _PER_PACKET):
        packets += [bytes(packet) for packet in encoder.encode(_frame(padded[start : start + _PER_PACKET], start, "fltp"))]
    packets += [bytes(packet) for packet in encoder.encode(None)]
    # The first packet is the encoder's run-up; without it the sound begins at its own zero and needs no edit list.
    return SoundTrack(RATE, bytes(encoder.extradata or b""), _timed(packets[1:], len(samples)))


def _timed(packets: Sequence[bytes], length: int) -> list[Sample]:
    count = -(-length // _PER_PACKET)
    timed = [Sample(packet, _PER_PACKET) for packet in packets[:count]]
    timed[-1] = Sample(timed[-1].content, length - _PER_PACKET * (count - 1))
    return timed


def _frame(samples: Samples, start: int, sample_format: str = "flt") -> AudioFrame:
    frame = AudioFrame.from_ndarray(samples.reshape(1, -1), format=sample_format, layout="mono")
    frame.sample_rate = RATE
    frame.pts = start
    frame.time_base = Fraction(1, RATE)
    return frame


def _pulled(graph: av.filter.Graph) -> list[Samples]:
    pieces: list[Samples] = []
    while True:
        try:
            frame = graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return pieces
        pieces.append(frame.to_ndarray().reshape(-1).astype(np.float32, copy=False))
