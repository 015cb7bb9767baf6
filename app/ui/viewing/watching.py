"""Plays the recording for the screen: opens it without blocking, polls it, gathers seeks, and shuttles."""

import time

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.common.errors import AppError, DamagedError
from app.common.ids import RecordingId
from app.domain.timecode import TimeRange
from app.error_texts import error_text
from app.services.playback import Playback, PlayerState
from app.services.session import Session
from app.ui.jobs import JobRunner

_PLAYING_TICK_MS = 16
_PAUSED_TICK_MS = 40
_SHUTTLE_TICK_MS = 200
_SHUTTLE_SPEEDS = (1, 2, 4, 8)
_FAST_RATES = (1.0, 1.5, 2.0)
_STEP_PATIENCE_S = 1.0
"""A frame that cannot be decoded never comes; then the next step starts from where the picture stands."""


class Watching(QObject):
    """All times asked for before the recording is open are kept and used once it is."""

    opened = Signal()
    failed = Signal(str)
    """Why it cannot be watched (any more), in words."""
    picture_shown = Signal(object)
    moved = Signal(int)
    located = Signal(str, int)
    """What `locate` was asked about, and how far in milliseconds its picture lies from where it was taken to be."""
    state_changed = Signal()
    """It plays or stands still, at another speed, in a loop or not."""

    def __init__(self, session: Session, jobs: JobRunner, recording_id: RecordingId, start_ms: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._playback: Playback | None = None
        self._is_released = False
        self._position_ms = start_ms
        self._wanted_ms: int | None = start_ms
        self._was_playing = False
        self._loop: TimeRange | None = None
        self._shuttle_speed = 0
        self._step_asked_at = 0.0
        self._steps_waiting = 0
        self._rate = 1.0
        self._volume = 100
        self._is_muted_by_choice = False
        self._is_hidden = False
        self._tick = QTimer(self)
        self._tick.timeout.connect(self._on_tick)
        self._shuttle = QTimer(self)
        self._shuttle.setInterval(_SHUTTLE_TICK_MS)
        self._shuttle.timeout.connect(self._on_shuttle)
        job = jobs.start(lambda _context: session.playback.open_recording(recording_id), name="open_recording")
        job.succeeded.connect(self._on_opened)
        job.failed.connect(self._on_failed)

    @property
    def position_ms(self) -> int:
        """The time of what is shown, or of what was just asked for."""
        return self._position_ms

    @property
    def is_playing(self) -> bool:
        """Whether it runs, forwards or back."""
        return self._shuttle_speed != 0 or (self._playback is not None and self._playback.is_playing)

    @property
    def was_closed(self) -> bool:
        """Whether the recording may not be watched any more: it was destroyed, thrown away, or somebody took back their yes."""
        return self._playback is not None and self._playback.is_closed

    @property
    def rate(self) -> float:
        """Speed, 1.0 is normal."""
        return self._rate

    @property
    def loop(self) -> TimeRange | None:
        """The range that repeats."""
        return self._loop

    def play(self) -> None:
        """Run on from here."""
        self._stop_shuttle()
        if self._playback:
            self._apply_wanted()
            self._playback.play()
            self._tell_state()

    def pause(self) -> None:
        """Stand still on the exact frame."""
        self._stop_shuttle()
        if self._playback:
            self._apply_wanted()
            self._playback.pause()
            self._position_ms = self._playback.position_ms()
            self._tell_state()

    def toggle(self) -> None:
        """Play or pause."""
        if self.is_playing:
            self.pause()
        else:
            self.play()

    def seek(self, at_ms: int) -> None:
        """Go to this time; several before the next poll count as the last one. Outside the loop, the loop ends."""
        self._stop_shuttle()
        self._want(at_ms)
        if self._loop and not self._loop.from_ms <= self._position_ms <= self._loop.to_ms:
            self.set_loop(None)

    def skip(self, by_ms: int) -> None:
        """Go on or back by this much."""
        self.seek(self._position_ms + by_ms)

    def step(self, frames: int) -> None:
        """Stand still and show the frame this many further on; steps that come before the frame is there add up."""
        self._stop_shuttle()
        if self._playback is None:
            return
        if time.monotonic() - self._step_asked_at < _STEP_PATIENCE_S:
            self._steps_waiting += frames
            return
        self._apply_wanted()
        self._step_asked_at = time.monotonic()
        self._playback.step(frames)
        self._tell_state()

    def faster(self) -> None:
        """Play on; again is faster."""
        if not self.is_playing or self._shuttle_speed:
            self.set_rate(1.0)
            self.play()
            return
        self.set_rate(next((rate for rate in _FAST_RATES if rate > self._rate), _FAST_RATES[-1]))

    def shuttle_back(self) -> None:
        """Go back in jumps, as libVLC cannot play backwards; again is faster."""
        speed = next((speed for speed in _SHUTTLE_SPEEDS if speed > self._shuttle_speed), _SHUTTLE_SPEEDS[-1])
        self.pause()
        self._shuttle_speed = speed
        self._shuttle.start()
        self._tell_state()

    def locate(self, name: str) -> None:
        """Find out which frame is seen now, exactly; `located` tells. Not for a place that was asked for and is not seen yet."""
        if self._playback and self._wanted_ms is None:
            self._playback.locate(name)

    def set_rate(self, rate: float) -> None:
        """Set the speed."""
        self._rate = rate
        if self._playback:
            self._playback.set_rate(rate)
        self.state_changed.emit()

    def set_loop(self, loop: TimeRange | None) -> None:
        """Repeat this range, or no longer."""
        self._loop = loop
        if self._playback:
            self._playback.set_loop(loop)
        self.state_changed.emit()

    @Slot(int)
    def set_volume(self, percent: int) -> None:
        """Set how loud it is."""
        self._volume = percent
        if self._playback:
            self._playback.set_volume(percent)

    @Slot(bool)
    def set_muted(self, is_muted: bool) -> None:  # noqa: FBT001 - a setter has one value
        """Switch the sound off or on."""
        self._is_muted_by_choice = is_muted
        self._apply_sound()

    def set_hidden(self, *, is_hidden: bool) -> None:
        """With the picture hidden there is no sound either."""
        self._is_hidden = is_hidden
        self._apply_sound()

    def release(self) -> None:
        """Stop and let go of the recording; nothing is shown after this."""
        self._is_released = True
        self._tick.stop()
        self._shuttle.stop()
        if self._playback:
            self._playback.close()
            self._playback = None

    @Slot(object)
    def _on_opened(self, playback: Playback) -> None:
        if self._is_released:
            playback.close()
            return
        self._playback = playback
        playback.set_rate(self._rate)
        playback.set_volume(self._volume)
        self._apply_sound()
        if self._position_ms >= playback.facts.duration_ms:
            self._want(0)
        self._apply_wanted()
        self._tick.start(_PAUSED_TICK_MS)
        self.opened.emit()

    @Slot(AppError)
    def _on_failed(self, error: AppError) -> None:
        if not self._is_released:
            self.failed.emit(error_text(error))

    @Slot()
    def _on_tick(self) -> None:
        if self._playback is None:
            return
        self._apply_wanted()
        shown = self._playback.poll()
        if shown.picture is not None:
            self.picture_shown.emit(shown.picture)
            self._step_on()
        for name, by_ms in shown.located:
            self.located.emit(name, by_ms)
        if shown.position_ms != self._position_ms:
            self._position_ms = shown.position_ms
            self.moved.emit(shown.position_ms)
        if shown.state is PlayerState.FAILED:
            self.failed.emit(error_text(DamagedError("media_damaged")))
        if self._playback.is_playing != self._was_playing:
            self._tell_state()

    @Slot()
    def _on_shuttle(self) -> None:
        self._want(self._position_ms - self._shuttle_speed * _SHUTTLE_TICK_MS)
        if self._position_ms <= 0:
            self._stop_shuttle()
            self._tell_state()

    def _want(self, at_ms: int) -> None:
        self._steps_waiting, self._step_asked_at = 0, 0.0
        last_ms = self._playback.facts.duration_ms if self._playback else max(at_ms, 0)
        self._wanted_ms = min(max(at_ms, 0), last_ms)
        if self._wanted_ms != self._position_ms:
            self._position_ms = self._wanted_ms
            self.moved.emit(self._position_ms)

    def _step_on(self) -> None:
        waiting, self._steps_waiting, self._step_asked_at = self._steps_waiting, 0, 0.0
        if waiting and not self.is_playing:
            self.step(waiting)

    def _apply_wanted(self) -> None:
        if self._wanted_ms is not None and self._playback:
            wanted_ms, self._wanted_ms = self._wanted_ms, None
            self._playback.seek(wanted_ms)

    def _apply_sound(self) -> None:
        if self._playback:
            self._playback.set_muted(self._is_muted_by_choice or self._is_hidden)

    def _stop_shuttle(self) -> None:
        self._shuttle.stop()
        self._shuttle_speed = 0

    def _tell_state(self) -> None:
        self._was_playing = self._playback is not None and self._playback.is_playing
        if self._tick.isActive():
            self._tick.setInterval(_PLAYING_TICK_MS if self._was_playing else _PAUSED_TICK_MS)
        self.state_changed.emit()
