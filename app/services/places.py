"""Where the vault lives and where a copy goes, for the screens and the command line to warn about."""

from dataclasses import dataclass
from pathlib import Path

from app.common.disk_encryption import DiskEncryption, disk_encryption
from app.common.places import Place, place_of

__all__ = ["DiskEncryption", "Place", "VaultPlace", "export_place", "vault_place"]


@dataclass(frozen=True)
class VaultPlace:
    """Where a vault is, and whether the disk under it is encrypted by the system."""

    place: Place
    encryption: DiskEncryption


def vault_place(folder: Path) -> VaultPlace:
    """Look where this vault is or would come; may take a second on Windows and macOS, so not on the window's thread."""
    return VaultPlace(place_of(folder), disk_encryption(folder))


def export_place(path: Path) -> Place:
    """Tell where a copy or a back-up would land: on this device, or where it leaves the device by itself."""
    return place_of(path)
