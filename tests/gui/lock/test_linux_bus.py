import shutil
import sys

import pytest

from app.common.local_bus import local_bus
from app.ui.lock.reason import LockReason
from tests.support.made_up_desktop import SESSION_PATH, made_up_desktop

pytestmark = pytest.mark.skipif(sys.platform != "linux" or not shutil.which("dbus-daemon"), reason="needs D-Bus, which Linux has")

if sys.platform == "linux":
    from app.ui.lock.linux_bus import LinuxBus, session_bus, session_path, system_bus


@pytest.fixture(scope="module")
def desktop(tmp_path_factory):
    with made_up_desktop(tmp_path_factory.mktemp("bus")) as made:
        yield made


@pytest.fixture
def bus(qapp, desktop):
    made = LinuxBus(desktop.environment)
    assert made.is_listening
    return made


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("freedesktop", LockReason.SCREEN_LOCKED),
        ("gnome", LockReason.SCREEN_LOCKED),
        ("xfce", LockReason.SCREEN_LOCKED),
        ("unity", LockReason.SCREEN_LOCKED),
        ("lock", LockReason.SCREEN_LOCKED),
        ("sleep", LockReason.SUSPEND),
        ("away", LockReason.SESSION_SWITCH),
    ],
)
def test_what_a_desktop_says_closes_the_shutters(qtbot, bus, desktop, word, reason):
    with qtbot.waitSignal(bus.happened, timeout=5000) as told:
        desktop.say(word)
    assert told.args == [reason]


def test_sleep_waits_until_the_room_is_locked_and_no_longer(qtbot, bus, desktop):
    assert bus.makes_sleep_wait
    desktop.say("sleep")
    qtbot.waitUntil(lambda: not bus.makes_sleep_wait, timeout=5000)
    desktop.say("wake")
    qtbot.waitUntil(lambda: bus.makes_sleep_wait, timeout=5000)


def test_what_closes_nothing(qtbot, bus, desktop):
    told = []
    bus.happened.connect(told.append)
    for word in ("freedesktop-off", "wake", "lock-of-others", "changed"):
        desktop.say(word)
    with qtbot.waitSignal(bus.happened, timeout=5000):
        desktop.say("gnome")  # comes after all that went before
    assert told == [LockReason.SCREEN_LOCKED]


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("unix:path=/run/user/1000/bus", "unix:path=/run/user/1000/bus"),
        ("unix:abstract=/tmp/x,guid=1;tcp:host=10.0.0.1,port=9", "unix:abstract=/tmp/x,guid=1"),
        ("tcp:host=10.0.0.1,port=9", ""),
        ("nonce-tcp:host=x", ""),
        ("unixexec:path=ssh", ""),
        ("autolaunch:", ""),
        ("", ""),
    ],
)
def test_only_a_socket_on_this_machine_is_listened_to(address, kept):
    assert local_bus(address) == kept
    assert session_bus({"DBUS_SESSION_BUS_ADDRESS": address}) == kept
    if address:
        assert system_bus({"DBUS_SYSTEM_BUS_ADDRESS": address}) == kept


def test_without_an_address_the_usual_socket_is_taken_when_it_is_there(tmp_path):
    assert session_bus({"XDG_RUNTIME_DIR": str(tmp_path)}) == ""
    (tmp_path / "bus").touch()
    assert session_bus({"XDG_RUNTIME_DIR": str(tmp_path)}) == f"unix:path={tmp_path}/bus"


@pytest.mark.parametrize(("session_id", "name"), [("2", "_32"), ("c1", "c1"), ("12", "_312"), ("a-b", "a_2db")])
def test_a_session_has_the_path_that_login1_gives_it(session_id, name):
    assert session_path(session_id) == f"/org/freedesktop/login1/session/{name}"
    assert session_path("2") == SESSION_PATH


def test_without_any_bus_the_program_just_runs(qapp, tmp_path):
    nowhere = f"unix:path={tmp_path}/none"
    assert not LinuxBus({"DBUS_SESSION_BUS_ADDRESS": nowhere, "DBUS_SYSTEM_BUS_ADDRESS": nowhere}).is_listening
