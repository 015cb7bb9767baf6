"""A typed-out talk: a line for each turn, perhaps with who speaks and when."""

import re
from collections.abc import Sequence

from app.common.errors import InputError
from app.domain.timecode import TimeRange, parse_time
from app.domain.transcript import Turn, spread
from app.transcript.lines import Line
from app.transcript.speakers import speaker_labels, split_speaker

_IN_BRACKETS = re.compile(r"[\[(]((?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)[\])]\s*[-–]?\s*")
_BARE = re.compile(r"((?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)(?:\s+[-–]?\s*|$)")


def read_plain_text(lines: Sequence[Line], within: TimeRange) -> list[tuple[int, Turn]]:
    """Return a turn for every line, each with its line's number.

    A time before a line ("[12:05] Moeder: …") is when it begins. Lines without one lie somewhere between the times around
    them, and nobody knows where: each gets all of that stretch, so that hiding a word there hides the whole stretch.

    Raises:
        InputError: `transcript_time_invalid` when times run back, `transcript_words_invalid`, with the line.
    """
    stamped = _stamped([line for line in lines if line.text], within)
    labels = speaker_labels(text for _, _, text in stamped)
    starts = [at_ms for _, at_ms, _ in stamped]
    turns = []
    for line, at_ms, text in stamped:
        until_ms = min((other for other in starts if other > at_ms), default=max(within.to_ms, at_ms + 1))
        speaker, words = split_speaker(text, labels)
        try:
            turn = spread(speaker, words, TimeRange(at_ms, until_ms))
        except InputError as error:
            raise InputError("transcript_words_invalid", line=line.number) from error
        if turn:
            turns.append((line.number, turn))
    return turns


def _stamped(lines: Sequence[Line], within: TimeRange) -> list[tuple[Line, int, str]]:
    """Return the lines with when they begin at the earliest. Bare times count only in a text whose first line has one."""
    pattern = _BARE if lines and _BARE.match(lines[0].text) else _IN_BRACKETS
    stamped, at_ms = list[tuple[Line, int, str]](), within.from_ms
    for line in lines:
        match = pattern.match(line.text)
        if match:
            begins_ms = parse_time(match.group(1))
            if begins_ms < at_ms:
                raise InputError("transcript_time_invalid", line=line.number)
            at_ms = begins_ms
        stamped.append((line, at_ms, line.text[match.end() :] if match else line.text))
    return stamped
