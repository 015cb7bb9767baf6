"""The picture: the frame of now, as large as fits, upright on a dark stage."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.common.picture import Picture
from app.ui.icons import pixmap
from app.ui.theme import Theme
from app.ui.widgets.drawing import paint_shutters


class Stage(QWidget):
    """Paints pictures as they come; until the first it says that the recording is being opened."""

    clicked = Signal()
    double_clicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture: Picture | None = None
        self._image: QImage | None = None
        self._sentence = ""
        self._is_hidden = False
        self._safety_text = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 180)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Beeld van de opname"))
        theme.changed.connect(self.update)

    @property
    def picture(self) -> Picture | None:
        """The frame that is shown, also while it is hidden."""
        return self._picture

    @property
    def is_hidden(self) -> bool:
        """Whether shutters stand before the picture."""
        return self._is_hidden

    @property
    def sentence(self) -> str:
        """What stands on the stage instead of a picture; empty when there is a picture."""
        return self._sentence

    def show_picture(self, picture: Picture) -> None:
        """Show this frame from now on."""
        self._picture = picture
        # QImage only borrows the bytes; `_picture` keeps them alive.
        self._image = QImage(picture.pixels, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32)
        self._sentence = ""
        self.update()

    def say(self, sentence: str) -> None:
        """Say something instead of the picture: that it is being opened, or why there is none."""
        self._sentence = sentence
        self.setAccessibleDescription(sentence)
        self.update()

    def set_hidden(self, *, is_hidden: bool) -> None:
        """Close or open the shutters before the picture."""
        self._is_hidden = is_hidden
        self.update()

    def set_safety_text(self, text: str) -> None:
        """Say in the corner where this picture can go, for when the top bar is away; empty takes it off."""
        self._safety_text = text
        self.update()

    def clear(self) -> None:
        """Forget the picture, so that nothing of it stays in memory."""
        self._picture = self._image = None
        self.update()

    def sizeHint(self) -> QSize:
        """Return a usual 16:9 picture."""
        return QSize(938, 528)

    def picture_rect(self) -> QRectF:
        """Return where the picture is painted: as large as fits with its own shape; empty without a picture."""
        if self._picture is None:
            return QRectF()
        zoom = min(self.width() / self._picture.width, self.height() / self._picture.height)
        width, height = round(self._picture.width * zoom), round(self._picture.height * zoom)
        return QRectF((self.width() - width) // 2, (self.height() - height) // 2, width, height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the stage, the picture or what stands in its place, and the focus."""
        painter = QPainter(self)
        tokens = self._theme.current
        painter.fillRect(self.rect(), tokens.color("toneel"))
        if self._is_hidden:
            self._paint_hidden(painter)
        elif self._sentence:
            self._paint_sentence(painter, self._sentence)
        elif self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.picture_rect(), self._image)
        if self._safety_text:
            self._paint_safety(painter)
        if self.hasFocus() and not self._safety_text:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.color("focusring"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the focus; the left button plays or pauses."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for the focus mode."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.double_clicked.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the focus frame away."""
        super().focusOutEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Say the sentence in another language when it changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("Beeld van de opname"))

    def _paint_safety(self, painter: QPainter) -> None:
        tokens = self._theme.current
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
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

    def _paint_hidden(self, painter: QPainter) -> None:
        paint_shutters(painter, QRectF(self.rect()))
        painter.fillRect(self.rect(), QColor(10, 14, 13, 190))
        self._paint_sentence(painter, self.tr("Het beeld is verborgen. Druk op F12 om verder te kijken."), icon_name="niet_zichtbaar")

    def _paint_sentence(self, painter: QPainter, sentence: str, icon_name: str = "") -> None:
        tokens = self._theme.current
        painter.setFont(tokens.font("groot"))
        painter.setPen(tokens.color("op_toneel"))
        area = QRectF(self.rect()).adjusted(24, 24, -24, -24)
        if icon_name:
            px = tokens.scaled(28)
            painter.drawPixmap(QPointF(self.width() / 2 - px / 2, self.height() / 2 - 2 * px), pixmap(icon_name, tokens.color("op_toneel"), px))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, sentence)
