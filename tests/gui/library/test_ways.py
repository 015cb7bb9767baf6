"""From one screen to another in the real window, as consent and the last day ask for it."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from app.common.local_time import local_now
from app.domain.consent import AgeGroup, PersonConsent, Purpose
from app.domain.retention import RetentionSettings
from app.services.preferences import PreferencesFile
from app.ui.consent.withdraw_dialog import WithdrawDialog
from app.ui.library.last_look import LastLook
from app.ui.main_window import MainWindow

WAITING = PersonConsent("jongere", AgeGroup.TWELVE_TO_15, frozenset(Purpose), given_by=("zelf",), required_from=("vader",))


@pytest.fixture
def enter(qtbot, theme, jobs, tmp_path):
    made = []

    def enter(session) -> MainWindow:
        file = PreferencesFile(tmp_path / "instellingen")
        window = MainWindow(theme, jobs, file, file.load(), tmp_path / "niets")
        qtbot.addWidget(window)
        window.resize(1440, 900)
        window.show()
        window.enter(session)
        made.append(window)
        qtbot.waitUntil(lambda: not jobs.running, timeout=20_000)
        return window

    yield enter
    for window in made:
        window.close()


@pytest.fixture
def session(demo):
    return demo


def current(window):
    return type(window.current_screen).__name__


def test_without_everybodys_yes_the_shutters_stay_closed_until_it_is_there(qtbot, enter, session, jobs):
    recording_id = session.recordings.list()[0].recording_id
    session.consent.set_person(recording_id, WAITING)
    window = enter(session)
    qtbot.keyClick(window.current_screen._list, Qt.Key.Key_Home)
    qtbot.keyClick(window.current_screen._list, Qt.Key.Key_Return)
    assert current(window) == "ClosedRecording"
    assert window.current_screen.reason.text() == "Het luik van deze opname blijft dicht. Vader heeft nog geen ja gezegd."
    window.current_screen.to_consent.click()
    assert current(window) == "ConsentScreen"
    session.consent.set_person(recording_id, PersonConsent("jongere", AgeGroup.ADULT, frozenset(Purpose), given_by=("zelf",)))
    window.back()
    qtbot.waitUntil(lambda: current(window) == "ViewingScreen", timeout=10_000)
    window.back()
    assert current(window) == "Recordings"
    jobs.wait_all(20)


def test_withdrawing_leads_back_to_the_list_and_wipes(qtbot, enter, session, monkeypatch):
    window = enter(session)
    recording_id = session.recordings.list()[0].recording_id
    window.current_screen._details._consent.click()
    assert current(window) == "ConsentScreen"
    monkeypatch.setattr(WithdrawDialog, "exec", lambda _dialog: QDialog.DialogCode.Accepted)
    window.current_screen.editor.withdrawal_requested.emit("moeder")
    qtbot.waitUntil(lambda: current(window) == "Recordings" and len(session.recordings.list()) == 4, timeout=20_000)
    assert recording_id not in {recording.recording_id for recording in session.recordings.list()}
    qtbot.waitUntil(lambda: "Iemand heeft de toestemming ingetrokken." in window.current_screen._error.text, timeout=10_000)


def test_a_day_that_has_passed_is_shown_at_unlocking_before_anything_goes(qtbot, enter, session):
    ended = session.recordings.list()[1]
    session.retention.set_keep_until(ended.recording_id, local_now().date() - timedelta(days=1))
    window = enter(session)
    qtbot.waitUntil(lambda: current(window) == "LastLook", timeout=10_000)
    assert isinstance(window.current_screen, LastLook)
    assert [card.recording.title for card in window.current_screen.cards] == [ended.title]
    assert len(session.recordings.list()) == 5
    window.current_screen.cards[0].look.click()
    assert current(window) == "ViewingScreen"
    window.back()
    assert current(window) == "LastLook"
    window.current_screen._later.click()
    assert current(window) == "Recordings"
    assert len(session.recordings.list()) == 5


def test_what_waited_long_enough_in_the_bin_goes_at_unlocking_and_is_told(qtbot, enter, session):
    thrown, kept = session.recordings.list()[:2]
    for recording in (thrown, kept):
        session.retention.move_to_bin(recording.recording_id)
    session._vault.recordings.set_binned(thrown.recording_id, local_now() - timedelta(days=8))
    window = enter(session)
    qtbot.waitUntil(lambda: [each.recording_id for each in session.retention.bin()] == [kept.recording_id], timeout=10_000)
    qtbot.waitUntil(lambda: "in de prullenbak" in window._shell.message.accessibleName(), timeout=10_000)
    assert window._shell.message.accessibleName() == "Eén opname lag lang genoeg in de prullenbak en is vernietigd."
    assert current(window) == "Recordings"


def test_nothing_is_due_in_a_fresh_room(enter, session):
    session.retention.set_settings(RetentionSettings(8, 7))
    assert current(enter(session)) == "Recordings"


def test_no_to_the_team_closes_the_way_to_a_fragment_and_says_why(qtbot, enter, session):
    refused = PersonConsent("moeder", AgeGroup.ADULT, frozenset({Purpose.OWN}), frozenset({Purpose.TEAM}), given_by=("zelf",))
    recording_id = session.recordings.list()[0].recording_id
    window = enter(session)
    window.open_recording(recording_id)
    viewing = window.current_screen
    assert viewing.editor._fragment.isEnabled()
    session.consent.set_person(recording_id, refused)
    words = "Dit mag niet: moeder zei nee tegen kijken in het team."
    qtbot.waitUntil(lambda: viewing.controls.fragment_block == words, timeout=10_000)
    assert not viewing.editor._fragment.isEnabled()
    assert viewing.editor._block.text() == words
    viewing.controls.act("fragment")
    assert viewing.message.accessibleName() == words
    assert current(window) == "ViewingScreen"
    window.show_place("fragments")
    qtbot.waitUntil(lambda: bool(window.current_screen._cards) and window.current_screen._cards[0].open.isHidden(), timeout=10_000)
    window.current_screen._cards[0].ask.click()
    assert current(window) == "ConsentScreen"
