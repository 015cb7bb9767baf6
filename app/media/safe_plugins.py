"""Which parts of libVLC are shipped and allowed to load; read by the program and by `build_scripts/libvlc_folder.py`.

Standard library only. Nothing here opens an address, a folder or a playlist, runs a script or draws text: with the stock
plugins libVLC fetches what an HLS or DASH manifest that poses as a video points at.
"""

import sys
from pathlib import Path

_NAMES = """
    adpcm adummy araw audio_format avcodec avi cache_block cache_read chain console_logger es faad float_mixer i420_rgb imem
    integer_mixer lpcm mkv mp4 mpg123 packetizer_a52 packetizer_av1 packetizer_copy packetizer_dts packetizer_flac
    packetizer_h264 packetizer_hevc packetizer_mpeg4audio packetizer_mpeg4video packetizer_mpegaudio packetizer_mpegvideo
    packetizer_vc1 ps samplerate scaletempo simple_channel_mixer speex_resampler swscale trivial_channel_mixer ts
    ugly_resampler vdummy vmem wav
"""
SAFE_PLUGINS = frozenset(_NAMES.split())

_SOUND_OUTPUTS = {"linux": frozenset({"pulse", "alsa"}), "win32": frozenset({"wasapi", "mmdevice"}), "darwin": frozenset({"auhal"})}


def allowed_plugins(platform: str = sys.platform) -> frozenset[str]:
    """Return the names of the plugins that may stand in the folder on this platform."""
    return SAFE_PLUGINS | _SOUND_OUTPUTS.get(platform, frozenset())


def library_files(folder: Path, platform: str = sys.platform) -> list[Path]:
    """Return libVLC's libraries in our folder in the order they must be loaded; the last one is libvlc itself."""
    names = {
        "win32": ["libvlccore.dll", "libvlc.dll"],
        "darwin": ["lib/libvlccore.dylib", "lib/libvlc.dylib"],
    }.get(platform, ["libvlccore.so.9", "vlc/libvlc_pulse.so.0", "libvlc.so.5"])
    return [folder / name for name in names]


def plugin_folder(folder: Path, platform: str = sys.platform) -> Path:
    """Return where libvlccore looks for plugins, which on every platform follows from where it stands itself."""
    return folder / "plugins" if platform in ("win32", "darwin") else folder / "vlc" / "plugins"


def plugin_name(file: Path) -> str:
    """Return the name of a plugin's file without its decoration: `mp4` for `libmp4_plugin.so`."""
    return file.stem.removeprefix("lib").removesuffix("_plugin")


def foreign_files(folder: Path, platform: str = sys.platform) -> list[Path]:
    """Return the files in the plugin folder that are no allowed plugin, links among them."""
    allowed = allowed_plugins(platform)
    files = [file for file in plugin_folder(folder, platform).rglob("*") if not file.is_dir() or file.is_symlink()]
    return [file for file in files if file.is_symlink() or plugin_name(file) not in allowed]
