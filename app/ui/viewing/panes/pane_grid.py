"""The window's panes as rows and columns with their codes (`2D`), and picking one with two keys."""

from dataclasses import dataclass
from functools import cached_property

from app.domain.kijkkader import Cell, Indicator, Kader, Level, Theme


@dataclass(frozen=True)
class Pane:
    """One pane: rows [row, row + row_span) of a column. `code` is the row's number and the column's letter."""

    cell: Cell
    code: str
    row: int
    column: int
    row_span: int


class PaneGrid:
    """The panes of a frame. Without its extensions it is the plain window; with them it has side lights, which can also stand alone."""

    def __init__(self, kader: Kader, *, has_side_lights: bool, is_only_side_lights: bool = False) -> None:
        self.levels: tuple[Level, ...] = kader.levels
        shown = [each for each in kader.themes if each.is_extension or not is_only_side_lights]
        self.themes: tuple[Theme, ...] = tuple(each for each in shown if has_side_lights or not each.is_extension)
        letters = kader.theme_letters()
        self.letters = tuple(letters[theme.theme_id] for theme in self.themes)
        rows = {level.level_id: index for index, level in enumerate(self.levels)}
        columns = {theme.theme_id: index for index, theme in enumerate(self.themes)}
        self.panes: tuple[Pane, ...] = tuple(
            _pane(cell, rows, columns[cell.theme_id], self.letters[columns[cell.theme_id]]) for cell in kader.cells if cell.theme_id in columns
        )

    @cached_property
    def _by_cell(self) -> dict[str, Pane]:
        return {pane.cell.cell_id: pane for pane in self.panes}

    def pane_of(self, indicator: Indicator) -> Pane | None:
        """Return the pane an indicator belongs to, None when it is not in this window."""
        return self._by_cell.get(indicator.cell_id)

    def pane_at(self, row: int, column: int) -> Pane | None:
        """Return the pane at a row and column, None outside the window."""
        return next((pane for pane in self.panes if pane.column == column and pane.row <= row < pane.row + pane.row_span), None)


class PanePicker:
    """Picks a pane with a row's number and a column's letter, in that order; no timer, and anything else is refused."""

    def __init__(self, grid: PaneGrid) -> None:
        self._grid = grid
        self.row: int | None = None

    def press(self, key: str) -> Pane | None:
        """Take one key (upper case). Returns the pane once both are known; a new number replaces the first."""
        if key.isdecimal() and 1 <= int(key) <= len(self._grid.levels):
            self.row = int(key) - 1
        elif self.row is not None and key in self._grid.letters:
            row, self.row = self.row, None
            return self._grid.pane_at(row, self._grid.letters.index(key))
        return None


def code_of(kader: Kader, indicator: Indicator) -> str:
    """Return the code of the pane an indicator is in: the number of its own row and its column's letter."""
    row = next(index for index, level in enumerate(kader.levels) if level.level_id == indicator.level_id)
    return f"{row + 1}{kader.theme_letters()[indicator.theme_id]}"


def indicator_to_offer(cell: Cell, watched: tuple[str, ...], *, people: int = 2) -> Indicator | None:
    """Return which indicator of a pane a moment gets first: the one that is watched, else the one to begin with.

    None when nothing of it can be seen with so many people of the family or network.
    """
    offered = [each for each in cell.indicators if not each.is_retired and (people > 1 or not each.needs_several_people)]
    chosen = [each for each in offered if each.indicator_id in watched] or [each for each in offered if each.is_in_start_set] or offered
    return chosen[0] if chosen else None


def _pane(cell: Cell, rows: dict[str, int], column: int, letter: str) -> Pane:
    own = sorted(rows[level_id] for level_id in cell.level_ids)
    return Pane(cell, f"{own[0] + 1}{letter}", own[0], column, own[-1] - own[0] + 1)
