"""Choosing files and folders without leaving a trace of it in the system's or Qt's list of recent places."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDir, QSettings
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from app.ui.widgets.dialog_lock import DialogLock

translate = QCoreApplication.translate

VIDEO_PATTERNS = "*.mp4 *.m4v *.mov *.mkv *.webm *.avi *.mts *.m2ts *.ts *.mpg *.mpeg *.3gp *.3g2 *.wmv *.asf *.flv *.ogv *.vob *.dv"


def choose_videos(parent: QWidget, title: str, kind: str, every_kind: str) -> list[Path]:
    """Ask for files to add; none when the user stops."""
    dialog = _dialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilters([f"{kind} ({VIDEO_PATTERNS} {VIDEO_PATTERNS.upper()})", f"{every_kind} (*)"])
    return _run(dialog)


def choose_folder(parent: QWidget, title: str) -> Path | None:
    """Ask for a folder; None when the user stops."""
    dialog = _dialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return next(iter(_run(dialog)), None)


def choose_file(parent: QWidget, title: str, kind: str, pattern: str) -> Path | None:
    """Ask for one file that is there, `kind` in words and `pattern` as "*.txt"; None when the user stops."""
    dialog = _dialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(f"{kind} ({pattern})")
    return next(iter(_run(dialog)), None)


def choose_new_file(parent: QWidget, title: str, name: str, suffix: str) -> Path | None:
    """Ask where to write a file; None when the user stops. The dialog asks before it replaces one."""
    dialog = _dialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix)
    dialog.setNameFilter(f"*.{suffix}")
    dialog.selectFile(name)
    return next(iter(_run(dialog)), None)


def _dialog(parent: QWidget, title: str) -> QFileDialog:
    dialog = QFileDialog(parent, title, QDir.homePath())
    # The system's own dialog puts what is chosen in its list of recent files, out of our reach.
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setOption(QFileDialog.Option.DontUseCustomDirectoryIcons)
    _speak_dutch(dialog)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    if name is not None:
        # Its list of suggestions catches the keys of somebody who pastes or types a whole path. The stubs do not know that
        # None takes it away.
        name.setCompleter(None)  # type: ignore[arg-type]
    DialogLock(dialog)
    return dialog


def _speak_dutch(dialog: QFileDialog) -> None:
    # Qt's own Dutch translation leaves these in English.
    words = {
        QFileDialog.DialogLabel.LookIn: translate("FileChoice", "Map:"),
        QFileDialog.DialogLabel.FileName: translate("FileChoice", "Bestandsnaam:"),
        QFileDialog.DialogLabel.FileType: translate("FileChoice", "Soort:"),
    }
    for label, text in words.items():
        dialog.setLabelText(label, text)


def _run(dialog: QFileDialog) -> list[Path]:
    chosen = [Path(name) for name in dialog.selectedFiles()] if dialog.exec() else []
    dialog.setHistory([])
    dialog.setDirectory(QDir.homePath())
    dialog.setParent(None)
    dialog.destroyed.connect(forget_places)
    dialog.deleteLater()
    return chosen


def forget_places() -> None:
    """Wipe what Qt remembers of file dialogs: the folder last visited and the ones before."""
    settings = QSettings(QSettings.Scope.UserScope, "QtProject")
    settings.remove("FileDialog")
    settings.sync()
