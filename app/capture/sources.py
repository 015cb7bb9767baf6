"""Which cameras and microphones there are, and how FFmpeg opens them on each system.

Linux (video4linux2, ALSA) is what the pinned wheel was seen to hold. Windows (DirectShow) and macOS (AVFoundation) follow FFmpeg's
documentation, are in the wheels for those systems, and have not yet run there.
"""

import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from app.common.errors import InputError, RefusedError
from app.common.progress import JobContext
from app.sandbox.child import ParentLink
from app.sandbox.parent import Child, Limits

if TYPE_CHECKING:
    from av.container import InputContainer

Kind = Literal["camera", "microphone"]
TEST_ADDRESS = "test"
"""Opens the moving picture or the tone of our own, on every system; never listed."""
_LIMITS = Limits(memory_mb=768, seconds=20, total_seconds=20)
_MOST = 32
_NAME_LENGTH = 120
_ALSA_PLACES = {
    "ALSA_CONFIG_DIR": "/usr/share/alsa",
    "ALSA_CONFIG_PATH": "/usr/share/alsa/alsa.conf",
    "ALSA_PLUGIN_DIR": f"/usr/lib/{platform.machine()}-linux-gnu/alsa-lib",
}
_SIZE = {"video_size": "1280x720"}


@dataclass(frozen=True)
class Source:
    """A camera or microphone as the system names it, and what FFmpeg opens."""

    name: str
    address: str


@dataclass(frozen=True)
class Sources:
    """What can be chosen, the system's own first choice first."""

    cameras: tuple[Source, ...]
    microphones: tuple[Source, ...]


TEST_SOURCES = Sources((Source("Proefbeeld", TEST_ADDRESS),), (Source("Proeftoon", TEST_ADDRESS),))


@dataclass(frozen=True)
class _Opening:
    """`tries` are FFmpeg's options, the best first: what a device cannot do it refuses, and then the next is tried."""

    format: str
    tries: tuple[dict[str, str], ...]
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class _System:
    camera: _Opening
    microphone: _Opening
    always: tuple[Source, ...] = field(default=())
    """Microphones that are there without being listed."""


_LINUX = _System(
    # Compressed on the cable: most webcams give 720p without it only five times a second.
    _Opening("v4l2", ({"input_format": "mjpeg", **_SIZE}, _SIZE, {})),
    _Opening("alsa", ({"sample_rate": "48000", "channels": "1"}, {})),
    (Source("", "default"),),
)
_WINDOWS = _System(
    _Opening("dshow", ({"rtbufsize": "64M", "framerate": "25", **_SIZE}, {"rtbufsize": "64M", **_SIZE}, {"rtbufsize": "64M"}), prefix="video="),
    _Opening("dshow", ({"audio_buffer_size": "50"}, {}), prefix="audio="),
)
_MACOS = _System(
    _Opening("avfoundation", ({"framerate": "30", "pixel_format": "nv12", **_SIZE}, {"framerate": "30"}), suffix=":none"),
    _Opening("avfoundation", ({},), prefix="none:"),
)


def list_sources(context: JobContext | None = None) -> Sources:
    """Ask the system, in a child: its drivers are other people's code. RefusedError `media_crashed`, `media_too_slow`."""
    with Child("capture_sources", {}, None, _LIMITS, context) as child:
        item = child.next_item()
    if item is None:
        raise RefusedError("media_crashed")
    return Sources(_checked(item[0].get("cameras")), _checked(item[0].get("microphones")))


def sources_job(link: ParentLink, _arguments: dict[str, Any]) -> None:
    """Child: give what there is."""
    system = _this_system()
    link.item(
        {
            "cameras": [[source.name, source.address] for source in _listed(system.camera.format, "video")],
            "microphones": [[source.name, source.address] for source in (*system.always, *_listed(system.microphone.format, "audio"))],
        }
    )


def open_source(kind: Kind, address: str) -> "InputContainer":
    """Open it in this process, which should be a child.

    Raises:
        InputError: `camera_missing`, `camera_refused` (not allowed, or another program has it); the same for the microphone.
    """
    import av

    system = _this_system()
    _point_alsa_to_the_system()
    opening = system.camera if kind == "camera" else system.microphone
    problem: av.error.FFmpegError | None = None
    for options in opening.tries:
        try:
            return av.open(opening.prefix + address + opening.suffix, "r", format=opening.format, options=options)
        except av.error.FFmpegError as error:
            problem = error
    raise (missing(kind) if isinstance(problem, av.error.FileNotFoundError) else refused(kind)) from problem


def missing(kind: Kind) -> InputError:
    """Return what to say of a device that is not there."""
    return InputError("camera_missing") if kind == "camera" else InputError("microphone_missing")


def refused(kind: Kind) -> InputError:
    """Return what to say of a device that does not begin: not allowed, or another program has it."""
    return InputError("camera_refused") if kind == "camera" else InputError("microphone_refused")


def stopped(kind: Kind) -> InputError:
    """Return what to say of a device that gave something and then no more."""
    return InputError("camera_stopped") if kind == "camera" else InputError("microphone_stopped")


def _this_system() -> _System:
    return {"win32": _WINDOWS, "darwin": _MACOS}.get(sys.platform, _LINUX)


def _point_alsa_to_the_system() -> None:
    """The wheel's ALSA looks for its settings and plugins under /tmp, where they are not, and where anybody could put theirs."""
    for name, place in _ALSA_PLACES.items():
        os.environ.setdefault(name, place)


def _listed(format_name: str, medium: str) -> Iterator[Source]:
    import av

    _point_alsa_to_the_system()
    try:
        devices = av.enumerate_input_devices(format_name)
    except (av.error.FFmpegError, ValueError, RuntimeError):
        return  # a system that cannot list has none to offer
    for device in sorted(devices, key=lambda device: not device.is_default):
        if not device.media_types or medium in device.media_types:
            yield Source(device.description or device.name, device.name)


def _checked(untrusted: object) -> tuple[Source, ...]:
    pairs = untrusted if isinstance(untrusted, list) else []
    return tuple(
        Source(pair[0][:_NAME_LENGTH], pair[1])
        for pair in pairs[:_MOST]
        if isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) for part in pair)
    )
