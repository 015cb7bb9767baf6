"""What the window looks like; each function paints a part of it where its look says."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from app.ui.icons import pixmap
from app.ui.viewing.panes.pane_grid import Pane
from app.ui.viewing.panes.pane_look import EYE_PX, MARK_PX, PAD_PX, PaneLook
from app.ui.widgets.key_hint import keys_size, paint_keys
from app.ui.widgets.mark_shape import paint_mark

_KEY_PX = 18
_MARK_PITCH_PX = 16
_WRAPPED = Qt.TextFlag.TextWordWrap
_ON_TOP = int(Qt.AlignmentFlag.AlignTop) | int(_WRAPPED)


def paint_heads(painter: QPainter, look: PaneLook) -> None:
    """Paint the names of columns and rows with their keys."""
    _paint_column_heads(painter, look)
    tokens = look.tokens
    painter.setFont(tokens.font("klein", 600))
    left = tokens.scaled(_KEY_PX) + 6
    for row, level in enumerate(look.grid.levels):
        top, height = look.row_tops[row], look.row_heights[row]
        _paint_key(painter, look, 0, top + height / 2, str(row + 1))
        painter.setPen(tokens.color("inkt_2"))
        words = QRectF(left, top, look.label_px - left - 4, height)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter) | int(_WRAPPED), level.name.nl)


def paint_bars(painter: QPainter, look: PaneLook) -> None:
    """Paint the wood; the panes are painted on it and leave the bars free."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.tokens.color("luikgroen"))
    painter.drawRoundedRect(look.frame, 4, 4)


def paint_pane(painter: QPainter, look: PaneLook, pane: Pane, *, is_hovered: bool, shows_code: bool, is_row_chosen: bool) -> None:
    """Paint one pane with its words, moments and eye; in pick mode with its code."""
    tokens, rect = look.tokens, look.rect_of(pane)
    is_watched = pane.cell.cell_id in look.content.watched
    is_quiet = pane.cell.cell_id in look.content.quiet | look.content.locked and not is_watched
    painter.setPen(Qt.PenStyle.NoPen)
    ground = "verzonken" if is_quiet else "paneel"
    painter.setBrush(tokens.color("luikgroen_zacht" if is_watched else "vraag_vlak" if is_row_chosen else ground))
    painter.drawRect(rect)
    painter.setFont(tokens.font("klein", 600 if is_watched else 400))
    painter.setPen(tokens.color("luikgroen_tekst" if is_watched else "inkt_3"))
    painter.drawText(rect.adjusted(PAD_PX, 4, -4, -4), _ON_TOP, pane.cell.name.nl)
    if pane.row_span > 1:
        _paint_core(painter, look, pane)
    _paint_marks(painter, look, pane)
    if pane.cell.cell_id in look.content.locked:
        painter.drawPixmap(look.eye_of(pane).topLeft(), pixmap("vergrendelen", tokens.color("inkt_3"), tokens.scaled(EYE_PX)))
    elif is_watched or is_hovered:
        color = tokens.color("luikgroen_tekst" if is_watched else "inkt_3")
        painter.drawPixmap(look.eye_of(pane).topLeft(), pixmap("let_op", color, tokens.scaled(EYE_PX)))
    if shows_code:
        size = keys_size(tokens, (pane.code,), _KEY_PX)
        _paint_key(painter, look, rect.right() - size.width() - 4, rect.bottom() - size.height() / 2 - 4, pane.code)
    if pane.cell.cell_id in look.content.of_moment:
        paint_ring(painter, look, pane)


def paint_ring(painter: QPainter, look: PaneLook, pane: Pane) -> None:
    """Paint the ring within a pane: here is the moment, or the keyboard."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.tokens.color("focusring"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.MiterJoin))
    painter.drawRect(look.rect_of(pane).adjusted(2.5, 2.5, -2.5, -2.5))


def _paint_column_heads(painter: QPainter, look: PaneLook) -> None:
    tokens = look.tokens
    key_px = tokens.scaled(_KEY_PX)
    for column, theme in enumerate(look.grid.themes):
        left = look.left_of(column) - 1
        _paint_key(painter, look, left, look.head_px / 2 - 1, look.grid.letters[column])
        words = QRectF(left + key_px + 5, 0, look.pane_px - key_px - 3, look.head_px - 2)
        fits = QFontMetricsF(tokens.font("klein", 600)).horizontalAdvance(theme.name.nl) <= words.width()
        painter.setFont(tokens.font("klein" if fits else "tijdlijn", 600))
        painter.setPen(tokens.color("inkt_2"))
        shown = painter.fontMetrics().elidedText(theme.name.nl, Qt.TextElideMode.ElideRight, round(words.width()) + 2)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)


def _paint_key(painter: QPainter, look: PaneLook, left: float, middle: float, key: str) -> None:
    tokens = look.tokens
    size = keys_size(tokens, (key,), _KEY_PX)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.color("kaart"))
    painter.drawRoundedRect(QRectF(left, middle - size.height() / 2, size.width(), size.height()), 4, 4)
    paint_keys(painter, tokens, left, middle, (key,), tokens.color("inkt_2"), tokens.color("lijn_sterk"), _KEY_PX)


def _paint_core(painter: QPainter, look: PaneLook, pane: Pane) -> None:
    tokens = look.tokens
    room = look.rect_of(pane).adjusted(PAD_PX, 4, -4, -4)
    name = QFontMetricsF(tokens.font("klein", 600)).boundingRect(room, int(_WRAPPED), pane.cell.name.nl)
    font = tokens.font("tijdlijn", is_question=True)
    font.setItalic(True)
    painter.setFont(font)
    painter.setPen(tokens.color("inkt_3"))
    room.setTop(name.bottom() + 4)
    room.setBottom(room.bottom() - tokens.scaled(EYE_PX) - 6)
    painter.drawText(room, _ON_TOP, pane.cell.core.nl)


def _paint_marks(painter: QPainter, look: PaneLook, pane: Pane) -> None:
    tokens, rect = look.tokens, look.rect_of(pane)
    pitch, mark_px = tokens.scaled(_MARK_PITCH_PX), tokens.scaled(MARK_PX)
    behind = tokens.color("luikgroen_zacht" if pane.cell.cell_id in look.content.watched else "paneel")
    room = max(1, int((rect.width() - 2 * PAD_PX - tokens.scaled(EYE_PX)) // pitch))
    for place, moment in enumerate(look.content.moments.get(pane.cell.cell_id, ())[:room]):
        center = QPointF(rect.left() + PAD_PX + mark_px / 2 + place * pitch, rect.bottom() - PAD_PX - mark_px / 2)
        kind = moment.kind.value if moment.kind else None
        paint_mark(painter, tokens, center, mark_px, kind, is_full=moment.has_words, behind=behind)
