"""Make the folder `libvlc/`: libVLC from the VLC installed on this machine, with only the plugins we allow.

    python build_scripts/libvlc_folder.py PREFIX      (PREFIX is the .venv or the built program's folder)

Standard library only: the set-up runs it before anything is installed.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.media.safe_plugins import allowed_plugins, foreign_files, library_files, plugin_folder, plugin_name

_LINUX_FOLDERS = ("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib", "/usr/local/lib")
_HOW_TO_GET = {
    "linux": "VLC 3 ontbreekt of is niet compleet. Installeer libvlc5, libvlccore9 en vlc-plugin-base (Debian, Ubuntu) of vlc (andere).",
    "win32": "VLC 3 ontbreekt of is niet compleet. Installeer VLC (64 bits) van VideoLAN.",
    "darwin": "VLC 3 ontbreekt of is niet compleet. Zet VLC van VideoLAN in de map Programma's.",
}


class LibvlcMissingError(Exception):
    """No complete VLC 3 on this machine; the message says what to install."""


def make_libvlc_folder(prefix: Path) -> Path:
    """Make or renew `prefix`/libvlc and return it. Nothing is done when it is complete already.

    Raises:
        LibvlcMissingError: there is no VLC 3 here, or it lacks one of the plugins.
    """
    folder = prefix / "libvlc"
    if is_complete(folder):
        return folder
    installed = _installed_vlc()
    fresh = prefix / "libvlc.part"
    shutil.rmtree(fresh, ignore_errors=True)
    for target in library_files(fresh):
        _copy(installed / target.relative_to(fresh), target)
    installed_plugins = plugin_folder(installed)
    for source in _safe_plugin_files(installed_plugins):
        _copy(source, plugin_folder(fresh) / source.relative_to(installed_plugins))
    if not is_complete(fresh):
        shutil.rmtree(fresh)
        raise LibvlcMissingError(_missing_text())
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)
    return folder


def is_complete(folder: Path) -> bool:
    """Tell whether the folder holds the libraries, every allowed plugin and nothing else."""
    present = {plugin_name(file) for file in plugin_folder(folder).rglob("*_plugin.*")}
    return all(file.is_file() for file in library_files(folder)) and present == allowed_plugins() and not foreign_files(folder)


def _safe_plugin_files(installed_plugins: Path) -> Iterator[Path]:
    allowed = allowed_plugins()
    for file in sorted(installed_plugins.rglob("*_plugin.*")):
        if plugin_name(file) in allowed:
            yield file


def _installed_vlc() -> Path:
    for folder in _places():
        if all((folder / file.relative_to(folder)).is_file() for file in library_files(folder)):
            return folder
    raise LibvlcMissingError(_missing_text())


def _places() -> list[Path]:
    if sys.platform == "win32":
        roots = (os.environ.get("PROGRAMFILES"), os.environ.get("PROGRAMW6432"), os.environ.get("PROGRAMFILES(X86)"))
        return [Path(root) / "VideoLAN" / "VLC" for root in roots if root]
    if sys.platform == "darwin":
        return [Path("/Applications/VLC.app/Contents/MacOS"), Path.home() / "Applications/VLC.app/Contents/MacOS"]
    return [Path(folder) for folder in _LINUX_FOLDERS]


def _missing_text() -> str:
    return _HOW_TO_GET.get(sys.platform, _HOW_TO_GET["linux"])


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)  # follows the links that distributions put between versions
    target.chmod(0o755)


if __name__ == "__main__":
    try:
        print(make_libvlc_folder(Path(sys.argv[1])))
    except LibvlcMissingError as error:
        sys.exit(str(error))
