"""Every write, sync, rename and lock of the vault outside its database, so that the order can be recorded and the system differences stay here.

Seen to work on Linux. The Windows and macOS lines follow their documentation (FlushFileBuffers behind `os.fsync`,
MoveFileEx behind `os.replace`, `msvcrt.locking`, F_FULLFSYNC) and have not yet run there.
"""

import errno
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from app.common.errors import SystemProblem
from app.vault.file_systems import largest_file_on

_FULL = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_GONE = {errno.ENODEV, errno.ENXIO, errno.ENOTCONN, errno.ESTALE}
_REPLACE_RETRIES = 10 if sys.platform == "win32" else 0
_REPLACE_PAUSE_S = 0.05
_BINARY = getattr(os, "O_BINARY", 0)
_LOCK_OFFSET = 1 << 30
"""On Windows a locked byte cannot be read by others, so the lock lies far behind the text in the file."""


@contextmanager
def translated_os_errors() -> Iterator[None]:
    """Turn what the system says into SystemProblem `disk_became_full`, `no_permission`, `path_too_long`, `medium_gone` or `disk_fails`."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise SystemProblem("path_too_long") from error
        if error.errno in _GONE:
            raise SystemProblem("medium_gone") from error
        if error.errno in _FULL:
            raise SystemProblem("disk_became_full") from error
        if error.errno in _FORBIDDEN:
            raise SystemProblem("no_permission") from error
        raise SystemProblem("disk_fails", number=error.errno or 0) from error


class NewFile:
    """A file that is being written, from front to back."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with translated_os_errors():
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)

    def write(self, content: bytes | memoryview) -> None:
        """Append all of it."""
        left = memoryview(content)
        with translated_os_errors():
            while left:
                left = left[os.write(self._descriptor, left) :]

    def sync(self) -> None:
        """Return when all that was written is on the medium."""
        with translated_os_errors():
            _full_sync(self._descriptor)

    def close(self) -> None:
        """Close it; does not sync."""
        with translated_os_errors():
            os.close(self._descriptor)


class DurableFiles:
    """The vault's only way to change the disk. Tests put one in its place that writes down what was asked."""

    def make_folder(self, folder: Path) -> None:
        """Make a folder only this user may enter, and its parents when they are missing. No error when it is there already."""
        with translated_os_errors():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if sys.platform != "win32":
                folder.chmod(0o700)

    def make_shared_folder(self, folder: Path) -> None:
        """Make a folder on a medium that may know no rights, such as a stick with FAT. No error when it is there already."""
        with translated_os_errors():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def new_file(self, path: Path) -> NewFile:
        """Start a file that did not exist, readable by this user only."""
        return NewFile(path)

    def replace(self, source: Path, target: Path) -> None:
        """Rename over what is there. Windows refuses while a virus scanner looks at the file, so it is asked again."""
        with translated_os_errors():
            for _ in range(_REPLACE_RETRIES):
                try:
                    source.replace(target)
                except PermissionError:
                    time.sleep(_REPLACE_PAUSE_S)
                else:
                    return
            source.replace(target)

    def sync_folder(self, folder: Path) -> None:
        """Return when renames and removals in this folder are on the medium. Windows has no such call; NTFS journals them."""
        if sys.platform == "win32":
            return
        with translated_os_errors():
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                _full_sync(descriptor)
            finally:
                os.close(descriptor)

    def sync_file(self, path: Path) -> None:
        """Return when a file that something else wrote is on the medium."""
        with translated_os_errors():
            descriptor = os.open(path, os.O_RDWR | _BINARY)
            try:
                _full_sync(descriptor)
            finally:
                os.close(descriptor)

    def read_again(self, path: Path, offset: int, target: memoryview) -> int:
        """Fill `target` with what the medium holds, and return how much there was. The system is asked to forget what it remembers first.

        Linux does so for what was synced. Elsewhere there is no such call without special rights, and it may answer from memory.
        """
        with translated_os_errors(), path.open("rb", buffering=0) as file:
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(file.fileno(), offset, len(target), os.POSIX_FADV_DONTNEED)
            file.seek(offset)
            done = 0
            while done < len(target) and (count := file.readinto(target[done:])):
                done += count
        return done

    def remove_folder(self, folder: Path) -> None:
        """Remove an empty folder; no error when it is gone already."""
        with translated_os_errors(), suppress(FileNotFoundError):
            folder.rmdir()

    def remove(self, path: Path) -> None:
        """Remove a file; no error when it is gone already."""
        with translated_os_errors():
            path.unlink(missing_ok=True)

    def replace_content(self, path: Path, content: bytes) -> None:
        """Give a file new content so that after a crash either all of the old or all of the new is there."""
        part = path.with_name(path.name + ".tmp")
        self.remove(part)
        file = self.new_file(part)
        try:
            file.write(content)
            file.sync()
        finally:
            file.close()
        self.replace(part, path)
        self.sync_folder(path.parent)

    def largest_file(self, folder: Path) -> int | None:
        """Return how large a file can be on the medium of this folder, None when there is no limit to speak of."""
        return largest_file_on(folder)

    def free_bytes(self, folder: Path) -> int:
        """Return how much still fits on the medium of this folder."""
        with translated_os_errors():
            return shutil.disk_usage(folder).free


class AlreadyLockedError(Exception):
    """Somebody else has the lock."""


class FileLock:
    """A lock of the operating system on a file: it ends with the process, so a crash leaves nothing behind.

    Raises:
        AlreadyLockedError: somebody else has it.
    """

    def __init__(self, path: Path) -> None:
        with translated_os_errors():
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | _BINARY, 0o600)
            try:
                _lock(descriptor)
            except BaseException:
                os.close(descriptor)
                raise
        self._file: BinaryIO = os.fdopen(descriptor, "r+b", buffering=0)

    def note(self, content: bytes) -> None:
        """Replace the text in the lock file: who has it, for the message to the next one."""
        with translated_os_errors():
            self._file.seek(0)
            self._file.truncate(0)
            self._file.write(content)

    def release(self) -> None:
        """Give it free and forget who had it."""
        self.note(b"")
        self._file.close()


def _full_sync(descriptor: int) -> None:
    if sys.platform == "darwin":
        import fcntl

        # Plain fsync leaves the bytes in the drive's own cache on macOS.
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(descriptor, _LOCK_OFFSET, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise AlreadyLockedError from error
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)
    else:
        import fcntl

        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyLockedError from error
