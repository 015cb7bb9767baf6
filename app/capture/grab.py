"""Camera and microphone in the child: look, listen, and from the moment it is asked encode what comes."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, Full, Queue
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.video.frame import VideoFrame

from app.capture.film import SOUND_RATE, Film, SentFile
from app.capture.proof_source import proof_frames, proof_sound
from app.capture.sources import TEST_ADDRESS, Kind, missing, open_source, refused, stopped
from app.common.errors import InputError
from app.sandbox.child import ParentLink
from app.sandbox.wire import WireError

_TELL_EVERY_S = 0.1
_SILENT_AFTER_S = 15.0
"""A device that gives nothing for this long is not going to: macOS may be asking the user meanwhile."""
_PREVIEW_WIDTH = 480
_WAITING = 50
_MOST_JITTER_S = 0.5
"""Later than this the device's own clock went wrong."""


@dataclass(frozen=True)
class _Arrival:
    kind: Kind
    what: VideoFrame | AudioFrame | InputError
    at_s: float


def capture_job(link: ParentLink, arguments: dict[str, Any]) -> None:
    """Child: show what the sources give until the parent says `record`, then also encode it until `stop`."""
    _Capture(link, arguments.get("camera"), arguments.get("microphone")).run()


class _DeviceClock:
    """When a frame was seen, on this computer's clock, without the jitter of waiting for a processor.

    A device says how far apart its frames are, on a clock of its own; the frame that came through soonest says how the two clocks lie.
    """

    def __init__(self) -> None:
        self._behind_s: float | None = None

    def seen_s(self, frame: VideoFrame | AudioFrame, arrived_s: float) -> float:
        if frame.time is None:
            return arrived_s
        behind_s = arrived_s - frame.time
        if self._behind_s is None or not 0 <= behind_s - self._behind_s < _MOST_JITTER_S:
            self._behind_s = behind_s
        return frame.time + self._behind_s


class _Capture:
    def __init__(self, link: ParentLink, camera: str | None, microphone: str | None) -> None:
        self._link = link
        self._addresses: dict[Kind, str] = {}
        if camera is not None:
            self._addresses["camera"] = camera
        if microphone is not None:
            self._addresses["microphone"] = microphone
        self._arrivals: Queue[_Arrival] = Queue(_WAITING)
        self._orders: Queue[str] = Queue()
        self._last_seen = dict.fromkeys(self._addresses, time.monotonic())
        self._resampler = AudioResampler(format="flt", layout="mono", rate=SOUND_RATE)
        self._size: tuple[int, int] | None = None
        self._film: Film | None = None
        self._is_recording = False
        self._begun_s = 0.0
        """On the clock of this computer, moved on by every pause."""
        self._paused_s: float | None = None
        self._recorded_s = 0.0
        self._level = 0.0
        self._shows_picture = True
        self._told_s = self._shown_s = 0.0

    def run(self) -> None:
        threading.Thread(target=self._obey, name="orders", daemon=True).start()
        for kind, address in self._addresses.items():
            threading.Thread(target=self._grab, args=(kind, address), name=kind, daemon=True).start()
        while self._follow_orders():
            with suppress(Empty):
                self._take(self._arrivals.get(timeout=_TELL_EVERY_S))
            self._notice_silence()
            self._tell()
        if self._film is not None:
            self._film.close()
        self._tell(at_once=True)

    def _obey(self) -> None:
        try:
            while True:
                self._orders.put(str(self._link.receive()[0].get("order")))
        except (WireError, OSError):
            os._exit(0)  # the parent is gone: the camera's light must go out, whatever this process is doing

    def _grab(self, kind: Kind, address: str) -> None:
        clock = _DeviceClock()
        try:
            for frame in _frames(kind, address):
                arrival = _Arrival(kind, frame, clock.seen_s(frame, time.monotonic()))
                try:
                    self._arrivals.put_nowait(arrival)
                except Full:  # too much for this computer: a picture less is better than one later and later
                    if kind == "microphone":
                        self._arrivals.put(arrival)
            problem = stopped(kind)
        except InputError as error:
            problem = error
        except av.error.FFmpegError:
            problem = stopped(kind)
        self._arrivals.put(_Arrival(kind, problem, time.monotonic()))

    def _follow_orders(self) -> bool:
        """Carry out what the parent asked; False when it wants to stop."""
        while not self._orders.empty():
            order, now_s = self._orders.get(), time.monotonic()
            if order == "stop":
                return False
            if order == "record" and not self._is_recording:
                self._is_recording, self._begun_s = True, now_s
            elif order == "pause" and self._is_recording and self._paused_s is None:
                self._paused_s = now_s
            elif order == "resume" and self._paused_s is not None:
                self._begun_s += now_s - self._paused_s
                self._paused_s = None
            elif order in ("show", "hide"):
                self._shows_picture = order == "show"
        return True

    def _take(self, arrival: _Arrival) -> None:
        if isinstance(arrival.what, InputError):
            raise arrival.what
        self._last_seen[arrival.kind] = arrival.at_s
        at_s = arrival.at_s - self._begun_s
        is_wanted = self._is_recording and self._paused_s is None and at_s >= 0
        if isinstance(arrival.what, VideoFrame):
            self._size = self._size or (arrival.what.width, arrival.what.height)
            if is_wanted and (film := self._begun_film()):
                film.add_picture(arrival.what, at_s)
                self._recorded_s = max(self._recorded_s, at_s)
            self._show(arrival.what)
            return
        samples = self._heard(arrival.what)
        self._level = max(self._level, float(np.abs(samples).max(initial=0.0)))
        if is_wanted and (film := self._begun_film()):
            film.add_sound(samples, at_s)
            if "camera" not in self._addresses:
                self._recorded_s = max(self._recorded_s, at_s)

    def _begun_film(self) -> Film | None:
        """Return the film, begun as soon as the size of the picture is known."""
        if self._film is None and (self._size or "camera" not in self._addresses):
            self._film = Film(SentFile(self._link), self._size, has_sound="microphone" in self._addresses)
        return self._film

    def _heard(self, frame: AudioFrame) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
        frame.pts = None
        pieces = [piece.to_ndarray().reshape(-1) for piece in self._resampler.resample(frame)]
        return np.concatenate(pieces).astype(np.float32, copy=False) if pieces else np.zeros(0, np.float32)

    def _show(self, frame: VideoFrame) -> None:
        now_s = time.monotonic()
        if not self._shows_picture or now_s - self._shown_s < _TELL_EVERY_S:
            return
        self._shown_s = now_s
        width = min(_PREVIEW_WIDTH, frame.width) // 2 * 2
        height = max(2, frame.height * width // frame.width // 2 * 2)
        pixels = frame.reformat(width, height, "bgra").to_ndarray()
        self._link.item({"kind": "picture", "width": width, "height": height}, np.ascontiguousarray(pixels).tobytes())

    def _notice_silence(self) -> None:
        now_s = time.monotonic()
        for kind, seen_s in self._last_seen.items():
            if now_s - seen_s > _SILENT_AFTER_S:
                raise stopped(kind) if self._is_recording and seen_s > self._begun_s else refused(kind)

    def _tell(self, *, at_once: bool = False) -> None:
        now_s = time.monotonic()
        if at_once or now_s - self._told_s >= _TELL_EVERY_S:
            level, self._level, self._told_s = min(100, round(self._level * 100)), 0.0, now_s
            ready = self._size is not None or "camera" not in self._addresses
            self._link.item({"kind": "state", "recorded_ms": round(self._recorded_s * 1000), "level": level, "is_ready": ready})


def _frames(kind: Kind, address: str) -> Iterator[VideoFrame | AudioFrame]:
    if address == TEST_ADDRESS:
        made: Callable[[], Iterator[VideoFrame | AudioFrame]] = proof_frames if kind == "camera" else proof_sound
        yield from made()
        return
    with open_source(kind, address) as device:
        streams = device.streams.video if kind == "camera" else device.streams.audio
        if not streams:
            raise missing(kind)
        for frame in device.decode(streams[0]):
            if isinstance(frame, VideoFrame | AudioFrame):
                yield frame
