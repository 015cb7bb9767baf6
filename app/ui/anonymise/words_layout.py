"""Where each word of what is said stands: a row per turn, wrapped, with the names in boxes. Sums only, nothing is painted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from app.domain.spoken_line import Piece, Row, Silence, SpokenLine
from app.ui.theme import Tokens

SIDE_PX = 8
SQUARE_PX = 22
_TIME_PX, _TEXT_PX = 54, 34
_ROW_PX, _LINE_PX, _SILENCE_PX = 35, 30, 27
BOX_PX = 24
BOX_SIDE_PX = 8
KIND_GAP_PX = 6
_AROUND_BOX_PX = 2


@dataclass(frozen=True)
class PlacedPiece:
    """`box` is what can be clicked; the words begin at its left, or a little further in a name's box."""

    piece: Piece
    kind: str
    box: QRectF


@dataclass(frozen=True)
class PlacedRow:
    """One row with its words; `room` is left free under it for a card."""

    row: Row
    area: QRectF
    time: QRectF
    square: QRectF
    words: QRectF
    pieces: tuple[PlacedPiece, ...]


def place_rows(
    rows: Sequence[Row], tokens: Tokens, width: float, kind_of: Callable[[Piece], str], room_below: tuple[int, float] = (-1, 0.0)
) -> tuple[list[PlacedRow], float]:
    """Return where the rows stand in this width, and how high they are together. `room_below` a row, by its number, so much stays free."""
    placed: list[PlacedRow] = []
    top = 0.0
    for number, row in enumerate(rows):
        one = _place_row(row, tokens, top, width, kind_of)
        placed.append(one)
        top = one.area.bottom() + (room_below[1] if number == room_below[0] else 0.0)
    return placed, top


def words_left(tokens: Tokens) -> float:
    """Return how far from the left the words begin."""
    return SIDE_PX + tokens.scaled(_TIME_PX) + tokens.scaled(_TEXT_PX)


def _place_row(row: Row, tokens: Tokens, top: float, width: float, kind_of: Callable[[Piece], str]) -> PlacedRow:
    height = tokens.scaled(_SILENCE_PX if isinstance(row, Silence) else _ROW_PX)
    left = words_left(tokens)
    pieces, lines = _flow(row.pieces, tokens, top, left, width, kind_of) if isinstance(row, SpokenLine) else ((), 1)
    area = QRectF(0, top, width, height + (lines - 1) * tokens.scaled(_LINE_PX))
    square_px = tokens.scaled(SQUARE_PX)
    return PlacedRow(
        row,
        area,
        QRectF(SIDE_PX, top, tokens.scaled(_TIME_PX), height),
        QRectF(SIDE_PX + tokens.scaled(_TIME_PX), top + (height - square_px) / 2, square_px, square_px),
        QRectF(left, top, width - left - SIDE_PX, area.height()),
        pieces,
    )


def _flow(
    pieces: Sequence[Piece], tokens: Tokens, top: float, left: float, width: float, kind_of: Callable[[Piece], str]
) -> tuple[tuple[PlacedPiece, ...], int]:
    words, kinds = QFontMetricsF(tokens.font("gewoon")), QFontMetricsF(tokens.font("tijdlijn"))
    space, box = words.horizontalAdvance(" "), tokens.scaled(BOX_PX)
    middle = top + tokens.scaled(_ROW_PX) / 2
    right = width - SIDE_PX
    placed: list[PlacedPiece] = []
    x, line = left, 0
    for piece in pieces:
        kind = kind_of(piece)
        own = words.horizontalAdvance(piece.text)
        if kind:
            x += _AROUND_BOX_PX if x > left else 0
            own += 2 * BOX_SIDE_PX + KIND_GAP_PX + kinds.horizontalAdvance(kind)
        if x > left and x + own > right:
            x, line = left, line + 1
        own = min(own, right - left)
        placed.append(PlacedPiece(piece, kind, QRectF(x, middle + line * tokens.scaled(_LINE_PX) - box / 2, own, box)))
        x += own + words.horizontalAdvance(piece.tail) + space + (_AROUND_BOX_PX if kind and not piece.tail else 0)
    return tuple(placed), line + 1
