"""The whole fragment past somebody's eyes with its masks on: twice as fast, and slower where there is something to look at."""

from PySide6.QtCore import QObject, Signal, Slot

from app.domain.watched import Watched
from app.ui.anonymise.clock import PlaybackClock
from app.ui.anonymise.review import Review

FAST, NORMAL = 2.0, 1.0
_BEFORE_SPOT_MS = 500
_AT_BEGIN_MS = 400


class QuickLook(QObject):
    """Runs from the beginning until everything was watched; what was watched before it was stopped still counts."""

    changed = Signal()
    """It began or ended."""
    finished = Signal()
    """All of the fragment has been watched."""

    def __init__(self, review: Review, clock: PlaybackClock, parent: QObject) -> None:
        super().__init__(parent)
        self._review = review
        self._clock = clock
        self._watched = Watched()
        self.is_on = False
        clock.played.connect(self._on_played)
        clock.playing_changed.connect(self._on_playing_changed)

    def toggle(self) -> None:
        """Begin, from where watching broke off, or stop."""
        if self.is_on and self._clock.is_playing:
            self._clock.pause()
            return
        self.is_on = True
        self._clock.pause()
        self._clock.seek(self._start_ms())
        self._clock.set_rate(FAST)
        self._clock.toggle()
        self.changed.emit()

    def _start_ms(self) -> int:
        """Return the end of what was watched from the beginning on."""
        from_ms = self._review.plan.range.from_ms
        whole = next((end for start, end in self._watched.stretches if start <= _AT_BEGIN_MS), 0)
        return from_ms if self._watched.is_whole(self._review.plan.range.duration_ms) else from_ms + whole

    @Slot(int, int)
    def _on_played(self, from_ms: int, to_ms: int) -> None:
        if not self.is_on:
            return
        chosen = self._review.plan.range
        self._watched = self._watched.with_played(max(0, from_ms - chosen.from_ms), min(to_ms, chosen.to_ms) - chosen.from_ms)
        if self._watched.is_whole(chosen.duration_ms):
            self._review.keep_quickly_watched()
            self._clock.pause()
            self.finished.emit()
        else:
            self._clock.set_rate(NORMAL if self._is_near_spot(to_ms) else FAST)

    @Slot(bool)
    def _on_playing_changed(self, is_playing: bool) -> None:  # noqa: FBT001 - the signal's argument
        if self.is_on and not is_playing:
            self.is_on = False
            self._clock.set_rate(NORMAL)
            self.changed.emit()

    def _is_near_spot(self, at_ms: int) -> bool:
        spots = ((self._review.time_of(doubt.first), self._review.time_of(doubt.last)) for doubt in self._review.doubts)
        return any(first - _BEFORE_SPOT_MS <= at_ms <= last for first, last in spots)
