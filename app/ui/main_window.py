"""The window: navigation and wiring between screens, locking, nothing else.

What is inside is imported when somebody goes inside, so that the closed shutters are there at once; `inside.py` fetches it
meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from app.common.errors import AppError
from app.common.ids import FragmentId, MomentId, RecordingId
from app.common.log import log_error, log_event
from app.domain.timecode import TimeRange
from app.error_texts import error_text
from app.services.preferences import Preferences, PreferencesFile
from app.ui.changes import ChangeSignal
from app.ui.jobs import JobRunner
from app.ui.lock.cover import Cover
from app.ui.lock.reason import LockReason
from app.ui.lock.running_work import has_long_work
from app.ui.screen import Screen
from app.ui.secret_clipboard import forget_copies
from app.ui.shell.help_card import HelpCard
from app.ui.shell.place_keys import PlaceKeys
from app.ui.shell.screen_stack import ScreenStack
from app.ui.shell.shell import Shell
from app.ui.theme import Theme
from app.ui.unlock.entrance import entrance_to
from app.ui.unlock.unlock import Unlock
from app.ui.widgets.file_choice import choose_folder
from app.ui.window_look import WindowLook

if TYPE_CHECKING:
    from app.services.search import Found
    from app.services.session import Session
    from app.ui.anonymise.screen import AnonymiseScreen
    from app.ui.capture.capture_screen import CaptureScreen
    from app.ui.library.add_recording import AddRecording
    from app.ui.unlock.first_start import FirstStart

_SMALLEST = (1024, 640)
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
        self._preferences = preferences
        self.look = WindowLook(theme, preferences_file, preferences, self)
        self._session: Session | None = None
        self._changes: ChangeSignal | None = None
        self._entrance: FirstStart | Unlock | None = None
        self._places: dict[str, Screen] = {}
        self._add: AddRecording | None = None
        self._capture: CaptureScreen | None = None
        self._wants_practice = False
        self._recording_behind = ""
        """The recording to open again when the screen in view is left."""
        self.setWindowTitle("Kijkkamer")
        self.setMinimumSize(*_SMALLEST)
        self._build()
        self._connect()
        self.look.restore_size()
        self.show_entrance(vault_folder or (Path(preferences.last_vault) if preferences.last_vault else None))

    @property
    def preferences(self) -> Preferences:
        """What was chosen about the window; `look.changed` tells of a change."""
        return self._preferences

    @property
    def session(self) -> Session | None:
        """The open vault, None at the entrance."""
        return self._session

    @property
    def holds_keys(self) -> bool:
        """Whether a vault is open, also one that was just made and not entered yet."""
        return self._session is not None or (self._entrance is not None and self._entrance.vault_made is not None)

    @property
    def current_screen(self) -> Screen | None:
        """The screen in view."""
        return self._stack.top

    @property
    def place_in_view(self) -> str:
        """The name of the place of the rail that we are in."""
        return next((name for name, screen in self._places.items() if screen in self._stack.screens), "recordings")

    def place(self, name: str) -> Screen:
        """Return the screen of a place of the rail."""
        return self._places[name]

    @property
    def recording_behind(self) -> str:
        """The id of the recording that is opened again when the screen in view is left, empty for none."""
        return self._recording_behind

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
        self._entrance = entrance_to(folder, self._theme, self._jobs, self, has_motion=not self._preferences.has_less_motion)
        if isinstance(self._entrance, Unlock):
            self._entrance.vault_chosen.connect(self.show_entrance)
        else:
            self._entrance.existing_vault_requested.connect(self._on_existing_vault)
            self._entrance.practice_requested.connect(self._on_practice_wanted)
        self._entrance.opened.connect(self.enter)
        self._rooms.addWidget(self._entrance)
        self._rooms.setCurrentWidget(self._entrance)
        self._entrance.entered()

    @Slot(object)
    def enter(self, session: Session) -> None:
        """Go inside: build the screens on this session and show the recordings."""
        from app.ui.fragments.fragments import Fragments
        from app.ui.growth.growth import GrowthScreen
        from app.ui.library.recordings import Recordings
        from app.ui.library.ways import Ways
        from app.ui.lock.trail import go_back_to
        from app.ui.practice.practice import Practice
        from app.ui.safety.safety import Safety

        self._session = session
        self._preferences.last_vault = str(session.vault_folder)
        self.look.keep()
        self._changes = ChangeSignal(session.changes, self)
        self.ways = Ways(self, session, self._theme, self._jobs)
        self.practice = Practice(self, session, self._theme, self._jobs)
        recordings = Recordings(self._theme, self._jobs, session, self._changes, self)
        recordings.recording_opened.connect(self.open_recording)
        recordings.add_requested.connect(self.add_recordings)
        recordings.capture_requested.connect(self.capture_recording)
        recordings.search_requested.connect(self.open_search)
        recordings.practice_requested.connect(self.practice.begin)
        recordings.consent_requested.connect(self.ways.open_consent)
        fragments = Fragments(self._theme, self._jobs, session, self._changes, self)
        fragments.fragment_opened.connect(self.open_fragment)
        fragments.consent_requested.connect(self.ways.open_consent)
        safety = Safety(self._theme, self._jobs, session, self._changes, self._preferences, self)
        safety.recording_opened.connect(self.open_recording)
        safety.preferences_changed.connect(self.look.take_over)
        safety.consent_requested.connect(self.ways.open_consent)
        safety.help_requested.connect(self._on_help)
        safety.reminded.connect(self._on_reminded)
        growth = GrowthScreen(self._theme, self._jobs, session, self._changes, self)
        growth.frame_opened.connect(self._on_frame_opened)
        self._places = {"recordings": recordings, "fragments": fragments, "growth": growth, "safety": safety}
        for screen in self._places.values():
            self._stack.adopt(screen)
        self._rooms.setCurrentWidget(self._shell)
        self.show_place("recordings")
        if self._entrance is not None:
            self._rooms.removeWidget(self._entrance)
            self._entrance.deleteLater()
            self._entrance = None
        go_back_to(self, session)
        self.ways.look_at_what_is_due()
        self.ways.take_up_what_was_interrupted()
        self.practice.sweep()
        if self._wants_practice:
            self.practice.begin()
        if session.keys.is_passphrase_forgotten:
            self.show_place("safety")
            safety.ask_new_passphrase()
            self.say(self.tr("Je kwam binnen met je herstelcode. Kies nu een nieuwe wachtzin."))

    @Slot(str)
    def open_recording(self, recording_id: str) -> None:
        """Look at a recording, or at its closed shutters while somebody has not said yes."""
        from app.ui.looking_back.alone import LookingBackAlone
        from app.ui.viewing.key_choices import chosen_keys
        from app.ui.viewing.screen import ViewingScreen

        if self._session is None:
            return
        try:
            closed = self.ways.closed_shutters(recording_id)
            if closed is not None:
                self.push(closed)
                return
            screen = ViewingScreen(self._session, self._theme, self._jobs, recording_id, self, keys=chosen_keys(self._preferences))
        except AppError as error:
            self._shell.message.say(error_text(error))
            return
        screen.fragment_requested.connect(self._on_fragment_requested)
        screen.transcript_requested.connect(self._on_transcript_requested)
        screen.kader_requested.connect(self.open_kader)
        screen.focus_mode_changed.connect(self._on_focus_mode)
        if not self.practice.guide(screen):
            LookingBackAlone(self._session, self._theme, self._jobs, screen)
        self.push(screen)

    @Slot(str)
    def open_fragment(self, fragment_id: str) -> None:
        """Make a fragment unrecognisable."""
        from app.ui.anonymise.screen import AnonymiseScreen

        if self._session is None:
            return
        try:
            screen = AnonymiseScreen(self._session, self._theme, self._jobs, self, fragment_id=FragmentId(fragment_id))
        except AppError as error:
            self._shell.message.say(error_text(error))
            return
        self._push_anonymise(screen)

    @Slot(str)
    def open_search(self, words: str = "") -> None:
        """Search in everything that was written and said. A recording that is open is closed meanwhile."""
        from app.ui.search.screen import SearchScreen
        from app.ui.viewing.screen import ViewingScreen

        top = self.current_screen
        if self._session is None or isinstance(top, SearchScreen):
            return
        screen = SearchScreen(self._session, self._theme, self._jobs, words, self)
        screen.opened.connect(self._on_found_opened)
        screen.playlist_requested.connect(self._on_playlist)
        behind = top.recording_id if isinstance(top, ViewingScreen) else ""
        if behind:
            self._stack.leave_top()
        self.push(screen)
        self._recording_behind = behind

    @Slot(object)
    def _on_found_opened(self, found: Found) -> None:
        from app.ui.viewing.screen import ViewingScreen

        if found.recording is None:
            return
        self._recording_behind = ""
        self.open_recording(found.recording.recording_id)
        screen = self.current_screen
        if isinstance(screen, ViewingScreen):
            screen.show_place(found.from_ms, found.moment.moment_id if found.moment else None)

    @Slot(list, int)
    def _on_playlist(self, found: list[Found], first: int) -> None:
        from app.ui.viewing.playlist.screen import PlaylistScreen

        if self._session is None:
            return
        screen = PlaylistScreen(self._session, self._theme, self._jobs, found, first, self)
        screen.opened.connect(self._on_found_opened)
        self.push(screen)

    @Slot(str)
    def _on_frame_opened(self, frame: str) -> None:
        from app.domain.private_answer import QuietFrame
        from app.ui.growth.quiet_frames import QuietFrameScreen

        if self._session is not None:
            self.push(QuietFrameScreen(self._theme, self._session, QuietFrame(frame), self))

    @Slot(list)
    def add_recordings(self, paths: list[Path]) -> None:
        """Show the screen that adds recordings, with these files; a running import is shown again."""
        from app.ui.library.add_recording import AddRecording

        if self._session is None:
            return
        if self._capture is not None and self._capture.is_busy and not paths:
            self.capture_recording()
            return
        if self._add is None:
            self._add = AddRecording(self._theme, self._jobs, self._session, self)
            self._add.recording_opened.connect(self._on_added_opened)
            self._add.consent_requested.connect(self.ways.open_consent)
            self._add.import_told.connect(self._on_import_told)
            self._add.capture_requested.connect(self.capture_recording)
        if self.current_screen is not self._add:
            self.push(self._add)
        if paths:
            self._add.add_files(paths)

    @Slot()
    def capture_recording(self) -> None:
        """Show the screen that records with the camera; one that runs is shown again."""
        from app.ui.capture.capture_screen import CaptureScreen

        if self._session is None:
            return
        if self._capture is None:
            self._capture = CaptureScreen(self._theme, self._jobs, self._session, self)
            self._capture.recording_opened.connect(self._on_added_opened)
            self._capture.told.connect(self._on_import_told)
        if self.current_screen is not self._capture:
            self.push(self._capture)

    @Slot(str)
    def open_kader(self, recording_id: str = "") -> None:
        """Look at the frames; a recording in view is closed meanwhile, and opened again with the frame it then has."""
        from app.ui.kader.screen import KaderScreen

        if self._session is None or self._changes is None:
            return
        if recording_id:
            self._stack.leave_top()
        self.push(KaderScreen(self._session, self._theme, self._jobs, self._changes, self, recording_id=recording_id))
        self._recording_behind = recording_id

    @Slot()
    def back(self) -> None:
        """Return to the screen behind this one."""
        if not self._stack.go_back():
            return
        recording_id, self._recording_behind = self._recording_behind, ""
        if recording_id:
            self.open_recording(recording_id)

    def replace_top(self, recording_id: str) -> None:
        """Open this recording in place of the screen in view."""
        self._stack.leave_top()
        self.open_recording(recording_id)

    @Slot()
    def _on_back(self) -> None:
        """Let the screen take its own step back first; it asks for `back` when it has none."""
        if len(self._stack.screens) > 1:
            self._stack.screens[-1].go_back()

    @Slot()
    def lock(self, reason: LockReason = LockReason.KEY) -> None:
        """Close the shutters, the one way: cover the screen, stop everything, close the vault, and tell `locked`."""
        if not self.holds_keys:
            return
        if self._entrance is not None:
            self._preferences.last_vault = str(self._entrance.vault_made)
            self.look.keep()
        log_event(f"locked_{reason}")
        try:
            self.close_vault(reason)
        finally:
            # Also when a screen could not be left: the process that held the keys must end.
            self.locked.emit()

    def close_vault(self, reason: LockReason = LockReason.CLOSE) -> None:
        """The ordered end of a session; nothing of it is left on the screen. Does nothing at the entrance.

        Closing the window is leaving the room; after every other reason the next to unlock is where we are now.
        """
        self.cover()
        forget_copies()
        self.look.keep_size()
        if self._entrance is not None:
            self._entrance.release()
        point = None
        if self._session is not None and reason is not LockReason.CLOSE:
            from app.ui.lock.trail import where_we_are

            point = where_we_are(self, has_stopped_work=has_long_work(self._jobs))
        for screen in {*self._stack.screens, *self._places.values(), *filter(None, (self._add, self._capture))}:
            screen.release()
        self._jobs.cancel_all()
        self._jobs.wait_all(_WAIT_FOR_JOBS_S)
        if self._changes is not None:
            self._changes.stop()
        session, self._session = self._session, None
        if session is not None:
            try:
                session.resume.keep(point)
            except AppError as error:
                log_error(error)  # to come back at the same place is a convenience
            finally:
                session.lock()

    def cover(self, sentence: str = "") -> None:
        """Take everything of the room out of sight, dialogs and menus too."""
        for widget in QApplication.topLevelWidgets():
            if widget is not self and widget.isVisible() and widget.isWindow():
                widget.close()
        self._cover.say(sentence)
        self._rooms.setCurrentWidget(self._cover)

    def say(self, text: str) -> None:
        """Show a short message at the bottom left."""
        self._shell.message.say(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Search with Ctrl+F where the screen itself has nothing to search in."""
        if event.matches(QKeySequence.StandardKey.Find) and self._session is not None:
            self.open_search()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Lock before the window goes."""
        self.close_vault(LockReason.CLOSE)
        super().closeEvent(event)

    def _build(self) -> None:
        self._rooms = QStackedWidget(self)
        self._rooms.setObjectName("room")
        self._shell = Shell(self._theme, self._rooms)
        self._stack = ScreenStack(self._shell, self._stays, self)
        self._cover = Cover(self._rooms)
        self._rooms.addWidget(self._shell)
        self._rooms.addWidget(self._cover)
        self._help = HelpCard(self._theme, self._rooms, self._preferences)
        self._help.kader_requested.connect(self._on_kader_from_help)
        self.setCentralWidget(self._rooms)

    def _connect(self) -> None:
        self._stack.back_requested.connect(self.back)
        self._stack.left.connect(self._on_left)
        self._shell.place_chosen.connect(self.show_place)
        PlaceKeys(self).pressed.connect(self.show_place)
        self._shell.back_clicked.connect(self._on_back)
        self._shell.lock_clicked.connect(self._on_lock_button)
        self._shell.help_clicked.connect(self._on_help)
        self._shell.appearance_clicked.connect(self._on_appearance)
        slots: tuple[tuple[str, Callable[[], None]], ...] = (
            ("Ctrl+L", self.lock),
            ("Ctrl+N", self._on_add_key),
            ("Alt+Left", self._on_back),
            ("?", self._on_help),
            ("F1", self._on_help),
        )
        for keys, slot in slots:
            context = Qt.ShortcutContext.ApplicationShortcut if keys == "Ctrl+L" else Qt.ShortcutContext.WindowShortcut
            QShortcut(QKeySequence(keys), self, slot, context=context)

    @Slot(str)
    def show_place(self, place: str) -> None:
        """Show a place of the rail; what lay over it is left."""
        if self._session is None or place not in self._places:
            return
        self._recording_behind = ""
        self._shell.rail.choose(place)
        self._stack.begin_with(self._places[place])

    def push(self, screen: Screen) -> None:
        """Show a screen over the one in view; back leads to that again."""
        self._stack.push(screen)

    def _stays(self, screen: Screen) -> bool:
        """Places stay, and so does an import or a recording that runs."""
        return screen in self._places.values() or any(screen is each and each.is_busy for each in (self._add, self._capture) if each is not None)

    @Slot(object)
    def _on_left(self, screen: Screen) -> None:
        if screen is self._add:
            self._add = None
        if screen is self._capture:
            self._capture = None

    @Slot(str, int, int, str)
    def _on_fragment_requested(self, recording_id: str, from_ms: int, to_ms: int, moment_id: str) -> None:
        """Go over the doorstep with this range; the recording is closed meanwhile and opened again on the way back."""
        from app.ui.anonymise.screen import AnonymiseScreen

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
        self._stack.leave_top()
        self._push_anonymise(screen)
        self._recording_behind = recording_id

    @Slot(str)
    def _on_transcript_requested(self, recording_id: str) -> None:
        """Show what is said; the recording is closed meanwhile and opened again on the way back."""
        from app.ui.transcript.screen import TranscriptScreen

        if self._session is None:
            return
        try:
            screen = TranscriptScreen(self._session, self._theme, self._jobs, recording_id, self)
        except AppError as error:
            self._shell.message.say(error_text(error))
            return
        self._stack.leave_top()
        self.push(screen)
        self._recording_behind = recording_id

    def _push_anonymise(self, screen: AnonymiseScreen) -> None:
        screen.finished.connect(self.back)
        self.push(screen)

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
        self.show_place("recordings")
        self.open_recording(recording_id)

    @Slot(str)
    def _on_import_told(self, text: str) -> None:
        from app.ui.library.recordings import Recordings

        recordings = self._places["recordings"]
        if isinstance(recordings, Recordings):
            recordings.show_import(text)

    @Slot()
    def _on_existing_vault(self) -> None:
        folder = choose_folder(self, self.tr("Kies de map van de kluis"))
        if folder is not None:
            self.show_entrance(folder)

    @Slot()
    def _on_practice_wanted(self) -> None:
        self._wants_practice = True

    @Slot()
    def _on_add_key(self) -> None:
        self.add_recordings([])

    @Slot(str)
    def _on_reminded(self, text: str) -> None:
        """The back-up is old: say so once, with the way there."""
        self._shell.message.say(text, self.tr("Bekijk"), partial(self.show_place, "safety"))

    @Slot()
    def _on_help(self) -> None:
        if self._session is not None:
            self._help.open()

    @Slot()
    def _on_kader_from_help(self) -> None:
        from app.ui.viewing.screen import ViewingScreen

        screen = self.current_screen
        self.open_kader(screen.recording_id if isinstance(screen, ViewingScreen) else "")

    @Slot()
    def _on_lock_button(self) -> None:
        self.lock(LockReason.BUTTON)

    @Slot()
    def _on_appearance(self) -> None:
        self.look.menu.open_above(self._shell.appearance_button)
