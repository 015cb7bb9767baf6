"""What stands in the panes: moments, eyes, and where the open moment is."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.kijkkader import Kader
from app.domain.moment import Moment


@dataclass(frozen=True)
class PaneContent:
    """The moments by pane, the panes that are watched, and those of the open moment; panes by the id of their cell."""

    moments: dict[str, tuple[Moment, ...]]
    watched: frozenset[str]
    of_moment: frozenset[str]
    quiet: frozenset[str] = frozenset()
    """Panes outside what the worker filters on."""
    locked: frozenset[str] = frozenset()
    """Panes where nothing can be seen with the people who were there."""


def panes_of(kader: Kader, moments: Sequence[Moment]) -> dict[str, tuple[Moment, ...]]:
    """Return the moments of each pane by cell id, in order of time; an indicator this frame does not know is passed over."""
    by_cell: dict[str, list[Moment]] = {}
    for moment in moments:
        known = (kader.indicator(each) for each in moment.indicators if kader.has_indicator(each))
        for cell_id in dict.fromkeys(indicator.cell_id for indicator in known):
            by_cell.setdefault(cell_id, []).append(moment)
    return {cell_id: tuple(found) for cell_id, found in by_cell.items()}


def cell_ids_of(kader: Kader, indicator_ids: Sequence[str]) -> frozenset[str]:
    """Return the panes these indicators are in."""
    return frozenset(kader.indicator(each).cell_id for each in indicator_ids if kader.has_indicator(each))
