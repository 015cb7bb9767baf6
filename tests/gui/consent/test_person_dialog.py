from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDialog, QWidget

from app.domain.consent import AgeGroup, PersonConsent, Purpose
from app.ui.consent.consent_editor import ConsentEditor
from app.ui.consent.person_dialog import PersonDialog
from app.ui.consent.wording import AGE_GROUPS
from tests.gui.cut_text import cut_texts

KNOWN = PersonConsent(
    "jongere",
    AgeGroup.TWELVE_TO_15,
    frozenset({Purpose.OWN}),
    given_by=("zelf", "moeder"),
    required_from=("zelf", "moeder", "tante"),
    asked_after=date(2026, 11, 17),
    until=date(2027, 1, 12),
)


@pytest.fixture
def ask(qtbot, theme):
    made = []

    def ask(person=None, taken=()):
        room = QWidget()
        qtbot.addWidget(room)
        dialog = PersonDialog(theme, person, taken, room)
        dialog.show()
        made.append((room, dialog))
        return dialog

    return ask


def row(dialog, name):
    return next(each for each in dialog._rows if each[0] == name)


def test_what_is_known_comes_back_unchanged(ask):
    assert ask(KNOWN).person == KNOWN


def test_a_new_person_needs_a_role(ask):
    dialog = ask()
    assert not dialog._ready.isEnabled()
    dialog._role.setCurrentText("Moeder ")
    assert dialog._ready.isEnabled()
    assert dialog.person.role == "moeder"


def test_a_role_stands_in_the_list_once(ask):
    dialog = ask(taken=["moeder"])
    dialog._role.setCurrentText("Moeder")
    assert not dialog._ready.isEnabled()
    assert "moeder 2" in dialog._hint.text()


def test_a_name_gets_a_soft_hint(ask):
    dialog = ask()
    dialog._role.setCurrentText("Fatima")
    assert dialog._hint.text() == "Staat hier een naam? Gebruik liever een rol."
    assert dialog._ready.isEnabled()


def test_the_age_of_a_child_follows_from_the_role_and_asks_for_who_has_authority(ask):
    dialog = ask()
    assert not row(dialog, "vader")[1].isVisible()
    dialog._role.setCurrentText("kind")
    assert dialog.person.age_group is AgeGroup.UNDER_TWELVE
    assert row(dialog, "vader")[1].isVisible()
    assert dialog.person.required_from == ()
    row(dialog, "vader")[1].click()
    row(dialog, "moeder")[1].click()
    row(dialog, "moeder")[2].click()
    assert dialog.person.required_from == ("moeder", "vader")
    assert dialog.person.given_by == ("moeder",)


def test_parents_of_somebody_who_turned_out_to_be_adult_no_longer_count(ask):
    dialog = ask(KNOWN)
    dialog._age.setCurrentIndex(AGE_GROUPS.index(AgeGroup.ADULT))
    assert dialog.person.required_from == ("zelf", "tante")
    assert dialog.person.given_by == ("zelf",)


def test_the_days_of_asking_are_kept_apart(ask):
    dialog = ask(KNOWN)
    box, field = dialog._days[2]
    assert not field.isEnabled()
    box.click()
    field.setDate(QDate(2026, 11, 20))
    told = dialog.person
    assert (told.asked_before, told.asked_after, told.asked_showing) == (None, date(2026, 11, 17), date(2026, 11, 20))


def test_somebody_is_added_with_the_keyboard_alone(qtbot, theme, monkeypatch):
    editor = ConsentEditor(theme)
    qtbot.addWidget(editor)
    editor.show()

    def fill(dialog):
        dialog.show()
        qtbot.keyClicks(dialog._role.lineEdit(), "opa")
        qtbot.keyClick(dialog._role.lineEdit(), Qt.Key.Key_Return)
        return dialog.result()

    monkeypatch.setattr(PersonDialog, "exec", fill)
    editor.add_person()
    assert [person.role for person in editor.persons] == ["opa"]
    assert editor.table.currentIndex().column() == 2
    qtbot.keyClick(editor.table, Qt.Key.Key_Space)
    assert editor.verdicts[Purpose.OWN].is_allowed


def test_esc_changes_nothing(qtbot, theme, monkeypatch):
    editor = ConsentEditor(theme)
    qtbot.addWidget(editor)
    monkeypatch.setattr(PersonDialog, "exec", lambda _dialog: QDialog.DialogCode.Rejected)
    editor.add_person()
    assert editor.persons == ()


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_word_is_cut(qtbot, theme, ask, scale):
    theme.set_scale(scale)
    dialog = ask(KNOWN)
    qtbot.wait(20)
    assert cut_texts(dialog) == []
