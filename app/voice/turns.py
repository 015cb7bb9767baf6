"""Which stretches of speech are of the same voice: vectors of a few seconds, joined while they are alike on average."""

from collections.abc import Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from app.domain.spoken_span import UNKNOWN_VOICE, SpokenSpan
from app.domain.timecode import TimeRange
from app.voice.speaker_embedding import STEP_MS

FloatArray = NDArray[np.float32]

_PIECE_STEPS = 3
"""A piece of 1.2 s is judged whole: shorter ones say too little of a voice, longer ones hold two."""
_SAME_VOICE = 0.55
"""Cosine between two groups of pieces from which they are one voice."""
_LEAST_VOICE_MS = 2_400
"""A group with less speech than this is not called a voice: a laugh, or two people at once."""


def spans_by_voice(stretches: Sequence[TimeRange], vectors: Sequence[FloatArray]) -> tuple[SpokenSpan, ...]:
    """Return the stretches, cut where the voice changes, with voices numbered in the order they are first heard.

    `vectors` holds, for each stretch, what `SpeakerEmbedder.embed` gives for it.
    """
    pieces = [(number, first) for number, rows in enumerate(vectors) for first in range(0, len(rows), _PIECE_STEPS)]
    if not pieces:
        return ()
    means = np.stack([vectors[number][first : first + _PIECE_STEPS].mean(axis=0) for number, first in pieces])
    groups = _joined(means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9))
    centres = {group: _unit(means[groups == group].mean(axis=0)) for group in sorted(set(groups)) if _is_voice(group, groups, pieces, vectors)}
    spans: list[SpokenSpan] = []
    numbers: dict[int, int] = {}
    for stretch, rows in zip(stretches, vectors, strict=True):
        for group, steps in groupby(enumerate(_nearest(rows, centres)), key=lambda step: step[1]):
            places = [place for place, _ in steps]
            begin_ms = stretch.from_ms if places[0] == 0 else stretch.from_ms + places[0] * STEP_MS + STEP_MS // 2
            end_ms = stretch.to_ms if places[-1] == len(rows) - 1 else stretch.from_ms + (places[-1] + 1) * STEP_MS + STEP_MS // 2
            voice = UNKNOWN_VOICE if group is None else numbers.setdefault(group, len(numbers))
            spans.append(SpokenSpan(TimeRange(begin_ms, end_ms), voice))
    return tuple(spans)


def _joined(directions: FloatArray) -> NDArray[np.int64]:
    """Return a group number for each direction: the two groups most alike on average become one, until none are alike enough."""
    likeness = (directions @ directions.T).astype(np.float64)
    np.fill_diagonal(likeness, -np.inf)
    sizes = np.ones(len(directions))
    groups = np.arange(len(directions))
    while True:
        one, other = np.unravel_index(int(np.argmax(likeness)), likeness.shape)
        if likeness[one, other] < _SAME_VOICE:
            return groups
        total = sizes[one] + sizes[other]
        row = (likeness[one] * sizes[one] + likeness[other] * sizes[other]) / total
        row[[one, other]] = -np.inf
        likeness[one], likeness[:, one] = row, row
        likeness[other], likeness[:, other] = -np.inf, -np.inf
        sizes[one] = total
        groups[groups == other] = one


def _is_voice(group: int, groups: NDArray[np.int64], pieces: Sequence[tuple[int, int]], vectors: Sequence[FloatArray]) -> bool:
    steps = sum(len(vectors[number][first : first + _PIECE_STEPS]) for (number, first), of in zip(pieces, groups, strict=True) if of == group)
    return steps * STEP_MS >= _LEAST_VOICE_MS


def _nearest(rows: FloatArray, centres: dict[int, FloatArray]) -> list[int | None]:
    """Return for each vector the group whose centre it is most like, judged with its neighbours; None when there are no centres."""
    if not centres:
        return [None] * len(rows)
    likeness = rows @ np.stack(list(centres.values())).T
    padded = np.pad(likeness, ((1, 1), (0, 0)), mode="edge")
    smooth = padded[:-2] + padded[1:-1] + padded[2:]
    return [list(centres)[best] for best in np.argmax(smooth, axis=1)]


def _unit(vector: FloatArray) -> FloatArray:
    return vector / max(float(np.linalg.norm(vector)), 1e-9)
