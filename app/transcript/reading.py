"""Read a file with what is said: SRT, WebVTT or plain text, told apart by what is in it."""

from app.common.errors import InputError
from app.common.progress import JobContext
from app.domain.timecode import TimeRange
from app.domain.transcript import Turn, in_order
from app.transcript.cues import is_subtitles, read_subtitles
from app.transcript.lines import MAX_BYTES, read_lines
from app.transcript.plain_text import read_plain_text

__all__ = ["MAX_BYTES", "read_turns"]


def read_turns(untrusted_content: bytes, recording: TimeRange, context: JobContext) -> tuple[Turn, ...]:
    """Return what is said in order of time.

    Raises:
        InputError: `transcript_empty`; `transcript_too_large`; with the line: `transcript_not_text`, `transcript_line_too_long`,
            `transcript_time_invalid`, `transcript_time_missing`, `transcript_words_invalid`; `transcript_outside_recording` for a
            line that begins after the recording's end: it belongs to another one.
        CancelledError: the context was cancelled.
    """
    context.advance("transcript", 0, 2)
    lines = read_lines(untrusted_content)
    context.advance("transcript", 1, 2)
    numbered = read_subtitles(lines) if is_subtitles(lines) else read_plain_text(lines, recording)
    if not numbered:
        raise InputError("transcript_empty")
    for number, turn in numbered:
        if turn.range.from_ms >= recording.to_ms:
            raise InputError("transcript_outside_recording", line=number)
    context.advance("transcript", 2, 2)
    return in_order(turn for _, turn in numbered)
