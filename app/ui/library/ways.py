"""The ways from the recordings to their consent, to closed shutters and to the last look; the window keeps the screens."""

from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

from app.common.errors import AppError
from app.common.ids import RecordingId
from app.common.progress import JobContext
from app.domain.consent import Purpose
from app.error_texts import error_text
from app.services.retention import Due
from app.services.session import Session
from app.ui.consent.closed_recording import ClosedRecording
from app.ui.consent.consent_screen import ConsentScreen
from app.ui.jobs import JobRunner
from app.ui.library.last_look import LastLook
from app.ui.library.recordings import Recordings
from app.ui.screen import Screen
from app.ui.theme import Theme


class Rooms(Protocol):
    """What the window can do with screens."""

    @property
    def current_screen(self) -> Screen | None:
        """The screen in view."""

    def push(self, screen: Screen) -> None:
        """Show a screen over the one in view."""

    def replace_top(self, recording_id: str) -> None:
        """Open this recording in place of the screen in view."""

    def show_place(self, place: str) -> None:
        """Go to a place of the rail and leave what lies over it."""

    def place(self, name: str) -> Screen:
        """Return the screen of a place."""

    def open_recording(self, recording_id: str) -> None:
        """Look at a recording."""

    def say(self, text: str) -> None:
        """Show a short message."""


class Ways(QObject):
    """Made anew with every session."""

    def __init__(self, rooms: Rooms, session: Session, theme: Theme, jobs: JobRunner) -> None:
        super().__init__(rooms if isinstance(rooms, QWidget) else None)
        self._rooms = rooms
        self._session = session
        self._theme = theme
        self._jobs = jobs

    def closed_shutters(self, recording_id: str) -> ClosedRecording | None:
        """Return the screen of closed shutters while not everybody said yes to watching; None when the recording may be watched."""
        wanted = RecordingId(recording_id)
        if self._session.consent.verdict(wanted, Purpose.OWN).is_allowed:
            return None
        screen = ClosedRecording(self._session, self._theme, wanted)
        screen.consent_requested.connect(self.open_consent)
        # Queued: the screen tells it while it comes into view.
        screen.opened_again.connect(self._on_opened_again, Qt.ConnectionType.QueuedConnection)
        return screen

    @Slot(str)
    def open_consent(self, recording_id: str) -> None:
        """Show who is in view of a recording and what they find good."""
        try:
            screen = ConsentScreen(self._session, self._theme, self._jobs, RecordingId(recording_id))
        except AppError as error:
            self._rooms.say(error_text(error))
            return
        screen.withdrawn.connect(self._on_withdrawn)
        self._rooms.push(screen)

    def look_at_what_is_due(self) -> None:
        """Ask what is due: what waited long enough in the bin goes, what reached its last day is looked at once more."""
        job = self._jobs.start(lambda _context: self._session.retention.due(), name="read due")
        job.succeeded.connect(self._on_due)
        job.failed.connect(self._on_failed)

    def take_up_what_was_interrupted(self) -> None:
        """Make recordings and notes of what was being recorded when the program stopped."""
        session = self._session

        def recover(context: JobContext) -> int:
            session.spoken_notes.recover(context)
            return len(session.captures.recover(context))

        job = self._jobs.start(recover, name="keep interrupted")
        job.succeeded.connect(self._on_recovered)
        job.failed.connect(self._on_failed)

    @Slot(object)
    def _on_recovered(self, count: int) -> None:
        if count and self._rooms.current_screen is not None:
            self._rooms.say(self.tr("Een opname werd onderbroken. Wat er was, staat nu bij je opnamen."))

    @Slot(object)
    def _on_due(self, due: Due) -> None:
        if self._rooms.current_screen is None:
            return  # locked meanwhile
        if due.bin_over:
            ids = [recording.recording_id for recording in due.bin_over]
            job = self._jobs.start(lambda _context: self._session.retention.destroy(ids, ground="bin", keep_notes=False), name="empty bin")
            job.succeeded.connect(partial(self._on_bin_emptied, len(ids)))
            job.failed.connect(self._on_failed)
        if due.ended:
            screen = LastLook(self._theme, self._jobs, self._session, due.ended)
            screen.recording_opened.connect(self._rooms.open_recording)
            self._rooms.push(screen)

    def _on_bin_emptied(self, count: int, _kept: object) -> None:
        one = self.tr("Eén opname lag lang genoeg in de prullenbak en is vernietigd.")
        many = self.tr("{count} opnamen lagen lang genoeg in de prullenbak en zijn vernietigd.").format(count=count)
        self._rooms.say(one if count == 1 else many)

    @Slot(AppError)
    def _on_failed(self, error: AppError) -> None:
        self._rooms.say(error_text(error))

    @Slot(str)
    def _on_opened_again(self, recording_id: str) -> None:
        """Everybody said yes behind closed shutters: open them."""
        if isinstance(self._rooms.current_screen, ClosedRecording):
            self._rooms.replace_top(recording_id)

    @Slot(str, str, bool)
    def _on_withdrawn(self, recording_id: str, role: str, keep_notes: bool) -> None:  # noqa: FBT001 - the signal's shape
        """Leave whatever shows the recording, and let the list show how it goes."""
        self._rooms.show_place("recordings")
        recordings = self._rooms.place("recordings")
        if isinstance(recordings, Recordings):
            recordings.withdraw(RecordingId(recording_id), role, keep_notes=keep_notes)
