"""Play a few seconds of sound that are in memory. No Qt."""

import struct
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.common.byte_source import MemorySource
from app.common.errors import SystemProblem
from app.media.libvlc import load_vlc, vlc_instance
from app.media.vlc_source import VlcSource

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LONGEST_S = 330
_BITS = 16


class SoundPlayer:
    """Begins at once and plays to the end, or until closed. The methods return at once; libVLC is called from a thread of our own."""

    def __init__(self, samples: "NDArray[np.float32]", rate: int, on_close: Callable[["SoundPlayer"], None] | None = None) -> None:
        """Take one channel of samples, -1 to 1, and their number per second."""
        self._on_close = on_close
        self._source = VlcSource(MemorySource(wav(samples, rate)))
        self._longest_s = min(_LONGEST_S, len(samples) / rate + 5)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sound", daemon=True)
        self._thread.start()

    @property
    def is_playing(self) -> bool:
        """Whether it is still to be heard."""
        return self._thread.is_alive() and not self._over.is_set()

    def close(self) -> None:
        """Stop; nothing of the sound is read after this returned."""
        self._over.set()
        self._source.cut_off()
        if self._on_close:
            self._on_close(self)

    def _run(self) -> None:
        try:
            vlc, instance = load_vlc(), vlc_instance(sound=True)
        except SystemProblem:  # without libVLC nothing can be watched either, and that is told where the picture is
            return
        player = instance.media_player_new()
        events = player.event_manager()
        kinds = (vlc.EventType.MediaPlayerEndReached, vlc.EventType.MediaPlayerEncounteredError)
        for kind in kinds:
            events.event_attach(kind, self._on_over)
        media = self._source.new_media(instance, "wav", {})
        player.set_media(media)
        player.play()
        self._over.wait(self._longest_s)
        self._over.set()
        player.stop()
        for kind in kinds:
            events.event_detach(kind)
        media.release()
        player.release()

    def _on_over(self, _event: Any) -> None:
        self._over.set()


def wav(samples: "NDArray[np.float32]", rate: int) -> bytes:
    """Return one channel of samples as a WAV file of 16 bits, in memory; what is louder than 1 is cut."""
    import numpy as np

    sound = (np.clip(samples, -1.0, 1.0) * 32767).astype("<i2").tobytes()
    width = _BITS // 8
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, rate, rate * width, width, _BITS)
    return struct.pack("<4sI4s", b"RIFF", 36 + len(sound), b"WAVE") + form + struct.pack("<4sI", b"data", len(sound)) + sound
