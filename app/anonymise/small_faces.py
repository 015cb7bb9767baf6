"""Follow the small faces that only a larger picture shows, from frame to frame, on and back.

Every so often a frame is looked at larger. What that look hardly sees is looked at closer still, spot by spot; what is a face
then is looked for at its spot in every frame after and before, where no look at the whole picture found it.
"""

from collections import deque
from collections.abc import Iterator

import numpy as np

from app.anonymise.face_finder import MOST_FACES, Find, FloatArray
from app.anonymise.looked_at import LookedAt, strong
from app.anonymise.spots import Spot, among, look_closer
from app.anonymise.tracks import SURE_CONFIDENCE

BACK_MS = 800
_STILL_THERE = 0.1
"""Enough to go on following a face that was sure once."""
_SAME_FACE = 0.3
_MOST_SPOTS = 12
_MOST_TRIES = 12
_LARGEST_PX = 48
"""A larger face is no surer when it is enlarged."""
_MISSES_BACK = 3


class SmallFaces:
    """Takes the frames in order and gives them back, a little later, with the small faces in them."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._spots: list[Spot] = []
        self._recent: deque[LookedAt] = deque()

    def add(self, frame: LookedAt, closer: FloatArray | None) -> Iterator[LookedAt]:
        """Take the next frame, with what a closer look saw in it if there was one; yield the frames that are finished."""
        for spot in self._spots:
            self._follow(spot, frame)
        self._spots = [spot for spot in self._spots if not spot.is_lost(frame.at_ms)]
        if closer is not None:
            self._begin(frame, closer)
        self._recent.append(frame)
        while self._recent[0].at_ms < frame.at_ms - BACK_MS:
            yield self._recent.popleft()

    def rest(self) -> Iterator[LookedAt]:
        """Yield the last frames."""
        yield from self._recent

    def _begin(self, frame: LookedAt, closer: FloatArray) -> None:
        for face in self._new_faces(frame, closer)[: _MOST_SPOTS - len(self._spots)]:
            self._spots.append(Spot.at(face, frame.at_ms))
            back = Spot.at(face, frame.at_ms)
            misses = 0
            for earlier in reversed(self._recent):
                if among(back.expected(earlier.at_ms), strong(earlier.faces), _SAME_FACE) is not None:
                    break
                misses += not self._follow(back, earlier)
                if misses == _MISSES_BACK:
                    break

    def _new_faces(self, frame: LookedAt, closer: FloatArray) -> list[FloatArray]:
        """Return the faces that are sure when looked at closer, and put them in the frame."""
        weak = np.concatenate([closer, frame.faces])
        weak = weak[np.argsort(-weak[:, 4], kind="stable")]
        known = [strong(frame.faces), *(spot.expected(frame.at_ms)[np.newaxis] for spot in self._spots)]
        found: list[FloatArray] = []
        tries = 0
        for face in weak:
            if among(face, np.concatenate(known), 0.0) is not None:
                continue
            if face[4] < SURE_CONFIDENCE:
                if tries == _MOST_TRIES or frame.picture.longest_px(face) > _LARGEST_PX:
                    continue
                tries += 1
                nearer = look_closer(frame.picture.showing(face), face, self._find)
                if nearer is None or nearer[4] < SURE_CONFIDENCE or among(nearer, np.concatenate(known), 0.0) is not None:
                    continue
                face = nearer  # noqa: PLW2901
            found.append(face)
            known.append(face[np.newaxis])
            _put(face, frame)
        return found

    def _follow(self, spot: Spot, frame: LookedAt) -> bool:
        """Look at the spot in this frame and return whether the face is there."""
        expected = spot.expected(frame.at_ms)
        seen = strong(frame.faces)
        number = among(expected, seen, _SAME_FACE)
        face = look_closer(frame.picture.showing(expected), expected, self._find) if number is None else seen[number]
        if face is None or face[4] < _STILL_THERE:
            return False
        spot.move_to(face, frame.at_ms)
        if number is None:
            _put(face, frame)
        return True


def _put(face: FloatArray, frame: LookedAt) -> None:
    others = frame.faces[[among(other, face[np.newaxis], _SAME_FACE) is None for other in frame.faces]]
    frame.faces = np.concatenate([face[np.newaxis], others[: MOST_FACES - 1]])
