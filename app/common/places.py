"""Where a folder is: on this device, in a folder that a service copies to the cloud, on the network, or on a stick.

A synced folder is known by what its program says (environment, its own settings), by marks it leaves, and by its usual
name. Nothing here is certain: it is there to warn. Not known: Windows and macOS folders that a service syncs under an
ordinary name without saying so, such as Documents in iCloud.
"""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.common.mounts import mount_of, nearest_existing

Kind = Literal["local", "synced", "network", "removable"]

_VARIABLES = {"OneDrive": "OneDrive", "OneDriveConsumer": "OneDrive", "OneDriveCommercial": "OneDrive", "DROPBOX_PATH": "Dropbox"}
_NAMES = (
    (r"onedrive( - .+)?", "OneDrive"),
    (r"onedrive-.+", "OneDrive"),
    (r"dropbox( \(.+\))?", "Dropbox"),
    (r"dropbox-.+", "Dropbox"),
    (r"google ?drive(-.+)?( \(.+\))?", "Google Drive"),
    (r"googledrive-.+", "Google Drive"),
    (r"icloud ?drive( \(archive\))?", "iCloud"),
    (r"mobile documents", "iCloud"),
    (r"com~apple~clouddocs", "iCloud"),
    (r"nextcloud\d*", "Nextcloud"),
    (r"owncloud\d*", "ownCloud"),
    (r"surfdrive", "SURFdrive"),
    (r"pcloud ?drive", "pCloud"),
    (r"proton ?drive(-.+)?", "Proton Drive"),
    (r"megasync", "MEGA"),
    (r"seafile", "Seafile"),
    (r"creative cloud files", "Creative Cloud"),
)
_MARKS = (
    (".dropbox.cache", "Dropbox"),
    (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
    (".tmp.drivedownload", "Google Drive"),
    (".tmp.driveupload", "Google Drive"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    (".stfolder", "Syncthing"),
    (".SeaDrive", "Seafile"),
)
_MARK_PATTERNS = ((".sync_*.db", "Nextcloud"), ("._sync_*.db", "Nextcloud"))
_SYNCED_TYPES = {"fuse.onedriver": "OneDrive", "fuse.google-drive-ocamlfuse": "Google Drive", "fuse.dropbox": "Dropbox", "fuse.rclone": "rclone"}
_LONGEST_SETTINGS = 64 * 1024


@dataclass(frozen=True)
class Place:
    """What is known of where a path is. `name` is the service, empty for the other kinds."""

    kind: Kind
    name: str = ""

    @property
    def leaves_this_device(self) -> bool:
        """Whether what is kept here is, or may be, copied to somewhere else by itself."""
        return self.kind in {"synced", "network"}


def place_of(path: Path, environment: Mapping[str, str] = os.environ) -> Place:
    """Tell where this path is, or would be when it is not there yet."""
    real = Path(os.path.realpath(path))
    service = _service_of(real, environment)
    if service:
        return Place("synced", service)
    mount = mount_of(real)
    if mount is None or mount.kind == "local":
        return Place("synced", _SYNCED_TYPES[mount.type]) if mount and mount.type in _SYNCED_TYPES else Place("local")
    if mount.type in _SYNCED_TYPES:
        return Place("synced", _SYNCED_TYPES[mount.type])
    return Place("network" if mount.kind == "network" else "removable")


def _service_of(real: Path, environment: Mapping[str, str]) -> str:
    for told, service in _told_folders(environment):
        if real.is_relative_to(os.path.realpath(told)):
            return service
    for part in real.parts:
        for pattern, service in _NAMES:
            if re.fullmatch(pattern, part, re.IGNORECASE):
                return service
    existing = nearest_existing(real)
    for folder in (existing, *existing.parents):
        service = _marked(folder)
        if service:
            return service
    return ""


def _told_folders(environment: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the folders that services themselves name."""
    told = [(environment[name], service) for name, service in _VARIABLES.items() if environment.get(name)]
    homes = [environment.get(name, "") for name in ("APPDATA", "LOCALAPPDATA")]
    settings = [Path(home, "Dropbox", "info.json") for home in homes if home]
    if environment.get("HOME"):
        settings.append(Path(environment["HOME"], ".dropbox", "info.json"))
    return told + [(folder, "Dropbox") for file in settings for folder in _dropbox_folders(file)]


def _dropbox_folders(file: Path) -> list[str]:
    try:
        with file.open("rb") as stream:
            untrusted = json.loads(stream.read(_LONGEST_SETTINGS))
    except (OSError, ValueError, RecursionError):
        return []
    accounts = untrusted.values() if isinstance(untrusted, dict) else []
    paths = [account.get("path") for account in accounts if isinstance(account, dict)]
    return [path for path in paths if isinstance(path, str) and path]


def _marked(folder: Path) -> str:
    """Return the service that left its mark in this folder, empty for none."""
    try:
        for name, service in _MARKS:
            if (folder / name).exists():
                return service
        for pattern, service in _MARK_PATTERNS:
            if any(folder.glob(pattern)):
                return service
    except OSError:
        return ""  # a folder we may not look into: nothing is known of it
    return ""
