"""PP-OCR's text detection on one picture: where is text, as fractions of the picture, with a confidence."""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from app.anonymise.models import PP_OCR_DETECTION
from app.common.shipped_model import open_network

_IS_TEXT = 0.3
_CELL = 4
"""Pixels of the probability map that are taken together when looking which belong to one piece of text."""
_FEWEST_CELLS = 3
_LEAST_CONFIDENCE = 0.5
_UNCLIP = 1.6
"""The network marks the core of letters; a piece grows by this times its area over its outline (Liao and others, 2020)."""
_TALL = 0.05
"""A piece higher than this part of the picture and higher than wide is no line of text; measured, those were faces and legs."""
_MOST_PIECES = 200

FloatArray = NDArray[np.float32]


class TextModel:
    """One loaded network. `find` may be called from several threads at once."""

    def __init__(self) -> None:
        self._session = open_network(PP_OCR_DETECTION)
        self._input_name = self._session.get_inputs()[0].name

    def find(self, pixels: NDArray[np.uint8]) -> list[list[float]]:
        """Return pieces of text as rows (x0, y0, x1, y1, confidence), the most certain first.

        `pixels` is (height, width, 3) in the order red, green, blue; both sides a multiple of 32.
        """
        tensor = np.ascontiguousarray(pixels[:, :, ::-1].transpose(2, 0, 1)[np.newaxis], dtype=np.float32) / 127.5 - 1.0
        (likely,) = self._session.run(None, {self._input_name: tensor})
        return pieces(likely[0, 0])


def pieces(likely: FloatArray) -> list[list[float]]:
    """Return upright boxes around the pieces of text in a probability map, height x width, as fractions of it."""
    height, width = likely.shape
    cells = likely.reshape(height // _CELL, _CELL, width // _CELL, _CELL).max(axis=(1, 3)) > _IS_TEXT
    found = []
    for rows, columns in _connected(cells):
        top, left = rows.min() * _CELL, columns.min() * _CELL
        part = likely[top : (rows.max() + 1) * _CELL, left : (columns.max() + 1) * _CELL]
        ys, xs = np.nonzero(part > _IS_TEXT)
        confidence = float(part[ys, xs].mean())
        if len(rows) < _FEWEST_CELLS or confidence < _LEAST_CONFIDENCE:
            continue
        x0, y0, x1, y1 = left + xs.min(), top + ys.min(), left + xs.max() + 1, top + ys.max() + 1
        if y1 - y0 > max(_TALL * height, x1 - x0):
            continue
        grown = _UNCLIP * (x1 - x0) * (y1 - y0) / (2 * (x1 - x0 + y1 - y0))
        edges = (max(x0 - grown, 0) / width, max(y0 - grown, 0) / height, min(x1 + grown, width) / width, min(y1 + grown, height) / height)
        found.append([*(round(float(edge), 6) for edge in edges), round(confidence, 4)])
    return sorted(found, key=lambda row: -row[4])[:_MOST_PIECES]


def _connected(cells: NDArray[np.bool_]) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Return the (rows, columns) of each group of set cells that touch, corners too."""
    left = {(int(row), int(column)) for row, column in zip(*np.nonzero(cells), strict=True)}
    groups = []
    while left:
        waiting = deque([left.pop()])
        group = []
        while waiting:
            row, column = waiting.popleft()
            group.append((row, column))
            around = {(row + down, column + across) for down in (-1, 0, 1) for across in (-1, 0, 1)} & left
            left -= around
            waiting.extend(around)
        rows, columns = np.array(group, dtype=np.intp).T
        groups.append((rows, columns))
    return groups
