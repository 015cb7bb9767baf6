"""Look at every frame, with as little work as finds the same faces.

Frames that follow hard upon one another differ little. Most of ordinary film is first only glanced at, at half the size. The
glance counts when it sees no face that the looks before and after do not show; a face that it misses is looked at closer, by
itself. Where that does not find it either, at a cut and when something moves fast, the frame gets a whole look as well. What
is missed by this is measured by `bench.py two_people`.

Now and then a frame also comes larger, for the faces a whole look cannot see; see `small_faces`.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from PIL import Image

from app.anonymise.closer_look import look_closer
from app.anonymise.cuts import thumbnail
from app.anonymise.dark_pictures import brightened
from app.anonymise.face_finder import Find, FloatArray, Pixels, among, input_size
from app.anonymise.fragment_frames import fragment_frames
from app.anonymise.looked_at import LookedAt, Picture, strong
from app.anonymise.small_faces import SmallFaces
from app.anonymise.tracks import START_CONFIDENCE
from app.decode.video_file import VideoFile

GLANCE_WITHIN_MS = 85
"""How long after a whole look a glance may do: two of three frames at 25 and 30 per second, none below twelve."""
_CLOSER_SIDE = 1280
_CLOSER_EVERY_MS = 800
_WORTH_IT = 1.3
_MOST_PIXELS_KEPT = 4096 * 2304
"""Frames wait by dozens until nothing more can be found in them; one larger than this is made smaller before it waits."""
_SAME_FACE = 0.4
_ALIKE = 6.0
"""Mean difference of brightness (0..255) between thumbnails of frames that hardly differ."""
_REDONE_IN_A_ROW = 3
_REST_MS = 1000
"""So long no glance is tried after several that did not do: then they only cost time."""
_MOST_WORKERS = 4
_WAITING_PER_WORKER = 4


@dataclass
class _Waiting:
    picture: Picture
    thumbnail: Pixels
    found: Future[FloatArray]
    found_larger: Future[FloatArray] | None
    is_glance: bool
    is_closer: bool


def pictures_to_look_at(video: VideoFile, from_ms: int, to_ms: int, side: int) -> Iterator[Picture]:
    """Yield each frame's picture with this longest side, which can show more where the recording does."""
    width, height = video.layout.shown_size
    larger_side = min(max(width, height), _CLOSER_SIDE)
    size, larger_size = input_size(width, height, side), input_size(width, height, larger_side)
    for at_ms, frame in fragment_frames(video, from_ms, to_ms):
        enlarge: Callable[[], Pixels] | None = None
        if larger_side >= side * _WORTH_IT:
            enlarge = partial(frame.upright, "rgb24", larger_size)
            if width * height > _MOST_PIXELS_KEPT:
                enlarge = partial(np.asarray, enlarge())
        yield Picture(at_ms, frame.upright("rgb24", size), enlarge)


def look_through(pictures: Iterator[Picture], find: Find) -> Iterator[LookedAt]:
    """Yield what is found in each picture, in order.

    Several are looked at at once while the next ones are decoded.
    """
    workers = min(os.cpu_count() or 1, _MOST_WORKERS)
    small_faces = SmallFaces(find)
    with ThreadPoolExecutor(workers) as pool:
        looking = _Looking(find, pool)
        for picture in pictures:
            looking.begin(picture)
            if len(looking.waiting) >= workers * _WAITING_PER_WORKER:
                yield from small_faces.add(*looking.next())
        while looking.waiting:
            yield from small_faces.add(*looking.next())
    yield from small_faces.rest()


class _Looking:
    """The frames that are being looked at, and when a glance will do."""

    def __init__(self, find: Find, pool: ThreadPoolExecutor) -> None:
        self.waiting: deque[_Waiting] = deque()
        self._find = find
        self._pool = pool
        self._whole_look_ms = -GLANCE_WITHIN_MS - 1
        self._closer_look_ms = -_CLOSER_EVERY_MS
        self._before: FloatArray = np.empty((0, 5), np.float32)
        self._last_thumbnail: Pixels | None = None
        self._redone = 0
        self._no_glance_until_ms = 0

    def begin(self, picture: Picture) -> None:
        """Start looking at the next frame."""
        small, at_ms = thumbnail(picture.pixels), picture.at_ms
        is_closer = at_ms - self._closer_look_ms >= _CLOSER_EVERY_MS
        may_glance = not is_closer and at_ms - self._whole_look_ms <= GLANCE_WITHIN_MS and at_ms >= self._no_glance_until_ms
        is_glance = may_glance and self._is_quiet(small)
        self._last_thumbnail = small
        if not is_glance:
            self._whole_look_ms = at_ms
        if is_closer:
            self._closer_look_ms = at_ms
        found = self._look(_halved(picture.pixels) if is_glance else picture.pixels)
        found_larger = self._pool.submit(self._look_larger, picture.larger) if is_closer and picture.enlarge else None
        self.waiting.append(_Waiting(picture, small, found, found_larger, is_glance, is_closer))

    def next(self) -> tuple[LookedAt, FloatArray | None]:
        """Return the first frame that waits, and what the larger picture shows of it: None when it is not the time for that."""
        frame = self.waiting.popleft()
        faces = self._settled(frame) if frame.is_glance else frame.found.result()
        if not frame.is_glance:
            self._before = faces
        larger = frame.found_larger.result() if frame.found_larger else faces
        return LookedAt(frame.picture, frame.thumbnail, faces), larger if frame.is_closer else None

    def _settled(self, frame: _Waiting) -> FloatArray:
        after = next((later.found.result() for later in self.waiting if not later.is_glance), None)
        if after is not None:
            faces = self._completed(frame.found.result(), np.concatenate([self._before, after]), frame.picture)
            if faces is not None:
                self._redone = 0
                return faces
        self._redone += 1
        if self._redone >= _REDONE_IN_A_ROW:
            self._redone = 0
            self._no_glance_until_ms = frame.picture.at_ms + _REST_MS
        return self._look(frame.picture.pixels).result()

    def _look_larger(self, pixels: Pixels) -> FloatArray:
        """Look at a dark picture as it is as well: where little light was stored, brightening brings out the squares of the compression."""
        bright = brightened(pixels)
        found = self._find(bright)
        return found if bright is pixels else np.concatenate([found, self._find(pixels)])

    def _look(self, pixels: Pixels) -> Future[FloatArray]:
        return self._pool.submit(lambda: self._find(brightened(pixels)))

    def _completed(self, glance: FloatArray, around: FloatArray, picture: Picture) -> FloatArray | None:
        """Return the faces of a glance and those it missed, None when it tells too little."""
        is_known = [among(face, around, _SAME_FACE) is not None for face in glance]
        if not all(known or face[4] < START_CONFIDENCE for face, known in zip(glance, is_known, strict=True)):
            return None
        faces = glance[is_known]
        for face in strong(around):
            if among(face, strong(faces), _SAME_FACE) is None:
                nearer = look_closer(picture.showing(face), face, self._find)
                if nearer is None or nearer[4] < START_CONFIDENCE:
                    return None
                faces = np.concatenate([faces, nearer[np.newaxis]])
        return faces

    def _is_quiet(self, small: Pixels) -> bool:
        last = self._last_thumbnail
        return last is not None and float(np.abs(small.astype(np.int16) - last).mean()) <= _ALIKE


def _halved(pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    return np.asarray(Image.fromarray(pixels).resize(input_size(width, height, max(width, height) // 2), Image.Resampling.BOX))
