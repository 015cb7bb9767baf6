from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from app.common.local_time import local_now
from app.domain.consent import AgeGroup, PersonConsent, Purpose
from app.ui.library.keep_dialog import KeepDialog
from app.ui.library.last_look import LastLook
from app.ui.widgets.confirm import ConfirmErase
from tests.gui.cut_text import cut_texts, unnamed


@pytest.fixture
def session(demo):
    """Three of the five have passed their last day."""
    for recording in demo.recordings.list()[:3]:
        demo.retention.set_keep_until(recording.recording_id, local_now().date() - timedelta(days=1))
    yield demo
    demo.lock()


@pytest.fixture
def screen(qtbot, theme, jobs, session):
    shown = LastLook(theme, jobs, session, session.retention.due().ended)
    qtbot.addWidget(shown)
    shown.resize(1350, 840)
    shown.show()
    shown.entered()
    yield shown
    jobs.wait_all(20)


def card(screen, title):
    return next(each for each in screen.cards if each.recording.title == title)


def titles(session):
    return {recording.title for recording in session.recordings.list()}


def agree(monkeypatch, asked=None):
    def accept(question):
        if asked is not None:
            asked.append(question.windowTitle())
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(ConfirmErase, "exec", accept)


def test_nothing_is_wiped_by_being_shown_or_left(qtbot, screen, session):
    assert len(screen.cards) == 3
    assert screen._heading.text() == "De tijd van 3 opnamen is om."
    with qtbot.waitSignal(screen.back_requested):
        screen._later.click()
    assert len(session.recordings.list()) == 5
    assert len(session.retention.due().ended) == 3


def test_one_more_look_is_a_key_away(qtbot, screen):
    with qtbot.waitSignal(screen.recording_opened) as opened:
        qtbot.keyClick(screen.cards[0].look, Qt.Key.Key_Space)
    assert opened.args == [screen.cards[0].recording.recording_id]


def test_what_may_not_be_watched_cannot_be_looked_at_once_more(screen, session):
    first = screen.cards[0]
    session.consent.set_person(first.recording.recording_id, PersonConsent("oma", AgeGroup.ADULT, refused=frozenset({Purpose.OWN})))
    screen.entered()
    assert not first.look.isEnabled()
    assert first._closed.text() == "Het luik van deze opname blijft dicht. Oma zei nee."


def test_a_little_longer_needs_a_day_and_a_reason(qtbot, screen, session, monkeypatch):
    first = card(screen, "Gezin Vlier")

    def choose(question):
        question._reason.setCurrentIndex(1)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(KeepDialog, "exec", choose)
    first.keep.click()
    recording = session.recordings.get(first.recording.recording_id)
    assert recording.keep_until == local_now().date() + timedelta(weeks=2)
    assert len(screen.cards) == 2
    line = session.registers.lines()[-1]
    assert line.text.endswith("Reden: werkbegeleiding komt nog.")


def test_wiping_one_asks_and_leaves_the_others(qtbot, screen, session, jobs, monkeypatch):
    asked = []
    agree(monkeypatch, asked)
    card(screen, "Gezin Meidoorn").erase.click()
    qtbot.waitUntil(lambda: not jobs.running and len(screen.cards) == 2, timeout=10_000)
    assert asked == ["Gezin Meidoorn wissen?"]
    assert titles(session) == {"Gezin Kastanje", "Gezin Vlier", "Gezin Hazelaar", "Gezin Esdoorn"}


def test_no_to_the_question_wipes_nothing(screen, session, monkeypatch):
    monkeypatch.setattr(ConfirmErase, "exec", lambda _question: QDialog.DialogCode.Rejected)
    screen.finish.click()
    assert len(session.recordings.list()) == 5


def test_what_is_left_goes_together_and_own_words_stay_where_ticked(qtbot, screen, session, jobs, monkeypatch):
    agree(monkeypatch)
    card(screen, "Gezin Vlier")._notes.setChecked(False)
    with qtbot.waitSignal(screen.back_requested, timeout=20_000):
        screen.finish.click()
    jobs.wait_all(20)
    assert titles(session) == {"Gezin Hazelaar", "Gezin Esdoorn"}
    assert len(session.retention.notes()) == 6
    grounds = [line["ground"] for line in session.events() if line["event"] == "recording_destroyed"]
    assert grounds == ["retention"] * 3
    assert not session.retention.due()


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_word_is_cut(qtbot, theme, screen, scale):
    theme.set_scale(scale)
    screen.resize(1234, 620)
    qtbot.wait(20)
    assert cut_texts(screen) == []
    assert unnamed(screen) == []
