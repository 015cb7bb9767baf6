"""A frame as a plain table: there and back, every mistake at its cell, and files that are meant to hurt."""

import csv
import zipfile
from io import BytesIO, StringIO

import pytest

from app.common.errors import InputError
from app.common.paths import kijkkader_path
from app.domain.consent_csv import csv_bytes
from app.domain.kijkkader import Kader
from app.kader.reader import check_frame, read_frame
from app.kader.sheet_frame import frame_of_rows, rows_of_kader
from app.kader.sheet_rows import rows_of
from app.kader.xlsx import column_letters, column_number, xlsx_of_rows

BASE = read_frame(kijkkader_path("kijkkader-samen.yaml").read_bytes())
assert BASE.kader is not None
assert BASE.frame is not None
SHIPPED: Kader = BASE.kader
TABLE = rows_of_kader(SHIPPED)
HEADS = TABLE[0]


def found(rows: list[list[str]]) -> list[tuple[int, str, str]]:
    frame, places = frame_of_rows(list(enumerate(rows, 1)), BASE.frame or {})
    mistakes = [*places.mistakes, *(places.located(each) for each in (check_frame(frame).mistakes if frame else ()))]
    return [(each.line, each.path, each.message) for each in mistakes]


def small() -> list[list[str]]:
    """Return one pane of the shipped frame as a table: row 2 the frame, 3 a row, 4 a column, 5 the pane, 6 to 9 indicators."""
    kinds = {"kader": 1, "rij": 1, "kolom": 1, "vak": 1, "indicator": 4}
    rows = [HEADS]
    for row in TABLE[1:]:
        if kinds.get(row[0], 0):
            kinds[row[0]] -= 1
            rows.append(list(row))
    return rows


def changed(row: int, head: str, text: str) -> list[list[str]]:
    rows = small()
    rows[row - 1][HEADS.index(head)] = text
    return rows


def test_small_table_has_no_mistakes():
    assert found(small()) == []
    assert found(changed(6, "naam", "hard\u00a0spatie 👨\u200d👩\u200d👧")) == []


@pytest.mark.parametrize("encode", [lambda: csv_bytes(TABLE), lambda: xlsx_of_rows(TABLE, "kader")])
def test_frame_comes_back_from_its_own_table(encode):
    frame, places = frame_of_rows(rows_of(encode()), BASE.frame or {})
    assert places.mistakes == []
    kader = check_frame(frame or {}).kader
    assert kader is not None
    assert [(each.indicator_id, each.name.nl, each.questions[0].nl, each.is_in_start_set, each.level_id) for each in kader.indicators] == [
        (each.indicator_id, each.name.nl, each.questions[0].nl, each.is_in_start_set, each.level_id) for each in SHIPPED.indicators
    ]
    assert kader.languages == ("nl",)
    assert rows_of_kader(kader) == TABLE
    assert len(kader.dialogues.alone.steps) == 5


MISTAKES = {
    "kind unknown": (changed(6, "soort", "indikator"), 6, "cel A6 (soort)", "geen soort"),
    "id empty": (changed(6, "id", ""), 6, "cel B6 (id)", "kleine letters"),
    "id with capitals": (changed(6, "id", "KK 101"), 6, "cel B6 (id)", "kleine letters"),
    "id twice": (changed(7, "id", "kk-101"), 7, "cel B7 (id)", "al gebruikt"),
    "name empty": (changed(6, "naam", " "), 6, "cel C6 (naam)", "leeg"),
    "description too long": (changed(6, "uitleg", "lang " * 900), 6, "cel D6 (uitleg)", "te lang"),
    "marker empty": (changed(6, "helpt", ""), 6, "cel I6 (helpt)", "leeg"),
    "no question": ([row if number != 5 else [*row[:14], "", "", ""] for number, row in enumerate(small())], 6, "cel O6 (vraag 1)", "te weinig"),
    "unknown pane": (changed(6, "vak", "v99"), 6, "cel H6 (vak)", "'v99' bestaat niet"),
    "unknown row": (changed(5, "rij", "a9"), 5, "cel F5 (rij)", "'a9' bestaat niet"),
    "unknown column": (changed(5, "kolom", "o9"), 5, "cel G5 (kolom)", "'o9' bestaat niet"),
    "row outside the pane": (changed(6, "rij", "a2"), 6, "cel F6 (rij)", "hoort niet bij dit vak"),
    "neither yes nor no": (changed(6, "startset", "misschien"), 6, "cel L6 (startset)", "ja of nee"),
    "retired in the start set": (
        [[*row[:11], "ja", "ja", *row[13:]] if number == 5 else row for number, row in enumerate(small())],
        6,
        "cel L6 (startset)",
        "startset",
    ),
    "version of two numbers": (changed(2, "versie", "1.0"), 2, "cel E2 (versie)", "drie getallen"),
    "notice empty": (changed(2, "uitleg", ""), 2, "cel D2 (uitleg)", "leeg"),
    "frame twice": ([*small(), small()[1]], 10, "", "precies één rij"),
    "no frame": ([row for row in small() if row[0] != "kader"], 1, "", "precies één rij"),
    "column unknown": ([[*HEADS, "cijfer"], *small()[1:]], 1, "cel R1 (cijfer)", "niet bekend"),
    "column twice": ([[*HEADS, "naam"], *small()[1:]], 1, "cel R1 (naam)", "twee keer"),
    "column missing": ([["soort", "id", "uitleg", "vraag 1"]], 1, "", "'naam' ontbreekt"),
    "character that no screen shows": (changed(6, "naam", "a\x01b"), 6, "cel C6 (naam)", "niet in een tekst hoort"),
    "half a character": (changed(6, "uitleg", "a\ud800b"), 6, "cel D6 (uitleg)", "niet in een tekst hoort"),
    "nothing at all": ([], 1, "", "leeg"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake_is_named_at_its_cell(name: str):
    rows, row, cell, words = MISTAKES[name]
    mistakes = found(rows)
    assert any(line == row and path == cell and words in message for line, path, message in mistakes), mistakes


@pytest.mark.parametrize(
    "text",
    ["Één ding", "=1+1", "-streepje", "twee\nregels", 'met "aanhaling"', "<t>&amp;", "punt;komma", "emoji 👍", "a_x0041_b", "_x005F_"],
    ids=ascii,
)
def test_any_text_survives_both_kinds_of_file(text: str):
    table = [["soort", "naam"], ["kader", text]]
    assert rows_of(csv_bytes(table))[1] == (2, ["kader", text])
    assert rows_of(xlsx_of_rows(table, "x"))[1] == (2, ["kader", text])


@pytest.mark.parametrize(("encoding", "delimiter"), [("cp1252", ";"), ("utf-8", ","), ("utf-16", "\t"), ("utf-8-sig", ";")])
def test_csv_of_every_excel_is_read(encoding: str, delimiter: str):
    text = StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([["soort", "naam", "uitleg"], ["kader", "Eén", "a;b,c"]])
    assert rows_of(text.getvalue().encode(encoding)) == [(1, ["soort", "naam", "uitleg"]), (2, ["kader", "Eén", "a;b,c"])]


def workbook(sheet: str, shared: str = "", **others: str) -> bytes:
    """Return a workbook as another program writes it: shared texts, an absolute target, parts we do not read."""
    parts = {
        "xl/workbook.xml": '<workbook xmlns="m" xmlns:r="r"><sheets><sheet name="a" sheetId="7" r:id="rId9"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="p"><Relationship Id="rId9" Target="/xl/worksheets/a.xml"/></Relationships>',
        "xl/worksheets/a.xml": f'<worksheet xmlns="m"><sheetData>{sheet}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="m">{shared}</sst>',
        "xl/styles.xml": "<no xml",
        **others,
    }
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return file.getvalue()


def test_workbook_of_another_program_is_read():
    shared = "<si><t>een</t></si><si><r><t>tw</t></r><r><t>ee</t></r><rPh><t>X</t></rPh></si>"
    sheet = (
        '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="C3" t="s"><v>1</v></c></row>'
        '<row><c t="b"><v>1</v></c><c><f>1+1</f><v>2</v></c><c t="inlineStr"><is><t>zo</t></is></c><c t="str"><v>tekst</v></c></row>'
    )
    assert rows_of(workbook(sheet, shared)) == [(3, ["een", "", "twee"]), (4, ["ja", "2", "zo", "tekst"])]


def test_line_break_of_windows_and_other_escaped_letters_are_read():
    sheet = "<row><c t='inlineStr'><is><t>een_x000D_\ntwee_x0041__x0001__xD800_</t></is></c></row>"
    assert rows_of(workbook(sheet)) == [(1, ["een\ntweeA_x0001__xD800_"])]


def test_hidden_sheet_is_passed_over():
    book = '<workbook xmlns:r="r"><sheets><sheet state="veryHidden" r:id="rId1"/><sheet r:id="rId9"/></sheets></workbook>'
    assert rows_of(workbook("<row><c><v>1</v></c></row>", **{"xl/workbook.xml": book})) == [(1, ["1"])]


ROW = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
BOMBS = {
    "eight megabytes of spaces": workbook(" " * 9_000_000),
    "a million cells": workbook('<row r="1">' + "<c/>" * 1_000_000 + "</row>"),
    "a million shared texts": workbook(ROW, "<si/>" * 1_000_000),
    "one long text in every cell": workbook('<row><c t="s"><v>0</v></c></row>' * 2900, f"<si><t>{'a' * 32_000}</t></si>"),
    "a cell in the last corner": workbook('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "more rows than a frame has": workbook("<row><c><v>1</v></c></row>" * 4000),
}
BROKEN = {
    "no zip": b"PK\x03\x04 nee",
    "zip of something else": workbook(ROW, **{"xl/workbook.xml": "<workbook/>"}),
    "billion laughs": workbook(ROW, **{"xl/sharedStrings.xml": '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;">]><sst>&d;</sst>'}),
    "shared text that is not there": workbook('<row r="1"><c t="s"><v>5</v></c></row>'),
    "shared text below zero": workbook('<row r="1"><c t="s"><v>-1</v></c></row>', "<si><t>a</t></si>"),
    "row that is no number": workbook('<row r="een"><c><v>1</v></c></row>'),
    "row beyond the last": workbook('<row r="99999999"><c><v>1</v></c></row>'),
    "number without end": workbook(f'<row r="{"9" * 6000}"><c><v>1</v></c></row>'),
    "cell that is no place": workbook('<row r="1"><c r="é1"><v>1</v></c></row>'),
    "encoding nobody knows": workbook(ROW, **{"xl/workbook.xml": '<?xml version="1.0" encoding="hex"?><workbook/>'}),
    "unfinished xml": workbook('<row r="1"><c'),
    "target outside": workbook(ROW, **{"xl/_rels/workbook.xml.rels": '<R><Relationship Id="rId9" Target="../../etc/passwd"/></R>'}),
    "binary as csv": b"soort;naam\n\x81\x8d\x8f",
}


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_is_refused_before_it_grows(name: str):
    assert len(BOMBS[name]) < 2 * 1024 * 1024
    with pytest.raises(InputError) as refused:
        rows_of(BOMBS[name])
    assert refused.value.code == "sheet_too_large"


@pytest.mark.parametrize("name", BROKEN)
def test_broken_file_is_refused(name: str):
    with pytest.raises(InputError) as refused:
        rows_of(BROKEN[name])
    assert refused.value.code == "sheet_unreadable"


def test_open_quote_is_named_at_its_row():
    with pytest.raises(InputError) as refused:
        rows_of(b'soort;naam\nkader;"open\nrij;a\n')
    assert (refused.value.code, refused.value.details) == ("sheet_row_unreadable", {"row": 2})


@pytest.mark.parametrize(("letters", "number"), [("A", 1), ("Z", 26), ("AA", 27), ("XFD", 16384)])
def test_columns_are_counted_as_a_spreadsheet_does(letters: str, number: int):
    assert column_letters(number) == letters
    assert column_number(f"{letters}12") == number
