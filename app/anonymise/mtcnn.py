"""MTCNN on one picture: another family of face finder than CenterFace, for the second look.

Three small networks, one after the other (Zhang, Zhang, Li, Qiao: "Joint Face Detection and Alignment using Multitask
Cascaded Convolutional Networks", 2016): the first runs over the picture at ever smaller sizes and proposes squares, the
second and the third each look at what is left of them, refuse most and move the rest into place.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.anonymise.models import MTCNN
from app.common.shipped_model import open_network

LEAST_FACE = 20
"""Smallest side of a face in the picture that is looked at, in pixels."""
_FIRST_SIDE, _FIRST_STRIDE = 12, 2
"""The first network sees squares of 12 pixels, two pixels apart."""
_SHRINK = 0.709
"""From one size of the picture to the next: about half the surface, as in the paper."""
_LATER_SIDES = (24, 48)
_SURE = (0.6, 0.7)
"""What the first and the second network must at least say; the paper's."""
_MOST_SQUARES = 400
"""More squares than this go no further: a picture full of noise must not take minutes."""
_SLIVER = 1e-3

Floats = NDArray[np.float32]
Pixels = NDArray[np.uint8]


class CascadeFinder:
    """The three networks, loaded. `find` may be called from several threads at once."""

    def __init__(self) -> None:
        self._first, *self._later = (open_network(model) for model in MTCNN)

    def find(self, pixels: Pixels, threshold: float) -> Floats:
        """Return the faces as rows (x0, y0, x1, y1, confidence), the most certain first.

        `pixels` is (height, width, 3) in the order red, green, blue. Coordinates are fractions 0..1 of the picture.
        """
        picture = Image.fromarray(pixels)
        boxes = self._proposed(picture)
        for network, side, least in zip(self._later, _LATER_SIDES, (_SURE[1], threshold), strict=True):
            boxes = self._refined(network, picture, _squares(boxes), side, least)
        width, height = picture.size
        boxes[:, :4] = np.clip(boxes[:, :4] / np.array([width, height, width, height], np.float32), 0.0, 1.0)
        boxes = boxes[(boxes[:, 2] - boxes[:, 0] > _SLIVER) & (boxes[:, 3] - boxes[:, 1] > _SLIVER)]
        return _without_doubles(boxes, 0.7, of_the_smaller=True)

    def _proposed(self, picture: Image.Image) -> Floats:
        scale = _FIRST_SIDE / LEAST_FACE
        found = [np.empty((0, 5), np.float32)]
        while min(picture.size) * scale >= _FIRST_SIDE:
            size = (round(picture.width * scale), round(picture.height * scale))
            given = np.asarray(picture.resize(size, Image.Resampling.BOX), np.float32).transpose(2, 0, 1)[np.newaxis]
            sure, corrections = self._first.run(None, {"pixels": given})
            found.append(_without_doubles(_from_cells(sure[0, 1], corrections[0], picture.width / size[0], picture.height / size[1]), 0.5))
            scale *= _SHRINK
        return _without_doubles(np.concatenate(found), 0.7)

    def _refined(self, network: object, picture: Image.Image, boxes: Floats, side: int, least: float) -> Floats:
        inside = np.clip(np.round(boxes[:, :4]), 0, [picture.width, picture.height] * 2)
        is_whole = (inside[:, 2] - inside[:, 0] >= 1) & (inside[:, 3] - inside[:, 1] >= 1)
        boxes, inside = boxes[is_whole], inside[is_whole]
        if not len(boxes):
            return boxes
        crops = [np.asarray(picture.resize((side, side), Image.Resampling.BOX, box=tuple(edges)), np.float32) for edges in inside]
        sure, corrections = network.run(None, {"pixels": np.stack(crops).transpose(0, 3, 1, 2)})  # type: ignore[attr-defined]
        is_face = sure[:, 1] > least
        return _without_doubles(_moved(boxes[is_face], corrections[is_face], sure[is_face, 1]), 0.7)


def _from_cells(sure: Floats, corrections: Floats, wider: float, higher: float) -> Floats:
    rows, columns = np.nonzero(sure >= _SURE[0])
    x0, y0 = columns * _FIRST_STRIDE, rows * _FIRST_STRIDE
    squares = np.stack([x0, y0, x0 + _FIRST_SIDE, y0 + _FIRST_SIDE, np.zeros_like(x0)], axis=1)
    scaled = (squares * np.array([wider, higher, wider, higher, 0])).astype(np.float32)
    return _moved(scaled, corrections[:, rows, columns].T, sure[rows, columns])


def _moved(boxes: Floats, corrections: Floats, sure: Floats) -> Floats:
    """Return the boxes with each edge moved by its correction, in sides of the box."""
    sides = boxes[:, [2, 3, 2, 3]] - boxes[:, [0, 1, 0, 1]]
    return np.concatenate([boxes[:, :4] + corrections * sides, sure[:, np.newaxis]], axis=1, dtype=np.float32)


def _squares(boxes: Floats) -> Floats:
    """Return squares around the same middles, as large as the longest side."""
    middles = (boxes[:, 0:2] + boxes[:, 2:4]) / 2
    half = (boxes[:, 2:4] - boxes[:, 0:2]).max(axis=1, initial=0, keepdims=True) / 2
    return np.concatenate([middles - half, middles + half, boxes[:, 4:]], axis=1, dtype=np.float32)


def _without_doubles(boxes: Floats, most_shared: float, *, of_the_smaller: bool = False) -> Floats:
    """Keep the most certain of boxes that share more than this of both together, or of the smaller of the two."""
    boxes = boxes[np.argsort(-boxes[:, 4], kind="stable")]
    areas = np.prod(np.clip(boxes[:, 2:4] - boxes[:, 0:2], 0, None), axis=1)
    kept: list[int] = []
    left = np.arange(len(boxes))
    while len(left) and len(kept) < _MOST_SQUARES:
        best, left = left[0], left[1:]
        kept.append(int(best))
        sides = np.minimum(boxes[best, 2:4], boxes[left, 2:4]) - np.maximum(boxes[best, 0:2], boxes[left, 0:2])
        shared = np.prod(np.clip(sides, 0, None), axis=1)
        whole = np.minimum(areas[best], areas[left]) if of_the_smaller else areas[best] + areas[left] - shared
        left = left[shared <= most_shared * whole]
    return boxes[kept]
