"""One recording or copy being watched, told to widgets as signals."""

import time

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.common.picture import Picture
from app.domain.timecode import TimeRange
from app.services.playback import Playback, PlayerState

_POLL_MS = 33
_FASTEST = 2.0
_CLOCK_SLACK_MS = 700
"""The player's clock is corrected by up to half a second at once."""
_END_MS = 40
"""A playback that stands this near to its end begins anew."""


class PlaybackClock(QObject):
    """Polls a playback while it is awake. Times are those of the recording or copy itself."""

    shown = Signal(Picture)
    """Another frame to show."""
    moved = Signal(int)
    played = Signal(int, int)
    """This stretch just ran past without a jump."""
    playing_changed = Signal(bool)
    ended = Signal()
    failed = Signal()

    def __init__(self, playback: Playback, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._playback = playback
        self._range: TimeRange | None = None
        self._last_ms = -1
        self._was_playing = False
        self._has_jumped = True
        self._run = (0, time.monotonic())
        self._ticked_at = time.monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start()

    @property
    def position_ms(self) -> int:
        """The time of what is shown."""
        return self._playback.position_ms()

    @property
    def duration_ms(self) -> int:
        """Length of what is watched."""
        return self._playback.facts.duration_ms

    @property
    def is_playing(self) -> bool:
        """Whether it runs."""
        return self._playback.is_playing

    def keep_within(self, chosen: TimeRange | None) -> None:
        """Repeat this range, and go to its beginning when the present frame lies outside."""
        self._range = chosen
        self._playback.set_loop(chosen)
        if chosen and not chosen.from_ms <= self.position_ms < chosen.to_ms:
            self.seek(chosen.from_ms)

    def repeat(self, chosen: TimeRange | None) -> None:
        """Go back to its beginning whenever the end of this range is reached."""
        self._playback.set_loop(chosen)

    def toggle(self) -> None:
        """Play or pause."""
        if not self._playback.is_playing:
            self._last_ms = self._start_of_playing()
            self._run = (self._last_ms, time.monotonic())
            self._has_jumped = False
            self._was_playing = True
            self.playing_changed.emit(self._was_playing)
        self._playback.toggle()

    def _start_of_playing(self) -> int:
        at_ms = self._playback.position_ms()
        is_at_end = at_ms >= self.duration_ms - _END_MS
        return (self._range.from_ms if self._range else 0) if is_at_end else at_ms

    def pause(self) -> None:
        """Stand still on the frame that is shown."""
        self._playback.pause()

    def set_rate(self, rate: float) -> None:
        """Set the speed; 1 is normal."""
        if rate != self._playback.rate:
            self._playback.set_rate(rate)

    def set_muted(self, *, is_muted: bool) -> None:
        """Switch the sound of what is watched off or on."""
        self._playback.set_muted(is_muted)

    def seek(self, at_ms: int) -> None:
        """Go to this time, within the range that is kept to."""
        self._has_jumped = True
        if self._range:
            at_ms = max(self._range.from_ms, min(at_ms, self._range.to_ms - 1))
        self._run = (at_ms, time.monotonic())
        self._playback.seek(at_ms)

    def step(self, frames: int) -> None:
        """Stand still and show the frame this many further on."""
        self._has_jumped = True
        self._playback.step(frames)

    def close(self) -> None:
        """Stop for good."""
        self._timer.stop()
        self._playback.close()

    @Slot()
    def _on_tick(self) -> None:
        shown = self._playback.poll()
        if shown.picture is not None:
            self.shown.emit(shown.picture)
        has_ended = shown.state is PlayerState.ENDED
        if has_ended:
            self._tell_run()
        self._tell_time(self.duration_ms if has_ended else shown.position_ms)
        self._tell_playing()
        if has_ended:
            self.ended.emit()
        elif shown.state is PlayerState.FAILED:
            self.failed.emit()

    def _tell_run(self) -> None:
        """Count everything since playing began: near the end, and all through a clip of a second, libVLC's clock stands still."""
        from_ms, began = self._run
        if self._was_playing and self.duration_ms - from_ms <= (time.monotonic() - began) * 1000 * _FASTEST + _CLOCK_SLACK_MS:
            self.played.emit(from_ms, self.duration_ms)
            self._has_jumped = True

    def _tell_time(self, at_ms: int) -> None:
        now = time.monotonic()
        passed_ms, self._ticked_at = (now - self._ticked_at) * 1000, now
        if at_ms == self._last_ms:
            return
        # Nothing can have been watched faster than it ran: a longer stretch is a jump nobody asked for here.
        is_watched = self._was_playing and not self._has_jumped and at_ms - self._last_ms <= passed_ms * _FASTEST + _CLOCK_SLACK_MS
        from_ms, self._last_ms = self._last_ms, at_ms
        self._has_jumped = False
        if is_watched and at_ms > from_ms:
            self.played.emit(from_ms, at_ms)
        self.moved.emit(at_ms)

    def _tell_playing(self) -> None:
        is_playing = self._playback.is_playing
        if is_playing != self._was_playing:
            self._was_playing = is_playing
            self.playing_changed.emit(is_playing)
