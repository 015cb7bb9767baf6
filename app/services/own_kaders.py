"""Frames of one's own: written here or taken over from a file, saved as versions, given away as a file."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from app.common.errors import InputError, RefusedError
from app.common.files import write_new_file
from app.common.progress import JobContext
from app.domain.kader_editing import FIRST_VERSION, Part, copied, next_version, part_key
from app.domain.kijkkader import Kader, KaderError
from app.kader.file_kinds import kader_file_bytes, read_kader_file
from app.kader.reader import CheckedFrame, check_frame, kader_of
from app.kader.writer import frame_of, yaml_of
from app.services.changes import ChangeFeed, Changes
from app.services.kijkkader import KaderService
from app.services.undo import UndoStack
from app.vault.tables.kaders import KaderVersion
from app.vault.vault import Vault

_PLACE = re.compile(r"vakken\[(\d+)\](?:\.indicatoren\[(\d+)\])?|niveaus\[(\d+)\]|kolommen\[(\d+)\]")


@dataclass(frozen=True)
class ReadFile:
    """A file that was looked at: its frame, or what is wrong with it. `content` is the frame as it would be kept."""

    mistakes: tuple[KaderError, ...]
    kader: Kader | None
    content: str


@dataclass(frozen=True)
class Unfinished:
    """What a draft still lacks. `part_key` is of the indicator, pane, row or column it is about; empty for the frame itself."""

    part_key: str
    field: str
    """The key of the file that is not right yet (`helpt_nl`), without its language when it is a block."""
    message: str


class OwnKaderService:
    """A saved version never changes. What is being written is kept at every change, and every change can be undone."""

    def __init__(self, vault: Vault, kijkkader: KaderService, changes: ChangeFeed, undo: UndoStack) -> None:
        self._vault = vault
        self._kijkkader = kijkkader
        self._changes = changes
        self._undo = undo

    def read_file(self, untrusted_path: Path, context: JobContext) -> ReadFile:
        """Look at a file (YAML, CSV or XLSX) without keeping anything; a spreadsheet is opened in the child.

        Raises:
            InputError: `file_unreadable`; `sheet_unreadable`, `sheet_too_large`.
            RefusedError: `media_crashed`, `media_too_slow`.
            CancelledError: the context was cancelled.
        """
        found = read_kader_file(untrusted_path, self._kijkkader.frame(*self._shipped_key()), self._others, context)
        return ReadFile(found.mistakes, found.kader, found.content)

    def take_over(self, read: ReadFile) -> bool:
        """Keep the frame of a file; whether it was not there yet.

        Raises:
            RefusedError: `kader_invalid`; `kader_id_shipped`, it claims to be the program's own frame.
        """
        if read.kader is None:
            raise RefusedError("kader_invalid", line=read.mistakes[0].line, count=len(read.mistakes))
        kader = read.kader
        if any(each == kader for each in self._kijkkader.versions(kader.kader_id)):
            return False
        if kader.kader_id == self._kijkkader.shipped().kader_id:
            raise RefusedError("kader_id_shipped")
        self._add(kader, read.content)
        return True

    def export(self, kader_id: str, version: str, path: Path, *, overwrite: bool = False) -> None:
        """Write this version as a file: the whole frame as YAML, or its window as a spreadsheet (.csv, .xlsx).

        Raises:
            InputError: `kader_unknown`, `file_exists`.
            SystemProblem: it cannot be written there.
        """
        kader = self._kijkkader.version(kader_id, version)
        write_new_file(path, kader_file_bytes(path, kader, self._kijkkader.content(kader_id, version)), overwrite=overwrite)

    def write_template(self, path: Path, name: str, *, overwrite: bool = False) -> None:
        """Write the shipped frame as a spreadsheet to begin from, under an id of its own; see `export` for what can go wrong."""
        template = replace(copied(self._kijkkader.shipped(), f"eigen-{uuid4().hex[:12]}", name), version=FIRST_VERSION)
        write_new_file(path, kader_file_bytes(path, template, ""), overwrite=overwrite)

    def drafts(self) -> list[Kader]:
        """Return what is being written."""
        return [kader_of(json.loads(content)) for content in self._vault.kaders.drafts().values()]

    def draft(self, kader_id: str) -> Kader:
        """Return what is being written of this frame; InputError `kader_unknown`."""
        return kader_of(self._frame(kader_id))

    def start_copy(self, kader_id: str, version: str, name: str) -> Kader:
        """Begin a frame of one's own with all that is in this version.

        Raises:
            InputError: `kader_unknown`, `kader_name_missing`.
        """
        if not name.strip():
            raise InputError("kader_name_missing")
        base = self._kijkkader.frame(kader_id, version)
        kader = copied(self._kijkkader.version(kader_id, version), f"eigen-{uuid4().hex[:12]}", name.strip())
        self._keep_draft(frame_of(kader, base))
        return self.draft(kader.kader_id)

    def start_next(self, kader_id: str) -> Kader:
        """Begin the next version of a frame of one's own, or go on with the one that was begun.

        Raises:
            InputError: `kader_unknown`; `kader_id_shipped` for the program's own frame: make a copy.
        """
        if kader_id == self._kijkkader.shipped().kader_id:
            raise InputError("kader_id_shipped")
        if kader_id not in self._vault.kaders.drafts():
            self._keep_draft(self._kijkkader.frame(kader_id, self._kijkkader.newest(kader_id).version))
        return self.draft(kader_id)

    def change(self, kader: Kader) -> None:
        """Keep this as what is being written now; InputError `kader_unknown` when nothing of it was begun."""
        before = self._frame(kader.kader_id)
        after = frame_of(kader, before)
        self._keep_draft(after)
        self._undo.record(lambda: self._put_back(before), lambda: self._put_back(after))

    def unfinished(self, kader: Kader) -> list[Unfinished]:
        """Return what has to be done before this draft can be saved."""
        mistakes = self._checked(kader).mistakes
        return [Unfinished(part_key(_part_at(kader, each.path)), _field_at(each.path), each.message) for each in mistakes]

    def ids_saved(self, kader_id: str) -> frozenset[str]:
        """Return the ids of indicators that a version has: these are retired, never removed."""
        return frozenset(each.indicator_id for kader in self._kijkkader.versions(kader_id) for each in kader.all_indicators)

    def save(self, kader_id: str) -> Kader:
        """Save what is being written as the next version.

        Raises:
            InputError: `kader_unknown`; `kader_draft_unfinished` (count=), nothing is saved and the draft stays.
        """
        checked = self._checked(self.draft(kader_id))
        if checked.kader is None or checked.frame is None:
            raise InputError("kader_draft_unfinished", count=len(checked.mistakes))
        self._add(checked.kader, yaml_of(checked.frame))
        self._vault.kaders.remove_draft(kader_id)
        self._tell()
        return checked.kader

    def drop(self, kader_id: str) -> None:
        """Forget what is being written; undo brings it back. Saved versions stay."""
        frame = self._frame(kader_id)
        self._remove_draft(kader_id)
        self._undo.record(lambda: self._keep_draft(frame), lambda: self._remove_draft(kader_id))

    def _shipped_key(self) -> tuple[str, str]:
        shipped = self._kijkkader.shipped()
        return shipped.kader_id, shipped.version

    def _checked(self, kader: Kader) -> CheckedFrame:
        frame = frame_of(kader, self._frame(kader.kader_id))
        versions = self._kijkkader.versions(kader.kader_id)
        frame["versie"] = next_version(versions[-1] if versions else None, kader)
        return check_frame(frame, self._others)

    def _others(self, kader: Kader) -> Iterable[Kader]:
        return [each for each in self._kijkkader.versions(kader.kader_id) if each != kader]

    def _add(self, kader: Kader, content: str) -> None:
        self._vault.kaders.add(KaderVersion(kader.kader_id, kader.version, kader.name.nl, len(kader.indicators), datetime.now(UTC)), content)
        self._tell()

    def _frame(self, kader_id: str) -> dict[str, Any]:
        content = self._vault.kaders.drafts().get(kader_id)
        if content is None:
            raise InputError("kader_unknown")
        frame: dict[str, Any] = json.loads(content)
        return frame

    def _keep_draft(self, frame: dict[str, Any]) -> None:
        self._vault.kaders.set_draft(frame["id"], json.dumps(frame, ensure_ascii=False), datetime.now(UTC))
        self._tell()

    def _put_back(self, frame: dict[str, Any]) -> None:
        if frame["id"] in self._vault.kaders.drafts():  # what was saved since is a version now, and a version stays
            self._keep_draft(frame)

    def _remove_draft(self, kader_id: str) -> None:
        self._vault.kaders.remove_draft(kader_id)
        self._tell()

    def _tell(self) -> None:
        self._changes.publish(Changes(kaders=True))


def _field_at(path: str) -> str:
    return path.removesuffix(".nl").rpartition(".")[2].partition("[")[0]


def _part_at(kader: Kader, path: str) -> Part:
    """Return the part of the frame that a path in its file leads to."""
    found = _PLACE.search(path)
    if found is None:
        return kader
    cell, indicator, level, theme = (int(each) if each else None for each in found.groups())
    if level is not None:
        return kader.levels[level]
    if theme is not None:
        return kader.themes[theme]
    if cell is None:
        return kader
    return kader.cells[cell].indicators[indicator] if indicator is not None else kader.cells[cell]
