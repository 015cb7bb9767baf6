"""The folder of a vault is for its owner only: looked at when it is opened, and put right.

The mode of the folder shuts out everybody else, so only when that was open are the files in it looked at too. Windows: a
folder in the user's own profile is private by what it inherits, and nothing is done. A file system without modes, as on
a stick, cannot be put right, and the vault in it is only as private as the stick; its content is encrypted everywhere.
"""

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

from app.vault.check import Finding

_OTHERS = 0o077


def make_private(folder: Path) -> list[Finding]:
    """Take the rights of others away; returns the finding `folder_was_open` when they had any and now have none."""
    if sys.platform == "win32" or not _is_open(folder):
        return []
    for place, _, names in os.walk(folder):
        _close(Path(place), 0o700)
        for name in names:
            _close(Path(place, name), 0o600)
    return [] if _is_open(folder) else [Finding("warning", "folder_was_open")]


def _is_open(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & _OTHERS)
    except OSError:
        return False


def _close(path: Path, mode: int) -> None:
    # What we may not change is somebody else's, or on a medium that cannot be written.
    with suppress(OSError):
        if not stat.S_ISLNK(path.lstat().st_mode):
            path.chmod(mode)
