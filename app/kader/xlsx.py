"""Read and write the little of XLSX (ECMA-376) that a plain table needs: one sheet of texts.

Read in the child only. A zip of a stranger can grow a thousandfold and name itself; so every part, element and text is counted
while it is read, nothing is unpacked but the four parts that are needed, and a document type is refused.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterable
from html import escape  # xml.sax.saxutils would bring urllib.request, and with it the network, into the program
from io import BytesIO
from xml.parsers import expat

from app.common.errors import InputError

Row = tuple[int, list[str]]
"""The number of a row as the spreadsheet shows it, and its cells from column A."""

MAX_ROWS = 3_000
_LAST_ROW = 1_048_576
MAX_COLUMNS = 60
MAX_TEXT = 4_000_000
"""Characters of all cells together: many cells may point at one long text."""
_MAX_MEMBERS = 1_000
_MAX_PART_BYTES = 8 * 1024 * 1024
_MAX_ELEMENTS = 200_000
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_UNREADABLE = (zipfile.BadZipFile, zlib.error, expat.ExpatError, ValueError, LookupError, EOFError, NotImplementedError, RuntimeError, OSError)
"""What a broken or hostile file makes the readers of Python raise; LookupError too for an encoding that nobody knows."""
NO_LETTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What no text holds, and XML cannot; a hard space and what joins emoji are letters."""
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
"""How a character that XML cannot hold is written in a cell (ECMA-376 part 1, 22.9.2.19); Excel writes a carriage return so."""


def rows_of_xlsx(untrusted_bytes: bytes) -> list[Row]:
    """Return the rows with words of the first sheet that is not hidden.

    Raises:
        InputError: `sheet_unreadable`, `sheet_too_large`.
    """
    try:
        with zipfile.ZipFile(BytesIO(untrusted_bytes)) as package:
            if len(package.infolist()) > _MAX_MEMBERS:
                raise InputError("sheet_too_large", limit_mb=_MAX_PART_BYTES // 1024 // 1024)
            shared = _SharedStrings()
            if "xl/sharedStrings.xml" in package.namelist():
                _parse(_part(package, "xl/sharedStrings.xml"), shared)
            sheet = _Sheet(shared.texts)
            _parse(_part(package, _first_sheet(package)), sheet)
            return [(number, sheet.rows[number]) for number in sorted(sheet.rows)]
    except _UNREADABLE as error:
        raise InputError("sheet_unreadable") from error


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    entry = package.getinfo(name)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise InputError("sheet_unreadable")
    with package.open(entry) as file:
        content = file.read(_MAX_PART_BYTES + 1)
    if len(content) > _MAX_PART_BYTES:
        raise InputError("sheet_too_large", limit_mb=_MAX_PART_BYTES // 1024 // 1024)
    return content


def _first_sheet(package: zipfile.ZipFile) -> str:
    book, relations = _Book(), _Relations()
    _parse(_part(package, "xl/workbook.xml"), book)
    _parse(_part(package, "xl/_rels/workbook.xml.rels"), relations)
    target = relations.targets[book.first_sheet]
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


class _Reader:
    """What one part says, heard element by element; names come without their namespace."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def text(self, piece: str) -> None: ...
    def end(self, name: str) -> None: ...


def _parse(content: bytes, reader: _Reader) -> None:
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    elements = 0

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal elements
        elements += 1
        if elements > _MAX_ELEMENTS:
            raise InputError("sheet_too_large", limit_mb=_MAX_PART_BYTES // 1024 // 1024)
        reader.start(_local(name), attributes)

    parser.StartElementHandler = on_start
    parser.EndElementHandler = lambda name: reader.end(_local(name))
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.Parse(content, True)  # noqa: FBT003 - expat takes it by place only


def _refuse_document_type(*_declared: object) -> None:
    raise InputError("sheet_unreadable")


def _local(name: str) -> str:
    return name.rpartition("}")[2]


class _Book(_Reader):
    def __init__(self) -> None:
        self.first_sheet = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet" and not self.first_sheet and attributes.get("state", "visible") == "visible":
            self.first_sheet = next((value for key, value in attributes.items() if "}" in key and _local(key) == "id"), "")


class _Relations(_Reader):
    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")


class _Text(_Reader):
    """The words of `t` elements; what is read aloud for other scripts (`rPh`) is no part of the text."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._is_in_text = False
        self._phonetic = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 - a text has no attributes that matter
        self._phonetic += name == "rPh"
        self._is_in_text = name == "t" and not self._phonetic

    def text(self, piece: str) -> None:
        if self._is_in_text:
            self._pieces.append(piece)

    def end(self, name: str) -> None:
        self._phonetic -= name == "rPh"
        self._is_in_text = False

    def take(self) -> str:
        pieces, self._pieces = self._pieces, []
        return _ESCAPE.sub(_escaped_letter, "".join(pieces))


def _escaped_letter(escape_: re.Match[str]) -> str:
    letter = chr(int(escape_[1], 16))
    if letter == "\r":
        return ""
    return escape_[0] if NO_LETTER.match(letter) else letter


class _SharedStrings(_Text):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def end(self, name: str) -> None:
        super().end(name)
        if name == "si":
            self.texts.append(self.take())


class _Sheet(_Text):
    def __init__(self, shared: list[str]) -> None:
        super().__init__()
        self.rows: dict[int, list[str]] = {}
        self._shared = shared
        self._row = self._column = 0
        self._kind = ""
        self._letters = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        super().start(name, attributes)
        if name == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
        elif name == "c":
            self._column = column_number(attributes["r"]) if "r" in attributes else self._column + 1
            self._kind = attributes.get("t", "n")
            self.take()
        elif name == "v":
            self._is_in_text = True

    def end(self, name: str) -> None:
        super().end(name)
        if name == "c":
            self._place(self._value(self.take()))

    def _value(self, text: str) -> str:
        if self._kind == "s":
            place = int(text or "-1")
            if not 0 <= place < len(self._shared):
                raise InputError("sheet_unreadable")
            return self._shared[place]
        return {"1": "ja", "0": "nee"}.get(text, text) if self._kind == "b" else text

    def _place(self, text: str) -> None:
        if not text.strip():
            return
        self._letters += len(text)
        if not 0 < self._row <= _LAST_ROW:
            raise InputError("sheet_unreadable")
        if len(self.rows) >= MAX_ROWS or self._letters > MAX_TEXT or not 0 < self._column <= MAX_COLUMNS:
            raise InputError("sheet_too_large", limit_mb=_MAX_PART_BYTES // 1024 // 1024)
        row = self.rows.setdefault(self._row, [])
        row.extend([""] * (self._column - len(row)))
        row[self._column - 1] = text


def column_number(reference: str) -> int:
    """Return the column of a cell (`C14` is 3); ValueError when it is none."""
    letters = reference.rstrip("0123456789")
    if not letters.isascii() or not letters.isupper() or len(letters) > 3:
        raise ValueError
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """Return the letters of a column, from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def xlsx_of_rows(rows: Iterable[list[str]], sheet_name: str) -> bytes:
    """Return a workbook with one sheet; every cell is text, so nothing in it is ever calculated."""
    parts: dict[str, Callable[[], str]] = {
        "[Content_Types].xml": lambda: (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/></Types>'
        ),
        "_rels/.rels": lambda: _relations_part(f"{_RELATION}/officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": lambda: (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}"><sheets>'
            f'<sheet name="{escape(sheet_name)}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": lambda: _relations_part(f"{_RELATION}/worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": lambda: _sheet_part(rows),
    }
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            # A fixed moment: the file says nothing of when it was made, and the same frame gives the same bytes.
            package.writestr(zipfile.ZipInfo(name), f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{part()}', zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _relations_part(kind: str, target: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{kind}" Target="{target}"/></Relationships>'


def _escaped(text: str) -> str:
    return escape(_ESCAPE.sub(r"_x005F\g<0>", text))


def _sheet_part(rows: Iterable[list[str]]) -> str:
    lines = []
    for number, row in enumerate(rows, 1):
        cells = (
            f'<c r="{column_letters(place)}{number}" t="inlineStr"><is><t xml:space="preserve">{_escaped(text)}</t></is></c>'
            for place, text in enumerate(row, 1)
            if text
        )
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
