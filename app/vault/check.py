"""Look whether everything in the vault is there, and on request whether every byte is still right."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, Protocol

from app.common.errors import DamagedError, SystemProblem
from app.common.ids import MediaId
from app.common.progress import JobContext
from app.crypto.streaming_aead import StreamReader
from app.vault.database import Database
from app.vault.durable_files import translated_os_errors
from app.vault.header import RegisterHead
from app.vault.media_store import MEDIA_FOLDER, MediaRow, MediaStore
from app.vault.tables.event_log import EventLog

QUARANTINE_FOLDER = "quarantaine"
_CLOCK_TOLERANCE = timedelta(hours=1)


@dataclass(frozen=True)
class Finding:
    """One thing worth telling. `subject` is the id of the recording it is about, else of the media, or empty.

    Codes: `header_copy_repaired`, `import_undone`, `shredding_finished`, `destroyed_again`, `capture_waiting` (info); `media_unknown`,
    `vault_older_than_seen`, `clock_set_back`, `quarantine_holds` (`files`), `destroyed_file_left`, `tombstones_damaged`, `consent_changed_since`
    (warning); `register_rolled_back`, `database_damaged`, `header_damaged`, `media_missing`, `media_cut_off`,
    `media_damaged` (damage). A damaged piece says `segment`, `from_byte`, `to_byte` and, when the length of the recording
    is known, `from_ms` and `to_ms`: where in the recording those bytes lie when they are spread evenly.
    """

    severity: Literal["info", "warning", "damage"]
    code: str
    subject: str = ""
    details: dict[str, str | int | float] = field(default_factory=dict)


class MediaShelf(Protocol):
    """Media that can be opened: those of a vault, or of a back-up."""

    def rows(self) -> list[MediaRow]:
        """Return all that should be there."""
        ...

    def open(self, media_id: MediaId) -> StreamReader:
        """Return the plaintext; DamagedError when none of it can be read."""
        ...


def check_fast(database: Database, media: MediaStore, log: EventLog, head: RegisterHead) -> list[Finding]:
    """Return what is wrong as far as that shows without reading the media: takes milliseconds."""
    findings = [] if log.is_intact(head) else [Finding("damage", "register_rolled_back")]
    findings += _clock_findings(log)
    findings += [Finding("info", "capture_waiting", row[0]) for row in database.rows("SELECT capture_id FROM captures WHERE state = 'bezig'")]
    recording_of = _recordings_by_media(database)
    for row in media.rows():
        problem = _file_problem(row, media)
        if problem is not None:
            findings.append(_media_finding(row, problem, recording_of))
    return findings


def check_beside(folder: Path, database: Database) -> list[Finding]:
    """Return what stands in the vault's folder and need not: what was set aside, and files whose key was destroyed."""
    with translated_os_errors():
        aside = sum(path.is_file() for path in (folder / QUARANTINE_FOLDER).glob("*"))
        names = [path.name.split(".")[0] for path in (folder / MEDIA_FOLDER).glob("*/*")]
    destroyed = {row[0] for row in database.rows("SELECT media_id FROM tombstones")}
    findings = [Finding("warning", "quarantine_holds", details={"files": aside})] if aside else []
    return findings + [Finding("warning", "destroyed_file_left", name) for name in sorted(destroyed.intersection(names))]


def _clock_findings(log: EventLog) -> list[Finding]:
    last_at = log.last_at()
    is_back = last_at is not None and last_at > datetime.now(UTC) + _CLOCK_TOLERANCE
    return [Finding("warning", "clock_set_back")] if is_back else []


def check_deep(database: Database, media: MediaShelf, log: EventLog, head: RegisterHead, context: JobContext) -> list[Finding]:
    """Return all that is wrong: every page of the database and every segment of every file is read. Step "check", in bytes."""
    damaged = [Finding("damage", "database_damaged")]
    findings = damaged if database.damage() else []
    try:
        return findings + _damage_of_content(database, media, log, head, context)
    except DamagedError:  # the rows themselves cannot be read: the media cannot be looked up
        return damaged


def _damage_of_content(database: Database, media: MediaShelf, log: EventLog, head: RegisterHead, context: JobContext) -> list[Finding]:
    findings = [] if log.is_intact(head) else [Finding("damage", "register_rolled_back")]
    findings += _clock_findings(log)
    recording_of = _recordings_by_media(database)
    rows = media.rows()
    total, done = sum(row.plain_size for row in rows), 0
    for row in rows:
        findings += [_media_finding(row, problem, recording_of) for problem in _content_problems(row, media, context, done, total)]
        done += row.plain_size
    context.advance("check", total, total)
    return findings


def _file_problem(row: MediaRow, media: MediaStore) -> DamagedError | None:
    try:
        size = media.file_size(row.media_id)
    except FileNotFoundError:
        return DamagedError("media_missing")
    except OSError as error:
        raise SystemProblem("disk_fails", number=error.errno or 0) from error
    return None if size == row.cipher_size else DamagedError("media_cut_off", size=size, expected=row.cipher_size)


def _content_problems(row: MediaRow, media: MediaShelf, context: JobContext, done: int, total: int) -> list[DamagedError]:
    try:
        reader = media.open(row.media_id)
    except DamagedError as error:
        return [error]
    try:
        return _segment_problems(reader, context, done, total)
    finally:
        reader.close()


def _segment_problems(reader: StreamReader, context: JobContext, done: int, total: int) -> list[DamagedError]:
    problems = []
    for segment, problem in reader.damaged_segments():
        context.advance("check", done + reader.size * segment // reader.segment_count, total)
        if problem is not None:
            problems.append(problem)
    return problems


def _recordings_by_media(database: Database) -> dict[str, tuple[str, int]]:
    rows = database.rows("SELECT media_id, recording_id, duration_ms FROM recordings")
    return {row[0]: (row[1], row[2]) for row in rows}


def _media_finding(row: MediaRow, problem: DamagedError, recording_of: dict[str, tuple[str, int]]) -> Finding:
    subject, duration_ms = recording_of.get(row.media_id, (row.media_id, 0))
    details = dict(problem.details)
    if duration_ms and row.plain_size and "from_byte" in details:
        for end in ("from", "to"):
            details[f"{end}_ms"] = int(details[f"{end}_byte"]) * duration_ms // row.plain_size
    return Finding("damage", problem.code, subject, {"role": row.role.value, **details})
