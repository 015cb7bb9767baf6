import itertools

import pytest
from PySide6.QtCore import Qt

from app.domain.timecode import TimeRange
from tests.support.clips import picture_number

MS_PER_FRAME = 40


def shown_number(screen):
    return picture_number(screen.stage.picture)


def wait_for_number(qtbot, screen, number):
    qtbot.waitUntil(lambda: shown_number(screen) == number, timeout=20_000)


def test_the_first_picture_is_the_first_frame_and_it_stands_still(screen):
    assert shown_number(screen) == 0
    assert not screen.watching.is_playing
    assert screen.stage.sentence == ""


def test_space_plays_and_space_again_stands_still_on_the_frame_of_that_time(qtbot, screen):
    qtbot.keyClick(screen.stage, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: screen.watching.position_ms > 1000, timeout=20_000)
    assert screen.transport.play_button.is_playing
    assert screen.transport.time.text == "00:01"
    qtbot.keyClick(screen.stage, Qt.Key.Key_Space)
    assert not screen.watching.is_playing
    assert not screen.transport.play_button.is_playing
    qtbot.waitUntil(lambda: shown_number(screen) * MS_PER_FRAME == screen.watching.position_ms, timeout=20_000)
    stood_at = screen.watching.position_ms
    qtbot.wait(200)
    assert screen.watching.position_ms == stood_at


def test_a_click_on_the_picture_plays_too(qtbot, screen):
    qtbot.mouseClick(screen.stage, Qt.MouseButton.LeftButton)
    assert screen.watching.is_playing


@pytest.mark.parametrize(("key", "at_ms"), [(Qt.Key.Key_Right, 13_000), (Qt.Key.Key_Left, 3_000), (Qt.Key.Key_Home, 0)])
def test_arrows_and_home_go_to_the_exact_frame(qtbot, screen, key, at_ms):
    screen.watching.seek(8_000)
    wait_for_number(qtbot, screen, 200)
    qtbot.keyClick(screen.stage, key)
    wait_for_number(qtbot, screen, at_ms // MS_PER_FRAME)
    assert screen.watching.position_ms == at_ms


def test_shift_and_an_arrow_is_one_second(qtbot, screen):
    screen.watching.seek(8_000)
    qtbot.keyClick(screen.stage, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    wait_for_number(qtbot, screen, 175)


def test_going_back_before_the_beginning_stays_at_the_beginning(qtbot, screen):
    qtbot.keyClick(screen.stage, Qt.Key.Key_Left)
    qtbot.keyClick(screen.stage, Qt.Key.Key_Left)
    assert screen.watching.position_ms == 0


def test_point_and_comma_go_one_frame(qtbot, screen):
    screen.watching.seek(4_000)
    wait_for_number(qtbot, screen, 100)
    qtbot.keyClick(screen.stage, ".")
    wait_for_number(qtbot, screen, 101)
    qtbot.keyClick(screen.stage, ",")
    wait_for_number(qtbot, screen, 100)
    qtbot.keyClick(screen.stage, ",")
    wait_for_number(qtbot, screen, 99)


def test_frame_keys_pressed_faster_than_frames_decode_all_count(qtbot, screen):
    screen.watching.seek(4_000)
    wait_for_number(qtbot, screen, 100)
    for _ in range(7):
        qtbot.keyClick(screen.stage, ".")
    wait_for_number(qtbot, screen, 107)
    assert screen.watching.position_ms == 107 * MS_PER_FRAME


def test_many_seeks_at_once_end_at_the_last(qtbot, screen):
    for at_ms in range(0, 12_000, 100):
        screen.watching.seek(at_ms)
    screen.watching.seek(10_000)
    wait_for_number(qtbot, screen, 250)


def test_a_loop_repeats_its_range(qtbot, screen):
    screen.watching.seek(2_000)
    screen.watching.set_loop(TimeRange(2_000, 2_800))
    screen.watching.play()
    seen = []
    screen.watching.moved.connect(seen.append)
    qtbot.waitUntil(lambda: any(later < earlier - 300 for earlier, later in itertools.pairwise(seen)), timeout=20_000)
    assert max(seen) < 3_400


def test_going_out_of_the_loop_ends_it(screen):
    screen.transport.loop_chosen.emit(True)
    assert screen.watching.loop is not None
    screen.watching.seek(15_000)
    assert screen.watching.loop is None


def test_the_speed_menu_keeps_to_half_and_double(qtbot, screen):
    screen.transport.rate_chosen.emit(0.5)
    screen.watching.play()
    qtbot.waitUntil(lambda: screen.watching.position_ms > 300, timeout=20_000)
    assert screen.watching.rate == 0.5


def test_l_plays_and_again_is_faster_and_k_stops(qtbot, screen):
    qtbot.keyClick(screen.stage, "l")
    assert screen.watching.is_playing
    assert screen.watching.rate == 1.0
    qtbot.keyClick(screen.stage, "l")
    assert screen.watching.rate == 1.5
    qtbot.keyClick(screen.stage, "k")
    assert not screen.watching.is_playing


def test_j_goes_back_in_jumps_until_k(qtbot, screen):
    screen.watching.seek(10_000)
    qtbot.keyClick(screen.stage, "j")
    qtbot.waitUntil(lambda: screen.watching.position_ms < 9_500, timeout=20_000)
    qtbot.keyClick(screen.stage, "k")
    stood_at = screen.watching.position_ms
    qtbot.wait(500)
    assert screen.watching.position_ms == stood_at


def test_f12_hides_the_picture_and_shows_it_again(qtbot, screen):
    qtbot.keyClick(screen.stage, Qt.Key.Key_F12)
    assert screen.stage.is_hidden
    hidden = screen.stage.grab().toImage()
    qtbot.keyClick(screen.stage, Qt.Key.Key_F12)
    assert not screen.stage.is_hidden
    assert screen.stage.grab().toImage() != hidden


def test_the_picture_keeps_its_shape_in_any_stage(screen):
    for width, height in ((900, 500), (400, 700), (1200, 200)):
        screen.stage.resize(width, height)
        rect = screen.stage.picture_rect()
        picture = screen.stage.picture
        assert abs(rect.width() / rect.height() - picture.width / picture.height) < 0.05
        assert rect.width() <= width
        assert rect.height() <= height


def test_a_released_screen_plays_and_shows_nothing_more(qtbot, screen):
    screen.watching.play()
    qtbot.waitUntil(lambda: screen.watching.position_ms > 500, timeout=20_000)
    screen.release()
    assert screen.stage.picture is None
    moved = []
    screen.watching.moved.connect(moved.append)
    qtbot.wait(300)
    assert moved == []
    assert not screen.watching.is_playing
    screen.release()


def test_the_place_is_remembered_on_leaving(qtbot, screen, session, recording):
    screen.watching.seek(7_000)
    wait_for_number(qtbot, screen, 175)
    screen.release()
    assert session.recordings.get(recording.recording_id).last_position_ms == 7_000


def test_leaving_before_the_recording_is_open_leaves_nothing_playing(qtbot, session, theme, jobs, recording):
    from app.ui.viewing.screen import ViewingScreen

    early = ViewingScreen(session, theme, jobs, recording.recording_id)
    qtbot.addWidget(early)
    early.release()
    assert jobs.wait_all(30)
    assert not session.playback._open
