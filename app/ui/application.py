"""The Qt application around the window: letter, language, and what happens after a bug."""

import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator, Slot
from PySide6.QtWidgets import QApplication

from app.common.log import log_error, start_log
from app.common.paths import log_folder, settings_folder
from app.services.preferences import PreferencesFile
from app.ui.crash_dialog import CrashDialog
from app.ui.inside import fetch_inside
from app.ui.jobs import JobRunner
from app.ui.lock.reason import LockReason
from app.ui.lock.screen_capture import CaptureShield
from app.ui.lock.system_events import system_events
from app.ui.lock.triggers import LockTriggers
from app.ui.main_window import MainWindow
from app.ui.relaunch import relaunch
from app.ui.secret_clipboard import SecretClipboard
from app.ui.theme import Theme
from app.ui.widgets.brand import window_icon
from app.ui.widgets.file_choice import forget_places


def run_window(vault_folder: Path | None) -> int:
    """Open the window on this vault, or on the last one, and return the exit code."""
    start_log(log_folder())
    application = make_application()
    preferences_file = PreferencesFile(settings_folder())
    preferences = preferences_file.load()
    theme = Theme(preferences.mode, preferences.text_scale)
    theme.dress(application)
    jobs = JobRunner()
    window = MainWindow(theme, jobs, preferences_file, preferences, vault_folder)
    window.locked.connect(relaunch)
    shield = CaptureShield(preferences, window)
    window.look.changed.connect(shield.apply_to_all)
    SecretClipboard(window)
    triggers = LockTriggers(window, theme, jobs)
    events = system_events(window, window)
    events.happened.connect(triggers.on_system_event)
    crash_watch = CrashWatch(theme, window)
    jobs.crashed.connect(crash_watch.on_job_crashed)
    window.show()
    fetch_inside()
    if preferences_file.was_set_aside:
        window.say(window.tr("De instellingen van het venster waren stuk en zijn opzij gezet. Je kluis is heel."))
    code = application.exec()
    forget_places()
    return code


def make_application() -> QApplication:
    """Return the application, in Dutch; the same for the program and for pictures of its screens."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("Kijkkamer")
    application.setDesktopFileName("kijkkamer")
    QLocale.setDefault(QLocale(QLocale.Language.Dutch, QLocale.Country.Netherlands))
    translator = QTranslator(application)
    if translator.load("qtbase_nl", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
    application.setWindowIcon(window_icon())
    application.setCursorFlashTime(0)  # nothing blinks, not even the line where one types
    return application


class CrashWatch(QObject):
    """After a bug: lock first, then tell, then start afresh."""

    def __init__(self, theme: Theme, window: MainWindow) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._has_crashed = False
        sys.excepthook = self._on_exception

    @Slot(object)
    def on_job_crashed(self, error: BaseException) -> None:
        """A job met a bug."""
        self._meet(error)

    def _on_exception(self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            # Ctrl+C in the terminal it was started from: no bug, somebody wants it to end.
            self._window.close()
        else:
            self._meet(error)

    def _meet(self, error: BaseException) -> None:
        log_error(error)
        if self._has_crashed:
            return
        self._has_crashed = True
        try:
            self._window.close_vault(LockReason.CRASH)
            CrashDialog(self._theme, error, self._window).exec()
        finally:
            # Whatever else goes wrong now: the process that held the keys ends.
            relaunch()
