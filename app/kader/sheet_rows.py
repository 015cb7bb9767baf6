"""The rows of a spreadsheet of a stranger: a child without keys opens it, the parent checks what comes out."""

import csv
from io import StringIO
from typing import Any

from app.common.byte_source import ByteSource
from app.common.errors import InputError, RefusedError
from app.common.progress import JobContext
from app.domain.consent_csv import safe_cell
from app.kader.xlsx import MAX_COLUMNS, MAX_ROWS, MAX_TEXT, Row, rows_of_xlsx
from app.sandbox.child import ParentLink
from app.sandbox.parent import Child, Limits

STEP = "sheet"
MAX_SHEET_BYTES = 2 * 1024 * 1024
_LIMITS = Limits(memory_mb=512, seconds=20, total_seconds=30)
_ZIP = b"PK"


def read_rows(source: ByteSource, context: JobContext) -> list[Row]:
    """Return the rows that have words, with their numbers.

    Raises:
        InputError: `sheet_unreadable`, `sheet_too_large`.
        RefusedError: `media_crashed`, `media_too_slow`.
        CancelledError: the context was cancelled.
    """
    if source.size > MAX_SHEET_BYTES:
        raise InputError("sheet_too_large", limit_mb=MAX_SHEET_BYTES // 1024 // 1024)
    rows: list[Row] = []
    letters = 0
    with Child(STEP, {}, source, _LIMITS, context) as child:
        while (item := child.next_item()) is not None:
            rows.append(_checked_row(item[0].get("row"), item[0].get("cells")))
            letters += sum(map(len, rows[-1][1]))
            if len(rows) > MAX_ROWS or letters > MAX_TEXT:
                raise RefusedError("media_crashed")
    return rows


def _checked_row(untrusted_number: object, untrusted_cells: object) -> Row:
    if not isinstance(untrusted_number, int) or not isinstance(untrusted_cells, list) or len(untrusted_cells) > MAX_COLUMNS:
        raise RefusedError("media_crashed")
    if not all(isinstance(cell, str) for cell in untrusted_cells):
        raise RefusedError("media_crashed")
    return untrusted_number, untrusted_cells


def sheet_job(link: ParentLink, _arguments: dict[str, Any]) -> None:
    """Job of the child: give one item per row."""
    for number, cells in rows_of(link.read_at(0, min(link.source_size, MAX_SHEET_BYTES))):
        link.item({"row": number, "cells": cells})


def rows_of(untrusted_bytes: bytes) -> list[Row]:
    """Return the rows of an XLSX or a CSV file; told apart by what is in it.

    Raises:
        InputError: `sheet_unreadable`, `sheet_too_large`.
    """
    return rows_of_xlsx(untrusted_bytes) if untrusted_bytes.startswith(_ZIP) else _rows_of_csv(_decoded(untrusted_bytes))


def _decoded(untrusted_bytes: bytes) -> str:
    """Excel writes CSV in UTF-8 with a mark, in UTF-16, or as Windows did before Unicode."""
    encodings = ("utf-16",) if untrusted_bytes.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return untrusted_bytes.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError("sheet_unreadable")


def _rows_of_csv(untrusted_text: str) -> list[Row]:
    first_line = untrusted_text.partition("\n")[0]
    delimiter = max(";\t,", key=first_line.count)
    rows: list[Row] = []
    number = letters = 0
    try:
        for number, cells in enumerate(csv.reader(StringIO(untrusted_text, newline=""), delimiter=delimiter, strict=True), 1):
            letters += sum(map(len, cells))
            if number > MAX_ROWS or len(cells) > MAX_COLUMNS or letters > MAX_TEXT:
                raise InputError("sheet_too_large", limit_mb=MAX_SHEET_BYTES // 1024 // 1024)
            if any(cell.strip() for cell in cells):
                rows.append((number, [_without_guard(cell) for cell in cells]))
    except csv.Error as error:
        raise InputError("sheet_row_unreadable", row=number + 1) from error
    return rows


def _without_guard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and safe_cell(cell[1:]) == cell else cell
