"""Look for bytes that break a reader, guided by what code they reach: `python -m tests.fuzz.fuzz NAME [libFuzzer's options]`.

Needs the package atheris, which is for Linux and macOS only and in no requirements of ours: `pip install atheris` in a
.venv of your own. Names: those of tests/support/fuzzing/targets.py. Runs until something is found or you stop it.
"""

import sys

import atheris

with atheris.instrument_imports(include=["app"]):
    from tests.support.fuzzing.targets import TARGETS, tried


def main() -> None:
    """Fuzz the reader named on the command line, beginning with its seeds."""
    target = TARGETS[sys.argv[1]]
    for seed in target.seeds:
        tried(target, seed)
    atheris.Setup([sys.argv[0], *sys.argv[2:]], lambda content: tried(target, content))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
