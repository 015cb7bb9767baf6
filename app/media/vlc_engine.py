"""The libVLC player behind `Player`: plain calls for its one thread, and marks from libVLC's own threads."""

from typing import Any, Protocol

from app.media.libvlc import load_vlc, vlc_instance
from app.media.vlc_picture import VlcPicture
from app.media.vlc_source import VlcSource


class EngineMarks(Protocol):
    """What libVLC's threads tell; none of these may call libVLC, raise or wait long."""

    def time_told(self, at_ms: int) -> None:
        """LibVLC says where it is, on its own time line."""
        ...

    def ended(self) -> None:
        """The recording is over."""
        ...

    def failed(self) -> None:
        """LibVLC cannot play this."""
        ...


class VlcEngine:
    """Not thread-safe: one thread calls it, because libVLC is not re-entrant."""

    def __init__(self, source: VlcSource, demux: str, picture: VlcPicture, marks: EngineMarks, *, sound: bool) -> None:
        self._vlc = load_vlc()
        self._instance = vlc_instance(sound=sound)
        self._source = source
        self._demux = demux
        self._marks = marks
        self._player = self._instance.media_player_new()
        picture.attach(self._player)
        self._events = self._player.event_manager()
        kinds = self._vlc.EventType
        self._events.event_attach(kinds.MediaPlayerTimeChanged, self._on_time_changed)
        self._events.event_attach(kinds.MediaPlayerEndReached, self._on_ended)
        self._events.event_attach(kinds.MediaPlayerEncounteredError, self._on_failed)
        self._media: Any = None
        self._sound: tuple[int, bool] | None = None

    @property
    def is_started(self) -> bool:
        """Whether it was started and not stopped."""
        return self._media is not None

    def start(self, from_ms: int, to_ms: int, rate: float) -> None:
        """Play this part of libVLC's time line at this speed; libVLC keeps the pitch of voices by itself."""
        self.stop()
        options = {"start-time": f"{from_ms / 1000:.3f}", "stop-time": f"{to_ms / 1000:.3f}", "rate": f"{rate:.3f}"}
        self._media = self._source.new_media(self._instance, self._demux, options)
        self._player.set_media(self._media)
        self._player.play()

    def set_sound(self, volume: int, *, is_muted: bool) -> None:
        """Set loudness and mute when they changed; libVLC forgets them when it is stopped."""
        if self._sound != (volume, is_muted):
            self._player.audio_set_volume(volume)
            self._player.audio_set_mute(is_muted)
            self._sound = (volume, is_muted)

    def stop(self) -> None:
        """Stop and drop the media, so that `start` begins afresh. Waits for libVLC."""
        if self._media is not None:
            self._player.stop()
            self._media.release()
            self._media = None
            self._sound = None

    def close(self) -> None:
        """Stop and release everything."""
        self.stop()
        kinds = self._vlc.EventType
        for kind in (kinds.MediaPlayerTimeChanged, kinds.MediaPlayerEndReached, kinds.MediaPlayerEncounteredError):
            self._events.event_detach(kind)
        self._player.release()

    def _on_time_changed(self, event: Any) -> None:
        self._marks.time_told(event.u.new_time)

    def _on_ended(self, _event: Any) -> None:
        self._marks.ended()

    def _on_failed(self, _event: Any) -> None:
        self._marks.failed()
