import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel

from app.common.progress import JobContext
from app.services.moments import MomentDraft
from app.services.preferences import Preferences
from app.services.retention import RetentionSettings
from app.ui import relaunch
from app.ui.application import CrashWatch
from app.ui.crash_dialog import CrashDialog
from app.ui.jobs import JobRunner
from app.ui.library.add_recording import AddRecording
from app.ui.library.recordings import Recordings
from app.ui.main_window import MainWindow
from app.ui.screen import Doorstep
from app.ui.unlock.first_start import FirstStart
from app.ui.unlock.unlock import Unlock
from app.vault.vault import Vault
from tests.gui.cut_text import cut_texts, unnamed
from tests.support.clips import numbered_clip
from tests.support.consents import everybody_agrees
from tests.support.demo_vault import CHEAP, PASSPHRASE, cheap_session, demo_session


def current(window):
    return type(window.current_screen).__name__


def test_without_a_vault_it_begins_with_the_first_start(make_window):
    assert isinstance(make_window().entrance, FirstStart)


def test_with_a_vault_it_begins_at_the_closed_shutters(make_window, tmp_path):
    cheap_session(tmp_path / "kluis").lock()
    assert isinstance(make_window(tmp_path / "kluis").entrance, Unlock)


def test_the_last_vault_is_found_again(make_window, theme, jobs, preferences_file, qtbot, tmp_path):
    window = make_window()
    window.enter(cheap_session(tmp_path / "kluis"))
    window.close()
    again = MainWindow(theme, jobs, preferences_file, preferences_file.load())
    qtbot.addWidget(again)
    assert isinstance(again.entrance, Unlock)


def test_from_the_closed_shutters_into_the_room_with_the_real_words(qtbot, make_window, tmp_path):
    demo_session(tmp_path / "kluis").lock()
    window = make_window(tmp_path / "kluis")
    window.entrance._has_motion = False
    qtbot.keyClicks(window.entrance._passphrase.edit, PASSPHRASE)
    qtbot.keyClick(window.entrance._passphrase.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session is not None, timeout=20_000)
    assert isinstance(window.current_screen, Recordings)
    assert window.entrance is None


def test_who_comes_in_with_the_code_on_paper_is_asked_for_a_new_passphrase(qtbot, make_window, tmp_path):
    vault, code = Vault.create(tmp_path / "kluis", PASSPHRASE, kdf=CHEAP)
    vault.close()
    window = make_window(tmp_path / "kluis")
    window.entrance._has_motion = False
    window.entrance._other_way.click()
    window.entrance._code.setText(code)
    qtbot.keyClick(window.entrance._code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session is not None, timeout=20_000)
    card = window.place("safety").keys.passphrase
    assert current(window) == "Safety"
    assert card.new.isVisible()
    assert not card.old.isVisible()


@pytest.mark.parametrize(
    ("key", "screen"), [(Qt.Key.Key_2, "Fragments"), (Qt.Key.Key_5, "Safety"), (Qt.Key.Key_1, "Recordings"), (Qt.Key.Key_N, "AddRecording")]
)
def test_every_place_has_its_key(qtbot, window, key, screen):
    qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    assert current(window) == screen


def test_back_returns_to_the_screen_behind(qtbot, window):
    window.add_recordings([])
    assert window._shell.top_bar._back.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert current(window) == "Recordings"
    assert not window._shell.top_bar._back.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert current(window) == "Recordings"


def test_a_message_lies_over_no_screen_and_no_screen_over_it(window):
    window._shell.message.say("Je hebt nog geen reservekopie.", "Bekijk")
    for go in (lambda: None, lambda: window.add_recordings([])):
        go()
        QApplication.processEvents()
        message, screen = window._shell.message, window.current_screen
        assert not message.geometry().intersects(screen.geometry())
        assert message.visibleRegion().boundingRect() == message.rect()
    window._shell.message.hide()
    QApplication.processEvents()
    assert window.current_screen.height() == window._shell._stack.height()


def test_the_rail_shows_where_we_are_and_only_what_exists(window):
    assert list(window._shell.rail._places) == ["recordings", "fragments", "growth", "safety"]
    window.show_place("safety")
    assert window._shell.rail._places["safety"].isChecked()


def test_the_doorstep_and_the_chip_say_the_same(window):
    screen = window.current_screen
    screen.doorstep = Doorstep.THRESHOLD
    screen.header_changed.emit()
    assert window._shell.doorstep.property("state") == "threshold"
    assert window._shell.top_bar._chip.accessibleName() == "Deze kopie kan het apparaat verlaten"


def test_a_running_import_survives_looking_elsewhere(window):
    window.add_recordings([])
    add = window._add
    add._job = object()
    window.show_place("fragments")
    assert window._add is add
    add._job = None
    window.add_recordings([])
    assert window.current_screen is add
    window.show_place("recordings")
    assert window._add is None


def test_ctrl_l_locks_from_a_text_field_and_closes_the_vault(qtbot, window, tmp_path):
    window.current_screen._search.edit.setFocus()
    with qtbot.waitSignal(window.locked):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.session is None
    Vault.open(tmp_path / "kluis", PASSPHRASE).close()


def test_locking_leaves_nothing_of_the_room_on_the_screen(window):
    window.lock()
    shown = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert not any("Kastanje" in text for text in shown)
    assert window._rooms.currentWidget() is window._cover


def test_locking_stops_running_jobs_first(window, jobs):
    seen = []

    def work(context):
        while True:
            context.advance("x", 0, 0)

    job = jobs.start(work, name="long")
    job.cancelled.connect(lambda: seen.append(window.session is not None))
    window.lock()
    assert seen == [True]


def test_locking_twice_is_locking_once(window, qtbot):
    window.lock()
    with qtbot.assertNotEmitted(window.locked):
        window.lock()


def test_closing_the_window_locks_the_vault(window, tmp_path):
    window.close()
    Vault.open(tmp_path / "kluis", PASSPHRASE).close()


def test_the_size_of_the_window_and_the_look_are_kept(window, preferences_file):
    window.look.menu.choices.modes.button(1).click()
    window.look.menu.choices.sizes.button(3).click()
    window.look.menu.choices.less_motion.click()
    window.close()
    kept = preferences_file.load()
    assert (kept.mode, kept.text_scale, kept.has_less_motion) == ("donker", 1.3, True)
    assert kept.window_geometry


def test_settings_that_cannot_be_written_do_not_stop_anybody(window, preferences_file):
    preferences_file._path = Path(preferences_file._path.parent / "venster.json" / "erin")
    (preferences_file._path.parent.parent).mkdir(exist_ok=True)
    preferences_file._path.parent.unlink(missing_ok=True)
    preferences_file._path.parent.write_text("in de weg")
    window.look._on_chosen()
    assert window.isVisible()


def test_the_help_card_opens_with_a_question_mark_and_closes_with_escape(qtbot, window):
    window.current_screen._list.setFocus()
    qtbot.keyClicks(window, "?")
    assert window._help.isVisible()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not window._help.isVisible()


def test_a_question_mark_in_a_field_is_just_that(qtbot, window):
    window.current_screen._search.edit.setFocus()
    qtbot.keyClicks(QApplication.focusWidget(), "?")
    assert window.current_screen._search.edit.text() == "?"
    assert not window._help.isVisible()


def test_words_typed_just_before_the_shutters_close_are_not_looked_for_any_more(qtbot, window):
    recordings = window.current_screen
    qtbot.keyClicks(recordings._search.edit, "stil")
    window.close_vault()
    assert recordings._search.text == ""
    qtbot.wait(2 * recordings._search._pause.interval())  # pytest-qt fails the test when the search meets the closed vault


def test_a_fragment_appears_in_its_list_with_how_far_it_is(qtbot, window, jobs):
    window.show_place("fragments")
    (card,) = window.current_screen._cards
    words = [label.text() for label in card.findChildren(QLabel)]
    assert "Gezin Kastanje" in words
    assert "Nog niet onherkenbaar gemaakt" in words
    with qtbot.waitSignal(window.current_screen.fragment_opened) as opened:
        window.current_screen.fragment_opened.disconnect(window.open_fragment)
        card.open.click()
    assert opened.args == [window.session.fragments.list()[0].fragment_id]


def test_a_range_outside_the_recording_makes_no_fragment_and_is_told(window):
    recording = window.session.recordings.list()[0]
    window._on_fragment_requested(recording.recording_id, 999_000_000, 999_001_000, "")
    assert len(window.session.fragments.list()) == 1
    assert "Er is niets veranderd" in window._shell.message.accessibleName()


def test_a_moment_that_is_added_shows_in_the_list_behind(qtbot, window, jobs):
    meidoorn = next(recording for recording in window.session.recordings.list() if recording.title == "Gezin Meidoorn")
    window.session.moments.add(MomentDraft(meidoorn.recording_id, at_ms=5))
    recordings = window._places["recordings"]
    qtbot.waitUntil(lambda: any(row.moments and row.recording.title == "Gezin Meidoorn" for row in recordings._rows), timeout=10_000)


def test_the_room_is_freed_of_a_screen_that_is_left(qtbot, window):
    window.add_recordings([])
    window.back()
    QApplication.sendPostedEvents(None, 52)
    assert window.findChildren(AddRecording) == []


def test_a_new_process_gets_our_own_command_line_and_no_more(monkeypatch):
    ran = []
    monkeypatch.setattr(relaunch.os, "execv", lambda program, command: ran.append((program, command)))
    monkeypatch.setattr(sys, "platform", "linux")
    relaunch.relaunch()
    assert ran == [(sys.executable, sys.orig_argv)]


def test_after_a_bug_the_vault_is_closed_before_anything_is_shown(window, theme, monkeypatch, tmp_path):
    order = []
    monkeypatch.setattr(CrashDialog, "exec", lambda _dialog: order.append(("dialog", window.session)))
    monkeypatch.setattr("app.ui.application.relaunch", lambda: order.append(("relaunch", None)))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    watch = CrashWatch(theme, window)
    watch._on_exception(ValueError, ValueError("geheime woorden van de gebruiker"), None)
    assert order == [("dialog", None), ("relaunch", None)]
    Vault.open(tmp_path / "kluis", PASSPHRASE).close()


def test_the_crash_report_holds_no_words_of_the_user(qtbot, theme):
    try:
        raise ValueError("geheime woorden van de gebruiker")
    except ValueError as error:
        dialog = CrashDialog(theme, error)
    qtbot.addWidget(dialog)
    dialog._on_show()
    assert "ValueError" in dialog._report.toPlainText()
    assert "geheime" not in dialog._report.toPlainText()


def test_a_bug_in_a_job_reaches_the_crash_watch(qtbot, theme, preferences_file, tmp_path, monkeypatch):
    runner = JobRunner()
    window = MainWindow(theme, runner, preferences_file, Preferences(), tmp_path / "niets")
    qtbot.addWidget(window)
    met = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    watch = CrashWatch(theme, window)
    monkeypatch.setattr(watch, "_meet", met.append)
    runner.crashed.connect(watch.on_job_crashed)
    runner.start(lambda _context: 1 // 0, name="bug")
    qtbot.waitUntil(lambda: bool(met))
    assert isinstance(met[0], ZeroDivisionError)


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_word_is_cut_around_any_place(qtbot, window, theme, scale):
    theme.set_scale(scale)
    window.resize(1280, 680)
    for place in ("recordings", "fragments", "safety"):
        window.show_place(place)
        # Words get their height when the event loop comes round, which on a busy machine takes a while.
        qtbot.waitUntil(lambda: cut_texts(window) == [])
        assert unnamed(window) == []
    window._on_help()
    qtbot.wait(20)
    assert cut_texts(window._help) == []


@pytest.fixture
def room_with_a_film(make_window, tmp_path, qtbot, jobs):
    """A window on a vault with one real, short recording."""
    numbered_clip(tmp_path / "film.mp4", frames=75, audio=True)
    session = cheap_session(tmp_path / "kluis")
    recording = session.recordings.import_file(tmp_path / "film.mp4", title="Gezin Linde", context=JobContext())
    everybody_agrees(session, recording.recording_id)
    window = make_window()
    window.enter(session)
    qtbot.waitUntil(lambda: not jobs.running, timeout=60_000)
    return window, recording.recording_id


def test_a_recording_opens_from_the_list_with_the_narrow_rail(qtbot, room_with_a_film):
    window, _ = room_with_a_film
    qtbot.keyClick(window.current_screen._list, Qt.Key.Key_Return)
    assert current(window) == "ViewingScreen"
    assert window._shell.rail.width() == 52
    assert window._shell.top_bar._title.text() == "Gezin Linde"
    window.back()
    assert current(window) == "Recordings"
    assert window._shell.rail.width() == 88


def test_over_the_doorstep_and_back_to_the_same_recording(qtbot, room_with_a_film):
    window, recording_id = room_with_a_film
    window.open_recording(recording_id)
    window.current_screen.fragment_requested.emit(recording_id, 0, 2000, "")
    assert current(window) == "AnonymiseScreen"
    assert window._shell.doorstep.property("state") == "threshold"
    window._on_back()
    assert current(window) == "ViewingScreen"
    assert window._shell.doorstep.property("state") == "inside"
    assert len(window._stack.screens) == 2


def test_locking_while_a_recording_plays_closes_everything(qtbot, room_with_a_film, tmp_path):
    window, recording_id = room_with_a_film
    window.open_recording(recording_id)
    qtbot.wait(200)
    qtbot.keyClick(window.current_screen.stage, Qt.Key.Key_Space)
    qtbot.wait(200)
    window.lock()
    assert window.session is None
    Vault.open(tmp_path / "kluis", PASSPHRASE).close()


def test_focus_mode_leaves_the_picture_and_the_doorstep(qtbot, room_with_a_film):
    window, recording_id = room_with_a_film
    window.open_recording(recording_id)
    window.current_screen.focus_mode_changed.emit(True)
    assert not window._shell.rail.isVisible()
    assert not window._shell.top_bar.isVisible()
    assert window._shell.doorstep.isVisible()
    window.current_screen.focus_mode_changed.emit(False)
    assert window._shell.rail.isVisible()


def test_a_recording_that_is_gone_meanwhile_is_told(window):
    window.open_recording("0" * 32)
    assert current(window) == "Recordings"
    assert "Er is niets veranderd" in window._shell.message.accessibleName()


def test_ctrl_l_locks_from_a_question_too_and_answers_it_with_no(qtbot, window, tmp_path):
    asked = []

    def press():
        question = QApplication.activeModalWidget()
        asked.append(type(question).__name__)
        qtbot.keyClick(question, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)

    window.session.retention.set_settings(RetentionSettings(8, 0))  # without a bin, erasing is asked about
    QTimer.singleShot(100, press)
    with qtbot.waitSignal(window.locked, timeout=5000):
        window.current_screen._on_erase()
    assert asked == ["ConfirmErase"]
    vault = Vault.open(tmp_path / "kluis", PASSPHRASE)
    assert len(vault.recordings.list()) == 5
    vault.close()


def test_the_chip_explains_itself_by_keyboard(qtbot, window):
    qtbot.keyClick(window._shell.top_bar._chip, Qt.Key.Key_Return)
    assert "versleuteld" in window._shell.message.accessibleName()


def test_ctrl_c_in_the_terminal_closes_the_window_and_is_no_bug(window, theme, monkeypatch, tmp_path):
    met = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    watch = CrashWatch(theme, window)
    monkeypatch.setattr(watch, "_meet", met.append)
    watch._on_exception(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert met == []
    assert not window.isVisible()
    Vault.open(tmp_path / "kluis", PASSPHRASE).close()


def test_a_missing_back_up_is_told_once_with_the_way_there(window):
    message = window._shell.message
    assert message.accessibleName() == "Je hebt nog geen reservekopie."
    message._button.click()
    assert current(window) == "Safety"


def test_the_size_chosen_in_veiligheid_is_kept_like_any_other(window, preferences_file):
    safety = window._places["safety"]
    safety.appearance.choices.sizes.button(2).click()
    safety.appearance.lock.idle.setCurrentIndex(0)
    safety.appearance.lock.idle.activated.emit(0)
    safety.appearance.choices.less_motion.click()
    kept = preferences_file.load()
    assert (kept.text_scale, kept.idle_minutes, kept.has_less_motion) == (1.15, 5, True)
    assert window.look.menu.choices.less_motion.isChecked()


def test_ctrl_f_searches_from_a_recording_and_back_leads_to_it_again(qtbot, jobs, room_with_a_film):
    window, recording_id = room_with_a_film
    moment = window.session.moments.add(MomentDraft(recording_id, 2_500, see="Een lange stilte"))
    window.open_recording(recording_id)
    qtbot.keyClick(window.current_screen.stage, "F", Qt.KeyboardModifier.ControlModifier)
    assert current(window) == "SearchScreen"
    qtbot.keyClicks(window.current_screen.field, "stilte")
    qtbot.waitUntil(lambda: [found.moment for found in window.current_screen.list.rows] == [moment])
    window.back()
    assert (current(window), window.current_screen.recording_id) == ("ViewingScreen", recording_id)
    window.show_place("recordings")
    qtbot.waitUntil(lambda: not jobs.running, timeout=60_000)
    window.current_screen._search.edit.setText("stilte")
    qtbot.keyClick(window.current_screen._search.edit, Qt.Key.Key_Return)
    assert window.current_screen.field.text() == "stilte"
    qtbot.waitUntil(lambda: bool(window.current_screen.list.rows))
    window.current_screen.opened.emit(window.current_screen.list.rows[0])
    assert window.current_screen.marking.selected == moment
    assert window.current_screen.watching.position_ms == 500
    window.back()
    assert current(window) == "SearchScreen"
    qtbot.keyClick(window.current_screen.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: current(window) == "PlaylistScreen")


def test_the_list_behind_a_recording_reads_again_only_when_it_is_seen_again(qtbot, jobs, room_with_a_film):
    window, recording_id = room_with_a_film
    recordings = window.current_screen
    window.open_recording(recording_id)
    qtbot.waitUntil(lambda: recordings._reading is None, timeout=60_000)
    window.session.moments.add(MomentDraft(recording_id, 2_500, see="Een lange stilte"))
    qtbot.waitUntil(lambda: recordings._is_stale)
    assert recordings._reading is None
    window.back()
    qtbot.waitUntil(lambda: recordings._reading is None and not recordings._is_stale, timeout=60_000)
