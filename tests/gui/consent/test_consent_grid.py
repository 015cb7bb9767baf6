from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from app.common.local_time import local_now
from app.domain.consent import AgeGroup, PersonConsent, Purpose
from app.ui.consent.consent_editor import ConsentEditor, worker_row
from app.ui.consent.consent_grid import ConsentGrid
from app.ui.consent.table_rows import FIRST_PURPOSE, answer_of, with_next_answer
from app.ui.consent.wording import PURPOSES, blocked_text, closed_text, given_text
from app.ui.theme import DARK
from tests.gui.cut_text import cut_texts, unnamed

MOTHER = PersonConsent("moeder", AgeGroup.ADULT)
SAID_YES = PersonConsent("moeder", AgeGroup.ADULT, frozenset({Purpose.OWN, Purpose.TEAM}), given_by=("zelf",), asked_before=date(2026, 11, 17))
YOUNG = PersonConsent(
    "jongere",
    AgeGroup.TWELVE_TO_15,
    frozenset({Purpose.OWN}),
    frozenset({Purpose.TEAM}),
    given_by=("zelf", "moeder"),
    required_from=("zelf", "moeder", "vader"),
)


@pytest.fixture
def table(qtbot, theme):
    shown = ConsentGrid(theme)
    qtbot.addWidget(shown)
    shown.resize(900, 400)
    shown.show_persons([MOTHER, YOUNG])
    shown.show()
    shown.setFocus()
    return shown


@pytest.fixture
def editor(qtbot, theme):
    shown = ConsentEditor(theme)
    qtbot.addWidget(shown)
    shown.resize(900, 700)
    shown.show_persons([worker_row(date(2026, 11, 17)), SAID_YES], date(2027, 1, 12))
    shown.show()
    return shown


def cell(table, row, purpose):
    return table.model().index(row, FIRST_PURPOSE + PURPOSES.index(purpose))


def test_space_goes_from_not_asked_to_yes_to_no_and_round(qtbot, table):
    table.setCurrentIndex(cell(table, 0, Purpose.TEAM))
    answers = []
    for _ in range(4):
        qtbot.keyClick(table, Qt.Key.Key_Space)
        answers.append(answer_of(table.persons[0], Purpose.TEAM))
    assert answers == [True, False, None, True]


def test_arrows_walk_over_all_cells_and_enter_opens_the_person(qtbot, table):
    table.setCurrentIndex(table.model().index(0, 0))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        qtbot.keyClick(table, key)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (1, 2)
    with qtbot.waitSignal(table.person_opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [1]
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.current_person is None


def test_a_click_answers_and_the_bottom_row_does_nothing(qtbot, table):
    where = table.visualRect(cell(table, 0, Purpose.OWN)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert answer_of(table.persons[0], Purpose.OWN) is True
    bottom = table.visualRect(cell(table, 2, Purpose.OWN)).center()
    before = table.persons
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(bottom.x(), bottom.y()))
    assert table.persons == before


def test_a_first_yes_gets_its_giver_and_its_day():
    today = date(2026, 11, 24)
    told = with_next_answer(MOTHER, Purpose.OWN, today)
    assert told.given_by == ("zelf",)
    assert told.asked_before == today
    assert with_next_answer(SAID_YES, Purpose.FAMILY, today).asked_before == date(2026, 11, 17)


def test_the_bottom_row_is_the_strictest_answer(table):
    said = {purpose: cell(table, 2, purpose).data() for purpose in PURPOSES}
    assert said == {
        Purpose.OWN: "niet gevraagd",
        Purpose.SUPERVISION: "niet gevraagd",
        Purpose.TEAM: "nee van jongere",
        Purpose.FAMILY: "niet gevraagd",
    }
    table.answer(0, Purpose.OWN)
    assert cell(table, 2, Purpose.OWN).data() == "wacht op vader"


def test_who_said_yes_and_who_is_missing_is_told_in_the_row():
    assert given_text(SAID_YES) == "Ja van: zelf, 17 nov"
    assert given_text(YOUNG) == "Het ja van vader staat er nog niet."
    assert given_text(MOTHER) == "Nog niet gevraagd"


def test_a_screen_reader_finds_a_table_with_names_in_every_cell(table):
    interface = QAccessible.queryAccessibleInterface(table)
    assert interface.role() == QAccessible.Role.Table
    words = [cell(table, row, Purpose.TEAM).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(3)]
    assert words == [
        "Moeder, Team, onherkenbaar gemaakt: niet gevraagd",
        "Jongere, Team, onherkenbaar gemaakt: nee",
        "Dit mag met deze opname, Team, onherkenbaar gemaakt: nee van jongere",
    ]
    assert interface.childCount() >= 3 * 6


def test_the_sentences_are_those_of_the_design(table):
    table.answer(0, Purpose.OWN)
    assert closed_text(table.verdicts[Purpose.OWN]) == "Het luik van deze opname blijft dicht. Vader heeft nog geen ja gezegd."
    table.show_persons([PersonConsent("moeder", AgeGroup.ADULT, refused=frozenset({Purpose.TEAM}))])
    assert blocked_text(table.verdicts[Purpose.TEAM]) == "Dit mag niet: moeder zei nee tegen kijken in het team."


def test_answers_stay_where_the_cursor_was_when_the_rows_are_shown_again(table):
    table.setCurrentIndex(cell(table, 1, Purpose.FAMILY))
    table.show_persons([SAID_YES, YOUNG])
    assert table.currentIndex() == cell(table, 1, Purpose.FAMILY)


@pytest.mark.parametrize("mode", ["licht", DARK])
def test_a_yes_a_no_and_a_question_look_different_in_grey(qtbot, theme, table, mode):
    theme.set_mode(mode)
    table.show_persons([PersonConsent("moeder", AgeGroup.ADULT, frozenset({Purpose.OWN}), frozenset({Purpose.SUPERVISION}), given_by=("zelf",))])
    table.clearFocus()
    QApplication.processEvents()
    picture = table.viewport().grab().toImage()
    greys = []
    for purpose in (Purpose.OWN, Purpose.SUPERVISION, Purpose.TEAM):
        area = table.visualRect(cell(table, 0, purpose))
        points = [area.center() + QPoint(x, y) for x in range(-9, 10) for y in range(-9, 10)]
        greys.append(tuple(picture.pixelColor(point).lightness() // 8 for point in points))
    assert len(set(greys)) == 3


def test_what_is_ticked_below_holds_for_everybody(editor):
    editor.checks._fine.click()
    editor.checks._known.click()
    editor.checks._interpreter.click()
    assert all(person.said_no_is_fine and person.has_interpreter and person.until == date(2027, 1, 12) for person in editor.persons)
    editor.checks._known.click()
    assert all(person.until is None for person in editor.persons)


def test_authority_is_asked_only_where_somebody_is_under_age(editor):
    assert not editor.checks._authority.isVisible()
    editor.show_persons([*editor.persons, YOUNG], date(2027, 1, 12))
    assert editor.checks._authority.isVisible()
    editor.checks._authority.click()
    editor.checks._how.setText("moeder en vader hebben het samen")
    editor.checks._how.editingFinished.emit()
    assert [person.authority_checked for person in editor.persons] == ["", "", "moeder en vader hebben het samen"]


def test_who_must_still_be_asked_is_said_before_keeping(editor):
    assert not editor.checks._notice.isVisible()
    editor.show_persons([*editor.persons, YOUNG], None)
    assert editor.checks._notice_text.text() == "Vader nog vragen. Tot die tijd blijft het luik van deze opname dicht."


def test_taking_somebody_off_a_recording_that_is_not_kept_needs_no_question(qtbot, editor):
    editor.table.setCurrentIndex(editor.table.model().index(1, 0))
    with qtbot.waitSignal(editor.changed):
        qtbot.keyClick(editor.table, Qt.Key.Key_Delete)
    assert [person.role for person in editor.persons] == ["werker"]
    assert not editor._withdraw.isVisible()


def test_the_worker_begins_with_a_row_of_their_own():
    row = worker_row(local_now().date())
    assert (row.role, row.purposes, row.given_by) == ("werker", frozenset(Purpose), ("zelf",))


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_word_of_the_editor_is_cut(qtbot, theme, editor, scale):
    theme.set_scale(scale)
    editor.show_persons([*editor.persons, YOUNG], date(2027, 1, 12))
    editor.resize(900, 1400)
    qtbot.wait(20)
    assert cut_texts(editor) == []
    assert unnamed(editor) == []
