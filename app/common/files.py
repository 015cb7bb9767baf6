"""Write a file for the user so that it is there whole or not at all."""

import errno
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from app.common.errors import InputError, SystemProblem

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


def write_new_file(path: Path, pieces: Iterable[bytes], *, overwrite: bool = False) -> None:
    """Write the pieces under a temporary name beside `path`, make them durable, then give them their name.

    Raises:
        InputError: `file_exists` unless `overwrite`.
        SystemProblem: `export_disk_full` or `export_failed`; nothing is left behind.
    """
    if path.exists() and not overwrite:
        raise InputError("file_exists")
    part = part_of(path)
    try:
        with part.open("wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise SystemProblem("export_disk_full" if error.errno in _NO_ROOM else "export_failed") from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def part_of(path: Path) -> Path:
    """Return where the pieces stand while `write_new_file` is busy; only a crash leaves it there."""
    return path.with_name(f".{path.name}.part")


def _sync_folder(folder: Path) -> None:
    # Without it a power cut could take back a name the user was told of. Windows has no such call; some media refuse it,
    # and then the file is there all the same: to call that a failure would leave a copy nobody knows of.
    if sys.platform == "win32":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
