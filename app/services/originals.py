"""The file a recording came from: where it stands, and removing exactly that file once the vault holds it."""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from app.common.errors import InputError, RefusedError, SystemProblem
from app.common.progress import JobContext
from app.domain.recording import Recording

_CHUNK = 4 * 1024 * 1024


@dataclass(frozen=True)
class Original:
    """A file outside the vault as it was when its recording was brought in. `changed_ns` is its own time of change."""

    path: Path
    size_bytes: int
    changed_ns: int
    sha256: str


def seen_original(path: Path, recording: Recording) -> Original:
    """Remember the file that was just brought in.

    Raises:
        InputError: `file_unreadable` when it is gone already.
    """
    try:
        now = path.lstat()
    except OSError as error:
        raise InputError("file_unreadable") from error
    return Original(path, now.st_size, now.st_mtime_ns, recording.sha256)


def remove_original(original: Original, context: JobContext) -> None:
    """Unlink this one file, and only while it is still exactly what was brought in: size, time of change and every byte.

    This takes the name out of the folder. It does not wipe an SSD or a memory card, and reaches no other copy.

    Raises:
        InputError: `file_unreadable` when it is gone.
        RefusedError: `original_changed`, `original_protected`; nothing was removed.
        SystemProblem: `original_stays` when the system refuses.
        CancelledError: stopped while it was read; nothing was removed.
    """
    try:
        before = original.path.lstat()
    except OSError as error:
        raise InputError("file_unreadable") from error
    if not stat.S_ISREG(before.st_mode) or _marks(before) != (original.size_bytes, original.changed_ns):
        raise RefusedError("original_changed")
    if not _may_remove(original.path, before):
        raise RefusedError("original_protected")
    if _digest(original.path, original.size_bytes, context) != original.sha256 or _marks_now(original.path) != _marks(before):
        raise RefusedError("original_changed")
    try:
        original.path.unlink()
    except PermissionError as error:
        raise RefusedError("original_protected") from error
    except OSError as error:
        raise SystemProblem("original_stays") from error


def _may_remove(path: Path, now: os.stat_result) -> bool:
    """Whether neither the file, its folder nor its card is locked against writing. On Windows the file's own lock shows in its mode too."""
    return bool(now.st_mode & stat.S_IWUSR) and os.access(path.parent, os.W_OK)


def _marks(now: os.stat_result) -> tuple[int, int]:
    return now.st_size, now.st_mtime_ns


def _marks_now(path: Path) -> tuple[int, int] | None:
    try:
        return _marks(path.lstat())
    except OSError:
        return None


def _digest(path: Path, size: int, context: JobContext) -> str:
    digest, done = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                context.advance("compare", done, size)
                digest.update(chunk)
                done += len(chunk)
    except OSError as error:
        raise InputError("file_unreadable") from error
    return digest.hexdigest()
