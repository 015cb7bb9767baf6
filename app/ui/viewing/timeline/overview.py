"""The whole recording on one line, with a frame around the part the timeline shows."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.moment import Moment
from app.ui.theme import Theme
from app.ui.viewing.timeline.time_axis import TimeAxis
from app.ui.widgets.mark_shape import paint_mark

_LINE_PX = 5
_MARK_PX = 10
_APART_PX = 2


class Overview(QWidget):
    """Pressing and dragging moves the part that is shown; the timeline has the same with keys."""

    view_requested = Signal(int)
    """The time in the middle of the part to show."""

    def __init__(self, theme: Theme, axis: TimeAxis, parent: QWidget | None = None, *, margins: tuple[int, int]) -> None:
        super().__init__(parent)
        self._theme = theme
        self._axis = axis
        self._left_px, self._right_px = margins
        self._moments: Sequence[Moment] = ()
        self._position_ms = 0
        self._painted: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Hele opname"))
        theme.changed.connect(self._on_theme_changed)

    def show_axis(self, axis: TimeAxis) -> None:
        """Frame this part."""
        if axis != self._axis:
            self._axis = axis
            self.update()

    def show_moments(self, moments: Sequence[Moment]) -> None:
        """Show these moments."""
        if moments is not self._moments:
            self._moments = moments
            self._repaint()

    def show_position(self, at_ms: int) -> None:
        """Colour the line up to this time."""
        if round(self._x_of(at_ms)) != round(self._x_of(self._position_ms)):
            self.update()
        self._position_ms = at_ms

    def set_left(self, left_px: int) -> None:
        """Leave this much room for the words, the same as the timeline does."""
        self._left_px = left_px
        self._repaint()

    def sizeHint(self) -> QSize:
        """Return one line of words."""
        return QSize(400, self._theme.current.scaled(30))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words, the line, the moments and the frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._theme.current
        painter.setFont(tokens.font("klein"))
        painter.setPen(tokens.color("inkt_3"))
        painter.drawText(QRectF(14, 0, self._left_px - 14, self.height()), Qt.AlignmentFlag.AlignVCenter, self.tr("Hele opname"))
        middle = self.height() / 2
        line = QRectF(self._left_px, middle - _LINE_PX / 2, self._line_width(), _LINE_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("verzonken"))
        painter.drawRoundedRect(line, 2.5, 2.5)
        painter.setBrush(tokens.color("luikgroen_zacht"))
        painter.drawRoundedRect(QRectF(line.left(), line.top(), max(0.0, self._x_of(self._position_ms) - line.left()), _LINE_PX), 2.5, 2.5)
        frame = QRectF(self._x_of(self._axis.from_ms), middle - 7.5, max(8.0, self._x_of(self._axis.to_ms) - self._x_of(self._axis.from_ms)), 15)
        painter.setPen(QPen(tokens.color("inkt_2"), 1.5))
        painter.setBrush(tokens.color("paneel"))
        painter.drawRoundedRect(frame, 4, 4)
        painter.drawPixmap(0, 0, self._marks())

    def _marks(self) -> QPixmap:
        """Return the moments as a picture, painted once: the frame and the line of now move under it many times a second."""
        density = self.devicePixelRatioF()
        if self._painted is None or self._painted.size() != self.size() * density:
            self._painted = QPixmap(self.size() * density)
            self._painted.setDevicePixelRatio(density)
            self._painted.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._painted)
            tokens, last_x = self._theme.current, -float(_MARK_PX)
            for moment in self._moments:
                x = self._x_of(moment.at_ms)
                if x - last_x < _APART_PX:
                    continue  # it would lie on the one before
                last_x = x
                kind = moment.kind.value if moment.kind else None
                center = QPointF(x + _MARK_PX / 2, self.height() / 2)
                paint_mark(painter, tokens, center, _MARK_PX, kind, is_full=moment.has_words, behind=tokens.color("paneel"))
            painter.end()
        return self._painted

    @Slot()
    def _on_theme_changed(self) -> None:
        self._repaint()
        self.updateGeometry()

    def _repaint(self) -> None:
        self._painted = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show the part around this place."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._ask(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the part along."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._ask(event.position().x())

    def _ask(self, x: float) -> None:
        share = min(max((x - self._left_px) / self._line_width(), 0.0), 1.0)
        self.view_requested.emit(round(share * self._axis.duration_ms))

    def _x_of(self, at_ms: float) -> float:
        return self._left_px + at_ms / max(1, self._axis.duration_ms) * self._line_width()

    def _line_width(self) -> float:
        return max(1.0, self.width() - self._left_px - self._right_px)
