import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.secret_clipboard import MARK, SecretClipboard, marked_as_secret
from app.ui.unlock.passphrase_field import PassphraseField
from app.ui.widgets.file_choice import choose_new_file

SECRET = "regen lepel oranje ladder fluit"


@pytest.fixture
def clipboard(qapp, monkeypatch):
    # Without a window system there is nobody to say whose it is.
    monkeypatch.setattr("app.ui.secret_clipboard.is_ours", lambda _clipboard: True)
    made = QGuiApplication.clipboard()
    made.clear()
    yield made
    made.clear()


@pytest.fixture
def watch(clipboard):
    made = SecretClipboard(shown_ms=200)
    yield made
    clipboard.dataChanged.disconnect(made._on_changed)


def copy_all(qtbot, field):
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)


def shown(qtbot, widget):
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    return widget


def test_a_copied_passphrase_is_marked_and_goes_by_itself(qtbot, theme, clipboard, watch):
    field = shown(qtbot, PassphraseField(theme, "Wachtzin", is_shown=True))
    field.set_text(SECRET)
    copy_all(qtbot, field.edit)
    assert clipboard.text() == SECRET
    assert bytes(clipboard.mimeData().data(MARK).data()) == b"secret"
    qtbot.waitUntil(lambda: clipboard.text() == "", timeout=3000)


def test_a_hidden_passphrase_cannot_be_copied(qtbot, theme, clipboard, watch):
    field = shown(qtbot, PassphraseField(theme, "Wachtzin"))
    field.set_text(SECRET)
    copy_all(qtbot, field.edit)
    assert clipboard.text() == ""


def test_other_words_are_marked_and_stay_for_pasting(qtbot, clipboard, watch):
    field = shown(qtbot, QLineEdit("Moeder schuift haar stoel naar voren."))
    copy_all(qtbot, field)
    assert clipboard.mimeData().hasFormat(MARK)
    qtbot.wait(400)
    assert clipboard.text().startswith("Moeder")
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == "Moeder schuift haar stoel naar voren."


def test_locking_empties_it(qtbot, clipboard, watch, theme, jobs, tmp_path):
    from app.services.preferences import Preferences, PreferencesFile
    from app.ui.main_window import MainWindow
    from tests.support.demo_vault import cheap_session

    window = MainWindow(theme, jobs, PreferencesFile(tmp_path / "instellingen"), Preferences(), tmp_path / "niets")
    qtbot.addWidget(window)
    window.enter(cheap_session(tmp_path / "kluis"))
    clipboard.setText("woorden over een gezin")
    window.lock()
    assert clipboard.text() == ""


@pytest.mark.parametrize(("platform", "name"), [("win32", "ExcludeClipboardContentFromMonitorProcessing"), ("darwin", "nspasteboard-concealed")])
def test_each_platform_has_its_own_mark(qapp, monkeypatch, platform, name):
    monkeypatch.setattr("app.ui.secret_clipboard.sys.platform", platform)
    assert any(name in kind for kind in marked_as_secret(SECRET).formats())


def test_choosing_a_file_leaves_no_list_of_recent_files_and_no_thumbnails(qtbot, private_home, monkeypatch, tmp_path):
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QFileDialog

    recent = private_home / ".local" / "share" / "recently-used.xbel"
    recent.write_text("<xbel/>")
    parent = shown(qtbot, QWidget())

    def answer():
        dialog = next(each for each in QApplication.topLevelWidgets() if isinstance(each, QFileDialog) and each.isVisible())
        dialog.selectFile(str(tmp_path / "team.mp4"))
        dialog.accept()

    QTimer.singleShot(300, answer)
    assert choose_new_file(parent, "Bewaar", "team.mp4", "mp4") == tmp_path / "team.mp4"
    assert recent.read_text() == "<xbel/>"
    left = [path.name for path in private_home.rglob("*") if path.is_file() and b"team.mp4" in path.read_bytes()]
    assert left == []
    assert not (private_home / ".cache" / "thumbnails").exists()
