"""The fields of a moment: text that grows with what is typed, and a time that can be typed too."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QTextEdit, QWidget

from app.common.errors import InputError
from app.domain.timecode import format_time, parse_time
from app.ui.theme import Theme
from app.ui.widgets.key_hint import keys_size, paint_keys
from app.ui.widgets.labels import plain_tip, restyle

_TEXT_PADDING_PX = 16
_MOST_LINES = 8
_WORDS_PX = 14
_KEY_PX = 17


class GrowingText(QTextEdit):
    """As high as its words, from `lines` lines up to eight; then it scrolls.

    Tab goes to the next field, Enter is done with it, and Shift+Enter begins a new line.
    """

    typed = Signal()
    left = Signal()
    finished = Signal()

    def __init__(self, theme: Theme, name: str, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines = lines
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(2)
        self.textChanged.connect(self._on_text_changed)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_text(self, text: str) -> None:
        """Show other words without telling that they were typed."""
        if text != self.toPlainText():
            was_blocked = self.blockSignals(True)  # noqa: FBT003 - Qt's own
            self.setPlainText(text)
            self.blockSignals(was_blocked)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the height for the words at this width."""
        line_px = QFontMetrics(self.font()).lineSpacing()
        words_px = round(self.document().size().height())
        return QSize(200, min(max(words_px, self._lines * line_px + 4), _MOST_LINES * line_px + 4) + _TEXT_PADDING_PX - 4)

    def minimumSizeHint(self) -> QSize:
        """Return the same height: lines are never half."""
        return QSize(80, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew and take the height that goes with it."""
        super().resizeEvent(event)
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be done with Enter; with Shift it is a new line of the text, not one of Qt's own kind."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.insertPlainText("\n")
        elif not event.isAutoRepeat():
            self.finished.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the worker went elsewhere."""
        super().focusOutEvent(event)
        self.left.emit()

    @Slot()
    def _on_text_changed(self) -> None:
        self.updateGeometry()
        self.typed.emit()

    @Slot()
    def _on_theme_changed(self) -> None:
        # One step smaller than a field elsewhere, so that a sentence of twenty words is two lines.
        self.setStyleSheet(f"QTextEdit {{ font-size: {self._theme.current.scaled(_WORDS_PX)}px; }}")
        self.updateGeometry()


class ThenText(GrowingText):
    """What I thought or felt then: dashed, because it is looked back on, and only for me."""

    def __init__(self, theme: Theme, name: str, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, lines, parent)
        self.setProperty("look", "then")
        self._border = _DashedBorder(theme, self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the border around it."""
        super().resizeEvent(event)
        self._border.setGeometry(self.rect())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Make room for the focus border."""
        super().focusInEvent(event)
        self._border.hide()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the dashes again."""
        super().focusOutEvent(event)
        self._border.show()


class _DashedBorder(QWidget):
    """QSS draws dashes as dots, so this is painted over the field."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the dashes."""
        tokens = self._theme.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(tokens.color("lijn_sterk"), 1)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)


class TimeField(QLineEdit):
    """A time that can be typed, with the key that sets it to now."""

    time_typed = Signal(int)

    def __init__(self, theme: Theme, name: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._caps = (key,) if key else ()
        self._at_ms: int | None = None
        self.setAccessibleName(name)
        self.setToolTip(plain_tip(name))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.editingFinished.connect(self._on_finished)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_time(self, at_ms: int | None) -> None:
        """Show this time; empty for none. What is being typed is left alone when the time is the same."""
        if at_ms == self._at_ms and not self.property("wrong"):
            return
        self._at_ms = at_ms
        self.setText("" if at_ms is None else format_time(at_ms))
        self._show_wrong(is_wrong=False)

    def sizeHint(self) -> QSize:
        """Return the room for a time and the key."""
        tokens = self._theme.current
        longest = "0:00:00" if len(self.text()) > 5 else "00:00"
        width = QFontMetrics(tokens.font("gewoon", is_tabular=True)).horizontalAdvance(longest) + keys_size(tokens, self._caps, _KEY_PX).width()
        return QSize(width + 32, tokens.scaled(32))

    def minimumSizeHint(self) -> QSize:
        """Return the same: a time is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the key at the right of the time."""
        super().paintEvent(event)
        tokens = self._theme.current
        width = keys_size(tokens, self._caps, _KEY_PX).width()
        painter = QPainter(self)
        paint_keys(
            painter, tokens, self.width() - width - 8, self.height() / 2, self._caps, tokens.color("inkt_2"), tokens.color("lijn_sterk"), _KEY_PX
        )

    @Slot()
    def _on_finished(self) -> None:
        if self._at_ms is not None and self.text() == format_time(self._at_ms):
            return
        try:
            at_ms = parse_time(self.text())
        except InputError:
            self._show_wrong(is_wrong=True)
            return
        self._show_wrong(is_wrong=False)
        self.time_typed.emit(at_ms)

    @Slot()
    def _on_theme_changed(self) -> None:
        tokens = self._theme.current
        self.setFont(tokens.font("gewoon", is_tabular=True))
        # The usual field is higher; here four things stand in one row.
        bare = "min-height: 0; padding: 0 {0}px;"
        self.setStyleSheet(f"QLineEdit {{ {bare.format(8)} }} QLineEdit:focus {{ {bare.format(7)} }}")
        self.setTextMargins(0, 0, keys_size(tokens, self._caps, _KEY_PX).width() + 2, 0)
        self.updateGeometry()

    def _show_wrong(self, *, is_wrong: bool) -> None:
        if bool(self.property("wrong")) != is_wrong:
            self.setProperty("wrong", is_wrong)
            restyle(self)
