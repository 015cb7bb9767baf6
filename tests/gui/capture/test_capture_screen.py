"""Recording in the app, as somebody does it at the table: ask, look, record, pause, stop."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from app.domain.consent import AgeGroup, PersonConsent, Purpose
from app.services.captures import TEST_SOURCES, Sources
from app.ui.capture.capture_screen import CaptureScreen, _Step
from app.ui.consent.consent_editor import worker_row
from app.ui.widgets.confirm import ConfirmErase
from tests.gui.cut_text import cut_texts, unnamed
from tests.support.demo_vault import cheap_session


@pytest.fixture
def session(tmp_path):
    made = cheap_session(tmp_path / "kluis")
    yield made
    made.lock()


@pytest.fixture
def screen(qtbot, theme, jobs, session):
    opened = CaptureScreen(theme, jobs, session, sources=TEST_SOURCES)
    qtbot.addWidget(opened)
    opened.resize(1280, 640)
    opened.show()
    yield opened
    opened.release()
    jobs.wait_all(60)


def _press(qtbot, screen):
    qtbot.keyClick(screen, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


def _look(qtbot, screen):
    _press(qtbot, screen)
    assert screen._step is _Step.LOOK
    qtbot.waitUntil(lambda: screen._next.isEnabled() and screen._panel.view.picture is not None, timeout=60_000)


def test_with_one_key_from_asking_to_a_recording_that_can_be_watched(qtbot, screen, session):
    _look(qtbot, screen)
    assert session._vault.captures.rows() == [], "looking keeps nothing"
    assert not cut_texts(screen)
    assert not unnamed(screen)
    _press(qtbot, screen)
    assert screen.is_busy
    qtbot.waitUntil(lambda: screen._live.state.recorded_ms > 700, timeout=60_000)
    screen._pause.click()
    assert (screen._step, screen._pause.text()) == (_Step.PAUSE, "Ga verder")
    screen._pause.click()
    with qtbot.waitSignal(screen.recording_opened, timeout=60_000) as opened:
        _press(qtbot, screen)
        qtbot.waitUntil(lambda: screen._step is _Step.DONE, timeout=60_000)
        assert screen._panel.view.picture is None
        _press(qtbot, screen)
    (recording,) = session.recordings.list()
    assert opened.args == [recording.recording_id]
    assert session.consent.verdict(recording.recording_id, Purpose.OWN).is_allowed


def test_the_camera_stays_off_until_everybody_said_yes(qtbot, screen):
    screen._consent.show_persons([worker_row(screen._form.keep_until), PersonConsent("moeder", AgeGroup.ADULT)], screen._form.keep_until)
    screen._on_until_changed()
    assert not screen._next.isEnabled()
    _press(qtbot, screen)
    assert (screen._step, screen._live) == (_Step.ASK, None)


def test_hiding_oneself_hides_the_picture_and_records_all_the_same(qtbot, screen):
    _look(qtbot, screen)
    screen._panel._hide.click()
    assert screen._panel.view.picture is None
    _press(qtbot, screen)
    qtbot.waitUntil(lambda: screen._live.state.recorded_ms > 600, timeout=60_000)
    assert screen._panel.view.picture is None
    _press(qtbot, screen)
    qtbot.waitUntil(lambda: screen._step is _Step.DONE, timeout=60_000)
    assert screen._made.facts.width == 640


def test_stop_and_destroy_asks_first_and_then_leaves_nothing(qtbot, screen, session, monkeypatch):
    _look(qtbot, screen)
    _press(qtbot, screen)
    qtbot.waitUntil(lambda: screen._live.state.recorded_ms > 300, timeout=60_000)
    monkeypatch.setattr(ConfirmErase, "exec", lambda _self: QDialog.DialogCode.Rejected)
    screen._discard.click()
    assert screen._step is _Step.RECORD
    monkeypatch.setattr(ConfirmErase, "exec", lambda _self: QDialog.DialogCode.Accepted)
    screen._discard.click()
    qtbot.waitUntil(lambda: screen._step is _Step.ASK, timeout=60_000)
    assert session.recordings.list() == []
    assert session._vault.captures.rows() == []


def test_without_a_camera_it_says_so(qtbot, screen):
    screen._sources = Sources((), ())
    _press(qtbot, screen)
    assert "geen camera" in screen._panel.error.text
    assert not screen._next.isEnabled()


def test_it_is_reached_from_the_recordings_and_from_adding_one(qtbot, make_window, session):
    window = make_window()
    window.enter(session)
    window.place("recordings")._empty.capture_requested.emit()
    assert isinstance(window.current_screen, CaptureScreen)
    window.back()
    window.add_recordings([])
    window.current_screen._form._capture.click()
    assert isinstance(window.current_screen, CaptureScreen)
