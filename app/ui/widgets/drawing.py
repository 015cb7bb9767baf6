"""The drawings of the design: the house front with its window, and the closed shutters."""

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from app.common.paths import resource_path
from app.ui.theme import Theme


@lru_cache(maxsize=8)
def _renderer(name: str) -> QSvgRenderer:
    return QSvgRenderer(str(resource_path("drawings", f"{name}.svg")))


def paint_covering(painter: QPainter, renderer: QSvgRenderer, target: QRectF) -> None:
    """Paint a drawing so that it covers the whole target, cut off evenly at the sides that stick out."""
    drawing = renderer.viewBoxF()
    zoom = max(target.width() / drawing.width(), target.height() / drawing.height())
    size = drawing.size() * zoom
    left = target.center().x() - size.width() / 2
    top = target.center().y() - size.height() / 2
    renderer.render(painter, QRectF(left, top, size.width(), size.height()))


def paint_shutters(painter: QPainter, target: QRectF) -> None:
    """Paint closed shutters over the whole target."""
    painter.save()
    painter.setClipRect(target, Qt.ClipOperation.IntersectClip)
    paint_covering(painter, _renderer("shutters"), target)
    painter.restore()


class Shutters(QWidget):
    """Closed shutters in a rounded frame: there is a picture, and nobody sees it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, is_dimmed: bool = True) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_dimmed = is_dimmed
        self._drawn: QPixmap | None = None
        self.setMinimumSize(120, 68)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint from a picture that is drawn again only when the size changes: the drawing has a thousand parts."""
        density = self.devicePixelRatioF()
        if self._drawn is None or self._drawn.deviceIndependentSize().toSize() != self.size():
            self._drawn = QPixmap(self.size() * density)
            self._drawn.setDevicePixelRatio(density)
            self._drawn.fill(Qt.GlobalColor.transparent)
            self._paint_once(QPainter(self._drawn))
        QPainter(self).drawPixmap(0, 0, self._drawn)

    def _paint_once(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        target = QRectF(self.rect())
        outline = QPainterPath()
        outline.addRoundedRect(target, self._theme.current.radius("toneel"), self._theme.current.radius("toneel"))
        painter.setClipPath(outline)
        paint_covering(painter, _renderer("shutters"), target)
        if self._is_dimmed:
            painter.fillRect(target, QColor(14, 19, 18, 150))
        painter.end()
