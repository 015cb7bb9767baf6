"""Notices that nobody has touched the program for a while."""

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal, Slot

from app.ui.lock.idle_clock import WARNING_S, IdleClock, seconds_since_start

_LOOK_MS = 1000
_HANDS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
        QEvent.Type.NativeGesture,
        QEvent.Type.InputMethod,
        QEvent.Type.DragMove,
        QEvent.Type.Drop,
    }
)


class IdleWatch(QObject):
    """Listens to all real input of the program, so also that of its dialogs. Windows that only look busy do not count."""

    warned = Signal()
    """The shutters close in half a minute."""
    stayed = Signal()
    """After a warning: somebody is there."""
    ran_out = Signal()

    _hands: ClassVar = _HANDS

    def __init__(
        self, minutes: float, is_active: Callable[[], bool], parent: QObject | None = None, *, now: Callable[[], float] = seconds_since_start
    ) -> None:
        """Make a watch that stands still until `start`; `is_active` says whether a recording plays or long work runs."""
        super().__init__(parent)
        self._is_active = is_active
        self._now = now
        self._clock = IdleClock(minutes * 60, now())
        self._has_warned = False
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def set_minutes(self, minutes: float) -> None:
        """Change after how long; counts from the last touch."""
        self._clock.limit_s = minutes * 60

    def start(self) -> None:
        """Begin to count, from now."""
        application = QCoreApplication.instance()
        if application is not None and not self._timer.isActive():
            application.installEventFilter(self)
            self._timer.start()
        self.touch()

    def stop(self) -> None:
        """Count no more."""
        application = QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self._timer.stop()
        self.touch()

    def touch(self) -> None:
        """Somebody is there."""
        self._clock.touch(self._now())
        if self._has_warned:
            self._has_warned = False
            self.stayed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice a hand; what programs send each other is not spontaneous and does not count."""
        if event.type() in self._hands and event.spontaneous():
            self.touch()
        return super().eventFilter(watched, event)

    @Slot()
    def look(self) -> None:
        """See how long it has been; once a second by itself."""
        now = self._now()
        if self._is_active():
            self._clock.note_activity(now)
        left_s = self._clock.seconds_left(now)
        if left_s <= 0:
            self.ran_out.emit()
        elif left_s <= WARNING_S and not self._has_warned:
            self._has_warned = True
            self.warned.emit()
        elif left_s > WARNING_S and self._has_warned:
            self._has_warned = False
            self.stayed.emit()
