"""Find the faces in every frame of a range: a child looks, the parent checks what it says and joins it into tracks."""

import math
import os
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.anonymise.cuts import GRID, find_cuts
from app.anonymise.face_finder import Find, Pixels
from app.anonymise.likeness import LOOK_SIZE, alike_tracks, looks_of
from app.anonymise.tracks import FoundFace, join_faces
from app.common.byte_source import ByteSource
from app.common.errors import AppError, InputError, RefusedError
from app.common.progress import JobContext
from app.domain.anonymise_plan import Box, Track
from app.domain.timecode import TimeRange
from app.sandbox.child import ParentLink
from app.sandbox.parent import Child, Limits
from app.sandbox.wire import Header

LIMITS = Limits(memory_mb=4096, seconds=60)
STEP = "detect"
THRESHOLD = 0.05
"""Far below what makes a face: `tracks` decides what a weak sighting is worth."""
_LEAST_SIDE = 640
_MOST_SIDE = 960
_MOST_WORKERS = 4
_WAITING_PER_WORKER = 2
_MOST_FACES = 200
_LARGEST_SIDE = 16384


@dataclass(frozen=True)
class Detection:
    """What was found. `frame_times_ms` counts from the range's start; the sizes are of the upright picture.

    `seconds` is how long the looking took.
    """

    frame_times_ms: tuple[int, ...]
    width: int
    height: int
    tracks: tuple[Track, ...]
    alike: tuple[tuple[str, str], ...]
    """Pairs of track ids that look like one person; see `likeness`."""
    seconds: float


def detect(source: ByteSource, time_range: TimeRange, context: JobContext) -> Detection:
    """Return every head in the range as tracks that cover it from before its first to after its last sighting.

    Progress step `detect`, in milliseconds of the range.

    Raises:
        InputError: `range_empty` when no frame is on screen in this range, and what opening the video raises.
        RefusedError: `media_crashed`, also when the child says what cannot be.
        SystemProblem: `model_missing`.
        CancelledError: the context was cancelled.
    """
    started = time.monotonic()
    arguments: Header = {"from_ms": time_range.from_ms, "to_ms": time_range.to_ms}
    times: list[int] = []
    faces: list[list[FoundFace]] = []
    thumbnails: list[bytes] = []
    with Child(STEP, arguments, source, LIMITS, context) as child:
        first = child.next_item()
        if first is None:
            raise RefusedError("media_crashed")
        width, height = _checked_size(first[0])
        for untrusted, untrusted_bytes in child.items():
            times.append(_checked_time(untrusted, times, time_range))
            found = _checked_faces(untrusted)
            faces.append(_with_looks(found, untrusted_bytes[GRID * GRID :]))
            thumbnails.append(untrusted_bytes[: GRID * GRID])
    if not times:
        raise InputError("range_empty")
    cells = np.frombuffer(b"".join(thumbnails), np.uint8).reshape(len(thumbnails), GRID * GRID)
    tracks = join_faces(times, faces, find_cuts(cells))
    context.advance(STEP, time_range.duration_ms, time_range.duration_ms)
    return Detection(tuple(times), width, height, tracks, alike_tracks(tracks, faces), time.monotonic() - started)


def _checked_size(untrusted: Header) -> tuple[int, int]:
    width, height = untrusted.get("width"), untrusted.get("height")
    if not isinstance(width, int) or not isinstance(height, int) or not (0 < width <= _LARGEST_SIDE and 0 < height <= _LARGEST_SIDE):
        raise RefusedError("media_crashed")
    return width, height


def _checked_time(untrusted: Header, before: list[int], time_range: TimeRange) -> int:
    at_ms = untrusted.get("at_ms")
    earliest = before[-1] + 1 if before else 0
    if not isinstance(at_ms, int) or not earliest <= at_ms < time_range.duration_ms:
        raise RefusedError("media_crashed")
    return at_ms


def _checked_faces(untrusted: Header) -> list[FoundFace]:
    rows = untrusted.get("faces")
    if not isinstance(rows, list) or len(rows) > _MOST_FACES:
        raise RefusedError("media_crashed")
    return [checked_face(row) for row in rows]


def checked_face(untrusted_row: object) -> FoundFace:
    """Return the face a child reported as [x0, y0, x1, y1, confidence].

    Raises:
        RefusedError: `media_crashed` when it is not a box in the picture with a confidence.
    """
    if not isinstance(untrusted_row, list) or len(untrusted_row) != 5:
        raise RefusedError("media_crashed")
    if not all(isinstance(value, int | float) and math.isfinite(value) for value in untrusted_row):
        raise RefusedError("media_crashed")
    confidence = float(untrusted_row[4])
    try:
        box = Box(*(float(edge) for edge in untrusted_row[:4]))
    except AppError as error:
        raise RefusedError("media_crashed") from error
    if not 0.0 <= confidence <= 1.0:
        raise RefusedError("media_crashed")
    return FoundFace(box, confidence)


def _with_looks(found: list[FoundFace], untrusted: bytes) -> list[FoundFace]:
    """Return the faces with how they look. Any bytes are a thumbnail and looks, as long as there are enough of them."""
    if len(untrusted) != len(found) * LOOK_SIZE:
        raise RefusedError("media_crashed")
    return [replace(face, look=untrusted[number * LOOK_SIZE : (number + 1) * LOOK_SIZE]) for number, face in enumerate(found)]


def looking_side(width: int, height: int) -> int:
    """Return the longest side to look at, in pixels.

    Half the picture's is enough to find its faces (measured), but small pictures must grow to keep theirs.
    """
    return min(max(max(width, height) // 2, _LEAST_SIDE), _MOST_SIDE)


def detect_job(link: ParentLink, arguments: dict[str, Any]) -> None:
    """Child: send the picture's size, then per frame its time and faces, with a thumbnail and how each face looks."""
    from app.anonymise.face_finder import FaceFinder
    from app.anonymise.glances import look_through, pictures_to_look_at
    from app.decode.video_file import open_video

    video = open_video(link.open_source)
    from_ms, to_ms = arguments["from_ms"], arguments["to_ms"]
    width, height = video.layout.shown_size
    link.item({"width": width, "height": height})
    pictures = pictures_to_look_at(video, from_ms, to_ms, looking_side(width, height))
    for frame in look_through(pictures, partial(FaceFinder().find, threshold=THRESHOLD)):
        link.item({"at_ms": frame.at_ms, "faces": _rows(frame.faces)}, frame.thumbnail.tobytes() + looks_of(frame.picture.pixels, frame.faces))
        link.progress(STEP, frame.at_ms, to_ms - from_ms)


def find_in_all(pictures: Iterator[tuple[int, Pixels]], find: Find) -> Iterator[tuple[int, Pixels, list[list[float]]]]:
    """Yield (time, picture, rows found) in order, looking in several pictures at once while the next ones are decoded."""
    workers = min(os.cpu_count() or 1, _MOST_WORKERS)
    waiting: deque[tuple[int, Pixels, Future[Any]]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        for at_ms, pixels in pictures:
            waiting.append((at_ms, pixels, pool.submit(find, pixels)))
            if len(waiting) >= workers * _WAITING_PER_WORKER:
                yield _ready(waiting.popleft())
        while waiting:
            yield _ready(waiting.popleft())


def _ready(looked: tuple[int, Pixels, Future[Any]]) -> tuple[int, Pixels, list[list[float]]]:
    at_ms, pixels, found = looked
    return at_ms, pixels, _rows(found.result())


def _rows(faces: NDArray[np.float32]) -> list[list[float]]:
    return [[round(float(value), 6) for value in row] for row in faces]
