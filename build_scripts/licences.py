"""Collect the licences of everything that is handed out with the program into one text beside it."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sysconfig
from importlib import metadata
from pathlib import Path

from set_up import LOCKS, ROOT, VENV, locked_versions

_LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
_COMMON = Path("/usr/share/common-licenses")
_COMMON_NAME = re.compile(r"/usr/share/common-licenses/([A-Za-z0-9.+-]*[A-Za-z0-9])")
_LINE = "=" * 100
_GPL_3 = (ROOT / "build_scripts" / "GPL-3.txt").read_text("utf-8")
_NOT_IN_THE_PACKAGE = {"espeakng-loader": f"eSpeak NG: GPL-3.0-or-later\n\n{_GPL_3}"}
"""Licences of packages that carry none, looked up where their content comes from."""


def write_licences(program_folder: Path, work_folder: Path) -> Path:
    """Write THIRD_PARTY.txt and our own LICENSE into the program's folder; `work_folder` is where PyInstaller worked."""
    sections = {"Python": _python_licence(), **_package_licences(), **_system_licences(work_folder)}
    common = sorted({name for text in sections.values() for name in _COMMON_NAME.findall(text) if (_COMMON / name).is_file()})
    sections |= {f"{name} (waar hierboven naar verwezen wordt)": (_COMMON / name).read_text("utf-8") for name in common}
    opening = "Kijkkamer bestaat ook uit het werk van anderen. Hieronder staat van elk onderdeel de licentie.\n"
    target = program_folder / "THIRD_PARTY.txt"
    target.write_text(opening + "".join(f"\n{_LINE}\n{name}\n{_LINE}\n\n{text.strip()}\n" for name, text in sections.items()), "utf-8")
    shutil.copy(ROOT / "LICENSE", program_folder / "LICENSE.txt")
    return target


def _python_licence() -> str:
    beside_it, from_debian = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt", sorted(Path("/usr/share/doc").glob("python3*/copyright"))
    return next(file.read_text("utf-8") for file in [beside_it, *from_debian] if file.is_file())


def _package_licences() -> dict[str, str]:
    """Return the licence texts of each locked package that the program needs and that is installed on this platform."""
    wanted = {name.partition(" ")[0] for name in locked_versions((LOCKS / "run.txt").read_text("utf-8"))} - {"setuptools"}
    site = sysconfig.get_path("purelib", "venv", vars={"base": str(VENV), "platbase": str(VENV)})
    packages = {str(package.metadata["Name"]).lower().replace("_", "-"): package for package in metadata.distributions(path=[site])}
    return {
        f"{name} {packages[name].version}": _NOT_IN_THE_PACKAGE.get(name) or _package_text(packages[name])
        for name in sorted(wanted & packages.keys())
    }


def _package_text(package: metadata.Distribution) -> str:
    about = package.metadata.json
    named = about.get("license_expression") or about.get("license") or about.get("classifier")
    files = [file for file in package.files or [] if ".dist-info" in str(file) and _LICENCE_FILE.search(file.name)]
    texts = [Path(str(file.locate())).read_text("utf-8", errors="replace") for file in files]
    return "\n\n".join([f"Licentie: {named}", *texts])


def _system_licences(work_folder: Path) -> dict[str, str]:
    """Return the copyright file of each Debian package that a shipped library came from; nothing on other systems."""
    if not shutil.which("dpkg-query"):
        return {}
    packages = {_debian_package(Path(source)) for source in _shipped_system_files(work_folder)} - {""}
    files = {name: Path("/usr/share/doc") / name / "copyright" for name in sorted(packages)}
    return {f"{name} (Debian)": file.read_text("utf-8", errors="replace") for name, file in files.items() if file.is_file()}


def _shipped_system_files(work_folder: Path) -> set[str]:
    """Return the system's files that PyInstaller took; it leaves a list of (target, source, kind) for each step."""
    listing = next(work_folder.rglob("COLLECT-00.toc")).read_text("utf-8")
    sources = {str(entry[1]) for entry in _entries(ast.literal_eval(listing))}
    # libVLC stands in .venv, but was copied from the system.
    own_vlc = {"/usr/lib/" + name for name in ("libvlc.so.5", "libvlccore.so.9", "libavcodec_plugin.so")}
    return {source for source in sources if source.startswith(("/usr/lib", "/lib"))} | own_vlc


def _entries(listing: object) -> list[tuple[object, ...]]:
    """Return the triples of a table of contents, however deep they stand."""
    if isinstance(listing, tuple) and len(listing) == 3 and all(isinstance(part, str) for part in listing):
        return [listing]
    return [entry for part in listing for entry in _entries(part)] if isinstance(listing, list | tuple) else []


def _debian_package(file: Path) -> str:
    """Return the package a library belongs to, found by its name because /lib and /usr/lib are the same folder."""
    found = subprocess.run(["dpkg-query", "--search", f"*/{file.resolve().name}"], capture_output=True, text=True, check=False).stdout
    return found.partition(":")[0]
