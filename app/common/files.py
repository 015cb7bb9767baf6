"""Write a file for the user so that it is there whole or not at all."""

import errno
import os
from collections.abc import Iterable
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
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise SystemProblem("export_disk_full" if error.errno in _NO_ROOM else "export_failed") from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
