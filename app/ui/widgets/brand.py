"""The mark of the house: a window with its shutters open, or the shutters closed."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import Theme


def paint_open_window(painter: QPainter, area: QRectF, ink: QColor) -> None:
    """Paint a window of six panes between open shutters, in one colour."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(area.topLeft())
    painter.scale(area.width() / 30, area.height() / 28)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawPolygon(QPolygonF([QPointF(0.5, 0.5), QPointF(6, 2), QPointF(6, 26), QPointF(0.5, 27.5)]))
    painter.drawPolygon(QPolygonF([QPointF(29.5, 0.5), QPointF(24, 2), QPointF(24, 26), QPointF(29.5, 27.5)]))
    for bar in (
        QRectF(7, 1.2, 16, 2.2),
        QRectF(7, 24.6, 16, 2.2),
        QRectF(7, 1.2, 2, 25.6),
        QRectF(21, 1.2, 2, 25.6),
        QRectF(14, 1.2, 2, 25.6),
        QRectF(7, 9, 16, 1.8),
        QRectF(7, 16.8, 16, 1.8),
    ):
        painter.drawRect(bar)
    painter.restore()


def paint_closed_shutters(painter: QPainter, area: QRectF, ink: QColor, behind: QColor) -> None:
    """Paint two closed shutters with their hourglasses."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(area.topLeft())
    painter.scale(area.width() / 24, area.height() / 24)
    painter.setPen(Qt.PenStyle.NoPen)
    for left in (0.0, 12.6):
        painter.setBrush(ink)
        painter.drawRoundedRect(QRectF(left, 0, 11.4, 24), 1.5, 1.5)
        painter.setBrush(behind)
        middle = left + 5.7
        painter.drawPolygon(QPolygonF([QPointF(left + 2, 3), QPointF(left + 9.4, 3), QPointF(middle, 11)]))
        painter.drawPolygon(QPolygonF([QPointF(left + 2, 21), QPointF(left + 9.4, 21), QPointF(middle, 13)]))
    painter.restore()


def shutters_pixmap(ink: QColor, behind: QColor, size: int) -> QPixmap:
    """Return the closed shutters as an icon of size x size, drawn twice as dense."""
    drawn = QPixmap(size * 2, size * 2)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    paint_closed_shutters(painter, QRectF(1, 1, size * 2 - 2, size * 2 - 2), ink, behind)
    painter.end()
    drawn.setDevicePixelRatio(2)
    return drawn


def window_icon() -> QIcon:
    """Return the program's icon: the open window in the green of the shutters, on white."""
    drawn = QPixmap(128, 128)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#F7F7F3"))
    painter.drawRoundedRect(QRectF(0, 0, 128, 128), 24, 24)
    paint_open_window(painter, QRectF(19, 22, 90, 84), QColor("#23493F"))
    painter.end()
    return QIcon(drawn)


class BrandMark(QWidget):
    """The house mark; `is_closed` shows the shutters."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, is_closed: bool = False, height: int = 28) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_closed = is_closed
        self._height = height
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Kijkkamer")
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return its room at this text scale."""
        height = self._theme.current.scaled(self._height)
        return QSize(height if self._is_closed else round(height * 30 / 28), height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        tokens = self._theme.current
        painter = QPainter(self)
        area = QRectF(self.rect())
        if self._is_closed:
            paint_closed_shutters(painter, area.adjusted(1, 1, -1, -1), tokens.color("luikgroen"), tokens.color("paneel"))
        else:
            paint_open_window(painter, area, tokens.color("luikgroen"))
