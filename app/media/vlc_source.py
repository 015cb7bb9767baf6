"""Hand the bytes of a ByteSource to libVLC through its media callbacks. Owns every reference they need."""

import ctypes
import threading
from collections.abc import Mapping
from typing import Any

from app.common.byte_source import ByteSource
from app.media.libvlc import load_vlc

_LARGEST_READ = 1024 * 1024


class VlcSource:
    """The media side of one player. The callbacks run on libVLC's threads; they never raise and never call libVLC."""

    def __init__(self, source: ByteSource) -> None:
        self._source = source
        self._positions: dict[int, int] = {}
        self._opened = 0
        self._is_cut_off = False
        self._lock = threading.Lock()
        kinds = load_vlc().CallbackDecorators
        # libVLC keeps bare pointers to these; without a reference here Python would free them under it.
        self._callbacks = (
            kinds.MediaOpenCb(self._open),
            kinds.MediaReadCb(self._read),
            kinds.MediaSeekCb(self._seek),
            kinds.MediaCloseCb(self._close),
        )

    def new_media(self, instance: Any, demux: str, options: Mapping[str, str]) -> Any:
        """Return a libVLC media that reads from here and is taken apart by this demuxer only."""
        media = instance.media_new_callbacks(*self._callbacks, None)
        for name, value in {**options, "demux": demux}.items():
            media.add_option(f":{name}={value}")
        return media

    def cut_off(self) -> None:
        """Give libVLC nothing any more; when this returns no read of the source is under way or will come."""
        with self._lock:
            self._is_cut_off = True

    def _open(self, _opaque: int | None, opened: Any, size: Any) -> int:
        with self._lock:
            if self._is_cut_off:
                return -1
            self._opened += 1
            self._positions[self._opened] = 0
            opened[0] = self._opened
            size[0] = self._source.size
            return 0

    def _read(self, opened: int, buffer: Any, length: int) -> int:
        with self._lock:
            if self._is_cut_off:
                return -1
            try:
                content = self._source.read_at(self._positions[opened], min(length, _LARGEST_READ))
            except Exception:  # noqa: BLE001 - an exception must not travel through libVLC
                return -1
            self._positions[opened] += len(content)
            ctypes.memmove(buffer, content, len(content))
            return len(content)

    def _seek(self, opened: int, offset: int) -> int:
        with self._lock:
            if self._is_cut_off or opened not in self._positions:
                return -1
            self._positions[opened] = offset
            return 0

    def _close(self, opened: int) -> None:
        with self._lock:
            self._positions.pop(opened, None)
