"""Take pictures from libVLC into our own memory, and make them upright. Owns every reference the callbacks need."""

import ctypes
import threading
from collections.abc import Callable
from typing import Any

import numpy as np

from app.common.picture import Picture
from app.decode.picture_layout import fitted
from app.domain.recording import MediaFacts
from app.media.libvlc import load_vlc

_LARGEST_SIDE = 1920
_ALIGNMENT = 32
_CHROMA = b"RV32"

# python-vlc declares the chroma as text, of which ctypes hands over a copy: writing the wish into it would be lost.
_FORMAT_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_uint,
    ctypes.POINTER(ctypes.c_void_p),
    ctypes.c_void_p,
    *[ctypes.POINTER(ctypes.c_uint)] * 4,
)


class VlcPicture:
    """Two picture buffers: libVLC fills one while the other holds the newest shown picture.

    libVLC 3 hands out pictures as stored; they are asked for with square pixels and turned here.
    """

    def __init__(self, facts: MediaFacts, on_shown: Callable[[], int]) -> None:
        """`on_shown` is called on libVLC's thread for every picture and returns the time it belongs to."""
        self._rotation = facts.rotation
        self._width, self._height = _stored_size(facts)
        self._pitch = -(-self._width * 4 // _ALIGNMENT) * _ALIGNMENT
        self._lines = -(-self._height // _ALIGNMENT) * _ALIGNMENT
        self._filling = _aligned_buffer(self._pitch * self._lines)
        self._shown = _aligned_buffer(self._pitch * self._lines)
        self._on_shown = on_shown
        self._shown_at_ms = 0
        self._count = 0
        self._newest: Picture | None = None
        self._newest_count = 0
        self._lock = threading.Lock()
        kinds = load_vlc().CallbackDecorators
        self._format_callback = _FORMAT_CALLBACK(self._set_format)
        # libVLC keeps bare pointers to these; without a reference here Python would free them under it.
        self._format_callbacks = (ctypes.cast(self._format_callback, kinds.VideoFormatCb), kinds.VideoCleanupCb(_clean_up))
        self._callbacks = (kinds.VideoLockCb(self._lend_buffer), kinds.VideoUnlockCb(_unlock), kinds.VideoDisplayCb(self._show))

    @property
    def count(self) -> int:
        """How many pictures were shown."""
        return self._count

    def attach(self, media_player: Any) -> None:
        """Let this libVLC player draw here."""
        media_player.video_set_format_callbacks(*self._format_callbacks)
        media_player.video_set_callbacks(*self._callbacks, None)

    def latest(self) -> Picture | None:
        """Return the newest picture, upright; copied and turned once for each picture that is asked for."""
        with self._lock:
            if self._count == self._newest_count:
                return self._newest
            rows = np.frombuffer(self._shown, np.uint32, self._pitch // 4 * self._height).reshape(self._height, -1)[:, : self._width].copy()
            self._newest_count = self._count
            at_ms = self._shown_at_ms
        pixels = np.ascontiguousarray(np.rot90(rows, -self._rotation // 90))
        height, width = pixels.shape
        self._newest = Picture(at_ms, width, height, width * 4, pixels.tobytes())
        return self._newest

    def _set_format(self, _opaque: Any, chroma: int, width: Any, height: Any, pitches: Any, lines: Any) -> int:
        ctypes.memmove(chroma, _CHROMA, len(_CHROMA))
        width[0], height[0] = self._width, self._height
        pitches[0], lines[0] = self._pitch, self._lines
        return 1

    def _lend_buffer(self, _opaque: Any, planes: Any) -> None:
        planes[0] = ctypes.addressof(self._filling)

    def _show(self, _opaque: Any, _picture: Any) -> None:
        at_ms = self._on_shown()
        with self._lock:
            self._filling, self._shown = self._shown, self._filling
            self._shown_at_ms = at_ms
            self._count += 1


def _stored_size(facts: MediaFacts) -> tuple[int, int]:
    width, height = fitted((facts.width, facts.height), (_LARGEST_SIDE, _LARGEST_SIDE))
    return (height, width) if facts.rotation in (90, 270) else (width, height)


def _aligned_buffer(size: int) -> Any:
    memory = ctypes.create_string_buffer(size + _ALIGNMENT)
    return (ctypes.c_char * size).from_buffer(memory, -ctypes.addressof(memory) % _ALIGNMENT)


def _clean_up(_opaque: Any) -> None:
    """Nothing to free: the buffers live as long as the player."""


def _unlock(_opaque: Any, _picture: Any, _planes: Any) -> None:
    """Nothing to do: the buffer becomes visible when it is shown."""
