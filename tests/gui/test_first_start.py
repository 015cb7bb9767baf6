import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from app.services.session import open_session, open_session_with_recovery_code
from app.ui.unlock.first_start import FirstStart
from app.ui.unlock.recovery_step import paint_code_page
from tests.gui.cut_text import cut_texts, unnamed

WORDS = "lantaarn zeven kruidig bezem oever"


@pytest.fixture
def start(qtbot, theme, jobs, tmp_path):
    screen = FirstStart(theme, jobs, tmp_path / "Werk.kluis")
    qtbot.addWidget(screen)
    screen.resize(1440, 900)
    screen.show()
    screen.entered()
    yield screen
    jobs.wait_all(30)
    screen.release()


def press(qtbot, key):
    qtbot.keyClick(QApplication.focusWidget(), key)


def write(qtbot, text):
    qtbot.keyClicks(QApplication.focusWidget(), text)


def test_with_the_keyboard_alone_from_nothing_to_a_room(qtbot, start, tmp_path):
    qtbot.waitUntil(lambda: QApplication.focusWidget() is start._passphrase._new.first.edit)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    write(qtbot, WORDS)
    press(qtbot, Qt.Key.Key_Return)
    write(qtbot, WORDS)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: start._recovery.isVisible(), timeout=30_000)
    code = "-".join(label.text() for label in start._recovery._block_labels)
    blocks = code.split("-")
    first, second = start._recovery.asked_blocks
    write(qtbot, blocks[first].lower())
    press(qtbot, Qt.Key.Key_Tab)
    write(qtbot, blocks[second])
    press(qtbot, Qt.Key.Key_Return)
    assert start._ready.isVisible()
    with qtbot.waitSignal(start.opened) as opened:
        press(qtbot, Qt.Key.Key_Return)
    session = opened.args[0]
    assert session.vault_folder == tmp_path / "Werk.kluis"
    session.lock()
    open_session(tmp_path / "Werk.kluis", WORDS).lock()
    open_session_with_recovery_code(tmp_path / "Werk.kluis", code).lock()


def test_the_window_stays_alive_while_the_room_is_made(qtbot, start, jobs):
    step = start._passphrase
    step._new.first.set_text(WORDS)
    step._new.again.set_text(WORDS)
    step._on_next()
    assert jobs.running
    assert not step._next.isEnabled()
    assert "gemaakt" in step._next.text()
    with qtbot.waitSignal(jobs.running[0].succeeded, timeout=30_000):
        pass


def test_five_words_are_proposed_and_others_on_request(start):
    step = start._passphrase
    first = step._new.first.text
    step._new.propose()
    assert len(first.split()) == len(step._new.first.text.split()) == 5
    assert step._new.first.text != first


@pytest.mark.parametrize(
    ("first", "again", "missing"),
    [
        ("", "", "sterker"),
        ("kort", "kort", "sterker"),
        ("welkom welkom welkom", "welkom welkom welkom", "sterker"),
        (WORDS, "", "nog een keer"),
        (WORDS, WORDS + "x", "nog een keer"),
    ],
)
def test_the_button_says_what_is_missing_and_makes_nothing(start, jobs, tmp_path, first, again, missing):
    step = start._passphrase
    step._new.first.set_text(first)
    step._new.again.set_text(again)
    assert missing in step._next.text()
    step._on_next()
    assert jobs.running == ()
    assert not (tmp_path / "Werk.kluis").exists()


def test_a_typing_error_shows_while_typing_the_second_time(start):
    step = start._passphrase
    step._new.first.set_text(WORDS)
    step._new.again.set_text(WORDS[:6])
    assert step._new.again.property("wrong") == "false"
    step._new.again.set_text("lantaarx")
    assert step._new.again.property("wrong") == "true"


def test_a_folder_in_use_is_told_and_can_be_tried_again(qtbot, start, tmp_path):
    (tmp_path / "Werk.kluis").mkdir()
    (tmp_path / "Werk.kluis" / "iets.txt").write_text("van een ander")
    step = start._passphrase
    step._new.first.set_text(WORDS)
    step._new.again.set_text(WORDS)
    step._on_next()
    qtbot.waitUntil(lambda: bool(step._error.text), timeout=30_000)
    assert step._next.isEnabled()
    assert (tmp_path / "Werk.kluis" / "iets.txt").read_text() == "van een ander"


def test_a_wrong_block_names_the_block_and_keeps_the_door_closed(start):
    step = start._recovery
    step.show_code("KXQ7-2M9D-T4RW-8GHF-PZ3C-N6VA-57KJ-X4PD")
    first, second = step.asked_blocks
    blocks = ["KXQ7", "2M9D", "T4RW", "8GHF", "PZ3C", "N6VA", "57KJ", "X4PD"]
    step._fields[0].setText(blocks[second])
    assert f"blok {first + 1}" in step._error.text
    assert not step._open.isEnabled()
    step._fields[0].setText(blocks[first])
    step._fields[1].setText(blocks[second])
    assert step._open.isEnabled()
    assert step._error.text == ""


def test_which_blocks_are_asked_is_not_always_the_same(start):
    asked = set()
    for _ in range(40):
        start._recovery.show_code("KXQ7-2M9D-T4RW-8GHF-PZ3C-N6VA-57KJ-X4PD")
        asked.add(start._recovery.asked_blocks)
    assert len(asked) > 5


def test_the_code_on_paper_has_every_block_and_no_name(qtbot, start, tmp_path):
    start._recovery.show_code("KXQ7-2M9D-T4RW-8GHF-PZ3C-N6VA-57KJ-X4PD")
    start._recovery._write_pdf(tmp_path / "code.pdf")
    assert (tmp_path / "code.pdf").read_bytes().startswith(b"%PDF-")
    page = QImage(800, 1000, QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.white)
    painter = QPainter(page)
    paint_code_page(painter, QRectF(40, 40, 720, 900), start._theme.current, start._recovery._blocks)
    painter.end()
    dark = sum(page.pixelColor(x, y).lightness() < 128 for x in range(0, 800, 2) for y in range(0, 1000, 2))
    assert dark > 500


def test_a_pdf_that_cannot_be_written_is_told(start, tmp_path):
    start._recovery.show_code("KXQ7-2M9D-T4RW-8GHF-PZ3C-N6VA-57KJ-X4PD")
    start._recovery._write_pdf(tmp_path / "bestaat niet" / "code.pdf")
    assert "niet worden weggeschreven" in start._recovery._error.text


def test_leaving_takes_words_and_code_off_the_screen(start):
    start._passphrase._new.first.set_text(WORDS)
    start._recovery.show_code("KXQ7-2M9D-T4RW-8GHF-PZ3C-N6VA-57KJ-X4PD")
    start.release()
    assert start._passphrase._new.first.text == ""
    assert {label.text() for label in start._recovery._block_labels} == {""}


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("step", [0, 1, 2])
def test_no_word_is_cut(qtbot, start, theme, tmp_path, scale, step):
    theme.set_scale(scale)
    start.resize(1280, 680)
    start._recovery.show_code("KXQ7-2M9D-T4RW-8GHF-PZ3C-N6VA-57KJ-X4PD")
    start._go_to(step)
    start._ready.show_place(tmp_path)
    qtbot.wait(20)
    assert cut_texts(start) == []
    assert unnamed(start) == []
