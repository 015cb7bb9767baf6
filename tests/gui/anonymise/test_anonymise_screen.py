"""Making a fragment unrecognisable, with real footage, a real vault and nothing but the keyboard."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from app.domain.anonymise_plan import AnonymisePlan, Box, BoxOrigin, MaskStyle, Track, VoiceLevel
from app.domain.mask_editing import frame_at, key_at
from app.domain.own_word import OwnWord
from app.domain.timecode import TimeRange
from app.domain.transcript import Transcript, TranscriptOrigin, spread
from app.services.anonymise import mask_boxes
from app.ui.anonymise import rounds_step
from app.ui.anonymise.same_person import SamePersonQuestion
from app.ui.anonymise.screen import FRAGMENT, PICTURE, ROUNDS, SAVE, SOUND, AnonymiseScreen
from app.ui.widgets.buttons import QuietButton
from tests.gui.cut_text import cut_texts, unnamed

SLOW_MS = 120_000
CTRL = Qt.KeyboardModifier.ControlModifier


def press(key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is, as a person does."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifier)


def kept_plan(session) -> AnonymisePlan:
    plan = session.anonymise.plan(session.fragments.list()[0].fragment_id)
    assert plan is not None
    return plan


def with_doubts(session) -> None:
    """Make two spots in the found plan doubtful, as a turned head would."""
    plan = kept_plan(session)
    track = plan.tracks[0]
    keys = tuple(replace(key, origin=BoxOrigin.BRIDGED) if 5 <= key.frame < 14 or 20 <= key.frame < 29 else key for key in track.keys)
    session.anonymise.save_plan(plan.with_tracks((replace(track, keys=keys),)))


def wait_for_picture(qtbot, screen: AnonymiseScreen) -> None:
    qtbot.waitUntil(lambda: screen.picture_step.stage.picture is not None, timeout=SLOW_MS)


def wait_for_frame(qtbot, screen: AnonymiseScreen, frame: int) -> None:
    qtbot.waitUntil(lambda: screen.picture_step.frame == frame, timeout=SLOW_MS)


def answer_file_dialog(path: Path) -> None:
    """Fill this path into the file dialog that is about to open, and agree."""

    def type_path() -> None:
        dialog = next((each for each in QApplication.topLevelWidgets() if isinstance(each, QFileDialog) and each.isVisible()), None)
        if dialog is None:
            QTimer.singleShot(50, type_path)
            return
        dialog.findChild(QLineEdit, "fileNameEdit").setText(str(path))
        dialog.accept()

    QTimer.singleShot(50, type_path)


@pytest.mark.slow
def test_the_keyboard_alone_goes_from_fragment_to_saved_copy(qtbot, open_session, open_screen, imported, tmp_path):
    session = open_session(imported)
    screen = open_screen(session, recording_id=session.recordings.list()[0].recording_id)
    assert screen.step == FRAGMENT
    qtbot.waitUntil(lambda: screen.fragment_step.stage.picture is not None, timeout=SLOW_MS)
    first_ms = screen.fragment_step.stage.picture.at_ms
    press(Qt.Key.Key_Period)
    qtbot.waitUntil(lambda: screen.fragment_step.stage.picture.at_ms > first_ms, timeout=SLOW_MS)
    second_ms = screen.fragment_step.stage.picture.at_ms
    press(Qt.Key.Key_I)
    press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: screen.fragment_step.stage.picture.at_ms > second_ms + 900, timeout=SLOW_MS)
    last_ms = screen.fragment_step.stage.picture.at_ms
    press(Qt.Key.Key_O)
    assert screen.fragment_step.chosen.from_ms == second_ms
    assert last_ms < screen.fragment_step.chosen.to_ms <= last_ms + 34

    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: screen.step == PICTURE, timeout=SLOW_MS)
    assert [track.letter for track in kept_plan(session).tracks if track.hidden][:1] == ["A"]
    for _ in range(20):
        wait_for_picture(qtbot, screen)
        if screen.picture_step.panel.is_ready:
            break
        press(Qt.Key.Key_Return)
        qtbot.wait(300)
    press(Qt.Key.Key_Return, CTRL)
    assert screen.step == SOUND
    press(Qt.Key.Key_Return, CTRL)
    assert screen.step == ROUNDS

    QTest.keyClicks(QApplication.focusWidget(), "jij")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.rounds_step.clip is not None, timeout=SLOW_MS)
    qtbot.waitUntil(lambda: screen.rounds_step.copy.stage.picture is not None, timeout=SLOW_MS)
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: screen.rounds_step.rounds.toggle_second("picture"), timeout=SLOW_MS)
    assert not screen.rounds_step.rounds.toggle_second("sound"), "there is no sound in this copy, so the app ticked that itself"
    target = tmp_path / "team.mp4"
    answer_file_dialog(target)
    press(Qt.Key.Key_V)
    qtbot.waitUntil(lambda: screen.step == SAVE, timeout=SLOW_MS)
    qtbot.waitUntil(lambda: screen.save_step.has_saved, timeout=SLOW_MS)
    report = json.loads(target.with_suffix(".json").read_text("utf-8"))
    assert target.stat().st_size == screen.rounds_step.clip.size_bytes
    assert report["reviewed_by"] == "jij"
    assert report["second_round"]["by"] == "jij"
    assert report["second_look"]["residual_face_frames"] == 0
    assert "Kastanje" not in target.with_suffix(".json").read_text("utf-8")
    assert target.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    screen.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is screen.save_step.finish_button, timeout=SLOW_MS)
    with qtbot.waitSignal(screen.finished):
        press(Qt.Key.Key_Return, CTRL)


def test_a_recording_whose_file_is_gone_is_told_and_leaves_the_way_back(qtbot, open_session, theme, jobs, searched):
    session = open_session(searched)
    recording = session.recordings.list()[0]
    session._vault.media.media_path(recording.media_id).unlink()
    screen = AnonymiseScreen(session, theme, jobs, fragment_id=session.fragments.list()[0].fragment_id)
    qtbot.addWidget(screen)
    screen.show()
    screen.entered()
    assert screen._message.isVisible()
    screen.go_back()
    screen.release()


def test_the_button_says_how_many_spots_are_left_and_does_not_go_on(qtbot, open_session, open_screen, searched):
    session = open_session(searched)
    with_doubts(session)
    screen = open_screen(session)
    wait_for_picture(qtbot, screen)
    assert screen.picture_step.panel.continue_words == "Verder: nog 2 plekken"
    press(Qt.Key.Key_Return, CTRL)
    assert screen.step == PICTURE
    for left in (1, 0):
        qtbot.waitUntil(lambda: screen.picture_step.doubt_here is not None, timeout=SLOW_MS)
        press(Qt.Key.Key_Return)
        assert screen.picture_step.panel.continue_words == ("Verder: nog 1 plek" if left else "Verder")
    press(Qt.Key.Key_Return, CTRL)
    assert screen.step == SOUND


def with_somebody_seen_again(session) -> None:
    """Cut the found track in two people who look alike, and put the second elsewhere."""
    plan = kept_plan(session)
    track = plan.tracks[0]
    again = Track("track-9", "B", "", tuple(key for key in track.keys if key.frame >= 24))
    first = replace(track, keys=tuple(key for key in track.keys if key.frame < 14))
    session.anonymise.save_plan(replace(plan, tracks=(first, again), alike=(("track-9", track.track_id),)))


def test_two_who_look_alike_are_joined_by_one_key_and_apart_again_by_another(qtbot, open_session, open_screen, searched):
    session = open_session(searched)
    with_somebody_seen_again(session)
    screen = open_screen(session)
    wait_for_picture(qtbot, screen)
    step = screen.picture_step
    step.people.chosen.emit("track-9")
    assert step.selected == "track-9"
    press(Qt.Key.Key_S)
    (both,) = kept_plan(session).tracks
    assert both.letter == "A"
    assert step.selected == both.track_id
    assert kept_plan(session).alike == ()
    press(Qt.Key.Key_Z)
    assert len(kept_plan(session).tracks) == 2
    assert kept_plan(session).alike == (("track-9", both.track_id),)


def test_two_people_who_only_look_alike_are_asked_about_once(qtbot, open_session, open_screen, searched):
    session = open_session(searched)
    with_somebody_seen_again(session)
    screen = open_screen(session)
    wait_for_picture(qtbot, screen)
    question = next(each for each in screen.findChildren(SamePersonQuestion) if each.isVisible())
    no = question.findChildren(QuietButton)[1]
    QTest.mouseClick(no, Qt.MouseButton.LeftButton)
    assert not question.isVisible()
    assert len(kept_plan(session).tracks) == 2
    assert kept_plan(session).alike == ()


def test_nobody_agrees_with_a_spot_that_is_not_on_the_stage(qtbot, open_session, open_screen, searched):
    session = open_session(searched)
    with_doubts(session)
    screen = open_screen(session)
    wait_for_picture(qtbot, screen)
    press(Qt.Key.Key_Home)
    wait_for_frame(qtbot, screen, 0)
    press(Qt.Key.Key_A)
    assert screen.picture_step.panel.continue_words == "Verder: nog 2 plekken"
    qtbot.waitUntil(lambda: screen.picture_step.doubt_here is not None, timeout=SLOW_MS)
    press(Qt.Key.Key_A)
    assert screen.picture_step.panel.continue_words == "Verder: nog 1 plek"


def test_n_and_p_walk_along_the_spots(qtbot, open_session, open_screen, searched):
    session = open_session(searched)
    with_doubts(session)
    screen = open_screen(session)
    wait_for_picture(qtbot, screen)
    press(Qt.Key.Key_N)
    wait_for_frame(qtbot, screen, 24)
    press(Qt.Key.Key_P)
    wait_for_frame(qtbot, screen, 9)


def test_nobody_is_left_visible_without_a_reason(qtbot, open_session, open_screen, searched):
    session = open_session(searched)
    screen = open_screen(session)
    wait_for_picture(qtbot, screen)
    press(Qt.Key.Key_Down)
    screen.picture_step.timeline.setFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Delete)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "   ")
    press(Qt.Key.Key_Return)
    assert kept_plan(session).tracks[0].hidden
    field.clear()
    QTest.keyClicks(field, "dit ben ik")
    press(Qt.Key.Key_Return)
    track = kept_plan(session).tracks[0]
    assert (track.hidden, track.reason) == (False, "dit ben ik")
    press(Qt.Key.Key_Z)
    assert kept_plan(session).tracks[0].hidden


def test_not_a_face_is_kept_with_that_reason(qtbot, open_session, open_screen, searched):
    session = open_session(searched)
    screen = open_screen(session)
    wait_for_picture(qtbot, screen)
    screen.picture_step.timeline.setFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_X)
    assert (kept_plan(session).tracks[0].hidden, kept_plan(session).tracks[0].reason) == (False, "geen gezicht")
    assert screen.picture_step.stage.accessibleDescription() == "Niemand is bedekt in dit beeld"


def test_a_mask_is_drawn_moved_and_taken_back_with_keys(qtbot, open_session, open_screen, searched):
    session = open_session(searched)
    screen = open_screen(session)
    wait_for_picture(qtbot, screen)
    before = kept_plan(session)
    press(Qt.Key.Key_T)
    for _ in range(5):
        press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Return)
    drawn = kept_plan(session).tracks[-1]
    assert len(drawn.keys) == len(before.frame_times_ms)
    assert drawn.keys[0].box.x0 == pytest.approx(0.45)
    press(Qt.Key.Key_Up)
    frame = screen.picture_step.frame
    assert key_at(kept_plan(session).tracks[-1], frame).box.y0 == pytest.approx(0.34)
    press(Qt.Key.Key_Plus)
    assert key_at(kept_plan(session).tracks[-1], frame).box.y0 < 0.34
    for _ in range(3):
        press(Qt.Key.Key_Z)
    assert kept_plan(session).tracks == before.tracks


def test_escape_stops_drawing_and_keeps_nothing(qtbot, open_session, open_screen, searched):
    session = open_session(searched)
    screen = open_screen(session)
    wait_for_picture(qtbot, screen)
    before = kept_plan(session)
    press(Qt.Key.Key_T)
    press(Qt.Key.Key_Escape)
    assert screen.picture_step.stage.pending_box is None
    assert kept_plan(session) == before


def test_a_mask_is_drawn_and_dragged_with_the_mouse(qtbot, open_session, open_screen, searched):
    session = open_session(searched)
    screen = open_screen(session)
    wait_for_picture(qtbot, screen)
    stage = screen.picture_step.stage

    def drag(x0: float, y0: float, x1: float, y1: float) -> None:
        area = stage.rect_of(x0, y0, x1, y1)
        QTest.mousePress(stage, Qt.MouseButton.LeftButton, pos=area.topLeft().toPoint())
        QTest.mouseMove(stage, area.center().toPoint())
        QTest.mouseMove(stage, area.bottomRight().toPoint())
        QTest.mouseRelease(stage, Qt.MouseButton.LeftButton, pos=area.bottomRight().toPoint())

    press(Qt.Key.Key_T)
    drag(0.05, 0.6, 0.25, 0.9)
    drawn = kept_plan(session).tracks[-1].keys[0].box
    assert (drawn.x0, drawn.y0, drawn.x1, drawn.y1) == pytest.approx((0.05, 0.6, 0.25, 0.9), abs=0.01)
    drag(0.15, 0.75, 0.35, 0.75)
    moved = key_at(kept_plan(session).tracks[-1], screen.picture_step.frame).box
    assert (moved.x0, moved.x1) == pytest.approx((0.25, 0.45), abs=0.01)


def test_what_is_painted_is_what_the_copy_will_hide(qtbot, open_session, open_screen, searched):
    session = open_session(searched)
    screen = open_screen(session)
    wait_for_picture(qtbot, screen)
    press(Qt.Key.Key_Escape)
    qtbot.wait(50)
    stage = screen.picture_step.stage
    plan = kept_plan(session)
    frame = frame_at(plan, stage.picture.at_ms - plan.range.from_ms)
    (track, box) = mask_boxes(plan, frame)[0]
    shown = stage.grab().toImage()
    area = stage.rect_of(box.x0, box.y0, box.x1, box.y1)
    for x, y in ((0.1, 0.5), (0.9, 0.5), (0.5, 0.1), (0.5, 0.92)):
        point = (area.left() + x * area.width(), area.top() + y * area.height())
        color = shown.pixelColor(round(point[0] * shown.devicePixelRatio()), round(point[1] * shown.devicePixelRatio()))
        assert color.name().upper() == "#3B6E8F", (track.letter, x, y)


def test_the_sound_is_off_until_somebody_chooses(qtbot, open_session, open_screen, searched):
    session = open_session(searched)
    screen = open_screen(session)
    wait_for_picture(qtbot, screen)
    assert kept_plan(session).voice is VoiceLevel.NONE
    press(Qt.Key.Key_Return, CTRL)
    assert screen.step == SOUND
    for voice in (VoiceLevel.CAPTIONS, VoiceLevel.SPOKEN, VoiceLevel.DISGUISE):
        press(Qt.Key.Key_Down)
        assert kept_plan(session).voice is voice
    for _ in range(3):
        press(Qt.Key.Key_Up)
    assert kept_plan(session).voice is VoiceLevel.NONE


def test_stopping_the_search_leaves_no_plan(qtbot, open_session, open_screen, imported):
    session = open_session(imported)
    screen = open_screen(session, recording_id=session.recordings.list()[0].recording_id)
    press(Qt.Key.Key_Return, CTRL)
    assert screen.fragment_step.is_searching
    screen.fragment_step.stop_searching()
    qtbot.waitUntil(lambda: not screen.fragment_step.is_searching, timeout=SLOW_MS)
    assert screen.step == FRAGMENT
    assert session.anonymise.plan(session.fragments.list()[0].fragment_id) is None


def test_stopping_the_copy_leaves_nothing(qtbot, open_session, open_screen, searched):
    session = open_session(searched)
    screen = open_screen(session)
    wait_for_picture(qtbot, screen)
    press(Qt.Key.Key_Return, CTRL)
    press(Qt.Key.Key_Return, CTRL)
    QTest.keyClicks(QApplication.focusWidget(), "jij")
    press(Qt.Key.Key_Return)
    qtbot.wait(200)
    screen.rounds_step.stop_making()
    qtbot.waitUntil(lambda: not screen.rounds_step.is_making, timeout=SLOW_MS)
    assert session.anonymise.clips() == []
    assert screen.rounds_step.clip is None


@pytest.mark.slow
def test_a_copy_with_a_face_in_it_brings_back_to_that_spot(qtbot, open_session, open_screen, searched):
    session = open_session(searched)
    session.anonymise.save_plan(replace(kept_plan(session), tracks=()))
    screen = open_screen(session)
    wait_for_picture(qtbot, screen)
    press(Qt.Key.Key_Return, CTRL)
    press(Qt.Key.Key_Return, CTRL)
    QTest.keyClicks(QApplication.focusWidget(), "jij")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.step == PICTURE, timeout=SLOW_MS)
    assert session.anonymise.clips() == []
    assert kept_plan(session).tracks != ()
    assert not screen.picture_step.panel.is_ready


def test_the_second_round_opens_only_after_everything_was_watched(qtbot, open_session, open_screen, rendered):
    session = open_session(rendered)
    screen = open_screen(session)
    assert screen.step == ROUNDS
    rounds = screen.rounds_step
    qtbot.waitUntil(lambda: rounds.copy.stage.picture is not None, timeout=SLOW_MS)
    assert not rounds.rounds.toggle_second("picture")
    press(Qt.Key.Key_Right)
    qtbot.wait(200)
    press(Qt.Key.Key_B)
    assert rounds.rounds.missing == 3
    press(Qt.Key.Key_Return, CTRL)
    assert screen.step == ROUNDS


def test_who_goes_on_at_once_is_advised_to_pause_and_the_paper_can_be_kept_alone(qtbot, open_session, open_screen, rendered, tmp_path, monkeypatch):
    session = open_session(rendered)
    screen = open_screen(session)
    screen._show(ROUNDS)
    step = screen.rounds_step
    assert step.clip is not None
    is_recent = step.clip.made_at > datetime.now(UTC) - timedelta(minutes=15)
    assert is_recent == ("pauze" in step._pause_words.text())
    step._second_name.setText("een collega")
    assert step._pause_words.text() == ""
    monkeypatch.setattr(rounds_step, "choose_new_file", lambda *_: tmp_path / "verslag.pdf")
    step.paper_button.click()
    assert (tmp_path / "verslag.pdf").read_bytes().startswith(b"%PDF")
    assert not step.error.isVisible()
    step.paper_button.click()
    assert step.error.isVisible()


def test_another_file_is_never_written_over(qtbot, open_session, open_screen, rendered, tmp_path):
    session = open_session(rendered)
    screen = open_screen(session)
    target = tmp_path / "al-bezet.mp4"
    target.write_bytes(b"van iemand anders")
    screen.save_step.work_on(session.anonymise.clips()[0], {"by": "jij", "at": ""})
    screen._show(SAVE)
    screen.save_step.save_to(target)
    qtbot.waitUntil(lambda: bool(screen.save_step.error.text), timeout=SLOW_MS)
    assert target.read_bytes() == b"van iemand anders"
    assert not screen.save_step.has_saved
    beside = tmp_path / "verslag-bezet.mp4"
    beside.with_suffix(".json").write_text("ook van iemand anders")
    screen.save_step.save_to(beside)
    qtbot.wait(300)
    assert not beside.exists()
    assert beside.with_suffix(".json").read_text() == "ook van iemand anders"


def test_the_work_is_there_again_after_closing_the_screen(qtbot, open_session, open_screen, searched):
    session = open_session(searched)
    screen = open_screen(session)
    wait_for_picture(qtbot, screen)
    press(Qt.Key.Key_T)
    press(Qt.Key.Key_Return)
    screen.picture_step.panel.style_chosen.emit(MaskStyle.PIXELATE)
    screen.picture_step.panel.watched_for_chosen.emit(("mirror", "skin"))
    screen.release()
    screen.hide()
    again = open_screen(session)
    assert again.step == PICTURE
    plan = kept_plan(session)
    assert (len(plan.tracks), plan.mask, plan.watched_for) == (2, MaskStyle.PIXELATE, ("mirror", "skin"))


def test_a_copy_from_before_an_own_word_or_another_transcript_no_longer_counts(qtbot, open_session, open_screen, rendered):
    session = open_session(rendered)
    recording_id = session.recordings.list()[0].recording_id
    line = spread("", "Waar is dwerghond nu?", TimeRange(0, 1000))
    session.transcripts.save(Transcript(recording_id, (line,), TranscriptOrigin.TYPED))
    plan = session.names.found_again(kept_plan(session))
    session.anonymise.save_plan(replace(plan, copy_id=session.anonymise.clips()[0].clip_id))
    same = open_screen(session)
    assert same.step == ROUNDS
    same.release()
    same.hide()
    session.names.set_own_words(recording_id, [OwnWord("dwerghond", "huisdier")])
    assert open_screen(session).step == PICTURE
    assert [caption.text for caption in kept_plan(session).captions] == ["Waar is [huisdier] nu?"]


def test_a_change_while_the_copy_was_made_asks_for_a_new_copy(qtbot, open_session, open_screen, rendered):
    session = open_session(rendered)
    session.anonymise.save_plan(replace(kept_plan(session), copy_id=None))
    screen = open_screen(session)
    wait_for_picture(qtbot, screen)
    asked = kept_plan(session)
    screen.picture_step._review.draw(Box(0.1, 0.1, 0.2, 0.2), 0)
    changed = kept_plan(session)
    session.anonymise.save_plan(asked)  # as making the copy does at its end
    screen.rounds_step._on_made(asked, session.anonymise.clips()[0])
    assert kept_plan(session) == changed
    assert screen.rounds_step.clip is None


def test_a_change_after_the_copy_asks_for_a_new_copy(qtbot, open_session, open_screen, rendered):
    session = open_session(rendered)
    screen = open_screen(session)
    assert screen.step == ROUNDS
    qtbot.waitUntil(lambda: screen.rounds_step.copy.stage.picture is not None, timeout=SLOW_MS)
    screen.go_back()
    screen.go_back()
    assert screen.step == PICTURE
    screen.picture_step._review.draw(Box(0.1, 0.1, 0.2, 0.2), 0)
    screen.release()
    screen.hide()
    assert open_screen(session).step == PICTURE


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("step", [FRAGMENT, PICTURE, SOUND, ROUNDS, SAVE])
def test_no_text_is_cut_and_every_control_has_a_name(qtbot, theme, open_session, open_screen, rendered, step, scale):
    theme.set_scale(scale)
    session = open_session(rendered)
    with_doubts(session)
    screen = open_screen(session)
    if step == SAVE:
        screen.save_step.work_on(session.anonymise.clips()[0], {})
    screen._show(step)
    # On a busy machine the words come before their height.
    with suppress(qtbot.TimeoutError):
        qtbot.waitUntil(lambda: cut_texts(screen) == [])
    assert cut_texts(screen) == []
    assert unnamed(screen) == []
    assert screen.width() <= 1314


def test_f12_hides_every_picture(qtbot, open_session, open_screen, searched):
    session = open_session(searched)
    screen = open_screen(session)
    wait_for_picture(qtbot, screen)
    press(Qt.Key.Key_F12)
    hidden = screen.picture_step.stage.grab().toImage()
    press(Qt.Key.Key_F12)
    assert screen.picture_step.stage.grab().toImage() != hidden
