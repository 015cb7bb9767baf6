"""A note that is spoken at a moment, in the editor of the viewing room."""

import pytest
from PySide6.QtWidgets import QPushButton

from app.domain.consent import AgeGroup, PersonConsent, Purpose
from app.services.captures import TEST_SOURCES, Sources
from app.services.moments import MomentDraft
from app.ui.capture.spoken_note_bar import SpokenNoteBar
from app.ui.widgets.buttons import IconButton
from tests.gui.cut_text import unnamed
from tests.support.demo_vault import cheap_session
from tests.support.vaults import add_recording


@pytest.fixture
def session(tmp_path):
    made = cheap_session(tmp_path / "kluis")
    yield made
    made.lock()


@pytest.fixture
def moments(session):
    recording = add_recording(session._vault)
    session.consent.set_person(recording.recording_id, PersonConsent("begeleider", AgeGroup.ADULT, frozenset({Purpose.OWN}), given_by=("zelf",)))
    return [session.moments.add(MomentDraft(recording.recording_id, at_ms)) for at_ms in (1000, 2000)]


@pytest.fixture
def bar(qtbot, theme, jobs, session):
    made = SpokenNoteBar(session, theme, jobs, sources=TEST_SOURCES)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.release()
    jobs.wait_all(60)


def _speak(qtbot, bar, seconds=0.5):
    bar._speak.click()
    qtbot.waitUntil(lambda: bar._live is not None and bar._live.state.recorded_ms > seconds * 1000, timeout=60_000)


def _rows(bar):
    return [button for button in bar.findChildren(QPushButton) if "notitie" in button.text() and button is not bar._speak and not button.isHidden()]


def test_a_note_is_spoken_kept_heard_and_taken_away(qtbot, bar, moments, session):
    bar.show_moment(moments[0])
    with qtbot.waitSignal(bar.speaking_started):
        _speak(qtbot, bar)
    assert bar._speak.text().startswith("Stop en bewaar")
    bar._speak.click()
    qtbot.waitUntil(lambda: not bar.is_speaking, timeout=60_000)
    (note,) = session.spoken_notes.of_moment(moments[0].moment_id)
    assert not unnamed(bar)
    (play,) = _rows(bar)
    play.click()
    qtbot.waitUntil(lambda: bar._playing is not None, timeout=60_000)
    assert bar._playing == note
    with qtbot.waitSignal(bar.said) as said:
        next(button for button in bar.findChildren(IconButton) if button.isVisible()).click()
    assert "Z haalt haar terug" in said.args[0]
    assert session.spoken_notes.of_moment(moments[0].moment_id) == []
    session.undo.undo()
    assert session.spoken_notes.of_moment(moments[0].moment_id) == [note]


def test_going_to_another_moment_while_speaking_keeps_the_note_where_it_began(qtbot, bar, moments, session):
    bar.show_moment(moments[0])
    _speak(qtbot, bar)
    bar.show_moment(moments[1])
    bar._speak.click()
    qtbot.waitUntil(lambda: not bar.is_speaking, timeout=60_000)
    assert session.spoken_notes.moments_with(moments[0].recording_id) == {moments[0].moment_id}
    assert _rows(bar) == []


def test_without_a_microphone_it_says_so(qtbot, bar, moments):
    bar._sources = Sources((), ())
    bar.show_moment(moments[0])
    with qtbot.waitSignal(bar.said) as said:
        bar._speak.click()
    assert "geen microfoon" in said.args[0]
    assert not bar.is_speaking
