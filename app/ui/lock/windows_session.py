"""Windows: what the system tells a window when the session is locked or given away, and before sleep.

From Microsoft's documentation of WTSRegisterSessionNotification, WM_WTSSESSION_CHANGE and WM_POWERBROADCAST; not yet run there.
"""

import ctypes
import sys

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal

from app.ui.lock.reason import LockReason

_WM_POWERBROADCAST, _WM_WTSSESSION_CHANGE = 0x0218, 0x02B1
_PBT_APMSUSPEND = 0x0004
_WTS_REASONS = {2: LockReason.SESSION_SWITCH, 4: LockReason.SESSION_SWITCH, 6: LockReason.SESSION_SWITCH, 7: LockReason.SCREEN_LOCKED}
"""Console disconnect, remote disconnect, log off, lock. Connect (1, 3), log on (5) and unlock (8) open nothing and close nothing."""
_NOTIFY_FOR_THIS_SESSION = 0


class _Message(ctypes.Structure):
    """The start of MSG, as far as it is read."""

    _fields_ = (("hwnd", ctypes.c_void_p), ("message", ctypes.c_uint32), ("w_param", ctypes.c_size_t), ("l_param", ctypes.c_ssize_t))


def reason_of(message: int, w_param: int) -> LockReason | None:
    """Return why the shutters must close for this window message, None for all others."""
    if message == _WM_WTSSESSION_CHANGE:
        return _WTS_REASONS.get(w_param)
    if message == _WM_POWERBROADCAST and w_param == _PBT_APMSUSPEND:
        return LockReason.SUSPEND
    return None


class _MessageFilter(QAbstractNativeEventFilter):
    def __init__(self, owner: "WindowsSession") -> None:
        super().__init__()
        self._owner = owner

    def nativeEventFilter(self, event_type: QByteArray | bytes | bytearray | memoryview, message: int) -> object:  # noqa: N802 - Qt's name
        kind = event_type.data() if isinstance(event_type, QByteArray) else bytes(event_type)
        if kind == b"windows_generic_MSG":
            told = _Message.from_address(int(message))
            reason = reason_of(told.message, told.w_param)
            if reason is not None:
                self._owner.happened.emit(reason)
        return False, 0


class WindowsSession(QObject):
    """Emits the reason."""

    happened = Signal(str)

    def __init__(self, window_id: int, parent: QObject | None = None) -> None:
        """Ask for the messages of this session to be sent to the window with this handle."""
        super().__init__(parent)
        self._filter = _MessageFilter(self)
        application = QCoreApplication.instance()
        if application is not None:
            application.installNativeEventFilter(self._filter)
        if sys.platform == "win32":
            ctypes.WinDLL("wtsapi32").WTSRegisterSessionNotification(ctypes.c_void_p(window_id), _NOTIFY_FOR_THIS_SESSION)
