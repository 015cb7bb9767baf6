from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTextEdit

from app.domain.moment import MAX_TEXT, MomentKind
from app.services.moments import MomentDraft
from app.ui.viewing.screen import ViewingScreen


def the_moment(session, recording):
    [moment] = session.moments.list(recording.recording_id)
    return moment


def start_writing(qtbot, screen):
    qtbot.keyClick(screen.stage, "3")
    qtbot.keyClick(screen.stage, Qt.Key.Key_Return)
    assert isinstance(screen.focusWidget(), QTextEdit)
    return screen.focusWidget()


def drafts_of(session, recording):
    return session.viewing.drafts(recording.recording_id)


def test_enter_pauses_and_what_is_typed_is_kept_as_a_draft_while_one_types_on(qtbot, screen, session, recording):
    screen.watching.play()
    field = start_writing(qtbot, screen)
    assert not screen.watching.is_playing
    moment_id = the_moment(session, recording).moment_id
    for _ in range(15):
        qtbot.keyClicks(field, "aa")
        qtbot.wait(50)
    assert len(drafts_of(session, recording)[moment_id]["see"]) >= 10, "without a pause in the typing"
    assert the_moment(session, recording).see == ""
    assert screen.editor.status == "Concept bewaard"


def test_enter_saves_and_goes_on_two_seconds_earlier(qtbot, screen, session, recording):
    screen.watching.seek(9_000)
    field = start_writing(qtbot, screen)
    qtbot.keyClicks(field, "Zij kijkt weg")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert the_moment(session, recording).see == "Zij kijkt weg"
    assert screen.editor.status == "Bewaard"
    assert drafts_of(session, recording) == {}
    assert screen.stage.hasFocus()
    assert screen.watching.is_playing
    assert 7_000 <= screen.watching.position_ms < 7_500


def test_shift_and_enter_is_a_new_line(qtbot, screen, session, recording):
    field = start_writing(qtbot, screen)
    qtbot.keyClicks(field, "een")
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(field, "twee")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert the_moment(session, recording).see == "een\ntwee"


def test_esc_drops_what_was_typed_since_and_undo_brings_it_back(qtbot, screen, session, recording):
    field = start_writing(qtbot, screen)
    qtbot.keyClicks(field, "Goed")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(screen.stage, Qt.Key.Key_Return)
    qtbot.keyClicks(field, " en weg")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert screen.stage.hasFocus()
    assert not screen.watching.is_playing
    assert (the_moment(session, recording).see, field.toPlainText()) == ("Goed", "Goed")
    assert screen.message.isVisible()
    qtbot.keyClick(screen.stage, "z")
    assert the_moment(session, recording).see == field.toPlainText() == "Goed en weg"
    qtbot.keyClick(screen.stage, "z")
    assert the_moment(session, recording).see == ""
    for _ in range(2):
        qtbot.keyClick(screen.stage, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert the_moment(session, recording).see == "Goed", "and dropped again"


def test_typing_in_a_field_stops_the_picture_once(qtbot, screen):
    qtbot.keyClick(screen.stage, "3")
    screen.watching.play()
    field = screen.editor._texts["now"]
    field.setFocus()
    assert screen.watching.is_playing
    qtbot.keyClicks(field, "a")
    assert not screen.watching.is_playing
    qtbot.keyClick(field, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(field, "b")
    assert screen.watching.is_playing, "who lets it run on purpose while typing, may"


def test_a_draft_is_there_again_at_the_next_opening(qtbot, screen, session, theme, jobs, recording):
    moment = session.moments.add(MomentDraft(recording.recording_id, 5_000, kind=MomentKind.KANS, see="Begin"))
    session.viewing.keep_draft(moment.moment_id, {"see": "Begin en ver", "now": "Misschien"})
    again = ViewingScreen(session, theme, jobs, recording.recording_id)
    qtbot.addWidget(again)
    assert again.marking.selected == moment
    assert again.editor._texts["see"].toPlainText() == "Begin en ver"
    assert again.editor.status == "Concept bewaard"
    assert the_moment(session, recording).see == "Begin"
    again.release()
    assert (the_moment(session, recording).see, the_moment(session, recording).now) == ("Begin en ver", "Misschien")
    assert drafts_of(session, recording) == {}


def test_a_draft_that_was_saved_after_all_is_forgotten(qtbot, session, theme, jobs, recording, screen):
    moment = session.moments.add(MomentDraft(recording.recording_id, 5_000, see="Klaar"))
    session.viewing.keep_draft(moment.moment_id, {"see": "Klaar"})
    again = ViewingScreen(session, theme, jobs, recording.recording_id)
    qtbot.addWidget(again)
    assert again.marking.selected is None
    again.release()
    assert drafts_of(session, recording) == {}


def test_leaving_the_screen_saves_too(qtbot, screen, session, recording):
    qtbot.keyClicks(start_writing(qtbot, screen), "Nog net")
    screen.release()
    assert the_moment(session, recording).see == "Nog net"


def test_single_keys_are_letters_while_typing(qtbot, screen, session, recording):
    field = start_writing(qtbot, screen)
    before = screen.watching.position_ms
    text = "1234 jkl.,[]zvmioqefr+- mijn"
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Left)
    qtbot.keyClick(field, Qt.Key.Key_Home)
    assert field.toPlainText() == text
    assert screen.watching.position_ms == before
    assert not screen.watching.is_playing
    the_moment(session, recording)


def test_ctrl_space_and_f12_work_while_typing(qtbot, screen):
    field = start_writing(qtbot, screen)
    qtbot.keyClick(field, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert screen.watching.is_playing
    assert field.toPlainText() == ""
    qtbot.keyClick(field, Qt.Key.Key_F12)
    assert screen.stage.is_hidden


def test_tab_goes_through_the_fields_in_their_order(qtbot, screen):
    field = start_writing(qtbot, screen)
    visited = [field.accessibleName()]
    for _ in range(3):
        qtbot.keyClick(screen.focusWidget(), Qt.Key.Key_Tab)
        visited.append(screen.focusWidget().accessibleName())
    assert [name.split()[0] for name in visited] == ["Ik", "Wat", "Toen", "Nu"]


def test_opening_another_moment_keeps_words_with_their_own_moment(qtbot, screen, session, recording):
    later = session.moments.add(MomentDraft(recording.recording_id, 15_000, kind=MomentKind.HELPT))
    field = start_writing(qtbot, screen)
    first_id = screen.marking.selected.moment_id
    qtbot.keyClicks(field, "Van de eerste")
    screen.controls.open_moment(later.moment_id)
    assert session.moments.get(first_id).see == "Van de eerste"
    assert session.moments.get(later.moment_id).see == ""
    assert field.toPlainText() == ""


def test_undo_shows_the_words_of_before(qtbot, screen, session, recording):
    field = start_writing(qtbot, screen)
    qtbot.keyClicks(field, "Te snel")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(screen.stage, "z")
    assert the_moment(session, recording).see == ""
    assert field.toPlainText() == ""


def test_a_change_from_elsewhere_does_not_wipe_what_is_being_typed(qtbot, screen, session, recording):
    field = start_writing(qtbot, screen)
    qtbot.keyClicks(field, "Halverwege")
    session.moments.add(MomentDraft(recording.recording_id, 1_000))
    qtbot.waitUntil(lambda: len(screen.marking.moments) == 2)
    assert field.toPlainText() == "Halverwege"


def test_too_long_a_text_is_said_and_stays_on_the_screen(qtbot, screen, session, recording):
    field = start_writing(qtbot, screen)
    words = "a" * (MAX_TEXT + 1)
    field.setPlainText(words)
    screen.editor.save_now()
    assert screen.editor.status == "Nog niet bewaard"
    assert field.toPlainText() == words
    assert the_moment(session, recording).see == ""


def test_a_typed_time_moves_the_moment_and_a_wrong_one_does_not(qtbot, screen, session, recording):
    screen.watching.seek(10_000)
    qtbot.keyClick(screen.stage, "3")
    field = screen.editor._from
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "0:05")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert the_moment(session, recording).at_ms == 5_000
    field.selectAll()
    qtbot.keyClicks(field, "straks")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.property("wrong")
    assert the_moment(session, recording).at_ms == 5_000


def test_a_begin_after_the_end_is_refused_and_said(qtbot, screen, session, recording):
    screen.watching.seek(10_000)
    qtbot.keyClick(screen.stage, "3")
    field = screen.editor._from
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "0:19")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert the_moment(session, recording).at_ms == 7_000
    assert screen.message.isVisible()


def test_who_takes_more_than_one_role(qtbot, screen, session, recording):
    qtbot.keyClick(screen.stage, "3")
    screen.editor._on_who_chosen("werker")
    screen.editor._on_who_chosen("samen")
    assert the_moment(session, recording).who == ("werker", "samen")
    screen.editor._on_who_chosen("werker")
    assert the_moment(session, recording).who == ("samen",)


def test_q_asks_another_question_and_comes_round(qtbot, screen):
    screen.watch.toggle_watched("kk-101")
    asked = [screen.editor.question.question]
    qtbot.keyClick(screen.stage, "q")
    asked.append(screen.editor.question.question)
    qtbot.keyClick(screen.stage, "q")
    assert asked[0] != asked[1]
    assert screen.editor.question.question == asked[0]


def test_a_kind_button_changes_the_kind(qtbot, screen, session, recording):
    qtbot.keyClick(screen.stage, "3")
    qtbot.mouseClick(screen.editor._kinds[0], Qt.MouseButton.LeftButton)
    assert the_moment(session, recording).kind is MomentKind.HELPT
