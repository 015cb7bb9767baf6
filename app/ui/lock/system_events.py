"""The one door to what the platform tells about its screen, its sleep and its users."""

import sys
from typing import Protocol

from PySide6.QtCore import QObject, SignalInstance
from PySide6.QtWidgets import QWidget


class SystemEvents(Protocol):
    """Emits a `LockReason`."""

    @property
    def happened(self) -> SignalInstance:
        """The signal."""


def system_events(window: QWidget, parent: QObject) -> SystemEvents:
    """Start to listen on this platform; keep what is returned for as long as the window lives."""
    if sys.platform == "win32":
        from app.ui.lock.windows_session import WindowsSession

        return WindowsSession(int(window.winId()), parent)
    if sys.platform == "darwin":
        from app.ui.lock.macos_session import MacosSession

        return MacosSession(parent)
    from app.ui.lock.linux_bus import LinuxBus

    return LinuxBus(parent=parent)
