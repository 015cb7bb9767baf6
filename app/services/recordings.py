"""Bring recordings in, list them, draw their lanes, compare them with their original, destroy them."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

from app.common.byte_source import ByteSource, FileSource
from app.common.errors import InputError
from app.common.ids import RecordingId
from app.common.local_time import local_now
from app.common.progress import JobContext
from app.domain.consent import Purpose
from app.domain.lanes import Thumbnail, Waveform
from app.domain.recording import MAX_TITLE, MediaFacts, Recording
from app.media.probe import probe
from app.media.thumbnails import make_thumbnails, read_thumbnails
from app.media.waveform import make_waveform, read_waveform
from app.services.changes import ChangeFeed, Changes
from app.services.consent import ConsentService
from app.services.destruction import destroy
from app.services.retention import retention_settings
from app.vault.media_store import MediaRole
from app.vault.vault import Vault

_CHUNK = 4 * 1024 * 1024


@dataclass(frozen=True)
class ImportCandidate:
    """A file from outside that can be brought in, and the recording that holds the same bytes already, if any."""

    path: Path
    facts: MediaFacts
    size_bytes: int
    same_as: Recording | None


class RecordingService:
    """Everything about recordings as a whole."""

    def __init__(self, vault: Vault, changes: ChangeFeed, consent: ConsentService) -> None:
        self._vault = vault
        self._changes = changes
        self._consent = consent

    def inspect(self, path: Path, context: JobContext) -> ImportCandidate:
        """Look whether this file can be brought in, without bringing it in.

        Raises:
            InputError: not readable, empty, not a video, cut off.
            RefusedError: it pretends to be a video, or its reader crashed or took too long.
        """
        source = _open_outside_file(path)
        try:
            facts = probe(source, context).facts
            return ImportCandidate(path, facts, source.size, self._find_same(source, context))
        finally:
            source.close()

    def import_file(
        self,
        path: Path,
        *,
        title: str,
        context: JobContext,
        case_code: str = "",
        talk: str = "",
        recorded_on: date | None = None,
        keep_until: date | None = None,
        allow_same: bool = False,
    ) -> Recording:
        """Encrypt the file into the vault and return the recording; only then is it safe to call it kept.

        `keep_until` is its last day; without one the vault's own number of weeks counts from today.

        Raises:
            InputError: as `inspect`, or `already_in_vault` unless `allow_same`.
            SystemProblem: no room, or the disk fails.
        """
        title = title.strip()
        if not 0 < len(title) <= MAX_TITLE:
            raise InputError("title_invalid", limit=MAX_TITLE)
        source = _open_outside_file(path)
        try:
            facts = probe(source, context).facts
            if not allow_same and self._find_same(source, context):
                raise InputError("already_in_vault")
            stored = self._vault.media.add(source, MediaRole.ORIGINAL, context)
        finally:
            source.close()
        recording = Recording(
            recording_id=RecordingId(uuid4().hex),
            title=title,
            case_code=case_code.strip(),
            talk=talk.strip(),
            recorded_on=recorded_on,
            imported_at=datetime.now(UTC),
            media_id=stored.media_id,
            facts=facts,
            size_bytes=stored.size_bytes,
            sha256=stored.sha256,
            keep_until=keep_until or retention_settings(self._vault).keep_until(local_now().date()),
        )
        with self._vault.transaction():
            self._vault.recordings.add(recording)
            self._vault.log.add("recording_imported", recording.recording_id, bytes=stored.size_bytes, until=recording.keep_until.isoformat())
        self._changes.publish(Changes(recordings=True))
        return recording

    def list(self) -> list[Recording]:
        """Return all recordings, the newest import first; what waits in the bin is left out."""
        recordings = [recording for recording in self._vault.recordings.list() if recording.binned_at is None]
        return sorted(recordings, key=lambda recording: recording.imported_at, reverse=True)

    def get(self, recording_id: RecordingId) -> Recording:
        """Return one recording; InputError `unknown_id` when there is none."""
        return self._vault.recordings.get(recording_id)

    def delete(self, recording_id: RecordingId) -> None:
        """Destroy it at once, with all that was made of it; a line without content stays in the log. InputError `unknown_id`."""
        destroy(self._vault, self._changes, [recording_id], ground="user", keep_notes=False)

    def verify_original(self, recording_id: RecordingId, path: Path, context: JobContext) -> bool:
        """Say whether the vault holds exactly this file, by reading both to the end."""
        recording = self.get(recording_id)
        outside = _open_outside_file(path)
        kept = self._vault.media.open(recording.media_id)
        try:
            if outside.size != kept.size:
                return False
            for offset in range(0, kept.size, _CHUNK):
                context.advance("compare", offset, kept.size)
                if outside.read_at(offset, _CHUNK) != kept.read_at(offset, _CHUNK):
                    return False
            context.advance("compare", kept.size, kept.size)
            return True
        finally:
            kept.close()
            outside.close()

    def remember_position(self, recording_id: RecordingId, at_ms: int) -> None:
        """Keep where the worker was, to go on there later."""
        self._vault.recordings.set_position(recording_id, at_ms)

    def thumbnails(self, recording_id: RecordingId) -> tuple[Thumbnail, ...] | None:
        """Return the small pictures along the timeline, None while they are not drawn.

        Raises:
            RefusedError: `consent_missing` while not everybody agreed to watching back, `recording_in_bin`.
        """
        self._consent.require(recording_id, Purpose.OWN)
        packed = self._derived(recording_id, MediaRole.PICTURES)
        return None if packed is None else tuple(read_thumbnails(packed))

    def waveform(self, recording_id: RecordingId) -> Waveform | None:
        """Return the sound's shape, None while it is not drawn. A silent recording has an empty one."""
        packed = self._derived(recording_id, MediaRole.WAVEFORM)
        return None if packed is None else read_waveform(packed)

    def with_waveform(self) -> set[RecordingId]:
        """Return the recordings whose sound is drawn."""
        return self._vault.recordings.with_derived(MediaRole.WAVEFORM)

    def draw_lanes(self, recording_id: RecordingId, context: JobContext) -> None:
        """Make the waveform and the small pictures that are missing and keep them encrypted."""
        recording = self.get(recording_id)
        makers = ((MediaRole.WAVEFORM, make_waveform), (MediaRole.PICTURES, make_thumbnails))
        for role, make in makers:
            if self._vault.recordings.derived(recording_id, role) is not None:
                continue
            source = self._vault.media.open(recording.media_id)
            try:
                packed = make(source, recording.facts, context)
            finally:
                source.close()
            self._vault.add_derived(recording_id, role, packed)
            self._changes.publish(Changes(recordings=True))

    def _derived(self, recording_id: RecordingId, role: MediaRole) -> bytes | None:
        media_id = self._vault.recordings.derived(recording_id, role)
        if media_id is None:
            return None
        source = self._vault.media.open(media_id)
        try:
            return source.read_at(0, source.size)
        finally:
            source.close()

    def _find_same(self, source: ByteSource, context: JobContext) -> Recording | None:
        # Only a recording of the very same length can be the same, so most files are never read twice.
        candidates = [recording for recording in self._vault.recordings.list() if recording.size_bytes == source.size]
        if not candidates:
            return None
        digest = hashlib.sha256()
        for offset in range(0, source.size, _CHUNK):
            context.advance("fingerprint", offset, source.size)
            digest.update(source.read_at(offset, _CHUNK))
        return next((recording for recording in candidates if recording.sha256 == digest.hexdigest()), None)


def _open_outside_file(untrusted_path: Path) -> FileSource:
    try:
        source = FileSource(untrusted_path)
    except OSError as error:
        raise InputError("file_unreadable") from error
    if source.size == 0:
        source.close()
        raise InputError("file_empty")
    return source
