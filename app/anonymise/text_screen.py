"""What a copy without picture shows: who speaks, and what is said, on plain paper."""

from collections.abc import Sequence

from app.anonymise.brush import fill
from app.anonymise.caption_paint import Page, lettering_for, page_height, pages_of, paint_page, paint_square, shown_pages
from app.anonymise.planes import Planes
from app.common.design import design_tokens, letter_colour
from app.domain.caption import Caption

_SIZE_PART = 0.07
_SQUARES_PART = 0.16
_SQUARES_AT = 0.3
_WORDS_AT = 0.52
_FAINT = 0.7
_NO_CAPTIONS = Page(0, 0, "", ("Geen beeld, alleen tekst",))


class TextScreen:
    """Paints frames of a copy that shows no picture: nothing of a recording ever reaches it."""

    def __init__(self, captions: Sequence[Caption], width: int, height: int) -> None:
        self._lettering = lettering_for(width, height, _SIZE_PART)
        self._pages = pages_of(captions, self._lettering)
        self._letters = sorted({caption.letter for caption in captions if caption.letter}, key=lambda letter: (len(letter), letter))
        colours = design_tokens()["kleur"]["licht"]
        self._paper, self._ink = colours["vraag_vlak"], colours["vraag_tekst"]

    def paint(self, planes: Planes, from_ms: int, to_ms: int) -> None:
        """Cover the whole of the planes with what is shown from and until these times."""
        height, width = planes.luma.shape
        fill(planes, (0, 0, width, height), self._paper)
        shown = shown_pages(self._pages, from_ms, to_ms)
        self._paint_letters(planes, {page.letter for page in shown})
        top = int(height * _WORDS_AT) // 2 * 2
        for page in shown if self._pages else [_NO_CAPTIONS]:
            paint_page(planes, page, self._lettering, top, (self._paper, self._ink))
            top += page_height(page, self._lettering)

    def _paint_letters(self, planes: Planes, speaking: set[str]) -> None:
        """Paint everybody who speaks in the fragment in a row; whoever is silent now is faint."""
        if not self._letters:
            return
        height, width = planes.luma.shape
        gap = self._lettering.margin
        side = int(min(height * _SQUARES_PART, width * 0.9 / len(self._letters) - gap)) // 2 * 2
        left = (width - len(self._letters) * (side + gap) + gap) // 4 * 2
        top = int(height * _SQUARES_AT - side / 2) // 2 * 2
        for letter in self._letters:
            colour = letter_colour(letter)
            area = (left, top, left + side, top + side)
            paint_square(planes, letter, area, colour if letter in speaking else _mixed(colour, self._paper, _FAINT))
            left += side + gap


def _mixed(colour: str, other: str, other_part: float) -> str:
    pairs = ((int(colour[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(one + (two - one) * other_part):02X}" for one, two in pairs)
