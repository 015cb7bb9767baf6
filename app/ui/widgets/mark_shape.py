"""The four marks: circle, diamond, rising sun, question square. Never a tick or a cross."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import Theme, Tokens

_ROOM = 1.3
"""How much larger than a mark its picture is, for the points of the diamond."""
_DENSITY = 2


def paint_mark(painter: QPainter, tokens: Tokens, center: QPointF, size: float, kind: str | None, *, is_full: bool, behind: QColor) -> None:
    """Paint a mark of `size` px around `center`; hollow (2 px line) without words. `behind` is the colour it stands on.

    `kind` None is a moment whose kind is not chosen yet: a hollow circle of the strong line colour.
    """
    color = tokens.mark(kind).shape if kind else tokens.color("lijn_sterk")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = _mark_path(center, size if is_full else size - 2, kind)
    if is_full:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
    else:
        painter.setPen(QPen(color, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(behind)
    painter.drawPath(path)
    if kind == "open":
        font = tokens.font("tijdlijn", 700)
        font.setPixelSize(max(7, round(size * 0.72)))
        painter.setFont(font)
        painter.setPen(behind if is_full else color)
        painter.drawText(QRectF(center.x() - size / 2, center.y() - size / 2, size, size), Qt.AlignmentFlag.AlignCenter, "?")
    painter.restore()


@lru_cache(maxsize=64)
def mark_pixmap(tokens: Tokens, size: int, kind: str | None, behind_name: str, *, is_full: bool) -> QPixmap:
    """Return the mark as a picture with its centre in the middle; for where hundreds are painted at once."""
    px = 2 * round(size * _ROOM / 2)
    drawn = QPixmap(px * _DENSITY, px * _DENSITY)
    drawn.setDevicePixelRatio(_DENSITY)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    paint_mark(painter, tokens, QPointF(px / 2, px / 2), size, kind, is_full=is_full, behind=QColor(behind_name))
    painter.end()
    return drawn


def _mark_path(center: QPointF, size: float, kind: str | None) -> QPainterPath:
    half = size / 2
    path = QPainterPath()
    match kind:
        case "schuurt":
            reach = half * 1.12
            path.moveTo(center.x(), center.y() - reach)
            path.lineTo(center.x() + reach, center.y())
            path.lineTo(center.x(), center.y() + reach)
            path.lineTo(center.x() - reach, center.y())
            path.closeSubpath()
        case "kans":
            reach = half * 1.16
            disc = QRectF(center.x() - reach, center.y() + half * 0.55 - reach, 2 * reach, 2 * reach)
            path.moveTo(disc.right(), disc.center().y())
            path.arcTo(disc, 0, 180)
            path.closeSubpath()
        case "open":
            path.addRoundedRect(QRectF(center.x() - half, center.y() - half, size, size), size * 0.22, size * 0.22)
        case _:
            path.addEllipse(center, half, half)
    return path


class MarkShape(QWidget):
    """A mark on its own; `background` names the colour it stands on."""

    def __init__(
        self, theme: Theme, kind: str | None, parent: QWidget | None = None, *, size: int = 16, is_full: bool = True, background: str = "kaart"
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind = kind
        self._size = size
        self._is_full = is_full
        self._background = background
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_mark(self, kind: str | None, *, is_full: bool) -> None:
        """Show another mark."""
        self._kind = kind
        self._is_full = is_full
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square a little larger than the shape, for the points of the diamond."""
        px = self._theme.current.scaled(self._size) + 4
        return QSize(px, px)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the mark."""
        tokens = self._theme.current
        painter = QPainter(self)
        center = QPointF(self.width() / 2, self.height() / 2)
        paint_mark(painter, tokens, center, tokens.scaled(self._size), self._kind, is_full=self._is_full, behind=tokens.color(self._background))
