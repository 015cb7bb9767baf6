import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.common.paths import libvlc_folder
from app.media.safe_plugins import SAFE_PLUGINS, allowed_plugins, foreign_files, library_files, plugin_folder, plugin_name
from build_scripts.libvlc_folder import LibvlcMissingError, is_complete, make_libvlc_folder

_LOAD = """
import sys
from pathlib import Path
from app.common.errors import SystemProblem
from app.media import libvlc
libvlc.libvlc_folder = lambda: Path(sys.argv[1])
try:
    libvlc.vlc_instance(sound=False)
except SystemProblem as problem:
    print(problem.code)
else:
    print("loaded")
    print("\\n".join(line.split()[-1] for line in open("/proc/self/maps") if "vlc" in line))
"""


def loaded_from(folder: Path, **environment: str) -> list[str]:
    """Load libVLC from this folder in a process of its own, because a library cannot be unloaded."""
    run = subprocess.run(
        [sys.executable, "-c", _LOAD, str(folder)],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **environment},
        cwd=Path(__file__).parents[3],
        check=True,
    )
    return run.stdout.split()


@pytest.fixture
def folder(tmp_path) -> Path:
    return make_libvlc_folder(tmp_path)


def test_there_are_44_safe_plugins_and_none_that_opens_anything() -> None:
    assert len(SAFE_PLUGINS) == 44
    for part in ("access", "http", "filesystem", "adaptive", "playlist", "lua", "prefetch", "libass", "live555", "udp", "rtp", "smb", "ftp"):
        assert not [name for name in allowed_plugins("linux") | allowed_plugins("win32") | allowed_plugins("darwin") if part in name]


def test_the_folder_holds_what_is_allowed_and_is_made_once(folder) -> None:
    present = {plugin_name(file) for file in plugin_folder(folder).rglob("*.so")}
    assert present == allowed_plugins()
    assert foreign_files(folder) == []
    made_at = library_files(folder)[-1].stat().st_mtime_ns
    assert make_libvlc_folder(folder.parent) == folder
    assert library_files(folder)[-1].stat().st_mtime_ns == made_at


def test_an_incomplete_folder_is_made_anew(folder) -> None:
    next(plugin_folder(folder).rglob("libmkv_plugin.so")).unlink()
    assert not is_complete(folder)
    assert is_complete(make_libvlc_folder(folder.parent))


def test_without_vlc_the_message_says_what_to_install(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("build_scripts.libvlc_folder._LINUX_FOLDERS", (str(tmp_path / "nothing"),))
    with pytest.raises(LibvlcMissingError, match="vlc-plugin-base"):
        make_libvlc_folder(tmp_path)
    assert not (tmp_path / "libvlc").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_only_our_own_libraries_are_loaded_whatever_the_environment_says(folder) -> None:
    stock = "/usr/lib/x86_64-linux-gnu/vlc/plugins"
    answer = loaded_from(folder, VLC_PLUGIN_PATH=stock, PYTHON_VLC_MODULE_PATH="/usr")
    assert answer[0] == "loaded"
    maps = {path for path in answer[1:] if "libvlc" in path or "_plugin" in path}
    assert maps
    assert {path for path in maps if not path.startswith(str(folder))} == set()


def test_a_foreign_plugin_is_refused(folder) -> None:
    access = plugin_folder(folder) / "access"
    access.mkdir(exist_ok=True)
    shutil.copy(next(plugin_folder(folder).rglob("libwav_plugin.so")), access / "libhttp_plugin.so")
    assert loaded_from(folder) == ["libvlc_unsafe"]


def test_a_link_among_the_plugins_is_refused(folder) -> None:
    plugin = next(plugin_folder(folder).rglob("libwav_plugin.so"))
    plugin.rename(folder.parent / "elsewhere.so")
    plugin.symlink_to(folder.parent / "elsewhere.so")
    assert loaded_from(folder) == ["libvlc_unsafe"]


def test_a_missing_folder_or_library_is_said_to_be_missing(folder, tmp_path) -> None:
    assert loaded_from(tmp_path / "nothing") == ["libvlc_missing"]
    library_files(folder)[-1].unlink()
    assert loaded_from(folder) == ["libvlc_missing"]


def test_the_program_finds_the_folder_beside_its_python() -> None:
    assert libvlc_folder() == Path(sys.prefix) / "libvlc"
