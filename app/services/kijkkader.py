"""The observation frames: the one in use, those that are there, and what is wrong with a file that should be one."""

from pathlib import Path

from app.common.errors import InputError
from app.common.paths import kijkkader_path
from app.domain.kijkkader import Kader, KaderError, KaderSummary
from app.kader.reader import check_kader, read_kader
from app.kader.yaml_tree import MAX_BYTES

_SHIPPED = "kijkkader-samen.yaml"


class KaderService:
    """Frames are files in one folder, each a version; they are read once and kept."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or kijkkader_path()
        self._current: Kader | None = None

    def current(self) -> Kader:
        """Return the frame new moments are made with.

        Raises:
            InputError: `file_unreadable`.
            RefusedError: `kader_invalid`, when somebody changed the file by hand.
        """
        if self._current is None:
            self._current = read_kader(_content(self._folder / _SHIPPED))
        return self._current

    def available(self) -> list[KaderSummary]:
        """Return every frame that can be used, by id and version; a file with mistakes is left out."""
        contents = [_content(path) for path in sorted(self._folder.glob("*.yaml"))]
        frames = [read_kader(content) for content in contents if not check_kader(content)]
        return sorted((frame.summary() for frame in frames), key=lambda each: (each.kader_id, each.version))

    def check(self, untrusted_path: Path) -> list[KaderError]:
        """Return every mistake in this file with its line and path; none when it can be used.

        Raises:
            InputError: `file_unreadable`.
        """
        return check_kader(_content(untrusted_path))


def _content(untrusted_path: Path) -> bytes:
    """Return the file, or just enough of it to be refused for its size."""
    try:
        with untrusted_path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError("file_unreadable") from error
