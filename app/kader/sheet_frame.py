"""A frame as a plain table, one row for each part of the window, and back.

The columns are described for the user in kijkkader_data/README.md. What a table does not hold (dialogues, phases, the kinds of
moments) comes from the frame it is laid over. A mistake is named at its cell.
"""

import copy
import re
from collections.abc import Iterator
from typing import Any

from app.domain.kijkkader import Cell, Indicator, Kader, KaderError
from app.kader.messages import mistake
from app.kader.texts import Part
from app.kader.xlsx import NO_LETTER, Row, column_letters
from app.kader.yaml_tree import shown

COLUMNS = (
    *("soort", "id", "naam", "uitleg", "versie", "rij", "kolom", "vak", "helpt", "schuurt"),
    *("meer personen", "startset", "vervallen", "uitbreiding"),
)
_NEEDED = ("soort", "id", "naam", "uitleg")
_QUESTION = re.compile(r"vraag [1-9][0-9]?")
_KINDS = ("kader", "rij", "kolom", "vak", "indicator", "begrip")
_YES, _NO = ("ja", "x", "waar", "true", "1"), ("", "nee", "onwaar", "false", "0")
Place = tuple[int, int | None]
"""A row, and a column from 1 where it is one cell."""


def frame_of_rows(untrusted_rows: list[Row], base: Part) -> tuple[Part | None, "Places"]:
    """Return the frame these rows make, laid over `base`, and where everything stands.

    The frame still has to be checked; there is none when the table itself is not one. What is wrong with the table is in
    the places' `mistakes`.
    """
    places = Places()
    if not untrusted_rows:
        places.add("empty", (1, None))
        return None, places
    heads = _heads(untrusted_rows[0], places)
    if places.mistakes:
        return None, places
    table = _Table(heads, places)
    for number, cells in untrusted_rows[1:]:
        table.take(number, cells)
    return table.frame(base), places


class Places:
    """Which cell each path of the frame came from, so that a mistake found in the frame is named in the table."""

    def __init__(self) -> None:
        self.mistakes: list[KaderError] = []
        self._at: dict[str, Place] = {}
        self.heads: dict[int, str] = {}

    def put(self, path: str, place: Place) -> None:
        """Remember where this part of the frame stands."""
        self._at[path] = place

    def add(self, code: str, place: Place, **facts: str | int) -> None:
        """Add a mistake in the table itself."""
        self.mistakes.append(mistake(code, place[0], self._name(place), **facts))

    def located(self, found: KaderError) -> KaderError:
        """Return a mistake of the frame as one of the table: its row as line, its cell as path."""
        path = found.path
        while path and path not in self._at:
            path = re.sub(r"(\.[^.\[\]]*|\[\d+\])$", "", path) if re.search(r"[.\[]", path) else ""
        place = self._at.get(path, (1, None))
        return KaderError(place[0], self._name(place), found.message)

    def _name(self, place: Place) -> str:
        row, column = place
        return f"cel {column_letters(column)}{row} ({self.heads.get(column, '')})" if column else ""


def _heads(row: Row, places: Places) -> dict[str, int]:
    number, cells = row
    heads: dict[str, int] = {}
    for column, cell in enumerate(cells, 1):
        name = " ".join(cell.replace("_", " ").lower().split())
        if not name:
            continue
        places.heads[column] = shown(name)
        if name in heads:
            places.add("column_twice", (number, column), name=shown(name))
        elif name not in COLUMNS and not _QUESTION.fullmatch(name):
            places.add("column_unknown", (number, column), name=shown(name), choices=f"{', '.join(COLUMNS)}, vraag 1, vraag 2")
        heads.setdefault(name, column)
    for name in (*_NEEDED, "vraag 1"):
        if name not in heads:
            places.add("column_missing", (number, None), name=name)
    return heads


class _Table:
    def __init__(self, heads: dict[str, int], places: Places) -> None:
        self._heads = heads
        self._places = places
        self._questions = sorted((name for name in heads if _QUESTION.fullmatch(name)), key=lambda name: int(name.split()[1]))
        self._parts: dict[str, list[tuple[int, dict[str, str]]]] = {kind: [] for kind in _KINDS}

    def take(self, number: int, cells: list[str]) -> None:
        """Take one row."""
        texts = {name: cells[column - 1].strip() if column <= len(cells) else "" for name, column in self._heads.items()}
        for name, text in texts.items():
            if NO_LETTER.search(text):
                self._places.add("control_character", (number, self._heads[name]))
        kind = texts["soort"].lower()
        if kind in self._parts:
            self._parts[kind].append((number, texts))
        else:
            self._places.add("kind_unknown", (number, self._heads["soort"]), name=shown(texts["soort"]), choices=", ".join(_KINDS))

    def frame(self, base: Part) -> Part | None:
        """Return the whole frame."""
        if len(self._parts["kader"]) != 1:
            self._places.add("one_kader", (self._parts["kader"][1][0] if self._parts["kader"] else 1, None))
            return None
        number, texts = self._parts["kader"][0]
        frame: Part = _only_dutch(copy.deepcopy(base))
        frame["talen"], frame["status"] = ["nl"], "concept"
        frame["id"] = self._text("id", number, texts, "id")
        frame["versie"] = self._text("versie", number, texts, "versie")
        frame["naam"] = {"nl": self._text("naam.nl", number, texts, "naam")}
        frame["mededeling"] = {"nl": self._text("mededeling.nl", number, texts, "uitleg")}
        dimensions = frame["dimensies"]
        dimensions["afstemming"]["niveaus"] = list(self._named("dimensies.afstemming.niveaus", "rij"))
        dimensions["overeenstemming"]["kolommen"] = list(self._named("dimensies.overeenstemming.kolommen", "kolom"))
        frame["vakken"] = list(self._cells())
        if self._parts["begrip"]:
            frame["begrippen"] = list(self._terms())
        _without_other_columns(frame)
        return frame

    def _named(self, path: str, kind: str) -> Iterator[Part]:
        for index, (number, texts) in enumerate(self._parts[kind]):
            here = f"{path}[{index}]"
            self._places.put(here, (number, None))
            part: Part = {"id": self._text(f"{here}.id", number, texts, "id"), "naam": {"nl": self._text(f"{here}.naam.nl", number, texts, "naam")}}
            part["uitleg_nl"] = self._text(f"{here}.uitleg_nl", number, texts, "uitleg")
            if kind == "kolom" and self._flag(f"{here}.uitbreiding", number, texts, "uitbreiding"):
                part["uitbreiding"] = True
            yield part

    def _cells(self) -> Iterator[Part]:
        by_cell: dict[str, list[tuple[int, dict[str, str]]]] = {texts["id"]: [] for _, texts in self._parts["vak"]}
        for number, texts in self._parts["indicator"]:
            if texts.get("vak", "") in by_cell:
                by_cell[texts["vak"]].append((number, texts))
            else:
                self._places.add(
                    "reference_unknown", (number, self._heads.get("vak")), id=shown(texts.get("vak", "")), where="de rijen met de soort 'vak'"
                )
        for index, (number, texts) in enumerate(self._parts["vak"]):
            here = f"vakken[{index}]"
            self._places.put(here, (number, None))
            rows = re.split(r"[\s,;]+", self._text(f"{here}.rij", number, texts, "rij"))
            # An id that stands twice is refused by the rules; its indicators belong to the first.
            indicators = by_cell.pop(texts["id"], [])
            yield {
                "id": self._text(f"{here}.id", number, texts, "id"),
                "rij": rows[0] if len(rows) == 1 else rows,
                "kolom": self._text(f"{here}.kolom", number, texts, "kolom"),
                "naam": {"nl": self._text(f"{here}.naam.nl", number, texts, "naam")},
                "kern_nl": self._text(f"{here}.kern_nl", number, texts, "uitleg"),
                "indicatoren": [self._indicator(f"{here}.indicatoren[{place}]", *each) for place, each in enumerate(indicators)],
            }

    def _indicator(self, here: str, number: int, texts: dict[str, str]) -> Part:
        self._places.put(here, (number, None))
        self._places.put(f"{here}.vragen", (number, self._heads[self._questions[0]]))
        questions = [name for name in self._questions if texts[name]]
        part: Part = {
            "id": self._text(f"{here}.id", number, texts, "id"),
            "label": {"nl": self._text(f"{here}.label.nl", number, texts, "naam")},
            "beschrijving_nl": self._text(f"{here}.beschrijving_nl", number, texts, "uitleg"),
            "helpt_nl": self._text(f"{here}.helpt_nl", number, texts, "helpt"),
            "schuurt_nl": self._text(f"{here}.schuurt_nl", number, texts, "schuurt"),
            "vragen": [{"nl": self._text(f"{here}.vragen[{place}].nl", number, texts, name)} for place, name in enumerate(questions)],
        }
        row = self._text(f"{here}.rij", number, texts, "rij")
        flags = {"meer_personen": "meer personen", "start": "startset", "vervallen": "vervallen"}
        set_flags = {key: True for key, name in flags.items() if self._flag(f"{here}.{key}", number, texts, name)}
        return part | ({"rij": row} if row else {}) | set_flags

    def _terms(self) -> Iterator[Part]:
        for index, (number, texts) in enumerate(self._parts["begrip"]):
            here = f"begrippen[{index}]"
            self._places.put(here, (number, None))
            yield {"term": self._text(f"{here}.term", number, texts, "naam"), "uitleg_nl": self._text(f"{here}.uitleg_nl", number, texts, "uitleg")}

    def _text(self, path: str, number: int, texts: dict[str, str], column: str) -> str:
        self._places.put(path, (number, self._heads.get(column)))
        return texts.get(column, "")

    def _flag(self, path: str, number: int, texts: dict[str, str], column: str) -> bool:
        text = self._text(path, number, texts, column).lower()
        if text not in _YES + _NO:
            self._places.add("yes_or_no", (number, self._heads.get(column)))
        return text in _YES


def _only_dutch(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _only_dutch(value) for key, value in part.items() if key != "en" and not key.endswith("_en")}
    return [_only_dutch(each) for each in part] if isinstance(part, list) else part


def _without_other_columns(frame: Part) -> None:
    themes = {each["id"] for each in frame["dimensies"]["overeenstemming"]["kolommen"]}
    for phase in frame.get("fasen", {}).get("lijst", ()):
        phase["kolommen"] = [each for each in phase["kolommen"] if each in themes]


def rows_of_kader(kader: Kader) -> list[list[str]]:
    """Return the window and the glossary of a frame as rows, heads first; also the template to fill in."""
    most = max((len(each.questions) for each in kader.all_indicators), default=1)
    heads = [*COLUMNS, *(f"vraag {number}" for number in range(1, max(most, 3) + 1))]
    parts: list[dict[str, str]] = [
        {"soort": "kader", "id": kader.kader_id, "naam": kader.name.nl, "uitleg": kader.notice.nl, "versie": kader.version},
        *({"soort": "rij", "id": each.level_id, "naam": each.name.nl, "uitleg": each.explanation.nl} for each in kader.levels),
        *(
            {"soort": "kolom", "id": each.theme_id, "naam": each.name.nl, "uitleg": each.explanation.nl, "uitbreiding": _yes(each.is_extension)}
            for each in kader.themes
        ),
        *(part for cell in kader.cells for part in _parts_of_cell(cell)),
        *({"soort": "begrip", "naam": each.term, "uitleg": each.explanation.nl} for each in kader.glossary),
    ]
    return [heads, *([part.get(head, "") for head in heads] for part in parts)]


def _parts_of_cell(cell: Cell) -> Iterator[dict[str, str]]:
    yield {
        "soort": "vak",
        "id": cell.cell_id,
        "naam": cell.name.nl,
        "uitleg": cell.core.nl,
        "rij": " ".join(cell.level_ids),
        "kolom": cell.theme_id,
    }
    for indicator in cell.indicators:
        yield _part_of_indicator(indicator, spans=len(cell.level_ids) > 1)


def _part_of_indicator(indicator: Indicator, *, spans: bool) -> dict[str, str]:
    return {
        "soort": "indicator",
        "id": indicator.indicator_id,
        "naam": indicator.name.nl,
        "uitleg": indicator.description.nl,
        "rij": indicator.level_id if spans else "",
        "vak": indicator.cell_id,
        "helpt": indicator.helps.nl,
        "schuurt": indicator.chafes.nl,
        "meer personen": _yes(indicator.needs_several_people),
        "startset": _yes(indicator.is_in_start_set),
        "vervallen": _yes(indicator.is_retired),
        **{f"vraag {number}": each.nl for number, each in enumerate(indicator.questions, 1)},
    }


def _yes(is_so: bool) -> str:  # noqa: FBT001 - one flag in, one word out
    return "ja" if is_so else ""
