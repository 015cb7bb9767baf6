"""Play a recording with libVLC: controls that return at once, pictures and a clock to poll. No Qt."""

import enum
import threading
import time
from dataclasses import dataclass, replace
from typing import Any

from app.common.byte_source import ByteSource
from app.common.errors import AppError
from app.common.picture import Picture
from app.common.progress import JobContext
from app.domain.recording import MediaFacts
from app.media.clock import PlaybackClock
from app.media.patched_source import BridgedSource
from app.media.picture_count import PictureCount
from app.media.playable import make_playable
from app.media.vlc_engine import VlcEngine
from app.media.vlc_picture import VlcPicture
from app.media.vlc_source import VlcSource

_BETWEEN_STARTS_S = 0.12
"""A storm of seeks would only make libVLC start and stop; in between, the last wish is kept."""


_READERS_WITH_EXACT_TIME = ("mkv",)
_READERS_WITHOUT_TIME = ("avi",)
"""libVLC's AVI reader reads 2.5 s at a time and reports how far it has read, not what is shown."""


class PlayerState(enum.Enum):
    """What the player is doing. PAUSED also before the first play; LOADING until the first picture after play."""

    LOADING = enum.auto()
    PLAYING = enum.auto()
    PAUSED = enum.auto()
    ENDED = enum.auto()
    FAILED = enum.auto()


@dataclass(frozen=True)
class _Wishes:
    """What the caller wants; the player's own thread makes it so. `seek_ms` is a jump not made yet."""

    is_running: bool = False
    seek_ms: int | None = None
    rate: float = 1.0
    volume: int = 100
    is_muted: bool = False
    is_closed: bool = False


class Player:
    """One recording being played. The methods return at once; libVLC is called from a thread of our own only.

    Every jump, change of speed and resume starts libVLC afresh at that time. Its own seek and pause leave old pictures
    coming for an unknown while, and then no clock can be right; a fresh start has one first picture, and takes as long.
    Nothing is played before `play`, and a paused picture is not libVLC's business.
    The caller keeps `source` and may close it as soon as `close` has returned.
    """

    def __init__(self, source: ByteSource, facts: MediaFacts, *, sound: bool = True) -> None:
        self._facts = facts
        self._has_sound = sound
        self._source = BridgedSource(source)
        self._wake = threading.Condition()  # re-entrant: the methods call each other
        self._wishes = _Wishes()
        self._state = PlayerState.PAUSED
        self._clock = PlaybackClock(facts.duration_ms)
        self._pictures = PictureCount(None if facts.has_variable_frame_rate or facts.fps <= 0 else 1000 / facts.fps)
        self._target_ms: int | None = 0
        """Where it was told to be, until the first picture of that place is shown."""
        self._landing_ms: int | None = None
        self._landed_count = 0
        """Which picture was the first of the last start; it is counted a little after it was announced."""
        self._preparing = JobContext()
        self._running_rate = 1.0
        self._demux = ""
        self._first_frame_ms = 0
        self._last_start = 0.0
        self._picture: VlcPicture | None = None
        self._vlc_source: VlcSource | None = None
        self._thread = threading.Thread(target=self._run, name="player", daemon=True)
        self._thread.start()

    @property
    def state(self) -> PlayerState:
        """What it is doing now."""
        with self._wake:
            return self._state

    @property
    def has_damage(self) -> bool:
        """Whether a damaged piece was met while playing; it is played over."""
        return self._source.has_damage

    @property
    def has_landed(self) -> bool:
        """Whether the newest picture is of the place that was asked for; until then it may be of the place before."""
        with self._wake:
            return self._target_ms is None and self.picture_count >= self._landed_count

    @property
    def picture_count(self) -> int:
        """How many pictures were shown; when it changes, `latest_picture` has something new."""
        return self._picture.count if self._picture else 0

    def play(self) -> None:
        """Run from the position; from the beginning when it had ended."""
        with self._wake:
            if self._wishes.is_running or self._state is PlayerState.FAILED:
                return
            self._go_to(0 if self._state is PlayerState.ENDED else self.position_ms())
            self._state = PlayerState.LOADING
            self._wish(is_running=True)

    def pause(self) -> None:
        """Stand still on what is shown."""
        with self._wake:
            if self._wishes.is_running:
                self._go_to(self.position_ms())
                self._state = PlayerState.PAUSED
                self._wish(is_running=False)

    def seek(self, at_ms: int) -> None:
        """Go to this time, running on from there when it runs; the position is the new one at once."""
        with self._wake:
            if self._state is PlayerState.FAILED:
                return
            if self._state is PlayerState.ENDED:
                self._state = PlayerState.PAUSED
            self._go_to(max(0, min(at_ms, self._facts.duration_ms)))

    def set_rate(self, rate: float) -> None:
        """Play at this speed, 1.0 is normal; the pitch of voices stays."""
        with self._wake:
            if rate != self._wishes.rate:
                self._go_to(self.position_ms())
                self._wish(rate=rate)

    def set_volume(self, percent: int) -> None:
        """Set the loudness, 0 to 100."""
        self._wish(volume=max(0, min(percent, 100)))

    def set_muted(self, muted: bool) -> None:  # noqa: FBT001 - a setter has one value
        """Switch the sound off or on."""
        self._wish(is_muted=muted)

    def position_ms(self) -> int:
        """Return the time it is at; of the newest picture that picture itself knows better."""
        with self._wake:
            return self._clock.position_ms(time.monotonic()) if self._target_ms is None else self._target_ms

    def latest_picture(self) -> Picture | None:
        """Return the newest picture libVLC showed, upright and with square pixels; None before the first."""
        return self._picture.latest() if self._picture else None

    def close(self) -> None:
        """Stop; no byte of the source is read after this returned. LibVLC itself is taken down in the background."""
        with self._wake:
            self._go_to(self.position_ms())
            self._wish(is_running=False, is_closed=True)
            source = self._vlc_source
        self._preparing.cancel()
        if source:
            source.cut_off()
        else:
            self._thread.join()  # it is still preparing; that ends within a moment of the cancel

    def wait_closed(self, seconds: float) -> bool:
        """Wait until libVLC let go of everything; return whether it did."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _go_to(self, at_ms: int) -> None:
        self._target_ms = at_ms
        self._landing_ms = None
        self._wish(seek_ms=at_ms)

    def _wish(self, **changes: Any) -> None:
        with self._wake:
            self._wishes = replace(self._wishes, **changes)
            self._wake.notify_all()

    def time_told(self, at_ms: int) -> None:
        """See `EngineMarks`."""
        with self._wake:
            if self._demux not in _READERS_WITHOUT_TIME:
                is_trusted, now = self._demux in _READERS_WITH_EXACT_TIME, time.monotonic()
                if self._clock.report(at_ms - self._first_frame_ms, now, is_trusted=is_trusted):
                    self._pictures.compare(self._clock.position_ms(now))

    def ended(self) -> None:
        """See `EngineMarks`."""
        with self._wake:
            has_played = self.picture_count > 0
            self._finish(PlayerState.ENDED if has_played else PlayerState.FAILED)

    def failed(self) -> None:
        """See `EngineMarks`."""
        with self._wake:
            self._finish(PlayerState.FAILED)

    def _picture_shown(self) -> int:
        now = time.monotonic()
        with self._wake:
            if self._landing_ms is None:
                return self._pictures.next_ms(self._clock.position_ms(now))
            self._clock.land(self._landing_ms, self._running_rate, now)
            at_ms, self._landing_ms = self._pictures.land(self._landing_ms), None
            self._landed_count = self.picture_count + 1
            if self._wishes.seek_ms is None:
                self._target_ms = None
                self._state = PlayerState.PLAYING
            return at_ms

    def _finish(self, state: PlayerState) -> None:
        self._clock.freeze(self._facts.duration_ms if state is PlayerState.ENDED else self.position_ms())
        self._target_ms = self._landing_ms = None
        self._state = state
        self._wish(is_running=False, seek_ms=None)

    def _run(self) -> None:
        try:
            engine = self._prepare()
        except AppError:
            with self._wake:
                self._finish(PlayerState.FAILED)
            return
        try:
            self._serve(engine)
        finally:
            engine.close()

    def _prepare(self) -> VlcEngine:
        playable = make_playable(self._source, self._preparing)
        picture = VlcPicture(self._facts, self._picture_shown)
        source = VlcSource(playable.source)
        engine = VlcEngine(source, playable.demux, picture, self, sound=self._has_sound)
        with self._wake:
            if self._wishes.is_closed:
                source.cut_off()
            self._demux, self._first_frame_ms = playable.demux, playable.first_frame_ms
            self._vlc_source, self._picture = source, picture
        return engine

    def _serve(self, engine: VlcEngine) -> None:
        while not (wishes := self._wishes).is_closed:
            wait_s = self._fulfil(engine, wishes)
            with self._wake:
                if self._wishes is wishes:
                    self._wake.wait(wait_s)

    def _fulfil(self, engine: VlcEngine, wishes: _Wishes) -> float | None:
        """Make libVLC do what is wished; return after how many seconds to look again, None for at the next wish."""
        if not wishes.is_running:
            engine.stop()
            return None
        engine.set_sound(wishes.volume, is_muted=wishes.is_muted)
        if wishes.seek_ms is None:
            return None
        early_s = self._last_start + _BETWEEN_STARTS_S - time.monotonic()
        if engine.is_started and early_s > 0:
            return early_s
        engine.stop()
        if self._take_up(wishes):
            self._last_start = time.monotonic()
            start_ms, end_ms = wishes.seek_ms or 0, self._facts.duration_ms
            engine.start(start_ms + self._first_frame_ms, end_ms + self._first_frame_ms, wishes.rate)
            engine.set_sound(wishes.volume, is_muted=wishes.is_muted)
        return None

    def _take_up(self, wishes: _Wishes) -> bool:
        """Expect the first picture of the wished start, unless another wish came meanwhile."""
        with self._wake:
            if self._wishes is not wishes:
                return False
            self._landing_ms = wishes.seek_ms
            self._running_rate = wishes.rate
            self._wish(seek_ms=None)
            return True
