"""The row under a picture: the time, one frame back, play, one frame on."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QWidget

from app.ui.theme import Theme
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.play_button import PlayButton
from app.ui.widgets.time_label import TimeLabel

_EDGES_PX = 48
"""The margins of the row, and what lies between its three groups."""


class Transport(QFrame):
    """Time and playing at the left; behind them and at the right what a step adds. Two rows when one is too narrow."""

    play_requested = Signal()
    step_requested = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self._time = TimeLabel(theme, parent=self)
        self._play = PlayButton(theme, self)
        self._play.clicked.connect(self.play_requested)
        back = IconButton(theme, "stap_terug", self.tr("Eén beeld terug (,)"), self, size=22)
        on = IconButton(theme, "stap_vooruit", self.tr("Eén beeld vooruit (.)"), self, size=22)
        back.clicked.connect(self._on_back)
        on.clicked.connect(self._on_on)
        self._playing, self._added, self._right = _Group(self), _Group(self), _Group(self)
        for widget in (self._time, back, self._play, on):
            self._playing.row.addWidget(widget)
        self._words: QWidget | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(14, 4, 12, 4)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._has_two_rows: bool | None = None
        theme.changed.connect(self._arrange)
        self._arrange()

    def add(self, *widgets: QWidget) -> None:
        """Put widgets behind playing."""
        for widget in widgets:
            self._added.row.addWidget(widget)

    def add_right(self, *widgets: QWidget, words: QWidget) -> None:
        """Put widgets at the right end; `words` before them are the first to go when it is narrow."""
        self._words = words
        for widget in (words, *widgets):
            self._right.row.addWidget(widget)

    def show_times(self, at_ms: int, duration_ms: int) -> None:
        """Show the time of now and the length."""
        self._time.set_duration(duration_ms)
        self._time.set_time(at_ms)

    def set_playing(self, *, is_playing: bool) -> None:
        """Show whether it runs."""
        self._play.set_playing(is_playing=is_playing)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use as many rows as the width asks for."""
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Return the width of the wider row of two: below that nothing fits."""
        first = self._playing.sizeHint().width() + self._right.sizeHint().width() - self._words_width()
        return QSize(max(first, self._added.sizeHint().width()) + _EDGES_PX, self._grid.minimumSize().height())

    @Slot()
    def _arrange(self) -> None:
        parts = (self._playing, self._added, self._right)
        without_words = sum(part.sizeHint().width() for part in parts) + _EDGES_PX - self._words_width()
        has_two_rows = without_words > self.width() > 0
        if self._words:
            beside = without_words - (self._added.sizeHint().width() if has_two_rows else 0)
            self._words.setVisible(beside + self._words.sizeHint().width() <= self.width())
        if has_two_rows == self._has_two_rows:
            return
        self._has_two_rows = has_two_rows
        for part in parts:
            self._grid.removeWidget(part)
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        self._grid.addWidget(self._playing, 0, 0, left)
        if has_two_rows:
            self._grid.addWidget(self._added, 1, 0, 1, 3, left)
        else:
            self._grid.addWidget(self._added, 0, 1, left)
        self._grid.addWidget(self._right, 0, 2, right)
        self.updateGeometry()

    def _words_width(self) -> int:
        return self._words.sizeHint().width() if self._words and not self._words.isHidden() else 0

    def _on_back(self) -> None:
        self.step_requested.emit(-1)

    def _on_on(self) -> None:
        self.step_requested.emit(1)


class _Group(QWidget):
    """Widgets that stay beside each other."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(6)
