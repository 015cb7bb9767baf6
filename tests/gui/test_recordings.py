from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from app.common.local_time import local_now
from app.domain.kader_editing import with_indicator
from app.domain.words import Words
from app.services.moments import MomentDraft
from app.services.retention import RetentionSettings
from app.ui.changes import ChangeSignal
from app.ui.consent.wording import full_day
from app.ui.library.keep_dialog import KeepDialog
from app.ui.library.recordings import Recordings
from app.ui.widgets.buttons import PlainButton
from app.ui.widgets.confirm import ConfirmErase
from tests.gui.cut_text import cut_texts, unnamed
from tests.support.demo_vault import cheap_session


def open_screen(qtbot, theme, jobs, session):
    changes = ChangeSignal(session.changes)
    screen = Recordings(theme, jobs, session, changes)
    screen._changes_kept = changes
    qtbot.addWidget(screen)
    screen.resize(1350, 840)
    screen.show()
    qtbot.waitUntil(lambda: screen._pages.currentIndex() > 0 and not jobs.running, timeout=20_000)
    return screen


@pytest.fixture
def session(demo):
    yield demo
    demo.lock()


@pytest.fixture
def screen(qtbot, theme, jobs, session):
    opened = open_screen(qtbot, theme, jobs, session)
    yield opened
    opened.release()
    jobs.wait_all(20)


def titles(screen):
    return [screen._list.model().index(row, 0).data().split(",")[0] for row in range(screen._list.model().rowCount())]


def test_an_empty_room_invites_and_shows_no_list(qtbot, theme, jobs, tmp_path):
    session = cheap_session(tmp_path / "kluis")
    screen = open_screen(qtbot, theme, jobs, session)
    assert screen._pages.currentWidget() is screen._empty
    assert screen.top_bar_widget() is None
    with qtbot.waitSignal(screen.add_requested):
        screen._empty._choose.click()
    session.lock()


def test_every_recording_is_a_row_the_newest_first(screen):
    assert titles(screen) == ["Gezin Kastanje", "Gezin Meidoorn", "Gezin Vlier", "Gezin Hazelaar", "Gezin Esdoorn"]


def test_a_screen_reader_hears_the_whole_row(screen):
    words = screen._list.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == (
        "Gezin Kastanje, 3e gesprek, doelen kiezen, di 17 nov, 42 min, Bezig. Eén moment nog zonder woorden, "
        "mag voor zelf terugkijken, kijken in werkbegeleiding, kijken in het team, wordt gewist: over 51 dagen"
    )


def test_the_card_goes_on_where_the_worker_was(qtbot, screen):
    assert "18:44" in screen._resume._place.text()
    with qtbot.waitSignal(screen.recording_opened) as opened:
        screen._resume._go_on.click()
    assert opened.args == [screen._rows[0].recording.recording_id]


def test_arrows_and_enter_open_a_recording(qtbot, screen):
    screen.entered()
    qtbot.keyClick(screen._list, Qt.Key.Key_Down)
    with qtbot.waitSignal(screen.recording_opened) as opened:
        qtbot.keyClick(screen._list, Qt.Key.Key_Return)
    assert opened.args == [screen._rows[1].recording.recording_id]


def test_enter_is_promised_on_the_card_only_while_it_is_true(qtbot, screen):
    assert screen._resume._go_on._keys == ("Enter",)
    qtbot.keyClick(screen._list, Qt.Key.Key_Down)
    assert screen._resume._go_on._keys == ()


@pytest.mark.parametrize(("filter_id", "shown"), [(0, 5), (1, 1), (2, 4), (3, 1), (4, 0), (5, 0)])
def test_a_filter_shows_only_what_it_says(screen, filter_id, shown):
    screen._filters.button(filter_id).click()
    assert len(titles(screen)) == shown


def test_typing_goes_on_while_the_vault_is_busy_and_only_the_last_words_are_answered(qtbot, screen, session, monkeypatch):
    looked_for = []
    look = session.moments.recordings_with
    monkeypatch.setattr(session.moments, "recordings_with", lambda words: looked_for.append(words) or look(words))
    with session._vault._parts.database.alone():  # this thread, the window's, keeps every other out
        for words in ("s", "st", "meidoorn"):
            screen._search.edit.setText(words)
            screen._search._on_pause()
            qtbot.wait(30)
        assert screen._found is None
    qtbot.waitUntil(lambda: screen._found is not None)
    qtbot.waitUntil(lambda: screen._searching._job is None)
    assert looked_for == ["s", "meidoorn"]
    assert [row.recording.title for row in screen._rows if screen._passes(row)] == ["Gezin Meidoorn"]


def test_searching_finds_titles_and_words_of_moments(qtbot, screen, session):
    vlier = screen._rows[2].recording.recording_id
    session.moments.add(MomentDraft(vlier, at_ms=1000, see="Een lange stilte aan tafel"))
    qtbot.waitUntil(lambda: len(screen._rows[2].moments) == 5 and not screen._jobs.running)
    screen._search.edit.setText("stilte")
    qtbot.waitUntil(lambda: titles(screen) == ["Gezin Vlier"])
    screen._search.edit.setText("meidoorn")
    qtbot.waitUntil(lambda: titles(screen) == ["Gezin Meidoorn"])


def test_finding_nothing_is_said_with_the_words(qtbot, screen):
    screen._search.edit.setText('stilte" OR *')
    qtbot.waitUntil(lambda: titles(screen) == [])
    assert "Niets gevonden" in screen._nothing.text()
    qtbot.keyClick(screen._search.edit, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(titles(screen)) == 5)


def test_a_change_elsewhere_shows_by_itself(qtbot, screen, session):
    meidoorn = screen._rows[1].recording.recording_id
    session.moments.add(MomentDraft(meidoorn, at_ms=1000))
    qtbot.waitUntil(lambda: "Bezig" in screen._list.model().index(1, 0).data())


def test_the_chosen_recording_stays_chosen_when_the_list_reads_itself_again(qtbot, screen, session):
    qtbot.keyClick(screen._list, Qt.Key.Key_Down)
    chosen = screen._list.current_row().recording.recording_id
    session.moments.add(MomentDraft(chosen, at_ms=1000))
    qtbot.waitUntil(lambda: bool(screen._rows[1].moments) and not screen._jobs.running)
    assert screen._list.current_row().recording.recording_id == chosen


def test_throwing_away_can_be_undone_from_the_message(qtbot, screen, session):
    screen._on_erase()
    qtbot.waitUntil(lambda: len(titles(screen)) == 4 and not screen._jobs.running, timeout=10_000)
    assert screen._message._text.text() == "Gezin Kastanje ligt 7 dagen in de prullenbak."
    screen._filters.button(5).click()
    assert titles(screen) == ["Gezin Kastanje"]
    screen._message._button.click()
    screen._filters.button(0).click()
    qtbot.waitUntil(lambda: len(titles(screen)) == 5 and not screen._jobs.running, timeout=10_000)
    assert session.retention.bin() == []


def test_a_recording_is_taken_out_of_the_bin_from_its_details(qtbot, screen, session):
    screen._on_erase()
    qtbot.waitUntil(lambda: len(titles(screen)) == 4 and not screen._jobs.running, timeout=10_000)
    screen._filters.button(5).click()
    assert "In de prullenbak" in screen._details._gone.text()
    assert not screen._details._open.isVisible()
    screen._details._take_back.click()
    qtbot.waitUntil(lambda: session.retention.bin() == [] and not screen._jobs.running, timeout=10_000)
    assert titles(screen) == []


def in_the_bin(qtbot, screen):
    screen._on_erase()
    qtbot.waitUntil(lambda: len(titles(screen)) == 4 and not screen._jobs.running, timeout=10_000)
    screen._filters.button(5).click()


def test_wiping_from_the_bin_asks_with_the_exact_consequences_and_does_nothing_on_no(qtbot, screen, session, monkeypatch):
    asked = []

    def refuse(question):
        asked.extend(label.text() for label in question.findChildren(QLabel))
        return QDialog.DialogCode.Rejected

    in_the_bin(qtbot, screen)
    monkeypatch.setattr(ConfirmErase, "exec", refuse)
    screen._on_erase()
    assert "7 momenten" in " ".join(asked)
    assert "één fragment" in " ".join(asked)
    assert len(session.retention.bin()) == 1


def test_wiping_from_the_bin_takes_the_recording_out_of_the_vault(qtbot, screen, session, monkeypatch):
    in_the_bin(qtbot, screen)
    monkeypatch.setattr(ConfirmErase, "exec", lambda _question: QDialog.DialogCode.Accepted)
    screen._on_erase()
    qtbot.waitUntil(lambda: not screen._jobs.running and titles(screen) == [], timeout=10_000)
    assert session.retention.bin() == []
    assert len(session.recordings.list()) == 4
    assert session.retention.notes() == []


def test_own_words_stay_when_that_is_ticked(qtbot, screen, session, monkeypatch):
    in_the_bin(qtbot, screen)

    def accept(question):
        question._choice.setChecked(True)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(ConfirmErase, "exec", accept)
    screen._on_erase()
    qtbot.waitUntil(lambda: not screen._jobs.running and session.retention.bin() == [], timeout=10_000)
    assert len(session.retention.notes()) == 6


def test_without_a_waiting_time_throwing_away_is_asked_about(qtbot, screen, session, monkeypatch):
    session.retention.set_settings(RetentionSettings(8, 0))
    asked = []
    monkeypatch.setattr(ConfirmErase, "exec", lambda question: asked.append(question.windowTitle()) or QDialog.DialogCode.Rejected)
    screen._on_erase()
    assert asked == ["Gezin Kastanje wissen?"]
    assert len(session.recordings.list()) == 5


def test_the_last_day_can_be_changed(qtbot, screen, session, monkeypatch):
    day = local_now().date() + timedelta(days=14)

    def two_weeks(question):
        next(button for button in question.findChildren(PlainButton) if button.property("weeks") == 2).click()
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(KeepDialog, "exec", two_weeks)
    screen._details._change.click()
    qtbot.waitUntil(lambda: screen._rows[0].recording.keep_until == day and not screen._jobs.running, timeout=10_000)
    assert "over 14 dagen" in screen._list.model().index(0, 0).data()
    assert full_day(day) in screen._details._gone.text()


def test_what_is_nearly_gone_is_said(screen):
    almost = [row.recording.title for row in screen._rows if row.is_almost_gone]
    assert almost == ["Gezin Hazelaar"]


def test_the_details_say_what_may_and_who_was_not_asked(screen):
    said = [words.text() for _, words in screen._details._allowed]
    assert said == ["Zelf terugkijken", "Werkbegeleiding", "Team, onherkenbaar gemaakt", "Terugkijken met het gezin: niet gevraagd"]
    assert screen._details._people.text() == "Jij, de werker (volwassen), Moeder (volwassen), Jongere (16 of 17 jaar)"


def test_withdrawing_shows_the_row_as_it_goes_and_the_words_of_the_design_after(qtbot, screen, session):
    kastanje = screen._rows[0].recording.recording_id
    screen.withdraw(kastanje, "moeder", keep_notes=True)
    assert "Wordt nu gewist" in screen._list.model().index(0, 0).data()
    qtbot.waitUntil(lambda: len(titles(screen)) == 4 and not screen._jobs.running, timeout=10_000)
    assert screen._error.text == (
        "Iemand heeft de toestemming ingetrokken. De opname, fragmenten en beeldjes zijn gewist. Je eigen notities zijn er nog, zonder beeld."
    )
    assert len(session.recordings.list()) == 4


def test_files_dropped_anywhere_are_taken(qtbot, screen, tmp_path):
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.mp4")), QUrl("https://ergens/b.mp4")])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, files, buttons, keys)
    screen.dragEnterEvent(entering)
    assert entering.isAccepted()
    with qtbot.waitSignal(screen.add_requested) as dropped:
        screen.dropEvent(QDropEvent(QPoint(5, 5), Qt.DropAction.CopyAction, files, buttons, keys))
    assert dropped.args == [[tmp_path / "a.mp4"]]


def test_there_are_no_pictures_in_the_list(screen):
    """Nobody may be recognised over a shoulder: the list reads no thumbnails at all."""
    asked = []
    screen._session.recordings.thumbnails = asked.append
    screen._read_rows()
    screen._jobs.wait_all(20)
    QApplication.processEvents()
    assert asked == []


@pytest.mark.parametrize(("scale", "size"), [(1.0, (1350, 840)), (1.0, (1280, 640)), (1.5, (1234, 620))])
def test_no_word_is_cut(qtbot, screen, theme, scale, size):
    theme.set_scale(scale)
    screen.resize(*size)
    qtbot.wait(20)
    assert cut_texts(screen) == []
    assert unnamed(screen) == []


def test_rows_take_two_lines_when_it_is_narrow(qtbot, screen, theme):
    assert screen._heads.isVisible()
    theme.set_scale(1.5)
    screen.resize(1234, 620)
    qtbot.waitUntil(lambda: screen._heads.isHidden())
    assert screen._list._delegate.sizeHint(None, None).height() > 150


def test_a_sound_that_cannot_be_drawn_is_not_promised_for_ever(qtbot, theme, jobs, session):
    session.recordings.with_waveform = set
    screen = open_screen(qtbot, theme, jobs, session)
    qtbot.waitUntil(lambda: all(row.is_soundless for row in screen._rows), timeout=20_000)
    assert screen._list.current_row().is_soundless


def test_the_card_asks_the_question_of_the_frame_the_moment_was_made_with(qtbot, screen, session, jobs):
    shipped = session.kijkkader.shipped()
    draft = session.own_kaders.start_copy(shipped.kader_id, shipped.version, "Ons kader")
    asked = replace(draft.indicator("kk-101"), questions=(Words("Wie hield zich stil?"),))
    session.own_kaders.change(with_indicator(draft, asked))
    own = session.own_kaders.save(draft.kader_id)
    session.kijkkader.use(own.kader_id)
    session.moments.add(MomentDraft(screen._resume.recording_id, 60_000, indicators=("kk-101",)))
    session.kijkkader.use(shipped.kader_id)
    qtbot.waitUntil(lambda: screen._resume._question.text() == "Wie hield zich stil?", timeout=20_000)
