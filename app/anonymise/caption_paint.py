"""What is said as text in the picture: cut into pages of two lines, on a band nothing shines through."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.anonymise.brush import Rectangle, even_up, fill, lay, lay_centred, line_shape, line_width, rounded_square, words_shape
from app.anonymise.planes import Planes
from app.common.design import design_tokens, letter_colour
from app.domain.caption import Caption

MOST_LINES = 2
LINE_SIGNS = 40
"""About as many signs as people read in one glance; what broadcasters keep to."""
_SIGN_PART = 0.52
"""Width of a usual sign, in parts of the letters' size."""
_WIDEST_PART = 0.9
_SIZE_PART = 0.05
_SMALLEST_PX = 11
_LINE_PART = 1.25
_MOST_AT_ONCE = 2
_NARROWING = 0.04


@dataclass(frozen=True)
class Page:
    """Part of a caption that is shown at once, from and until milliseconds after the fragment's start."""

    from_ms: int
    to_ms: int
    letter: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Lettering:
    """How large captions are in a picture, in pixels: the letters, and the room for a line of them."""

    size: int
    room: int

    @property
    def line_height(self) -> int:
        """The distance from one line to the next."""
        return even_up(self.size * _LINE_PART)

    @property
    def margin(self) -> int:
        """The space between the words and the border of what they stand on."""
        return even_up(self.size * 0.4)


def lettering_for(width: int, height: int, size_part: float = _SIZE_PART) -> Lettering:
    """Return the size at which captions can be read in a picture of this size: a part of its height, if forty signs fit."""
    usual = min(height * size_part, width * _WIDEST_PART / (LINE_SIGNS * _SIGN_PART))
    size = max(_SMALLEST_PX, int(usual))
    beside = even_up(size * _LINE_PART) + 3 * even_up(size * 0.4)
    return Lettering(size, max(size, min(int(width * _WIDEST_PART) - beside, int(LINE_SIGNS * _SIGN_PART * size * 1.1))))


def pages_of(captions: Sequence[Caption], lettering: Lettering) -> list[Page]:
    """Return every caption as pages that fit, each shown as long as its share of the signs."""
    return [page for caption in captions for page in _pages_of(caption, lettering)]


def shown_pages(pages: Sequence[Page], from_ms: int, to_ms: int) -> list[Page]:
    """Return what is shown with a frame that is on screen from and until these times, at most two pages."""
    middle = (from_ms + to_ms) / 2
    shown = [page for page in pages if page.from_ms <= middle < page.to_ms]
    if not shown:
        # A frame may stay on screen longer than a caption lasts; what is said may not get lost.
        touched = [page for page in pages if page.from_ms < to_ms and page.to_ms > from_ms]
        shown = sorted(touched, key=lambda page: max(page.from_ms, from_ms) - min(page.to_ms, to_ms))[:1]
    return shown[-_MOST_AT_ONCE:]


def paint_captions(planes: Planes, shown: Sequence[Page], lettering: Lettering, bottom: int) -> None:
    """Write these pages under each other in the lower part of the picture, the last one a little above `bottom` (pixels from the top)."""
    colours = design_tokens()["kleur"]["donker"]
    for page in reversed(shown):
        bottom -= lettering.margin + page_height(page, lettering)
        paint_page(planes, page, lettering, max(0, bottom), (colours["toneel"], colours["op_toneel"]))


def page_height(page: Page, lettering: Lettering) -> int:
    """Return how many pixels high the page's band is."""
    return lettering.line_height * len(page.lines) + 2 * lettering.margin


def paint_page(planes: Planes, page: Page, lettering: Lettering, top: int, colours: tuple[str, str]) -> None:
    """Write a page in the middle of the picture's width on an opaque band that begins at `top`; colours of the band and the words."""
    band, ink = colours
    shapes = [line_shape(line, lettering.size) for line in page.lines]
    beside = lettering.line_height + lettering.margin if page.letter else 0
    wide = max(shape.shape[1] for shape in shapes) + beside + 2 * lettering.margin
    height, width = planes.luma.shape
    left = max(0, (width - wide) // 4 * 2)
    fill(planes, (left, top, min(width, left + wide), min(height, top + page_height(page, lettering))), band)
    left, top = left + lettering.margin, top + lettering.margin
    if page.letter:
        paint_square(planes, page.letter, (left, top, left + lettering.line_height, top + lettering.line_height), letter_colour(page.letter))
    for number, shape in enumerate(shapes):
        lay(planes, shape, left + beside, top + number * lettering.line_height, ink)


def paint_square(planes: Planes, letter: str, area: Rectangle, colour: str) -> None:
    """Paint a letter on a square with round corners, in this colour."""
    left, top, right, _ = area
    lay(planes, rounded_square(right - left), left, top, colour)
    lay_centred(planes, words_shape(letter, round(0.62 * (right - left))), area)


def _pages_of(caption: Caption, lettering: Lettering) -> list[Page]:
    lines = _balanced(caption.text.split(), lettering)
    chunks = [tuple(lines[start : start + MOST_LINES]) for start in range(0, len(lines), MOST_LINES)]
    signs = sum(map(len, lines))
    pages = []
    from_ms, read = caption.range.from_ms, 0
    for chunk in chunks:
        read += sum(map(len, chunk))
        to_ms = caption.range.from_ms + round(caption.range.duration_ms * read / signs)
        pages.append(Page(from_ms, to_ms, caption.letter, chunk))
        from_ms = to_ms
    return pages


def _balanced(words: Sequence[str], lettering: Lettering) -> list[str]:
    """Return the words in as few lines as fit, and those lines about as long as each other."""
    lines = _wrapped(words, lettering.size, lettering.room)
    room = lettering.room * (1 - _NARROWING)
    while len(lines) > 1 and room > lettering.size and len(narrower := _wrapped(words, lettering.size, room)) == len(lines):
        lines = narrower
        room -= lettering.room * _NARROWING
    return lines


def _wrapped(words: Iterable[str], size: int, room: float) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in words:
        tried = f"{line} {word}" if line else word
        if line_width(tried, size) <= room:
            line = tried
            continue
        if line:
            lines.append(line)
        *full, line = _cut(word, size, room)
        lines += full
    return [*lines, line] if line else lines


def _cut(word: str, size: int, room: float) -> list[str]:
    """Return a word too long for a line in pieces that fit; most words are one piece."""
    pieces = [""]
    for sign in word:
        if pieces[-1] and line_width(pieces[-1] + sign, size) > room:
            pieces.append("")
        pieces[-1] += sign
    return pieces
