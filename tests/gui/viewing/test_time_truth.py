"""A mark belongs to the picture that was seen: proven by the number in the picture the stage holds. Real libVLC, real widgets.

A part every day; all 200 of each with `KIJKKAMER_WHOLE_CLIPS=1`, which prints how far off they were.
"""

import os
import random
from collections import Counter

from PySide6.QtCore import Qt

from app.ui.viewing.moment.marking import LEAD_MS
from tests.gui.viewing.conftest import FPS, FRAMES
from tests.support.clips import picture_number

FRAME_MS = 1000 // FPS
IS_WHOLE = os.environ.get("KIJKKAMER_WHOLE_CLIPS") == "1"
MARKS, SEEKS, STEPS = (200, 200, 200) if IS_WHOLE else (40, 12, 24)
MARKS_PER_START = 5
RATES = (0.5, 0.75, 1.0, 1.5, 2.0)


def number_on_stage(screen):
    return picture_number(screen.stage.picture)


def is_seen(screen):
    """Whether what runs has come to the place that was asked for: before that the exact still of that place is on the stage."""
    return screen.watching._wanted_ms is None and screen.watching._playback._seen is not None


def mark_here(qtbot, screen):
    """Press a key; return the moment that is there at once, and the number in the picture on the stage."""
    before = {moment.moment_id for moment in screen.marking.moments}
    number = number_on_stage(screen)
    qtbot.keyClick(screen.stage, "1")
    [made] = [moment for moment in screen.marking.moments if moment.moment_id not in before]
    return made, number


def frames_off(moment, number):
    """How many frames the time of seeing lies from the picture with this number."""
    return (moment.at_ms + LEAD_MS) / FRAME_MS - number


def test_marks_made_while_playing_lie_within_a_frame_of_the_picture_that_was_shown(qtbot, screen):
    chance = random.Random(5)
    seen, at_once = {}, []
    found = []
    screen.watching.located.connect(lambda moment_id, _by_ms: found.append(moment_id))
    while len(seen) < MARKS:
        screen.watching.set_rate(RATES[len(seen) // MARKS_PER_START % len(RATES)])
        screen.watching.seek(chance.randrange(4_000, FRAMES * FRAME_MS - 8_000))
        screen.watching.play()
        qtbot.waitUntil(lambda: is_seen(screen), timeout=20_000)
        for _ in range(MARKS_PER_START):
            # After a start at double speed libVLC may show a picture it could not decode whole: that carries no number to compare.
            qtbot.waitUntil(lambda: number_on_stage(screen) >= 0, timeout=20_000)
            made, number = mark_here(qtbot, screen)
            at_once.append(frames_off(made, number))
            seen[made.moment_id] = number
            qtbot.wait(chance.choice([10, 30, 60, 120, 300] if IS_WHOLE else [10, 30, 60]))
    qtbot.waitUntil(lambda: len(found) == MARKS, timeout=60_000)
    off = [frames_off(moment, seen[moment.moment_id]) for moment in screen.marking.moments if moment.moment_id in seen]
    print("frames off at once:", sorted(Counter(round(each) for each in at_once).items()))
    print("frames off once the picture was found:", sorted(Counter(round(each) for each in off).items()))
    assert len(off) == MARKS
    assert max(abs(each) for each in off) <= 1, off


def test_a_mark_right_after_a_jump_is_of_the_place_that_was_asked_for(qtbot, screen):
    screen.watching.play()
    qtbot.waitUntil(lambda: is_seen(screen), timeout=20_000)
    screen.watching.seek(12_000)
    qtbot.keyClick(screen.stage, "1")
    assert screen.marking.selected.at_ms == 12_000 - LEAD_MS


def test_until_libvlc_shows_the_new_place_its_exact_frame_is_on_the_stage(qtbot, screen):
    screen.watching.play()
    qtbot.waitUntil(lambda: is_seen(screen), timeout=20_000)
    seen = []
    screen.watching.picture_shown.connect(lambda picture: seen.append((picture.at_ms, picture_number(picture))))
    screen.watching.seek(12_000)
    qtbot.waitUntil(lambda: bool(seen) and is_seen(screen), timeout=20_000)
    after = [number for at_ms, number in seen if at_ms >= 12_000]
    assert after
    assert all(abs(at_ms / FRAME_MS - number) <= 1 for at_ms, number in seen), seen


def test_paused_jumps_land_exactly(qtbot, screen):
    chance = random.Random(7)
    for _ in range(SEEKS):
        at_ms = chance.randrange(FRAMES * FRAME_MS)
        screen.watching.seek(at_ms)
        qtbot.waitUntil(lambda asked_ms=at_ms: number_on_stage(screen) == asked_ms // FRAME_MS, timeout=20_000)
        made, number = mark_here(qtbot, screen)
        assert number == at_ms // FRAME_MS
        assert at_ms < LEAD_MS or (made.at_ms + LEAD_MS) // FRAME_MS == number


def test_steps_in_both_directions_land_exactly(qtbot, screen):
    chance = random.Random(9)
    screen.watching.seek(FRAMES // 2 * FRAME_MS)
    qtbot.waitUntil(lambda: number_on_stage(screen) == FRAMES // 2, timeout=20_000)
    expected = FRAMES // 2
    for _ in range(STEPS):
        key, by = chance.choice([(".", 1), (",", -1)])
        qtbot.keyClick(screen.stage, key)
        expected += by
        qtbot.waitUntil(lambda number=expected: number_on_stage(screen) == number, timeout=20_000)
        assert screen.watching.position_ms == expected * FRAME_MS


def test_standing_still_keeps_the_picture_that_was_seen(qtbot, screen):
    for rate in (1.0, 2.0):
        screen.watching.set_rate(rate)
        screen.watching.seek(5_000)
        screen.watching.play()
        qtbot.waitUntil(lambda: is_seen(screen) and screen.watching.position_ms > 5_400, timeout=20_000)
        seen = number_on_stage(screen)
        qtbot.keyClick(screen.stage, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: screen.watching._playback._seen is None, timeout=20_000)
        assert number_on_stage(screen) * FRAME_MS == screen.watching.position_ms
        assert abs(number_on_stage(screen) - seen) <= 1
