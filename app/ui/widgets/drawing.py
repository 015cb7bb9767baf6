"""The drawings of the design: the house front with its window, and the closed shutters."""

import re
from functools import lru_cache

from PySide6.QtCore import QByteArray, QEasingCurve, QRect, QRectF, Qt, QVariantAnimation, Signal, Slot
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from app.common.design import design_tokens
from app.common.paths import resource_path
from app.ui.theme import Theme

_BY_DAY = {
    "#3A302B": "#B9A592",
    "#4A3A33": "#B5866E",
    "#403129": "#AC7D65",
    "#4B3B35": "#BC9079",
    "#46372F": "#B38369",
    "#50403A": "#C2957C",
    "#443530": "#B98B73",
    "#5C473D": "#CDA98D",
    "#D9D0BD": "#EFE6D2",
    "#8E8778": "#D8CFBC",
    "#57443A": "#6E5240",
    "#2C2F2D": "#A9A597",
    "#3B3F3C": "#C3BFB1",
    "#0B1210": "#000000",
}
"""The house front is drawn by night; these are the same stones by day, measured in the drawing of the first start."""
_LEAVES = (QRectF(570, 158, 150, 440), QRectF(720, 158, 150, 440))
"""The two closed shutters in the drawing."""
_FACADE = QRectF(0, 0, 1440, 900)


@lru_cache(maxsize=8)
def _renderer(name: str, *, is_day: bool = False) -> QSvgRenderer:
    svg = resource_path("drawings", f"{name}.svg").read_text("utf-8")
    if is_day:
        svg = re.sub(r"#[0-9A-F]{6}", lambda found: _BY_DAY.get(found[0], found[0]), svg)
        svg = re.sub(r'stop-color="#000000" stop-opacity="[.\d]+"', 'stop-color="#000000" stop-opacity="0"', svg)
        svg = svg.replace('stop-opacity=".55"', 'stop-opacity=".2"')
    return QSvgRenderer(QByteArray(svg.encode()))


def covering(drawing: QRectF, target: QRectF) -> QRectF:
    """Return where to put a drawing so that it covers the whole target, sticking out evenly at the sides."""
    zoom = max(target.width() / drawing.width(), target.height() / drawing.height())
    size = drawing.size() * zoom
    return QRectF(target.center().x() - size.width() / 2, target.center().y() - size.height() / 2, size.width(), size.height())


def paint_shutters(painter: QPainter, target: QRectF) -> None:
    """Paint closed shutters over the whole target."""
    painter.save()
    painter.setClipRect(target, Qt.ClipOperation.IntersectClip)
    renderer = _renderer("shutters")
    renderer.render(painter, covering(renderer.viewBoxF(), target))
    painter.restore()


class Shutters(QWidget):
    """Closed shutters in a rounded frame: there is a picture, and nobody sees it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, is_rounded: bool = True) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_rounded = is_rounded
        self._drawn: QPixmap | None = None
        self.setMinimumSize(120, 68)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint from a picture that is drawn again only when the size changes."""
        if self._drawn is None or self._drawn.deviceIndependentSize().toSize() != self.size():
            self._drawn = _blank(self)
            self._paint_once(QPainter(self._drawn))
        QPainter(self).drawPixmap(0, 0, self._drawn)

    def _paint_once(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        target = QRectF(self.rect())
        if self._is_rounded:
            painter.setClipPath(_rounded(target, self._theme.current.radius("toneel")))
        paint_shutters(painter, target)
        painter.end()


class Facade(QWidget):
    """The front of the house, cut to the widget; its shutters are closed or open and can swing open."""

    opened = Signal()
    """The shutters stand open after `swing_open`."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        is_closed: bool = False,
        part: QRectF | None = None,
        radius: int = 0,
        is_night: bool | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_closed = is_closed
        self._part = part or _FACADE
        """The part of the drawing that fills the widget; what sticks out is cut."""
        self._radius = radius
        self._is_night = is_night
        self._pictures: dict[str, QPixmap] = {}
        self._swing = QVariantAnimation(self)
        self._swing.setStartValue(0.0)
        self._swing.setEndValue(1.0)
        self._swing.setDuration(int(design_tokens()["beweging"]["luiken_ms"]))
        self._swing.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._swing.valueChanged.connect(self.update)
        self._swing.finished.connect(self._on_swung)
        theme.changed.connect(self._on_theme_changed)

    def swing_open(self, *, is_animated: bool) -> None:
        """Open the shutters, at once when motion is not wanted."""
        if is_animated:
            self._swing.start()
        else:
            self._on_swung()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint from pictures that are drawn again only when the size or theme changes: the drawing has a thousand stones."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._radius:
            painter.setClipPath(_rounded(QRectF(self.rect()), self._radius))
        painter.drawPixmap(0, 0, self._picture("facade-closed" if self._is_closed else "facade-open"))
        if self._swing.state() == QVariantAnimation.State.Running:
            self._paint_swing(painter, float(self._swing.currentValue()))

    def _paint_swing(self, painter: QPainter, progress: float) -> None:
        closed, opened = self._picture("facade-closed"), self._picture("facade-open")
        density = closed.devicePixelRatio()
        for leaf, is_left in zip(_LEAVES, (True, False), strict=True):
            area = self._on_widget(leaf)
            source = QRect(round(area.x() * density), round(area.y() * density), round(area.width() * density), round(area.height() * density))
            painter.drawPixmap(area, opened, QRectF(source))
            width = area.width() * (1 - progress)
            left = area.left() if is_left else area.right() - width
            painter.drawPixmap(QRectF(left, area.top(), width, area.height()), closed, QRectF(source))

    def _picture(self, name: str) -> QPixmap:
        kept = self._pictures.get(name)
        if kept is None or kept.deviceIndependentSize().toSize() != self.size():
            kept = _blank(self)
            painter = QPainter(kept)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            is_night = self._theme.current.is_dark if self._is_night is None else self._is_night
            _renderer(name, is_day=not is_night).render(painter, self._on_widget(_FACADE))
            painter.end()
            self._pictures[name] = kept
        return kept

    def _on_widget(self, area: QRectF) -> QRectF:
        placed = covering(self._part, QRectF(self.rect()))
        zoom = placed.width() / self._part.width()
        left = placed.left() + (area.left() - self._part.left()) * zoom
        top = placed.top() + (area.top() - self._part.top()) * zoom
        return QRectF(left, top, area.width() * zoom, area.height() * zoom)

    @Slot()
    def _on_swung(self) -> None:
        self._is_closed = False
        self.update()
        self.opened.emit()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._pictures.clear()
        self.update()


def _blank(widget: QWidget) -> QPixmap:
    drawn = QPixmap(widget.size() * widget.devicePixelRatioF())
    drawn.setDevicePixelRatio(widget.devicePixelRatioF())
    drawn.fill(Qt.GlobalColor.transparent)
    return drawn


def _rounded(target: QRectF, radius: int) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(target, radius, radius)
    return path
