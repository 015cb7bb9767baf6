"""Keep the windows out of screenshots, recordings and screen sharing, where the platform can.

Windows: SetWindowDisplayAffinity. macOS: `sharingType` of the window; newer screen recorders of macOS may pass it by. Linux: there is no
such thing, and the program says so. From the documentation of Microsoft and Apple; not yet run there. A photograph of the screen is
always possible.
"""

import ctypes
import ctypes.util
import sys
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Slot
from PySide6.QtWidgets import QApplication, QWidget

from app.services.preferences import Preferences

_EXCLUDE, _MONITOR_ONLY, _NORMAL = 0x11, 0x01, 0x00
"""Left out of a capture; shown as black (Windows before 2004); shown."""
_SHARING_NONE, _SHARING_READ_ONLY = 0, 1

Hide = Callable[[int, bool], None]


def can_hide_windows() -> bool:
    """Whether this platform can leave our windows out of a capture."""
    return sys.platform in {"win32", "darwin"}


def hide_window(window_id: int, is_hidden: bool) -> None:  # noqa: FBT001 - called through `Hide`
    """Leave the window with this handle out of captures, or show it in them again."""
    if sys.platform == "win32":
        user = ctypes.WinDLL("user32")
        handle = ctypes.c_void_p(window_id)
        if not user.SetWindowDisplayAffinity(handle, _EXCLUDE if is_hidden else _NORMAL) and is_hidden:
            user.SetWindowDisplayAffinity(handle, _MONITOR_ONLY)
    elif sys.platform == "darwin":
        runtime = ctypes.CDLL(ctypes.util.find_library("objc"))
        runtime.sel_registerName.restype = ctypes.c_void_p
        runtime.sel_registerName.argtypes = [ctypes.c_char_p]
        send = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)(("objc_msgSend", runtime))
        send_number = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)(("objc_msgSend", runtime))
        window = send(window_id, runtime.sel_registerName(b"window"))  # Qt's handle is the view
        if window:
            send_number(window, runtime.sel_registerName(b"setSharingType:"), _SHARING_NONE if is_hidden else _SHARING_READ_ONLY)


class CaptureShield(QObject):
    """Hides every window of the program as it appears: dialogs, menus and suggestions too."""

    def __init__(self, preferences: Preferences, parent: QObject | None = None, *, hide: Hide | None = None) -> None:
        """`hide` is for tests; without it this does nothing where the platform cannot hide."""
        super().__init__(parent)
        self._preferences = preferences
        self._hide = hide or (hide_window if can_hide_windows() else None)
        application = QCoreApplication.instance()
        if application is not None and self._hide is not None:
            application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hide a window before it is painted for the first time, and again when it got another handle."""
        if event.type() in {QEvent.Type.Show, QEvent.Type.WinIdChange} and isinstance(watched, QWidget):
            self._apply(watched)
        return super().eventFilter(watched, event)

    @Slot()
    def apply_to_all(self) -> None:
        """The choice changed: do so for all windows there are."""
        for window in QApplication.topLevelWidgets():
            self._apply(window)

    def _apply(self, window: QWidget) -> None:
        if self._hide is not None and window.isWindow() and window.internalWinId():
            self._hide(int(window.internalWinId()), self._preferences.hide_from_capture)
