"""What those systems send, as their documentation writes it; the sending itself is not yet seen there."""

import ctypes

import pytest

from app.ui.lock import macos_session, windows_session
from app.ui.lock.reason import LockReason

SESSION_CHANGE, POWER = 0x02B1, 0x0218


@pytest.mark.parametrize(
    ("message", "w_param", "reason"),
    [
        (SESSION_CHANGE, 7, LockReason.SCREEN_LOCKED),
        (SESSION_CHANGE, 8, None),
        (SESSION_CHANGE, 2, LockReason.SESSION_SWITCH),
        (SESSION_CHANGE, 4, LockReason.SESSION_SWITCH),
        (SESSION_CHANGE, 1, None),
        (SESSION_CHANGE, 3, None),
        (POWER, 4, LockReason.SUSPEND),
        (POWER, 7, None),
        (POWER, 18, None),
        (0x0100, 7, None),
    ],
)
def test_a_window_message_of_windows(message, w_param, reason):
    assert windows_session.reason_of(message, w_param) == reason


def test_a_whole_message_reaches_the_signal(qtbot):
    session = windows_session.WindowsSession(0)
    sent = windows_session._Message(1, SESSION_CHANGE, 7, 0)
    with qtbot.waitSignal(session.happened) as told:
        answer = session._filter.nativeEventFilter(b"windows_generic_MSG", ctypes.addressof(sent))
    assert told.args == [LockReason.SCREEN_LOCKED]
    assert answer == (False, 0)


def test_messages_of_another_window_system_are_not_read(qtbot):
    session = windows_session.WindowsSession(0)
    with qtbot.assertNotEmitted(session.happened):
        assert session._filter.nativeEventFilter(b"xcb_generic_event_t", 0) == (False, 0)


@pytest.mark.parametrize(
    ("message", "reason", "answered"), [(0xE0000280, LockReason.SUSPEND, True), (0xE0000270, None, True), (0xE0000300, None, False)]
)
def test_a_power_message_of_macos(message, reason, answered):
    assert macos_session.reason_of_power(message) == reason
    assert macos_session.must_be_answered(message) == answered
