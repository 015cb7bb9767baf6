"""The window: navigation and wiring between screens, locking, nothing else."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from app.common.errors import AppError, SystemProblem
from app.common.ids import FragmentId, MomentId, RecordingId
from app.common.log import log_error
from app.common.paths import default_vaults_folder
from app.domain.timecode import TimeRange
from app.error_texts import error_text
from app.services.preferences import Preferences, PreferencesFile
from app.services.session import Session
from app.ui.anonymise.screen import AnonymiseScreen
from app.ui.changes import ChangeSignal
from app.ui.fragments.fragments import Fragments
from app.ui.jobs import JobRunner
from app.ui.library.add_recording import AddRecording
from app.ui.library.recordings import Recordings
from app.ui.safety.safety import Safety
from app.ui.screen import Doorstep, Screen
from app.ui.shell.appearance_menu import AppearanceMenu
from app.ui.shell.help_card import HelpCard
from app.ui.shell.shell import Shell
from app.ui.theme import Theme
from app.ui.unlock.first_start import FirstStart
from app.ui.unlock.unlock import Unlock
from app.ui.viewing.screen import ViewingScreen
from app.ui.widgets.file_choice import choose_folder

_SMALLEST = (1024, 640)
_FIRST_SIZE = (1440, 900)
_WAIT_FOR_JOBS_S = 5.0


class MainWindow(QMainWindow):
    """Owns the session from the moment the shutters open until they close."""

    locked = Signal()
    """The vault is closed and its keys are wiped; the process should end now."""

    def __init__(
        self,
        theme: Theme,
        jobs: JobRunner,
        preferences_file: PreferencesFile,
        preferences: Preferences,
        vault_folder: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._jobs = jobs
        self._preferences_file = preferences_file
        self._preferences = preferences
        self._session: Session | None = None
        self._changes: ChangeSignal | None = None
        self._entrance: FirstStart | Unlock | None = None
        self._places: dict[str, Screen] = {}
        self._add: AddRecording | None = None
        self._shown: list[Screen] = []
        """The screens behind each other; the last is in view."""
        self._recording_behind = ""
        """The recording to open again when the screen in view is left."""
        self.setWindowTitle("Kijkkamer")
        self.setMinimumSize(*_SMALLEST)
        self._build()
        self._connect()
        self._restore_geometry()
        self.show_entrance(vault_folder or (Path(preferences.last_vault) if preferences.last_vault else None))

    @property
    def session(self) -> Session | None:
        """The open vault, None at the entrance."""
        return self._session

    @property
    def current_screen(self) -> Screen | None:
        """The screen in view."""
        return self._shown[-1] if self._shown else None

    @property
    def entrance(self) -> FirstStart | Unlock | None:
        """The first start or the closed shutters; None inside."""
        return self._entrance

    def show_entrance(self, folder: Path | None) -> None:
        """Show the closed shutters of this vault, or the first start when there is none."""
        if self._entrance is not None:
            self._entrance.release()
            self._rooms.removeWidget(self._entrance)
            self._entrance.deleteLater()
        if folder is not None and _has_content(folder):
            unlock = Unlock(self._theme, self._jobs, folder, self, has_motion=not self._preferences.has_less_motion)
            unlock.vault_chosen.connect(self.show_entrance)
            self._entrance = unlock
        else:
            first_start = FirstStart(self._theme, self._jobs, folder or _free_folder(), self)
            first_start.existing_vault_requested.connect(self._on_existing_vault)
            self._entrance = first_start
        self._entrance.opened.connect(self.enter)
        self._rooms.addWidget(self._entrance)
        self._rooms.setCurrentWidget(self._entrance)
        self._entrance.entered()

    @Slot(object)
    def enter(self, session: Session) -> None:
        """Go inside: build the screens on this session and show the recordings."""
        self._session = session
        self._preferences.last_vault = str(session.vault_folder)
        self._keep_preferences()
        self._changes = ChangeSignal(session.changes, self)
        recordings = Recordings(self._theme, self._jobs, session, self._changes, self)
        recordings.recording_opened.connect(self.open_recording)
        recordings.add_requested.connect(self.add_recordings)
        fragments = Fragments(self._theme, self._jobs, session, self._changes, self)
        fragments.fragment_opened.connect(self.open_fragment)
        safety = Safety(self._theme, self._jobs, session, self._changes, self._preferences, self)
        safety.recording_opened.connect(self.open_recording)
        safety.preferences_changed.connect(self._on_preferences_changed)
        safety.help_requested.connect(self._on_help)
        self._places = {"recordings": recordings, "fragments": fragments, "safety": safety}
        for screen in self._places.values():
            self._shell.add(screen)
            screen.header_changed.connect(self._on_header_changed)
        self._rooms.setCurrentWidget(self._shell)
        self._go_to_place("recordings")
        if self._entrance is not None:
            self._rooms.removeWidget(self._entrance)
            self._entrance.deleteLater()
            self._entrance = None

    @Slot(str)
    def open_recording(self, recording_id: str) -> None:
        """Look at a recording."""
        if self._session is None:
            return
        try:
            screen = ViewingScreen(self._session, self._theme, self._jobs, recording_id, self)
        except AppError as error:
            self._shell.message.say(error_text(error))
            return
        screen.fragment_requested.connect(self._on_fragment_requested)
        screen.focus_mode_changed.connect(self._on_focus_mode)
        self._push(screen)

    @Slot(str)
    def open_fragment(self, fragment_id: str) -> None:
        """Make a fragment unrecognisable."""
        if self._session is None:
            return
        try:
            screen = AnonymiseScreen(self._session, self._theme, self._jobs, self, fragment_id=FragmentId(fragment_id))
        except AppError as error:
            self._shell.message.say(error_text(error))
            return
        self._push_anonymise(screen)

    @Slot(list)
    def add_recordings(self, paths: list[Path]) -> None:
        """Show the screen that adds recordings, with these files; a running import is shown again."""
        if self._session is None:
            return
        if self._add is None:
            self._add = AddRecording(self._theme, self._jobs, self._session, self)
            self._add.recording_opened.connect(self._on_added_opened)
            self._add.import_told.connect(self._on_import_told)
        if self.current_screen is not self._add:
            self._push(self._add)
        if paths:
            self._add.add_files(paths)

    @Slot()
    def back(self) -> None:
        """Return to the screen behind this one."""
        if len(self._shown) < 2:
            return
        self._leave(self._shown.pop())
        self._show_top()
        recording_id, self._recording_behind = self._recording_behind, ""
        if recording_id:
            self.open_recording(recording_id)

    @Slot()
    def _on_back(self) -> None:
        """Let the screen take its own step back first; it asks for `back` when it has none."""
        if len(self._shown) > 1:
            self._shown[-1].go_back()

    @Slot()
    def lock(self) -> None:
        """Close the shutters: cover the screen, stop everything, close the vault, and tell `locked`."""
        if self._session is None:
            return
        self.close_vault()
        self.locked.emit()

    def close_vault(self) -> None:
        """The ordered end of a session; nothing of it is left on the screen. Does nothing at the entrance."""
        self._rooms.setCurrentWidget(self._cover)
        self._keep_geometry()
        if self._entrance is not None:
            self._entrance.release()
        for screen in {*self._shown, *self._places.values(), *([self._add] if self._add else [])}:
            screen.release()
        self._jobs.cancel_all()
        self._jobs.wait_all(_WAIT_FOR_JOBS_S)
        if self._changes is not None:
            self._changes.stop()
        session, self._session = self._session, None
        if session is not None:
            session.lock()

    def say(self, text: str) -> None:
        """Show a short message at the bottom left."""
        self._shell.message.say(text)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Lock before the window goes."""
        self.close_vault()
        super().closeEvent(event)

    def _build(self) -> None:
        self._rooms = QStackedWidget(self)
        self._rooms.setObjectName("room")
        self._shell = Shell(self._theme, self._rooms)
        self._cover = QWidget(self._rooms)
        self._cover.setObjectName("sheet")
        self._rooms.addWidget(self._shell)
        self._rooms.addWidget(self._cover)
        self._help = HelpCard(self._theme, self._rooms)
        self._appearance = AppearanceMenu(self._theme, self, has_less_motion=self._preferences.has_less_motion)
        self.setCentralWidget(self._rooms)

    def _connect(self) -> None:
        self._shell.place_chosen.connect(self._go_to_place)
        self._shell.back_clicked.connect(self._on_back)
        self._shell.lock_clicked.connect(self.lock)
        self._shell.safety_clicked.connect(self._on_safety_explained)
        self._shell.help_clicked.connect(self._on_help)
        self._shell.appearance_clicked.connect(self._on_appearance)
        self._appearance.chosen.connect(self._on_appearance_chosen)
        self._appearance.motion_chosen.connect(self._on_motion_chosen)
        slots: tuple[tuple[str, Callable[[], None]], ...] = (
            ("Ctrl+L", self.lock),
            ("Ctrl+N", self._on_add_key),
            ("Ctrl+1", self._on_recordings_key),
            ("Ctrl+2", self._on_fragments_key),
            ("Ctrl+5", self._on_safety_key),
            ("Alt+Left", self._on_back),
            ("?", self._on_help),
            ("F1", self._on_help),
        )
        for keys, slot in slots:
            context = Qt.ShortcutContext.ApplicationShortcut if keys == "Ctrl+L" else Qt.ShortcutContext.WindowShortcut
            QShortcut(QKeySequence(keys), self, slot, context=context)

    @Slot(str)
    def _go_to_place(self, place: str) -> None:
        if self._session is None or place not in self._places:
            return
        self._recording_behind = ""
        while self._shown:
            self._leave(self._shown.pop())
        self._shell.rail.choose(place)
        self._shown = [self._places[place]]
        self._show_top()

    def _push(self, screen: Screen) -> None:
        if self._shell.add(screen):
            screen.header_changed.connect(self._on_header_changed)
            screen.back_requested.connect(self.back)
        self._shown.append(screen)
        self._show_top()

    def _leave(self, screen: Screen) -> None:
        """Let go of a screen that was pushed; places stay, and so does an import that runs."""
        if screen in self._places.values() or (screen is self._add and self._add.is_busy):
            return
        screen.release()
        self._shell.remove(screen)
        if screen is self._add:
            self._add = None
        screen.deleteLater()

    def _show_top(self) -> None:
        self._shell.show_screen(self._shown[-1])
        self._shown[-1].entered()

    @Slot()
    def _on_header_changed(self) -> None:
        if self.sender() is self.current_screen and self.current_screen is not None:
            self._shell.show_header(self.current_screen)

    @Slot(str, int, int, str)
    def _on_fragment_requested(self, recording_id: str, from_ms: int, to_ms: int, moment_id: str) -> None:
        """Go over the doorstep with this range; the recording is closed meanwhile and opened again on the way back."""
        if self._session is None:
            return
        try:
            screen = AnonymiseScreen(
                self._session,
                self._theme,
                self._jobs,
                self,
                recording_id=RecordingId(recording_id),
                chosen=TimeRange(from_ms, to_ms),
                moment_id=MomentId(moment_id) if moment_id else None,
            )
        except AppError as error:
            self._shell.message.say(error_text(error))
            return
        self._leave(self._shown.pop())
        self._push_anonymise(screen)
        self._recording_behind = recording_id

    def _push_anonymise(self, screen: AnonymiseScreen) -> None:
        screen.finished.connect(self.back)
        self._push(screen)

    @Slot(bool)
    def _on_focus_mode(self, is_on: bool) -> None:  # noqa: FBT001 - the signal's shape
        """Give the whole screen to the picture; the doorstep line stays."""
        self._shell.set_focus_mode(is_on=is_on)
        if is_on:
            self.showFullScreen()
        else:
            self.showNormal()

    @Slot(str)
    def _on_added_opened(self, recording_id: str) -> None:
        self._go_to_place("recordings")
        self.open_recording(recording_id)

    @Slot(str)
    def _on_import_told(self, text: str) -> None:
        recordings = self._places["recordings"]
        if isinstance(recordings, Recordings):
            recordings.show_import(text)

    @Slot()
    def _on_existing_vault(self) -> None:
        folder = choose_folder(self, self.tr("Kies de map van de kluis"))
        if folder is not None:
            self.show_entrance(folder)

    @Slot()
    def _on_add_key(self) -> None:
        self.add_recordings([])

    @Slot()
    def _on_recordings_key(self) -> None:
        self._go_to_place("recordings")

    @Slot()
    def _on_fragments_key(self) -> None:
        self._go_to_place("fragments")

    @Slot()
    def _on_safety_key(self) -> None:
        self._go_to_place("safety")

    @Slot()
    def _on_safety_explained(self) -> None:
        screen = self.current_screen
        if screen is not None and screen.doorstep is Doorstep.THRESHOLD:
            self._shell.message.say(self.tr("Je maakt een kopie die dit apparaat kan verlaten. Dat gebeurt pas als jij hem ergens bewaart."))
        else:
            self._shell.message.say(self.tr("Alles is versleuteld en blijft op dit apparaat. Met de luiken dicht ziet niemand wat hier staat."))

    @Slot()
    def _on_help(self) -> None:
        if self._session is not None:
            self._help.open()

    @Slot()
    def _on_appearance(self) -> None:
        self._appearance.open_above(self._shell.appearance_button)

    @Slot()
    def _on_appearance_chosen(self) -> None:
        self._preferences.mode = self._theme.mode
        self._preferences.text_scale = self._theme.scale
        self._keep_preferences()

    @Slot(bool)
    def _on_motion_chosen(self, has_less_motion: bool) -> None:  # noqa: FBT001 - the signal's shape
        self._preferences.has_less_motion = has_less_motion
        self._keep_preferences()

    @Slot()
    def _on_preferences_changed(self) -> None:
        """Something was chosen in Veiligheid, which stands in the preferences already or in the theme."""
        self._appearance.choices.less_motion.setChecked(self._preferences.has_less_motion)
        self._on_appearance_chosen()

    def _restore_geometry(self) -> None:
        if not self.restoreGeometry(QByteArray.fromHex(self._preferences.window_geometry.encode())):
            room = self.screen().availableSize()
            self.resize(min(_FIRST_SIZE[0], room.width()), min(_FIRST_SIZE[1], room.height()))

    def _keep_geometry(self) -> None:
        self._preferences.window_geometry = bytes(self.saveGeometry().toHex().data()).decode()
        self._keep_preferences()

    def _keep_preferences(self) -> None:
        try:
            self._preferences_file.save(self._preferences)
        except SystemProblem as error:
            # A window that forgets its size is no reason to stop somebody who works.
            log_error(error)


def _has_content(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())


def _free_folder() -> Path:
    """Return a folder for a first vault that is not there yet."""
    home = default_vaults_folder()
    names = ["Werk.kluis", *(f"Werk {number}.kluis" for number in range(2, 100))]
    return next((home / name for name in names if not (home / name).exists()), home / "Nieuw.kluis")
