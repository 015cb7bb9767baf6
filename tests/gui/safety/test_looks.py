"""Nothing is cut, everything has a name, and the keyboard gets everywhere."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDateEdit, QLabel, QLineEdit, QWidget

from app.ui.theme import DARK, LIGHT
from tests.gui.cut_text import cut_texts, unnamed

SECTIONS = ["overview", "keys", "backup", "check", "retention", "consent", "log", "appearance"]


@pytest.mark.parametrize("scale", [0.9, 1.5])
def test_no_word_is_cut_in_any_section(qtbot, screen, session, theme, settled, scale):
    session.retention.move_to_bin(session.recordings.list()[0].recording_id)
    theme.set_scale(scale)
    screen.resize(1280 - round(88 * max(1, scale)), 624)
    assert screen.minimumSizeHint().width() <= screen.width()
    for section in screen.sections:
        screen.go_to(section)
        settled()
        qtbot.wait(10)
        assert cut_texts(screen) == [], section
        assert unnamed(screen) == [], section
        assert screen.findChildren(QWidget, "scrolled")[0].width() <= screen.width()


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_open_forms_are_not_cut_either(qtbot, screen, theme, settled, scale):
    theme.set_scale(scale)
    screen.resize(1280 - round(88 * scale), 624)
    screen.go_to("keys")
    settled()
    for card in (screen.keys.passphrase.change, screen.keys.recovery.renew, screen.keys.renewal.start):
        card.click()
    settled()
    qtbot.wait(10)
    assert screen.keys.recovery.step.isVisible()
    assert cut_texts(screen) == []
    assert unnamed(screen) == []
    screen.go_to("retention")
    settled()
    screen.retention.ending.rows[0].change.click()
    qtbot.wait(10)
    assert cut_texts(screen) == []


def test_every_control_has_a_name_and_is_large_enough(qtbot, screen, session, settled):
    session.retention.move_to_bin(session.recordings.list()[0].recording_id)
    for section in screen.sections:
        screen.go_to(section)
        settled()
        qtbot.wait(20)
        controls = [each for each in screen.findChildren(QWidget) if isinstance(each, QAbstractButton | QComboBox | QDateEdit | QLineEdit)]
        shown = [each for each in controls if each.isVisible() and each.focusPolicy() != Qt.FocusPolicy.NoFocus]
        assert shown or section == "check"
        for control in shown:
            accessible = QAccessible.queryAccessibleInterface(control)
            assert accessible.text(QAccessible.Text.Name), (section, type(control).__name__)
            assert min(control.width(), control.height()) >= 24, (section, accessible.text(QAccessible.Text.Name))


def test_the_list_of_sections_is_walked_with_arrows_and_read_aloud(qtbot, screen, settled):
    listed = screen.list._list
    screen.go_to("overview")
    listed.setFocus()
    seen = []
    for _ in SECTIONS:
        seen.append(screen.section)
        qtbot.keyClick(listed, Qt.Key.Key_Down)
    settled()
    assert seen == SECTIONS
    accessible = QAccessible.queryAccessibleInterface(listed)
    assert accessible.text(QAccessible.Text.Name) == "Onderdelen van Veiligheid"
    assert [accessible.child(place).text(QAccessible.Text.Name) for place in (0, 1)] == ["Overzicht", "Wachtzin en herstelcode"]


@pytest.mark.parametrize("section", ["keys", "backup", "log"])
def test_tab_goes_from_the_list_into_the_section(qtbot, screen, settled, section):
    screen.activateWindow()
    screen.go_to(section)
    settled()
    screen.list._list.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert screen._stack.currentWidget().isAncestorOf(QApplication.focusWidget())


def test_both_themes_paint_every_section_differently(screen, theme, settled):
    def pictures():
        taken = []
        for section in screen.sections:
            screen.go_to(section)
            settled()
            taken.append(screen.grab().toImage())
        return taken

    light = pictures()
    theme.set_mode(DARK)
    dark = pictures()
    theme.set_mode(LIGHT)
    assert [one == other for one, other in zip(light, dark, strict=True)] == [False] * len(light)


def test_the_version_and_what_it_does_not_do(screen):
    assert any("geen account" in label.text() for label in screen.findChildren(QLabel))
