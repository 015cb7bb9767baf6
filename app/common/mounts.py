"""Which file system a path is on, as the platform tells it: its type, its device, and whether it is on this machine.

Seen to work on Linux. The Windows and macOS lines follow their documentation (GetDriveTypeW, mount(8)) and have not yet run there.
"""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

_MOUNT_COMMAND = "/sbin/mount"
_PATIENCE_S = 5
_WINDOWS_TYPES = {2: "removable", 4: "network"}
_NETWORK_TYPES = {
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "smb2", "ncpfs", "afs", "afpfs", "webdav", "davfs", "ceph", "glusterfs", "lustre", "beegfs", "gpfs",
    "orangefs", "coda", "fuse.sshfs", "fuse.rclone", "fuse.gvfsd-fuse", "fuse.davfs2", "fuse.s3fs", "fuse.curlftpfs", "fuse.glusterfs",
    "fuse.ceph", "fuse.smbnetfs",
}  # fmt: skip


@dataclass(frozen=True)
class Mount:
    """One mounted file system. `kind` is `local`, `network` or `removable`; `device` and `type` are the platform's own words."""

    point: str
    type: str
    device: str
    kind: str


def mount_of(path: Path) -> Mount | None:
    """Return the file system this path is on or would be made on, None when the platform does not tell."""
    path = nearest_existing(path)
    if sys.platform == "win32":
        return _windows_mount(path)
    try:
        if sys.platform == "darwin":
            told = subprocess.run([_MOUNT_COMMAND], capture_output=True, text=True, timeout=_PATIENCE_S, check=True)  # noqa: S603 - fixed command
            mounts = parse_macos_mounts(told.stdout)
        else:
            mounts = parse_linux_mounts(Path("/proc/self/mounts").read_text("utf-8", "replace"))
    except (OSError, subprocess.SubprocessError):
        return None
    return innermost(mounts, PurePosixPath(path))


def nearest_existing(path: Path) -> Path:
    """Return the path itself, or the nearest folder above it that is there; links followed."""
    path = Path(os.path.realpath(path))
    # Not `Path.exists`: that raises for a name that is too long, and for what is in a folder we may not look into.
    return next((each for each in (path, *path.parents) if os.path.exists(each)), path)  # noqa: PTH110


def innermost(mounts: list[Mount], path: PurePosixPath) -> Mount | None:
    """Return the mount this path is on: the deepest, and of several on one point the last, which lies on top."""
    inside = [mount for mount in mounts if path.is_relative_to(mount.point)]
    deepest = max((len(PurePosixPath(mount.point).parts) for mount in inside), default=0)
    return next((mount for mount in reversed(inside) if len(PurePosixPath(mount.point).parts) == deepest), None)


def parse_linux_mounts(text: str) -> list[Mount]:
    """Read `/proc/self/mounts`."""
    mounts = []
    for line in text.splitlines():
        words = [_without_escapes(word) for word in line.split(" ")]
        if len(words) >= 3:
            mounts.append(Mount(words[1], words[2], words[0], _linux_kind(words[0], words[1], words[2])))
    return mounts


def parse_macos_mounts(text: str) -> list[Mount]:
    """Read what `mount` prints on macOS: `/dev/disk3s1 on / (apfs, sealed, local, read-only)`."""
    mounts = []
    for line in text.splitlines():
        match = re.fullmatch(r"(.+?) on (/.*) \(([^()]*)\)", line)
        if match:
            device, point, words = match[1], match[2], match[3].split(", ")
            is_removable = point.startswith("/Volumes/") and "local" in words
            kind = "network" if "local" not in words or words[0] in _NETWORK_TYPES else "removable" if is_removable else "local"
            mounts.append(Mount(point, words[0], device, kind))
    return mounts


def is_unc(path: PureWindowsPath) -> bool:
    r"""Whether this names a share on another machine: `\\server\share`, also behind `\\?\UNC\`."""
    drive = path.drive.lower()
    return drive.startswith("\\\\?\\unc\\") or (drive.startswith("\\\\") and not drive.startswith(("\\\\?\\", "\\\\.\\")))


def _linux_kind(device: str, point: str, file_system: str) -> str:
    if file_system in _NETWORK_TYPES:
        return "network"
    is_stick = point.startswith(("/media/", "/run/media/", "/mnt/usb")) or _is_on_usb(device)
    return "removable" if is_stick and device.startswith("/dev/") else "local"


def _is_on_usb(device: str) -> bool:
    """Whether the kernel knows the block device behind this name as one on USB, or as removable."""
    place = Path("/sys/class/block") / Path(os.path.realpath(device)).name
    if not device.startswith("/dev/") or not place.exists():
        return False
    real = Path(os.path.realpath(place))
    disks = [each for each in (real, real.parent) if (each / "removable").exists()]
    return "usb" in real.as_posix() or any((disk / "removable").read_text().strip() == "1" for disk in disks)


def _without_escapes(word: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), word)


def _windows_mount(path: Path) -> Mount | None:
    windows_path = PureWindowsPath(path)
    if is_unc(windows_path):
        return Mount(windows_path.anchor, "", windows_path.drive, "network")
    number = 0
    if sys.platform == "win32":
        import ctypes

        number = ctypes.WinDLL("kernel32").GetDriveTypeW(windows_path.anchor)
    return Mount(windows_path.anchor, "", windows_path.drive, _WINDOWS_TYPES.get(number, "local"))
