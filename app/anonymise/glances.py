"""Look at every frame, but at the quiet ones in between with a quarter of the work.

Frames that follow hard upon one another differ little. Every second one of ordinary film is first only glanced at, at half
the size. The glance counts when it sees every face that the frames before and after show, and no other; in all other cases,
at a cut, when something moves fast, when a face is small or uncertain, that frame gets a whole look as well. What is missed
by this is measured by `bench.py two_people`: in three half-minutes of assembled scenes as many faces stayed bare with it as without.

Now and then a frame also comes larger, for the small faces a whole look cannot see; often enough for a track to hold between.
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
from app.anonymise.face_finder import MOST_FACES, FloatArray, input_size, overlap
from app.anonymise.fragment_frames import fragment_frames
from app.anonymise.tracks import START_CONFIDENCE, SURE_CONFIDENCE
from app.decode.video_file import VideoFile

Pixels = NDArray[np.uint8]
Find = Callable[[Pixels], FloatArray]
Picture = tuple[int, Pixels, Pixels | None]
"""Time, height x width x 3, and perhaps the same larger."""

GLANCE_WITHIN_MS = 45
"""How long after a whole look a glance may do: every second frame at 22 to 45 frames per second, none below that."""
_CLOSER_SIDE = 1280
_CLOSER_EVERY_MS = 800
"""Within what is bridged, so that a face only a closer look sees is one track. It adds a fifth to a quarter of the time at
720p, and covers faces of 20 pixels that are otherwise not found at all."""
_WORTH_IT = 1.3
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
    found_closer: Future[FloatArray] | None
    is_glance: bool


def pictures_to_look_at(video: VideoFile, from_ms: int, to_ms: int, side: int) -> Iterator[Picture]:
    """Yield each frame's time, its picture with this longest side, and now and then the same larger where that shows more."""
    width, height = video.layout.shown_size
    closer_side = min(max(width, height), _CLOSER_SIDE)
    size, closer_size = input_size(width, height, side), input_size(width, height, closer_side)
    closer_ms = 0 if closer_side >= side * _WORTH_IT else to_ms
    for at_ms, frame in fragment_frames(video, from_ms, to_ms):
        larger = frame.upright("rgb24", closer_size) if at_ms >= closer_ms else None
        if larger is not None:
            closer_ms = at_ms + _CLOSER_EVERY_MS
        yield at_ms, frame.upright("rgb24", size), larger


def look_through(pictures: Iterator[Picture], find: Find) -> Iterator[LookedAt]:
    """Yield what is found in each picture, in order; the sides of all are multiples of 32.

    Several are looked at at once while the next ones are decoded.
    """
    workers = min(os.cpu_count() or 1, _MOST_WORKERS)
    with ThreadPoolExecutor(workers) as pool:
        looking = _Looking(find, pool)
        for at_ms, pixels, larger in pictures:
            looking.begin(at_ms, pixels, larger)
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

    def begin(self, at_ms: int, pixels: Pixels, larger: Pixels | None) -> None:
        """Start looking at the next frame."""
        small = thumbnail(pixels)
        is_glance = larger is None and at_ms - self._whole_look_ms <= GLANCE_WITHIN_MS and at_ms >= self._no_glance_until_ms and self._is_quiet(small)
        self._last_thumbnail = small
        if not is_glance:
            self._whole_look_ms = at_ms
        found = self._pool.submit(self._find, _halved(pixels) if is_glance else pixels)
        found_closer = None if larger is None else self._pool.submit(self._find, larger)
        self.waiting.append(_Waiting(at_ms, pixels, small, found, found_closer, is_glance))

    def next(self) -> LookedAt:
        """Return the first frame that waits."""
        frame = self.waiting.popleft()
        faces = self._settled(frame) if frame.is_glance else frame.found.result()
        if not frame.is_glance:
            self._before = faces
        if frame.found_closer is not None:
            faces = _with_small_ones(faces, frame.found_closer.result())
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


def _with_small_ones(faces: FloatArray, closer: FloatArray) -> FloatArray:
    """Add what only the closer look saw, if it is sure: a larger picture also shows more that looks like a face."""
    added = [face for face in closer if face[4] >= SURE_CONFIDENCE and not _touches(face, faces)]
    return np.concatenate([faces[: MOST_FACES - len(added)], np.array(added, np.float32).reshape(-1, 5)])


def _touches(face: FloatArray, others: FloatArray) -> bool:
    return bool(len(others)) and float(overlap(face, others).max()) > 0.0


def _strong(faces: FloatArray) -> FloatArray:
    return faces[faces[:, 4] >= START_CONFIDENCE]


def _is_among(face: FloatArray, others: FloatArray) -> bool:
    return bool(len(others)) and float(overlap(face, others).max()) >= _SAME_FACE


def _halved(pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    return np.asarray(Image.fromarray(pixels).resize(input_size(width, height, max(width, height) // 2), Image.Resampling.BOX))
