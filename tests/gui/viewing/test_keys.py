import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from app.services.kijkkader import KaderService
from app.services.preferences import Preferences
from app.ui.viewing.key_choices import LEFT_HAND, RIGHT_HAND, KeyChoices, changeable_ids, chosen_keys
from app.ui.viewing.keys import KeyTable, key_rows
from app.ui.viewing.panes.pane_grid import PaneGrid, PanePicker, code_of, indicator_to_offer
from app.ui.viewing.physical_keys import place_of


def press(key, text="", modifiers=Qt.KeyboardModifier.NoModifier):
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text)


def press_at(code, text, modifiers=Qt.KeyboardModifier.NoModifier, key=Qt.Key.Key_unknown):
    """A key at a place of the keyboard, as X11 tells it, that types this."""
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, code + 8, 0, 0, text)


AZERTY = {2: "&", 3: "é", 4: '"', 5: "'"}


@pytest.mark.parametrize(("code", "text"), AZERTY.items())
def test_the_digit_row_marks_without_shift_on_azerty(qapp, code, text):
    kinds = ("mark_helpt", "mark_schuurt", "mark_kans", "mark_open")
    table = KeyTable(key_rows())
    assert table.find(press_at(code, text), is_typing=False) == kinds[code - 2]
    shifted = press_at(code, str(code - 1), Qt.KeyboardModifier.ShiftModifier)
    assert table.find(shifted, is_typing=False) == kinds[code - 2], "and with Shift it types the digit"
    assert table.find(press_at(code, text), is_typing=True) == ""


@pytest.mark.parametrize(
    ("code", "text", "action_id"),
    [
        (2, "+", "mark_helpt"),  # Czech: the place of 1 types a plus, which would zoom
        (50, ",", "frame_back"),  # AZERTY: what is written on the key counts
        (39, "m", "mark_later"),  # AZERTY: M stands elsewhere
        (36, "ξ", "shuttle_back"),  # Greek: what is typed means nothing, so the place counts
        (26, "", "previous_moment"),  # AZERTY: a dead key
        (44, "w", "undo"),  # AZERTY: W means nothing
        (21, "z", "undo"),  # QWERTZ: Z stands elsewhere
    ],
)
def test_other_signs_go_by_what_they_type_and_else_by_their_place(qapp, code, text, action_id):
    assert KeyTable(key_rows()).find(press_at(code, text), is_typing=False) == action_id


def test_every_platform_names_the_same_places(qapp):
    windows = {2: "1", 5: "4", 16: "q", 36: "j", 51: ",", 26: "["}
    carbon = {0x12: "1", 0x15: "4", 0x0C: "q", 0x26: "j", 0x2B: ",", 0x21: "["}
    for code, sign in windows.items():
        assert place_of(QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, code, 0, 0), "win32") == sign
        assert place_of(QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, code + 8, 0, 0), "linux") == sign
    for code, sign in carbon.items():
        assert place_of(QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, 1, code, 0), "darwin") == sign
    assert place_of(press(Qt.Key.Key_J, "j")) == ""


def test_single_keys_can_be_used_with_alt_only(qapp):
    choices = KeyChoices(needs_alt=True)
    table = choices.table()
    assert table.find(press(Qt.Key.Key_1, "1"), is_typing=False) == ""
    assert table.find(press(Qt.Key.Key_1, "1", Qt.KeyboardModifier.AltModifier), is_typing=False) == "mark_helpt"
    assert table.find(press(Qt.Key.Key_Space, " "), is_typing=False) == "play", "that is no sign"
    assert next(row for row in choices.rows if row.mark == "helpt").caps == ("Alt", "1")


def test_a_key_can_be_changed_and_switched_off(qapp):
    choices = KeyChoices().with_key("shuttle_back", "x").with_key("question", "")
    table = choices.table()
    assert table.find(press(Qt.Key.Key_X, "x"), is_typing=False) == "shuttle_back"
    assert table.find(press(Qt.Key.Key_J, "j"), is_typing=False) == ""
    assert table.find(press(Qt.Key.Key_Q, "q"), is_typing=False) == ""
    assert [choices.cap(each) for each in ("shuttle_back", "question", "mark_helpt", "play")] == ["X", "", "1", "Spatie"]
    assert choices.owner_of("x").action_id == "shuttle_back"
    assert choices.without("shuttle_back").cap("shuttle_back") == "J"
    assert next(row for row in choices.rows if row.actions[:1] and row.actions[0].action_id == "shuttle_back").caps == ("X", "K", "L")


@pytest.mark.parametrize("hand", [LEFT_HAND, RIGHT_HAND])
def test_the_keys_of_one_hand_leave_no_action_without_a_key_and_none_with_two(qapp, hand):
    choices = KeyChoices(hand)
    assert choices.known() == choices
    for action_id in changeable_ids(choices.rows):
        assert choices.cap(action_id)


def test_what_was_kept_by_another_version_or_a_strange_hand_is_passed_over(qapp):
    kept = {"mark_helpt": "9", "bestaat_niet": "x", "question": "?", "who": "lang", "undo": "\n"}
    assert dict(chosen_keys(Preferences(keys=kept)).own) == {"mark_helpt": "9"}
    assert dict(chosen_keys(Preferences(keys={"mark_helpt": "j"})).own) == {}, "one key for two things"


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
