"""macOS: the distributed notification of a locked screen, and the power notification before sleep, both through C interfaces.

From Apple's documentation of CFNotificationCenter and IORegisterForSystemPower; `com.apple.screenIsLocked` itself is not
documented but has been sent for many years. Not yet run there. Not covered: another user taking the screen without locking it,
which is told only to Objective-C (NSWorkspaceSessionDidResignActiveNotification); the screen is locked then too in practice.
"""

import ctypes
import ctypes.util
import sys
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.ui.lock.reason import LockReason

_UTF8 = 0x08000100
_DELIVER_IMMEDIATELY = 4
_CAN_SLEEP, _WILL_SLEEP = 0xE0000270, 0xE0000280
_LOCKED = b"com.apple.screenIsLocked"


def reason_of_power(message: int) -> LockReason | None:
    """Return why the shutters must close for this power message, None for all others."""
    return LockReason.SUSPEND if message == _WILL_SLEEP else None


def must_be_answered(message: int) -> bool:
    """Whether the system waits for our leave before it goes on."""
    return message in {_CAN_SLEEP, _WILL_SLEEP}


class MacosSession(QObject):
    """Emits the reason. Everything it registers is kept for as long as the process lives."""

    happened = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: list[Any] = []
        if sys.platform == "darwin":
            foundation = ctypes.CDLL(ctypes.util.find_library("CoreFoundation"))
            self._listen_to_screen(foundation)
            self._listen_to_power(foundation)

    def _listen_to_screen(self, foundation: ctypes.CDLL) -> None:
        called = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * 5)

        def on_locked(*_: int | None) -> None:
            self.happened.emit(LockReason.SCREEN_LOCKED)

        callback = called(on_locked)
        foundation.CFStringCreateWithCString.restype = ctypes.c_void_p
        foundation.CFStringCreateWithCString.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32]
        foundation.CFNotificationCenterGetDistributedCenter.restype = ctypes.c_void_p
        foundation.CFNotificationCenterAddObserver.argtypes = [ctypes.c_void_p] * 2 + [called] + [ctypes.c_void_p] * 2 + [ctypes.c_long]
        center = foundation.CFNotificationCenterGetDistributedCenter()
        name = foundation.CFStringCreateWithCString(None, _LOCKED, _UTF8)
        foundation.CFNotificationCenterAddObserver(center, None, callback, name, None, _DELIVER_IMMEDIATELY)
        self._kept.append(callback)

    def _listen_to_power(self, foundation: ctypes.CDLL) -> None:
        kit = ctypes.CDLL(ctypes.util.find_library("IOKit"))
        called = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_void_p)
        port, notifier = ctypes.c_void_p(), ctypes.c_uint32()
        root: list[int] = []

        def on_power(_context: int | None, _service: int, message: int, argument: int | None) -> None:
            reason = reason_of_power(message)
            if reason is not None:
                self.happened.emit(reason)
            if must_be_answered(message):
                kit.IOAllowPowerChange(ctypes.c_uint32(root[0]), ctypes.c_ssize_t(argument or 0))

        callback = called(on_power)
        kit.IORegisterForSystemPower.restype = ctypes.c_uint32
        root.append(kit.IORegisterForSystemPower(None, ctypes.byref(port), callback, ctypes.byref(notifier)))
        kit.IONotificationPortGetRunLoopSource.restype = ctypes.c_void_p
        kit.IONotificationPortGetRunLoopSource.argtypes = [ctypes.c_void_p]
        foundation.CFRunLoopGetMain.restype = ctypes.c_void_p
        foundation.CFRunLoopAddSource.argtypes = [ctypes.c_void_p] * 3
        common_modes = ctypes.c_void_p.in_dll(foundation, "kCFRunLoopCommonModes")
        foundation.CFRunLoopAddSource(foundation.CFRunLoopGetMain(), kit.IONotificationPortGetRunLoopSource(port), common_modes)
        self._kept += [callback, port, notifier]
