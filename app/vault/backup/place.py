"""Where a back-up goes: a folder of this vault's own inside the folder the user chose, and what cannot be such a place."""

import re
import sys
from pathlib import Path

from app.common.errors import AppError, InputError, SystemProblem
from app.vault.backup.manifest import MAX_MANIFEST_BYTES, generation_of, parse_manifest
from app.vault.durable_files import DurableFiles, translated_os_errors

_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_LONGEST_WINDOWS_PATH = 259
_LONGEST_INSIDE = len("/media/ab/") + 32 + len(".media.part")


def backup_folder(target: Path, vault_folder: Path, vault_id: bytes) -> Path:
    """Return `<target>/Back-up <name of the vault>`; when that is another vault's, the name with a piece of this vault's id.

    Raises:
        InputError: `backup_folder_missing`, `backup_inside_vault`.
        SystemProblem: `path_too_long`.
    """
    if not target.is_dir():
        raise InputError("backup_folder_missing")
    if target.resolve().is_relative_to(vault_folder.resolve()):
        raise InputError("backup_inside_vault")
    name = _NOT_IN_NAMES.sub("-", vault_folder.resolve().name.removesuffix(".kluis")).rstrip(". ") or "kluis"
    candidates = [target / f"Back-up {name}{mark}" for mark in ("", f" ({vault_id.hex()[:8]})", f" ({vault_id.hex()})")]
    with translated_os_errors():
        folder = next((each for each in candidates if not _has_another_vault(each, vault_id)), candidates[-1])
    if sys.platform == "win32" and len(str(folder.resolve())) + _LONGEST_INSIDE > _LONGEST_WINDOWS_PATH:
        raise SystemProblem("path_too_long")
    return folder


def check_file_sizes(sizes: list[int], folder: Path, files: DurableFiles) -> None:
    """Refuse before anything is copied when a file is too large for this medium; SystemProblem `disk_too_old_for_big_files`."""
    limit = files.largest_file(folder)
    largest = max(sizes, default=0)
    if limit is not None and largest > limit:
        raise SystemProblem("disk_too_old_for_big_files", largest_gb=round(largest / 1e9, 1))


def check_free_space(needed: int, folder: Path, files: DurableFiles) -> None:
    """Refuse before anything is copied when it does not fit; SystemProblem `disk_full` (needed, free in bytes; needed_gb, free_gb)."""
    free = files.free_bytes(folder)
    if free < needed:
        raise SystemProblem("disk_full", needed=needed, free=free, needed_gb=round(needed / 1e9, 1), free_gb=round(free / 1e9, 1))


def _has_another_vault(folder: Path, vault_id: bytes) -> bool:
    if not folder.is_dir():
        return False
    owners = set()
    for path in folder.iterdir():
        if generation_of(path.name) is not None and path.stat().st_size <= MAX_MANIFEST_BYTES:
            try:
                owners.add(parse_manifest(path.read_bytes()).parsed_header().vault_id)
            except AppError:  # of whom a damaged list was, the others say
                continue
    return bool(owners - {vault_id})  # also beside ours: what another vault has there is not ours to tidy up
