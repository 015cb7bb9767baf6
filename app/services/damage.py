"""Damage in a recording, said in seconds: where a check found it, and where work on a fragment met it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from app.common.byte_source import ByteSource
from app.common.errors import AppError, DamagedError
from app.common.ids import RecordingId
from app.common.progress import JobContext
from app.domain.recording import Recording
from app.domain.timecode import format_time
from app.media.damage_times import Range, damage_times
from app.vault.check import Finding
from app.vault.media_role import MediaRole
from app.vault.vault import Vault


@contextmanager
def watched_source(vault: Vault, recording_id: RecordingId, context: JobContext) -> Iterator[ByteSource]:
    """Open a recording for work on a part of it; the work stops where its bytes are damaged, and says which seconds those are.

    Raises:
        DamagedError: `fragment_damaged` (from_ms, to_ms, from_time, to_time), besides what opening raises.
    """
    recording = vault.recordings.get(recording_id)
    source = vault.media.open(recording.media_id)
    try:
        yield source
    except DamagedError as error:
        damaged = _damaged_bytes(source, error)
        if damaged is None:
            raise
        (from_ms, to_ms), _ = _spans(source, recording, [damaged], context)[0]
        times = {"from_time": format_time(from_ms), "to_time": format_time(to_ms)}
        raise DamagedError("fragment_damaged", from_ms=from_ms, to_ms=to_ms, **times) from error
    finally:
        source.close()


def located(vault: Vault, findings: list[Finding], context: JobContext) -> list[Finding]:
    """Return the findings with, for each damaged piece of a recording, the seconds its container says it costs.

    `is_exact` is 1 then; where the container does not say, `from_ms` and `to_ms` stay as if all was spread evenly, and it is 0.
    """
    pieces: dict[str, list[int]] = {}
    for number, finding in enumerate(findings):
        if finding.code == "media_damaged" and finding.details.get("role") == MediaRole.ORIGINAL.value and "from_ms" in finding.details:
            pieces.setdefault(finding.subject, []).append(number)
    found = list(findings)
    for recording_id, numbers in pieces.items():
        for number, (span, is_exact) in zip(numbers, _spans_of(vault, recording_id, [findings[each] for each in numbers], context), strict=True):
            times = {"from_ms": span[0], "to_ms": span[1], "is_exact": int(is_exact)}
            found[number] = replace(findings[number], details={**findings[number].details, **times})
    return found


def _spans_of(vault: Vault, recording_id: str, findings: list[Finding], context: JobContext) -> list[tuple[Range, bool]]:
    evenly = [((int(finding.details["from_ms"]), int(finding.details["to_ms"])), False) for finding in findings]
    try:
        recording = vault.recordings.get(RecordingId(recording_id))
        source = vault.media.open(recording.media_id)
    except AppError:
        return evenly
    try:
        ranges = [(int(finding.details["from_byte"]), int(finding.details["to_byte"])) for finding in findings]
        return _spans(source, recording, ranges, context)
    finally:
        source.close()


def _spans(source: ByteSource, recording: Recording, ranges: list[Range], context: JobContext) -> list[tuple[Range, bool]]:
    """Return for each byte range the time it costs and whether the container said so."""
    duration_ms = recording.facts.duration_ms
    told = damage_times(source, ranges, context)
    evenly = [(first * duration_ms // source.size, max(1, end * duration_ms // source.size)) for first, end in ranges]
    return [(even, False) if one is None else (one, True) for even, one in zip(evenly, told, strict=True)]


def _damaged_bytes(source: ByteSource, error: DamagedError) -> Range | None:
    """Return the whole damaged piece; a child only sees the part it asked for."""
    from_byte = error.details.get("from_byte")
    if error.code != "media_damaged" or not isinstance(from_byte, int):
        return None
    try:
        source.read_at(from_byte, 1)
    except DamagedError as whole:
        first, end = whole.details.get("from_byte"), whole.details.get("to_byte")
        return (first, end) if isinstance(first, int) and isinstance(end, int) else None
    return None
