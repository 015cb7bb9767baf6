"""The picture of the viewing screen: it can be clicked, and says where it can go when the top bar is away."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from app.ui.icons import pixmap
from app.ui.theme import Theme
from app.ui.transcript.caption_paint import paint_caption
from app.ui.widgets.picture_view import PictureView


class Stage(PictureView):
    """Paints pictures as they come; until the first it says that the recording is being opened."""

    clicked = Signal()
    double_clicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._safety_text = ""
        self._caption = ""
        self._layers: list[Callable[[QPainter, QRectF], None]] = []
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Beeld van de opname"))

    @property
    def is_hidden(self) -> bool:
        """Whether shutters stand before the picture."""
        return self._is_hidden

    @property
    def sentence(self) -> str:
        """What stands on the stage instead of a picture; empty when there is a picture."""
        return self._sentence

    def set_safety_text(self, text: str, *, has_frame: bool = True) -> None:
        """Say in the corner where this picture can go, for when the top bar is away; empty takes it off."""
        self._safety_text = text
        self.has_focus_frame = has_frame
        self.update()

    def add_layer(self, paint: Callable[[QPainter, QRectF], None]) -> None:
        """Let this paint over every picture from now on, given the picture's place; call `update` when it would paint something else."""
        self._layers.append(paint)
        self.update()

    def paint_over(self, painter: QPainter) -> None:
        """Paint what was laid over the picture, in the order it came."""
        for paint in self._layers:
            painter.save()
            paint(painter, self.picture_rect())
            painter.restore()

    @property
    def caption(self) -> str:
        """What stands under the picture as said."""
        return self._caption

    def set_caption(self, text: str) -> None:
        """Show what is said over the foot of the picture, in lines; empty takes it off."""
        self._caption = text
        self.update()

    def paint_on_top(self, painter: QPainter) -> None:
        """Paint what is said, and the safety text."""
        if self._caption and self._picture is not None and not self._is_hidden:
            paint_caption(painter, self._theme.current, self._caption, self.picture_rect())
        if not self._safety_text:
            return
        tokens = self._theme.current
        font = tokens.font("klein", 500)
        icon_px, height = tokens.scaled(16), tokens.scaled(32)
        width = QFontMetrics(font).horizontalAdvance(self._safety_text) + icon_px + 32
        plate = QRectF(max(16.0, self.picture_rect().left() + 16), 16, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("toneel"))
        painter.drawRoundedRect(plate, height / 2, height / 2)
        place = QPointF(plate.left() + 12, plate.center().y() - icon_px / 2)
        painter.drawPixmap(place, pixmap("op_dit_apparaat", tokens.color("op_toneel_2"), icon_px))
        painter.setFont(font)
        painter.setPen(tokens.color("op_toneel"))
        painter.drawText(plate.adjusted(icon_px + 20, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._safety_text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the focus; the left button plays or pauses."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for the focus mode."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.double_clicked.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Say the name in another language when it changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("Beeld van de opname"))
