"""Follow the small faces that only a larger picture shows, from frame to frame, on and back.

Every so often a frame is looked at larger. What that look hardly sees is looked at closer still, spot by spot; what is a face
then is looked for at its spot in every frame after and before, where no look at the whole picture found it.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from app.anonymise.closer_look import look_closer, middle_of
from app.anonymise.face_finder import MOST_FACES, Find, FloatArray, among
from app.anonymise.looked_at import LookedAt, strong
from app.anonymise.tracks import START_CONFIDENCE, SURE_CONFIDENCE

_BACK_MS = 800
"""As long as it may be since the last look at a larger picture."""
_LOST_AFTER_MS = 400
_STILL_THERE = 0.1
"""Enough to go on following a face that was sure once."""
_SAME_FACE = 0.3
_MOST_FOLLOWED = 12
_MOST_TRIES = 12
_LARGEST_PX = 48
"""A larger face is no surer when it is enlarged."""
_MISSES_BACK = 3


@dataclass
class SmallFace:
    """A small face that was found by looking closer: where it was last, and how it moves."""

    face: FloatArray
    at_ms: int
    speed: FloatArray
    """Of its middle, in fractions of the picture per millisecond."""

    @staticmethod
    def at(face: FloatArray, at_ms: int) -> "SmallFace":
        """Return it as it is when it was seen once."""
        return SmallFace(face, at_ms, np.zeros(2, np.float32))

    def expected(self, at_ms: int) -> FloatArray:
        """Return where the face should be at this time, earlier or later."""
        away = self.speed * (at_ms - self.at_ms)
        return np.concatenate([self.face[:2] + away, self.face[2:4] + away, self.face[4:]])

    def move_to(self, face: FloatArray, at_ms: int) -> None:
        """Note where it was seen."""
        self.speed = np.asarray((self.speed + (middle_of(face) - middle_of(self.face)) / (at_ms - self.at_ms)) / 2, np.float32)
        self.face, self.at_ms = face, at_ms

    def is_lost(self, at_ms: int) -> bool:
        """Whether it has not been seen for too long."""
        return abs(at_ms - self.at_ms) > _LOST_AFTER_MS


class SmallFaces:
    """Takes the frames in order and gives them back, a little later, with the small faces in them."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._followed: list[SmallFace] = []
        self._recent: deque[LookedAt] = deque()

    def add(self, frame: LookedAt, larger: FloatArray | None) -> Iterator[LookedAt]:
        """Take the next frame, with what a look at it larger saw if there was one; yield the frames that are finished."""
        for small in self._followed:
            self._follow(small, frame)
        self._followed = [small for small in self._followed if not small.is_lost(frame.at_ms)]
        if larger is not None:
            for face in self._new_faces(frame, larger):
                _put(face, frame)
                if len(self._followed) < _MOST_FOLLOWED:
                    self._follow_back(SmallFace.at(face, frame.at_ms))
                    self._followed.append(SmallFace.at(face, frame.at_ms))
        self._recent.append(frame)
        while self._recent[0].at_ms < frame.at_ms - _BACK_MS:
            yield self._recent.popleft()

    def rest(self) -> Iterator[LookedAt]:
        """Yield the last frames."""
        yield from self._recent

    def _new_faces(self, frame: LookedAt, larger: FloatArray) -> Iterator[FloatArray]:
        """Yield the faces nobody knew that are sure, or become so when looked at closer."""
        known = np.concatenate([strong(frame.faces), *(small.expected(frame.at_ms)[np.newaxis] for small in self._followed)])
        seen = np.concatenate([larger, frame.faces])
        tries = 0
        for face in seen[np.argsort(-seen[:, 4], kind="stable")]:
            if among(face, known, 0.0) is not None:
                continue
            sure: FloatArray | None = face
            # Two looks that are half sure say as much as one that is sure.
            needed = SURE_CONFIDENCE - face[4] if START_CONFIDENCE <= face[4] < SURE_CONFIDENCE else SURE_CONFIDENCE
            if face[4] < SURE_CONFIDENCE:
                if tries == _MOST_TRIES or frame.picture.longest_px(face) > _LARGEST_PX:
                    continue
                tries += 1
                sure = look_closer(frame.picture.showing(face), face, self._find)
            if sure is not None and sure[4] >= needed and among(sure, known, 0.0) is None:
                known = np.concatenate([known, sure[np.newaxis]])
                yield sure

    def _follow_back(self, small: SmallFace) -> None:
        """Look for it in the frames before, to where it was seen already or is not there."""
        misses = 0
        for earlier in reversed(self._recent):
            if among(small.expected(earlier.at_ms), strong(earlier.faces), _SAME_FACE) is not None:
                return
            misses += not self._follow(small, earlier)
            if misses == _MISSES_BACK:
                return

    def _follow(self, small: SmallFace, frame: LookedAt) -> bool:
        """Look where it should be in this frame and return whether it is there."""
        expected = small.expected(frame.at_ms)
        seen = strong(frame.faces)
        number = among(expected, seen, _SAME_FACE)
        face = look_closer(frame.picture.showing(expected), expected, self._find) if number is None else seen[number]
        if face is None or face[4] < _STILL_THERE:
            return False
        small.move_to(face, frame.at_ms)
        if number is None:
            _put(face, frame)
        return True


def _put(face: FloatArray, frame: LookedAt) -> None:
    others = frame.faces[[among(other, face[np.newaxis], _SAME_FACE) is None for other in frame.faces]]
    frame.faces = np.concatenate([face[np.newaxis], others[: MOST_FACES - 1]])
