"""Ctrl+L works in a dialog too: a modal dialog shuts out the shortcuts of the window behind it."""

from PySide6.QtCore import QMetaObject, QObject, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog


class DialogLock(QObject):
    """Closes its dialog as if the user had said no, and then lets the window lock."""

    def __init__(self, dialog: QDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        QShortcut(QKeySequence("Ctrl+L"), dialog, self._on_lock)

    @Slot()
    def _on_lock(self) -> None:
        behind = self._dialog.parentWidget()
        self._dialog.reject()
        window = behind.window() if behind else None
        if window is not None and window.metaObject().indexOfSlot("lock()") >= 0:
            QMetaObject.invokeMethod(window, "lock", Qt.ConnectionType.QueuedConnection)
