from datetime import date, timedelta

import pytest
from PySide6.QtCore import QDate

from app.services.moments import MomentDraft
from app.ui.dates import today
from app.ui.widgets.confirm import ConfirmErase


@pytest.fixture
def section(screen, settled):
    screen.go_to("retention")
    settled()
    return screen.retention


@pytest.fixture
def answer_yes(monkeypatch):
    """Questions are answered with yes; what they said is kept."""
    asked = []

    def answer(dialog):
        asked.append(dialog)
        dialog._choice.setChecked(True)
        return 1

    monkeypatch.setattr(ConfirmErase, "exec", answer)
    return asked


def titles(rows):
    return [row.recording.title for row in rows]


def test_what_ends_first_stands_first(session, section, settled):
    last = session.recordings.list()[-1]
    session.retention.set_keep_until(last.recording_id, today() + timedelta(days=2))
    settled()
    section.entered()
    settled()
    assert len(section.ending.rows) == 5
    first = section.ending.rows[0]
    assert first.recording.recording_id == last.recording_id
    assert first._left.text() == "over 2 dagen"


def test_another_day_is_kept(session, section, settled):
    row = section.ending.rows[0]
    row.change.click()
    row.day.setDate(QDate(today().year + 1, 3, 4))
    row.keep.click()
    settled()
    assert session.recordings.get(row.recording.recording_id).keep_until == date(today().year + 1, 3, 4)
    assert section._work.text == "De nieuwe laatste dag staat erbij."


def test_a_day_that_has_passed_cannot_be_chosen(section):
    row = section.ending.rows[0]
    row.day.setDate(QDate(2020, 1, 1))
    assert row.day.date() >= QDate(today().year, today().month, today().day)


def test_the_usual_time_is_kept_in_the_vault(session, section, settled):
    section.keep.weeks.setCurrentIndex(section.keep.weeks.findData(12))
    section.keep.weeks.activated.emit(0)
    settled()
    section.keep.days.setCurrentIndex(section.keep.days.findData(0))
    section.keep.days.activated.emit(0)
    settled()
    assert (session.retention.settings().keep_weeks, session.retention.settings().bin_days) == (12, 0)


def test_out_of_the_bin_and_back_among_the_recordings(session, section, settled):
    thrown = session.recordings.list()[0]
    session.retention.move_to_bin(thrown.recording_id)
    section.entered()
    settled()
    (row,) = section.bin.rows
    assert "over 7 dagen" in row._when.text()
    row.back.click()
    settled()
    assert section.bin.rows == ()
    assert thrown.recording_id in [recording.recording_id for recording in session.recordings.list()]


def test_destroying_now_asks_says_what_it_does_not_reach_and_keeps_the_notes(session, section, settled, answer_yes):
    thrown = session.recordings.list()[0]
    session.moments.add(MomentDraft(thrown.recording_id, at_ms=5, see="Ik buig naar voren."))
    session.retention.move_to_bin(thrown.recording_id)
    section.entered()
    settled()
    section.bin.rows[0].erase.click()
    settled()
    assert len(answer_yes) == 1
    assert section.bin.rows == ()
    assert session.retention.bin() == []
    assert "reservekopie" in section._work.text
    assert any("Ik buig naar voren." in note.note.see for note in section.notes.rows)
    before = len(section.notes.rows)
    section.notes.rows[0].remove.click()
    settled()
    assert len(section.notes.rows) == before - 1


def test_a_no_destroys_nothing(session, section, settled, monkeypatch):
    monkeypatch.setattr(ConfirmErase, "exec", lambda _dialog: 0)
    session.retention.move_to_bin(session.recordings.list()[0].recording_id)
    section.entered()
    settled()
    section.bin.rows[0].erase.click()
    settled()
    assert len(session.retention.bin()) == 1
