"""A plan as JSON text, to keep the work on it in the vault."""

import json
from itertools import pairwise
from typing import Any

from app.common.errors import AppError, DamagedError, VersionError
from app.common.ids import ClipId, FragmentId, checked_id
from app.domain.anonymise_plan import AnonymisePlan, Box, BoxOrigin, MaskKey, MaskStyle, Track, TrackKind, VoiceLevel
from app.domain.caption import Caption
from app.domain.found_name import FoundName, NameKind
from app.domain.timecode import TimeRange

VERSION = 2
_FIELDS = {
    *("version", "fragment_id", "range", "size", "frame_times_ms", "tracks", "mask"),
    *("voice", "bleeps", "names", "captions", "watched_for", "alike", "copy_id"),
}
_DIGITS = 6
"""Of a fraction of the picture: a hundredth of a pixel of the largest picture we open."""


def plan_to_json(plan: AnonymisePlan) -> str:
    """Return the plan as text that `plan_from_json` reads."""
    content = {
        "version": VERSION,
        "fragment_id": plan.fragment_id,
        "range": _range_out(plan.range),
        "size": [plan.width, plan.height],
        "frame_times_ms": plan.frame_times_ms,
        "tracks": [_track_out(track) for track in plan.tracks],
        "mask": plan.mask,
        "voice": plan.voice,
        "bleeps": [_range_out(bleep) for bleep in plan.bleeps],
        "names": [[*_range_out(name.range), name.text, name.kind, name.is_hidden, name.reason] for name in plan.names],
        "captions": [[*_range_out(caption.range), caption.letter, caption.text] for caption in plan.captions],
        "watched_for": plan.watched_for,
        "alike": plan.alike,
        "copy_id": plan.copy_id,
    }
    return json.dumps(content, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def plan_from_json(text: str) -> AnonymisePlan:
    """Return the plan that was kept as this text.

    Raises:
        VersionError: `plan_too_new`.
        DamagedError: `plan_damaged` for anything that is not exactly what `plan_to_json` writes.
    """
    try:
        content = json.loads(text, parse_constant=_refuse_constant)
        version = _whole(content["version"])
        if version == 1:
            content = _from_version_1(content)
        if version in (1, VERSION):
            return _plan_in(content)
    except (ValueError, KeyError, TypeError, RecursionError, AppError) as error:
        raise DamagedError("plan_damaged") from error
    raise VersionError("plan_too_new")


def _from_version_1(content: dict[str, Any]) -> dict[str, Any]:
    """Version 1 knew heads only, no words and no likeness."""
    tracks = [{**track, "kind": TrackKind.HEAD} for track in content["tracks"]]
    return {**content, "tracks": tracks, "names": [], "captions": [], "alike": []}


def _plan_in(content: dict[str, Any]) -> AnonymisePlan:
    _require(set(content) == _FIELDS)
    width, height = (_whole(side) for side in content["size"])
    times = tuple(_whole(time) for time in content["frame_times_ms"])
    _require(width > 0 and height > 0 and all(a < b for a, b in pairwise(times)))
    tracks = tuple(_track_in(track, len(times)) for track in content["tracks"])
    _require(len({track.track_id for track in tracks}) == len(tracks))
    return AnonymisePlan(
        fragment_id=FragmentId(checked_id(_text(content["fragment_id"]))),
        range=_range_in(content["range"]),
        width=width,
        height=height,
        frame_times_ms=times,
        tracks=tracks,
        mask=MaskStyle(content["mask"]),
        voice=VoiceLevel(content["voice"]),
        bleeps=tuple(_range_in(bleep) for bleep in content["bleeps"]),
        names=tuple(_name_in(name) for name in content["names"]),
        captions=tuple(_caption_in(caption) for caption in content["captions"]),
        watched_for=tuple(_text(each) for each in content["watched_for"]),
        alike=tuple(_pair_in(pair) for pair in content["alike"]),
        copy_id=None if content["copy_id"] is None else ClipId(checked_id(_text(content["copy_id"]))),
    )


def _track_out(track: Track) -> dict[str, Any]:
    return {
        "track_id": track.track_id,
        "letter": track.letter,
        "person": track.person,
        "hidden": track.hidden,
        "reason": track.reason,
        "kind": track.kind,
        "accepted": track.accepted,
        "keys": [_key_out(key) for key in track.keys],
    }


def _track_in(content: dict[str, Any], frames: int) -> Track:
    _require(set(content) == {"track_id", "letter", "person", "hidden", "reason", "kind", "accepted", "keys"})
    keys = tuple(_key_in(key) for key in content["keys"])
    numbers = [key.frame for key in keys]
    _require(all(a < b for a, b in pairwise(numbers)) and all(0 <= number < frames for number in numbers))
    _require(isinstance(content["hidden"], bool))
    return Track(
        track_id=_text(content["track_id"]),
        letter=_text(content["letter"]),
        person=_text(content["person"]),
        keys=keys,
        hidden=content["hidden"],
        reason=_text(content["reason"]),
        kind=TrackKind(content["kind"]),
        accepted=tuple(_span_in(span, frames) for span in content["accepted"]),
    )


def _key_out(key: MaskKey) -> list[Any]:
    edges = (key.box.x0, key.box.y0, key.box.x1, key.box.y1)
    return [key.frame, key.origin, *(round(edge, _DIGITS) for edge in edges), round(key.confidence, 3)]


def _key_in(content: list[Any]) -> MaskKey:
    frame, origin, x0, y0, x1, y1, confidence = content
    numbers = [_number(value) for value in (x0, y0, x1, y1, confidence)]
    _require(0.0 <= numbers[4] <= 1.0)
    return MaskKey(_whole(frame), Box(*numbers[:4]), BoxOrigin(origin), numbers[4])


def _name_in(content: list[Any]) -> FoundName:
    from_ms, to_ms, text, kind, is_hidden, reason = content
    _require(is_hidden is None or isinstance(is_hidden, bool))
    return FoundName(_range_in([from_ms, to_ms]), _text(text), NameKind(kind), is_hidden, _text(reason))


def _caption_in(content: list[Any]) -> Caption:
    from_ms, to_ms, letter, text = content
    return Caption(_range_in([from_ms, to_ms]), _text(letter), _text(text))


def _range_out(time_range: TimeRange) -> list[int]:
    return [time_range.from_ms, time_range.to_ms]


def _range_in(content: list[Any]) -> TimeRange:
    from_ms, to_ms = content
    return TimeRange(_whole(from_ms), _whole(to_ms))


def _span_in(content: list[Any], frames: int) -> tuple[int, int]:
    first, last = (_whole(frame) for frame in content)
    _require(0 <= first <= last < frames)
    return first, last


def _pair_in(content: list[Any]) -> tuple[str, str]:
    one, other = content
    return _text(one), _text(other)


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


def _number(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError
    return float(value)


def _text(value: object) -> str:
    _require(isinstance(value, str))
    return str(value)


def _require(is_as_written: bool) -> None:  # noqa: FBT001 - reads as a sentence
    if not is_as_written:
        raise ValueError


def _refuse_constant(name: str) -> float:
    raise ValueError(name)
