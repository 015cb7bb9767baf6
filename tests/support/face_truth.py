"""Where the faces of a clean picture are, by looking harder than the program does.

CenterFace looks at up to one and a half times the size, straight and mirrored, and another network (RFB-640) looks too. A face is true when
CenterFace is certain of it either way round, or when both networks see it. It favours whoever uses CenterFace too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.anonymise.face_finder import FaceFinder, input_size
from app.anonymise.tracks import overlap_of
from app.decode.video_file import ShownFrame
from app.domain.anonymise_plan import Box
from tests.support.second_opinion import INPUT_SIZE, SecondOpinion

CERTAIN = 0.5
_WEAK = 0.2
_SAME_FACE = 0.4
_LEAST_SIDE, _MOST_SIDE = 640, 960
_EASY_HEIGHT_PX = 40


@dataclass(frozen=True)
class TrueFace:
    """A face that is there. `is_hard`: small, or not seen with certainty by everyone who looked."""

    box: Box
    is_hard: bool


class FaceTruth:
    """Loaded once, asked often."""

    def __init__(self, media: Path) -> None:
        self._finder = FaceFinder()
        self._other = SecondOpinion(media / "models" / "rfb-640.onnx")

    def faces(self, frame: ShownFrame) -> list[TrueFace]:
        """Return the faces of this frame."""
        width, height = frame.layout.shown_size
        size = input_size(width, height, min(max(width, height, _LEAST_SIDE), _MOST_SIDE))
        pixels = frame.upright("rgb24", size)
        straight = [(Box(*map(float, row[:4])), float(row[4])) for row in self._finder.find(pixels, _WEAK)]
        mirrored = [(_mirrored(row), float(row[4])) for row in self._finder.find(np.ascontiguousarray(pixels[:, ::-1]), _WEAK)]
        others = [Box(face.x0, face.y0, face.x1, face.y1) for face in self._other.faces(frame.upright("rgb24", INPUT_SIZE)) if face.x1 > face.x0]
        merged = straight + [(box, sure) for box, sure in mirrored if not _is_among(box, [each for each, _ in straight])]
        true = []
        for box, _ in merged:
            once, twice = _confidence(box, straight), _confidence(box, mirrored)
            is_confirmed = _is_among(box, others)
            if max(once, twice) >= CERTAIN or is_confirmed:
                is_small = (box.y1 - box.y0) * height < _EASY_HEIGHT_PX
                true.append(TrueFace(box, is_small or not is_confirmed or min(once, twice) < CERTAIN))
        return true


def _mirrored(row: Sequence[float]) -> Box:
    x0, y0, x1, y1 = (float(edge) for edge in row[:4])
    return Box(1.0 - x1, y0, 1.0 - x0, y1)


def _is_among(box: Box, others: Sequence[Box]) -> bool:
    return any(overlap_of(box, other) >= _SAME_FACE for other in others)


def _confidence(box: Box, looks: Sequence[tuple[Box, float]]) -> float:
    return max((sure for other, sure in looks if overlap_of(box, other) >= _SAME_FACE), default=0.0)
