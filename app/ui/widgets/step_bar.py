"""Where you are in a few steps: done, now, later."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.icons import pixmap
from app.ui.theme import Theme

_CIRCLE = 24
_GAP = 8
_LINE = 20
_SHORT_LINE = 6


class StepBar(QWidget):
    """Numbered steps with a line between them; only shows, is never pressed."""

    def __init__(self, theme: Theme, names: tuple[str, ...], parent: QWidget | None = None, *, is_threshold: bool = False) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names = names
        self._color_of_now = ("menie", "op_menie") if is_threshold else ("luikgroen", "op_luikgroen")
        self._now = 0
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        self.set_now(0)

    def set_now(self, step: int) -> None:
        """Show the step with this index as the one of now."""
        self._now = step
        words = self.tr("Stap {step} van {total}: {name}")
        self.setAccessibleName(words.format(step=step + 1, total=len(self._names), name=self._names[step]))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for all names."""
        return QSize(self._width_with(self._names, _LINE), self._theme.current.scaled(_CIRCLE) + 2)

    def minimumSizeHint(self) -> QSize:
        """Return the room for all numbers and the name of now."""
        return QSize(self._width_with(self._names[self._now : self._now + 1], _SHORT_LINE), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the steps from left to right; without room for all names only that of now."""
        tokens = self._theme.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_wide = self.width() >= self.sizeHint().width()
        line = _LINE if is_wide else _SHORT_LINE
        left = 1
        for step, name in enumerate(self._names):
            if step:
                painter.setPen(QPen(tokens.color("lijn_sterk"), 1))
                painter.drawLine(left + _GAP, self.height() // 2, left + _GAP + line, self.height() // 2)
                left += line + 2 * _GAP
            left = self._paint_step(painter, left, step, name if is_wide or step == self._now else "")

    def _width_with(self, names: tuple[str, ...], line: int) -> int:
        tokens = self._theme.current
        metrics = QFontMetrics(tokens.font("klein", 600))
        words = sum(metrics.horizontalAdvance(name) + _GAP for name in names)
        return words + tokens.scaled(_CIRCLE) * len(self._names) + (line + 2 * _GAP) * (len(self._names) - 1) + 6

    def _paint_step(self, painter: QPainter, left: int, step: int, name: str) -> int:
        tokens = self._theme.current
        diameter = tokens.scaled(_CIRCLE)
        circle = QRectF(left + 0.5, (self.height() - diameter) / 2 + 0.5, diameter - 1, diameter - 1)
        is_now, is_done = step == self._now, step < self._now
        surface, ink = self._color_of_now
        painter.setPen(QPen(tokens.color(surface if is_now else "luikgroen" if is_done else "lijn_sterk"), 1))
        painter.setBrush(tokens.color(surface if is_now else "luikgroen_zacht" if is_done else "paneel"))
        painter.drawEllipse(circle)
        if is_done:
            px = tokens.scaled(14)
            tick = pixmap("goed", tokens.color("luikgroen_tekst"), px)
            painter.drawPixmap(round(circle.center().x() - px / 2), round(circle.center().y() - px / 2), tick)
        else:
            painter.setFont(tokens.font("klein", 600))
            painter.setPen(tokens.color(ink if is_now else "inkt_3"))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(step + 1))
        if not name:
            return left + diameter
        font = tokens.font("klein", 600 if is_now else 400)
        painter.setFont(font)
        painter.setPen(tokens.color("inkt" if is_now else "inkt_2" if is_done else "inkt_3"))
        text_left = left + diameter + _GAP
        width = QFontMetrics(font).horizontalAdvance(name)
        painter.drawText(QRectF(text_left, 0, width + 4, self.height()), Qt.AlignmentFlag.AlignVCenter, name)
        return text_left + width
