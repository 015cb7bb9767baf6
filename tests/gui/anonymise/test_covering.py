"""Choosing how people are covered, and seeing on the stage what the copy will have."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from app.common.design import design_tokens, letter_colour
from app.domain.anonymise_plan import WEAKER_STYLES, MaskStyle
from app.ui.anonymise.screen import PICTURE
from app.ui.widgets.buttons import Button
from tests.gui.anonymise.test_anonymise_screen import SLOW_MS, kept_plan, press, wait_for_picture, with_doubts

CHEST = (0.48, 0.7)


@pytest.fixture
def screen(qtbot, open_session, open_screen, searched):
    session = open_session(searched)
    with_doubts(session)
    screen = open_screen(session)
    assert screen.step == PICTURE
    wait_for_picture(qtbot, screen)
    return screen


def choose(screen, style):
    card = screen.picture_step.panel.card(style)
    assert card.isVisible()
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)


def colour_on_stage(screen, x, y):
    stage = screen.picture_step.stage
    place = stage.rect_of(x, y, x, y).topLeft()
    return stage.grab().toImage().pixelColor(QPoint(round(place.x()), round(place.y())))


def is_near(one: QColor, other: str):
    wanted = QColor(other)
    return max(abs(one.red() - wanted.red()), abs(one.green() - wanted.green()), abs(one.blue() - wanted.blue())) < 12


def test_a_silhouette_is_shown_at_once_as_a_drawn_body_and_then_as_the_copy_has_it(qtbot, screen):
    step = screen.picture_step
    choose(screen, MaskStyle.SILHOUETTE)
    assert step.stage.example is None
    assert is_near(colour_on_stage(screen, *CHEST), letter_colour("A"))
    qtbot.waitUntil(lambda: step.stage.example is not None, timeout=SLOW_MS)
    assert is_near(colour_on_stage(screen, *CHEST), letter_colour("A"))
    frame = step.frame
    press(Qt.Key.Key_Period)
    qtbot.waitUntil(lambda: step.frame != frame, timeout=SLOW_MS)
    assert step.stage.example is None
    qtbot.waitUntil(lambda: step.stage.example is not None, timeout=SLOW_MS)


def test_seeing_through_shows_the_recording_also_under_a_silhouette(qtbot, screen):
    choose(screen, MaskStyle.SILHOUETTE)
    screen.picture_step.stage.setFocus()
    covered = colour_on_stage(screen, *CHEST)
    press(Qt.Key.Key_V)
    assert not is_near(colour_on_stage(screen, *CHEST), covered.name())


def test_without_picture_there_is_nothing_left_to_look_at(qtbot, screen):
    step = screen.picture_step
    assert not step.panel.is_ready
    choose(screen, MaskStyle.TEXT)
    assert step.panel.is_ready
    paper = design_tokens()["kleur"]["licht"]["vraag_vlak"]
    assert all(is_near(colour_on_stage(screen, x, y), paper) for x, y in (CHEST, (0.05, 0.05), (0.48, 0.2)))
    qtbot.waitUntil(lambda: step.stage.example is not None, timeout=SLOW_MS)
    assert all(is_near(colour_on_stage(screen, x, y), paper) for x, y in (CHEST, (0.05, 0.05), (0.48, 0.2)))
    choose(screen, MaskStyle.SOLID)
    assert not step.panel.is_ready
    assert step.stage.example is None


def test_the_weaker_choices_come_last_behind_a_button_and_are_called_so(screen):
    panel = screen.picture_step.panel
    assert [panel.card(style).isVisible() for style in MaskStyle] == [style not in WEAKER_STYLES for style in MaskStyle]
    (button,) = (each for each in panel.findChildren(Button) if each.text() == "Zwakkere keuzes")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert all(panel.card(style).text().startswith("Zwakker") for style in WEAKER_STYLES)
    choose(screen, MaskStyle.BLUR)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert [panel.card(style).isVisible() for style in WEAKER_STYLES] == [False, True]
    screen.release()
    assert kept_plan(screen._session).mask is MaskStyle.BLUR
