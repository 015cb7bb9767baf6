import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from app.crypto.passphrase import KdfSettings
from app.ui.unlock.unlock import Unlock
from app.vault.vault import Vault
from tests.gui.cut_text import cut_texts, unnamed

WORDS = "lantaarn zeven kruidig bezem oever"


@pytest.fixture
def vault(tmp_path):
    made, code = Vault.create(tmp_path / "Werk.kluis", WORDS, kdf=KdfSettings(19, 1))
    made.close()
    return tmp_path / "Werk.kluis", code


@pytest.fixture
def unlock(qtbot, theme, jobs, vault):
    screen = Unlock(theme, jobs, vault[0], has_motion=False)
    qtbot.addWidget(screen)
    screen.resize(1440, 900)
    screen.show()
    screen.entered()
    yield screen
    jobs.wait_all(30)
    screen.release()


def answer(qtbot, unlock, words):
    unlock._passphrase.set_text(words)
    unlock._on_open()
    qtbot.waitUntil(lambda: bool(unlock.told), timeout=10_000)


def test_the_right_words_and_enter_open_the_shutters(qtbot, unlock):
    qtbot.waitUntil(lambda: QApplication.focusWidget() is unlock._passphrase.edit)
    qtbot.keyClicks(unlock._passphrase.edit, WORDS)
    with qtbot.waitSignal(unlock.opened, timeout=10_000) as opened:
        qtbot.keyClick(unlock._passphrase.edit, Qt.Key.Key_Return)
    opened.args[0].lock()
    assert unlock._passphrase.text == ""


def test_the_words_are_dots_until_the_eye_is_pressed(qtbot, unlock):
    assert unlock._passphrase.edit.echoMode() == QLineEdit.EchoMode.Password
    unlock._passphrase._eye.click()
    assert unlock._passphrase.edit.echoMode() == QLineEdit.EchoMode.Normal


def test_wrong_words_are_told_calmly_and_can_be_typed_again(qtbot, unlock):
    answer(qtbot, unlock, "iets anders")
    assert "past niet" in unlock.told
    assert unlock._open.isEnabled()
    assert unlock._passphrase.edit.selectedText() != ""


def test_typing_takes_the_failure_away(qtbot, unlock):
    answer(qtbot, unlock, "iets anders")
    unlock._passphrase.set_text("n")
    assert unlock.told == ""


def test_five_wrong_answers_ask_for_patience_that_grows_and_ends(qtbot, unlock):
    for _ in range(5):
        answer(qtbot, unlock, "iets anders")
    assert "nog 20 seconden" in unlock.told
    assert "Er wordt niets gewist" in unlock.told
    assert not unlock._open.isEnabled()
    unlock._on_second()
    assert "nog 19 seconden" in unlock.told
    unlock._passphrase.set_text(WORDS)
    unlock._on_open()
    assert not unlock._jobs.running
    for _ in range(19):
        unlock._on_second()
    assert unlock._open.isEnabled()
    answer(qtbot, unlock, "iets anders")
    assert "nog 40 seconden" in unlock.told


def test_nothing_typed_opens_nothing(unlock):
    unlock._passphrase.set_text("   ")
    unlock._on_open()
    assert not unlock._jobs.running


def test_the_code_on_paper_opens_it_too(qtbot, unlock, vault):
    unlock._other_way.click()
    assert unlock._code.isVisible()
    assert not unlock._passphrase.isVisible()
    qtbot.keyClicks(unlock._code, vault[1].lower())
    with qtbot.waitSignal(unlock.opened, timeout=10_000) as opened:
        qtbot.keyClick(unlock._code, Qt.Key.Key_Return)
    opened.args[0].lock()


def test_a_typing_error_in_the_code_names_its_block(qtbot, unlock, vault):
    unlock._other_way.click()
    blocks = vault[1].split("-")
    blocks[2] = ("2" if blocks[2][0] != "2" else "3") + blocks[2][1:]
    unlock._code.setText("-".join(blocks))
    unlock._on_open()
    qtbot.waitUntil(lambda: bool(unlock.told), timeout=10_000)
    assert "blok 3" in unlock.told


def test_a_folder_without_a_vault_says_so(qtbot, theme, jobs, tmp_path):
    (tmp_path / "foto's").mkdir()
    (tmp_path / "foto's" / "a.txt").write_text("x")
    screen = Unlock(theme, jobs, tmp_path / "foto's", has_motion=False)
    qtbot.addWidget(screen)
    answer(qtbot, screen, WORDS)
    assert "geen kluis" in screen.told


@pytest.mark.parametrize(("text", "modifier", "is_on"), [("a", "No", False), ("A", "Shift", False), ("A", "No", True), ("a", "Shift", True)])
def test_caps_lock_is_noticed_from_what_is_typed(qtbot, unlock, text, modifier, is_on):
    modifiers = Qt.KeyboardModifier.ShiftModifier if modifier == "Shift" else Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(unlock._passphrase.edit, QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_A, modifiers, text))
    assert unlock._caps.isVisible() is is_on


def test_the_screen_tells_nothing_of_what_is_inside(unlock, tmp_path):
    from PySide6.QtWidgets import QLabel

    words = " ".join(label.text() for label in unlock.findChildren(QLabel))
    assert not any(character.isdigit() for character in words.replace(tmp_path.name, ""))


def test_a_vault_that_opens_while_we_leave_is_closed_again(qtbot, unlock, jobs, vault):
    unlock._passphrase.set_text(WORDS)
    unlock._on_open()
    unlock._has_motion = True
    jobs.wait_all(20)
    unlock.release()
    Vault.open(vault[0], WORDS).close()


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_word_is_cut(qtbot, unlock, theme, scale):
    theme.set_scale(scale)
    unlock.resize(1280, 680)
    unlock._wrong.tell_text("Deze wachtzin past niet. Probeer het rustig opnieuw. Er is niets veranderd.")
    qtbot.wait(20)
    assert cut_texts(unlock) == []
    assert unnamed(unlock) == []
