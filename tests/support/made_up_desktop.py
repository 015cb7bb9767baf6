"""A private D-Bus with a made-up desktop on it, which locks its screen when it is told to.

As a program, `python -m tests.support.made_up_desktop ADDRESS`, it is the desktop: it says what the words on its standard input
ask for, as GNOME, KDE, Xfce, Unity and systemd's login1 would.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.source_tree import ROOT

SESSION_ID = "2"
SESSION_PATH = "/org/freedesktop/login1/session/_32"
_LOGIN = "org.freedesktop.login1"


class Desktop:
    """What a test tells the desktop to do. `environment` is what a program needs to find its buses."""

    def __init__(self, address: str, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.environment = {"DBUS_SESSION_BUS_ADDRESS": address, "DBUS_SYSTEM_BUS_ADDRESS": address, "XDG_SESSION_ID": SESSION_ID}

    def say(self, word: str) -> None:
        """Return when it has been said."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline().strip() == word


@contextmanager
def made_up_desktop(folder: Path) -> Iterator[Desktop]:
    """Start the bus and the desktop; the bus is a socket in this folder."""
    address = f"unix:path={folder}/bus"
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}", "--print-address=1"]
    with _running(command) as bus:
        assert bus.stdout is not None
        bus.stdout.readline()
        with _running([sys.executable, "-m", "tests.support.made_up_desktop", address]) as desktop:
            assert desktop.stdout is not None
            assert desktop.stdout.readline().strip() == "ready"
            yield Desktop(address, desktop)


@contextmanager
def _running(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def _be_the_desktop(address: str) -> None:
    from PySide6.QtCore import ClassInfo, Property, QCoreApplication, QObject, QSocketNotifier, Slot
    from PySide6.QtDBus import QDBusAbstractAdaptor, QDBusConnection, QDBusMessage, QDBusUnixFileDescriptor

    application = QCoreApplication([])
    bus = QDBusConnection.connectToBus(address, "desktop")

    @ClassInfo({"D-Bus Interface": f"{_LOGIN}.Session"})
    class LoginSession(QDBusAbstractAdaptor):
        is_active = True

        def _read(self) -> bool:
            return LoginSession.is_active

        Active = Property(bool, _read)

    @ClassInfo({"D-Bus Interface": f"{_LOGIN}.Manager"})
    class LoginManager(QDBusAbstractAdaptor):
        @Slot(str, str, str, str, result=QDBusUnixFileDescriptor)
        def Inhibit(self, what: str, _who: str, _why: str, mode: str) -> QDBusUnixFileDescriptor:  # noqa: N802 - its name on the bus
            assert (what, mode) == ("sleep", "delay")
            return QDBusUnixFileDescriptor(sys.stderr.fileno())

    front = QObject()
    front.adaptor = LoginManager(front)
    bus.registerObject("/org/freedesktop/login1", front)
    room = QObject()
    room.adaptor = LoginSession(room)  # kept alive with its object
    bus.registerObject(SESSION_PATH, room)
    assert bus.registerService(_LOGIN)
    signals = {
        "freedesktop": ("/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", [True]),
        "freedesktop-off": ("/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", [False]),
        "gnome": ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", [True]),
        "xfce": ("/org/xfce/ScreenSaver", "org.xfce.ScreenSaver", "ActiveChanged", [True]),
        "unity": ("/com/canonical/Unity/Session", "com.canonical.Unity.Session", "Locked", []),
        "sleep": ("/org/freedesktop/login1", f"{_LOGIN}.Manager", "PrepareForSleep", [True]),
        "wake": ("/org/freedesktop/login1", f"{_LOGIN}.Manager", "PrepareForSleep", [False]),
        "lock": (SESSION_PATH, f"{_LOGIN}.Session", "Lock", []),
        "lock-of-others": ("/org/freedesktop/login1/session/_33", f"{_LOGIN}.Session", "Lock", []),
        "changed": (SESSION_PATH, "org.freedesktop.DBus.Properties", "PropertiesChanged", [f"{_LOGIN}.Session", {"Active": True}, ["IdleHint"]]),
    }

    def on_word() -> None:
        word = sys.stdin.readline().strip()
        if not word:
            application.quit()
            return
        LoginSession.is_active = word != "away"
        path, interface, name, arguments = signals["changed" if word == "away" else word]
        signal = QDBusMessage.createSignal(path, interface, name)
        signal.setArguments(arguments)
        bus.send(signal)
        print(word, flush=True)

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(on_word)
    print("ready", flush=True)
    application.exec()


if __name__ == "__main__":
    _be_the_desktop(sys.argv[1])
