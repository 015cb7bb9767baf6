"""The operating system refuses one call: the k-th that changes the disk below a folder, with an error of choice."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

SHORT_WRITE = -1
"""Not an error: the system takes only half of what it was given, as it may."""
ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES)
_BY_PATH = ("open", "replace", "rename", "unlink", "mkdir", "rmdir", "chmod")
_BY_DESCRIPTOR = ("write", "fsync")


class FaultySystem:
    """Counts the calls below `folder` while `active`, and lets number `at` fail; without `at` it only counts."""

    def __init__(self, folder: Path, at: int | None = None, error: int = errno.EIO) -> None:
        self.calls = 0
        self.has_failed = False
        self.was_refused = False
        self._folder, self._at, self._error = str(folder), at, error

    @contextmanager
    def active(self) -> Iterator["FaultySystem"]:
        patches = [patch.object(os, name, self._by_path(name, getattr(os, name))) for name in _BY_PATH]
        patches += [patch.object(os, name, self._by_descriptor(name, getattr(os, name))) for name in _BY_DESCRIPTOR]
        for each in patches:
            each.start()
        try:
            yield self
        finally:
            for each in patches:
                each.stop()

    def _by_path(self, name: str, call):
        def counted(path, *arguments, **options):
            if not isinstance(path, int) and str(path).startswith(self._folder) and self._fails_now() and self._error != SHORT_WRITE:
                raise OSError(self._error, os.strerror(self._error), str(path))
            return call(path, *arguments, **options)

        return counted

    def _by_descriptor(self, name: str, call):
        def counted(descriptor, *arguments):
            if self._is_ours(descriptor) and self._fails_now():
                if self._error != SHORT_WRITE:
                    raise OSError(self._error, os.strerror(self._error))
                if name == "write":
                    return call(descriptor, arguments[0][: max(1, len(arguments[0]) // 2)])
            return call(descriptor, *arguments)

        return counted

    def _is_ours(self, descriptor: int) -> bool:
        try:
            return str(Path(f"/proc/self/fd/{descriptor}").readlink()).startswith(self._folder)
        except OSError:
            return False

    def _fails_now(self) -> bool:
        self.calls += 1
        if self.calls == self._at:
            self.has_failed = True
            return True
        return False
