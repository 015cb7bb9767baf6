"""The two copies of the header on disk: read what is there, replace both so that a crash always leaves a whole one."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.common.errors import AppError, DamagedError, InputError, RefusedError, SystemProblem, VersionError
from app.vault.durable_files import DurableFiles, translated_os_errors
from app.vault.header import MAX_HEADER_BYTES, Header, parse_header

HEADER_NAME = "kluis.json"
SECOND_NAME = "kluis.json.2"


@dataclass(frozen=True)
class HeaderCopies:
    """The readable copies, at least one, and whether the two files were byte for byte the same."""

    headers: tuple[Header, ...]
    are_equal: bool


class HeaderStore:
    """`kluis.json` and `kluis.json.2` of one vault."""

    def __init__(self, folder: Path, files: DurableFiles) -> None:
        self._paths = (folder / HEADER_NAME, folder / SECOND_NAME)
        self._files = files
        self.are_equal = True
        """Whether the last writing reached both copies."""

    @property
    def exists(self) -> bool:
        """Whether this folder is, or was, a vault."""
        return any(path.exists() for path in self._paths)

    def load(self) -> HeaderCopies:
        """Read both copies.

        Raises:
            InputError: `not_a_vault`, there is no header.
            VersionError, RefusedError, DamagedError: no copy can be used; the reason that says most.
        """
        contents = [_content(path) for path in self._paths if path.exists()]
        if not contents:
            raise InputError("not_a_vault")
        headers: list[Header] = []
        failures: list[AppError] = []
        for content in contents:
            try:
                headers.append(parse_header(content))
            except (VersionError, RefusedError, DamagedError) as error:
                failures.append(error)
        if not headers:
            raise _most_telling(failures)
        return HeaderCopies(tuple(headers), are_equal=len(contents) == len(self._paths) and contents[0] == contents[1])

    def write(self, sealed: Header) -> None:
        """Replace the first copy, then the second: at no moment are both of them half.

        From the moment the first is replaced it is the new header that counts. That the second cannot follow is then no
        failure of the writing: the next writing or opening makes them equal. `are_equal` tells.

        Raises:
            SystemProblem: the header is what it was.
        """
        content = sealed.to_bytes()
        first, second = self._paths
        self.are_equal = False
        try:
            self._files.replace_content(first, content)
        except SystemProblem:
            if not first.exists() or _content(first) != content:
                raise
            self._files.sync_folder(first.parent)  # renamed already, but perhaps not durably
        with suppress(SystemProblem):
            self._files.replace_content(second, content)
            self.are_equal = True


def _content(path: Path) -> bytes:
    with translated_os_errors(), path.open("rb") as file:
        return file.read(MAX_HEADER_BYTES + 1)


def _most_telling(failures: list[AppError]) -> AppError:
    order = (VersionError, RefusedError, DamagedError)
    return min(failures, key=lambda failure: order.index(type(failure)))
