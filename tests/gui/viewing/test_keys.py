import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from app.services.kijkkader import KaderService
from app.ui.viewing.keys import KeyTable, key_rows
from app.ui.viewing.panes.pane_grid import PaneGrid, PanePicker, code_of, indicator_to_offer


def press(key, text="", modifiers=Qt.KeyboardModifier.NoModifier):
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text)


@pytest.fixture(scope="module")
def kader():
    return KaderService().current()


def test_no_key_means_two_things(qapp):
    keys = [key.lower() for row in key_rows() for action in row.actions for key in action.keys]
    assert len(keys) == len(set(keys))


def test_every_action_in_the_table_is_done_by_the_screen_and_the_other_way_round(screen):
    in_table = {action.action_id for row in key_rows() for action in row.actions}
    assert in_table == screen.controls.action_ids


def test_only_a_few_keys_work_while_typing(qapp):
    table = KeyTable(key_rows())
    assert table.find(press(Qt.Key.Key_Space, " "), is_typing=False) == "play"
    assert table.find(press(Qt.Key.Key_Space, " "), is_typing=True) == ""
    assert table.find(press(Qt.Key.Key_Space, " ", Qt.KeyboardModifier.ControlModifier), is_typing=True) == "play"
    assert table.find(press(Qt.Key.Key_1, "1"), is_typing=True) == ""
    assert table.find(press(Qt.Key.Key_Escape), is_typing=True) == "picture"


def test_signs_work_wherever_they_are_on_the_keyboard(qapp):
    table = KeyTable(key_rows())
    alt_gr = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.GroupSwitchModifier
    assert table.find(press(Qt.Key.Key_BracketLeft, "[", alt_gr), is_typing=False) == "previous_moment"
    assert table.find(press(Qt.Key.Key_Plus, "+", Qt.KeyboardModifier.ShiftModifier), is_typing=False) == "zoom_in"
    assert table.find(press(Qt.Key.Key_1, "1", Qt.KeyboardModifier.KeypadModifier), is_typing=False) == "mark_helpt"
    assert table.find(press(Qt.Key.Key_K, "K", Qt.KeyboardModifier.ShiftModifier), is_typing=False) == "shuttle_stop"


def test_a_letter_with_ctrl_is_not_that_letter(qapp):
    table = KeyTable(key_rows())
    assert table.find(press(Qt.Key.Key_L, "\x0c", Qt.KeyboardModifier.ControlModifier), is_typing=False) == ""
    assert table.find(press(Qt.Key.Key_M, "m", Qt.KeyboardModifier.ControlModifier), is_typing=False) == ""


def test_every_pane_can_be_picked_with_its_row_and_letter(kader):
    grid = PaneGrid(kader, has_side_lights=True)
    picker = PanePicker(grid)
    for row in range(3):
        for column, letter in enumerate(grid.letters):
            assert picker.press(str(row + 1)) is None
            assert picker.press(letter) == grid.pane_at(row, column)
    assert grid.letters == ("B", "D", "W", "K", "V")


def test_a_letter_before_a_number_picks_nothing_and_a_second_number_replaces_the_first(kader):
    grid = PaneGrid(kader, has_side_lights=False)
    picker = PanePicker(grid)
    assert picker.press("D") is None
    assert picker.press("1") is None
    assert picker.press("3") is None
    assert picker.press("K") is None
    assert picker.press("B").code == "3B"
    assert picker.press("B") is None


def test_an_indicator_of_a_side_light_has_the_code_of_its_own_row(kader):
    assert code_of(kader, kader.indicator("kk-212")) == "2D"
    assert code_of(kader, kader.indicator("kk-405")) == "3K"


def test_a_pane_offers_what_is_watched_and_else_what_to_begin_with(kader):
    cell = next(cell for cell in kader.cells if cell.cell_id == "v22")
    assert indicator_to_offer(cell, ()).indicator_id == "kk-213"
    assert indicator_to_offer(cell, ("kk-101", "kk-212")).indicator_id == "kk-212"
