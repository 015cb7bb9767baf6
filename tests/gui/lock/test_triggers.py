"""One test for each that closes the shutters, and for what is done before and after."""

import threading

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QMessageBox

from app.services.session import open_session
from app.ui.lock.idle_clock import MOST_WITHOUT_HANDS_S
from app.ui.lock.reason import LockReason
from app.ui.lock.triggers import LockTriggers
from app.vault.vault import Vault
from tests.support.demo_vault import PASSPHRASE


@pytest.fixture
def logged(monkeypatch):
    codes = []
    monkeypatch.setattr("app.ui.main_window.log_event", codes.append)
    return codes


@pytest.fixture
def is_locked(window, tmp_path):
    def check():
        assert window.session is None
        assert window._rooms.currentWidget() is window._cover
        assert not any("Kastanje" in label.text() for label in window.findChildren(QLabel) if label.isVisible())
        Vault.open(tmp_path / "kluis", PASSPHRASE).close()
        return True

    return check


def run_out(triggers, seconds):
    """Let this much time pass without hands, second by second."""
    base = triggers.idle._now()
    for second in range(seconds + 1):
        triggers.idle._now = lambda second=second: base + second
        triggers.idle.look()


def test_by_key(qtbot, window, triggers, logged, is_locked):
    with qtbot.waitSignal(window.locked):
        qtbot.keyClick(window.current_screen, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert is_locked()
    assert logged == ["locked_key"]


def test_by_button(qtbot, window, triggers, logged, is_locked):
    with qtbot.waitSignal(window.locked):
        window._shell.top_bar._lock.click()
    assert is_locked()
    assert logged == ["locked_button"]


def test_by_nobody_being_there(qtbot, window, triggers, logged, is_locked):
    run_out(triggers, 571)
    assert triggers.bar.isVisible()
    assert triggers.bar.text == "Over een halve minuut gaan de luiken dicht."
    assert window.session is not None
    run_out(triggers, 30)
    assert is_locked()
    assert logged == ["locked_idle"]


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        (LockReason.SCREEN_LOCKED, "locked_screen_locked"),
        (LockReason.SUSPEND, "locked_suspend"),
        (LockReason.SESSION_SWITCH, "locked_session_switch"),
    ],
)
def test_by_the_system(qtbot, window, triggers, logged, is_locked, reason, code):
    with qtbot.waitSignal(window.locked):
        triggers.on_system_event(reason)
    assert is_locked()
    assert logged == [code]


def test_by_closing_the_window(window, triggers, tmp_path):
    window.close()
    assert window.session is None
    Vault.open(tmp_path / "kluis", PASSPHRASE).close()


def test_sleep_does_not_lock_when_the_user_chose_so(window, triggers):
    window.preferences.lock_on_suspend = False
    triggers.on_system_event(LockReason.SUSPEND)
    assert window.session is not None


def test_blijf_open_keeps_the_shutters_open(qtbot, window, triggers):
    run_out(triggers, 575)
    assert triggers.bar.button.focusPolicy() & Qt.FocusPolicy.TabFocus
    triggers.bar.button.setFocus()
    qtbot.keyClick(triggers.bar.button, Qt.Key.Key_Space)
    assert not triggers.bar.isVisible()
    run_out(triggers, 560)
    assert window.session is not None


def test_any_key_keeps_the_shutters_open(qtbot, window, triggers):
    run_out(triggers, 575)
    qtbot.keyClick(window, Qt.Key.Key_Shift)
    assert not triggers.bar.isVisible()


def test_a_playing_recording_keeps_the_shutters_open_but_not_for_ever(window, triggers, monkeypatch):
    monkeypatch.setattr(type(window.current_screen), "is_playing", True)
    run_out(triggers, int(MOST_WITHOUT_HANDS_S) - 60)
    assert window.session is not None
    assert not triggers.bar.isVisible()
    run_out(triggers, 700)
    assert window.session is None


def long_job(jobs, name):
    go_on = threading.Event()
    jobs.start(lambda _context: go_on.wait(30), name=name)
    return go_on


def test_long_work_keeps_the_shutters_open_and_the_warning_says_that_it_stops(window, triggers, jobs):
    go_on = long_job(jobs, "import")
    run_out(triggers, 700)
    assert window.session is not None
    triggers._on_warned()
    assert "Het werk dat nu loopt, stopt dan." in triggers.bar.text
    go_on.set()


def test_reading_for_a_screen_is_no_long_work(window, triggers, jobs):
    go_on = long_job(jobs, "read rows")
    threading.Timer(1, go_on.set).start()
    run_out(triggers, 600)
    assert window.session is None


def test_a_locked_screen_covers_at_once_and_locks_when_the_work_is_done(qtbot, window, triggers, jobs, is_locked):
    go_on = long_job(jobs, "make_clip")
    triggers.on_system_event(LockReason.SCREEN_LOCKED)
    assert window._rooms.currentWidget() is window._cover
    assert "wachtzin nodig" in window._cover.text
    assert window.session is not None
    with qtbot.waitSignal(window.locked, timeout=5000):
        go_on.set()
    assert is_locked()


def test_a_question_on_the_screen_goes_too(qtbot, window, triggers, is_locked):
    question = QMessageBox(window)
    question.open()
    triggers.on_system_event(LockReason.SCREEN_LOCKED)
    assert not question.isVisible()
    assert is_locked()


def test_work_that_was_broken_off_is_told_after_unlocking(window, triggers, jobs, make_window, tmp_path):
    go_on = long_job(jobs, "import")
    threading.Timer(0.3, go_on.set).start()
    triggers.on_system_event(LockReason.SUSPEND)
    again = make_window(tmp_path / "kluis")
    again.enter(open_session(tmp_path / "kluis", PASSPHRASE))
    assert "Dat is gestopt" in again._shell.message.accessibleName()


def test_a_screen_that_cannot_be_left_does_not_keep_the_process(window, triggers, monkeypatch):
    monkeypatch.setattr(window.current_screen, "release", lambda: 1 / 0)
    locked = []
    window.locked.connect(lambda: locked.append(True))
    with pytest.raises(ZeroDivisionError):
        window.lock()
    assert locked == [True]
    monkeypatch.undo()


def test_at_the_entrance_there_is_nothing_to_lock(qtbot, make_window, theme, jobs):
    window = make_window()
    triggers = LockTriggers(window, theme, jobs)
    with qtbot.assertNotEmitted(window.locked):
        triggers.on_system_event(LockReason.SCREEN_LOCKED)
    triggers.idle.stop()


def test_another_idle_time_is_used_at_once(window, triggers):
    window.preferences.idle_minutes = 5
    window.look.changed.emit()
    run_out(triggers, 300)
    assert window.session is None


def test_the_warning_stays_within_the_window(qtbot, window, triggers):
    triggers._on_warned()
    window.resize(1100, 700)
    qtbot.waitUntil(lambda: triggers.bar.geometry().bottom() < 700)
    QTimer.singleShot(0, triggers.bar.hide)
    assert window.rect().contains(triggers.bar.geometry())


@pytest.fixture
def first_start(qtbot, make_window, theme, jobs, tmp_path):
    """A window in which a vault was just made: its recovery code is in view, and nobody went in yet."""
    window = make_window(tmp_path / "Nieuw.kluis")
    window.entrance._passphrase.chosen.emit(tmp_path / "Nieuw.kluis", PASSPHRASE)
    qtbot.waitUntil(window.entrance._recovery.isVisible, timeout=30_000)
    triggers = LockTriggers(window, theme, jobs)
    yield window, triggers
    triggers.idle.stop()


@pytest.mark.parametrize("what", ["nobody there", "screen lock", "key"])
def test_a_vault_that_was_made_and_not_entered_is_locked_too(qtbot, first_start, preferences_file, tmp_path, what):
    window, triggers = first_start
    entrance = window.entrance
    with qtbot.waitSignal(window.locked):
        if what == "nobody there":
            run_out(triggers, 571)
            assert triggers.bar.isVisible()
            run_out(triggers, 601)
        elif what == "screen lock":
            triggers.on_system_event(LockReason.SCREEN_LOCKED)
        else:
            qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert not any(label.text() for label in entrance._recovery._block_labels)
    assert preferences_file.load().last_vault == str(tmp_path / "Nieuw.kluis")
    session = open_session(tmp_path / "Nieuw.kluis", PASSPHRASE)
    assert not session.keys.facts().is_recovery_code_on_paper
    session.lock()


def test_at_the_entrance_without_a_vault_nothing_is_locked(make_window, theme, jobs):
    window = make_window()
    triggers = LockTriggers(window, theme, jobs)
    run_out(triggers, 700)
    triggers.idle.stop()
    assert window._rooms.currentWidget() is window.entrance
