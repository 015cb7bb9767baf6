from PySide6.QtCore import Qt

from app.ui.safety import lock_card
from app.ui.theme import DARK


def test_the_minutes_and_switches_are_kept_at_once(qtbot, screen, preferences, monkeypatch):
    monkeypatch.setattr(lock_card, "can_hide_windows", lambda: True)  # as on Windows and macOS
    screen.go_to("appearance")
    card = screen.appearance.lock
    with qtbot.waitSignal(screen.preferences_changed):
        card.idle.setCurrentIndex(0)
        card.idle.activated.emit(0)
    qtbot.keyClick(card.suspend, Qt.Key.Key_Space)
    qtbot.keyClick(card.capture, Qt.Key.Key_Space)
    assert (preferences.idle_minutes, preferences.lock_on_suspend, preferences.hide_from_capture) == (5, False, False)


def test_where_captures_cannot_be_kept_out_the_switch_says_so(screen, preferences, monkeypatch):
    monkeypatch.setattr(lock_card, "can_hide_windows", lambda: False)
    card = screen.appearance.lock
    assert "kan op deze computer niet" in card.capture.text()
    assert not card.capture.isEnabled()
    card.suspend.click()
    assert preferences.hide_from_capture, "the choice stays for a computer where it can"


def test_never_closing_by_itself_is_not_offered(screen):
    choices = [screen.appearance.lock.idle.itemData(place) for place in range(screen.appearance.lock.idle.count())]
    assert min(choices) == 5
    assert max(choices) == 60


def test_the_look_changes_at_once_and_follows_what_was_chosen_elsewhere(screen, theme):
    screen.go_to("appearance")
    choices = screen.appearance.choices
    choices.sizes.button(3).click()
    assert theme.scale == 1.3
    theme.set_mode(DARK)
    assert choices.modes.checkedId() == 1
    theme.set_scale(1.0)
    assert choices.sizes.checkedId() == 1


def test_less_motion_is_kept_and_taken_over(qtbot, screen, preferences):
    screen.go_to("appearance")
    screen.appearance.choices.less_motion.click()
    assert preferences.has_less_motion
    preferences.has_less_motion = False
    screen.appearance.entered()
    assert not screen.appearance.choices.less_motion.isChecked()
