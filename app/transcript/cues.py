"""Subtitle files: SRT and WebVTT, as people and programs really write them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.common.errors import InputError
from app.domain.timecode import MAX_MS, TimeRange
from app.domain.transcript import Turn, Word, spread
from app.transcript.lines import Line
from app.transcript.speakers import speaker_labels, split_speaker

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMING = re.compile(rf"{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_INLINE_TIME = re.compile(rf"<{_TIME}>")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]{1,200})>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|\{\\[^{}]{0,200}\}")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&lrm;", ""), ("&rlm;", ""), ("&quot;", '"'), ("&#39;", "'"), ("&amp;", "&"))
_SKIPPED_BLOCKS = ("NOTE", "STYLE", "REGION")
_MAX_SPEAKER = 40


@dataclass(frozen=True)
class _Cue:
    line: int
    range: TimeRange
    texts: tuple[str, ...]


def is_subtitles(lines: Sequence[Line]) -> bool:
    """Whether these lines are subtitles and not plain text."""
    return _is_webvtt(lines) or any(_TIMING.fullmatch(line.text) for line in lines)


def read_subtitles(lines: Sequence[Line]) -> list[tuple[int, Turn]]:
    """Return what is said, each with the number of the line of its time.

    A cue of several speakers becomes a turn for each, with the time of the whole cue.

    Raises:
        InputError: `transcript_time_invalid`, `transcript_time_missing`, `transcript_words_invalid` with the line.
    """
    cues = _cues(lines, is_webvtt=_is_webvtt(lines))
    labels = speaker_labels(_plain(text) for cue in cues for text in cue.texts)
    return [(cue.line, turn) for cue in cues for turn in _turns(cue, labels)]


def _is_webvtt(lines: Sequence[Line]) -> bool:
    return bool(lines) and re.fullmatch(r"WEBVTT(\s.*)?", lines[0].text) is not None


def _cues(lines: Sequence[Line], *, is_webvtt: bool) -> list[_Cue]:
    cues = []
    for number, block in enumerate(_blocks(lines)):
        first = block[0].text.split(maxsplit=1)[0]
        if is_webvtt and (number == 0 or first in _SKIPPED_BLOCKS):
            if number == 0 and any("-->" in line.text for line in block):  # no empty line behind WEBVTT
                cues.append(_cue([line for line in block if line.text.split(maxsplit=1)[0] != "WEBVTT"]))
            continue
        cues.append(_cue(block))
    return cues


def _blocks(lines: Sequence[Line]) -> list[list[Line]]:
    """Return runs of lines that are not empty; a time also begins a new one, because some programs leave the empty line out."""
    blocks: list[list[Line]] = [[]]
    for line in lines:
        if not line.text:
            blocks.append([])
        elif _TIMING.fullmatch(line.text) and any(_TIMING.fullmatch(other.text) for other in blocks[-1]):
            is_numbered = blocks[-1][-1].text.isdecimal()
            blocks.append([blocks[-1].pop()] if is_numbered else [])
            blocks[-1].append(line)
        else:
            blocks[-1].append(line)
    return [block for block in blocks if block]


def _cue(block: Sequence[Line]) -> _Cue:
    """Read one block: perhaps a number or a name, the time, then the words."""
    for at, line in enumerate(block[:2]):
        if "-->" in line.text:
            return _Cue(line.number, _range(line), tuple(each.text for each in block[at + 1 :]))
    raise InputError("transcript_time_missing", line=block[0].number)


def _range(line: Line) -> TimeRange:
    match = _TIMING.fullmatch(line.text)
    begin, end = (_ms(match.groups()[:4]), _ms(match.groups()[4:])) if match else (-1, -1)
    if not 0 <= begin < end <= MAX_MS:
        raise InputError("transcript_time_invalid", line=line.number)
    return TimeRange(begin, end)


def _ms(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds, decimals = parts
    if int(minutes or 0) > 59 or int(seconds or 0) > 59:
        return -1
    return ((int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)) * 1000 + int((decimals or "0").ljust(3, "0"))


def _turns(cue: _Cue, labels: frozenset[str]) -> list[Turn]:
    said: list[tuple[str, str]] = []
    for text in cue.texts:
        for speaker, words in _voices(text, labels):
            if said and not speaker and not words.startswith(("-", "–")):
                said[-1] = (said[-1][0], f"{said[-1][1]} {words}")
            else:
                said.append((speaker, words))
    try:
        turns = [
            _timed(speaker, words, cue.range) or spread(speaker[:_MAX_SPEAKER], _plain(words).lstrip("-– "), cue.range) for speaker, words in said
        ]
    except InputError as error:
        raise InputError("transcript_words_invalid", line=cue.line) from error
    return [turn for turn in turns if turn]


def _voices(text: str, labels: frozenset[str]) -> list[tuple[str, str]]:
    """Return the parts of a line with their speakers: `<v Moeder>` of WebVTT, or a label."""
    parts = _VOICE.split(text)
    if len(parts) == 1:
        speaker, rest = split_speaker(_plain(text), labels)
        return [(speaker, rest if speaker else text)]
    voices = [("", parts[0])] if _plain(parts[0]) else []
    return voices + [(_plain(speaker), words) for speaker, words in zip(parts[1::2], parts[2::2], strict=True)]


def _plain(text: str) -> str:
    text = _TAG.sub("", _INLINE_TIME.sub("", text))
    for entity, meant in _ENTITIES:
        text = text.replace(entity, meant)
    return text.strip()


def _timed(speaker: str, text: str, within: TimeRange) -> Turn | None:
    """Return the turn with the time of each word, where the cue has them; a time that holds more than one word is none."""
    pieces = _INLINE_TIME.split(text)
    if len(pieces) == 1:
        return None
    starts = [within.from_ms, *(_ms(pieces[at : at + 4]) for at in range(1, len(pieces), 5))]
    words = [_plain(piece) for piece in pieces[0::5]]
    ends = [*starts[1:], within.to_ms]
    if any(len(word.split()) > 1 for word in words) or not all(start < end for start, end in zip(starts, ends, strict=True)):
        return None
    spoken = tuple(Word(word, start, end) for word, start, end in zip(words, starts, ends, strict=True) if word)
    return Turn(speaker[:_MAX_SPEAKER], spoken) if spoken else None
