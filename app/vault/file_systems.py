"""What the medium of a folder can hold, as far as its file system limits that."""

import sys
from pathlib import Path

from app.common.mounts import mount_of

FAT_LARGEST = 2**32 - 1
"""FAT32 keeps the length of a file in 32 bits."""
_FAT_NAMES = {"vfat", "msdos", "fat32", "fat", "fat16"}


def largest_file_on(folder: Path) -> int | None:
    """Return how large a file can be on the medium of this folder, None when there is no limit to speak of."""
    mount = mount_of(folder)
    name = _windows_name(folder) or (mount.type if mount is not None else "")
    return FAT_LARGEST if name.lower() in _FAT_NAMES else None


def _windows_name(folder: Path) -> str:
    """Return `FAT32`, `exFAT`, `NTFS`; empty elsewhere and when Windows does not say. Follows GetVolumeInformationW; not yet run there."""
    if sys.platform == "win32":
        import ctypes

        name = ctypes.create_unicode_buffer(64)
        if ctypes.WinDLL("kernel32").GetVolumeInformationW(folder.resolve().anchor, None, 0, None, None, None, name, len(name)):
            return name.value
    return ""
