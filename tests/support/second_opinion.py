"""A face detector that is not the exporter's, to look at what the exporter made: UltraLight RFB-640 (Linzaer, MIT).

Its model stands with the shared test material and is not shipped.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

INPUT_SIZE = (640, 480)
THRESHOLD = 0.6
_SAME_FACE = 0.3


@dataclass(frozen=True)
class OtherFace:
    """A face it saw, in fractions of the picture."""

    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float


class SecondOpinion:
    """Loaded once, asked often."""

    def __init__(self, model: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(model.read_bytes(), options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name

    def faces(self, pixels: NDArray[np.uint8]) -> list[OtherFace]:
        """Return the faces in a picture of INPUT_SIZE, height x width x 3 in the order red, green, blue."""
        tensor = ((pixels.astype(np.float32) - 127) / 128).transpose(2, 0, 1)[np.newaxis]
        scores, boxes = self._session.run(None, {self._input: np.ascontiguousarray(tensor)})
        sure = scores[0, :, 1]
        order = [index for index in np.argsort(-sure) if sure[index] >= THRESHOLD]
        kept: list[OtherFace] = []
        for index in order:
            face = OtherFace(*(float(edge) for edge in np.clip(boxes[0, index], 0, 1)), float(sure[index]))
            if all(_overlap(face, other) < _SAME_FACE for other in kept):
                kept.append(face)
        return kept


def _overlap(one: OtherFace, other: OtherFace) -> float:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    if wide <= 0 or high <= 0:
        return 0.0
    areas = sum((each.x1 - each.x0) * (each.y1 - each.y0) for each in (one, other))
    return wide * high / (areas - wide * high)
