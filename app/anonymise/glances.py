"""Look at every frame, but at the quiet ones in between with a quarter of the work.

Frames that follow hard upon one another differ little. Every second one of ordinary film is first only glanced at, at half
the size. The glance counts when it sees every face that the frames before and after show, and no other; in all other cases,
at a cut, when something moves fast, when a face is small or uncertain, that frame gets a whole look as well. What is missed
by this is measured by `bench.py faces` and `bench.py two_people`: no face more than with whole looks alone.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.anonymise.cuts import thumbnail
from app.anonymise.face_finder import FloatArray, input_size, overlap
from app.anonymise.tracks import START_CONFIDENCE

Pixels = NDArray[np.uint8]
Find = Callable[[Pixels], FloatArray]

GLANCE_WITHIN_MS = 45
"""How long after a whole look a glance may do: every second frame at 22 to 45 frames per second, none below that."""
_SAME_FACE = 0.4
_ALIKE = 6.0
"""Mean difference of brightness (0..255) between thumbnails of frames that hardly differ."""
_REDONE_IN_A_ROW = 3
_REST_MS = 1000
"""So long no glance is tried after several that did not do: then they only cost time."""
_MOST_WORKERS = 4
_WAITING_PER_WORKER = 4


@dataclass
class LookedAt:
    """A frame with what was found in it: rows (x0, y0, x1, y1, confidence), the most certain first."""

    at_ms: int
    pixels: Pixels
    thumbnail: Pixels
    faces: FloatArray


@dataclass
class _Waiting:
    at_ms: int
    pixels: Pixels
    thumbnail: Pixels
    found: Future[FloatArray]
    is_glance: bool


def look_through(pictures: Iterator[tuple[int, Pixels]], find: Find) -> Iterator[LookedAt]:
    """Yield what is found in each picture, in order; `pictures` are (time, height x width x 3), sides multiples of 32.

    Several are looked at at once while the next ones are decoded.
    """
    workers = min(os.cpu_count() or 1, _MOST_WORKERS)
    with ThreadPoolExecutor(workers) as pool:
        looking = _Looking(find, pool)
        for at_ms, pixels in pictures:
            looking.begin(at_ms, pixels)
            if len(looking.waiting) >= workers * _WAITING_PER_WORKER:
                yield looking.next()
        while looking.waiting:
            yield looking.next()


class _Looking:
    """The frames that are being looked at, and when a glance will do."""

    def __init__(self, find: Find, pool: ThreadPoolExecutor) -> None:
        self.waiting: deque[_Waiting] = deque()
        self._find = find
        self._pool = pool
        self._whole_look_ms = -GLANCE_WITHIN_MS - 1
        self._before: FloatArray = np.empty((0, 5), np.float32)
        self._last_thumbnail: Pixels | None = None
        self._redone = 0
        self._no_glance_until_ms = 0

    def begin(self, at_ms: int, pixels: Pixels) -> None:
        """Start looking at the next frame."""
        small = thumbnail(pixels)
        is_glance = at_ms - self._whole_look_ms <= GLANCE_WITHIN_MS and at_ms >= self._no_glance_until_ms and self._is_quiet(small)
        self._last_thumbnail = small
        if not is_glance:
            self._whole_look_ms = at_ms
        found = self._pool.submit(self._find, _halved(pixels) if is_glance else pixels)
        self.waiting.append(_Waiting(at_ms, pixels, small, found, is_glance))

    def next(self) -> LookedAt:
        """Return the first frame that waits."""
        frame = self.waiting.popleft()
        faces = self._settled(frame) if frame.is_glance else frame.found.result()
        if not frame.is_glance:
            self._before = faces
        return LookedAt(frame.at_ms, frame.pixels, frame.thumbnail, faces)

    def _settled(self, frame: _Waiting) -> FloatArray:
        after = next((later.found.result() for later in self.waiting if not later.is_glance), None)
        glance = frame.found.result()
        if after is not None and _says_enough(glance, self._before, after):
            self._redone = 0
            around = np.concatenate([self._before, after])
            return glance[[_is_among(face, around) for face in glance]]
        self._redone += 1
        if self._redone >= _REDONE_IN_A_ROW:
            self._redone = 0
            self._no_glance_until_ms = frame.at_ms + _REST_MS
        return self._pool.submit(self._find, frame.pixels).result()

    def _is_quiet(self, small: Pixels) -> bool:
        last = self._last_thumbnail
        return last is not None and float(np.abs(small.astype(np.int16) - last).mean()) <= _ALIKE


def _says_enough(glance: FloatArray, before: FloatArray, after: FloatArray) -> bool:
    """Whether the glance saw every face seen before or after, and none that was not."""
    seen = _strong(glance)
    around = np.concatenate([before, after])
    return all(_is_among(face, seen) for face in _strong(around)) and all(_is_among(face, around) for face in seen)


def _strong(faces: FloatArray) -> FloatArray:
    return faces[faces[:, 4] >= START_CONFIDENCE]


def _is_among(face: FloatArray, others: FloatArray) -> bool:
    return bool(len(others)) and float(overlap(face, others).max()) >= _SAME_FACE


def _halved(pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    return np.asarray(Image.fromarray(pixels).resize(input_size(width, height, max(width, height) // 2), Image.Resampling.BOX))
