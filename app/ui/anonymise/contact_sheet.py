"""Small pictures of the finished copy, at even distances and at every doubtful spot, to see at a glance whether anything stands out."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.lanes import Thumbnail
from app.domain.timecode import format_time
from app.ui.theme import Theme

_COLUMNS = 4
_GAP = 6
_MOST = 12
_STEPS_MS = (1000, 2000, 5000, 10_000, 15_000, 20_000, 30_000, 60_000, 120_000, 300_000)


def sheet_step_ms(duration_ms: int) -> int:
    """Return the distance at which at most twelve pictures show the whole copy."""
    return next((step for step in _STEPS_MS if duration_ms <= step * _MOST), _STEPS_MS[-1])


def sheet_times(duration_ms: int) -> list[int]:
    """Return the even times, in ms, at which the sheet shows a copy of this length."""
    return list(range(0, max(1, duration_ms), sheet_step_ms(duration_ms)))[:_MOST]


class ContactSheet(QWidget):
    """Four in a row; arrows choose, Enter or a click goes there."""

    time_chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pictures: list[tuple[int, QImage]] = []
        self._doubtful: frozenset[int] = frozenset()
        self._chosen = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Beelden uit de kopie"))
        theme.changed.connect(self.update)

    def show_thumbnails(self, thumbnails: list[Thumbnail], duration_ms: int, doubtful_ms: Sequence[int] = ()) -> None:
        """Show the nearest picture to each even time, and to each doubtful one, in order of time."""
        chosen, doubtful = self._nearest(thumbnails, sheet_times(duration_ms)), self._nearest(thumbnails, doubtful_ms)
        self._pictures = [(at_ms, QImage.fromData(jpeg)) for at_ms, jpeg in sorted({**chosen, **doubtful}.items())]
        self._doubtful = frozenset(doubtful)
        self._chosen = 0
        self._fit()
        self.update()

    @staticmethod
    def _nearest(thumbnails: list[Thumbnail], times_ms: Sequence[int]) -> dict[int, bytes]:
        nearest = (min(thumbnails, key=lambda each: abs(each.at_ms - at_ms), default=None) for at_ms in times_ms)
        return {each.at_ms: each.jpeg for each in nearest if each}

    def clear(self) -> None:
        """Forget the pictures."""
        self._pictures = []
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the shape of the pictures."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        rows = -(-len(self._pictures) // _COLUMNS)
        self.setFixedHeight(rows * (self._cell_height(self.width()) + _GAP))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with the arrows; the rest is for the step."""
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -_COLUMNS, Qt.Key.Key_Down: _COLUMNS}.get(Qt.Key(event.key()))
        if by is not None and 0 <= self._chosen + by < len(self._pictures):
            self._chosen += by
            at_ms = self._pictures[self._chosen][0]
            self.setAccessibleDescription(
                self.tr("{at}, twijfelplek").format(at=format_time(at_ms)) if at_ms in self._doubtful else format_time(at_ms)
            )
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._pictures:
            self.time_chosen.emit(self._pictures[self._chosen][0])
        elif by is None:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the time of this picture."""
        for index, (at_ms, _) in enumerate(self._pictures):
            if self._cell(index).contains(event.position()):
                self._chosen = index
                self.time_chosen.emit(at_ms)
                self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pictures with their times."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        for index, (at_ms, image) in enumerate(self._pictures):
            self._paint_cell(painter, self._cell(index), at_ms, image, is_chosen=self.hasFocus() and index == self._chosen)

    def _paint_cell(self, painter: QPainter, cell: QRectF, at_ms: int, image: QImage, *, is_chosen: bool) -> None:
        tokens = self._theme.current
        painter.save()
        outline = QPainterPath()
        outline.addRoundedRect(cell, 5, 5)
        painter.setClipPath(outline)
        painter.fillRect(cell, tokens.color("toneel"))
        zoom = min(cell.width() / max(1, image.width()), cell.height() / max(1, image.height()))
        width, height = image.width() * zoom, image.height() * zoom
        painter.drawImage(QRectF(cell.center().x() - width / 2, cell.center().y() - height / 2, width, height), image)
        painter.restore()
        font = tokens.font("tijdlijn", 600, is_tabular=True)
        words = format_time(at_ms)
        size = QFontMetrics(font).size(0, words)
        chip = QRectF(cell.left() + 4, cell.bottom() - size.height() - 6, size.width() + 10, size.height() + 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(14, 19, 18, 215))
        painter.drawRoundedRect(chip, 4, 4)
        painter.setPen(tokens.color("op_toneel"))
        painter.setFont(font)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)
        if at_ms in self._doubtful:
            # A line of another colour, and not of another width only: some see no difference in red and green.
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.color("menie"), 3, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(cell.adjusted(1.5, 1.5, -1.5, -1.5), 5, 5)
        if is_chosen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.color("focusring"), 2))
            painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 5, 5)

    def _cell(self, index: int) -> QRectF:
        width = (self.width() - (_COLUMNS - 1) * _GAP) / _COLUMNS
        height = self._cell_height(self.width())
        return QRectF((index % _COLUMNS) * (width + _GAP), (index // _COLUMNS) * (height + _GAP), width, height)

    def _cell_height(self, width: int) -> int:
        return round((width - (_COLUMNS - 1) * _GAP) / _COLUMNS * 9 / 16)
