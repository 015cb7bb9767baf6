"""A picture of a recording or copy: as large as fits, on a dark stage."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QFocusEvent, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.common.picture import Picture
from app.ui.icons import pixmap
from app.ui.theme import Theme
from app.ui.widgets.accessible import AccessibleItem, AccessibleItems
from app.ui.widgets.drawing import paint_shutters


class PictureView(QWidget):
    """Shows pictures as they come, or a sentence. Subclasses paint over the picture in `paint_over`."""

    items_role = QAccessible.Role.Graphic
    item_role = QAccessible.Role.StaticText

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, is_rounded: bool = False) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_rounded = is_rounded
        self._picture: Picture | None = None
        self._image: QImage | None = None
        self._sentence = ""
        self._is_hidden = False
        self.has_focus_frame = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 180)
        AccessibleItems.describe(self)
        theme.changed.connect(self.update)

    @property
    def picture(self) -> Picture | None:
        """The frame that is shown; None before the first."""
        return self._picture

    def show_picture(self, picture: Picture) -> None:
        """Show this frame from now on."""
        self._picture = picture
        # QImage only borrows the bytes; `_picture` keeps them alive.
        self._image = QImage(picture.pixels, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32)
        self._sentence = ""
        self.update()

    def say(self, sentence: str) -> None:
        """Say why there is no picture."""
        self._sentence = sentence
        self.setAccessibleDescription(sentence)
        self.update()

    def set_hidden(self, *, is_hidden: bool) -> None:
        """Close or open the shutters before the picture."""
        self._is_hidden = is_hidden
        self.update()

    def clear(self) -> None:
        """Forget the picture, so that nothing of it stays in memory."""
        self._picture = self._image = None
        self.update()

    def picture_rect(self) -> QRectF:
        """Return where the picture is painted; empty without a picture."""
        if self._picture is None:
            return QRectF()
        zoom = min(self.width() / self._picture.width, self.height() / self._picture.height)
        width, height = round(self._picture.width * zoom), round(self._picture.height * zoom)
        return QRectF((self.width() - width) // 2, (self.height() - height) // 2, width, height)

    def fraction_at(self, point: QPointF) -> tuple[float, float]:
        """Return where a point of this widget lies in the picture, as fractions; outside 0..1 when beside it."""
        area = self.picture_rect()
        if area.isEmpty():
            return -1.0, -1.0
        return (point.x() - area.left()) / area.width(), (point.y() - area.top()) / area.height()

    def rect_of(self, x0: float, y0: float, x1: float, y1: float) -> QRectF:
        """Return where a part of the picture, in fractions, stands in this widget."""
        area = self.picture_rect()
        left, top = area.left() + x0 * area.width(), area.top() + y0 * area.height()
        return QRectF(left, top, (x1 - x0) * area.width(), (y1 - y0) * area.height())

    def accessible_items(self) -> list[AccessibleItem]:
        """Return nothing: a picture is one thing, with a name."""
        return []

    def sizeHint(self) -> QSize:
        """Return a usual 16:9 picture."""
        return QSize(928, 522)

    def paint_over(self, painter: QPainter) -> None:
        """Paint over the picture, when there is one; nothing here."""

    def paint_on_top(self, painter: QPainter) -> None:
        """Paint over whatever is shown, also closed shutters; nothing here."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the stage, the picture and what lies over it, and the focus."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        tokens = self._theme.current
        if self._is_rounded:
            outline = QPainterPath()
            outline.addRoundedRect(QRectF(self.rect()), tokens.radius("toneel"), tokens.radius("toneel"))
            painter.setClipPath(outline)
        painter.fillRect(self.rect(), tokens.color("toneel"))
        if self._is_hidden:
            self._paint_hidden(painter)
        elif self._image is None or self._sentence:
            self._paint_sentence(painter, self._sentence)
        else:
            painter.drawImage(self.picture_rect(), self._image)
            self.paint_over(painter)
        self.paint_on_top(painter)
        if self.hasFocus() and self.has_focus_frame:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.color("focusring"), 2))
            radius = tokens.radius("toneel") - 1 if self._is_rounded else 0
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the focus frame away."""
        super().focusOutEvent(event)
        self.update()

    def _paint_hidden(self, painter: QPainter) -> None:
        paint_shutters(painter, QRectF(self.rect()))
        painter.fillRect(self.rect(), QColor(10, 14, 13, 190))
        color, px = self._theme.current.color("op_toneel"), self._theme.current.scaled(28)
        painter.drawPixmap(QPointF(self.width() / 2 - px / 2, self.height() / 2 - 2 * px), pixmap("niet_zichtbaar", color, px))
        self._paint_sentence(painter, self.tr("Het beeld is verborgen. Druk op F12 om verder te kijken."))

    def _paint_sentence(self, painter: QPainter, sentence: str) -> None:
        tokens = self._theme.current
        painter.setFont(tokens.font("groot"))
        painter.setPen(tokens.color("op_toneel"))
        area = QRectF(self.rect()).adjusted(24, 24, -24, -24)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, sentence)
