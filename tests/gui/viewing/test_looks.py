"""How the screen divides its room, and what it says while something is missing."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QToolButton, QWidget

from app.common.progress import JobContext
from app.domain.moment import MomentKind
from app.services.moments import MomentDraft
from app.ui.theme import DARK, LIGHT
from app.ui.viewing.layout import layout_for
from app.ui.viewing.screen import ViewingScreen
from tests.support.clips import numbered_clip
from tests.support.consents import everybody_agrees

RAIL, TOP_BAR = 52, 56


@pytest.mark.parametrize(
    ("client", "panel", "timeline", "is_folded", "has_side_lights"),
    [((1366, 698), 446, 152, True, False), ((1440, 900), 424, 268, False, False), ((1920, 1080), 640, 298, False, True)],
)
def test_the_room_is_divided_as_in_the_drawing(client, panel, timeline, is_folded, has_side_lights):
    layout = layout_for(client[0] - RAIL, client[1] - TOP_BAR, 1.0)
    assert abs(layout.panel_px - panel) <= 4
    assert layout.timeline_px == timeline
    assert (layout.is_folded, layout.has_side_lights) == (is_folded, has_side_lights)


@pytest.mark.parametrize("scale", [0.9, 1.0, 1.15, 1.3, 1.5])
@pytest.mark.parametrize("size", [(1228, 624), (1314, 642), (1388, 844), (1868, 1024), (3788, 2100)])
def test_the_panel_never_leaves_its_limits_and_large_text_folds_the_window(size, scale):
    layout = layout_for(*size, scale)
    assert 404 <= layout.panel_px <= 640
    assert layout.is_folded or scale <= 1.15


def _cut(widget: QWidget) -> bool:
    return widget.width() < widget.minimumSizeHint().width() or widget.height() < widget.minimumSizeHint().height()


def _is_cut_label(label: QLabel) -> bool:
    words = QFontMetrics(label.font()).horizontalAdvance(label.text())
    is_hint = label.toolTip() == label.text()
    return not label.wordWrap() and not is_hint and bool(label.text()) and words > label.width() + 1


@pytest.mark.parametrize("scale", [1.0, 1.3, 1.5])
@pytest.mark.parametrize("size", [(1228, 624), (1314, 642), (1868, 1024)])
def test_no_button_or_word_is_cut(qtbot, screen, theme, size, scale):
    qtbot.keyClick(screen.stage, "3")
    screen.watch.toggle_watched("kk-212")
    screen.watch.toggle_watched("kk-202")
    theme.set_scale(scale)
    screen.resize(*size)

    def nothing_is_cut():
        assert (screen.width(), screen.height()) == size, "the parts do not force the window to be larger"
        shown = [each for each in screen.findChildren(QWidget) if each.isVisible()]
        assert [each.accessibleName() for each in shown if isinstance(each, QPushButton | QToolButton) and _cut(each)] == []
        assert [each.text() for each in shown if isinstance(each, QLabel) and _is_cut_label(each)] == []
        assert screen.stage.height() > screen.height() / 2, "the picture stays the largest thing"

    qtbot.waitUntil(nothing_is_cut, timeout=10_000)


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_every_target_is_at_least_24_px_and_every_button_has_a_name(qtbot, screen, theme, scale):
    theme.set_scale(scale)
    qtbot.keyClick(screen.stage, "3")
    buttons = [each for each in screen.findChildren(QAbstractButton) if each.isVisible()]
    assert len(buttons) > 15
    assert [each.accessibleName() for each in buttons if min(each.width(), each.height()) < 24] == []
    assert [each for each in buttons if not each.accessibleName()] == []


def test_both_themes_paint_every_part_differently(qtbot, screen, theme):
    qtbot.keyClick(screen.stage, "3")
    parts = [screen.timeline, screen.overview, screen.transport, screen.watch.panes, screen.editor]
    light = [part.grab().toImage() for part in parts]
    theme.set_mode(DARK)
    dark = [part.grab().toImage() for part in parts]
    theme.set_mode(LIGHT)
    assert [one == other for one, other in zip(light, dark, strict=True)] == [False] * len(parts)


def test_focus_is_seen_on_picture_timeline_and_window(screen):
    for part in (screen.stage, screen.timeline, screen.watch.panes, screen.transport.play_button):
        screen.editor.setFocus()
        part.clearFocus()
        without = part.grab().toImage()
        part.setFocus()
        assert part.hasFocus()
        assert part.grab().toImage() != without


def test_lanes_say_that_they_are_drawn_and_then_show_it(qtbot, session, theme, jobs, tmp_path):
    path = tmp_path / "klein.mp4"
    numbered_clip(path, frames=60, audio=True)
    recording = session.recordings.import_file(path, title="Beuk", context=JobContext())
    everybody_agrees(session, recording.recording_id)
    screen = ViewingScreen(session, theme, jobs, recording.recording_id)
    qtbot.addWidget(screen)
    screen.resize(1388, 844)
    empty = screen.timeline.grab().toImage()
    assert screen.stage.sentence
    qtbot.waitUntil(lambda: session.recordings.thumbnails(recording.recording_id) is not None, timeout=60_000)
    qtbot.waitUntil(lambda: screen.timeline.grab().toImage() != empty, timeout=20_000)
    screen.release()


def test_a_recording_that_cannot_be_opened_says_so_on_the_stage(qtbot, session, theme, jobs, recording, monkeypatch):
    from app.common.errors import SystemProblem
    from app.error_texts import ERROR_TEXTS

    def refuse(_recording_id, **_options):
        raise SystemProblem("libvlc_missing")

    monkeypatch.setattr(session.playback, "open_recording", refuse)
    screen = ViewingScreen(session, theme, jobs, recording.recording_id)
    qtbot.addWidget(screen)
    qtbot.waitUntil(lambda: screen.stage.sentence == ERROR_TEXTS["libvlc_missing"], timeout=20_000)
    qtbot.keyClick(screen.stage, Qt.Key.Key_Space)
    qtbot.keyClick(screen.stage, "3")
    assert len(session.moments.list(recording.recording_id)) == 1, "marking needs no picture"
    screen.release()


def test_focus_mode_leaves_only_picture_and_line_and_comes_back(qtbot, screen):
    told = []
    screen.focus_mode_changed.connect(told.append)
    qtbot.keyClick(screen.stage, "f")
    assert not screen.transport.isVisible()
    assert not screen.timeline.isVisible()
    assert screen.focus_bar.isVisible()
    qtbot.waitUntil(lambda: screen.stage.width() == screen.width())
    qtbot.keyClick(screen.stage, "2")
    assert [moment.kind for moment in screen.marking.moments] == [MomentKind.SCHUURT]
    qtbot.keyClick(screen.stage, Qt.Key.Key_Escape)
    assert screen.transport.isVisible()
    assert told == [True, False]


def test_the_timeline_repaints_only_around_the_line_of_now(qtbot, screen):
    screen.timeline.zoom(2, 0)
    screen.grab()
    painted = screen.timeline._painted
    screen.timeline.show_position(1_000, follows=True)
    screen.grab()
    assert screen.timeline._painted is painted


def test_the_header_names_the_recording_and_says_it_stays_here(screen):
    assert (screen.title, screen.subtitle) == ("Gezin Kastanje", "3e gesprek")
    assert screen.safety_text == "Deze opname verlaat dit apparaat niet"
    assert screen.has_back
    assert screen.is_rail_narrow


def test_a_screen_reader_finds_the_moments_and_the_panes(qtbot, screen, session, recording):
    from PySide6.QtGui import QAccessible

    session.moments.add(MomentDraft(recording.recording_id, 3_000, 6_000, MomentKind.KANS, ("kk-211",), see="ik vat samen"))
    qtbot.waitUntil(lambda: len(screen.marking.moments) == 1)
    timeline = QAccessible.queryAccessibleInterface(screen.timeline)
    assert timeline.role() == QAccessible.Role.List
    assert timeline.childCount() == 1
    assert timeline.child(0).text(QAccessible.Text.Name) == "Kans, 00:03 tot 00:06, ik vat samen"
    assert QRect(screen.timeline.mapToGlobal(QPoint(0, 0)), screen.timeline.size()).contains(timeline.child(0).rect())
    panes = QAccessible.queryAccessibleInterface(screen.watch.panes)
    names = [panes.child(index).text(QAccessible.Text.Name) for index in range(panes.childCount())]
    assert len([each for each in names if each.startswith("rij ")]) == 9
    assert len(names) == 10, "and the choice of phase, which floats in their corner"
    assert "rij Uitwisselen, kolom Doel: Waarom we hier zitten, 1 moment" in names


def test_reading_a_gone_screen_aloud_does_not_crash(qtbot, session, theme, jobs, recording):
    from PySide6.QtGui import QAccessible

    screen = ViewingScreen(session, theme, jobs, recording.recording_id)
    qtbot.addWidget(screen)
    timeline = QAccessible.queryAccessibleInterface(screen.timeline)
    assert timeline.isValid()
    screen.release()
    screen.close()
    screen.deleteLater()
    qtbot.waitUntil(lambda: not timeline.isValid(), timeout=5_000)
    assert timeline.childCount() == 0
    assert timeline.text(QAccessible.Text.Name) == ""
