"""The observation frames: the one in use, those that are there, and the version a moment was made with."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.common.errors import DamagedError, InputError
from app.common.ids import RecordingId
from app.common.paths import kijkkader_path
from app.common.progress import JobContext
from app.domain.kijkkader import Kader, KaderError, KaderSummary, version_key
from app.domain.moment import Moment
from app.kader.file_kinds import is_sheet, read_kader_file
from app.kader.reader import CheckedFrame, check_kader, read_frame, read_kader
from app.kader.yaml_tree import MAX_BYTES
from app.services.changes import ChangeFeed, Changes
from app.vault.tables.kaders import KaderVersion
from app.vault.vault import Vault

_SHIPPED = "kijkkader-samen.yaml"
_IN_USE = "kader_in_use"


class KaderService:
    """The shipped frame is a file of the program, every other version is in the vault; each is read once and kept."""

    def __init__(self, vault: Vault | None = None, changes: ChangeFeed | None = None, folder: Path | None = None) -> None:
        self._vault = vault
        self._changes = changes
        self._folder = folder or kijkkader_path()
        self._shipped: Kader | None = None
        self._read: dict[tuple[str, str], CheckedFrame] = {}
        self._completed: dict[tuple[str, str], Kader] = {}
        self._kept: set[tuple[str, str]] = set()

    def shipped(self) -> Kader:
        """Return the frame that comes with the program.

        Raises:
            InputError: `file_unreadable`.
            RefusedError: `kader_invalid`, when somebody changed the file by hand.
        """
        if self._shipped is None:
            self._shipped = read_kader(file_content(self._folder / _SHIPPED))
        return self._shipped

    def current(self, recording_id: RecordingId | None = None) -> Kader:
        """Return the frame new moments are made with, in its newest version; what it leaves out beside the window is the shipped one's.

        Raises:
            InputError, RefusedError: as `shipped`.
        """
        kader_id = self.in_use(recording_id)
        try:
            newest = self.newest(kader_id)
        except InputError:
            return self.shipped()
        key = (newest.kader_id, newest.version)
        if key not in self._completed:
            self._completed[key] = _completed(newest, self.shipped())
        return self._completed[key]

    def version(self, kader_id: str, version: str) -> Kader:
        """Return one version of a frame; InputError `kader_unknown`, DamagedError for one no version of the program wrote."""
        shipped = self.shipped()
        if (kader_id, version) == (shipped.kader_id, shipped.version):
            return shipped
        kader = self._checked(kader_id, version).kader
        if kader is None:
            raise DamagedError("database_damaged")
        return kader

    def content(self, kader_id: str, version: str) -> str:
        """Return the file of a version; InputError `kader_unknown`."""
        shipped = self.shipped()
        if (kader_id, version) == (shipped.kader_id, shipped.version):
            return file_content(self._folder / _SHIPPED).decode()
        content = self._vault.kaders.content(kader_id, version) if self._vault else None
        if content is None:
            raise InputError("kader_unknown")
        return content

    def frame(self, kader_id: str, version: str) -> dict[str, Any]:
        """Return a version as plain data, with the parts the program does not use; InputError `kader_unknown`."""
        return self._checked(kader_id, version).frame or {}

    def for_moment(self, moment: Moment) -> Kader:
        """Return the version the moment was made with, so that its indicators keep their names.

        A moment from before versions were kept gets the newest of its frame; ids are never used for something else.
        """
        try:
            return self.version(moment.kader_id, moment.kader_version)
        except InputError:
            versions = self.versions(moment.kader_id)
            return versions[-1] if versions else self.current()

    def versions(self, kader_id: str) -> list[Kader]:
        """Return every version of a frame that is there, oldest first."""
        known = {each.version for each in self._saved() if each.kader_id == kader_id}
        if kader_id == self.shipped().kader_id:
            known.add(self.shipped().version)
        return [self.version(kader_id, version) for version in sorted(known, key=version_key)]

    def newest(self, kader_id: str) -> Kader:
        """Return the newest version of a frame; InputError `kader_unknown`."""
        versions = [each.version for each in self._saved() if each.kader_id == kader_id]
        if kader_id == self.shipped().kader_id:
            return self.shipped()
        if not versions:
            raise InputError("kader_unknown")
        return self.version(kader_id, max(versions, key=version_key))

    def keep(self, kader: Kader) -> None:
        """Keep the shipped frame in the vault as it is now: moments were made with it, and the program may bring another one."""
        key = (kader.kader_id, kader.version)
        if self._vault is None or key in self._kept:
            return
        if key == (self.shipped().kader_id, self.shipped().version) and self._vault.kaders.content(*key) is None:
            self._vault.kaders.add(KaderVersion(*key, kader.name.nl, len(kader.indicators), datetime.now(UTC)), self.content(*key))
        self._kept.add(key)

    def available(self) -> list[KaderSummary]:
        """Return every version that can be used, by id and version; a file with mistakes is left out."""
        contents = [file_content(path) for path in sorted(self._folder.glob("*.yaml"))]
        frames = {frame.summary() for frame in (read_kader(content) for content in contents if not check_kader(content))}
        frames |= {KaderSummary(each.kader_id, each.version, each.indicators, each.name) for each in self._saved()}
        return sorted(frames, key=lambda each: (each.kader_id, version_key(each.version)))

    def in_use(self, recording_id: RecordingId | None = None) -> str:
        """Return the id of the frame of this recording, or of the vault."""
        if self._vault is None:
            return self.shipped().kader_id
        own = self._vault.kaders.chosen_for(recording_id) if recording_id else None
        return own or self._vault.settings.get(_IN_USE) or self.shipped().kader_id

    def all_in_use(self) -> list[Kader]:
        """Return the vault's frame, and after it the newest version of every other one that a recording has or moments were made with."""
        others = self._vault.kaders.ids_used() if self._vault else set()
        return [self.current(), *self._newest_of(sorted(others - {self.in_use()}))]

    def use(self, kader_id: str) -> None:
        """Make new moments with this frame from now on, in every recording without one of its own; InputError `kader_unknown`."""
        if self._vault is not None:
            self._check_known(kader_id)
            self._vault.settings.set(_IN_USE, kader_id)
            self._tell()

    def use_for(self, recording_id: RecordingId, kader_id: str | None) -> None:
        """Give one recording a frame of its own, or with None the vault's again; InputError `kader_unknown`, `unknown_id`."""
        if self._vault is not None:
            if kader_id is not None:
                self._check_known(kader_id)
            self._vault.kaders.choose_for(recording_id, kader_id)
            self._tell()

    def check(self, untrusted_path: Path, context: JobContext | None = None) -> list[KaderError]:
        """Return every mistake in this file (YAML, CSV or XLSX) with its line or row, and its path or cell; none when it can be used.

        Raises:
            InputError: `file_unreadable`, and for a spreadsheet what `read_rows` raises.
        """
        shipped = self.shipped()
        base = self.frame(shipped.kader_id, shipped.version) if is_sheet(untrusted_path) else {}
        return list(read_kader_file(untrusted_path, base, lambda _kader: (), context or JobContext()).mistakes)

    def _checked(self, kader_id: str, version: str) -> CheckedFrame:
        key = (kader_id, version)
        if key not in self._read:
            self._read[key] = read_frame(self.content(kader_id, version).encode())
        return self._read[key]

    def _check_known(self, kader_id: str) -> None:
        if kader_id != self.shipped().kader_id and not any(each.kader_id == kader_id for each in self._saved()):
            raise InputError("kader_unknown")

    def _newest_of(self, kader_ids: list[str]) -> Iterator[Kader]:
        for kader_id in kader_ids:
            with suppress(InputError):  # a moment from before versions were kept may be of one that is not here
                yield self.newest(kader_id)

    def _saved(self) -> list[KaderVersion]:
        return self._vault.kaders.list() if self._vault else []

    def _tell(self) -> None:
        if self._changes is not None:
            self._changes.publish(Changes(kaders=True))


def file_content(untrusted_path: Path) -> bytes:
    """Return the file, or just enough of it to be refused for its size; InputError `file_unreadable`."""
    try:
        with untrusted_path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError("file_unreadable") from error


def _completed(kader: Kader, shipped: Kader) -> Kader:
    """Return the frame with the ways of looking back it left out: a screen asks for steps and questions whatever frame is in use."""
    return replace(
        kader,
        dialogues=kader.dialogues if kader.dialogues.alone.steps else shipped.dialogues,
        reflection_cycle=kader.reflection_cycle or shipped.reflection_cycle,
        self_inquiry=kader.self_inquiry if kader.self_inquiry.questions else shipped.self_inquiry,
        five_windows=kader.five_windows if kader.five_windows.windows else shipped.five_windows,
        together_or_solo=kader.together_or_solo if kader.together_or_solo.answers else shipped.together_or_solo,
        scales=kader.scales if kader.scales.items else shipped.scales,
    )
