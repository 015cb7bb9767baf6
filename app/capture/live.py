"""The parent's side of camera and microphone: give orders, pass on what is to be seen, write what is to be kept."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.common.errors import RefusedError
from app.common.picture import Picture
from app.common.progress import JobContext
from app.sandbox.parent import Child, Limits
from app.sandbox.wire import Header

_LIMITS = Limits(memory_mb=1536, seconds=12)
_MOST_PIXELS = 640 * 640
MOST_MS = 7 * 24 * 3_600_000
"""Longer than any recording lasts, in milliseconds."""


class Writer(Protocol):
    """Where the bytes go: `CaptureWriter` of the vault."""

    def write(self, offset: int, content: bytes) -> None:
        """Put these bytes at this place: at the end, or over what is there; ValueError past the end."""
        ...


@dataclass(frozen=True)
class CaptureState:
    """`level` is the loudest of the last tenth of a second, 0 to 100."""

    recorded_ms: int = 0
    level: int = 0
    is_ready: bool = False
    """The camera gave a picture."""


class LiveCapture:
    """`run` belongs to one thread, which also calls the listeners; the orders may come from any."""

    def __init__(self, camera: str | None, microphone: str | None) -> None:
        """Take the addresses of the sources; None for one that is not wanted."""
        self._arguments: Header = {"camera": camera, "microphone": microphone}
        self._orders: deque[str] = deque()
        self._writer: Writer | None = None
        self.state = CaptureState()
        self.on_picture: Callable[[Picture], None] = lambda _picture: None
        self.on_state: Callable[[CaptureState], None] = lambda _state: None

    def record(self, writer: Writer) -> None:
        """Encode from now on, into this."""
        self._writer = writer
        self._orders.append("record")

    def pause(self) -> None:
        """Keep nothing until `resume`; what comes after follows on what came before."""
        self._orders.append("pause")

    def resume(self) -> None:
        """Go on."""
        self._orders.append("resume")

    def show_picture(self, *, is_wanted: bool) -> None:
        """Send pictures to look at, or not; what is recorded stays the same."""
        self._orders.append("show" if is_wanted else "hide")

    def stop(self) -> None:
        """End; `run` returns when the last of it was written."""
        self._orders.append("stop")

    def run(self, context: JobContext) -> None:
        """Have camera and microphone on until `stop`.

        Raises:
            InputError: `camera_missing`, `camera_refused`, `camera_stopped`, and the same for the microphone.
            RefusedError: `media_crashed`, `media_too_slow`. SystemProblem: from the writer. What was written stays written.
            CancelledError: the context was cancelled; the child is gone.
        """
        with Child("capture", self._arguments, None, _LIMITS, context) as child:
            while (item := child.next_item()) is not None:
                self._take(*item)
                while self._orders:
                    child.send({"order": self._orders.popleft()})

    def _take(self, untrusted: Header, payload: bytes) -> None:
        kind = untrusted.get("kind")
        if kind == "write":
            self._write(untrusted.get("offset"), payload)
        elif kind == "picture":
            width, height = untrusted.get("width"), untrusted.get("height")
            if (
                not isinstance(width, int)
                or not isinstance(height, int)
                or min(width, height) <= 0
                or width * height > _MOST_PIXELS
                or len(payload) != width * height * 4
            ):
                raise RefusedError("media_crashed")
            self.on_picture(Picture(0, width, height, width * 4, payload))
        elif kind == "state":
            recorded_ms, level = untrusted.get("recorded_ms"), untrusted.get("level")
            if not isinstance(recorded_ms, int) or not isinstance(level, int) or not 0 <= recorded_ms <= MOST_MS:
                raise RefusedError("media_crashed")
            self.state = CaptureState(recorded_ms, max(0, min(100, level)), untrusted.get("is_ready") is True)
            self.on_state(self.state)

    def _write(self, untrusted_offset: object, payload: bytes) -> None:
        if self._writer is None or not isinstance(untrusted_offset, int):
            raise RefusedError("media_crashed")
        try:
            self._writer.write(untrusted_offset, payload)
        except ValueError as error:
            raise RefusedError("media_crashed") from error
