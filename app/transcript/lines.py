"""From the bytes of a strange file to lines of text with their numbers."""

import unicodedata
from dataclasses import dataclass

from app.common.errors import InputError

MAX_BYTES = 4 * 1024 * 1024
MAX_LINE = 4000
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_PEEK = 512


@dataclass(frozen=True)
class Line:
    """`number` counts from 1, as an editor shows it; `text` has no control characters and no white space at its ends."""

    number: int
    text: str


def read_lines(untrusted_content: bytes) -> list[Line]:
    """Return the lines of a text in UTF-8, UTF-16 or Windows-1252.

    Raises:
        InputError: `transcript_too_large`; `transcript_not_text` or `transcript_line_too_long` with the line.
    """
    if len(untrusted_content) > MAX_BYTES:
        raise InputError("transcript_too_large", limit_mb=MAX_BYTES // 1024**2)
    text = _decoded(untrusted_content).replace("\r\n", "\n").replace("\r", "\n")
    lines = []
    for number, untrusted_line in enumerate(text.split("\n"), start=1):
        if "\0" in untrusted_line:
            raise InputError("transcript_not_text", line=number)
        if len(untrusted_line) > MAX_LINE:
            raise InputError("transcript_line_too_long", line=number, limit=MAX_LINE)
        lines.append(Line(number, _printable(untrusted_line).strip()))
    return lines


def _decoded(content: bytes) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _strictly(content[len(mark) :], encoding)
    if without_mark := _utf16_without_mark(content[:_PEEK]):
        return _strictly(content, without_mark)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(content, "cp1252")


def _utf16_without_mark(start: bytes) -> str | None:
    """Tell by the zeros: western text in UTF-16 has one in every pair of bytes, always on the same side of something readable."""
    for encoding, letters, zeros in (("utf-16-le", start[0::2], start[1::2]), ("utf-16-be", start[1::2], start[0::2])):
        readable = sum(chr(letter).isalnum() and letter < 128 for letter in letters)
        if zeros.count(0) >= max(1, len(start) // 4) and readable >= len(letters) // 4 + 1:
            return encoding
    return None


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError("transcript_not_text", line=content.count(b"\n", 0, error.start) + 1) from error


def _printable(untrusted_line: str) -> str:
    # Invisible signs could split a name so that nothing finds it, or turn the direction of what is read.
    return "".join(
        " " if each == "\t" else each for each in untrusted_line if each == "\t" or unicodedata.category(each) not in ("Cc", "Cf", "Cs", "Co")
    )
