"""The screen of frames: looking, taking over, writing one's own with the window beside it, and the frame with 200 indicators."""

import csv
import time
from io import StringIO

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton

from app.common.progress import JobContext
from app.services.moments import MomentDraft
from app.services.session import Session
from app.ui.changes import ChangeSignal
from app.ui.kader.screen import KaderScreen
from tests.support.vaults import add_recording, new_vault


@pytest.fixture
def session(tmp_path):
    session = Session(new_vault(tmp_path / "kluis"))
    yield session
    session.lock()


@pytest.fixture
def screen(session, qtbot, theme, jobs):
    changes = ChangeSignal(session.changes)
    screen = KaderScreen(session, theme, jobs, changes)
    qtbot.addWidget(screen)
    screen.resize(1366, 700)
    screen.show()
    yield screen
    changes.stop()
    screen.release()


def field(screen: KaderScreen, name: str):
    parts = [*screen.editor.form.findChildren(QLineEdit), *screen.editor.form.findChildren(QPlainTextEdit)]
    return next(each for each in parts if each.accessibleName() == name and each.isVisible())


def shown_buttons(screen: KaderScreen) -> set[str]:
    return {each.text() for each in screen.findChildren(QPushButton) if each.isVisible()}


def test_notice_glossary_and_every_word_of_a_pane_can_be_read(screen, session):
    kader = session.kijkkader.current()
    assert screen.window_view.notice == kader.notice.nl
    assert screen.window_view.isVisible()
    screen.window_view.show_cell("v12")
    words = [each.text() for each in screen.window_view.findChildren(QLabel) if each.isVisible()]
    cell = kader.cell_at("a1", "o2")
    for indicator in cell.indicators:
        assert {indicator.name.nl, indicator.description.nl, *(each.nl for each in indicator.questions)} <= set(words)
        assert any(indicator.helps.nl in text for text in words)
    screen.tabs.button(1).click()
    assert screen.glossary.isVisible()


def test_typing_shows_in_the_window_is_kept_and_undone_and_becomes_a_version(screen, session, qtbot):
    screen.make_copy("Kader van team Zuid")
    screen.editor.outline.choose("v12")
    name = field(screen, "Naam")
    name.selectAll()
    qtbot.keyClicks(name, "Wat jij wilt")
    kader_id = screen.editor.kader.kader_id
    qtbot.waitUntil(lambda: session.own_kaders.draft(kader_id).cell_at("a1", "o2").name.nl == "Wat jij wilt", timeout=5000)
    items = screen.editor.preview.accessible_items()
    assert any("Wat jij wilt" in item.name for item in items)
    session.undo.undo()
    qtbot.waitUntil(lambda: field(screen, "Naam").text() == "Wat telt voor jou", timeout=5000)
    session.undo.redo()
    qtbot.waitUntil(lambda: field(screen, "Naam").text() == "Wat jij wilt", timeout=5000)
    screen.editor.save()
    qtbot.waitUntil(lambda: screen.editor is None, timeout=10000)
    saved = session.kijkkader.newest(kader_id)
    assert (saved.version, saved.cell_at("a1", "o2").name.nl) == ("1.0.0", "Wat jij wilt")
    assert "Gebruik dit kijkkader" in shown_buttons(screen)
    screen.use_shown()
    qtbot.waitUntil(lambda: "Gebruik dit kijkkader" not in shown_buttons(screen), timeout=5000)
    assert session.kijkkader.current().name.nl == "Kader van team Zuid"


def test_new_indicator_says_what_it_lacks_and_a_saved_one_is_retired(screen, session, qtbot):
    screen.make_copy("Ons")
    screen.editor.add_indicator("v11")
    qtbot.waitUntil(lambda: len(screen.editor.todo_texts) == 5, timeout=10000)
    assert any("beschrijving" in text for text in screen.editor.todo_texts)
    assert field(screen, "Naam").hasFocus() or field(screen, "Naam").text() == ""
    screen.editor.save()
    qtbot.waitUntil(lambda: "nog niet af" in screen.editor.error.text, timeout=10000)
    screen.editor.remove_part()
    qtbot.waitUntil(lambda: screen.editor.todo_texts == [], timeout=10000)
    assert len(screen.editor.kader.all_indicators) == 40
    screen.editor.save()
    qtbot.waitUntil(lambda: screen.editor is None, timeout=10000)
    screen._on_edit()
    screen.editor.outline.choose("kk-101")
    assert "Laat vervallen" in shown_buttons(screen)
    screen.editor.remove_part()
    assert screen.editor.kader.indicator("kk-101").is_retired
    screen.editor.add_row()
    screen.editor.add_column()
    assert (len(screen.editor.kader.levels), len(screen.editor.kader.themes)) == (4, 6)
    screen.editor.add_pane(screen.editor.kader.levels[3].level_id, "o1")
    assert screen.editor.outline.key == screen.editor.kader.cells[-1].cell_id
    screen.go_back()
    assert screen.editor is None
    assert [each.kader_id for each in session.own_kaders.drafts()] == [screen._shown.kader_id]


def test_file_with_mistakes_is_refused_cell_by_cell_and_a_good_one_is_there_at_once(screen, session, qtbot, tmp_path):
    path = tmp_path / "kader.csv"
    session.own_kaders.write_template(path, "Ons kijkkader")
    good = path.read_text("utf-8-sig")
    path.write_text(good.replace("indicator;kk-102;", "indicator;kk 102;"), "utf-8-sig")
    screen.read_file(path)
    qtbot.waitUntil(screen.mistakes.isVisible, timeout=20000)
    assert screen.mistakes._list.item(0).text().startswith("Cel B13 (id): ")
    screen.go_back()
    path.write_text(good, "utf-8-sig")
    screen.read_file(path)
    qtbot.waitUntil(lambda: screen._name.text() == "Ons kijkkader", timeout=20000)
    assert len(session.kijkkader.available()) == 2


def test_everything_is_named_and_reached_with_the_keyboard(screen, qtbot):
    screen.make_copy("Ons")
    screen.editor.outline.choose("kk-101")
    for widget in (*screen.findChildren(QLineEdit), *screen.findChildren(QPlainTextEdit), *screen.findChildren(QPushButton)):
        if widget.isVisible():
            assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
            assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    screen.editor.outline.setFocus()
    qtbot.keyClick(screen.editor.outline, Qt.Key.Key_Down)
    assert screen.editor.outline.key == "kk-102"
    assert field(screen, "Naam").text() == "Reageren op signalen"


def test_frame_with_two_hundred_indicators_works_everywhere(screen, session, qtbot, tmp_path):
    path = tmp_path / "groot.csv"
    session.own_kaders.write_template(path, "Groot")
    rows = list(csv.reader(StringIO(path.read_text("utf-8-sig")), delimiter=";"))
    first = next(row for row in rows if row[0] == "indicator")
    panes = [row[1] for row in rows if row[0] == "vak" and " " not in row[5]]
    for number in range(160):
        extra = list(first)
        extra[1:3], extra[7] = [f"extra-{number}", f"Extra {number}"], panes[number % len(panes)]
        rows.append(extra)
    text = StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(rows)
    path.write_text(text.getvalue(), "utf-8-sig", newline="")
    times = {}
    started = time.perf_counter()
    read = session.own_kaders.read_file(path, JobContext())
    times["read and checked"] = time.perf_counter() - started
    assert read.mistakes == ()
    session.own_kaders.take_over(read)
    session.kijkkader.use(read.kader.kader_id)
    assert len(session.kijkkader.current().indicators) == 200
    recording_id = add_recording(session._vault).recording_id
    session.moments.add(MomentDraft(recording_id, 0, indicators=("extra-159",), see="honderdnegenenvijftig"))
    assert len(session.moments.list(search="honderdnegenenvijftig")) == 1
    qtbot.waitUntil(lambda: screen.frames._list.count() == 2, timeout=5000)
    screen.frames._list.setCurrentRow(0)
    started = time.perf_counter()
    screen.window_view.show_kader(session.kijkkader.current())
    screen.window_view.show_cell(panes[0])
    screen.grab()
    times["window and a pane of 20 shown"] = time.perf_counter() - started
    started = time.perf_counter()
    screen.edit(session.own_kaders.start_next(read.kader.kader_id))
    screen.grab()
    times["editor opened"] = time.perf_counter() - started
    print({name: f"{seconds * 1000:.0f} ms" for name, seconds in times.items()})
    assert len(screen.window_view.panes.accessible_items()) == 11
    screen.editor.outline.choose("extra-159")
    assert field(screen, "Naam").text() == "Extra 159"
