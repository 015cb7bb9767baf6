"""What is copied from our windows is marked as a secret and does not stay behind.

After KeePassXC: the marks ask clipboard histories and the cloud clipboard to leave it alone. A program that does not heed them still
sees it; that cannot be prevented. Everything copied here may be about a client, so everything is marked. What comes from a field for
a passphrase or recovery code also goes after ten seconds; the rest goes when the shutters close. The Windows and macOS marks are not
yet seen at work there.
"""

import sys

from PySide6.QtCore import QMimeData, QObject, QTimer, Slot
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

SECRET_PROPERTY = "secret"  # noqa: S105 - the name of a property
"""Set on a field whose text is a key to the vault."""
MARK = "x-kde-passwordManagerHint"
_SHOWN_MS = 10_000
_WINDOWS_NAME = 'application/x-qt-windows-mime;value="{}"'
_NO = (0).to_bytes(4, "little")


def marked_as_secret(text: str) -> QMimeData:
    """Return the text as clipboard content that says of itself that nobody should keep it."""
    content = QMimeData()
    content.setText(text)
    content.setData(MARK, b"secret")
    if sys.platform == "win32":
        content.setData(_WINDOWS_NAME.format("ExcludeClipboardContentFromMonitorProcessing"), b"1")
        content.setData(_WINDOWS_NAME.format("CanIncludeInClipboardHistory"), _NO)
        content.setData(_WINDOWS_NAME.format("CanUploadToCloudClipboard"), _NO)
    elif sys.platform == "darwin":
        content.setData("application/x-nspasteboard-concealed-type", text.encode())
    return content


def forget_copies() -> None:
    """Empty the clipboard when what is in it is ours."""
    clipboard = QGuiApplication.clipboard()
    if is_ours(clipboard):
        clipboard.clear()


def is_ours(clipboard: QClipboard) -> bool:
    """Whether what is in the clipboard was put there by this program."""
    return clipboard.ownsClipboard()


class SecretClipboard(QObject):
    """Marks each copy the moment it is made."""

    def __init__(self, parent: QObject | None = None, *, shown_ms: int = _SHOWN_MS) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._clipboard.dataChanged.connect(self._on_changed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(shown_ms)
        self._timer.timeout.connect(self._on_time_passed)

    @Slot()
    def _on_changed(self) -> None:
        if not is_ours(self._clipboard):
            self._timer.stop()
            return
        text = self._clipboard.text()
        if not text or self._clipboard.mimeData().hasFormat(MARK):
            return
        if _is_secret(QApplication.focusWidget()):
            self._timer.start()
        else:
            self._timer.stop()
        self._clipboard.setMimeData(marked_as_secret(text))

    @Slot()
    def _on_time_passed(self) -> None:
        forget_copies()


def _is_secret(widget: QWidget | None) -> bool:
    return widget is not None and bool(widget.property(SECRET_PROPERTY))
