"""The frame in the window: what is looked for, what is quiet, what cannot be seen, and what everything means."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLabel

from app.services.viewing import ViewingChoice
from app.ui.viewing.panes.cards import FrameCard
from app.ui.viewing.panes.watch_panel import START_SET
from app.ui.viewing.screen import ViewingScreen
from app.ui.widgets.switch import Switch
from tests.support.consents import a_person

SEVERAL = "Alleen te zien als er twee of meer mensen uit het gezin of netwerk bij zijn."


def pane_names(screen):
    panes = QAccessible.queryAccessibleInterface(screen.watch.panes)
    named = (panes.child(index).text(QAccessible.Text.Name) for index in range(panes.childCount()))
    return [each for each in named if each.startswith("rij ")]  # and not the button that floats in their corner


def open_card():
    return next((each for each in QApplication.topLevelWidgets() if isinstance(each, FrameCard) and each.isVisible()), None)


def words_of(card):
    return [label.text() for label in card.findChildren(QLabel)]


def card_of(qtbot, screen, cell_id):
    screen.watch.panes.card_requested.emit(cell_id, QPoint(100, 100))
    qtbot.waitUntil(lambda: open_card() is not None)
    return open_card()


@pytest.fixture
def two_of_the_family(session, recording):
    session.consent.set_person(recording.recording_id, a_person("jongere"))
    yield
    session.consent.remove_person(recording.recording_id, "jongere")


def test_what_is_looked_for_is_kept_with_the_recording_and_undone_with_z(qtbot, screen, session, theme, jobs, recording):
    screen.watch.toggle_watched("kk-101")
    screen.watch.toggle_watched("kk-202")
    again = ViewingScreen(session, theme, jobs, recording.recording_id)
    qtbot.addWidget(again)
    qtbot.waitUntil(lambda: again.watch.watched == ("kk-101", "kk-202"), timeout=20_000)
    again.release()
    qtbot.keyClick(screen.stage, "z")
    assert screen.watch.watched == ("kk-101",)
    qtbot.keyClick(screen.stage, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert screen.watch.watched == ("kk-101", "kk-202")


def test_a_phase_makes_the_other_panes_quiet_and_asks_its_own_questions(qtbot, screen, session):
    kader = session.kijkkader.current()
    phase = kader.phases[2]
    screen.watch._on_filter_chosen(phase.phase_id)
    quiet = screen.watch.panes._content.quiet
    assert quiet == {cell.cell_id for cell in kader.cells if cell.theme_id not in phase.theme_ids}
    asked = set()
    for _ in range(40):
        asked.add(screen.editor.question.question)
        qtbot.keyClick(screen.stage, "q")
    of_phase = {question.nl for each in kader.indicators_in_phase(phase.phase_id) for question in each.questions}
    assert asked <= of_phase
    assert len(asked) > 5
    assert session.viewing.choice(screen.recording_id) == ViewingChoice((), phase.phase_id)


def test_the_set_to_begin_with_is_a_filter_too(screen, session):
    screen.watch._on_filter_chosen(START_SET)
    offered = screen.watch.offered
    assert offered
    assert set(offered) <= set(session.kijkkader.current().start_set)


def test_with_one_person_what_needs_several_is_grey_and_says_why(qtbot, screen, session):
    several = next(each for each in session.kijkkader.current().indicators if each.needs_several_people)
    assert several not in screen.watch.offered
    card = card_of(qtbot, screen, several.cell_id)
    closed = [switch for switch in card.findChildren(Switch) if not switch.isEnabled()]
    assert [switch.accessibleName() for switch in closed].count(f"Let op: {several.name.nl}") == 1
    assert several.cell_id in screen.watch.panes._content.locked or any(switch.isEnabled() for switch in card.findChildren(Switch))
    assert SEVERAL in words_of(card)
    card.close()


def test_with_several_people_it_can_be_looked_for(qtbot, screen, session, two_of_the_family):
    several = next(each for each in session.kijkkader.current().indicators if each.needs_several_people)
    qtbot.waitUntil(lambda: screen.watch._people == 2)
    card = card_of(qtbot, screen, several.cell_id)
    switch = next(each for each in card.findChildren(Switch) if each.accessibleName() == f"Let op: {several.name.nl}")
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert screen.watch.watched == (several.indicator_id,)


def test_the_card_of_a_pane_tells_what_helps_and_what_chafes(qtbot, screen, session):
    cell = session.kijkkader.current().cells[0]
    card = card_of(qtbot, screen, cell.cell_id)
    shown = words_of(card)
    for indicator in cell.indicators:
        assert indicator.description.nl in shown
        assert f"Helpt: {indicator.helps.nl}" in shown
        assert f"Schuurt: {indicator.chafes.nl}" in shown
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: open_card() is None)


def test_the_menu_key_opens_the_card_of_the_pane_with_the_keyboard(qtbot, screen):
    panes = screen.watch.panes
    panes.setFocus()
    qtbot.keyClick(panes, Qt.Key.Key_Right)
    asked = []
    panes.card_requested.connect(lambda cell_id, _place: asked.append(cell_id))
    QApplication.sendEvent(panes, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0)))
    assert asked == ["v11"]
    open_card().close()


@pytest.mark.parametrize("size", [(1388, 844), (1314, 642)])
def test_whose_frame_this_is_can_always_be_read(qtbot, screen, session, size):
    screen.resize(*size)
    qtbot.wait(50)
    buttons = [each for each in (screen.watch._about, screen.watch._bar_about) if each.isVisible()]
    assert len(buttons) == 1
    qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: open_card() is not None)
    kader = session.kijkkader.current()
    assert kader.notice.nl in words_of(open_card())
    assert all(term.term in words_of(open_card()) for term in kader.glossary)
    open_card().close()


def test_the_extensions_are_a_press_away_where_there_is_no_room_beside(qtbot, screen, session):
    assert len(pane_names(screen)) == 9
    qtbot.mouseClick(screen.watch._extensions, Qt.MouseButton.LeftButton)
    names = pane_names(screen)
    kader = session.kijkkader.current()
    assert len(names) == sum(cell.theme_id in {each.theme_id for each in kader.themes if each.is_extension} for cell in kader.cells)
    qtbot.mouseClick(screen.watch._extensions, Qt.MouseButton.LeftButton)
    assert len(pane_names(screen)) == 9


def test_v_2_k_picks_an_extension_that_is_not_in_view(qtbot, screen, session, recording):
    qtbot.keyClick(screen.stage, "3")
    for key in "v2k":
        qtbot.keyClick(screen.focusWidget(), key)
    [moment] = session.moments.list(recording.recording_id)
    kader = session.kijkkader.current()
    [indicator] = [kader.indicator(each) for each in moment.indicators]
    assert next(each for each in kader.themes if each.theme_id == indicator.theme_id).is_extension
