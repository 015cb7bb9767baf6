"""Faces that people boxed by hand in the shared footage: which clip and moment each labelled frame came from, and where its faces are."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from app.domain.anonymise_plan import Box

HARD_FACES = Path(__file__).parent / "hard_faces.tsv"
_FROM_CLIP = re.compile(r"DERIVED: frame at ([0-9.]+) s of (video/\S+)")


@dataclass(frozen=True)
class LabelledFace:
    """One box, in fractions of the picture; `kind` is `face`, or `face_hard` for what is small, dark, turned or half hidden."""

    box: Box
    kind: str


@dataclass(frozen=True)
class LabelledPicture:
    """A labelled frame of a clip, or with `clip` None a photo of its own at `picture`."""

    picture: Path
    clip: Path | None
    at_ms: int
    faces: tuple[LabelledFace, ...]


def labelled_pictures(media: Path) -> list[LabelledPicture]:
    """Return every labelled picture with its faces; what the labels say to ignore is left out."""
    with (media / "faces" / "faces.tsv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    with (media / "manifest.tsv").open(encoding="utf-8", newline="") as table:
        origin = {row["path"]: row["source"] for row in csv.DictReader(table, delimiter="\t")}
    return [_labelled(media, name, origin, [row for row in rows if row["image"] == name]) for name in dict.fromkeys(row["image"] for row in rows)]


def hard_pictures(media: Path) -> list[LabelledPicture]:
    """Return the frames of the shared clips in which we boxed the hard faces ourselves, by eye; their `picture` is the clip."""
    with HARD_FACES.open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    moments = dict.fromkeys((row["clip"], int(row["at_ms"])) for row in rows)
    boxed = {moment: [row for row in rows if (row["clip"], int(row["at_ms"])) == moment] for moment in moments}
    return [
        LabelledPicture(
            clip := media / "video" / name,
            clip,
            at_ms,
            tuple(LabelledFace(_box(row, int(row["width"]), int(row["height"])), "face_hard") for row in rows),
        )
        for (name, at_ms), rows in boxed.items()
    ]


def _labelled(media: Path, name: str, origin: dict[str, str], rows: list[dict[str, str]]) -> LabelledPicture:
    with Image.open(media / name) as picture:
        width, height = picture.size
    faces = tuple(LabelledFace(_box(row, width, height), row["kind"]) for row in rows if row["kind"].startswith("face"))
    found = _FROM_CLIP.match(origin[name])
    if found is None:
        return LabelledPicture(media / name, None, 0, faces)
    return LabelledPicture(media / name, media / found[2], round(float(found[1]) * 1000), faces)


def _box(row: dict[str, str], width: int, height: int) -> Box:
    x0, x1 = (min(max(float(row[name]) / width, 0.0), 1.0) for name in ("x1", "x2"))
    y0, y1 = (min(max(float(row[name]) / height, 0.0), 1.0) for name in ("y1", "y2"))
    return Box(x0, y0, x1, y1)
