import sys

import pytest
from PySide6.QtWidgets import QDialog, QMenu

from app.ui.lock.screen_capture import CaptureShield, can_hide_windows


@pytest.fixture
def hidden():
    return {}


@pytest.fixture
def shield(window, hidden, qapp):
    made = CaptureShield(window.preferences, window, hide=hidden.__setitem__)
    window.look.changed.connect(made.apply_to_all)
    yield made
    qapp.removeEventFilter(made)


def test_dialogs_and_menus_are_left_out_of_captures_too(qtbot, window, shield, hidden):
    dialog, menu = QDialog(window), QMenu(window)
    menu.addAction("iets")
    dialog.open()
    menu.popup(window.pos())
    assert hidden[int(dialog.winId())] is True
    assert hidden[int(menu.winId())] is True
    menu.close()
    dialog.close()


def test_the_choice_works_at_once_on_what_is_open(window, shield, hidden):
    shield.apply_to_all()
    assert hidden[int(window.winId())] is True
    window.preferences.hide_from_capture = False
    window.look.changed.emit()
    assert hidden[int(window.winId())] is False


@pytest.mark.skipif(sys.platform != "linux", reason="Linux has no way")
def test_linux_says_that_it_cannot(window, qapp):
    assert not can_hide_windows()
    shield = CaptureShield(window.preferences, window)
    shield.apply_to_all()
