"""What the rows of what is said look like."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from app.domain.spoken_line import Silence, SpokenLine
from app.domain.timecode import format_time
from app.ui.anonymise.mask_stage import letter_color
from app.ui.anonymise.words_layout import BOX_SIDE_PX, KIND_GAP_PX, PlacedPiece, PlacedRow
from app.ui.theme import Tokens

_CORNER = 5


def paint_row(painter: QPainter, tokens: Tokens, placed: PlacedRow, words: str, *, is_now: bool) -> None:
    """Paint one row; `words` stand in place of what is said where nothing is."""
    is_silence = isinstance(placed.row, Silence)
    if is_now and not is_silence:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("luikgroen_zacht"))
        painter.drawRoundedRect(placed.area, 6, 6)
    time_font = tokens.font("klein" if is_silence else "gewoon", is_tabular=True)
    time_font.setItalic(is_silence)
    painter.setFont(time_font)
    painter.setPen(tokens.color("inkt_3" if is_silence else "inkt_2"))
    painter.drawText(placed.time, Qt.AlignmentFlag.AlignVCenter, format_time(placed.row.range.from_ms))
    if isinstance(placed.row, SpokenLine):
        _paint_square(painter, tokens, placed.square, placed.row.letter)
        for piece in placed.pieces:
            _paint_piece(painter, tokens, piece)
        return
    font = QFont(tokens.font("klein"))
    font.setItalic(True)
    painter.setFont(font)
    painter.setPen(tokens.color("inkt_3"))
    painter.drawText(placed.words, Qt.AlignmentFlag.AlignVCenter, words)


def paint_choice(painter: QPainter, tokens: Tokens, placed: PlacedPiece, *, has_focus: bool) -> None:
    """Paint the frame around the word that is chosen."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(tokens.color("focusring" if has_focus else "lijn_sterk"), 2 if has_focus else 1))
    painter.drawRoundedRect(placed.box.adjusted(-3, -2, 3, 2), _CORNER + 2, _CORNER + 2)


def _paint_square(painter: QPainter, tokens: Tokens, square: QRectF, letter: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen if letter else QPen(tokens.color("lijn_sterk"), 1, Qt.PenStyle.DashLine))
    painter.setBrush(letter_color(letter) if letter else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(square, 6, 6)
    painter.setFont(tokens.font("klein", 700))
    painter.setPen(QColor("#FFFFFF") if letter else tokens.color("inkt_3"))
    painter.drawText(square, Qt.AlignmentFlag.AlignCenter, letter or "?")


def _paint_piece(painter: QPainter, tokens: Tokens, placed: PlacedPiece) -> None:
    piece, box = placed.piece, placed.box
    ink, kind_ink = _paint_box(painter, tokens, placed) if placed.kind else (tokens.color("inkt"), tokens.color("inkt_2"))
    left = box.left() + (BOX_SIDE_PX if placed.kind else 0)
    painter.setFont(tokens.font("gewoon", 500 if placed.kind else 400))
    painter.setPen(ink)
    width = painter.fontMetrics().horizontalAdvance(piece.text)
    room = box.width() - (2 * BOX_SIDE_PX if placed.kind else 0)
    painter.drawText(QRectF(left, box.top(), min(width + 2, room + 2), box.height()), Qt.AlignmentFlag.AlignVCenter, piece.text)
    if placed.kind:
        painter.setFont(tokens.font("tijdlijn"))
        painter.setPen(kind_ink)
        start = left + width + KIND_GAP_PX
        painter.drawText(QRectF(start, box.top() + 1, box.right() - start, box.height() - 1), Qt.AlignmentFlag.AlignVCenter, placed.kind)
    if piece.tail:
        painter.setFont(tokens.font("gewoon"))
        painter.setPen(tokens.color("inkt"))
        painter.drawText(QRectF(box.right() + 1, box.top(), 60, box.height()), Qt.AlignmentFlag.AlignVCenter, piece.tail)


def _paint_box(painter: QPainter, tokens: Tokens, placed: PlacedPiece) -> tuple[QColor, QColor]:
    """Paint the box of a name: dark when hidden, outlined while nobody chose, dashed when it stays. Returns the inks of word and kind."""
    name = placed.piece.name
    is_hidden = name.is_hidden if name else None
    ink, kind_ink = tokens.color("inkt"), tokens.color("inkt_2")
    painter.setBrush(tokens.color("kaart"))
    painter.setPen(QPen(tokens.color("menie"), 2))
    if is_hidden:
        ink, kind_ink = tokens.color("op_toneel"), tokens.color("op_toneel_2")
        painter.setBrush(tokens.color("toneel" if tokens.is_dark else "inkt"))
        painter.setPen(QPen(tokens.color("lijn_sterk"), 1) if tokens.is_dark else Qt.PenStyle.NoPen)
    elif is_hidden is False:
        painter.setPen(QPen(tokens.color("lijn_sterk"), 1, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(placed.box.adjusted(0.5, 0.5, -0.5, -0.5), _CORNER, _CORNER)
    return ink, kind_ink
