"""Run every check: `python3 build_scripts/test.py [--fast] [pytest's own arguments]`. Sets up first; needs no activation.

`--fast` leaves out the tests that are marked slow or drive the whole program. What needs the shared media beside the
checkout is skipped where they are not there, and says so. The last line on standard output is pytest's summary.
Two processes share the tests, a file at a time in the order of the folders, so that what a file makes once is made once
and the long journeys begin first; `-n 0` runs them in one.
"""

from __future__ import annotations  # an older Python must get far enough to say that it is too old

import os
import subprocess
import sys

from set_up import ROOT, set_up, venv_program

_CHECKS = {
    "ruff": ["ruff", "check", "--quiet"],
    "mypy": ["mypy"],
    "import-linter": ["lint-imports", "--no-cache", "--no-logo"],
}
_IN_TWO = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]


def main(arguments: list[str]) -> int:
    """Run all checks, also after one failed; return 1 when any did."""
    set_up("dev")
    failed = [name for name, command in _CHECKS.items() if not _passes(name, command)]
    selection = ["-m", "not slow and not e2e"] if "--fast" in arguments else []
    passed_on = [argument for argument in arguments if argument != "--fast"]
    if not _passes("pytest", ["pytest", *_IN_TWO, *selection, *passed_on]):
        failed.append("pytest")
    if failed:
        print(f"Niet in orde: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _passes(name: str, command: list[str]) -> bool:
    print(f"== {name}", flush=True)
    program, *arguments = command
    # Tests must not see how this computer is set up: no options for Python or pytest from outside.
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "PYTHONHOME", "PYTEST_ADDOPTS"}}
    return subprocess.run([venv_program(program), *arguments], cwd=ROOT, env=environment, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
