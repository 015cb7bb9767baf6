import threading
from datetime import timedelta

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from app.common.local_time import local_now
from app.common.progress import Progress
from app.domain.consent import AgeGroup, PersonConsent, Purpose
from app.domain.retention import RetentionSettings
from app.ui.library.add_recording import AddRecording
from app.ui.widgets.confirm import ConfirmErase
from app.ui.widgets.remaining_time import RemainingTime
from tests.gui.cut_text import cut_texts, unnamed
from tests.support.clips import numbered_clip
from tests.support.demo_vault import cheap_session


@pytest.fixture
def session(tmp_path):
    made = cheap_session(tmp_path / "kluis")
    yield made
    made.lock()


@pytest.fixture
def screen(qtbot, theme, jobs, session):
    opened = AddRecording(theme, jobs, session)
    qtbot.addWidget(opened)
    opened.resize(1350, 840)
    opened.show()
    yield opened
    opened.release()
    jobs.wait_all(60)


@pytest.fixture
def clip(tmp_path):
    folder = tmp_path / "DCIM"
    folder.mkdir()
    numbered_clip(folder / "MVI_0001.mp4", audio=True)
    return folder / "MVI_0001.mp4"


def settle(qtbot, screen):
    qtbot.waitUntil(lambda: not screen.is_busy, timeout=60_000)


def test_a_file_goes_from_the_card_into_the_vault(qtbot, screen, session, clip):
    screen.add_files([clip])
    settle(qtbot, screen)
    assert "seconden" in screen._form._what.text()
    assert "DCIM" in screen._form._where.text()
    assert "MVI_0001" not in screen._form._where.text()
    with qtbot.waitSignal(screen.recording_added, timeout=60_000) as added:
        screen._on_keep()
    recording = session.recordings.get(added.args[0])
    assert recording.title == "Gezin Kastanje"
    assert recording.talk == "1e gesprek"
    assert recording.size_bytes == clip.stat().st_size
    assert clip.exists()
    assert screen._done.isVisible()
    assert "staat er nog" in screen._standing._title.text()


def test_the_next_talk_of_a_family_counts_on(qtbot, screen, session, clip):
    screen.add_files([clip])
    settle(qtbot, screen)
    screen._on_keep()
    settle(qtbot, screen)
    numbered_clip(clip.with_name("b.mp4"), frames=30)
    screen.add_files([clip.with_name("b.mp4")])
    settle(qtbot, screen)
    screen._form._title.setCurrentText("Gezin Kastanje")
    assert screen._form.talk == "2e gesprek"
    assert "Al één gesprek" in screen._form._hint.text()


def test_a_name_that_is_no_tree_gets_a_soft_hint(qtbot, screen, clip):
    screen.add_files([clip])
    settle(qtbot, screen)
    screen._form._title.setCurrentText("Familie De Vries")
    assert "Staat hier een naam?" in screen._form._hint.text()
    screen._form._title.setCurrentText("")
    assert "schuilnaam" in screen._keep.text()


@pytest.mark.parametrize(("content", "words"), [(b"", "leeg"), (b"geen film" * 500, "geen video")])
def test_what_is_no_recording_is_refused_in_place(qtbot, screen, session, tmp_path, content, words):
    path = tmp_path / "iets.mp4"
    path.write_bytes(content)
    screen.add_files([path])
    settle(qtbot, screen)
    assert words in screen._form.error.text
    assert session.recordings.list() == []
    assert not screen._keep.isEnabled()


def test_a_file_that_is_gone_is_told(qtbot, screen, tmp_path):
    screen.add_files([tmp_path / "weg.mp4"])
    settle(qtbot, screen)
    assert screen._form.error.text


def test_after_a_refusal_another_file_can_be_taken(qtbot, screen, tmp_path, clip):
    (tmp_path / "leeg.mp4").write_bytes(b"")
    screen.add_files([tmp_path / "leeg.mp4"])
    settle(qtbot, screen)
    screen.add_files([clip])
    settle(qtbot, screen)
    assert screen._form.error.text == ""
    assert screen._keep.isEnabled()


def test_several_files_wait_their_turn(qtbot, screen, session, clip):
    second = clip.with_name("b.mp4")
    numbered_clip(second, frames=30)
    screen.add_files([clip, second])
    settle(qtbot, screen)
    assert "één bestand" in screen._queue.text()
    screen._on_keep()
    settle(qtbot, screen)
    screen._done.next.click()
    settle(qtbot, screen)
    assert screen._candidate.path == second
    screen._on_keep()
    settle(qtbot, screen)
    assert len(session.recordings.list()) == 2


def test_a_file_dropped_after_one_was_added_is_taken_at_once(qtbot, screen, clip):
    screen.add_files([clip])
    settle(qtbot, screen)
    screen._on_keep()
    settle(qtbot, screen)
    second = clip.with_name("b.mp4")
    numbered_clip(second, frames=30)
    screen.add_files([second])
    settle(qtbot, screen)
    assert screen._candidate is not None
    assert screen._candidate.path == second
    assert not screen._done.isVisible()


def test_the_same_file_again_is_asked_about(qtbot, screen, session, clip):
    screen.add_files([clip])
    settle(qtbot, screen)
    screen._on_keep()
    settle(qtbot, screen)
    screen.add_files([clip])
    settle(qtbot, screen)
    assert "zit al in de kluis, als Gezin Kastanje" in screen._same._text.text()
    screen._on_keep()
    assert not screen.is_busy
    assert len(session.recordings.list()) == 1
    screen._same.again.click()
    screen._on_keep()
    settle(qtbot, screen)
    assert len(session.recordings.list()) == 2


def test_stopping_halfway_leaves_nothing_and_says_so(qtbot, screen, session, clip, tmp_path):
    screen.add_files([clip])
    settle(qtbot, screen)
    reached = threading.Event()
    add_media = session._vault.media.add

    def slow_add(source, role, context, **options):
        reached.set()
        while not context.is_cancelled:
            reached.wait(0.01)
        return add_media(source, role, context, **options)

    session._vault.media.add = slow_add
    screen._on_keep()
    qtbot.waitUntil(reached.is_set, timeout=20_000)
    assert not screen._keep.isEnabled()
    screen._stop.click()
    settle(qtbot, screen)
    assert "niets half" in screen._form.error.text
    assert session.recordings.list() == []
    assert [path for path in (tmp_path / "kluis" / "media").glob("*") if path.is_file()] == []
    assert [path for path in (tmp_path / "kluis" / "bezig").glob("*") if path.is_file()] == []


def test_a_running_import_is_told_to_whoever_looks_elsewhere(qtbot, screen, clip):
    told = []
    screen.import_told.connect(told.append)
    screen.add_files([clip])
    settle(qtbot, screen)
    screen._on_keep()
    settle(qtbot, screen)
    assert any("versleutelen 100 %" in words for words in told)
    assert told[-1] == ""


def test_who_is_in_view_and_the_last_day_are_kept_with_the_recording(qtbot, screen, session, clip):
    screen.add_files([clip])
    settle(qtbot, screen)
    assert screen._keep.text() == "Bewaar"
    screen._consent.table.show_persons([*screen._consent.persons, PersonConsent("moeder", AgeGroup.ADULT)])
    screen._consent.table.answer(1, Purpose.SUPERVISION)
    assert screen._keep.text() == "Bewaar met het luik dicht"
    assert "Kijken kan pas als iedereen ja heeft gezegd" in screen._notice.text()
    day = local_now().date() + timedelta(days=21)
    screen._form._until.setDate(QDate(day.year, day.month, day.day))
    screen._form._phase.setCurrentText("doelen kiezen")
    screen._on_keep()
    settle(qtbot, screen)
    recording = session.recordings.list()[0]
    assert recording.keep_until == day
    assert recording.talk == "1e gesprek, doelen kiezen"
    mother = session.consent.person(recording.recording_id, "moeder")
    assert mother.purposes == {Purpose.SUPERVISION}
    assert [person.role for person in session.consent.persons(recording.recording_id)] == ["werker", "moeder"]
    assert screen._done._text.text() == "Het luik van deze opname blijft dicht. Het is nog niet gevraagd aan moeder."
    with qtbot.waitSignal(screen.consent_requested) as asked:
        screen._done.open.click()
    assert asked.args == [recording.recording_id]


def test_nobodys_yes_goes_along_to_the_next_recording(qtbot, screen, session, clip):
    second = clip.with_name("b.mp4")
    numbered_clip(second, frames=30)
    screen._consent.table.show_persons([*screen._consent.persons, PersonConsent("moeder", AgeGroup.ADULT)])
    screen.add_files([clip, second])
    settle(qtbot, screen)
    assert [person.role for person in screen._consent.persons] == ["werker", "moeder"]
    screen._on_keep()
    settle(qtbot, screen)
    screen._done.next.click()
    settle(qtbot, screen)
    assert screen._candidate.path == second
    assert [person.role for person in screen._consent.persons] == ["werker"]


def test_eight_weeks_are_proposed_or_what_the_vault_says(qtbot, screen, session, clip):
    assert screen._form.keep_until == local_now().date() + timedelta(weeks=8)
    session.retention.set_settings(RetentionSettings(keep_weeks=3))
    screen.add_files([clip])
    settle(qtbot, screen)
    screen._stop.click()
    assert screen._form.keep_until == local_now().date() + timedelta(weeks=3)


def test_where_the_file_still_stands_is_said_and_it_stays_without_a_yes(qtbot, screen, clip, monkeypatch):
    asked = []
    monkeypatch.setattr(ConfirmErase, "exec", lambda question: asked.append(question.windowTitle()) or QDialog.DialogCode.Rejected)
    screen.add_files([clip])
    settle(qtbot, screen)
    screen._on_keep()
    settle(qtbot, screen)
    assert str(clip) in screen._standing._place.text()
    words = " ".join(label.text() for label in screen._standing.findChildren(QLabel))
    assert all(each in words for each in ("SSD", "cloud", "reservekopie van de telefoon", "prullenbak"))
    assert asked == []
    screen._standing.remove.click()
    assert asked == ["Het bestand zelf wissen?"]
    assert clip.exists()


def test_the_file_goes_after_one_more_yes(qtbot, screen, session, clip, monkeypatch):
    monkeypatch.setattr(ConfirmErase, "exec", lambda _question: QDialog.DialogCode.Accepted)
    screen.add_files([clip])
    settle(qtbot, screen)
    screen._form._wipe.setChecked(True)
    screen._on_keep()
    settle(qtbot, screen)
    qtbot.waitUntil(lambda: not clip.exists(), timeout=10_000)
    qtbot.waitUntil(lambda: screen._standing._title.text() == "Het bestand is uit de map gewist", timeout=10_000)
    assert len(session.recordings.list()) == 1
    assert not screen._standing.remove.isVisible()


def test_a_file_that_changed_meanwhile_stays_and_that_is_said(qtbot, screen, clip, monkeypatch):
    monkeypatch.setattr(ConfirmErase, "exec", lambda _question: QDialog.DialogCode.Accepted)
    screen.add_files([clip])
    settle(qtbot, screen)
    screen._on_keep()
    settle(qtbot, screen)
    with clip.open("ab") as file:
        file.write(b"meer")
    screen._standing.remove.click()
    qtbot.waitUntil(lambda: "niet meer hetzelfde" in screen._standing.error.text, timeout=10_000)
    assert clip.exists()


def test_the_two_ways_of_asking_are_both_there(screen, qtbot):
    from app.ui.consent.ask_card import AskCard

    card = screen.findChild(AskCard)
    adult = card._text.text()
    card._group.button(1).click()
    assert card._text.text() != adult
    assert "Niemand wordt boos" in card._text.text()


def test_time_left_follows_from_how_fast_it_went():
    now = [0.0]
    remaining = RemainingTime(lambda: now[0])
    remaining.begin()
    assert remaining.seconds_left(Progress("encrypt", 0, 1000)) is None
    now[0] = 1.0
    assert remaining.seconds_left(Progress("encrypt", 100, 1000)) is None
    now[0] = 4.0
    assert remaining.seconds_left(Progress("encrypt", 400, 1000)) == 6
    assert remaining.seconds_left(Progress("verify", 0, 1000)) is None
    now[0] = 9.0
    assert remaining.seconds_left(Progress("verify", 0, 0)) is None


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_word_is_cut(qtbot, screen, theme, clip, scale):
    theme.set_scale(scale)
    screen.resize(1192, 620)
    screen.add_files([clip])
    settle(qtbot, screen)
    screen._form.show_progress("Versleutelen", 64, "Nog ongeveer 2 minuten. Je kunt gewoon doorgaan.")
    QApplication.processEvents()
    qtbot.wait(20)
    assert cut_texts(screen) == []
    assert unnamed(screen) == []


def test_leaving_while_it_reads_stops_the_job(qtbot, screen, jobs, clip):
    screen.add_files([clip])
    screen.release()
    assert jobs.wait_all(30)
    assert screen._candidate is None
