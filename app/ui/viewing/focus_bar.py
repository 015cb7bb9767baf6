"""Under the picture in focus mode: the whole recording as a thin line, the time, one question, and the keys."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.moment import Moment, MomentKind
from app.domain.timecode import format_time
from app.ui.theme import Theme, Tokens
from app.ui.viewing.key_choices import KeyChoices
from app.ui.viewing.moment.mark_button import kind_word
from app.ui.widgets.key_hint import keys_size, paint_keys
from app.ui.widgets.mark_shape import paint_mark

_MARGIN_PX = 32
_MARKS = tuple(f"mark_{kind.value}" for kind in MomentKind)
_LINE_PX = 5
_BESIDE_PX = 1200
"""At 100 %: narrower than this, two lines of question do not fit between the time and the marks."""
_QUESTION_ROW_PX = 64


class FocusBar(QWidget):
    """Always dark, whatever the theme: nothing may shine beside the picture."""

    seek_requested = Signal(int)
    action_requested = Signal(str)

    def __init__(self, theme: Theme, duration_ms: int, keys: KeyChoices | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._caps = {each: (keys or KeyChoices()).cap(each) for each in (*_MARKS, "focus_mode")}
        self._duration_ms = max(1, duration_ms)
        self._position_ms = 0
        self._moments: Sequence[Moment] = ()
        self._question = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Focusstand"))
        theme.changed.connect(self.updateGeometry)

    def show_moments(self, moments: Sequence[Moment]) -> None:
        """Show these moments on the line."""
        self._moments = moments
        self.update()

    def show_question(self, question: str) -> None:
        """Ask this."""
        self._question = question
        self.update()

    def show_position(self, at_ms: int) -> None:
        """Move the line of now."""
        if format_time(at_ms) != format_time(self._position_ms) or round(self._x_of(at_ms)) != round(self._x_of(self._position_ms)):
            self.update()
        self._position_ms = at_ms

    def sizeHint(self) -> QSize:
        """Return the height of the line and the words."""
        return QSize(800, self._theme.current.scaled(124 + self._question_row_px()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the question a row of its own where it would be cut beside the marks."""
        super().resizeEvent(event)
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint everything."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._dark()
        painter.fillRect(self.rect(), tokens.color("toneel"))
        self._paint_line(painter, tokens)
        row = self._row()
        left = self._paint_time(painter, tokens, row)
        right = self._paint_legend(painter, tokens)
        font = tokens.font("vraag", 500, is_question=True)
        font.setPixelSize(tokens.px("kop2"))
        painter.setFont(font)
        painter.setPen(tokens.color("vraag_tekst"))
        painter.drawText(self._place_of_question(left, right, row), Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, self._question)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to a place on the line, or do what stands under the pointer."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if event.position().y() < self._line_y() * 2:
            share = (event.position().x() - _MARGIN_PX) / max(1, self.width() - 2 * _MARGIN_PX)
            self.seek_requested.emit(round(min(max(share, 0.0), 1.0) * self._duration_ms))
            return
        for action_id, rect, _words, _key in self._legend(self._dark()):
            if rect.contains(event.position()):
                self.action_requested.emit(action_id)

    def _dark(self) -> Tokens:
        return Tokens(is_dark=True, scale=self._theme.scale)

    def _line_y(self) -> float:
        return self._theme.current.scaled(22)

    def _row(self) -> QRectF:
        top = self._line_y() * 2 - 4 + self._theme.current.scaled(self._question_row_px())
        return QRectF(_MARGIN_PX, top, self.width() - 2 * _MARGIN_PX, self.height() - top - 22)

    def _question_row_px(self) -> int:
        return _QUESTION_ROW_PX if self.width() < self._theme.current.scaled(_BESIDE_PX) else 0

    def _place_of_question(self, left: float, right: float, row: QRectF) -> QRectF:
        if self._question_row_px():
            top = self._line_y() * 2 - 4
            return QRectF(row.left(), top, row.width(), row.top() - top)
        return QRectF(left + 36, row.top(), max(0.0, right - left - 60), row.height())

    def _x_of(self, at_ms: float) -> float:
        return _MARGIN_PX + at_ms / self._duration_ms * max(1, self.width() - 2 * _MARGIN_PX)

    def _paint_line(self, painter: QPainter, tokens: Tokens) -> None:
        y = self._line_y()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("lijn"))
        painter.drawRoundedRect(QRectF(_MARGIN_PX, y - _LINE_PX / 2, self.width() - 2 * _MARGIN_PX, _LINE_PX), 2.5, 2.5)
        painter.setBrush(tokens.color("luikgroen"))
        now = self._x_of(self._position_ms)
        painter.drawRoundedRect(QRectF(_MARGIN_PX, y - _LINE_PX / 2, now - _MARGIN_PX, _LINE_PX), 2.5, 2.5)
        for moment in self._moments:
            kind = moment.kind.value if moment.kind else None
            paint_mark(painter, tokens, QPointF(self._x_of(moment.at_ms), y), 15, kind, is_full=moment.has_words, behind=tokens.color("toneel"))
        painter.fillRect(QRectF(now - 1, y - 16, 2, 32), tokens.color("speelkop"))

    def _paint_time(self, painter: QPainter, tokens: Tokens, row: QRectF) -> float:
        now, total = format_time(self._position_ms), f" / {format_time(self._duration_ms)}"
        left = row.left()
        for words, font, color in (
            (now, tokens.font("kop3", 600, is_tabular=True), "op_toneel"),
            (total, tokens.font("gewoon", is_tabular=True), "op_toneel_2"),
        ):
            painter.setFont(font)
            painter.setPen(tokens.color(color))
            painter.drawText(QRectF(left, row.top(), 400, row.height()), Qt.AlignmentFlag.AlignVCenter, words)
            left += QFontMetrics(font).horizontalAdvance(words)
        return left

    def _legend(self, tokens: Tokens) -> list[tuple[str, QRectF, str, str]]:
        row = self._row()
        metrics = QFontMetrics(tokens.font("klein"))
        entries = [(f"mark_{kind.value}", kind_word(kind), self._caps[f"mark_{kind.value}"]) for kind in MomentKind]
        entries += [("focus_mode", self.tr("Alleen beeld"), self._caps["focus_mode"]), ("picture", self.tr("Terug"), "Esc")]
        right = row.right()
        placed = []
        for action_id, words, key in reversed(entries):
            width = metrics.horizontalAdvance(words) + keys_size(tokens, (key,) if key else ()).width() + 8
            if action_id in _MARKS:
                width += tokens.scaled(14) + 7
            height = tokens.scaled(36)
            placed.append((action_id, QRectF(right - width, row.center().y() - height / 2, width, height), words, key))
            right -= width + tokens.scaled(16 if action_id in _MARKS else 28)
        return placed[::-1]

    def _paint_legend(self, painter: QPainter, tokens: Tokens) -> float:
        legend = self._legend(tokens)
        metrics = QFontMetrics(tokens.font("klein"))
        mark_px = tokens.scaled(14)
        for action_id, rect, words, key in legend:
            left = rect.left()
            if action_id in _MARKS:
                kind = action_id.removeprefix("mark_")
                center = QPointF(left + mark_px / 2, rect.center().y())
                paint_mark(painter, tokens, center, mark_px, kind, is_full=True, behind=tokens.color("toneel"))
                left += mark_px + 7
            painter.setFont(tokens.font("klein"))
            painter.setPen(tokens.color("op_toneel_2"))
            painter.drawText(QRectF(left, rect.top(), rect.width(), rect.height()), Qt.AlignmentFlag.AlignVCenter, words)
            left += metrics.horizontalAdvance(words) + 8
            paint_keys(painter, tokens, left, rect.center().y(), (key,) if key else (), tokens.color("op_toneel_2"), tokens.color("lijn_sterk"))
        return legend[0][1].left()
