"""Set up what is missing, then start the program: `python3 build_scripts/start.py [setup [--spraak] | the program's own arguments]`."""

from __future__ import annotations  # an older Python must get far enough to say that it is too old

import os
import subprocess
import sys

from set_up import set_up, venv_program


def main(arguments: list[str]) -> int:
    """Start `kijkkamer` with these arguments; without any it opens the window. `setup` only sets up, with --spraak the recogniser too."""
    set_up("run")
    if arguments == ["setup", "--spraak"]:
        set_up("spraak")
        arguments = ["setup"]
    kijkkamer = str(venv_program("kijkkamer"))
    if arguments == ["setup"]:
        print(f"Klaar. Starten kan met {kijkkamer}", file=sys.stderr)
        return 0
    if sys.platform == "win32":  # exec would give the prompt back there while the program still runs
        return subprocess.call([kijkkamer, *arguments])
    return os.execv(kijkkamer, [kijkkamer, *arguments])  # noqa: S606 - our own program, and no shell is wanted


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
