"""Choosing other keys: seen from the card, and from the Kijkkamer that takes them over."""

import pytest
from PySide6.QtCore import Qt

from app.services.preferences import Preferences, PreferencesFile
from app.ui.safety.keys_card import KeysCard
from app.ui.viewing.key_choices import LEFT_HAND, chosen_keys


@pytest.fixture
def preferences():
    return Preferences()


@pytest.fixture
def card(qtbot, theme, preferences):
    shown = KeysCard(theme, preferences)
    qtbot.addWidget(shown)
    shown.show()
    return shown


def change(qtbot, card, action_id, key):
    button = card.buttons[action_id]
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.keyClick(button, key)


def test_a_key_is_changed_and_kept(qtbot, card, preferences, tmp_path):
    with qtbot.waitSignal(card.chosen):
        change(qtbot, card, "shuttle_back", "x")
    assert card.buttons["shuttle_back"].text() == "X"
    assert "X" in card.said.text()
    file = PreferencesFile(tmp_path)
    file.save(preferences)
    assert chosen_keys(file.load()).cap("shuttle_back") == "X"


def test_a_key_of_something_else_is_refused_with_a_sentence(qtbot, card, preferences):
    change(qtbot, card, "shuttle_back", "k")
    assert "Stil" in card.said.text()
    assert preferences.keys == {}
    change(qtbot, card, "shuttle_back", "?")
    change(qtbot, card, "shuttle_back", Qt.Key.Key_F5)
    assert preferences.keys == {}


def test_a_key_can_be_switched_off_and_esc_changes_nothing(qtbot, card, preferences):
    change(qtbot, card, "question", Qt.Key.Key_Escape)
    assert card.buttons["question"].text() == "Q"
    change(qtbot, card, "question", Qt.Key.Key_Backspace)
    assert card.buttons["question"].text() == "geen"
    assert preferences.keys == {"question": ""}
    change(qtbot, card, "shuttle_back", "q")
    assert card.buttons["shuttle_back"].text() == "Q", "it was free"


def test_one_hand_alt_and_back_to_usual(qtbot, card, preferences):
    qtbot.mouseClick(card.hands.button(1), Qt.MouseButton.LeftButton)
    assert preferences.keys == dict(LEFT_HAND)
    card.with_alt.setChecked(True)
    assert preferences.single_keys_need_alt
    change(qtbot, card, "question", "0")
    assert card.hands.checkedButton() is None, "this is none of the three"
    qtbot.mouseClick(card.usual, Qt.MouseButton.LeftButton)
    assert (preferences.keys, preferences.single_keys_need_alt) == ({}, False)
    assert card.hands.checkedId() == 0


def test_the_help_card_shows_the_keys_of_now(qtbot, theme, preferences):
    from PySide6.QtWidgets import QWidget

    from app.ui.shell.help_card import HelpCard
    from app.ui.widgets.key_hint import KeyHint

    room = QWidget()
    qtbot.addWidget(room)
    help_card = HelpCard(theme, room, preferences)
    preferences.keys = {"shuttle_back": "x", "fragment": ""}
    help_card.open()
    caps = [hint.accessibleName() for hint in help_card.findChildren(KeyHint)]
    assert "X K L" in caps
    assert "J K L" not in caps
