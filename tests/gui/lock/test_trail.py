"""After unlocking the worker is where he was."""

import pytest
from PySide6.QtCore import Qt

from app.services.resume import ResumePoint
from app.services.session import open_session
from app.ui.lock.reason import LockReason
from app.vault.vault import Vault
from tests.support.demo_vault import PASSPHRASE


@pytest.fixture
def unlock_again(make_window, tmp_path):
    def unlock():
        again = make_window(tmp_path / "kluis")
        again.enter(open_session(tmp_path / "kluis", PASSPHRASE))
        return again

    return unlock


def current(window):
    return type(window.current_screen).__name__


def test_the_same_recording_at_the_same_second(qtbot, room_with_a_film, unlock_again):
    window, recording_id = room_with_a_film
    window.open_recording(recording_id)
    watching = window.current_screen.watching
    qtbot.waitUntil(lambda: window.current_screen.stage.picture is not None, timeout=20_000)
    watching.seek(1480)
    qtbot.waitUntil(lambda: watching.position_ms == 1480)
    window.lock()
    again = unlock_again()
    assert current(again) == "ViewingScreen"
    assert again.current_screen.recording_id == recording_id
    assert again.current_screen.watching.position_ms == 1480
    assert not again.current_screen.is_playing
    again.back()
    assert current(again) == "Recordings"


@pytest.mark.parametrize("place", ["fragments", "safety", "recordings"])
def test_the_same_place(window, unlock_again, place):
    window.show_place(place)
    window.lock(LockReason.IDLE)
    assert unlock_again().place_in_view == place


def test_on_the_doorstep_without_a_fragment_yet_it_is_the_recording(room_with_a_film, unlock_again):
    window, recording_id = room_with_a_film
    window.open_recording(recording_id)
    window.current_screen.fragment_requested.emit(recording_id, 0, 2000, "")
    assert current(window) == "AnonymiseScreen"
    window.lock()
    assert current(unlock_again()) == "ViewingScreen"


def test_it_is_used_once(window, unlock_again):
    window.show_place("safety")
    window.lock()
    unlock_again().close()
    assert unlock_again().place_in_view == "recordings"


def test_who_closes_the_window_has_left(window, unlock_again):
    window.show_place("safety")
    window.close()
    assert unlock_again().place_in_view == "recordings"


@pytest.mark.parametrize(
    "kept",
    [
        '{"screen": "recording", "subject": "00000000000000000000000000000000"}',
        '{"screen": "fragment", "subject": "00000000000000000000000000000000"}',
        "{",
        "[]",
        '{"onbekend": 1}',
        '{"screen": 3}',
        '{"screen": "nergens"}',
        '{"screen": "safety", "step": "x"}',
    ],
)
def test_what_is_gone_or_of_another_version_is_passed_over(window, unlock_again, tmp_path, kept):
    window.lock()
    vault = Vault.open(tmp_path / "kluis", PASSPHRASE)
    vault.settings.set("resume", kept)
    vault.close()
    assert unlock_again().place_in_view == "recordings"


def test_nothing_of_it_is_outside_the_vault(qtbot, window, preferences_file):
    window.show_place("safety")
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.session is None
    assert "safety" not in preferences_file._path.read_text()


def test_a_point_is_what_was_kept(window):
    point = ResumePoint("fragment", "ab" * 16, 3, has_stopped_work=True)
    window.session.resume.keep(point)
    assert window.session.resume.take() == point
    assert window.session.resume.take() is None
