"""Load our own libVLC, and no other: its folder holds only the plugins of `safe_plugins`, which is checked first."""

import ctypes
import functools
import os
import sys
from contextlib import suppress
from types import ModuleType
from typing import Any, cast

from app.common.errors import SystemProblem
from app.common.paths import libvlc_folder
from app.media.safe_plugins import allowed_plugins, foreign_files, library_files, plugin_folder, plugin_name

_STEERING_VARIABLES = ("VLC_PLUGIN_PATH", "VLC_LIB_PATH", "VLC_DATA_PATH", "PYTHON_VLC_MODULE_PATH")
"""Through these, somebody's environment could add plugins or swap the library."""

_ARGUMENTS = (
    "--quiet",
    "--ignore-config",
    "--no-plugins-cache",
    "--no-media-library",
    "--no-auto-preparse",
    "--no-sub-autodetect-file",
    "--no-video-title-show",
    "--no-osd",
    "--no-spu",
    "--no-stats",
    "--avcodec-hw=none",
    # What is read ahead before the first picture; ours comes from the disk, so the second meant for networks only delays.
    "--network-caching=300",
)
_SOUND_OUTPUTS = {"win32": "mmdevice,adummy", "darwin": "auhal,adummy"}


@functools.cache
def load_vlc() -> ModuleType:
    """Return python-vlc bound to our own libVLC.

    Raises:
        SystemProblem: `libvlc_missing`, or `libvlc_unsafe` when something else than an allowed plugin stands there.
    """
    folder = libvlc_folder()
    present = {plugin_name(file) for file in plugin_folder(folder).rglob("*_plugin.*")}
    if foreign_files(folder):
        raise SystemProblem("libvlc_unsafe")
    if not present or not present <= allowed_plugins():
        raise SystemProblem("libvlc_missing")
    for variable in _STEERING_VARIABLES:
        os.environ.pop(variable, None)
    *needed_first, libvlc = library_files(folder)
    for library in needed_first:
        # Loaded by name first, libvlc finds ours and not the system's. The part for PulseAudio may lack PulseAudio itself.
        with suppress(OSError):
            ctypes.CDLL(str(library), mode=ctypes.RTLD_GLOBAL)
    if not libvlc.is_file():
        raise SystemProblem("libvlc_missing")
    os.environ["PYTHON_VLC_LIB_PATH"] = str(libvlc)
    try:
        import vlc
    except (OSError, SystemExit, NotImplementedError) as error:  # python-vlc exits the program when it cannot load
        raise SystemProblem("libvlc_missing") from error
    return cast(ModuleType, vlc)


@functools.cache
def vlc_instance(*, sound: bool) -> Any:
    """Return the one libVLC instance with or without sound; without a sound device it plays on in silence.

    Raises:
        SystemProblem: see `load_vlc`.
    """
    output = _SOUND_OUTPUTS.get(sys.platform, "pulse,alsa,adummy") if sound else "adummy"
    instance = load_vlc().Instance([*_ARGUMENTS, f"--aout={output}"])
    if instance is None:
        raise SystemProblem("libvlc_missing")
    return instance
