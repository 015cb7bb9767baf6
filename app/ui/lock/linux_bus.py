"""Linux: what desktops tell over D-Bus when the screen locks, the machine sleeps, or another user takes the screen.

Only buses behind a socket on this machine (`unix:`) are listened to; an address that leads anywhere else, or that starts a
program, is passed over. Asked is only whether our own session is still the one in view, and to wait with sleep until the
room is locked (login1 waits some seconds at most).
"""

import os
import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage, QDBusUnixFileDescriptor

from app.common.local_bus import local_bus
from app.ui.lock.reason import LockReason

_SCREEN_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.xfce.ScreenSaver", "org.mate.ScreenSaver", "org.cinnamon.ScreenSaver")
_LOGIN = "org.freedesktop.login1"
_SESSION = "org.freedesktop.login1.Session"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_SYSTEM_SOCKETS = ("/run/dbus/system_bus_socket", "/var/run/dbus/system_bus_socket")
_ANSWER_MS = 500


def session_bus(environment: Mapping[str, str]) -> str:
    """Return the address of the user's own bus, empty when there is none on this machine."""
    if environment.get("DBUS_SESSION_BUS_ADDRESS"):
        return local_bus(environment["DBUS_SESSION_BUS_ADDRESS"])
    socket = Path(environment.get("XDG_RUNTIME_DIR") or "/nowhere", "bus")
    return f"unix:path={socket}" if socket.exists() else ""


def system_bus(environment: Mapping[str, str]) -> str:
    """Return the address of the machine's bus, empty when there is none on this machine."""
    if environment.get("DBUS_SYSTEM_BUS_ADDRESS"):
        return local_bus(environment["DBUS_SYSTEM_BUS_ADDRESS"])
    return next((f"unix:path={socket}" for socket in _SYSTEM_SOCKETS if Path(socket).exists()), "")


def session_path(session_id: str) -> str:
    """Return the object path login1 gives a session: what a path may not hold is written as its code, as is a first digit."""
    if not session_id:
        return ""

    def escape(match: re.Match[str]) -> str:
        return "".join(f"_{byte:02x}" for byte in match[0].encode())

    escaped = re.sub(r"[^A-Za-z0-9]", escape, session_id)
    return "/org/freedesktop/login1/session/" + re.sub(r"^[0-9]", escape, escaped)


def _slot(signature: str) -> Any:
    # PySide's stubs ask for bytes here, PySide itself for the text that SLOT gives.
    return SLOT(signature)


class LinuxBus(QObject):
    """Emits the reason. Where a bus is missing, nothing comes from it and nothing else changes."""

    happened = Signal(str)

    def __init__(self, environment: Mapping[str, str] = os.environ, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._own_session = session_path(environment.get("XDG_SESSION_ID", ""))
        self._user = self._connected(session_bus(environment), "user")
        self._system = self._connected(system_bus(environment), "system")
        if self._user is not None:
            for interface in _SCREEN_SAVERS:
                self._user.connect("", "", interface, "ActiveChanged", self, _slot("on_screen_saver(bool)"))
            self._user.connect("", "", "com.canonical.Unity.Session", "Locked", self, _slot("on_locked()"))
        if self._system is not None:
            self._system.connect(_LOGIN, "", f"{_LOGIN}.Manager", "PrepareForSleep", self, _slot("on_sleep(bool)"))
            if self._own_session:
                self._system.connect(_LOGIN, self._own_session, _SESSION, "Lock", self, _slot("on_locked()"))
                self._system.connect(_LOGIN, self._own_session, _PROPERTIES, "PropertiesChanged", self, _slot("on_session_changed(QDBusMessage)"))
        self._delay = self._ask_sleep_to_wait()

    @property
    def is_listening(self) -> bool:
        """Whether at least one bus was found."""
        return self._user is not None or self._system is not None

    @Slot(bool)
    def on_screen_saver(self, is_active: bool) -> None:  # noqa: FBT001 - the signal's shape
        """The screen was locked or went dark, or came back."""
        if is_active:
            self.happened.emit(LockReason.SCREEN_LOCKED)

    @Slot()
    def on_locked(self) -> None:
        """The session was asked to lock."""
        self.happened.emit(LockReason.SCREEN_LOCKED)

    @Slot(bool)
    def on_sleep(self, is_before: bool) -> None:  # noqa: FBT001 - the signal's shape
        """The machine goes to sleep, or has woken up."""
        if is_before:
            self.happened.emit(LockReason.SUSPEND)
            self._delay = None  # where that did not end the process, there was nothing to lock
        else:
            self._delay = self._ask_sleep_to_wait()

    @Slot(QDBusMessage)
    def on_session_changed(self, message: QDBusMessage) -> None:
        """Something of our session changed: look whether it is still the one in view."""
        arguments = message.arguments()
        if arguments and arguments[0] == _SESSION and self._is_in_background():
            self.happened.emit(LockReason.SESSION_SWITCH)

    @property
    def makes_sleep_wait(self) -> bool:
        """Whether the machine waits with sleep until we have let go; the system takes it back when the process ends."""
        return self._delay is not None

    def _ask_sleep_to_wait(self) -> QDBusUnixFileDescriptor | None:
        if self._system is None:
            return None
        question = QDBusMessage.createMethodCall(_LOGIN, "/org/freedesktop/login1", f"{_LOGIN}.Manager", "Inhibit")
        question.setArguments(["sleep", "Kijkkamer", "De luiken gaan eerst dicht", "delay"])
        values = self._system.call(question, QDBus.CallMode.Block, _ANSWER_MS).arguments()
        return values[0] if values and isinstance(values[0], QDBusUnixFileDescriptor) else None

    def _is_in_background(self) -> bool:
        if self._system is None:
            return False
        question = QDBusMessage.createMethodCall(_LOGIN, self._own_session, _PROPERTIES, "Get")
        question.setArguments([_SESSION, "Active"])
        answer = self._system.call(question, QDBus.CallMode.Block, _ANSWER_MS)
        values = answer.arguments()
        if answer.type() is not QDBusMessage.MessageType.ReplyMessage or not values:
            return False
        value = values[0].variant() if hasattr(values[0], "variant") else values[0]
        return value is False

    def _connected(self, address: str, name: str) -> QDBusConnection | None:
        if not address:
            return None
        bus = QDBusConnection.connectToBus(address, f"kijkkamer-{name}-{id(self)}-{time.monotonic_ns()}")
        return bus if bus.isConnected() else None
