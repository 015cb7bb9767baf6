"""Tab goes along the parts of a step in the order in which a person reads them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.own_word import OwnWord
from app.ui.anonymise.screen import PICTURE, ROUNDS, SOUND
from tests.gui.anonymise.test_anonymise_screen import wait_for_picture


def part_with_focus(step) -> int | None:
    focus = QApplication.focusWidget()
    return next((at for at, part in enumerate(step.parts()) if part is focus or part.isAncestorOf(focus)), None)


@pytest.mark.parametrize(("number", "parts"), [(PICTURE, {0, 1, 2, 3}), (SOUND, {0, 1, 2, 3, 4}), (ROUNDS, {0, 2, 4})])
def test_tab_goes_as_the_eye_does_and_never_back(qtbot, open_session, open_screen, rendered, number, parts):
    session = open_session(rendered)
    session.names.set_own_words(session.recordings.list()[0].recording_id, [OwnWord("Jesse", "naam")])
    screen = open_screen(session)
    screen._show(PICTURE)
    wait_for_picture(qtbot, screen)
    screen._show(number)
    step = screen._current()
    step.put_in_reading_order()
    first = next(each for each in (step.parts()[0], *step.parts()[0].findChildren(QWidget)) if each.focusPolicy() & Qt.FocusPolicy.TabFocus)
    first.setFocus()
    reached, stops = [], set()
    # The screen is a window of its own here: past the last stop Tab begins anew.
    while QApplication.focusWidget() not in stops:
        stops.add(QApplication.focusWidget())
        reached.append(part_with_focus(step))
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert None not in reached
    assert reached == sorted(reached)
    assert set(reached) == parts
