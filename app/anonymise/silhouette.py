"""The area of whole people: what the network calls a person, given to the nearest head, with a safe margin around it.

Where the network does not see a body under a head, a drawn one takes its place, as wide as shoulders and down to the picture's
border. People without a head that was found, seen from behind for instance, are covered too, without a letter.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.anonymise.masks import body_box
from app.anonymise.person_finder import SIDE, Chances, PersonFinder, Pixels
from app.decode.video_file import ShownFrame
from app.domain.anonymise_plan import Box

Area = NDArray[np.bool_]
"""Rows x columns of cells that are covered."""
Areas = Mapping[str, Area]
"""The area of each letter, and of "" for people without one."""

REACH = 2
"""A frame covers what its neighbours this far away cover as well, so that no single frame is left bare."""
_MOST_CELLS = 400
_PERSON = 0.4
"""From this chance on a spot is covered; the network is rarely in doubt except at edges, which belong in."""
_MARGIN_PART = 0.12
_LEAST_MARGIN = 1
_MARGIN_WITHOUT_HEAD = 3
_FURTHEST = 3.5
"""A spot further away than this many widths of a head mask belongs to nobody's head."""
_SURE_PART = 0.5
_VISIBLE_WIDTH = 2.0
_ROUND_SIDES, _ROUND_ABOVE, _ROUND_BELOW = 2.6, 0.3, 6.0
"""How far to look around a small head, in widths and heights of its mask: a standing person with arms."""
_WORTH_A_LOOK = 0.5
_CLOSE_SIDE = 1280
_WORKERS = 2


class Head(NamedTuple):
    """A head's mask at one frame; one that is not hidden belongs to somebody who stays visible."""

    letter: str
    box: Box
    is_hidden: bool


@dataclass(frozen=True)
class Grid:
    """The picture in square cells of `step` pixels, at most four hundred along its longest side."""

    columns: int
    rows: int
    step: int

    @staticmethod
    def of(width: int, height: int) -> "Grid":
        """Return the grid of a picture of this size in pixels."""
        step = 2 * max(1, ceil(max(width, height) / _MOST_CELLS / 2))
        return Grid(ceil(width / step), ceil(height / step), step)

    def cells(self, box: Box) -> tuple[int, int, int, int]:
        """Return left, top, right, bottom of the cells a box touches."""
        left, right = int(box.x0 * self.columns), ceil(box.x1 * self.columns)
        top, bottom = int(box.y0 * self.rows), ceil(box.y1 * self.rows)
        return left, top, right, bottom


def with_silhouettes(frames: Iterable[ShownFrame], heads_of: Callable[[int], Sequence[Head]], grid: Grid) -> Iterator[tuple[ShownFrame, Areas]]:
    """Yield every frame with the areas to cover in it; `heads_of` tells the heads by the frame's number."""
    finder = PersonFinder()
    past: deque[Areas] = deque(maxlen=REACH)
    waiting: deque[tuple[ShownFrame, Future[Areas]]] = deque()

    def ready() -> tuple[ShownFrame, Areas]:
        frame, looked = waiting.popleft()
        own = looked.result()
        coming = [future.result() for _, future in list(waiting)[:REACH]]
        joined = _joined([*past, own, *coming])
        past.append(own)
        return frame, joined

    with ThreadPoolExecutor(_WORKERS) as pool:
        for number, frame in enumerate(frames):
            heads = heads_of(number)
            whole, close = _looked_at(frame, heads)
            waiting.append((frame, pool.submit(areas_in, finder, whole, close, heads, grid)))
            if len(waiting) > REACH + _WORKERS:
                yield ready()
        while waiting:
            yield ready()


def areas_in(finder: PersonFinder, whole: Pixels, close: Pixels, heads: Sequence[Head], grid: Grid) -> Areas:
    """Return the areas of one picture, given small for itself and larger to look around the heads that are small in it."""
    chances = _resized(finder.find(whole), grid.columns, grid.rows)
    height, width = close.shape[:2]
    for head, part in _parts_worth_a_look(heads):
        if _is_body_seen(chances >= _PERSON, head.box, grid):
            continue
        cut = close[int(part.y0 * height) : ceil(part.y1 * height), int(part.x0 * width) : ceil(part.x1 * width)]
        left, top, right, bottom = grid.cells(part)
        there = chances[top:bottom, left:right]
        np.maximum(there, _resized(finder.find(cut), right - left, bottom - top), out=there)
    return divided(chances >= _PERSON, heads, grid)


def divided(is_person: Area, heads: Sequence[Head], grid: Grid) -> Areas:
    """Return whose each covered cell is. Cells of people who stay visible are in nobody's area."""
    distances = np.stack([_distance(head.box, grid) for head in heads]) if heads else np.full((1, *is_person.shape), np.inf)
    nearest, how_far = distances.argmin(axis=0), distances.min(axis=0)
    areas = {"": _grown(is_person & (how_far > _FURTHEST), _MARGIN_WITHOUT_HEAD)}
    for number, head in enumerate(heads):
        own = is_person & (nearest == number) & (how_far <= _FURTHEST)
        if not head.is_hidden:
            areas[""] |= own & (how_far > _VISIBLE_WIDTH)
            continue
        if not _is_body_seen(is_person, head.box, grid):
            own |= _drawn_body(head.box, grid)
        margin = max(_LEAST_MARGIN, round(_MARGIN_PART * (head.box.x1 - head.box.x0) * grid.columns))
        area = _grown(own, margin)
        areas[head.letter] = areas[head.letter] | area if head.letter in areas else area
    return areas


def _drawn_body(head: Box, grid: Grid) -> Area:
    area = np.zeros((grid.rows, grid.columns), dtype=bool)
    left, top, right, bottom = grid.cells(body_box(head))
    area[top:bottom, left:right] = True
    return area


def _is_body_seen(is_person: Area, head: Box, grid: Grid) -> bool:
    """Tell whether the network saw the head and the chest under it, as far as they are in the picture."""
    inner, height = _inner(head), head.y1 - head.y0
    chest = Box(inner.x0, head.y1, inner.x1, min(1.0, head.y1 + 0.8 * height)) if head.y1 < 1.0 - 0.15 * height else inner
    parts = (grid.cells(inner), grid.cells(chest))
    return all(is_person[top:bottom, left:right].mean() >= _SURE_PART for left, top, right, bottom in parts)


def _inner(box: Box) -> Box:
    """Return the middle of a head mask: what surely is head."""
    across, down = (box.x1 - box.x0) / 4, (box.y1 - box.y0) / 4
    return Box(box.x0 + across, box.y0 + down, box.x1 - across, box.y1 - down)


def _distance(head: Box, grid: Grid) -> NDArray[np.float32]:
    """Return how far each cell's column is from the head's, in widths of its mask; above the head it is further."""
    columns = (np.arange(grid.columns) + 0.5) / grid.columns
    rows = (np.arange(grid.rows) + 0.5) / grid.rows
    across = np.abs(columns - (head.x0 + head.x1) / 2) / (head.x1 - head.x0)
    above = np.maximum(0.0, head.y0 - rows) / (head.y1 - head.y0)
    return np.asarray(np.hypot(across[np.newaxis, :], 2 * above[:, np.newaxis]), dtype=np.float32)


def _looked_at(frame: ShownFrame, heads: Sequence[Head]) -> tuple[Pixels, Pixels]:
    if not _parts_worth_a_look(heads):
        whole = frame.upright("rgb24", (SIDE, SIDE))
        return whole, whole
    width, height = frame.layout.shown_size
    scale = min(1.0, _CLOSE_SIDE / max(width, height))
    close = frame.upright("rgb24", (round(width * scale), round(height * scale)))
    return np.asarray(Image.fromarray(close).resize((SIDE, SIDE), Image.Resampling.BILINEAR)), close


def _parts_worth_a_look(heads: Sequence[Head]) -> list[tuple[Head, Box]]:
    """Return heads that are small in the picture, with their surroundings; large ones are seen well in the whole."""
    parts = ((head, _surroundings(head.box)) for head in heads if head.is_hidden)
    return [(head, part) for head, part in parts if (part.x1 - part.x0) * (part.y1 - part.y0) < _WORTH_A_LOOK]


def _surroundings(head: Box) -> Box:
    width, height = head.x1 - head.x0, head.y1 - head.y0
    middle = (head.x0 + head.x1) / 2
    return Box(
        max(0.0, middle - _ROUND_SIDES * width),
        max(0.0, head.y0 - _ROUND_ABOVE * height),
        min(1.0, middle + _ROUND_SIDES * width),
        min(1.0, head.y0 + _ROUND_BELOW * height),
    )


def _resized(chances: Chances, columns: int, rows: int) -> Chances:
    return np.array(Image.fromarray(chances).resize((columns, rows), Image.Resampling.BILINEAR), dtype=np.float32)


def _grown(area: Area, cells: int) -> Area:
    """Return the area with everything at most this many cells away."""
    for axis in (0, 1):
        padding = [(0, 0), (0, 0)]
        padding[axis] = (cells + 1, cells)
        sums = np.cumsum(np.pad(area, padding), axis=axis, dtype=np.int32)
        length = area.shape[axis]
        area = np.take(sums, range(2 * cells + 1, 2 * cells + 1 + length), axis) > np.take(sums, range(length), axis)
    return area


def _joined(several: Sequence[Areas]) -> Areas:
    joined: dict[str, Area] = {}
    for areas in several:
        for letter, area in areas.items():
            joined[letter] = joined[letter] | area if letter in joined else area
    return joined
