"""Watch a recording or a clip: libVLC while it runs, the exact frame when it stands still."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from app.common.byte_source import ByteSource
from app.common.errors import AppError, CancelledError, InputError, RefusedError
from app.common.ids import ClipId, RecordingId
from app.common.picture import Picture
from app.common.progress import JobContext
from app.domain.clip import AnonymisedClip
from app.domain.consent import Purpose
from app.domain.lanes import Thumbnail
from app.domain.recording import MediaFacts
from app.domain.timecode import TimeRange
from app.media.frames import FrameReader
from app.media.player import Player, PlayerState
from app.media.probe import probe
from app.media.sound_player import SoundPlayer
from app.media.thumbnails import make_thumbnails, read_thumbnails
from app.services.changes import ChangeFeed, Changes
from app.services.consent import ConsentService
from app.vault.vault import Vault

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Playback", "PlaybackService", "PlayerState", "Shown", "SoundPlayer"]

MIN_RATE, MAX_RATE = 0.5, 2.0
_Playing: TypeAlias = "Playback | SoundPlayer"
_Kept = TypeVar("_Kept", "Playback", "SoundPlayer")


@dataclass(frozen=True)
class Shown:
    """What the screen should show now. `picture` is None when it is the same as at the last poll."""

    position_ms: int
    state: PlayerState
    picture: Picture | None
    located: tuple[tuple[str, int], ...] = ()
    """What was asked with `locate`: its name, and how many milliseconds the picture of then lies from where it was taken to be."""


class Playback:
    """One recording or clip being watched. All methods but `close` are for the window's thread, and return at once."""

    def __init__(self, source: ByteSource, facts: MediaFacts, on_close: Callable[["Playback"], None], *, sound: bool) -> None:
        self._source = source
        self._facts = facts
        self._on_close = on_close
        self._player = Player(source, facts, sound=sound)
        self._stills = _Stills(source)
        self._loop: TimeRange | None = None
        self._rate = 1.0
        self._still_at_ms: int | None = 0
        self._pictures_shown = -1
        self._seen: Picture | None = None
        """The running picture that was handed out last; None when an exact frame is shown."""
        self._closing = threading.Lock()
        self._is_closed = False
        self._stills.ask(0, 0)

    @property
    def facts(self) -> MediaFacts:
        """What is being watched."""
        return self._facts

    @property
    def rate(self) -> float:
        """Speed, 1.0 is normal."""
        return self._rate

    @property
    def is_playing(self) -> bool:
        """Whether it runs."""
        return self._still_at_ms is None and not self._is_closed

    @property
    def is_closed(self) -> bool:
        """Whether it was let go of, by whoever had it or because it may not be shown any more; then it shows nothing new."""
        return self._is_closed

    def play(self) -> None:
        """Run from where it stands; from the beginning when it stood at the end."""
        if self._still_at_ms is None:
            return
        start_ms = self._still_at_ms
        if start_ms >= self._facts.duration_ms - 40:
            start_ms = self._loop.from_ms if self._loop else 0
        self._still_at_ms = None
        self._jump(start_ms)
        self._player.play()

    def pause(self) -> None:
        """Stand still on the frame that was shown, and show exactly that one."""
        if self._still_at_ms is None:
            position_ms, seen = self.position_ms(), self._seen
            self._player.pause()
            self._still_at_ms = position_ms
            self._stills.ask(position_ms, 0, seen)

    def toggle(self) -> None:
        """Play or pause."""
        if self.is_playing:
            self.pause()
        else:
            self.play()

    def seek(self, at_ms: int) -> None:
        """Go to this time; keeps running when it ran."""
        at_ms = max(0, min(at_ms, self._facts.duration_ms))
        self._jump(at_ms)
        if self._still_at_ms is not None:
            self._stand_still(at_ms)

    def skip(self, by_ms: int) -> None:
        """Go on or back by this much."""
        self.seek(self.position_ms() + by_ms)

    def step(self, frames: int) -> None:
        """Stand still and show the frame this many further on (negative: back)."""
        self.pause()
        self._stills.ask(self.position_ms(), frames)

    def set_rate(self, rate: float) -> None:
        """Set the speed, 0.5 to 2; the pitch of voices stays."""
        self._rate = max(MIN_RATE, min(rate, MAX_RATE))
        if self._still_at_ms is None:
            self._jump(self.position_ms())
        self._player.set_rate(self._rate)

    def set_volume(self, percent: int) -> None:
        """Set the loudness, 0 to 100."""
        self._player.set_volume(percent)

    def set_muted(self, muted: bool) -> None:  # noqa: FBT001 - a setter has one value
        """Switch the sound off or on."""
        self._player.set_muted(muted)

    def set_loop(self, loop: TimeRange | None) -> None:
        """Repeat this range until told otherwise."""
        self._loop = loop

    def position_ms(self) -> int:
        """Return the time of the picture that was handed out last, or of the place that was asked for since."""
        if self._still_at_ms is not None:
            return self._still_at_ms
        return self._player.position_ms() if self._seen is None else self._seen.at_ms

    def locate(self, name: str) -> None:
        """Find out which frame the picture that was handed out last really is; `poll` tells it under this name. An exact one needs no finding."""
        if self._seen is not None:
            self._stills.locate(name, self._seen)

    def poll(self) -> Shown:
        """Return what to show now; call it about as often as the screen is drawn."""
        if self._is_closed:
            return Shown(self.position_ms(), PlayerState.PAUSED, None)
        shown = self._poll_running() if self._still_at_ms is None else self._poll_still()
        return replace(shown, located=self._stills.take_located())

    def close(self) -> None:
        """Stop, and let go of the recording; from any thread. Calling it again does nothing."""
        with self._closing:
            if self._is_closed:
                return
            self._is_closed = True
        self._player.close()
        self._stills.close()
        self._source.close()
        self._on_close(self)

    def _poll_still(self) -> Shown:
        still = self._stills.take()
        if still is not None:
            self._still_at_ms, self._seen = still.at_ms, None
        return Shown(self.position_ms(), PlayerState.PAUSED, still)

    def _poll_running(self) -> Shown:
        position_ms = self._player.position_ms()
        state = self._player.state
        if self._loop and state is not PlayerState.FAILED and (position_ms >= self._loop.to_ms or state is PlayerState.ENDED):
            self._jump(self._loop.from_ms)
            self._player.play()  # it stopped by itself when the loop ends where the recording does
            return Shown(self._loop.from_ms, PlayerState.LOADING, None)
        if state in (PlayerState.ENDED, PlayerState.FAILED):
            self._stand_still(self._facts.duration_ms if state is PlayerState.ENDED else position_ms)
            return Shown(position_ms, state, None)
        if not self._player.has_landed:
            return Shown(self.position_ms(), state, self._stills.take())
        picture = None
        if self._player.picture_count != self._pictures_shown:
            self._pictures_shown = self._player.picture_count
            picture = self._player.latest_picture()
        if picture is not None:
            self._seen = picture
        return Shown(self.position_ms(), state, picture)

    def _jump(self, at_ms: int) -> None:
        """Run on from there; until libVLC shows it, the exact frame of that place is shown instead of the place before."""
        self._seen = None
        self._player.seek(at_ms)
        self._stills.forget()
        self._stills.ask(at_ms, 0)

    def _stand_still(self, at_ms: int) -> None:
        self._still_at_ms = at_ms
        self._stills.ask(at_ms, 0)


class _Stills:
    """Decodes exact frames on a thread of its own; only the newest wish counts, except that steps add up."""

    def __init__(self, source: ByteSource) -> None:
        self._source = source
        self._wish: _Wish | None = None
        self._to_locate: list[tuple[str, Picture]] = []
        self._located: list[tuple[str, int]] = []
        self._answer: Picture | None = None
        self._closed = False
        self._wake = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="stills", daemon=True)
        self._thread.start()

    def ask(self, at_ms: int, frames: int, seen: Picture | None = None) -> None:
        """Wish for the frame at this time, or this many frames from it; or for the one that this picture of libVLC really is."""
        with self._wake:
            if frames and self._wish and self._wish.frames:
                at_ms, frames = self._wish.at_ms, self._wish.frames + frames
            self._wish = _Wish(at_ms, frames, seen)
            self._wake.notify()

    def locate(self, name: str, picture: Picture) -> None:
        """Find out which frame this picture of libVLC is; every one is found, after what is wished for."""
        with self._wake:
            self._to_locate.append((name, picture))
            self._wake.notify()

    def take_located(self) -> tuple[tuple[str, int], ...]:
        """Return what was found since the last time."""
        with self._wake:
            found, self._located = tuple(self._located), []
            return found

    def take(self) -> Picture | None:
        """Return the newest frame once, None when there is nothing new."""
        with self._wake:
            answer, self._answer = self._answer, None
            return answer

    def forget(self) -> None:
        """Drop wishes and answers: the picture runs again."""
        with self._wake:
            self._wish = self._answer = None

    def close(self) -> None:
        """End the thread and its child process."""
        with self._wake:
            self._closed = True
            self._wake.notify()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        reader: FrameReader | None = None
        while (wish := self._next_wish()) is not None:
            try:
                if reader is None:
                    reader = FrameReader(self._source)
                picture = _read(reader, wish)
            except AppError:
                # A frame that cannot be decoded leaves the last one standing; libVLC shows what it still can.
                if reader:
                    reader.close()
                reader = None
                continue
            with self._wake:
                if wish.name and wish.seen:
                    self._located.append((wish.name, picture.at_ms - wish.seen.at_ms))
                elif self._wish is None:
                    self._answer = picture
        if reader:
            reader.close()

    def _next_wish(self) -> "_Wish | None":
        with self._wake:
            while self._wish is None and not self._to_locate and not self._closed:
                self._wake.wait()
            if self._closed:
                return None
            if self._wish is None:
                name, picture = self._to_locate.pop(0)
                return _Wish(picture.at_ms, 0, picture, name)
            wish, self._wish = self._wish, None
            return wish


@dataclass(frozen=True)
class _Wish:
    """The frame at a time, or so many from it, or the one that a picture is; with a name only how far that is from its time."""

    at_ms: int
    frames: int
    seen: Picture | None
    name: str = ""


def _read(reader: FrameReader, wish: _Wish) -> Picture:
    if wish.seen is not None:
        return reader.frame_like(wish.seen)
    return reader.step(wish.at_ms, wish.frames) if wish.frames else reader.frame_at(wish.at_ms)


class PlaybackService:
    """Opens what can be watched and knows what is open, so that it closes with the vault, and as soon as it may not be shown any more."""

    def __init__(self, vault: Vault, consent: ConsentService, changes: ChangeFeed) -> None:
        self._vault = vault
        self._consent = consent
        self._lock = threading.Lock()
        self._open: dict[_Playing, Callable[[], object]] = {}
        """With what raises when it may not be shown."""
        self._has_closed_all = False
        changes.subscribe(self._on_changes)

    def open_recording(self, recording_id: RecordingId, *, sound: bool = True) -> Playback:
        """Start watching a recording, paused at its beginning.

        Raises:
            RefusedError: `consent_missing` while not everybody agreed to watching back, `recording_in_bin`.
        """
        may_show = partial(self._consent.require, recording_id, Purpose.OWN)
        may_show()
        recording = self._vault.recordings.get(recording_id)
        return self._keep(Playback(self._vault.media.open(recording.media_id), recording.facts, self._forget, sound=sound), may_show)

    def open_clip(self, clip_id: ClipId, context: JobContext) -> Playback:
        """Start watching a clip, as the team will see it; RefusedError `consent_missing` or `recording_in_bin`."""
        clip = self._clip(clip_id)
        source = self._vault.media.open(clip.media_id)
        try:
            facts = probe(source, context).facts
        except BaseException:
            source.close()
            raise
        return self._keep(Playback(source, facts, self._forget, sound=True), partial(self._clip, clip_id))

    def play_sound(self, recording_id: RecordingId, samples: "NDArray[np.float32]", rate: int) -> SoundPlayer:
        """Let these samples of a recording be heard at once, one channel, so many per second; refused as `open_recording`."""
        may_show = partial(self._consent.require, recording_id, Purpose.OWN)
        may_show()
        return self._keep(SoundPlayer(samples, rate, self._forget), may_show)

    def clip_thumbnails(self, clip_id: ClipId, context: JobContext, also_at: Sequence[int] = ()) -> list[Thumbnail]:
        """Return small pictures of a clip, also at these times; made anew: of a copy that may leave, nothing more is kept. Refused as `open_clip`."""
        source = self._vault.media.open(self._clip(clip_id).media_id)
        try:
            return read_thumbnails(make_thumbnails(source, probe(source, context).facts, context, also_at))
        finally:
            source.close()

    def still(self, recording_id: RecordingId, at_ms: int) -> Picture:
        """Return the exact frame at this time; for the command line and checks, a screen uses `Playback`. Refused as `open_recording`."""
        self._consent.require(recording_id, Purpose.OWN)
        source = self._vault.media.open(self._vault.recordings.get(recording_id).media_id)
        reader = FrameReader(source)
        try:
            return reader.frame_at(at_ms)
        finally:
            reader.close()
            source.close()

    def close_all(self) -> None:
        """Stop everything that is being watched; what is still being opened stops as soon as it is there."""
        with self._lock:
            self._has_closed_all = True
            watched = list(self._open)
        for playback in watched:
            playback.close()

    def _clip(self, clip_id: ClipId) -> AnonymisedClip:
        clip = self._vault.clips.get(clip_id)
        self._consent.require(self._vault.fragments.get(clip.fragment_id).recording_id, Purpose.TEAM)
        return clip

    def _keep(self, playback: _Kept, may_show: Callable[[], object]) -> _Kept:
        with self._lock:
            self._open[playback] = may_show
            is_too_late = self._has_closed_all
        if is_too_late:
            playback.close()
            raise CancelledError
        try:
            may_show()  # again: what happened while it was being opened was told to nobody
        except BaseException:
            playback.close()
            raise
        return playback

    def _on_changes(self, changes: Changes) -> None:
        if not (changes.recordings or changes.consents or changes.destroyed):
            return
        with self._lock:
            watched = list(self._open.items())
        for playback, may_show in watched:
            try:
                may_show()
            except (RefusedError, InputError):
                playback.close()

    def _forget(self, playback: _Playing) -> None:
        with self._lock:
            self._open.pop(playback, None)
