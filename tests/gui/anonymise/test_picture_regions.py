"""Step 2 of making unrecognisable: drawn regions, text the app saw, taking back and making again, watching quickly."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain import mask_editing as editing
from app.domain.anonymise_plan import AnonymisePlan, Box, BoxOrigin, MaskKey, Track, TrackKind
from app.domain.mask_editing import key_at
from app.services.session import Session
from app.ui.anonymise.screen import PICTURE, SOUND, AnonymiseScreen
from app.vault.vault import Vault
from tests.support.source_tree import ROOT
from tests.support.vaults import PASSPHRASE

SLOW_MS = 120_000
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
BADGE = Box(0.465, 0.52, 0.53, 0.635)
LINE = Box(0.1, 0.85, 0.4, 0.9)


def press(key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifier)


def kept_plan(session) -> AnonymisePlan:
    plan = session.anonymise.plan(session.fragments.list()[0].fragment_id)
    assert plan is not None
    return plan


def with_text(session, track_id: str = "text-1") -> None:
    """Put a text the app saw into the plan, in frames 5 to 20."""
    plan = kept_plan(session)
    keys = tuple(MaskKey(frame, LINE, BoxOrigin.FOLLOWED, 0.9) for frame in range(5, 21))
    session.anonymise.save_plan(plan.with_tracks((*plan.tracks, Track(track_id, "B", "", keys, kind=TrackKind.WRITING))))


def with_badge(session) -> None:
    plan = kept_plan(session)
    session.anonymise.save_plan(editing.add_region(plan, BADGE, 0, 0, len(plan.frame_times_ms) - 1, kind=TrackKind.BADGE))


def shown(qtbot, screen: AnonymiseScreen) -> AnonymiseScreen:
    qtbot.waitUntil(lambda: screen.picture_step.stage.picture is not None, timeout=SLOW_MS)
    return screen


def test_the_ruler_stays_in_view_above_more_people_than_fit(qtbot, open_session, open_screen, searched):
    session = open_session(searched)
    for number in range(6):
        with_text(session, f"text-{number}")
    step = shown(qtbot, open_screen(session)).picture_step
    bar, viewport = step._lanes.verticalScrollBar(), step._lanes.viewport()
    ruler = QRect(0, 0, viewport.width(), step.timeline.reach // 2)
    bar.setValue(0)
    before = viewport.grab(ruler).toImage()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    assert viewport.grab(ruler).toImage() == before
    selected = step.selected
    QTest.mouseClick(step.timeline, Qt.MouseButton.LeftButton, pos=QPoint(20, bar.value() + 4))
    assert step.selected == selected


def choose_last(screen: AnonymiseScreen) -> None:
    screen.picture_step.timeline.setFocus()
    for _ in range(10):
        press(Qt.Key.Key_Down)
    screen.picture_step.stage.setFocus()


def test_a_drawn_badge_moves_along_at_one_key_and_stands_still_at_the_same(qtbot, open_session, open_screen, searched):
    session = open_session(searched)
    with_badge(session)
    screen = shown(qtbot, open_screen(session))
    choose_last(screen)
    press(Qt.Key.Key_M)
    assert screen.picture_step.following.track_id == "drawn-1"
    qtbot.waitUntil(lambda: not screen.picture_step.following.track_id, timeout=SLOW_MS)
    followed = kept_plan(session).tracks[-1]
    assert editing.is_following(followed)
    assert min(key.confidence for key in followed.keys) > 0.8
    assert screen.picture_step.people.cards["drawn-1"].accessibleDescription() == "Zelf getekend, beweegt mee"
    press(Qt.Key.Key_M)
    assert not editing.is_following(kept_plan(session).tracks[-1])


def test_moving_a_region_that_follows_follows_it_anew_from_there(qtbot, open_session, open_screen, searched):
    session = open_session(searched)
    with_badge(session)
    screen = shown(qtbot, open_screen(session))
    choose_last(screen)
    press(Qt.Key.Key_M)
    qtbot.waitUntil(lambda: not screen.picture_step.following.track_id, timeout=SLOW_MS)
    press(Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: bool(screen.picture_step.following.track_id), timeout=SLOW_MS)
    press(Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: not screen.picture_step.following.track_id, timeout=SLOW_MS)
    track = kept_plan(session).tracks[-1]
    frame = screen.picture_step.frame
    assert key_at(track, frame).origin is BoxOrigin.DRAWN
    wide = [key.box.x1 - key.box.x0 for key in track.keys]
    assert min(wide[1:]) > (BADGE.x1 - BADGE.x0) * 1.05


def test_following_can_be_stopped_and_changes_nothing(qtbot, open_session, open_screen, searched):
    session = open_session(searched)
    with_badge(session)
    before = kept_plan(session)
    screen = shown(qtbot, open_screen(session))
    choose_last(screen)
    press(Qt.Key.Key_M)
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not screen.picture_step.following.track_id, timeout=SLOW_MS)
    assert kept_plan(session) == before


def test_a_region_says_what_it_is(qtbot, open_session, open_screen, searched):
    session = open_session(searched)
    with_badge(session)
    screen = shown(qtbot, open_screen(session))
    card = screen.picture_step.people.cards["drawn-1"]
    assert card.accessibleName() == "B, Naamkaartje"
    choose_last(screen)
    card.kind_box.setFocus()
    QTest.keyClicks(card.kind_box, "Tat")
    card.kind_box.activated.emit(card.kind_box.currentIndex())
    assert kept_plan(session).tracks[-1].kind is TrackKind.TATTOO
    assert card.accessibleName() == "B, Tatoeage"


def test_text_the_app_saw_is_covered_until_somebody_decides_and_one_key_does(qtbot, open_session, open_screen, searched):
    session = open_session(searched)
    with_text(session)
    screen = shown(qtbot, open_screen(session))
    assert screen.picture_step.panel.continue_words == "Verder: nog 1 plek"
    qtbot.waitUntil(lambda: screen.picture_step.doubt_here is not None, timeout=SLOW_MS)
    assert kept_plan(session).tracks[-1].hidden
    press(Qt.Key.Key_X)
    assert (kept_plan(session).tracks[-1].hidden, kept_plan(session).tracks[-1].reason) == (False, "niets herkenbaars")
    press(Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: screen.picture_step.doubt_here is not None, timeout=SLOW_MS)
    press(Qt.Key.Key_Return)
    assert kept_plan(session).tracks[-1].hidden
    assert screen.picture_step.panel.continue_words == "Verder"
    press(Qt.Key.Key_Return, CTRL)
    assert screen.step == SOUND


def test_going_on_agrees_with_the_last_spot_only_when_that_is_on_the_stage(qtbot, open_session, open_screen, searched):
    session = open_session(searched)
    with_text(session)
    screen = shown(qtbot, open_screen(session))
    press(Qt.Key.Key_End)
    qtbot.waitUntil(lambda: screen.picture_step.frame > 20, timeout=SLOW_MS)
    press(Qt.Key.Key_Return, CTRL)
    assert screen.step == PICTURE
    assert kept_plan(session).tracks[-1].accepted == ()
    qtbot.waitUntil(lambda: screen.picture_step.doubt_here is not None, timeout=SLOW_MS)
    press(Qt.Key.Key_Return, CTRL)
    assert screen.step == SOUND
    assert kept_plan(session).tracks[-1].accepted == ((5, 20),)


@pytest.mark.parametrize(("key", "modifier"), [(Qt.Key.Key_Y, CTRL), (Qt.Key.Key_Z, CTRL | SHIFT)], ids=["ctrl-y", "ctrl-shift-z"])
def test_what_was_taken_back_is_made_again(qtbot, open_session, open_screen, searched, key, modifier):
    session = open_session(searched)
    screen = shown(qtbot, open_screen(session))
    before = kept_plan(session)
    press(Qt.Key.Key_T)
    press(Qt.Key.Key_Return)
    drawn = kept_plan(session)
    press(Qt.Key.Key_Plus)
    grown = kept_plan(session)
    for expected in (drawn, before):
        press(Qt.Key.Key_Z, CTRL)
        assert kept_plan(session) == expected
    for expected in (drawn, grown, grown):
        press(key, modifier)
        assert kept_plan(session) == expected
    press(Qt.Key.Key_Z, CTRL)
    press(Qt.Key.Key_T)
    press(Qt.Key.Key_Return)
    assert not screen.picture_step.review.can_redo


def test_watching_quickly_to_the_end_is_remembered_and_stopping_is_not(qtbot, open_session, open_screen, searched):
    session = open_session(searched)
    screen = shown(qtbot, open_screen(session))
    press(Qt.Key.Key_F)
    qtbot.waitUntil(lambda: screen.is_playing, timeout=SLOW_MS)
    press(Qt.Key.Key_Space)
    assert "quick" not in kept_plan(session).watched_for
    press(Qt.Key.Key_F)
    qtbot.waitUntil(lambda: "quick" in kept_plan(session).watched_for, timeout=SLOW_MS)
    qtbot.waitUntil(lambda: not screen.is_playing, timeout=SLOW_MS)
    screen.picture_step.review.set_watched_for(("mirror",))
    assert set(kept_plan(session).watched_for) == {"mirror", "quick"}


REVIEW_UNTIL_KILLED = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.services.session import Session
from app.ui.anonymise.review import Review
from app.domain.anonymise_plan import Box
from app.vault.vault import Vault
from tests.support.vaults import PASSPHRASE
application = QCoreApplication([])
session = Session(Vault.open(Path(sys.argv[1]), PASSPHRASE))
fragment = session.fragments.list()[0]
review = Review(session, fragment, session.anonymise.plan(fragment.fragment_id))
for number in range(5):
    review.draw(Box(0.1 * number, 0.1, 0.1 * number + 0.1, 0.2), 3)
print(len(review.plan.tracks), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_being_killed_in_the_middle_of_the_review_loses_nothing(tmp_path, searched):
    folder = Path(shutil.copytree(searched, tmp_path / "killed"))
    command = [sys.executable, "-c", REVIEW_UNTIL_KILLED, str(folder)]
    killed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    session = Session(Vault.open(folder, PASSPHRASE))
    tracks = kept_plan(session).tracks
    session.lock()
    assert len(tracks) == int(killed.stdout)
    assert sum(track.track_id.startswith("drawn-") for track in tracks) == 5
