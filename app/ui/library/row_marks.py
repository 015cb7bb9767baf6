"""Two small drawings in a row of the list: what a recording may be used for, and how long it stays."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.ui.consent.wording import PURPOSE_ICONS, PURPOSES
from app.ui.icons import pixmap
from app.ui.library.overview import RecordingRow, gone_text, kept_part
from app.ui.theme import Tokens

_BOX = 25
_GAP = 5
_BAR = 4


def paint_purposes(painter: QPainter, tokens: Tokens, area: QRectF, row: RecordingRow) -> None:
    """Paint one box a purpose: filled with a whole edge when it is allowed, dashed and empty when it is not."""
    side = min(tokens.scaled(_BOX), (area.width() - _GAP * (len(PURPOSES) - 1)) / len(PURPOSES))
    icon_px = round(side * 0.64)
    for place, purpose in enumerate(PURPOSES):
        found = row.verdicts.get(purpose)
        is_allowed = found is not None and found.is_allowed and not row.is_withdrawn
        box = QRectF(area.left() + place * (side + _GAP), area.center().y() - side / 2, side, side)
        edge = tokens.color("luikgroen" if is_allowed else "lijn_sterk")
        painter.setPen(QPen(edge, 1, Qt.PenStyle.SolidLine if is_allowed else Qt.PenStyle.DashLine))
        painter.setBrush(tokens.color("luikgroen_zacht") if is_allowed else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 6, 6)
        ink = tokens.color("luikgroen_tekst" if is_allowed else "inkt_3")
        painter.drawPixmap(QPointF(box.center().x() - icon_px / 2, box.center().y() - icon_px / 2), pixmap(PURPOSE_ICONS[purpose], ink, icon_px))


def paint_gone(painter: QPainter, tokens: Tokens, area: QRectF, row: RecordingRow) -> None:
    """Paint when it is wiped, with a bar of the time that is left; nearly gone is bold and in the colour of the doorstep."""
    is_near = row.is_almost_gone and not row.is_withdrawn
    painter.setFont(tokens.font("klein", 600 if is_near else 400))
    painter.setPen(tokens.color("menie_tekst" if is_near else "inkt_2"))
    words = gone_text(row)
    has_bar = not row.is_withdrawn and not row.is_binned
    line = painter.fontMetrics().height()
    top = area.center().y() - (line + (_BAR + 4 if has_bar else 0)) / 2
    painter.drawText(QRectF(area.left(), top, area.width(), line), Qt.AlignmentFlag.AlignVCenter, words)
    if not has_bar:
        return
    bar = QRectF(area.left(), top + line + 4, area.width(), _BAR)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.color("verzonken"))
    painter.drawRoundedRect(bar, 2, 2)
    painter.setBrush(tokens.color("menie" if is_near else "golf"))
    painter.drawRoundedRect(QRectF(bar.left(), bar.top(), max(_BAR, bar.width() * kept_part(row)), _BAR), 2, 2)
