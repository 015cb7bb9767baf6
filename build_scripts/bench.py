"""Measure speed and memory, ours beside a yardstick in the same run: `python3 build_scripts/bench.py [NAME ...]`.

Every benchmark prints medians and the ratio of pairs run in turn, so that a machine that slows down slows both. It fails
on nothing; the aims printed beside a ratio are what we want to reach.
"""

import os
import subprocess
import sys
from pathlib import Path

from set_up import set_up, venv_program

ROOT = Path(__file__).resolve().parents[1]
NAMES = (
    "importing",
    "playing",
    "unlocking",
    "starting",
    "memory",
    "exporting",
    "backing_up",
    "checking",
    "shredding",
    "large_vault",
    "timeline",
    "marking",
    "lanes",
    "large_frame",
    "faces",
    "two_people",
    "beside_deface",
    "voices",
    "names",
    "regions",
    "reidentify",
)


def main(names: list[str]) -> int:
    """Set up, then run each named benchmark (all without a name) in a process of its own."""
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        print(f"Onbekend: {', '.join(unknown)}. Er zijn: {', '.join(NAMES)}.")
        return 2
    set_up("dev")
    for name in names or NAMES:
        print(f"\n== {name} ==", flush=True)
        command = [str(venv_program("python")), str(ROOT / "build_scripts" / "benchmarks" / f"{name}.py")]
        # Some measure on footage and truths that the tests keep.
        subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
