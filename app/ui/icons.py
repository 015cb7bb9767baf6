"""The line icons, in any colour of the theme."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.common.design import design_tokens
from app.common.paths import resource_path

_DENSITY = 2
"""Icons are drawn twice as dense as their size, so that they stay sharp on a dense screen."""


def icon(name: str, color: QColor, size: int = 20) -> QIcon:
    """Return an icon by the design's name (`opnamen`) or by its file's (`film`)."""
    drawn = QIcon(pixmap(name, color, size))
    drawn.addPixmap(pixmap(name, color, size), QIcon.Mode.Disabled)
    return drawn


def pixmap(name: str, color: QColor, size: int = 20) -> QPixmap:
    """Return the icon as a picture of size x size."""
    return _drawn(name, color.name(), size)


@lru_cache(maxsize=512)
def _drawn(name: str, color_name: str, size: int) -> QPixmap:
    design = design_tokens()["pictogram"]
    svg = resource_path("icons", f"{design['namen'].get(name, name)}.svg").read_text("utf-8")
    svg = svg.replace("currentColor", color_name).replace('stroke-width="2"', f'stroke-width="{design["lijndikte"]}"')
    drawn = QPixmap(size * _DENSITY, size * _DENSITY)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(drawn.rect()))
    painter.end()
    drawn.setDevicePixelRatio(_DENSITY)
    return drawn
