"""What closes the shutters without the worker asking: nobody there, the screen locked, sleep, another user."""

from PySide6.QtCore import QObject, QTimer, Slot

from app.services.preferences import Preferences
from app.ui.jobs import JobRunner
from app.ui.lock.idle_clock import MOST_WITHOUT_HANDS_S, seconds_since_start
from app.ui.lock.idle_watch import IdleWatch
from app.ui.lock.reason import LockReason
from app.ui.lock.running_work import has_long_work
from app.ui.lock.stay_open_bar import StayOpenBar
from app.ui.main_window import MainWindow
from app.ui.theme import Theme

_LOOK_AGAIN_MS = 500


class LockTriggers(QObject):
    """Calls `MainWindow.lock`, and nothing else does it unasked.

    A locked screen locks the room, but not in the middle of an import or a copy: laptops lock their screen after a few
    minutes, and a copy of twenty minutes would never be finished. Then the room is covered at once, and locked as soon as
    the work is done, or after two hours. Sleep does not wait: what is in memory may go to the disk.
    """

    def __init__(self, window: MainWindow, theme: Theme, jobs: JobRunner) -> None:
        super().__init__(window)
        self._window = window
        self._jobs = jobs
        self._waiting_for: LockReason | None = None
        self._waits_until = 0.0
        self.bar = StayOpenBar(theme, window)
        self.idle = IdleWatch(window.preferences.idle_minutes, self._is_active, self)
        self.idle.warned.connect(self._on_warned)
        self.idle.stayed.connect(self.bar.hide)
        self.idle.ran_out.connect(self._on_ran_out)
        self.bar.stay_open.connect(self.idle.touch)
        window.look.changed.connect(self._on_preferences_changed)
        self._look_again = QTimer(self)
        self._look_again.setInterval(_LOOK_AGAIN_MS)
        self._look_again.timeout.connect(self._on_look_again)
        self.idle.start()

    @Slot(str)
    def on_system_event(self, reason: str) -> None:
        """The system locked its screen, goes to sleep, or gives the screen to another user."""
        why = LockReason(reason)
        if why is LockReason.SUSPEND:
            if self._preferences.lock_on_suspend:
                self._window.lock(why)
        elif has_long_work(self._jobs):
            self._window.cover(self.tr("De luiken zijn dicht. Wat liep, loopt nog door. Daarna gaat de kluis op slot, en heb je je wachtzin nodig."))
            self._waiting_for, self._waits_until = why, seconds_since_start() + MOST_WITHOUT_HANDS_S
            self._look_again.start()
        else:
            self._window.lock(why)

    @property
    def _preferences(self) -> Preferences:
        return self._window.preferences

    def _is_active(self) -> bool:
        screen = self._window.current_screen
        return not self._window.holds_keys or (screen is not None and screen.is_playing) or has_long_work(self._jobs)

    @Slot()
    def _on_warned(self) -> None:
        if self._window.holds_keys:
            self.bar.show_warning(has_work=has_long_work(self._jobs))

    @Slot()
    def _on_ran_out(self) -> None:
        self._window.lock(LockReason.IDLE)
        self.idle.touch()

    @Slot()
    def _on_look_again(self) -> None:
        if self._waiting_for is None or (has_long_work(self._jobs) and seconds_since_start() < self._waits_until):
            return
        self._look_again.stop()
        reason, self._waiting_for = self._waiting_for, None
        self._window.lock(reason)

    @Slot()
    def _on_preferences_changed(self) -> None:
        self.idle.set_minutes(self._preferences.idle_minutes)
