"""Step 3 with a real vault, a real transcript and nothing but the keyboard, unless the mouse is what is tested."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.domain.anonymise_plan import AnonymisePlan, VoiceLevel
from app.domain.found_name import FoundName, NameKind
from app.domain.own_word import OwnWord
from app.domain.timecode import TimeRange
from app.domain.transcript import Transcript, TranscriptOrigin, Turn, Word, spread
from app.ui.anonymise.screen import PICTURE, ROUNDS, SOUND, AnonymiseScreen
from app.ui.anonymise.sound_step import SoundStep
from tests.gui.cut_text import cut_texts, unnamed

SLOW_MS = 60_000
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FIRST, SECOND = "Ja. Jesse en oma.", "Naar Kasteelberg, zei Jesse."


def press(key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is, as a person does."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifier)


def type_words(words: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), words)


def turn(speaker: str, text: str, from_ms: int, word_ms: int = 100) -> Turn:
    spoken = text.split()
    return Turn(speaker, tuple(Word(word, from_ms + word_ms * at, from_ms + word_ms * (at + 1) - 10) for at, word in enumerate(spoken)))


def write_down(session, *turns: Turn) -> None:
    recording_id = session.recordings.list()[0].recording_id
    session.transcripts.save(Transcript(recording_id, turns or (turn("", FIRST, 0), turn("", SECOND, 500)), TranscriptOrigin.IMPORTED))


def kept_plan(session) -> AnonymisePlan:
    plan = session.anonymise.plan(session.fragments.list()[0].fragment_id)
    assert plan is not None
    return plan


def said(session) -> list[str]:
    transcript = session.transcripts.get(session.recordings.list()[0].recording_id)
    return [each.text for each in transcript.turns] if transcript else []


@pytest.fixture
def open_sound(qtbot, open_session, open_screen, searched):
    """Open step 3 on a fragment with this voice; `names` stand in the plan already."""

    def show(*turns: Turn, voice=VoiceLevel.DISGUISE, is_written=True, names=(), own=()) -> tuple[object, AnonymiseScreen, SoundStep]:
        session = open_session(searched)
        if is_written:
            write_down(session, *turns)
        session.names.set_own_words(session.recordings.list()[0].recording_id, [OwnWord(*each) for each in own])
        session.anonymise.save_plan(replace(kept_plan(session), voice=voice, names=tuple(names)))
        screen = open_screen(session)
        assert screen.step == PICTURE
        qtbot.waitUntil(lambda: screen.picture_step.stage.picture is not None, timeout=SLOW_MS)
        screen._show(SOUND)
        return session, screen, screen.sound_step

    return show


def chosen(step: SoundStep) -> str:
    piece = step.words_panel.view.chosen_piece
    return piece.text if piece else ""


def test_without_sound_the_step_costs_nothing(open_sound):
    session, screen, step = open_sound(voice=VoiceLevel.NONE, own=[("Jesse", "naam")])
    assert step.panel.continue_words == "Verder"
    press(Qt.Key.Key_Return, CTRL)
    assert screen.step == ROUNDS
    assert kept_plan(session).copy_id is None


def test_own_words_are_hidden_at_once_and_in_the_captions(open_sound):
    session, _, step = open_sound(is_written=True)
    press(Qt.Key.Key_F, CTRL)
    type_words("Jesse")
    press(Qt.Key.Key_Return)
    assert [(own.text, own.stands_for) for own in session.names.own_words(session.recordings.list()[0].recording_id)] == [("Jesse", "naam")]
    hidden = [name.text for name in kept_plan(session).names if name.is_hidden]
    assert hidden == ["Jesse", "Jesse"]
    assert next(caption.text for caption in kept_plan(session).captions) == "Ja. [naam] en oma."
    assert step.own_words.field.text() == ""


def test_taking_back_an_own_word_brings_list_and_names_back(open_sound):
    session, _, step = open_sound(own=[("Jesse", "naam")])
    before = kept_plan(session).names
    step.own_words.words_changed.emit(())
    recording_id = session.recordings.list()[0].recording_id
    assert session.names.own_words(recording_id) == ()
    step.words_panel.view.setFocus()
    press(Qt.Key.Key_Z)
    assert [own.text for own in session.names.own_words(recording_id)] == ["Jesse"]
    assert kept_plan(session).names == before


def test_undoing_something_else_leaves_an_own_word_that_is_not_said_here(open_sound):
    session, _, step = open_sound()
    step.words.hide(step.words.lines[0].pieces[-1])
    step.own_words.words_changed.emit((OwnWord("Kwispel", "huisdier"),))
    step.words_panel.view.setFocus()
    press(Qt.Key.Key_Z)
    assert [name.text for name in kept_plan(session).names if name.is_hidden] == []
    assert [own.text for own in session.names.own_words(session.recordings.list()[0].recording_id)] == ["Kwispel"]


def test_any_word_gets_a_bleep_and_loses_it_again(open_sound):
    session, _, step = open_sound(turn("", "Een vijver daar", 0))
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Right)
    assert chosen(step) == "vijver"
    press(Qt.Key.Key_X)
    (name,) = kept_plan(session).names
    assert (name.text, name.kind, name.is_hidden, name.range) == ("vijver", NameKind.BY_HAND, True, TimeRange(100, 190))
    assert kept_plan(session).all_bleeps == (TimeRange(100, 190),)
    press(Qt.Key.Key_X)
    assert kept_plan(session).names == ()


def test_shift_x_hides_every_same_word(open_sound):
    session, _, _step = open_sound(turn("", "Bakker, de bakker", 0), turn("", "die BAKKER.", 500))
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_X, SHIFT)
    assert [name.range.from_ms for name in kept_plan(session).names] == [0, 200, 600]


def test_an_undecided_word_is_in_the_way_until_somebody_chooses(open_sound):
    open_name = FoundName(TimeRange(100, 190), "vijver", NameKind.BY_HAND)
    session, screen, step = open_sound(turn("", "Een vijver daar", 0), names=[open_name])
    assert chosen(step) == "vijver"
    assert step.panel.continue_words == "Verder: nog 1 woord"
    press(Qt.Key.Key_Return, CTRL)
    assert screen.step == SOUND
    press(Qt.Key.Key_X)
    assert step.panel.continue_words == "Verder"
    press(Qt.Key.Key_Return, CTRL)
    assert screen.step == ROUNDS
    assert kept_plan(session).names[0].is_hidden


def test_a_word_stays_only_with_a_reason(open_sound):
    open_name = FoundName(TimeRange(100, 190), "vijver", NameKind.PLACE)
    session, _, step = open_sound(turn("", "Een vijver daar", 0), names=[replace(open_name, kind=NameKind.BY_HAND, is_hidden=None)])
    step.words.plan
    step.words._take_names((open_name,))
    press(Qt.Key.Key_Delete)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    type_words("   ")
    press(Qt.Key.Key_Return)
    assert kept_plan(session).names[0].is_hidden is None
    field.clear()
    type_words("elk dorp heeft er een")
    press(Qt.Key.Key_Return)
    assert (kept_plan(session).names[0].is_hidden, kept_plan(session).names[0].reason) == (False, "elk dorp heeft er een")
    assert step.is_ready
    assert kept_plan(session).all_bleeps == ()
    press(Qt.Key.Key_Z)
    assert kept_plan(session).names[0].is_hidden is None


def test_captions_are_asked_for_before_a_voice_that_needs_them(open_sound):
    _, screen, step = open_sound(voice=VoiceLevel.SPOKEN, is_written=False)
    assert step.panel.continue_words == "Verder: nog ondertitels"
    press(Qt.Key.Key_Return, CTRL)
    assert screen.step == SOUND


def test_lines_are_typed_changed_split_and_taken_away_with_keys(qtbot, open_sound):
    session, _, _step = open_sound(is_written=False)
    press(Qt.Key.Key_Plus)
    type_words("Kom binnen allemaal")
    press(Qt.Key.Key_Return)
    assert said(session) == ["Kom binnen allemaal"]
    assert [caption.text for caption in kept_plan(session).captions] == ["Kom binnen allemaal"]
    press(Qt.Key.Key_Return)
    type_words(" samen")
    press(Qt.Key.Key_Return)
    assert said(session) == ["Kom binnen allemaal samen"]
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_S)
    assert said(session) == ["Kom binnen", "allemaal samen"]
    press(Qt.Key.Key_Delete, SHIFT)
    assert len(said(session)) == 1
    for _ in range(4):
        press(Qt.Key.Key_Z)
    assert said(session) == []
    assert kept_plan(session).captions == ()


def test_escape_leaves_the_line_as_it_was(open_sound):
    session, _, step = open_sound()
    before = said(session)
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Return)
    type_words(" en nog wat")
    press(Qt.Key.Key_Escape)
    assert not step.words_panel.view.is_typing
    assert said(session) == before
    press(Qt.Key.Key_Plus)
    press(Qt.Key.Key_Escape)
    assert len(step.words_panel.view.accessible_items()) == len(before)


def test_the_letter_keys_say_who_speaks(open_sound):
    session, _, step = open_sound()
    press(Qt.Key.Key_Home)
    letter = next(iter(step.words.speakers))
    press(getattr(Qt.Key, f"Key_{letter}"))
    assert kept_plan(session).captions[0].letter == letter
    press(Qt.Key.Key_0)
    assert step.words.lines[0].letter == ""


def test_a_line_reaches_to_the_playhead(open_sound):
    _session, _, step = open_sound(turn("", "Een twee", 100))
    press(Qt.Key.Key_Home)
    step._go_to(800)
    press(Qt.Key.Key_BracketRight)
    assert step.words.lines[0].range == TimeRange(100, 800)


def test_a_word_hidden_by_hand_stays_hidden_when_its_line_reaches_further(open_sound):
    guessed = spread("", "Een fiets", TimeRange(100, 500))
    session, _, step = open_sound(guessed)
    press(Qt.Key.Key_Home)
    step.words.hide(step.words.lines[0].pieces[1])
    step._go_to(900)
    press(Qt.Key.Key_BracketRight)
    assert kept_plan(session).all_bleeps == (TimeRange(100, 900),)
    assert [caption.text for caption in kept_plan(session).captions] == ["Een [weggelaten]"]


def test_a_bleep_by_keys_is_moved_by_frames_and_taken_away(open_sound):
    session, _, step = open_sound(is_written=False)
    step._go_to(200)
    press(Qt.Key.Key_I)
    step._go_to(600)
    press(Qt.Key.Key_O)
    assert kept_plan(session).bleeps == (TimeRange(200, 600),)
    step.timeline.setFocus()
    press(Qt.Key.Key_Right)
    frame_ms = kept_plan(session).bleeps[0].from_ms - 200
    assert 15 <= frame_ms <= 70
    press(Qt.Key.Key_Right, SHIFT)
    assert kept_plan(session).bleeps == (TimeRange(200 + frame_ms, 600 + 2 * frame_ms),)
    press(Qt.Key.Key_Delete)
    assert kept_plan(session).bleeps == ()


def test_a_bleep_is_drawn_dragged_and_trimmed_with_the_mouse(open_sound):
    session, _, step = open_sound(is_written=False)
    timeline = step.timeline

    def drag(from_ms: float, to_ms: float) -> None:
        y = round(timeline._bleep_lane().center().y())
        start, end = (QPoint(round(timeline._x_of(at)), y) for at in (from_ms, to_ms))
        QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=start)
        QTest.mouseMove(timeline, (start + end) / 2)
        QTest.mouseMove(timeline, end)
        QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=end)

    drag(300, 600)
    (drawn,) = kept_plan(session).bleeps
    assert (drawn.from_ms, drawn.to_ms) == pytest.approx((300, 600), abs=4)
    drag(450, 550)
    (moved,) = kept_plan(session).bleeps
    assert (moved.from_ms, moved.to_ms) == pytest.approx((400, 700), abs=6)
    drag(699, 900)
    (longer,) = kept_plan(session).bleeps
    assert (longer.from_ms, longer.to_ms) == pytest.approx((400, 900), abs=8)


def test_a_click_on_a_word_gives_it_a_bleep(open_sound):
    session, _, step = open_sound(turn("", "Een vijver daar", 0))
    view = step.words_panel.view
    place = view._placed[0].pieces[1].box.center().toPoint()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    assert [name.text for name in kept_plan(session).names] == ["vijver"]


def test_undo_in_the_picture_step_brings_the_line_back_too(open_sound):
    session, screen, _step = open_sound()
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Delete, SHIFT)
    assert len(said(session)) == 1
    screen._show(PICTURE)
    screen.picture_step.stage.setFocus()
    press(Qt.Key.Key_Z)
    assert said(session) == [FIRST, SECOND]


def test_a_subtitle_file_becomes_lines(qtbot, open_sound, tmp_path):
    session, _, step = open_sound(is_written=False, own=[("Jesse", "naam")])
    path = tmp_path / "gesprek.srt"
    path.write_text("1\n00:00:00,000 --> 00:00:00,900\nJesse komt zo.\n", "utf-8")
    step.words_panel.file_chosen.emit(path)
    qtbot.waitUntil(lambda: bool(step.words.lines), timeout=SLOW_MS)
    assert [name.text for name in kept_plan(session).names] == ["Jesse"]
    assert kept_plan(session).names[0].range == TimeRange(0, 900)


def test_a_file_that_is_no_subtitle_is_told_in_place(qtbot, open_sound, tmp_path):
    session, _, step = open_sound(is_written=False)
    path = tmp_path / "kapot.srt"
    path.write_bytes(b"PK\x03\x04\0\0")
    step.words_panel.file_chosen.emit(path)
    qtbot.waitUntil(lambda: bool(step.words_panel.error.text), timeout=SLOW_MS)
    assert said(session) == []


def test_a_word_no_list_knows_is_asked_about_only_until_the_draft_was_read(open_sound):
    session, _, step = open_sound(turn("", "toen kwam mijouwen", 0))
    session.transcripts.save(replace(step.words.transcript, origin=TranscriptOrigin.DRAFT))
    step.words.find_again()
    assert [(name.text, name.is_hidden) for name in step.words.plan.names] == [("mijouwen", None)]
    step.words_panel.draft_accepted.emit()
    assert kept_plan(session).names == ()


def test_typing_along_begins_where_somebody_speaks(qtbot, open_sound):
    _, _, step = open_sound(is_written=False)
    step.words_panel.typing_requested.emit()
    qtbot.waitUntil(lambda: step.words_panel.view.is_typing, timeout=SLOW_MS)
    assert isinstance(QApplication.focusWidget(), QLineEdit)


def test_listening_is_possible_only_when_something_is_heard(qtbot, open_sound):
    _, _, step = open_sound(voice=VoiceLevel.NONE)
    press(Qt.Key.Key_H)
    assert not step._listening.is_busy
    step.words.set_voice(VoiceLevel.DISGUISE)
    press(Qt.Key.Key_H)
    qtbot.waitUntil(lambda: step._listening.is_playing, timeout=SLOW_MS)
    press(Qt.Key.Key_H)
    assert not step._listening.is_playing
    assert not step._work()[1].is_playing


def test_locking_stops_what_is_heard(qtbot, open_sound):
    session, screen, step = open_sound()
    press(Qt.Key.Key_H)
    qtbot.waitUntil(lambda: step._listening.is_playing, timeout=SLOW_MS)
    sound = step._listening._sound
    session.playback.close_all()
    assert not sound.is_playing
    screen.release()


def test_f12_hides_the_picture_and_stops_the_sound(open_sound):
    _, _, step = open_sound()
    press(Qt.Key.Key_F12)
    hidden = step.stage.grab().toImage()
    press(Qt.Key.Key_F12)
    assert step.stage.grab().toImage() != hidden


def test_a_screen_reader_hears_lines_and_bleeps(open_sound):
    _, _, step = open_sound(own=[("Jesse", "naam")])
    lines = QAccessible.queryAccessibleInterface(step.words_panel.view)
    assert lines.child(0).text(QAccessible.Text.Name) == "00:00, onbekend: Ja. Jesse (naam, piep) en oma."
    bleeps = QAccessible.queryAccessibleInterface(step.timeline)
    names = [bleeps.child(place).text(QAccessible.Text.Name) for place in range(bleeps.childCount())]
    assert names == ["“Jesse” op 00:00, piep", "“Jesse” op 00:00, piep", "Afspelen"]


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("is_written", [True, False])
def test_nothing_is_cut_and_everything_has_a_name(qtbot, theme, open_sound, scale, is_written):
    theme.set_scale(scale)
    open_name = FoundName(TimeRange(100, 190), "vijver", NameKind.BY_HAND)
    _, screen, step = open_sound(turn("", "Een vijver daar", 0), names=[open_name], own=[("De Wissel", "school")], is_written=is_written)
    if is_written:
        step.card.ask_reason()
    qtbot.wait(100)
    assert cut_texts(screen) == []
    assert unnamed(screen) == []
    assert screen.width() <= 1314


def test_a_smaller_window_or_larger_text_makes_the_step_narrower_again(qtbot, theme, open_sound):
    _, screen, _ = open_sound()
    screen.resize(1860, 950)
    qtbot.waitUntil(lambda: screen.width() == 1860)
    # The layout learns what the width asks before the next change, as between two acts of a person.
    qtbot.wait(50)
    theme.set_scale(1.5)
    qtbot.wait(50)
    screen.resize(1314, 640)
    qtbot.wait(50)
    assert screen.width() == 1314


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_field_for_an_own_word_and_its_button_are_whole(qtbot, theme, open_sound, scale):
    theme.set_scale(scale)
    _, _, step = open_sound()
    press(Qt.Key.Key_F, CTRL)
    type_words("Koen")
    qtbot.wait(100)
    assert step.own_words.field.parentWidget().height() >= 36 * scale
    assert step.own_words.width() <= step._left.viewport().width()
