"""One recording or copy being watched, told to widgets as signals."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.common.picture import Picture
from app.domain.timecode import TimeRange
from app.services.playback import Playback, PlayerState, Shown

_POLL_MS = 33


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
        self._has_jumped = not self._playback.is_playing
        self._playback.toggle()

    def pause(self) -> None:
        """Stand still on the frame that is shown."""
        self._playback.pause()

    def seek(self, at_ms: int) -> None:
        """Go to this time, within the range that is kept to."""
        self._has_jumped = True
        if self._range:
            at_ms = max(self._range.from_ms, min(at_ms, self._range.to_ms - 1))
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
        self._tell_playing()
        self._tell_time(shown)
        if shown.state is PlayerState.ENDED:
            self.ended.emit()
        elif shown.state is PlayerState.FAILED:
            self.failed.emit()

    def _tell_time(self, shown: Shown) -> None:
        at_ms = shown.position_ms
        if at_ms == self._last_ms:
            return
        if self._was_playing and not self._has_jumped and at_ms > self._last_ms:
            self.played.emit(self._last_ms, at_ms)
        self._has_jumped = False
        self._last_ms = at_ms
        self.moved.emit(at_ms)

    def _tell_playing(self) -> None:
        is_playing = self._playback.is_playing
        if is_playing != self._was_playing:
            self._was_playing = is_playing
            self.playing_changed.emit(is_playing)
