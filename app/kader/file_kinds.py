"""The files a frame can be exchanged as: the whole of it as YAML, or its window as a spreadsheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.common.byte_source import MemorySource
from app.common.errors import InputError
from app.common.progress import JobContext
from app.domain.consent_csv import csv_bytes
from app.domain.kijkkader import Kader, KaderError
from app.kader.reader import CheckedFrame, OtherVersions, check_frame, read_frame
from app.kader.sheet_frame import Places, frame_of_rows, rows_of_kader
from app.kader.sheet_rows import read_rows
from app.kader.texts import Part
from app.kader.writer import yaml_of
from app.kader.xlsx import xlsx_of_rows
from app.kader.yaml_tree import MAX_BYTES, MAX_MISTAKES

_SHEETS = (".csv", ".xlsx")


@dataclass(frozen=True)
class FoundFrame:
    """What is in a file: the frame with the text it is kept as, or what is wrong with it."""

    mistakes: tuple[KaderError, ...]
    kader: Kader | None = None
    content: str = ""


def is_sheet(path: Path) -> bool:
    """Whether a file of this name is read and written as a spreadsheet."""
    return path.suffix.lower() in _SHEETS


def read_kader_file(untrusted_path: Path, base: Part, others: OtherVersions, context: JobContext) -> FoundFrame:
    """Return what is in this file; a spreadsheet is opened in the child and laid over `base`.

    Raises:
        InputError: `file_unreadable`, and what `read_rows` raises.
    """
    try:
        with untrusted_path.open("rb") as file:
            untrusted_bytes = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError("file_unreadable") from error
    if is_sheet(untrusted_path):
        return _found_in_sheet(untrusted_bytes, base, others, context)
    checked = read_frame(untrusted_bytes, others)
    return FoundFrame(checked.mistakes, checked.kader, untrusted_bytes.decode("utf-8-sig") if checked.kader else "")


def _found_in_sheet(untrusted_bytes: bytes, base: Part, others: OtherVersions, context: JobContext) -> FoundFrame:
    frame, places = frame_of_rows(read_rows(MemorySource(untrusted_bytes), context), base)
    checked = check_frame(frame, others) if frame is not None else CheckedFrame(())
    mistakes = _in_order(places, checked)
    if mistakes or checked.frame is None:
        return FoundFrame(mistakes)
    return FoundFrame((), checked.kader, yaml_of(checked.frame))


def _in_order(places: Places, checked: CheckedFrame) -> tuple[KaderError, ...]:
    found = [*places.mistakes, *(places.located(each) for each in checked.mistakes)]
    return tuple(dict.fromkeys(sorted(found, key=lambda each: each.line)))[:MAX_MISTAKES]


def kader_file_bytes(path: Path, kader: Kader, content: str) -> Iterable[bytes]:
    """Return what a file of this name holds; `content` is the frame's own text."""
    match path.suffix.lower():
        case ".csv":
            return [csv_bytes(rows_of_kader(kader))]
        case ".xlsx":
            return [xlsx_of_rows(rows_of_kader(kader), kader.kader_id[:31])]
        case _:
            return [content.encode()]
