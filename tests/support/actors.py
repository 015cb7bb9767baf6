"""People cut out of the shared footage, to stand in assembled scenes: head and shoulders, and where the face is.

The truth of a face comes from the source alone: one person is in each of these clips, CenterFace looks at its whole
size, and what it misses for a moment lies on a straight line between the frames around it. A clip in which it misses more
than one frame in five is no source.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.anonymise.face_finder import FaceFinder, input_size
from app.decode.video_file import open_video

Pixels = NDArray[np.uint8]

FACE_HEIGHT = 150
"""Pixels, in the pictures of an actor; scenes scale them down."""
_FRAMES = 75
_CERTAIN = 0.5
_WIDE, _ABOVE, _BELOW = 1.1, 0.8, 1.6
"""How much of a person is cut out around the face: sideways in its widths, up and down in its heights."""
_LARGEST_SIDE = 960
_MOST_MISSED = 0.2

SOURCES = (
    ("webcam_1p.webm", 20_000),
    ("pratend_hoofd_1p_a.mp4", 500),
    ("interview_1p_vfr.mp4", 500),
    ("pratend_hoofd_1p_pt.mp4", 3000),
    ("telefoon_selfie_720x1280.mp4", 2000),
    ("zittend_portret_hevc.mp4", 1000),
    ("pratend_hoofd_1p_b.mp4", 500),
    ("grid_bbaf2n.mpg", 0),
    ("pratend_hoofd_mpeg4.mp4", 1000),
    ("grid_lrwp9a.mpg", 0),
    ("binnen_720p_b.mp4", 500),
    ("staand_mkv_a.mkv", 0),
)
"""Clips with one person, and from where they are taken."""


@dataclass(frozen=True)
class Pose:
    """One frame of an actor: the cut-out, and the face in it as (x0, y0, x1, y1) in its pixels."""

    pixels: Pixels
    face: tuple[float, float, float, float]


@dataclass(frozen=True)
class Actor:
    """A person through about three seconds, which scenes play to and fro."""

    name: str
    poses: tuple[Pose, ...]

    def pose(self, number: int) -> Pose:
        """Return the pose at this frame of a scene, however long that is."""
        last = len(self.poses) - 1
        there_and_back = number % (2 * last)
        return self.poses[min(there_and_back, 2 * last - there_and_back)]


@lru_cache(maxsize=len(SOURCES))
def actor(media: Path, number: int) -> Actor:
    """Return the actor of this number, counted round and round."""
    name, from_ms = SOURCES[number % len(SOURCES)]
    pictures, faces = _looked_at(media / "video" / name, from_ms)
    known = [index for index, face in enumerate(faces) if face is not None]
    if len(known) < (1 - _MOST_MISSED) * len(faces):
        raise AssertionError(f"{name}: the face is not certain often enough to be a truth")
    table = np.array([faces[index] for index in known], np.float64)
    boxes = np.stack([np.interp(range(len(faces)), known, table[:, edge]) for edge in range(4)], axis=1)
    return Actor(name, tuple(_cut_out(picture, box) for picture, box in zip(pictures, boxes, strict=True)))


def _looked_at(clip: Path, from_ms: int) -> tuple[list[Pixels], list[tuple[float, ...] | None]]:
    finder = FaceFinder()
    video = open_video(lambda: clip.open("rb", buffering=0))
    width, height = video.layout.shown_size
    size = input_size(width, height, min(max(width, height), _LARGEST_SIDE))
    pictures: list[Pixels] = []
    faces: list[tuple[float, ...] | None] = []
    for frame in video.frames(from_ms):
        found = finder.find(frame.upright("rgb24", size), _CERTAIN)
        pictures.append(frame.upright())
        faces.append(tuple(float(edge) for edge in found[0][:4] * (width, height, width, height)) if len(found) else None)
        if len(pictures) == _FRAMES:
            break
    video.close()
    return pictures, faces


def _cut_out(picture: Pixels, box: NDArray[np.float64]) -> Pose:
    x0, y0, x1, y1 = box
    wide, high = x1 - x0, y1 - y0
    left, top = max(0, round(x0 - _WIDE * wide)), max(0, round(y0 - _ABOVE * high))
    right, bottom = min(picture.shape[1], round(x1 + _WIDE * wide)), min(picture.shape[0], round(y1 + _BELOW * high))
    scale = FACE_HEIGHT / high
    size = (round((right - left) * scale), round((bottom - top) * scale))
    pixels = np.asarray(Image.fromarray(picture[top:bottom, left:right]).resize(size, Image.Resampling.BILINEAR))
    return Pose(pixels, ((x0 - left) * scale, (y0 - top) * scale, (x1 - left) * scale, (y1 - top) * scale))
