"""After a crash: undo what was half done, set aside what nobody knows, and say so."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from app.common.errors import SystemProblem
from app.vault.capture_store import CAPTURE_SUFFIX, CaptureStore
from app.vault.check import QUARANTINE_FOLDER, Finding
from app.vault.database import Database
from app.vault.durable_files import DurableFiles
from app.vault.media_store import MEDIA_FOLDER, MEDIA_SUFFIX, PART_FOLDER, MediaStore, media_name

__all__ = ["QUARANTINE_FOLDER", "SNAPSHOT_NAME", "recover"]

SNAPSHOT_NAME = "momentopname.db"
"""A copy of the database in the part folder while it goes into a back-up: never needed afterwards."""
_UNUSED = (
    "SELECT media_id FROM media WHERE state = 'bezig' OR media_id NOT IN "
    "(SELECT media_id FROM recordings UNION ALL SELECT media_id FROM derived_media UNION ALL SELECT media_id FROM clips "
    "UNION ALL SELECT media_id FROM spoken_notes)"
)


def recover(folder: Path, database: Database, media: MediaStore, captures: CaptureStore, files: DurableFiles) -> list[Finding]:
    """Bring folder and database back together after an interrupted session.

    An import that was never told to the user as kept disappears: its parts, its key, and a complete file that no
    recording or clip points to. A file whose key was destroyed is removed. Any other file without a row is moved to
    `quarantaine/` and never deleted. What was being recorded stays: it can become a recording still.
    """
    for name in (MEDIA_FOLDER, PART_FOLDER, QUARANTINE_FOLDER):
        if not (folder / name).is_dir():  # many ways to copy a folder leave out what is empty
            files.make_folder(folder / name)
    for name in (SNAPSHOT_NAME, f"{SNAPSHOT_NAME}.part"):
        files.remove(folder / PART_FOLDER / name)
    findings = [Finding("info", "import_undone", row[0]) for row in database.rows(_UNUSED)]
    for finding in findings:
        files.remove(media.part_path(finding.subject))
        files.remove(media.media_path(finding.subject))
        database.change("DELETE FROM media WHERE media_id = ?", finding.subject)
    captures.put_right()
    known_captures = {row[0] + CAPTURE_SUFFIX for row in database.rows("SELECT capture_id FROM captures")}
    known = {row[0] for row in database.rows("SELECT media_id FROM media")}
    destroyed = {row[0] for row in database.rows("SELECT media_id FROM tombstones")}
    for place, name in _ciphertexts(folder):
        if place == PART_FOLDER and name in known_captures:
            continue
        media_id = name.split(".")[0]
        if media_id in destroyed:
            files.remove(folder / place / name)
        elif f"{place}/{name}" != media_name(media_id) or media_id not in known:
            files.replace(folder / place / name, _free_name(folder / QUARANTINE_FOLDER / name))
            files.sync_folder(folder / QUARANTINE_FOLDER)
            findings.append(Finding("warning", "media_unknown", media_id))
    return findings


def _ciphertexts(folder: Path) -> Iterator[tuple[str, str]]:
    """Give the place in the folder and the name of every file with media. As text: thousands of paths would take a tenth of a second."""
    try:
        for name in _names(folder / PART_FOLDER):
            yield PART_FOLDER, name
        for shelf in _names(folder / MEDIA_FOLDER):
            with suppress(NotADirectoryError):
                for name in _names(folder / MEDIA_FOLDER / shelf):
                    if name.endswith(MEDIA_SUFFIX):
                        yield f"{MEDIA_FOLDER}/{shelf}", name
    except OSError as error:
        raise SystemProblem("disk_fails", number=error.errno or 0) from error


def _names(folder: Path) -> list[str]:
    with os.scandir(folder) as entries:
        return sorted(entry.name for entry in entries)


def _free_name(wanted: Path) -> Path:
    path, number = wanted, 1
    while path.exists():
        number += 1
        path = wanted.with_name(f"{wanted.name}.{number}")
    return path
