from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.common.ids import MomentId
from app.domain.looking_back import Answer, QuestionKind
from app.services.private_answers import Asked, QuietFrame
from app.services.session import Session
from app.ui.changes import ChangeSignal
from app.ui.growth.growth import GrowthScreen
from app.ui.growth.quiet_frames import QuietFrameScreen
from tests.support.vaults import a_moment, add_recording, new_vault


@pytest.fixture
def session(tmp_path):
    session = Session(new_vault(tmp_path / "kluis"))
    yield session
    session.lock()


def add_talks(session, count):
    talks = [add_recording(session._vault, content=uuid4().bytes * 100, title=f"Gezin {name}").recording_id for name in "ABC"[:count]]
    for recording_id in talks:
        session._vault.moments.add(a_moment(recording_id, moment_id=MomentId(uuid4().hex), indicators=("kk-102",)))
    return talks


@pytest.fixture
def open_growth(qtbot, theme, jobs, session):
    opened = []  # qtbot does not hold them, and Qt may still be painting one

    def make():
        changes = ChangeSignal(session.changes, None)
        screen = GrowthScreen(theme, jobs, session, changes)
        qtbot.addWidget(screen)
        screen.resize(1300, 840)
        screen.show()
        screen.entered()
        screen._period.button(1).click()
        qtbot.waitUntil(lambda: screen._growth is not None and not jobs.running, timeout=20_000)
        opened.append((screen, changes))
        return screen

    yield make
    for screen, changes in opened:
        screen.release()
        changes.stop()


def words_on(screen):
    return [label.text() for label in screen.findChildren(QLabel) if label.isVisible()]


def test_after_three_talks_it_shows_where_was_looked_and_never_a_number(open_growth, session):
    add_talks(session, 2)
    assert "Na drie opnamen zie je hier waar je naar keek." in words_on(open_growth())
    add_talks(session, 1)
    screen = open_growth()
    assert screen.window_panes.isVisible()
    names = [item.name for item in screen.window_panes.accessible_items()]
    assert any(name.endswith("Gezien en gehoord, hier keek je") for name in names)
    assert sum(name.endswith("hier keek je nog niet") for name in names) == len(names) - 1
    assert not [text for text in [*names, *words_on(screen)] if any(sign.isdigit() for sign in text)]


def test_an_empty_pane_asks_and_what_is_noted_is_looked_for_once(qtbot, open_growth, session):
    add_talks(session, 3)
    screen = open_growth()
    assert screen.question.isVisible()
    asked = screen.question._name.text()
    qtbot.keyClick(screen.window_panes, Qt.Key.Key_Down)
    assert screen.question._name.text() != asked
    screen.question._watch.click()
    noted = session.looking_back.take_watch_next()
    assert session.kijkkader.current().has_indicator(noted)
    assert session.looking_back.take_watch_next() == ""


def test_a_learning_question_shows_how_far_it_came(qtbot, open_growth, session):
    first, second, _ = add_talks(session, 3)
    answers = (
        Answer("sv-1", QuestionKind.PREDICTION, "?", "dat zij knikt"),
        Answer("sv-3", QuestionKind.LEARNING_QUESTION, "?", "Hoe laat ik stilte duren?"),
        Answer("sv-6", QuestionKind.INTENTION, "?", "Ik wacht vijf tellen."),
    )
    session.looking_back.answer(first, "so-5", answers)
    session.looking_back.answer(second, "so-5", (Answer("sv-5", QuestionKind.SEEN_BACK, "?", "Ik wachtte er drie."),))
    screen = open_growth()
    [line] = screen._growth.lines
    assert (line.was_predicted, line.was_seen, line.was_seen_back) == (True, True, True)
    qtbot.waitUntil(lambda: "Hoe laat ik stilte duren?" in words_on(screen))
    session.retention.destroy([first], ground="user", keep_notes=True)
    kept = open_growth()._growth.lines
    assert [(line.recording_id, line.intention) for line in kept] == [(None, "Ik wacht vijf tellen.")]


def test_nothing_written_in_a_quiet_frame_is_seen_before_its_shutter_opens(open_growth, session):
    recording_id = add_talks(session, 3)[0]
    session.private_answers.write(Asked(recording_id, QuietFrame.SELF_INQUIRY, "sz-1", "?"), "Veenpluis raakt mij")
    screen = open_growth()
    assert len(screen._cards) == 3
    assert not [text for text in words_on(screen) if "Veenpluis" in text]


def open_frame(qtbot, theme, session, frame):
    screen = QuietFrameScreen(theme, session, frame)
    qtbot.addWidget(screen)
    screen.resize(1000, 800)
    screen.show()
    screen.activateWindow()
    screen.entered()
    return screen


def test_an_answer_is_written_shared_and_taken_back_with_the_keyboard(qtbot, theme, session):
    [recording_id] = add_talks(session, 1)
    screen = open_frame(qtbot, theme, session, QuietFrame.SELF_INQUIRY)
    question = screen.questions[0]
    assert not question.share.isVisible()
    qtbot.keyClicks(question.field, "Ik word er onrustig van")
    qtbot.keyClick(question.field, Qt.Key.Key_Return)
    [answer] = session.private_answers.of_recording(recording_id)
    assert (answer.text, answer.question, answer.shared_at) == ("Ik word er onrustig van", "Wat gebeurt er bij mij in dit contact?", None)
    qtbot.waitUntil(question.share.isVisible)
    qtbot.keyClick(question.share, Qt.Key.Key_Space)
    assert len(session.private_answers.shared(recording_id)) == 1
    qtbot.waitUntil(lambda: question.share.text() == "Maak weer alleen voor mij")
    qtbot.keyClick(question.share, Qt.Key.Key_Space)
    assert session.private_answers.shared(recording_id) == []


def test_leaving_saves_and_a_choice_is_kept_at_once(qtbot, theme, session):
    [recording_id] = add_talks(session, 1)
    screen = open_frame(qtbot, theme, session, QuietFrame.TOGETHER_OR_SOLO)
    screen.questions[0]._choices.buttons()[1].click()
    screen.questions[-1].field.setPlainText("Met de wijkverpleegkundige")
    screen.release()
    kept = {(each.choice, each.text) for each in session.private_answers.of_recording(recording_id)}
    assert kept == {("soms", ""), ("", "Met de wijkverpleegkundige")}


def test_words_and_choices_stay_with_the_talk_they_were_given_at(qtbot, theme, session):
    first, second = add_talks(session, 2)
    screen = open_frame(qtbot, theme, session, QuietFrame.TOGETHER_OR_SOLO)
    screen.questions[0]._choices.buttons()[1].click()
    screen.questions[-1].field.setPlainText("Met de wijkverpleegkundige")
    screen.recording.setCurrentIndex(1)
    assert screen.questions[0]._choices.checkedButton() is None
    assert screen.questions[-1].field.toPlainText() == ""
    assert len(session.private_answers.of_recording(first)) == 2
    screen.questions[0]._choices.buttons()[1].click()
    assert [each.choice for each in session.private_answers.of_recording(second)] == ["soms"]


def test_every_frame_opens_with_the_words_of_the_kader(qtbot, theme, session):
    add_talks(session, 1)
    counts = {QuietFrame.SELF_INQUIRY: 8, QuietFrame.FIVE_WINDOWS: 9, QuietFrame.TOGETHER_OR_SOLO: 11}
    screens = {frame: open_frame(qtbot, theme, session, frame) for frame in counts}
    assert {frame: len(screen.questions) for frame, screen in screens.items()} == counts
