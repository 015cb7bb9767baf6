"""What other parts of the program may lend room for, around the picture."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def test_a_panel_takes_the_place_of_the_moment_and_gives_it_back(screen):
    flow = QLabel("stappen")
    screen.room.show_side(flow)
    assert flow.isVisible()
    assert not screen.editor.isVisible()
    screen.room.show_side(None)
    assert screen.editor.isVisible()
    assert not flow.isVisible()


def test_a_strip_stands_above_the_picture_and_goes_in_focus_mode(qtbot, screen):
    strip = QLabel("wennen", screen)
    screen.room.show_above(strip)
    qtbot.waitUntil(lambda: strip.isVisible() and strip.geometry().bottom() < screen.stage.geometry().top())
    qtbot.keyClick(screen.stage, "f")
    assert not strip.isVisible()
    qtbot.keyClick(screen.stage, Qt.Key.Key_Escape)
    assert strip.isVisible()
    screen.room.show_above(None)
    assert not strip.isVisible()


def test_a_cover_hides_the_whole_picture_at_every_size(qtbot, screen):
    cover = QLabel("luiken")
    screen.room.cover_stage(cover)
    assert cover.size() == screen.stage.size()
    screen.resize(1000, 700)
    qtbot.waitUntil(lambda: cover.size() == screen.stage.size())
    screen.room.cover_stage(None)
    assert not cover.isVisible()


def test_a_layer_is_painted_over_every_picture(screen):
    painted = []
    screen.stage.add_layer(lambda _painter, place: painted.append(place))
    screen.stage.grab()
    assert painted[0] == screen.stage.picture_rect()
