"""Make a clean checkout ready to run: the system's libraries, .venv with the locked packages, our own libVLC folder.

Standard library only, because it runs before anything is installed. Everything it says goes to standard error, so that
`start.py vault info --json` prints nothing but JSON. Seen to work on Debian 12; not yet run on Windows or macOS.
"""

from __future__ import annotations  # an older Python must get far enough to say that it is too old

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
LOCKS = ROOT / "build_scripts" / "requirements"
OLDEST_PYTHON = (3, 11)

_WINDOWS = sys.platform == "win32"

# Named by what is loaded, not by package, because Debian and Ubuntu rename packages between releases (libglib2.0-0t64).
_QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
_VLC_LIBRARIES = {
    "libvlc.so.5": "libvlc5",
    "libvlccore.so.9": "libvlccore9",
    "libpulse.so.0": "libpulse0",
}
_VLC_PLUGIN = ("codec/libavcodec_plugin.so", "vlc-plugin-base")
# strace proves what is written and sent, objcopy and ldd serve PyInstaller, dbus-daemon is the bus of a made-up desktop.
_CHECK_COMMANDS = {"Xvfb": "xvfb", "xdotool": "xdotool", "strace": "strace", "objcopy": "binutils", "dbus-daemon": "dbus-daemon"}


def set_up(lock: str) -> None:
    """Install what is missing for `lock`: "run" for the program, "dev" for the checks and the build as well, "spraak" for the recogniser.

    Raises:
        SystemExit: with one Dutch sentence that says what the user can do.
    """
    require_supported_python(sys.version_info[:2])
    if sys.platform == "linux":
        _install_system_packages(missing_system_packages(lock))
    _make_virtual_environment()
    _install_locked_packages(lock)
    _install_launcher()
    _make_libvlc_folder()


def venv_program(name: str) -> Path:
    """Return a program of .venv: "python", "kijkkamer", "ruff"."""
    return VENV / "Scripts" / f"{name}.exe" if _WINDOWS else VENV / "bin" / name


def require_supported_python(version: tuple[int, ...]) -> None:
    """Stop with a sentence when this Python is too old."""
    if version < OLDEST_PYTHON:
        sys.exit(f"Kijkkamer heeft Python 3.11 of nieuwer nodig. Dit is {'.'.join(map(str, version))}. Installeer eerst een nieuwere Python.")


def missing_system_packages(lock: str) -> list[str]:
    """Return the Debian packages whose library or command is not on this machine, in a fixed order."""
    libraries = _known_libraries()
    missing = [package for name, package in {**_QT_LIBRARIES, **_VLC_LIBRARIES}.items() if name not in libraries]
    plugin, plugin_package = _VLC_PLUGIN
    if not any(folder.glob(f"vlc/plugins/{plugin}") for folder in _library_folders(libraries)):
        missing.append(plugin_package)
    if importlib.util.find_spec("ensurepip") is None:
        missing.append(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")
    if lock == "dev":
        missing += [package for command, package in _CHECK_COMMANDS.items() if not shutil.which(command)]
        if not _has_shared_python(libraries):
            missing.append(f"libpython{sys.version_info[0]}.{sys.version_info[1]}")
    return missing


def locked_versions(lock_text: str) -> dict[str, str]:
    """Return name and pin of each package in a lock file; a package with a pin per Python version keeps the marker."""
    pins = {}
    for line in lock_text.splitlines():
        if line[:1].isalnum():
            requirement = line.removesuffix("\\").strip()
            name, _, version = requirement.partition("==")
            pins[f"{name} {version.partition(';')[2].strip()}".strip()] = version.partition(";")[0].strip()
    return pins


def _known_libraries() -> dict[str, Path]:
    """Return soname and file of every library the loader knows; libraries of other architectures are left out."""
    ldconfig = shutil.which("ldconfig") or "/sbin/ldconfig"
    listing = subprocess.run([ldconfig, "-p"], capture_output=True, text=True, check=False).stdout
    libraries: dict[str, Path] = {}
    for line in listing.splitlines():
        name, arrow, file = line.strip().partition(" => ")
        is_ours = (sys.maxsize > 2**32) == ("64" in name)
        if arrow and is_ours:
            libraries.setdefault(name.partition(" ")[0], Path(file))
    return libraries


def _library_folders(libraries: dict[str, Path]) -> set[Path]:
    return {file.parent for name, file in libraries.items() if name.startswith("libvlccore.so")}


def _has_shared_python(libraries: dict[str, Path]) -> bool:
    """Whether PyInstaller finds a libpython to ship. Debian's python3 is built with one, but has it in a package of its own."""
    name = sysconfig.get_config_var("INSTSONAME")
    return name in libraries or Path(sysconfig.get_config_var("LIBDIR"), name).exists()


def _install_system_packages(packages: list[str]) -> None:
    if not packages:
        return
    names = " ".join(packages)
    if not shutil.which("apt-get"):
        sys.exit(f"Op dit systeem ontbreken bibliotheken. Installeer met je pakketbeheerder wat op Debian zo heet: {names}")
    _say(f"Onderdelen van het systeem installeren: {names}")
    as_root = _as_root()
    by_hand = f"Het installeren van onderdelen van het systeem lukte niet. Vraag je beheerder om dit uit te voeren: sudo apt-get install {names}"
    if as_root is None:
        sys.exit(by_hand)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # An old list of packages is no reason to stop: the install itself tells whether it was too old.
    subprocess.run([*as_root, "apt-get", "update", "-qq"], capture_output=True, check=False, env=environment)
    _run([*as_root, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], by_hand, environment)


def _as_root() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    return ["sudo"] if sys.stdin.isatty() else ["sudo", "--non-interactive"]


def _make_virtual_environment() -> None:
    made_for = f"{ROOT} {sys.version_info[:2]}"  # a .venv holds absolute paths, so a moved checkout needs a new one
    if Path(sys.prefix) == VENV or (_is_done("environment", made_for) and venv_program("python").exists()):
        return
    _say("Eigen Python-omgeving maken in .venv")
    venv.create(VENV, clear=True, with_pip=True, symlinks=not _WINDOWS)
    _mark_done("environment", made_for)


def _install_locked_packages(lock: str) -> None:
    wanted = _fingerprint(LOCKS / f"{lock}.txt")
    if _is_done(lock, wanted) or (lock == "run" and _is_done("dev", _fingerprint(LOCKS / "dev.txt"))):
        return
    _say("Pakketten installeren. De eerste keer duurt dit enkele minuten.")
    arguments = ["install", "--quiet", "--require-hashes", "--only-binary=:all:", "--requirement", str(LOCKS / f"{lock}.txt")]
    if lock == "spraak":  # its packages ask for network code that is left out on purpose
        arguments.append("--no-deps")
    pip = [str(venv_program("python")), "-m", "pip"]
    _run([*pip, *arguments], "Het installeren van de pakketten lukte niet. Kijk of er internet is en probeer het opnieuw.")
    _mark_done(lock, wanted)


def _install_launcher() -> None:
    """Make `kijkkamer` in .venv. Needs no network: setuptools is in the lock and nothing else is asked for."""
    wanted = f"{ROOT} {_fingerprint(ROOT / 'pyproject.toml')}"
    if _is_done("launcher", wanted) and venv_program("kijkkamer").exists():
        return
    arguments = ["install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--editable", str(ROOT)]
    # A plain line in a .pth: setuptools' own finder costs every process we start a sixth more.
    arguments += ["--config-settings", "editable_mode=compat"]
    _run([str(venv_program("python")), "-m", "pip", *arguments], "Het maken van het startbestand lukte niet.")
    _mark_done("launcher", wanted)


def _make_libvlc_folder() -> None:
    """Put libVLC with only its safe plugins in .venv; made again after an update of the system's VLC."""
    from libvlc_folder import LibvlcMissingError, make_libvlc_folder

    system_vlc = _known_libraries().get("libvlccore.so.9") if sys.platform == "linux" else None
    made_from = [Path(__file__).with_name("libvlc_folder.py"), *([system_vlc] if system_vlc else [])]
    wanted = " ".join(map(_fingerprint, made_from))
    if not _is_done("libvlc", wanted):
        _say("libVLC klaarzetten met alleen de veilige onderdelen")
        shutil.rmtree(VENV / "libvlc", ignore_errors=True)
    try:
        make_libvlc_folder(VENV)  # looks every time, because the program refuses to play with a file too few or too many
    except LibvlcMissingError as error:
        sys.exit(str(error))
    _mark_done("libvlc", wanted)


def _run(command: list[str], sentence: str, environment: dict[str, str] | None = None) -> None:
    """Run quietly; when it fails, show what it said and stop with the sentence."""
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, env=environment)
    if result.returncode != 0:
        _say(result.stdout[-4000:])
        sys.exit(sentence)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _fingerprint(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _stamp(step: str) -> Path:
    return VENV / "set-up" / step


def _is_done(step: str, wanted: str) -> bool:
    return _stamp(step).is_file() and _stamp(step).read_text(encoding="utf-8") == wanted


def _mark_done(step: str, wanted: str) -> None:
    _stamp(step).parent.mkdir(exist_ok=True)
    _stamp(step).write_text(wanted, encoding="utf-8")
