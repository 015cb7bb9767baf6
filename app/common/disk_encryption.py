"""Whether the disk under a folder is encrypted by the system: what the program itself cannot keep from swap and hibernation stays there.

Linux: LUKS under the file system, seen in /sys. Windows: BitLocker, through the one property that needs no administrator.
macOS: FileVault, as `fdesetup` and `diskutil` tell. Seen to work on Linux only; the other two are not yet run there.
"""

import os
import plistlib
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Literal

from app.common.mounts import Mount, mount_of, nearest_existing

_SYS = Path("/sys")
_PATIENCE_S = 10
_DEEPEST_STACK = 16
_ENCRYPTING_TYPES = {"ecryptfs": "eCryptfs", "fuse.gocryptfs": "gocryptfs", "fuse.encfs": "EncFS", "fuse.cryfs": "CryFS"}
_BITLOCKER_ON = {1, 6}
"""On, and on while locked. Encrypting (3), decrypting (4), suspended (5) and waiting for activation (8) leave readable data on the disk."""
_BITLOCKER_OFF = {2, 3, 4, 5, 8}


@dataclass(frozen=True)
class DiskEncryption:
    """What the system says. `name` is what it is called here: `LUKS`, `BitLocker`, `FileVault`."""

    state: Literal["on", "off", "unknown"]
    name: str


def disk_encryption(path: Path) -> DiskEncryption:
    """Tell whether the disk this path is on is encrypted; may take a second on Windows and macOS."""
    if sys.platform == "win32":
        return _bitlocker(path)
    mount = mount_of(path)
    if sys.platform == "darwin":
        return _filevault(path, mount)
    if mount is None:
        return DiskEncryption("unknown", "LUKS")
    if mount.type in _ENCRYPTING_TYPES:
        return DiskEncryption("on", _ENCRYPTING_TYPES[mount.type])
    return luks(mount, _SYS)


def luks(mount: Mount, sys_folder: Path) -> DiskEncryption:
    """Look under a mount for the layers of its block device; `sys_folder` is /sys."""
    block = sys_folder / "class" / "block" / Path(os.path.realpath(mount.device)).name
    if not mount.device.startswith("/dev/") or not block.exists():
        return DiskEncryption("unknown", "LUKS")
    return DiskEncryption("on" if _is_all_encrypted(block, _DEEPEST_STACK) else "off", "LUKS")


def _is_all_encrypted(block: Path, levels_left: int) -> bool:
    """Whether every way down from this block device to a disk goes through an encrypting layer."""
    try:
        if (block / "dm" / "uuid").read_text().startswith("CRYPT-"):
            return True
    except OSError:
        pass  # not a mapped device
    try:
        below = sorted((block / "slaves").iterdir())
    except OSError:
        below = []
    return bool(below) and levels_left > 0 and all(_is_all_encrypted(each, levels_left - 1) for each in below)


def parse_bitlocker(text: str) -> DiskEncryption:
    """Read the number that the shell's property System.Volume.BitLockerProtection gives."""
    number = int(text.strip()) if text.strip().isdigit() else 0
    return DiskEncryption("on" if number in _BITLOCKER_ON else "off" if number in _BITLOCKER_OFF else "unknown", "BitLocker")


def parse_fdesetup(text: str) -> DiskEncryption:
    """Read what `fdesetup status` prints."""
    match = re.search(r"^FileVault is (On|Off)\.", text, re.MULTILINE)
    state: Literal["on", "off", "unknown"] = "unknown" if match is None else "on" if match[1] == "On" else "off"
    if re.search(r"(Encryption|Decryption) in progress", text):
        state = "off"
    return DiskEncryption(state, "FileVault")


def parse_diskutil(content: bytes) -> DiskEncryption:
    """Read what `diskutil info -plist` prints of a volume that is not the system's own."""
    try:
        told = plistlib.loads(content)
    except (plistlib.InvalidFileException, ValueError, OverflowError, RecursionError):
        told = {}
    is_on = told.get("FileVault", told.get("Encryption")) if isinstance(told, dict) else None
    return DiskEncryption("unknown" if is_on is None else "on" if is_on else "off", "FileVault")


def _bitlocker(path: Path) -> DiskEncryption:
    drive = PureWindowsPath(nearest_existing(path)).drive
    if not re.fullmatch(r"[A-Za-z]:", drive):
        return DiskEncryption("unknown", "BitLocker")
    shell = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "WindowsPowerShell", "v1.0", "powershell.exe")
    question = f"(New-Object -ComObject Shell.Application).NameSpace('{drive}').Self.ExtendedProperty('System.Volume.BitLockerProtection')"
    return parse_bitlocker(_told([str(shell), "-NoProfile", "-NonInteractive", "-Command", question]).decode("ascii", "replace"))


def _filevault(path: Path, mount: Mount | None) -> DiskEncryption:
    if mount is not None and mount.point.startswith("/Volumes/"):
        return parse_diskutil(_told(["/usr/sbin/diskutil", "info", "-plist", mount.point]))
    del path
    return parse_fdesetup(_told(["/usr/bin/fdesetup", "status"]).decode("utf-8", "replace"))


def _told(command: list[str]) -> bytes:
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        return subprocess.run(command, capture_output=True, timeout=_PATIENCE_S, check=False, creationflags=hidden).stdout  # noqa: S603 - fixed programs
    except (OSError, subprocess.SubprocessError):
        return b""
