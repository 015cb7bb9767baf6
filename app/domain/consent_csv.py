"""Consent as a list for a spreadsheet: written so that nothing in it is taken for a formula, and read strictly.

A list can come from anybody. Reading it is bounded, knows exactly these columns, and says in which line and column the
first mistake is.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import TypeVar

from app.common.errors import AppError, InputError
from app.common.ids import RecordingId, checked_id
from app.domain.consent import AgeGroup, PersonConsent, Purpose

_T = TypeVar("_T")
MAX_BYTES = 1024 * 1024
MAX_LINES = 2000
COLUMNS = (
    "recording_id", "role", "age", "yes", "no", "by", "required_from", "authority_checked", "asked_before", "asked_after", "asked_showing",
    "until", "interpreter", "no_is_fine",
)  # fmt: skip
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class ConsentRow:
    """One person of one recording."""

    recording_id: RecordingId
    person: PersonConsent


def safe_cell(text: str) -> str:
    """Return the cell so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def csv_bytes(rows: Iterable[Iterable[str]]) -> bytes:
    """Return rows as a spreadsheet reads them best: semicolons, UTF-8 with its mark, safe cells."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def write_consents(rows: Iterable[ConsentRow]) -> bytes:
    """Return the list, heads first."""
    return csv_bytes([COLUMNS, *(_cells(row) for row in rows)])


def read_consents(untrusted_content: bytes) -> list[ConsentRow]:
    """Return the people in this list.

    Raises:
        InputError: `consent_csv_too_large` (limit), or `consent_csv_invalid` with `line` and `column` (both from 1).
    """
    if len(untrusted_content) > MAX_BYTES:
        raise InputError("consent_csv_too_large", limit=MAX_LINES)
    rows, seen = list[ConsentRow](), set[tuple[str, str]]()
    for line, cells in _lines(untrusted_content):
        if line == 1:
            _check_heads(cells)
            continue
        if len(rows) >= MAX_LINES:
            raise InputError("consent_csv_too_large", limit=MAX_LINES)
        row = _row(line, cells)
        key = (row.recording_id, row.person.key)
        if key in seen:
            raise _mistake(line, 2)
        seen.add(key)
        rows.append(row)
    return rows


def _lines(untrusted_content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield every line that is not empty with its number; a line is one row, because no cell may hold a line end."""
    try:
        text = untrusted_content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _mistake(untrusted_content[: error.start].count(b"\n") + 1, 1) from error
    lines = text.replace("\r\n", "\n").split("\n")
    if not lines[0]:
        raise _mistake(1, 1)
    for number, line in enumerate(lines, start=1):
        if not line:
            continue
        try:
            (cells,) = csv.reader([line], delimiter=";", strict=True)
        except (csv.Error, ValueError) as error:
            raise _mistake(number, 1) from error
        yield number, [_unguarded(cell) for cell in cells]


def _check_heads(cells: list[str]) -> None:
    for number, name in enumerate(COLUMNS, start=1):
        if number > len(cells) or cells[number - 1].strip().lower() != name:
            raise _mistake(1, number)
    if len(cells) > len(COLUMNS):
        raise _mistake(1, len(COLUMNS) + 1)


def _row(line: int, cells: list[str]) -> ConsentRow:
    if len(cells) != len(COLUMNS):
        raise _mistake(line, min(len(cells), len(COLUMNS)) + 1)
    cell = _Cells(line, cells)
    recording_id = cell.checked("recording_id", lambda text: RecordingId(checked_id(text)))
    role = cell.checked("role", lambda text: PersonConsent(text, AgeGroup.ADULT).role)
    yes = cell.checked("yes", _purposes)
    no = cell.checked("no", lambda text: _purposes_without(text, yes))
    person = PersonConsent(
        role=role,
        age_group=cell.checked("age", AgeGroup),
        purposes=yes,
        refused=no,
        given_by=cell.checked("by", lambda text: PersonConsent(role, AgeGroup.ADULT, given_by=_people(text)).given_by),
        required_from=cell.checked("required_from", lambda text: PersonConsent(role, AgeGroup.ADULT, required_from=_people(text)).required_from),
        authority_checked=cell.checked(
            "authority_checked", lambda text: PersonConsent(role, AgeGroup.ADULT, authority_checked=text).authority_checked
        ),
        asked_before=cell.checked("asked_before", _day),
        asked_after=cell.checked("asked_after", _day),
        asked_showing=cell.checked("asked_showing", _day),
        until=cell.checked("until", _day),
        has_interpreter=cell.checked("interpreter", _yes_or_no),
        said_no_is_fine=cell.checked("no_is_fine", _yes_or_no),
    )
    return ConsentRow(recording_id, person)


class _Cells:
    """The cells of one line by the names of their columns."""

    def __init__(self, line: int, cells: list[str]) -> None:
        self._line = line
        self._cells = cells

    def checked(self, column: str, convert: Callable[[str], _T]) -> _T:
        """Return what the cell says; InputError `consent_csv_invalid` with its place."""
        number = COLUMNS.index(column)
        try:
            return convert(self._cells[number])
        except (AppError, KeyError, ValueError) as error:
            raise _mistake(self._line, number + 1) from error


def _cells(row: ConsentRow) -> list[str]:
    person = row.person
    return [
        row.recording_id,
        person.role,
        person.age_group.value,
        *(",".join(purpose.value for purpose in Purpose if purpose in chosen) for chosen in (person.purposes, person.refused)),
        ",".join(person.given_by),
        ",".join(person.required_from),
        person.authority_checked,
        *(day.isoformat() if day else "" for day in (person.asked_before, person.asked_after, person.asked_showing, person.until)),
        *("yes" if holds else "no" for holds in (person.has_interpreter, person.said_no_is_fine)),
    ]


def _purposes(text: str) -> frozenset[Purpose]:
    return frozenset(Purpose(part.strip()) for part in text.split(",") if part.strip())


def _purposes_without(text: str, yes: frozenset[Purpose]) -> frozenset[Purpose]:
    no = _purposes(text)
    if no & yes:
        raise ValueError("both")
    return no


def _people(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _day(text: str) -> date | None:
    if not text:
        return None
    if not _DAY.fullmatch(text):
        raise ValueError("day")
    return date.fromisoformat(text)


def _yes_or_no(text: str) -> bool:
    return {"yes": True, "no": False}[text.strip().lower()]


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA_STARTS) else cell


def _mistake(line: int, column: int) -> AppError:
    return InputError("consent_csv_invalid", line=line, column=column)
