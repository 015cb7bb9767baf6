"""Back-ups for tests: made, put back, compared and spoiled."""

from pathlib import Path

from app.common.progress import JobContext
from app.vault.backup.opening import read_backup
from app.vault.backup.restore import copy_back


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its content."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def put_back(source: Path, target: Path, tombstones=None, **options):
    """Restore without a passphrase."""
    backup = read_backup(source)
    try:
        if tombstones is not None:
            backup.join(tombstones)
        return copy_back(backup, target, JobContext(), **options)
    finally:
        backup.source.close()


def flip(path: Path, place: int, bit: int = 1) -> None:
    """Let one bit rot."""
    with path.open("r+b") as file:
        file.seek(place)
        (byte,) = file.read(1)
        file.seek(place)
        file.write(bytes([byte ^ bit]))
