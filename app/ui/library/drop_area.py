"""Where a file can be dropped, or chosen with a click."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme import Theme
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import TextLabel, restyle


def dropped_files(event: QDragEnterEvent | QDropEvent) -> list[Path]:
    """Return the local files that are dragged along."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


class DropArea(QFrame):
    """A dashed frame; a click or Enter asks for a file instead."""

    files_dropped = Signal(list)
    choose_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "drop")
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        title = self.tr("Sleep een opname hierheen")
        self.setAccessibleName(title)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(TextLabel(title, "titel", self))
        words.addWidget(TextLabel(self.tr("Van je telefoon, camera of geheugenkaart. Alle gewone soorten kunnen."), "gewoon", self))
        row = QHBoxLayout(self)
        row.setContentsMargins(28, 28, 28, 28)
        row.setSpacing(16)
        row.addWidget(IconLabel(theme, "opnamen", self, size=26, color="inkt"))
        row.addLayout(words, 1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files."""
        if dropped_files(event):
            event.acceptProposedAction()
            self._show_over(is_over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        self._show_over(is_over=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the files over."""
        self._show_over(is_over=False)
        event.acceptProposedAction()
        self.files_dropped.emit(dropped_files(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for a file."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.choose_requested.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for a file."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.choose_requested.emit()
        else:
            super().keyPressEvent(event)

    def _show_over(self, *, is_over: bool) -> None:
        self.setProperty("over", "true" if is_over else "false")
        restyle(self)
