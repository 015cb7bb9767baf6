from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel

from app.common.ids import ClipId
from app.domain.consent import AgeGroup, PersonConsent, Purpose
from app.services.consent import SavedCopy
from app.ui.consent.closed_recording import ClosedRecording
from app.ui.consent.consent_screen import ConsentScreen
from app.ui.consent.person_dialog import PersonDialog
from app.ui.consent.withdraw_dialog import WithdrawDialog
from app.ui.widgets.confirm import ConfirmErase
from tests.gui.cut_text import cut_texts, unnamed


@pytest.fixture
def session(demo):
    yield demo
    demo.lock()


@pytest.fixture
def recording_id(session):
    return session.recordings.list()[0].recording_id


@pytest.fixture
def screen(qtbot, theme, jobs, session, recording_id):
    shown = ConsentScreen(session, theme, jobs, recording_id)
    qtbot.addWidget(shown)
    shown.resize(1350, 840)
    shown.show()
    shown.entered()
    return shown


def roles(session, recording_id):
    return [person.role for person in session.consent.persons(recording_id)]


def test_an_answer_is_kept_at_once(qtbot, screen, session, recording_id):
    screen.editor.table.setCurrentIndex(screen.editor.table.model().index(1, 5))
    qtbot.keyClick(screen.editor.table, Qt.Key.Key_Space)
    assert Purpose.FAMILY in session.consent.person(recording_id, "moeder").purposes
    assert [line["event"] for line in session.events()][-1] == "consent_set"


def test_only_what_changed_is_written(screen, session, recording_id):
    before = len(session.events())
    screen.editor.table.answer(1, Purpose.FAMILY)
    assert len(session.events()) == before + 1


def test_another_role_is_the_same_person_under_a_new_name(screen, session, recording_id, monkeypatch):
    def rename(dialog):
        dialog._role.setCurrentText("pleegouder")
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(PersonDialog, "exec", rename)
    screen.editor.table.person_opened.emit(1)
    assert roles(session, recording_id) == ["werker", "jongere", "pleegouder"]


def test_taking_somebody_off_the_list_asks_whether_they_are_not_in_it(screen, session, recording_id, monkeypatch):
    asked = []
    answers = [QDialog.DialogCode.Rejected, QDialog.DialogCode.Accepted]
    monkeypatch.setattr(ConfirmErase, "exec", lambda question: asked.append(question.windowTitle()) or answers[len(asked) - 1])
    screen.editor.table.removal_requested.emit(2)
    assert asked == ["Staat jongere toch niet in de opname?"]
    assert roles(session, recording_id) == ["werker", "moeder", "jongere"]
    screen.editor.table.removal_requested.emit(2)
    assert roles(session, recording_id) == ["werker", "moeder"]


def test_withdrawing_takes_the_row_the_button_and_a_yes(qtbot, screen, session, recording_id, jobs, monkeypatch):
    screen.editor.table.setCurrentIndex(screen.editor.table.model().index(1, 0))
    said = []

    def agree(dialog):
        said.extend(label.text() for label in dialog.findChildren(QLabel))
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(WithdrawDialog, "exec", agree)
    with qtbot.waitSignal(screen.withdrawn, timeout=10_000) as withdrawn:
        screen.editor._withdraw.click()
    assert withdrawn.args == [recording_id, "moeder", True]
    assert "Moeder trekt de toestemming in" in said
    assert "de opname Gezin Kastanje, met beeld, geluid en beeldjes" in said
    assert "7 momenten met wat je zag" in said
    assert len(session.recordings.list()) == 5


def test_not_yet_withdraws_nothing(qtbot, screen, jobs, monkeypatch):
    withdrawn = []
    screen.withdrawn.connect(lambda *told: withdrawn.append(told))
    monkeypatch.setattr(WithdrawDialog, "exec", lambda _dialog: QDialog.DialogCode.Rejected)
    screen.editor.withdrawal_requested.emit("moeder")
    qtbot.waitUntil(lambda: not jobs.running, timeout=10_000)
    assert withdrawn == []


def test_copies_that_went_out_are_listed_to_be_called_back(qtbot, theme, session, recording_id, screen):
    saved = SavedCopy(ClipId("a" * 32), datetime(2026, 11, 20, 9, tzinfo=UTC), "")
    reach = session.consent.reach(recording_id)
    dialog = WithdrawDialog(theme, "werker", type(reach)(**{**vars(reach), "saved_copies": (saved,)}), screen)
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "Jij trekt de toestemming in" in words
    assert "Die haal je zelf terug" in words
    assert "vrijdag 20 november 2026" in words
    assert dialog.keep_notes.isChecked()


def test_closed_shutters_say_why_and_open_when_everybody_said_yes(qtbot, theme, session, recording_id):
    father = PersonConsent("jongere", AgeGroup.TWELVE_TO_15, frozenset(Purpose), given_by=("zelf",), required_from=("vader",))
    session.consent.set_person(recording_id, father)
    closed = ClosedRecording(session, theme, recording_id)
    qtbot.addWidget(closed)
    closed.resize(1350, 840)
    closed.show()
    closed.entered()
    assert closed.reason.text() == "Het luik van deze opname blijft dicht. Vader heeft nog geen ja gezegd."
    with qtbot.waitSignal(closed.consent_requested) as asked:
        closed.to_consent.click()
    assert asked.args == [recording_id]
    session.consent.set_person(recording_id, PersonConsent("jongere", AgeGroup.ADULT, frozenset(Purpose), given_by=("zelf",)))
    with qtbot.waitSignal(closed.opened_again):
        closed.entered()


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_word_is_cut(qtbot, theme, screen, session, recording_id, scale):
    theme.set_scale(scale)
    screen.resize(1234, 620)
    closed = ClosedRecording(session, theme, recording_id)
    qtbot.addWidget(closed)
    closed.resize(1234, 620)
    closed.show()
    qtbot.wait(20)
    assert cut_texts(screen) == []
    assert unnamed(screen) == []
    assert cut_texts(closed) == []
