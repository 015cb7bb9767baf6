"""Searching with the keyboard, collections, and watching moments of two recordings one after another."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from app.common.progress import JobContext
from app.domain.moment import MomentKind
from app.domain.search import TextFilter
from app.services.moments import MomentDraft
from app.ui.search.found_list import place_text
from app.ui.search.screen import SearchScreen
from app.ui.viewing.playlist.screen import PlaylistScreen
from tests.support.clips import numbered_clip
from tests.support.consents import everybody_agrees

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def other(kept_session, recording, tmp_path_factory):
    path = tmp_path_factory.mktemp("clip") / "tweede.mp4"
    numbered_clip(path, frames=100, fps=25)
    kept = kept_session.recordings.import_file(path, title="Gezin Vlier", talk="1e gesprek", context=JobContext())
    everybody_agrees(kept_session, kept.recording_id)
    return kept


@pytest.fixture
def moments(session, recording, other):
    drafts = (
        MomentDraft(recording.recording_id, 3_000, 3_400, MomentKind.KANS, who=("werker",), see="Zes seconden stilte"),
        MomentDraft(other.recording_id, 1_000, 1_400, MomentKind.HELPT, see="Weer stilte, hij kijkt op"),
        MomentDraft(recording.recording_id, 18_000, None, MomentKind.SCHUURT, see="Ik praat door"),
    )
    yield [session.moments.add(draft) for draft in drafts]
    for collection in session.collections.list():
        session.collections.remove(collection.collection_id)


@pytest.fixture
def searching(qtbot, session, theme, jobs, moments):
    shown = SearchScreen(session, theme, jobs)
    qtbot.addWidget(shown)
    shown.resize(1278, 642)
    shown.show()
    shown.activateWindow()
    shown.entered()
    qtbot.waitUntil(lambda: len(shown.list.rows) == 3)
    yield shown
    shown.release()
    assert jobs.wait_all(30)


def found_words(screen):
    return [found.words for found in screen.list.rows]


def test_words_are_found_while_typing_and_enter_goes_to_the_first(qtbot, searching, moments):
    qtbot.keyClicks(searching.field, "stilte")
    qtbot.waitUntil(lambda: len(searching.list.rows) == 2)
    qtbot.keyClick(searching.field, Qt.Key.Key_Return)
    with qtbot.waitSignal(searching.opened) as opened:
        qtbot.keyClick(searching.list, Qt.Key.Key_Return)
    assert opened.args[0].moment == moments[1]
    qtbot.keyClick(searching.field, "F", CTRL)
    qtbot.keyClicks(searching.field, "xyzzy")
    qtbot.waitUntil(lambda: not searching.list.isVisible())
    assert searching._nothing.text() == "Niets gevonden voor “xyzzy”. Probeer een kleiner woord."


def test_choices_narrow_what_is_found(qtbot, searching, moments):
    for button, value, words in (
        (searching.filters.mark, MomentKind.SCHUURT, ["Ik praat door"]),
        (searching.filters.who, "werker", ["Zes seconden stilte"]),
        (searching.filters.share, (2 / 3, 1.0), ["Ik praat door"]),
    ):
        button._on_chosen(value)
        qtbot.waitUntil(lambda expected=words: found_words(searching) == expected)
        searching.filters._forget.click()
        qtbot.waitUntil(lambda: len(searching.list.rows) == 3)


def test_a_collection_is_made_filled_ordered_and_undone_by_key(qtbot, searching, session, moments):
    qtbot.keyClicks(searching.collections.field, "Stiltes")
    qtbot.keyClick(searching.collections.field, Qt.Key.Key_Return)
    [collection] = session.collections.list()
    qtbot.waitUntil(lambda: not searching.list.rows)
    searching._all.click()
    qtbot.waitUntil(lambda: len(searching.list.rows) == 3)
    for place in (1, 2):
        searching.list.setCurrentIndex(searching.list.model().index(place, 0))
        searching._put_in(collection.collection_id, collection.name, searching.list.chosen.entry)
        qtbot.waitUntil(lambda: len(searching.list.rows) == 3)
    searching.show_collection(collection.collection_id)
    qtbot.waitUntil(lambda: found_words(searching) == ["Weer stilte, hij kijkt op", "Zes seconden stilte"])
    searching.list.setCurrentIndex(searching.list.model().index(1, 0))
    qtbot.keyClick(searching.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: found_words(searching) == ["Zes seconden stilte", "Weer stilte, hij kijkt op"])
    assert searching.list.chosen.words == "Zes seconden stilte"
    qtbot.keyClick(searching.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: found_words(searching) == ["Weer stilte, hij kijkt op"])
    qtbot.keyClick(searching.list, "Z", CTRL)
    qtbot.waitUntil(lambda: len(searching.list.rows) == 2)
    searching.collections.renamed.emit(collection.collection_id, "Zwijgen")
    assert searching._head.text() == "Zwijgen"


def test_a_screen_reader_hears_the_words_and_where_they_stand(searching):
    rows = QAccessible.queryAccessibleInterface(searching.list)
    name = rows.child(0).text(QAccessible.Text.Name)
    assert name.startswith("Ik praat door. Schuurt, Gezin Kastanje, 3e gesprek")
    assert name.endswith("00:18")
    for part in (searching.field, searching.list, searching.collections.names, searching.collections.field, *searching.filters._buttons):
        assert part.accessibleName()


def test_moments_of_two_recordings_are_watched_one_after_another(qtbot, session, theme, jobs, moments, recording, other):
    found = session.search.find("stilte", TextFilter())
    screen = PlaylistScreen(session, theme, jobs, found, 0)
    qtbot.addWidget(screen)
    screen.resize(1278, 642)
    screen.show()
    assert screen.piece.recording_id == other.recording_id
    assert screen.watching.position_ms == 0
    qtbot.waitUntil(lambda: screen.piece.recording_id == recording.recording_id, timeout=60_000)
    qtbot.waitUntil(lambda: screen.watching.position_ms >= 3_400 and not screen.is_playing, timeout=60_000)
    assert place_text(screen.piece.found).startswith("Kans, Gezin Kastanje")
    qtbot.keyClick(screen.stage, "[")
    assert screen.piece.recording_id == other.recording_id
    qtbot.keyClick(screen.stage, "]")
    with qtbot.waitSignal(screen.opened) as opened:
        qtbot.keyClick(screen.stage, Qt.Key.Key_Return)
    assert opened.args[0].moment == moments[0]
    screen.release()
    assert jobs.wait_all(30)
