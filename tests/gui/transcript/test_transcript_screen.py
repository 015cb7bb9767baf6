"""What is said, mended line by line: with the keyboard, by dragging an end, and while a draft is being made."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from app.common.errors import RefusedError
from app.common.progress import JobContext
from app.domain.consent import AgeGroup, PersonConsent, Purpose
from app.domain.lanes import Waveform
from app.domain.timecode import TimeRange
from app.domain.transcript import Transcript, TranscriptOrigin, spread
from app.ui.changes import ChangeSignal
from app.ui.transcript.captions import Captions, caption_of
from app.ui.transcript.screen import TranscriptScreen
from app.ui.viewing.screen import ViewingScreen
from tests.gui.cut_text import cut_texts, unnamed
from tests.support.clips import numbered_clip
from tests.support.demo_vault import cheap_session

LINES = (("moeder", "Ik weet het niet.", 200, 900), ("werker", "Wat zou helpen?", 1000, 1500), ("moeder", "Dat iemand luistert.", 1600, 1900))


@pytest.fixture
def session(tmp_path):
    made = cheap_session(tmp_path / "kluis")
    yield made
    made.lock()


@pytest.fixture
def recording(session, tmp_path):
    numbered_clip(tmp_path / "clip.mp4", audio=True)
    recording = session.recordings.import_file(tmp_path / "clip.mp4", title="Gezin Iep", context=JobContext())
    session.consent.set_person(recording.recording_id, PersonConsent("begeleider", AgeGroup.ADULT, frozenset({Purpose.OWN}), given_by=("zelf",)))
    turns = tuple(spread(who, text, TimeRange(begin, end)) for who, text, begin, end in LINES)
    session.transcripts.save(Transcript(recording.recording_id, turns, TranscriptOrigin.IMPORTED))
    return recording


@pytest.fixture
def screen(qtbot, theme, jobs, session, recording):
    opened = TranscriptScreen(session, theme, jobs, recording.recording_id)
    qtbot.addWidget(opened)
    opened.resize(1250, 640)
    opened.show()
    opened.table.choose(0)
    opened.table.setFocus()
    yield opened
    opened.release()
    jobs.wait_all(60)


def _texts(session, recording):
    return [(turn.speaker, turn.text) for turn in session.transcripts.read(recording.recording_id).turns]


def _type(qtbot, screen, text):
    editor = screen.table.findChild(QLineEdit)
    editor.setText(text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not screen.table.is_typing, timeout=20_000)


def test_words_are_typed_in_place_and_can_be_undone(qtbot, screen, session, recording):
    assert not cut_texts(screen)
    assert not unnamed(screen)
    qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    assert screen.table.is_typing
    _type(qtbot, screen, "Ik weet het eigenlijk niet.")
    assert _texts(session, recording)[0] == ("moeder", "Ik weet het eigenlijk niet.")
    assert screen.table.chosen.text == "Ik weet het eigenlijk niet."
    qtbot.keyClick(screen.table, Qt.Key.Key_Z)
    assert _texts(session, recording)[0] == ("moeder", "Ik weet het niet.")
    qtbot.keyClick(screen.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert _texts(session, recording)[0] == ("moeder", "Ik weet het eigenlijk niet.")


def test_splitting_joining_and_taking_away_by_key(qtbot, screen, session, recording):
    qtbot.keyClick(screen.table, Qt.Key.Key_S)
    assert len(_texts(session, recording)) == 4
    qtbot.keyClick(screen.table, Qt.Key.Key_M)
    assert _texts(session, recording)[0] == ("moeder", "Ik weet het niet.")
    qtbot.keyClick(screen.table, Qt.Key.Key_Delete)
    assert [text for _, text in _texts(session, recording)] == ["Wat zou helpen?", "Dat iemand luistert."]
    for _ in range(3):
        session.undo.undo()
    assert len(_texts(session, recording)) == 3


def test_who_speaks_is_typed_as_a_role(qtbot, screen, session, recording):
    screen.table.rows.setData(screen.table.rows.index(1, 1), "pleegmoeder")
    assert _texts(session, recording)[1] == ("pleegmoeder", "Wat zou helpen?")


def test_an_end_is_dragged_and_snaps_to_the_sound_and_the_line_beside(qtbot, screen, session, recording):
    screen.strip.show_waveform(Waveform(20, bytes([200] * 38 + [1] * 62)))  # quiet from 760 ms
    end, near = screen.strip._x_of(900), screen.strip._x_of(790)
    for press, x in ((QTest.mousePress, end), (QTest.mouseMove, near), (QTest.mouseRelease, near)):
        place = QPointF(x, 20).toPoint()
        if press is QTest.mouseMove:
            press(screen.strip, place)
        else:
            press(screen.strip, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert session.transcripts.read(recording.recording_id).turns[0].range == TimeRange(200, 760)
    screen.watching.seek(930)
    qtbot.keyClick(screen.table, Qt.Key.Key_BracketRight)
    assert session.transcripts.read(recording.recording_id).turns[0].range == TimeRange(200, 1000), "the end that the next line begins with"


def test_a_new_line_begins_where_the_picture_stands(qtbot, screen, session, recording):
    screen.watching.seek(1520)
    qtbot.keyClick(screen.table, Qt.Key.Key_N)
    assert screen.table.is_typing
    _type(qtbot, screen, "Hm.")
    (new,) = [turn for turn in session.transcripts.read(recording.recording_id).turns if turn.text == "Hm."]
    assert new.range.from_ms == 1520


def test_what_is_typed_stays_when_a_draft_arrives_meanwhile_and_so_does_the_draft(qtbot, screen, session, recording):
    screen.table.type_words()
    kept = session.transcripts.read(recording.recording_id)
    drafted = spread("", "van de computer", TimeRange(1910, 1990))
    session.transcripts.save(Transcript(recording.recording_id, (*kept.turns, drafted), TranscriptOrigin.DRAFT))
    qtbot.wait(50)
    assert screen.table.is_typing, "the field stays open"
    _type(qtbot, screen, "Ik weet het wel.")
    assert [text for _, text in _texts(session, recording)] == ["Ik weet het wel.", "Wat zou helpen?", "Dat iemand luistert.", "van de computer"]
    qtbot.waitUntil(lambda: screen._read.isVisible())
    screen._read.click()
    assert session.transcripts.read(recording.recording_id).origin is TranscriptOrigin.TYPED


def test_a_file_is_taken_over_and_a_wrong_one_says_why(qtbot, screen, session, recording, tmp_path):
    wrong = tmp_path / "fout.srt"
    wrong.write_text("1\n00:00:09,000 --> 00:59:00,000\nte laat\n", "utf-8")
    screen.take_file(wrong)
    qtbot.waitUntil(lambda: bool(screen.error.text), timeout=20_000)
    assert len(_texts(session, recording)) == 3
    right = tmp_path / "goed.vtt"
    right.write_text("WEBVTT\n\n00:00.100 --> 00:00.700\n<v Moeder>Dag.\n", "utf-8")
    screen.take_file(right)
    qtbot.waitUntil(lambda: _texts(session, recording) == [("Moeder", "Dag.")], timeout=20_000)


def test_it_is_not_shown_while_somebody_did_not_agree(theme, jobs, session, recording):
    session.consent.set_person(recording.recording_id, PersonConsent("begeleider", AgeGroup.ADULT, refused=frozenset({Purpose.OWN})))
    with pytest.raises(RefusedError, match="consent_missing"):
        session.transcripts.read(recording.recording_id)


def test_captions_follow_the_time_and_are_off_until_wanted(qtbot, jobs, session, recording):
    shown = []
    feed = ChangeSignal(session.changes)
    captions = Captions(session, jobs, feed, recording.recording_id, shown.append)
    qtbot.waitUntil(lambda: captions.has_text, timeout=20_000)
    captions.set_time(300)
    assert shown == []
    captions.set_on(is_on=True)
    for at_ms in (950, 1100, 1200, 5000):
        captions.set_time(at_ms)
    assert shown == ["moeder: Ik weet het niet.", "", "werker: Wat zou helpen?", ""]
    assert session.transcripts.shows_captions
    session.transcripts.remove(recording.recording_id)
    qtbot.waitUntil(lambda: not captions.has_text, timeout=20_000)
    feed.stop()


def test_of_a_long_turn_the_part_that_is_said_now_is_shown():
    turn = spread("vader", " ".join(f"woord{number}" for number in range(60)), TimeRange(0, 60_000))
    assert caption_of(turn, 100).startswith("vader: woord0 ")
    assert "woord59" in caption_of(turn, 59_900)
    assert all(len(caption_of(turn, at_ms)) < 180 for at_ms in range(0, 60_000, 500))


def test_it_is_reached_from_the_viewing_room_by_key_and_back_leads_there_again(qtbot, make_window, session, recording):
    window = make_window()
    window.enter(session)
    window.open_recording(recording.recording_id)
    room = window.current_screen
    qtbot.waitUntil(lambda: room._captions.has_text, timeout=20_000)

    def not_now():
        return [button for button in room.findChildren(QPushButton) if button.text() == "Nu niet" and button.isVisible()]

    qtbot.waitUntil(lambda: bool(not_now()), timeout=20_000)
    not_now()[0].click()  # not predict first
    qtbot.keyClick(room.stage, Qt.Key.Key_F2)
    room.watching.seek(1200)
    assert room.stage.caption == "werker: Wat zou helpen?"
    qtbot.keyClick(room.stage, Qt.Key.Key_F3)
    assert isinstance(window.current_screen, TranscriptScreen)
    window.back()
    assert isinstance(window.current_screen, ViewingScreen)
    assert window.current_screen._captions.is_on, "the choice stays"
