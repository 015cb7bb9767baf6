"""Try the frozen program as a stranger's machine would: no Python, no VLC, no network, an empty home."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from set_up import ROOT, VENV
from virtual_display import type_into_window, virtual_display, wait_for_window, wait_until_changed, wait_until_still

_TITLE = "Kijkkamer"
_PATIENCE_S = 60.0
_HIDDEN_FOLDERS = ("/usr/lib/*/vlc", "/usr/lib/python3*", "/usr/local/lib/python3*", "/usr/share/vlc")
_HIDDEN_FILES = (
    "/usr/bin/python3*",
    "/usr/bin/vlc",
    "/usr/bin/cvlc",
    "/usr/local/bin/python3*",
    "/usr/lib/*/libvlc*.so*",
    "/usr/lib/*/libav*.so*",
    "/usr/lib/*/libswscale.so*",
    "/usr/lib/*/libpython3*.so*",
)
# $1 are folders and $2 files to hide, one a line. The mounts exist for this one process and are gone with it.
_HIDE_AND_RUN = """
set -e
printf '%s\\n' "$1" | while read -r folder; do mount -t tmpfs none "$folder"; done
printf '%s\\n' "$2" | while read -r file; do mount --bind /dev/null "$file"; done
shift 2
exec env --ignore-environment "$@"
"""


class FrozenProgram:
    """The built program in its folder, run with a home of its own."""

    def __init__(self, program: Path, home: Path) -> None:
        self._program = program
        self._home = home
        self._hiding = _hiding_command()

    @property
    def is_hidden(self) -> bool:
        """Whether this machine lets us hide its Python, VLC and network; otherwise only the environment is empty."""
        return bool(self._hiding)

    def run(self, *arguments: str, answer: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command of the program to its end; `answer` goes to its standard input."""
        command = self._command({"QT_QPA_PLATFORM": "offscreen"}, arguments)
        return subprocess.run(command, input=answer, capture_output=True, text=True, cwd=self._home, timeout=600, check=False)

    def unlock_by_hand(self, vault: Path, passphrase: str, pictures: Path) -> str:
        """Open the window on a virtual screen and type the passphrase, as a person would; return what went wrong, "" when nothing.

        Saves locked.png and unlocked.png in `pictures`.
        """
        locked, unlocked = pictures / "locked.png", pictures / "unlocked.png"
        with virtual_display() as display:
            window = subprocess.Popen(self._command({"DISPLAY": display}, ("--vault", str(vault))), cwd=self._home)
            try:
                if not wait_for_window(display, _TITLE, _PATIENCE_S):
                    return "er kwam geen venster"
                wait_until_still(display, locked, _PATIENCE_S)
                type_into_window(display, _TITLE, passphrase)
                if not wait_until_changed(display, locked, unlocked, _PATIENCE_S):
                    return "de wachtzin opende het venster niet"
                return "" if window.poll() is None else "het venster ging vanzelf dicht"
            finally:
                window.terminate()
                window.wait()

    def _command(self, extra: dict[str, str], arguments: tuple[str, ...]) -> list[str]:
        environment = {"HOME": str(self._home), "PATH": "/nonexistent", "LANG": "C.UTF-8", **extra}
        settings = [f"{name}={value}" for name, value in environment.items()]
        return [*(self._hiding or ["env", "--ignore-environment"]), *settings, str(self._program), *arguments]


def _hiding_command() -> list[str]:
    for unshare in (["unshare", "--mount", "--net"], ["unshare", "--user", "--map-root-user", "--mount", "--net"]):
        if subprocess.run([*unshare, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False).returncode == 0:
            return [*unshare, "sh", "-c", _HIDE_AND_RUN, "sh", *map("\n".join, _what_to_hide())]
    return []


def _what_to_hide() -> tuple[list[str], list[str]]:
    folders = {VENV.resolve(), ROOT / "app", Path(os.path.realpath(os.__file__)).parent}
    folders |= {folder.resolve() for pattern in _HIDDEN_FOLDERS for folder in Path("/").glob(pattern[1:]) if folder.is_dir()}
    files = {file.resolve() for pattern in _HIDDEN_FILES for file in Path("/").glob(pattern[1:]) if file.is_file()}
    inside = {folder for folder in folders if any(other in folder.parents for other in folders)}
    return sorted(map(str, folders - inside)), sorted(map(str, files))
