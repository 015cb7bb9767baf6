import pytest
from PySide6.QtCore import Qt

from app.common.progress import JobContext
from app.domain.looking_back import Answer, QuestionKind, StepKind
from app.services.session import Session
from app.ui.looking_back.alone import LookingBackAlone
from app.ui.looking_back.half_cover import OwnSide
from app.ui.viewing.screen import ViewingScreen
from app.ui.viewing.timeline.timeline_look import PICTURE
from tests.support.clips import numbered_clip
from tests.support.consents import everybody_agrees
from tests.support.vaults import new_vault


@pytest.fixture(scope="module")
def kept_session(tmp_path_factory):
    opened = Session(new_vault(tmp_path_factory.mktemp("alleen") / "kluis"))
    path = tmp_path_factory.mktemp("clip") / "gesprek.mp4"
    numbered_clip(path, frames=200, fps=25)
    kept = opened.recordings.import_file(path, title="Gezin Iep", context=JobContext())
    everybody_agrees(opened, kept.recording_id)
    yield opened
    opened.lock()


@pytest.fixture
def recording_id(kept_session):
    recording_id = kept_session.recordings.list()[0].recording_id
    yield recording_id
    kept_session.recordings.remember_position(recording_id, 0)
    for moment in kept_session.moments.list():
        kept_session.moments.remove(moment.moment_id)
    if kept_session.looking_back.get(recording_id):
        kept_session._vault.looking_back.remove(recording_id)


@pytest.fixture
def open_screen(qtbot, kept_session, theme, jobs, recording_id):
    opened = []

    def make():
        screen = ViewingScreen(kept_session, theme, jobs, recording_id)
        qtbot.addWidget(screen)
        alone = LookingBackAlone(kept_session, theme, jobs, screen)
        screen.resize(1388, 844)
        screen.show()
        screen.activateWindow()
        screen.entered()
        opened.append(screen)
        qtbot.waitUntil(lambda: alone.flow is not None and screen.stage.picture is not None, timeout=20_000)
        return screen, alone

    yield make
    for screen in opened:
        screen.release()
    jobs.cancel_all()
    assert jobs.wait_all(30)


def predict(session, recording_id, step="so-3"):
    session.looking_back.answer(recording_id, "so-1", (Answer("sv-2", QuestionKind.PREDICTION, "Wat denk je te gaan zien?", "dat zij knikt"),))
    session.looking_back.go_to(recording_id, step)


def test_before_the_prediction_nothing_of_the_picture_is_seen_and_no_key_plays(qtbot, open_screen):
    screen, alone = open_screen()
    assert alone.step_kind == StepKind.PREDICT
    assert alone.predict.isVisible()
    assert alone.predict.geometry() == screen.stage.rect()
    qtbot.keyClick(alone.predict, Qt.Key.Key_Space)
    screen.controls.act("play")
    screen.controls.act("mark_helpt")
    assert not screen.watching.is_playing
    assert screen.marking.moments == ()
    assert not screen.transport.isVisible()
    assert PICTURE not in screen.timeline.lanes


def test_not_now_is_one_click_and_is_kept_nowhere(open_screen, kept_session, recording_id):
    screen, alone = open_screen()
    alone.predict.not_now.emit()
    assert not alone.predict.isVisible()
    assert screen.transport.isVisible()
    assert kept_session.looking_back.get(recording_id) is None
    screen.controls.act("play")
    assert screen.watching.is_playing


def test_escape_from_a_question_is_not_now(qtbot, open_screen, kept_session, recording_id):
    screen, alone = open_screen()
    qtbot.keyClick(screen.focusWidget(), Qt.Key.Key_Escape)
    assert alone.step_kind == ""
    assert screen.stage.hasFocus()
    assert kept_session.looking_back.get(recording_id) is None


def test_what_was_watched_is_not_asked_about_beforehand(open_screen, kept_session, recording_id):
    kept_session.recordings.remember_position(recording_id, 2_000)
    screen, alone = open_screen()
    assert alone.step_kind == ""
    assert screen.top_bar_widget().text() == "Alleen terugkijken"
    screen.top_bar_widget().click()
    assert alone.step_kind == StepKind.GET_USED


def test_a_prediction_is_only_seen_again_in_the_last_step(open_screen, kept_session, recording_id):
    predict(kept_session, recording_id, "so-2")
    _, alone = open_screen()
    assert alone.step_kind == StepKind.GET_USED
    alone._on_back()
    assert alone.step_kind == StepKind.GET_USED
    assert not alone.predict.isVisible()


def test_a_prediction_begun_and_left_is_not_asked_for_again_after_watching(open_screen, kept_session, recording_id):
    predict(kept_session, recording_id, "so-1")
    kept_session.recordings.remember_position(recording_id, 2_000)
    _, alone = open_screen()
    assert alone.step_kind == StepKind.GET_USED
    assert not alone.predict.isVisible()


def test_words_changed_after_all_is_done_do_not_begin_it_again(open_screen, kept_session, recording_id):
    predict(kept_session, recording_id, "")
    kept_session.recordings.remember_position(recording_id, 2_000)
    screen, alone = open_screen()
    screen.top_bar_widget().click()
    assert alone.step_kind == StepKind.INTEND
    alone._fields._fields[-1].setPlainText("Ik wacht vijf tellen.")
    alone._fields.save_now()
    assert kept_session.looking_back.get(recording_id).is_done
    assert kept_session.looking_back.get(recording_id).intention == "Ik wacht vijf tellen."


def test_half_typed_words_are_there_again(qtbot, open_screen, kept_session, recording_id):
    screen, alone = open_screen()
    qtbot.keyClicks(screen.focusWidget(), "Toen wij")
    screen.release()
    assert kept_session.looking_back.get(recording_id).text("sv-1") == "Toen wij"
    _, again = open_screen()
    assert again.step_kind == StepKind.PREDICT
    assert [field.toPlainText() for field in again.predict.fields._fields] == ["Toen wij", "", ""]
    assert alone.flow is not again.flow


def test_the_half_the_worker_sits_in_is_covered_and_that_is_remembered(qtbot, open_screen, kept_session, recording_id):
    predict(kept_session, recording_id, "so-2")
    screen, alone = open_screen()
    picture, covered = screen.stage.picture_rect(), alone._half.covered()
    assert (covered.left(), covered.width()) == (picture.center().x(), picture.width() / 2)
    alone._half._group.buttons()[0].click()
    assert alone._half.covered().left() == picture.left()
    assert kept_session.looking_back.own_side() == OwnSide.LEFT
    assert screen.stage.hasFocus()
    assert PICTURE not in screen.timeline.lanes
    alone._panel.hides_me.setChecked(False)
    assert PICTURE in screen.timeline.lanes
    assert alone._half.covered().isEmpty()
    qtbot.mouseClick(alone._half, Qt.MouseButton.LeftButton)
    assert screen.watching.is_playing


def test_who_comes_for_one_place_finds_nothing_over_it(open_screen, kept_session, recording_id):
    screen, alone = open_screen()
    screen.show_place(3_000, None)
    assert alone.step_kind == ""
    assert not alone.predict.isVisible()
    assert screen.transport.isVisible()
    assert kept_session.looking_back.get(recording_id) is None


def test_every_step_can_be_left_and_is_taken_up_again(open_screen, kept_session, recording_id):
    predict(kept_session, recording_id, "so-4")
    screen, alone = open_screen()
    assert alone.step_kind == StepKind.DEEPEN
    alone._guide.not_now.emit()
    assert alone.step_kind == ""
    assert screen.top_bar_widget().text() == "Verder: Eén moment verdiepen"
    screen.release()
    _, again = open_screen()
    assert again.step_kind == StepKind.DEEPEN


def test_nothing_counts_down_and_a_question_comes_one_at_a_time(open_screen, kept_session, recording_id):
    predict(kept_session, recording_id, "so-4")
    _, alone = open_screen()
    said = alone._guide._text.text()
    assert said.count("?") == 1
    alone._guide._next.click()
    assert alone._guide._text.text() == "Wat wilde, dacht, voelde en deed ik? En de ander?"
    assert alone._guide._time.text() == "nog zo'n 7 minuten"
