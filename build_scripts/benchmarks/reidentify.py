"""Can a face embedder still tell who is under the mask? Share of right answers, for each way of covering, beside chance.

Needs the shared test footage, and two packages that are no dependency: `pip install dlib-bin face_recognition_models` in an
environment of their own, named in PYTHONPATH. The attacker has seen every person in the same scene, and knows where the head is:
once with clear faces to compare with, once with faces covered in the very same way (who knows the method, compares like with like).
The second also compares what of the room stands beside the mask, and the mask's shape. So of the
opaque mask each is looked at alone: what lies within it, its shape, and the room beside it with a square of one size over the mask.
"""

import io
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import av
import numpy as np
from measure import seconds
from numpy.typing import NDArray
from PIL import Image

from app.anonymise.detect import detect
from app.anonymise.render import render
from app.common.byte_source import FileSource
from app.common.ids import FragmentId
from app.common.progress import JobContext
from app.domain.anonymise_plan import AnonymisePlan, Box, BoxOrigin, MaskStyle, Track, approve
from app.domain.timecode import TimeRange

_RANGE = TimeRange(0, 1600)
_PEOPLE = (
    *("editlist_1p_720p.mp4", "webcam_1p.mp4", "interview_1p_vfr.mp4", "pratend_hoofd_1p_a.mp4", "pratend_hoofd_1p_b.mp4"),
    *("zittend_portret_hevc.mp4", "telefoon_selfie_720x1280.mp4", "pratend_hoofd_1p_pt.mp4", "binnen_720p_a.mp4", "binnen_720p_b.mp4"),
    *("hand_voor_gezicht.avi", "qcif_1p.mp4", "staand_mkv_a.mkv", "pratend_hoofd_mpeg4.mp4", "grid_bbaf2n.mpg"),
)
"""One person each, and no person twice."""
_STYLES = (MaskStyle.SOLID, MaskStyle.PIXELATE, MaskStyle.BLUR)
_PICTURES = 4
"""Of each person: that many to know them by from the first half, and that many to recognise from the second."""
_SIDE = 150
_APART = ("alleen het vlak", "alleen de vorm", "alleen de omgeving")
_WITHIN = slice(_SIDE // 4, _SIDE * 3 // 4)
_EDGE = _SIDE // 12
_AROUND = 0.25
"""The embedder wants a face with this much around it, in sides of the face."""

Pixels = NDArray[np.uint8]
Views = dict[str, list[Pixels]]


def main() -> None:
    """Print the figures."""
    footage = Path(__file__).resolve().parents[3] / "shared" / "media" / "video"
    try:
        import dlib  # type: ignore[import-not-found]
        import face_recognition_models  # type: ignore[import-not-found]
    except ImportError:
        print("overgeslagen: dlib-bin en face_recognition_models staan hier niet (zie het begin van dit bestand)")
        return
    if not footage.is_dir():
        print("overgeslagen: het gedeelde beeldmateriaal staat hier niet")
        return
    embedder = dlib.face_recognition_model_v1(face_recognition_models.face_recognition_model_location())
    views: Views = {style: [] for style in ("open", *map(str, _STYLES), *_APART)}
    spent = sum(seconds(partial(_add_person, footage / name, views)) for name in _PEOPLE)
    known = {style: np.array([_embedded(embedder, picture) for picture in pictures]) for style, pictures in views.items()}
    people = len(known["open"]) // (2 * _PICTURES)
    print(f"{people} mensen, {_PICTURES} beelden om te kennen en {_PICTURES} om te herkennen; toeval {1 / people:.0%} ({spent:.0f} s)", flush=True)
    for style in views:
        clear, alike = _share_right(known["open"], known[style]), _share_right(known[style], known[style])
        print(f"  {style}: herkend {clear:.0%} naast open gezichten, {alike:.0%} naast even bedekte gezichten", flush=True)


def _add_person(path: Path, views: Views) -> None:
    source = FileSource(path)
    found = detect(source, _RANGE, JobContext())
    head = max(found.tracks, key=lambda track: sum(key.origin is BoxOrigin.SEEN for key in track.keys))
    tracks = tuple(replace(track, letter="A") for track in found.tracks)  # the letter may not say who it is
    plan = AnonymisePlan(FragmentId("0" * 32), _RANGE, found.width, found.height, found.frame_times_ms, tracks)
    chosen = _chosen_frames(head)
    bare = plan.with_tracks(())
    copies: dict[str, AnonymisePlan] = {"open": bare, **{str(style): replace(plan, mask=style) for style in _STYLES}}
    for style, planned in copies.items():
        copy = render(source, approve(planned, "bench", datetime.now(UTC)), JobContext())
        faces = _faces(copy.mp4, chosen)
        views[style] += faces
        for part, show in zip(_APART, (_only_mask, _only_shape, _only_room), strict=True) if style == MaskStyle.SOLID else ():
            views[part] += [show(face) for face in faces]
    source.close()


def _chosen_frames(head: Track) -> dict[int, Box]:
    seen = [key for key in head.keys if key.origin is BoxOrigin.SEEN]
    first, second = seen[: len(seen) * 2 // 5], seen[len(seen) * 3 // 5 :]
    return {half[round(at)].frame: half[round(at)].box for half in (first, second) for at in np.linspace(0, len(half) - 1, _PICTURES)}


def _faces(mp4: bytes, chosen: dict[int, Box]) -> list[Pixels]:
    with av.open(io.BytesIO(mp4), "r") as clip:
        return [
            _face(Image.fromarray(frame.to_ndarray(format="rgb24")), chosen[number])
            for number, frame in enumerate(clip.decode(video=0))
            if number in chosen
        ]


def _face(picture: Image.Image, box: Box) -> Pixels:
    width, height = (box.x1 - box.x0) * picture.width, (box.y1 - box.y0) * picture.height
    middle_x, middle_y = (box.x0 + box.x1) / 2 * picture.width, (box.y0 + box.y1) / 2 * picture.height
    half = max(width, height) * (0.5 + _AROUND / 2)
    crop = picture.crop((round(middle_x - half), round(middle_y - half), round(middle_x + half), round(middle_y + half)))
    return np.asarray(crop.convert("RGB").resize((_SIDE, _SIDE), Image.Resampling.BILINEAR))


def _only_mask(face: Pixels) -> Pixels:
    """Return the middle of the picture, which lies within the mask, as large as the whole."""
    return np.asarray(Image.fromarray(face[_WITHIN, _WITHIN]).resize((_SIDE, _SIDE), Image.Resampling.BILINEAR))


def _only_shape(face: Pixels) -> Pixels:
    """Return black where the mask is and white elsewhere."""
    colour = np.median(face[_WITHIN, _WITHIN].reshape(-1, 3), axis=0)
    is_mask = np.abs(face.astype(int) - colour).max(axis=2) < 40
    return np.repeat(np.where(is_mask, 0, 255).astype(np.uint8)[:, :, np.newaxis], 3, axis=2)


def _only_room(face: Pixels) -> Pixels:
    """Return the edge of the picture, with the same grey square over the middle of each."""
    room = face.copy()
    room[_EDGE:-_EDGE, _EDGE:-_EDGE] = 128
    return room


def _embedded(embedder: object, picture: Pixels) -> NDArray[np.float64]:
    return np.array(embedder.compute_face_descriptor(np.ascontiguousarray(picture)))  # type: ignore[attr-defined]


def _share_right(gallery: NDArray[np.float64], probes: NDArray[np.float64]) -> float:
    """Return the share of the second halves whose nearest among the first halves is the same person."""
    number = np.arange(len(gallery))
    person, is_known = number // (2 * _PICTURES), number % (2 * _PICTURES) < _PICTURES
    distance = np.linalg.norm(probes[~is_known][:, np.newaxis] - gallery[is_known][np.newaxis], axis=2)
    # Covered alike, many lie at the very same distance: then the attacker has to guess among them.
    nearest = distance <= distance.min(axis=1, keepdims=True) + 1e-6
    is_right = person[is_known][np.newaxis] == person[~is_known][:, np.newaxis]
    return float(np.mean((nearest & is_right).sum(axis=1) / nearest.sum(axis=1)))


if __name__ == "__main__":
    main()
