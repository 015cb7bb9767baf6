"""Follow one rectangle from picture to picture by what it looks like: normalised cross-correlation, no model.

Two views of the rectangle are compared with every next picture: how it looked a moment ago, which finds it, and how a
person drew it, which keeps it from drifting. (Lewis, "Fast Normalized Cross-Correlation", 1995.)
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LOST = 0.5
"""Confidence below which the rectangle is not there, or not to be told from what is around it."""
_FOUND_AGAIN = 0.65
_SURE = 0.75
"""Only a view this alike is remembered as how it looks now: a hand that slides before it is not learnt."""
_CONTEXT = 0.2
"""Of the rectangle's sides, taken along all around: an edge against its background is what can be followed."""
_VIEW_SIDE = 48
_LEAST_VIEW = 12
_FLAT = 3.0
"""Standard deviation of brightness (0..255) below which there is nothing to follow."""
_ZOOMS = (0.95, 1.0, 1.05)
_FINE_ZOOMS = (0.98, 1.0, 1.02)
_RESIZED = 0.005
"""So much more alike it must be at another size: a corner looks the same at every size, and would grow and shrink by chance."""
_REACH = 0.5
"""How far it may move from one picture to the next, in its own longest side."""
_WIDEST_REACH = 1.5
_LEAST_REACH_PX = 12.0
_MEMORY = 4

Gray = NDArray[np.uint8]
View = NDArray[np.float32]


@dataclass(frozen=True)
class Spot:
    """A rectangle in pixels: its middle and its sides."""

    x: float
    y: float
    wide: float
    high: float

    def moved(self, dx: float, dy: float, zoom: float = 1.0) -> "Spot":
        """Return it elsewhere, larger or smaller."""
        return Spot(self.x + dx, self.y + dy, self.wide * zoom, self.high * zoom)


@dataclass(frozen=True)
class Sighting:
    """Where the rectangle is, and how like itself it looks there, 0..1; 0 also where it has left the picture."""

    spot: Spot
    confidence: float


class PatchTracker:
    """Give it the picture in which the rectangle was drawn, then every next one (or every earlier one, going back)."""

    def __init__(self, picture: Gray, spot: Spot) -> None:
        """`picture` is height x width brightness."""
        longest = max(spot.wide, spot.high) * (1 + 2 * _CONTEXT)
        self._per_view_px = longest / _VIEW_SIDE
        self._shape = (_view_side(spot.high, self._per_view_px), _view_side(spot.wide, self._per_view_px))
        self._size = spot.wide
        self._spot = spot
        self._speed = (0.0, 0.0)
        self._lost_for = 0
        self._first = self._view(picture, spot)
        self._recent = self._first
        self._known = [self._first]
        self._is_flat = float(self._first.std()) < _FLAT

    def step(self, picture: Gray) -> Sighting:
        """Return where it is in the next picture; where it is lost, the place it was last seen with its confidence."""
        if self._is_flat:
            return Sighting(self._spot, 0.0)
        found, likeness = self._search(picture)
        needed = _FOUND_AGAIN if self._lost_for else LOST
        if likeness < needed or self._is_outside(picture, found):
            self.lose()
            return Sighting(self._spot, min(likeness, LOST - 0.01))
        self._speed = (0.0, 0.0) if self._lost_for else ((found.x - self._spot.x), (found.y - self._spot.y))
        self._lost_for = 0
        self._spot = found
        if likeness >= _SURE:
            self._learn(picture)
        return Sighting(found, likeness)

    def lose(self) -> None:
        """The next picture is of another camera: only what looks very much alike counts as found again."""
        self._lost_for += 1
        self._speed = (0.0, 0.0)

    def _search(self, picture: Gray) -> tuple[Spot, float]:
        """Look widely with the recent view, then closely with the first, which does not drift."""
        ahead = self._spot.moved(*self._speed)
        longest = max(self._spot.wide, self._spot.high)
        reach = max(_LEAST_REACH_PX, longest * min(_REACH + 0.1 * self._lost_for, _WIDEST_REACH))
        wide = self._best(picture, self._recent, ahead, reach, _ZOOMS)
        if self._lost_for:
            others = (self._best(picture, known, ahead, reach, _ZOOMS) for known in self._known)
            wide = max((wide, *others), key=lambda found: found[1])
        near, recent_likeness = self._best(picture, self._recent, wide[0], 3 * self._per_view_px, _FINE_ZOOMS)
        if recent_likeness < wide[1]:
            near, recent_likeness = wide
        anchored, first_likeness = self._best(picture, self._first, near, 3 * self._per_view_px, _FINE_ZOOMS)
        if first_likeness >= _SURE:
            return anchored, max(first_likeness, recent_likeness)
        known_likeness = max(first_likeness, *(_likeness(self._view(picture, near), known) for known in self._known))
        return near, float(np.clip(recent_likeness * (0.5 + 0.5 * known_likeness), 0.0, 1.0))

    def _best(self, picture: Gray, view: View, around: Spot, reach_px: float, zooms: tuple[float, ...]) -> tuple[Spot, float]:
        """Return the place within reach that looks most like the view, and how like it is."""
        found = [self._match(picture, view, around, reach_px, zoom) for zoom in zooms]
        return max(found, key=lambda each: each[1] - _RESIZED * (each[0].wide != around.wide))

    def _match(self, picture: Gray, view: View, around: Spot, reach_px: float, zoom: float) -> tuple[Spot, float]:
        spot = around.moved(0.0, 0.0, zoom)
        px = self._per_view_px * spot.wide / self._size
        margin = max(1, int(np.ceil(reach_px / px)))
        rows, columns = view.shape
        window = _resampled(picture, spot.x, spot.y, px, (rows + 2 * margin, columns + 2 * margin))
        likeness = _correlation(window, view)
        row, column = (int(each) for each in np.unravel_index(int(np.argmax(likeness)), likeness.shape))
        down, across = row + _between(likeness[:, column], row) - margin, column + _between(likeness[row], column) - margin
        return spot.moved(across * px, down * px), float(likeness[row, column])

    def _learn(self, picture: Gray) -> None:
        self._recent = self._view(picture, self._spot)
        if all(_likeness(self._recent, known) < _SURE + 0.1 for known in self._known):
            self._known = [self._first, *self._known[1:][-(_MEMORY - 1) :], self._recent]

    def _view(self, picture: Gray, spot: Spot) -> View:
        return _resampled(picture, spot.x, spot.y, self._per_view_px * spot.wide / self._size, self._shape)

    def _is_outside(self, picture: Gray, spot: Spot) -> bool:
        """Whether its middle has left the picture."""
        height, width = picture.shape
        return not (0 <= spot.x < width and 0 <= spot.y < height)


def _view_side(side: float, per_view_px: float) -> int:
    return max(_LEAST_VIEW, round(side * (1 + 2 * _CONTEXT) / per_view_px))


def _resampled(picture: Gray, x: float, y: float, px: float, shape: tuple[int, int]) -> View:
    """Return a grid of `shape` values around (x, y), `px` picture pixels apart; beyond the border the edge goes on."""
    height, width = picture.shape
    ys = np.clip(y + (np.arange(shape[0]) - (shape[0] - 1) / 2) * px, 0, height - 1.001)
    xs = np.clip(x + (np.arange(shape[1]) - (shape[1] - 1) / 2) * px, 0, width - 1.001)
    top, left = ys.astype(np.intp), xs.astype(np.intp)
    down, right = (ys - top).astype(np.float32)[:, None], (xs - left).astype(np.float32)
    above, below = picture[top].astype(np.float32), picture[top + 1].astype(np.float32)
    rows = above * (1 - down) + below * down
    return np.asarray(rows[:, left] * (1 - right) + rows[:, left + 1] * right, dtype=np.float32)


def _correlation(window: View, view: View) -> View:
    """Return the normalised correlation, -1..1, of the view with every place in the window where it fits."""
    rows, columns = view.shape
    height, width = window.shape[0] - rows + 1, window.shape[1] - columns + 1
    centred = view - view.mean()
    shape = (_fast_size(window.shape[0]), _fast_size(window.shape[1]))
    product = np.fft.irfft2(np.fft.rfft2(window, shape) * np.conj(np.fft.rfft2(centred, shape)), shape)[:height, :width]
    sums = _sums_under(window.astype(np.float64), rows, columns)
    squares = _sums_under(window.astype(np.float64) ** 2, rows, columns)
    spread = np.sqrt(np.maximum(squares - sums**2 / view.size, 0.0)) * np.linalg.norm(centred)
    # Where the window is one colour nothing can be recognised.
    return np.asarray(np.where(spread > _FLAT**2 * view.size, product / np.maximum(spread, 1e-6), 0.0), dtype=np.float32)


def _sums_under(values: NDArray[np.float64], rows: int, columns: int) -> NDArray[np.float64]:
    table = np.pad(values.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    return np.asarray(table[rows:, columns:] - table[:-rows, columns:] - table[rows:, :-columns] + table[:-rows, :-columns])


def _fast_size(size: int) -> int:
    """Return the next length whose only factors are 2, 3 and 5."""
    while True:
        rest = size
        for factor in (2, 3, 5):
            while rest % factor == 0:
                rest //= factor
        if rest == 1:
            return size
        size += 1


def _likeness(one: View, other: View) -> float:
    return float(_correlation(one, other)[0, 0])


def _between(line: View, at: int) -> float:
    """Return how far the top of the parabola through three values lies from the middle one, -0.5..0.5."""
    if not 0 < at < len(line) - 1:
        return 0.0
    before, here, after = (float(value) for value in line[at - 1 : at + 2])
    bend = before - 2 * here + after
    return float(np.clip((before - after) / (2 * bend), -0.5, 0.5)) if bend < 0 else 0.0
