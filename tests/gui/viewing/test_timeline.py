"""The timeline under the hand and the keys: dragging, chapters, the loop, the lane that is closed."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible

from app.domain.moment import MomentKind
from app.domain.timecode import TimeRange
from app.services.moments import MomentDraft
from app.ui.viewing.timeline.timeline_look import CHAPTERS, MOMENTS, SOUND, SUPERVISOR

FRAME_MS = 40


@pytest.fixture
def moment(qtbot, session, recording, screen):
    made = session.moments.add(MomentDraft(recording.recording_id, 6_000, 9_000, MomentKind.KANS))
    qtbot.waitUntil(lambda: bool(screen.marking.moments))
    return made


@pytest.fixture(autouse=True)
def no_chapters_left(session, recording):
    yield
    for chapter in session.chapters.list(recording.recording_id):
        session.chapters.remove(chapter)


def drag(qtbot, timeline, start: QPoint, by_px: int):
    qtbot.mousePress(timeline, Qt.MouseButton.LeftButton, pos=start)
    for step in (by_px // 2, by_px):
        qtbot.mouseMove(timeline, start + QPoint(step, 0))
    qtbot.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=start + QPoint(by_px, 0))


def frame_of(screen):
    return screen.timeline._look().boxes(screen.timeline.axis, screen.timeline._content)[0].frame


def now(session, recording):
    [kept] = session.moments.list(recording.recording_id)
    return kept


def test_dragging_a_moment_moves_it_on_a_frame_and_can_be_undone(qtbot, screen, session, recording, moment):
    drag(qtbot, screen.timeline, frame_of(screen).center().toPoint(), 100)
    moved = now(session, recording)
    assert moved.at_ms > 6_500
    assert moved.until_ms - moved.at_ms == 3_000
    assert moved.at_ms % FRAME_MS == 0
    qtbot.keyClick(screen.stage, "z")
    assert (now(session, recording).at_ms, now(session, recording).until_ms) == (6_000, 9_000)


@pytest.mark.parametrize("end", ["begin", "until"])
def test_dragging_an_end_trims_only_that_end(qtbot, screen, session, recording, moment, end):
    frame = frame_of(screen)
    place = QPoint(round(frame.left() if end == "begin" else frame.right()), round(frame.center().y()))
    drag(qtbot, screen.timeline, place + QPoint(1 if end == "begin" else -1, 0), 40 if end == "begin" else -40)
    trimmed = now(session, recording)
    assert (trimmed.at_ms > 6_000, trimmed.until_ms < 9_000) == ((True, False) if end == "begin" else (False, True))
    assert (trimmed.at_ms % FRAME_MS, trimmed.until_ms % FRAME_MS) == (0, 0)


def test_a_click_does_not_move_and_escape_drops_what_is_dragged(qtbot, screen, session, recording, moment):
    center = frame_of(screen).center().toPoint()
    qtbot.mouseClick(screen.timeline, Qt.MouseButton.LeftButton, pos=center + QPoint(2, 0))
    assert screen.marking.selected.moment_id == moment.moment_id
    qtbot.mousePress(screen.timeline, Qt.MouseButton.LeftButton, pos=center)
    qtbot.mouseMove(screen.timeline, center + QPoint(80, 0))
    qtbot.keyClick(screen.timeline, Qt.Key.Key_Escape)
    qtbot.mouseRelease(screen.timeline, Qt.MouseButton.LeftButton, pos=center + QPoint(80, 0))
    assert now(session, recording) == moment


def test_a_chapter_is_laid_renamed_moved_and_taken_away_by_key(qtbot, screen, session, recording):
    names = [part.name.nl for part in session.kijkkader.current().talk_parts]

    def pick(words: str) -> None:
        next(action for action in screen.chapters.menu.actions() if action.text().startswith(words)).trigger()
        screen.chapters.menu.close()

    def chapters():
        return [(chapter.at_ms, chapter.name) for chapter in session.chapters.list(recording.recording_id)]

    screen.watching.seek(4_000)
    qtbot.keyClick(screen.stage, "h")
    pick(names[0][:12])
    assert chapters() == [(4_000, names[0])]
    screen.timeline.setFocus()
    while screen.timeline.active_lane != CHAPTERS:
        qtbot.keyClick(screen.timeline, Qt.Key.Key_Up)
    screen.watching.seek(5_000)
    qtbot.keyClick(screen.timeline, Qt.Key.Key_Return)
    qtbot.keyClicks(screen.chapters.menu.field, "Over school & thuis")
    qtbot.keyClick(screen.chapters.menu.field, Qt.Key.Key_Return)
    assert chapters() == [(4_000, "Over school & thuis")]
    qtbot.keyClick(screen.timeline, Qt.Key.Key_Return)
    pick("Laat dit deel")
    assert chapters() == [(5_000, "Over school & thuis")]
    tree = QAccessible.queryAccessibleInterface(screen.timeline)
    assert tree.child(tree.childCount() - 1).text(QAccessible.Text.Name) == "Deel van het gesprek: Over school & thuis, vanaf 00:05"
    qtbot.keyClick(screen.timeline, Qt.Key.Key_Return)
    pick("Wis dit deel")
    assert chapters() == []
    for expected in ([(5_000, "Over school & thuis")], [(4_000, "Over school & thuis")], [(4_000, names[0])], []):
        qtbot.keyClick(screen.stage, "z")
        assert chapters() == expected


def test_the_beginning_of_a_chapter_can_be_dragged(qtbot, screen, session, recording):
    session.chapters.add(recording.recording_id, 4_000, "Start")
    session.chapters.add(recording.recording_id, 10_000, "Agenda")
    qtbot.waitUntil(lambda: len(screen.timeline._content.chapters) == 2)
    second = screen.timeline._look().chapter_boxes(screen.timeline.axis, screen.timeline._content)[1].frame
    drag(qtbot, screen.timeline, QPoint(round(second.left()), round(second.center().y())), 60)
    first, moved = session.chapters.list(recording.recording_id)
    assert (first.at_ms, moved.name) == (4_000, "Agenda")
    assert moved.at_ms > 10_000
    assert moved.at_ms % FRAME_MS == 0


def test_a_loop_is_set_with_one_key_and_shown(qtbot, screen):
    screen.watching.seek(8_000)
    qtbot.keyClick(screen.stage, "a")
    screen.watching.seek(5_000)
    qtbot.keyClick(screen.stage, "a")
    assert screen.watching.loop == screen.timeline._content.loop == TimeRange(5_000, 8_000)
    qtbot.keyClick(screen.stage, "a")
    assert screen.watching.loop is screen.timeline._content.loop is None


def test_jumping_to_a_moment_and_repeating_it_begin_two_seconds_earlier(qtbot, screen, moment):
    qtbot.keyClick(screen.stage, "]")
    assert screen.marking.selected.moment_id == moment.moment_id
    assert screen.watching.position_ms == 4_000
    screen.watching.seek(8_000)
    qtbot.keyClick(screen.stage, "r", Qt.KeyboardModifier.ShiftModifier)
    assert 2_900 <= screen.watching.position_ms < 4_000
    screen.watching.pause()


def test_the_lane_of_the_supervisor_says_why_it_is_closed(qtbot, screen):
    assert screen.timeline.lanes[-3:] == (CHAPTERS, MOMENTS, SUPERVISOR)
    screen.timeline.setFocus()
    qtbot.keyClick(screen.timeline, Qt.Key.Key_Down)
    assert screen.timeline.accessibleDescription() == "Begeleider. Luik dicht tot jullie allebei klaar zijn"
    screen.timeline.set_short(is_short=True)
    assert screen.timeline.lanes == (SOUND, MOMENTS, SUPERVISOR)
