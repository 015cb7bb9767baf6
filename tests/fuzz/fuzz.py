"""Look for bytes that break a reader, guided by what code they reach: `python -m tests.fuzz.fuzz NAME FOLDER [libFuzzer's options]`.

Needs the package atheris, which is for Linux and macOS only and in no requirements of ours: `pip install atheris` in a
.venv of your own. Names: those of tests/support/fuzzing/targets.py. FOLDER keeps
what is worth trying again and begins with the seeds. Runs until something is found or you stop it.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["app"]):
    from tests.support.fuzzing.targets import TARGETS, tried


def main() -> None:
    """Fuzz the reader named on the command line, beginning with its seeds."""
    target, folder = TARGETS[sys.argv[1]], Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds):
        (folder / f"zaad-{number}").write_bytes(seed)
    atheris.Setup([sys.argv[0], *sys.argv[2:]], lambda content: tried(target, content) and None)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
