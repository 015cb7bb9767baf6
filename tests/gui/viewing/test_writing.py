from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTextEdit

from app.domain.moment import MAX_TEXT, MomentKind
from app.services.moments import MomentDraft


def the_moment(session, recording):
    [moment] = session.moments.list(recording.recording_id)
    return moment


def start_writing(qtbot, screen):
    qtbot.keyClick(screen.stage, "3")
    qtbot.keyClick(screen.stage, Qt.Key.Key_Return)
    assert isinstance(screen.focusWidget(), QTextEdit)
    return screen.focusWidget()


def test_enter_pauses_and_what_is_typed_is_saved_by_itself(qtbot, screen, session, recording):
    screen.watching.play()
    field = start_writing(qtbot, screen)
    assert not screen.watching.is_playing
    qtbot.keyClicks(field, "Ik wacht.")
    assert the_moment(session, recording).see == ""
    qtbot.waitUntil(lambda: the_moment(session, recording).see == "Ik wacht.", timeout=5_000)
    assert screen.editor.status == "Bewaard"


def test_leaving_the_field_saves_at_once(qtbot, screen, session, recording):
    field = start_writing(qtbot, screen)
    qtbot.keyClicks(field, "Zij kijkt weg")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert the_moment(session, recording).see == "Zij kijkt weg"
    assert screen.stage.hasFocus()


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
    qtbot.keyClick(field, Qt.Key.Key_Escape)
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
