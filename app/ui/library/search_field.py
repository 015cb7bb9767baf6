"""The search field in the top bar."""

from PySide6.QtCore import QEvent, QObject, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from app.ui.theme import Theme
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.key_hint import KeyHint
from app.ui.widgets.labels import restyle

_PAUSE_MS = 200
_WIDTH = 380
_WIDTH_WITH_KEYS = 270


class SearchField(QFrame):
    """Tells what to look for, a short while after the last key."""

    searched = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("look", "field")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.edit = QLineEdit(self)
        self.edit.setProperty("look", "search")
        self.edit.setPlaceholderText(self.tr("Zoek in je momenten"))
        self.edit.setAccessibleName(self.tr("Zoek in je momenten"))
        self.edit.installEventFilter(self)
        self.setFocusProxy(self.edit)
        self._keys = KeyHint(theme, ("Ctrl", "F"), self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._on_pause)
        self.edit.textChanged.connect(self._on_text_changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel(theme, "naam_zoeken", self, size=16))
        row.addWidget(self.edit, 1)
        row.addWidget(self._keys)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def text(self) -> str:
        """What is looked for."""
        return self.edit.text().strip()

    def forget(self) -> None:
        """Take the words off the screen, and look for nothing any more."""
        self.edit.clear()
        self._pause.stop()

    def sizeHint(self) -> QSize:
        """Return the width of the drawing; it may become narrower."""
        return QSize(self.maximumWidth(), self.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the focus as our own, and empty the field with Esc."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.setProperty("focused", "true" if event.type() == QEvent.Type.FocusIn else "false")
            restyle(self)
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.edit.clear()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the keys out when the words would not fit beside them."""
        super().resizeEvent(event)
        self._keys.setVisible(self.width() >= self._theme.current.scaled(_WIDTH_WITH_KEYS))

    @Slot()
    def _on_text_changed(self) -> None:
        self._pause.start()

    @Slot()
    def _on_pause(self) -> None:
        self.searched.emit(self.text)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.setFixedHeight(self._theme.current.scaled(36))
        self.setMaximumWidth(self._theme.current.scaled(_WIDTH))
        self.setMinimumWidth(self._theme.current.scaled(180))
