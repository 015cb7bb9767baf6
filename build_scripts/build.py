"""Make the program to hand out in dist/kijkkamer, then let it check itself: `python3 build_scripts/build.py`.

Seen to work on Debian 12; not yet run on Windows or macOS.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from frozen_program import FrozenProgram
from licences import write_licences
from set_up import ROOT, VENV, set_up, venv_program

DIST = ROOT / "dist"
WORK = ROOT / "build"
PROGRAM = DIST / "kijkkamer" / ("kijkkamer.exe" if sys.platform == "win32" else "kijkkamer")
# Nothing in the program may reach a network, so what serves only a network is not in it.
_FORBIDDEN = ("Qt6Network", "Qt6Qml", "Qt6Pdf", "libssl", "libcurl", "_ssl.", "qvnc", "libaccess_", "libstream_out_", "liblua", "libssh", "libsrt")


def main() -> int:
    """Freeze, add the licences, and check the result; return 1 when it fails a check."""
    set_up("dev")
    _say("Het programma bevriezen")
    _freeze()
    write_licences(DIST / "kijkkamer", WORK)
    problems = [f"hoort er niet in: {file.relative_to(DIST)}" for file in _forbidden_files()] or _check_running()
    for problem in problems:
        _say(f"FOUT: {problem}")
    _say("Niet in orde." if problems else f"Klaar: {PROGRAM.parent}")
    return 1 if problems else 0


def _freeze() -> None:
    shutil.rmtree(DIST / "kijkkamer", ignore_errors=True)
    # PyInstaller follows what our libVLC needs; without this it would find the system's libvlccore beside ours.
    search = os.pathsep.join([str(VENV / "libvlc"), str(VENV / "libvlc" / "vlc")])
    options = ["--noconfirm", "--log-level", "ERROR", "--distpath", str(DIST), "--workpath", str(WORK)]
    command = [str(venv_program("pyinstaller")), *options, str(ROOT / "build_scripts" / "app.spec")]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "LD_LIBRARY_PATH": search}, check=True)


def _forbidden_files() -> list[Path]:
    return [file for file in sorted((DIST / "kijkkamer").rglob("*")) if any(word in file.name for word in _FORBIDDEN)]


def _check_running() -> list[str]:
    """Run the program in a bare environment and return what is wrong with it."""
    with tempfile.TemporaryDirectory() as home:
        program = FrozenProgram(PROGRAM, Path(home))
        if not program.is_hidden:
            _say("Dit systeem laat niet toe om zijn Python en VLC te verbergen: alleen nagekeken zonder zijn instellingen.")
        _say("self-test")
        result = program.run("self-test")
        print(result.stdout, end="")
        if result.returncode != 0:
            return [f"self-test gaf {result.returncode}: {result.stderr.strip()}"]
        if sys.platform != "linux":
            return []
        _say("Het venster openen met een wachtzin")
        vault, passphrase = Path(home) / "kluis", "vier woorden op rij"
        made = program.run("vault", "create", "--vault", str(vault), "--passphrase-file", "-", answer=passphrase)
        if made.returncode != 0:
            return [f"vault create gaf {made.returncode}: {made.stderr.strip()}"]
        problem = program.unlock_by_hand(vault, passphrase, WORK)
        return [f"{problem}; zie de plaatjes in {WORK}"] if problem else []


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
