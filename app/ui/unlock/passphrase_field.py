"""The field for a passphrase: its words on soft surfaces when shown, dots when hidden."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from app.ui.secret_clipboard import SECRET_PROPERTY
from app.ui.theme import Theme
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.labels import restyle

_WORD_GAP = 18
_DOT_GAP = 4


class PassphraseField(QFrame):
    """Behaves as a line edit: pasting and password managers work."""

    text_changed = Signal(str)
    entered = Signal()
    caps_lock_noticed = Signal(bool)
    """Whether the last typed letter tells that Caps Lock is on; Qt has no question for it."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None, *, is_shown: bool = False, placeholder: str = "") -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("look", "field")
        self.edit = QLineEdit(self)
        self.edit.setProperty("look", "bare")
        self.edit.setProperty(SECRET_PROPERTY, True)  # noqa: FBT003 - Qt's own way
        self.edit.setAccessibleName(name)
        self.edit.setPlaceholderText(placeholder)
        self.edit.textChanged.connect(self._on_text_changed)
        self.edit.cursorPositionChanged.connect(self._on_cursor_moved)
        self.edit.returnPressed.connect(self.entered)
        self.edit.installEventFilter(self)
        self.setFocusProxy(self.edit)
        self._eye = IconButton(theme, "zichtbaar", "", self)
        self._eye.clicked.connect(self._on_eye)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 3, 8, 3)
        row.addWidget(self.edit, 1)
        row.addWidget(self._eye)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self._show_words(is_shown=is_shown)

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.edit.text()

    @property
    def is_shown(self) -> bool:
        """Whether the words can be read on the screen."""
        return self.edit.echoMode() == QLineEdit.EchoMode.Normal

    def set_text(self, text: str) -> None:
        """Replace what stands in it."""
        self.edit.setText(text)

    def set_wrong(self, *, is_wrong: bool) -> None:
        """Give it the border of a field that does not fit, or the usual one."""
        self.setProperty("wrong", "true" if is_wrong else "false")
        restyle(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the soft surfaces behind the words; the words themselves are the line edit's."""
        super().paintEvent(event)
        if not self.is_shown:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.current.color("luikgroen_zacht"))
        painter.setClipRect(self.edit.x() - 10, 0, self.edit.width() + 14, self.height())
        for surface in self._word_surfaces():
            painter.drawRoundedRect(surface, 4, 4)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the focus, and notice Caps Lock from what is typed."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.setProperty("focused", "true" if event.type() == QEvent.Type.FocusIn else "false")
            restyle(self)
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.text().isalpha():
            has_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_lock_noticed.emit(event.text().isupper() != has_shift)
        return super().eventFilter(watched, event)

    def _word_surfaces(self) -> list[QRectF]:
        metrics = QFontMetricsF(self.edit.font())
        text = self.edit.text()
        cursor = self.edit.cursorRect()
        origin = self.edit.x() + cursor.center().x() - metrics.horizontalAdvance(text[: self.edit.cursorPosition()])
        surfaces, position = [], 0
        for word in text.split(" "):
            if word:
                left = origin + metrics.horizontalAdvance(text[:position])
                height = metrics.height() + 6
                surfaces.append(QRectF(left - 7, (self.height() - height) / 2, metrics.horizontalAdvance(word) + 14, height))
            position += len(word) + 1
        return surfaces

    def _show_words(self, *, is_shown: bool) -> None:
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password)
        self._space_words()
        self._eye.set_icon_name("niet_zichtbaar" if is_shown else "zichtbaar")
        self._eye.set_name(self.tr("Verberg de woorden") if is_shown else self.tr("Laat de woorden zien"))
        self.update()

    @Slot()
    def _on_eye(self) -> None:
        self._show_words(is_shown=not self.is_shown)

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self._space_words()
        self.update()
        self.text_changed.emit(text)

    @Slot()
    def _on_cursor_moved(self) -> None:
        self.update()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._space_words()
        self.setMinimumHeight(self._theme.current.scaled(52))

    def _space_words(self) -> None:
        font = QFont(self._theme.current.font("groot"))
        if self.is_shown and self.edit.text():
            font.setWordSpacing(_WORD_GAP)
        if not self.is_shown and self.edit.text():
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, _DOT_GAP)
        self.edit.setFont(font)
