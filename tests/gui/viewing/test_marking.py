import time

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from app.domain.moment import MomentKind
from app.services.moments import MomentDraft


def moments_of(session, recording):
    return session.moments.list(recording.recording_id)


@pytest.mark.parametrize(("key", "kind"), [("1", "helpt"), ("2", "schuurt"), ("3", "kans"), ("4", "open")])
def test_one_key_saves_a_moment_that_starts_three_seconds_earlier(qtbot, screen, session, recording, key, kind):
    screen.watching.seek(10_000)
    qtbot.keyClick(screen.stage, key)
    [moment] = moments_of(session, recording)
    assert (moment.at_ms, moment.until_ms, moment.kind) == (7_000, 15_000, MomentKind(kind))
    assert screen.message.isVisible()


def test_a_mark_while_playing_uses_the_time_that_is_shown_and_plays_on(qtbot, screen, session, recording):
    screen.watching.seek(6_000)
    screen.watching.play()
    qtbot.waitUntil(lambda: screen.watching.position_ms > 7_000, timeout=20_000)
    at_ms = screen.watching.position_ms
    qtbot.keyClick(screen.stage, "3")
    [moment] = moments_of(session, recording)
    assert abs(moment.at_ms - (at_ms - 3_000)) < 60
    assert screen.watching.is_playing


def test_a_mark_at_the_beginning_starts_at_the_beginning(qtbot, screen, session, recording):
    qtbot.keyClick(screen.stage, "1")
    assert moments_of(session, recording)[0].at_ms == 0


def test_a_mark_at_the_end_stays_within_the_recording(qtbot, screen, session, recording):
    qtbot.keyClick(screen.stage, Qt.Key.Key_End)
    qtbot.keyClick(screen.stage, "1")
    [moment] = moments_of(session, recording)
    assert moment.until_ms <= recording.facts.duration_ms


def test_m_marks_now_and_a_digit_gives_that_moment_its_kind(qtbot, screen, session, recording):
    screen.watching.seek(9_000)
    qtbot.keyClick(screen.stage, "m")
    assert moments_of(session, recording)[0].kind is None
    qtbot.keyClick(screen.stage, "4")
    [moment] = moments_of(session, recording)
    assert moment.kind is MomentKind.OPEN


def test_from_seeing_to_a_saved_moment_is_at_most_two_keys(qtbot, screen, session, recording):
    """Playing it is one key; who stops the picture first needs two, and so does who chooses the kind later."""
    screen.watching.seek(6_000)
    screen.watching.play()
    for keys in ("1", " 2", " m"):
        before = len(moments_of(session, recording))
        if not screen.watching.is_playing:
            screen.watching.play()
        for count, key in enumerate(keys, 1):
            assert len(moments_of(session, recording)) == before
            qtbot.keyClick(screen.stage, key)
        assert len(moments_of(session, recording)) == before + 1, f"after {count} keys"
        assert count <= 2


def test_a_key_that_stays_down_makes_one_moment_until_it_is_let_go(qtbot, screen, session, recording):
    screen.watching.seek(6_000)
    screen.watching.play()
    qtbot.waitUntil(lambda: screen.watching.position_ms > 6_400, timeout=20_000)
    pressed_at_ms = hold(qtbot, screen, Qt.Key.Key_3, "3", lambda: screen.watching.position_ms > 7_600)
    [moment] = moments_of(session, recording)
    assert abs(moment.at_ms - (pressed_at_ms - 3_000)) < 100
    assert 7_600 < moment.until_ms <= screen.watching.position_ms
    qtbot.keyClick(screen.stage, "z")
    assert moments_of(session, recording) == [], "one undo takes back the whole"
    qtbot.keyClick(screen.stage, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert moments_of(session, recording)[0].until_ms == moment.until_ms


def test_a_key_that_stays_down_on_a_still_picture_is_a_usual_moment(qtbot, screen, session, recording):
    screen.watching.seek(6_000)
    started = time.monotonic()
    hold(qtbot, screen, Qt.Key.Key_2, "2", lambda: time.monotonic() - started > 0.7)
    [moment] = moments_of(session, recording)
    assert (moment.at_ms, moment.until_ms) == (3_000, 11_000)


def test_only_keys_that_walk_repeat_while_they_stay_down(qtbot, screen, session, recording):
    screen.watching.seek(10_000)
    send_key(screen, QEvent.Type.KeyPress, Qt.Key.Key_Left, "")
    for _ in range(2):
        send_key(screen, QEvent.Type.KeyPress, Qt.Key.Key_Left, "", is_repeat=True)
    assert screen.watching.position_ms == 0
    send_key(screen, QEvent.Type.KeyPress, Qt.Key.Key_Space, " ")
    send_key(screen, QEvent.Type.KeyPress, Qt.Key.Key_Space, " ", is_repeat=True)
    assert screen.watching.is_playing


def send_key(screen, kind, key, text, *, is_repeat=False):
    QApplication.sendEvent(screen.stage, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text, is_repeat))


def hold(qtbot, screen, key, text, until):
    """Press and hold as X11 does, with releases that repeat; return where it was pressed."""
    send_key(screen, QEvent.Type.KeyPress, key, text)
    pressed_at_ms = screen.watching.position_ms

    def repeat():
        send_key(screen, QEvent.Type.KeyRelease, key, text, is_repeat=True)
        send_key(screen, QEvent.Type.KeyPress, key, text, is_repeat=True)
        return until()

    qtbot.waitUntil(repeat, timeout=20_000)
    send_key(screen, QEvent.Type.KeyRelease, key, text)
    return pressed_at_ms


def test_in_and_out_make_a_range(qtbot, screen, session, recording):
    screen.watching.seek(4_000)
    qtbot.keyClick(screen.stage, "i")
    screen.watching.seek(6_500)
    qtbot.keyClick(screen.stage, "o")
    qtbot.keyClick(screen.stage, "2")
    [moment] = moments_of(session, recording)
    assert (moment.at_ms, moment.until_ms, moment.kind) == (4_000, 6_500, MomentKind.SCHUURT)


def test_in_and_out_change_the_open_moment_when_it_is_near(qtbot, screen, session, recording):
    screen.watching.seek(10_000)
    qtbot.keyClick(screen.stage, "1")
    screen.watching.seek(8_000)
    qtbot.keyClick(screen.stage, "i")
    screen.watching.seek(9_000)
    qtbot.keyClick(screen.stage, "o")
    [moment] = moments_of(session, recording)
    assert (moment.at_ms, moment.until_ms) == (8_000, 9_000)


def test_out_without_in_changes_nothing_and_says_so(qtbot, screen, session, recording):
    qtbot.keyClick(screen.stage, "o")
    assert moments_of(session, recording) == []
    assert screen.message.isVisible()


def test_z_takes_back_and_ctrl_y_does_again(qtbot, screen, session, recording):
    qtbot.keyClick(screen.stage, "3")
    qtbot.keyClick(screen.stage, "z")
    assert moments_of(session, recording) == []
    assert screen.marking.selected is None
    qtbot.keyClick(screen.stage, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert len(moments_of(session, recording)) == 1


def test_delete_can_be_undone(qtbot, screen, session, recording):
    qtbot.keyClick(screen.stage, "3")
    qtbot.keyClick(screen.stage, Qt.Key.Key_Delete)
    assert moments_of(session, recording) == []
    assert screen.message.isVisible()
    qtbot.keyClick(screen.stage, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(moments_of(session, recording)) == 1


def test_v_2_d_puts_the_moment_in_that_pane_and_again_takes_it_out(qtbot, screen, session, recording):
    qtbot.keyClick(screen.stage, "3")
    for key in "v2d":
        qtbot.keyClick(screen.focusWidget(), key)
    [moment] = moments_of(session, recording)
    kader = session.kijkkader.current()
    assert [kader.indicator(each).cell_id for each in moment.indicators] == ["v22"]
    assert moment.kind is MomentKind.KANS, "the digit was a row, not a mark"
    assert screen.stage.hasFocus()
    for key in "v2d":
        qtbot.keyClick(screen.focusWidget(), key)
    assert moments_of(session, recording)[0].indicators == ()


def test_esc_leaves_pick_mode_and_digits_are_marks_again(qtbot, screen, session, recording):
    qtbot.keyClick(screen.stage, "v")
    qtbot.keyClick(screen.focusWidget(), Qt.Key.Key_Escape)
    qtbot.keyClick(screen.focusWidget(), "2")
    assert [moment.kind for moment in moments_of(session, recording)] == [MomentKind.SCHUURT]


def test_a_pane_of_a_watched_indicator_gives_that_indicator(qtbot, screen, session, recording):
    screen.watch.toggle_watched("kk-214")
    qtbot.keyClick(screen.stage, "3")
    for key in "v2d":
        qtbot.keyClick(screen.focusWidget(), key)
    assert moments_of(session, recording)[0].indicators == ("kk-214",)
    assert screen.editor.question.question == session.kijkkader.current().indicator("kk-214").questions[0].nl


def test_at_most_three_indicators_are_watched(screen):
    for indicator_id in ("kk-101", "kk-201", "kk-211", "kk-221"):
        screen.watch.toggle_watched(indicator_id)
    assert screen.watch.watched == ("kk-101", "kk-201", "kk-211")


def test_brackets_walk_the_moments_and_go_to_two_seconds_before_them(qtbot, screen, session, recording):
    for at_ms in (2_000, 9_000, 15_000):
        session.moments.add(MomentDraft(recording.recording_id, at_ms, kind=MomentKind.HELPT))
    qtbot.waitUntil(lambda: len(screen.marking.moments) == 3)
    screen.watching.seek(5_000)
    qtbot.keyClick(screen.stage, "]")
    assert screen.watching.position_ms == 7_000
    qtbot.keyClick(screen.stage, "]")
    qtbot.keyClick(screen.stage, "]")
    assert screen.watching.position_ms == 13_000
    qtbot.keyClick(screen.stage, "[")
    assert screen.watching.position_ms == 7_000


def test_r_repeats_the_moment_with_a_run_up(qtbot, screen):
    screen.watching.seek(10_000)
    qtbot.keyClick(screen.stage, "1")
    screen.watching.seek(19_000)
    qtbot.keyClick(screen.stage, "r")
    assert screen.watching.is_playing
    assert 5_000 <= screen.watching.position_ms < 7_000


def test_e_asks_for_a_fragment_around_the_moment_within_the_recording(qtbot, screen, recording):
    screen.watching.seek(10_000)
    qtbot.keyClick(screen.stage, "1")
    with qtbot.waitSignal(screen.fragment_requested) as asked:
        qtbot.keyClick(screen.stage, "e")
    assert asked.args == [recording.recording_id, 0, recording.facts.duration_ms, screen.marking.selected.moment_id]


def test_a_moment_made_elsewhere_appears(qtbot, screen, session, recording):
    session.moments.add(MomentDraft(recording.recording_id, 3_000, kind=MomentKind.KANS))
    qtbot.waitUntil(lambda: len(screen.timeline.accessible_items()) == 1)


def test_a_click_on_a_moment_opens_it(qtbot, screen, session, recording):
    session.moments.add(MomentDraft(recording.recording_id, 8_000, 12_000, MomentKind.KANS))
    qtbot.waitUntil(lambda: len(screen.timeline.accessible_items()) == 1)
    qtbot.mouseClick(screen.timeline, Qt.MouseButton.LeftButton, pos=screen.timeline.accessible_items()[0].rect.center())
    assert screen.marking.selected is not None
    assert screen.watching.position_ms == 8_000


def test_a_click_on_the_timeline_goes_there(qtbot, screen):
    axis = screen.timeline.axis
    place = screen.timeline.rect().center()
    qtbot.mouseClick(screen.timeline, Qt.MouseButton.LeftButton, pos=place)
    assert abs(screen.watching.position_ms - axis.ms_at(place.x() - screen.timeline.label_px)) < 50
