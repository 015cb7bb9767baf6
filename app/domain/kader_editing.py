"""Changing a frame of one's own: every function returns a new frame, so that each step can be taken back.

An indicator that was ever saved is retired, never removed; ids are given here and never a second time.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TypeVar

from app.common.errors import InputError
from app.domain.kijkkader import Cell, Indicator, Kader, Level, Theme, version_key
from app.domain.words import NO_WORDS, Words

FIRST_VERSION = "1.0.0"
_Part = TypeVar("_Part")


Part = Kader | Level | Theme | Cell | Indicator


def part_key(part: Part) -> str:
    """Return what finds this part in its frame; empty for the frame itself. Rows and columns have ids of their own kind."""
    match part:
        case Level():
            return f"rij:{part.level_id}"
        case Theme():
            return f"kolom:{part.theme_id}"
        case Cell():
            return part.cell_id
        case Indicator():
            return part.indicator_id
        case _:
            return ""


def part_of(kader: Kader, key: str) -> Part:
    """Return the part with this key; the frame itself when there is none."""
    parts: tuple[Part, ...] = (*kader.levels, *kader.themes, *kader.cells, *kader.all_indicators)
    return next((each for each in parts if part_key(each) == key), kader)


def reworded(before: Words, text: str) -> Words:
    """Return the text in Dutch; a translation of other words no longer fits and goes."""
    return before if text == before.nl else Words(text)


def copied(kader: Kader, kader_id: str, name: str) -> Kader:
    """Return a frame of one's own with all that is in this one, before its first version."""
    return replace(kader, kader_id=kader_id, version="0.0.0", name=Words(name), is_concept=True)


def with_level(kader: Kader, level: Level) -> Kader:
    """Return the frame with this row in place of the one with its id, or as its last row."""
    return replace(kader, levels=_with(kader.levels, level, lambda each: each.level_id))


def with_theme(kader: Kader, theme: Theme) -> Kader:
    """Return the frame with this column in place of the one with its id, or as its last column."""
    return replace(kader, themes=_with(kader.themes, theme, lambda each: each.theme_id))


def with_cell(kader: Kader, cell: Cell) -> Kader:
    """Return the frame with this pane in place of the one with its id, or as its last pane."""
    return replace(kader, cells=_with(kader.cells, cell, lambda each: each.cell_id))


def with_indicator(kader: Kader, indicator: Indicator) -> Kader:
    """Return the frame with this indicator in its pane, in place of the one with its id or as the last."""
    cell = next(each for each in kader.cells if each.cell_id == indicator.cell_id)
    return with_cell(kader, replace(cell, indicators=_with(cell.indicators, indicator, lambda each: each.indicator_id)))


def new_level(kader: Kader, name: str) -> Level:
    """Return a row with an id that is free."""
    return Level(free_id("r", {each.level_id for each in kader.levels}), Words(name), NO_WORDS)


def new_theme(kader: Kader, name: str) -> Theme:
    """Return a column with an id that is free."""
    return Theme(free_id("k", {each.theme_id for each in kader.themes}), Words(name), NO_WORDS, is_extension=False)


def new_cell(kader: Kader, level_id: str, theme_id: str, ids_ever: Collection[str]) -> Cell:
    """Return an empty pane for this place; `ids_ever` are the ids that any version of the frame has had."""
    taken = {*ids_ever, *(each.cell_id for each in kader.cells), *(each.indicator_id for each in kader.all_indicators)}
    return Cell(free_id("vak-", taken), (level_id,), theme_id, NO_WORDS, NO_WORDS, ())


def new_indicator(kader: Kader, cell: Cell, ids_ever: Collection[str]) -> Indicator:
    """Return an empty indicator for this pane; `ids_ever` are the ids that any version of the frame has had."""
    taken = {*ids_ever, *(each.cell_id for each in kader.cells), *(each.indicator_id for each in kader.all_indicators)}
    return Indicator(
        indicator_id=free_id("ei-", taken),
        cell_id=cell.cell_id,
        level_id=cell.level_ids[0],
        theme_id=cell.theme_id,
        name=NO_WORDS,
        description=NO_WORDS,
        helps=NO_WORDS,
        chafes=NO_WORDS,
        questions=(),
        sources=(),
        needs_several_people=False,
        is_in_start_set=False,
        is_retired=False,
    )


def without_indicator(kader: Kader, indicator_id: str, ids_saved: Collection[str]) -> Kader:
    """Return the frame in which this indicator is no longer offered: retired when it was ever saved, and else not there at all."""
    indicator = kader.indicator(indicator_id)
    if indicator_id in ids_saved:
        return with_indicator(kader, replace(indicator, is_retired=True, is_in_start_set=False))
    cell = next(each for each in kader.cells if each.cell_id == indicator.cell_id)
    return with_cell(kader, replace(cell, indicators=tuple(each for each in cell.indicators if each.indicator_id != indicator_id)))


def without_cell(kader: Kader, cell_id: str, ids_saved: Collection[str]) -> Kader:
    """Return the frame without this pane.

    Raises:
        InputError: `kader_part_in_use`, it holds an indicator that was saved, which has to stand somewhere.
    """
    cell = next(each for each in kader.cells if each.cell_id == cell_id)
    if any(each.indicator_id in ids_saved for each in cell.indicators):
        raise InputError("kader_part_in_use")
    return replace(kader, cells=tuple(each for each in kader.cells if each.cell_id != cell_id))


def without_level(kader: Kader, level_id: str, ids_saved: Collection[str]) -> Kader:
    """Return the frame without this row; panes and indicators that were only in it go too.

    Raises:
        InputError: `kader_part_in_use`, as for a pane; `kader_needs_part`, it is the only row.
    """
    if len(kader.levels) == 1:
        raise InputError("kader_needs_part")
    for cell in [each for each in kader.cells if level_id in each.level_ids]:
        kader = _cell_without_level(kader, cell, level_id, ids_saved)
    return replace(kader, levels=tuple(each for each in kader.levels if each.level_id != level_id))


def without_theme(kader: Kader, theme_id: str, ids_saved: Collection[str]) -> Kader:
    """Return the frame without this column and its panes, in the phases too.

    Raises:
        InputError: `kader_part_in_use`, as for a pane; `kader_needs_part`, it is the only column.
    """
    if len(kader.themes) == 1:
        raise InputError("kader_needs_part")
    for cell in [each for each in kader.cells if each.theme_id == theme_id]:
        kader = without_cell(kader, cell.cell_id, ids_saved)
    phases = tuple(replace(each, theme_ids=tuple(other for other in each.theme_ids if other != theme_id)) for each in kader.phases)
    return replace(kader, themes=tuple(each for each in kader.themes if each.theme_id != theme_id), phases=phases)


def next_version(saved: Kader | None, draft: Kader) -> str:
    """Return the number of the next version: the last one goes up for better words, the middle one when the frame itself differs."""
    if saved is None:
        return FIRST_VERSION
    major, minor, patch = version_key(saved.version)
    return f"{major}.{minor}.{patch + 1}" if _shape(saved) == _shape(draft) else f"{major}.{minor + 1}.0"


def free_id(prefix: str, taken: Collection[str]) -> str:
    """Return the first `prefix` with a number that nothing has."""
    return next(each for number in range(1, len(taken) + 2) if (each := f"{prefix}{number}") not in taken)


def _cell_without_level(kader: Kader, cell: Cell, level_id: str, ids_saved: Collection[str]) -> Kader:
    if cell.level_ids == (level_id,):
        return without_cell(kader, cell.cell_id, ids_saved)
    if any(each.level_id == level_id and each.indicator_id in ids_saved for each in cell.indicators):
        raise InputError("kader_part_in_use")
    levels = tuple(each for each in cell.level_ids if each != level_id)
    return with_cell(kader, replace(cell, level_ids=levels, indicators=tuple(each for each in cell.indicators if each.level_id != level_id)))


def _shape(kader: Kader) -> object:
    indicators = [(each.indicator_id, each.cell_id, each.level_id, each.is_retired) for each in kader.all_indicators]
    return (
        indicators,
        [each.level_id for each in kader.levels],
        [each.theme_id for each in kader.themes],
        [(each.cell_id, each.level_ids) for each in kader.cells],
    )


def _with(parts: tuple[_Part, ...], part: _Part, id_of: Callable[[_Part], str]) -> tuple[_Part, ...]:
    if any(id_of(each) == id_of(part) for each in parts):
        return tuple(part if id_of(each) == id_of(part) else each for each in parts)
    return (*parts, part)
