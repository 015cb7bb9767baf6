"""Record in the app, straight into the vault; and make recordings of what a crash interrupted."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

from app.capture.live import CaptureState, LiveCapture
from app.capture.sources import TEST_SOURCES, Source, Sources, list_sources
from app.common.errors import AppError, CancelledError, InputError, RefusedError, SystemProblem
from app.common.ids import RecordingId
from app.common.local_time import local_now
from app.common.progress import JobContext
from app.domain.consent import Purpose, verdict
from app.domain.recording import Recording
from app.media.probe import probe
from app.services.capture_keeping import refuse_to_lose, room_ms, whole_capture
from app.services.changes import ChangeFeed, Changes
from app.services.consent import ConsentService
from app.services.consent_words import PURPOSE_WORDS, verdict_sentence
from app.services.new_recording import NewRecording
from app.vault.capture_store import CaptureId, CaptureKind, CaptureWriter
from app.vault.media_role import MediaRole
from app.vault.vault import Vault

__all__ = ["TEST_SOURCES", "CaptureService", "CaptureState", "Captured", "LiveCapture", "NewRecording", "Source", "Sources"]


@dataclass(frozen=True)
class Captured:
    """How it ended: the recording, None when there was nothing to keep; and what ended it, None when a person did."""

    recording: Recording | None
    problem: AppError | None


class CaptureService:
    """One at a time. What was recorded is never only in memory for more than a moment, and never in the clear on the disk."""

    def __init__(self, vault: Vault, changes: ChangeFeed, consent: ConsentService) -> None:
        self._vault = vault
        self._changes = changes
        self._consent = consent
        self._writers: dict[LiveCapture, CaptureWriter] = {}
        self._unwanted: set[LiveCapture] = set()
        self._without_room: set[LiveCapture] = set()

    @property
    def room_ms(self) -> int:
        """Roughly how long can still be recorded, in milliseconds; SystemProblem when the disk does not say."""
        return room_ms(self._vault)

    def sources(self, context: JobContext) -> Sources:
        """Return the cameras and microphones of this computer; takes a moment."""
        return list_sources(context)

    def begin(self, live: LiveCapture, new: NewRecording) -> None:
        """Record from now on, when everybody who is there said yes to watching back.

        Raises:
            RefusedError: `consent_missing`. SystemProblem: the disk.
        """
        found = verdict(new.people, Purpose.OWN, local_now().date())
        if not found.is_allowed:
            who, because = ", ".join(found.who), verdict_sentence(found)
            raise RefusedError("consent_missing", purpose=Purpose.OWN.value, who=who, what=PURPOSE_WORDS[Purpose.OWN], because=because)
        self._writers[live] = self._vault.captures.begin(CaptureKind.RECORDING, new.to_json(), partial(self._stop_for_room, live))
        live.record(self._writers[live])

    def run(self, live: LiveCapture, context: JobContext) -> Captured:
        """Have camera and microphone on until `live.stop`, and keep what was recorded. Progress step "encrypt" after the stop, in bytes.

        When the camera fails halfway, or the disk has only the room left to keep it, what was recorded is kept all the same.

        Raises:
            CancelledError: the room is being locked; what was recorded becomes a recording at the next opening.
            AppError: nothing was recorded yet; or it is in the vault and waits for the next opening.
        """
        problem: AppError | None = None
        try:
            live.run(context)
        except CancelledError:
            raise
        except AppError as error:
            if live not in self._writers:
                raise
            problem = error
        finally:
            writer = self._writers.pop(live, None)
            is_unwanted, was_without_room = _taken_out(self._unwanted, live), _taken_out(self._without_room, live)
            if writer is not None and (failed := _closed(writer)):
                problem = problem or failed
        if writer is None:
            return Captured(None, None)
        if is_unwanted:
            self._vault.discard_capture(writer.capture_id)
            return Captured(None, problem)
        recording = self._keep(writer.capture_id, context, finished_bytes=None if problem else writer.size_bytes)
        return Captured(recording, SystemProblem("disk_became_full") if problem is None and was_without_room else problem)

    def discard(self, live: LiveCapture) -> None:
        """Stop, and destroy what was recorded instead of keeping it; the run then returns without a recording.

        Whatever happens from now on, it does not come back: when the room is locked first, the next opening destroys it.
        """
        self._unwanted.add(live)
        live.stop()
        if writer := self._writers.get(live):
            with suppress(SystemProblem):  # the run still knows
                self._vault.captures.reject(writer.capture_id)

    def waiting(self) -> int:
        """Return how many recordings a crash interrupted."""
        return sum(row.kind is CaptureKind.RECORDING for row in self._vault.captures.rows())

    def recover(self, context: JobContext) -> list[Recording]:
        """Make recordings of what was interrupted. Progress steps "repair" and "encrypt", in bytes.

        Raises:
            AppError: the first problem, after all the others became recordings; what has one waits for the next opening.
        """
        running = {writer.capture_id for writer in self._writers.values()}
        rows = [row for row in self._vault.captures.rows() if row.kind is CaptureKind.RECORDING and row.capture_id not in running]
        found: list[Recording] = []
        problems: list[AppError] = []
        for row in rows:
            try:
                recording = self._keep(row.capture_id, context)
            except CancelledError:
                raise
            except AppError as problem:
                problems.append(problem)
            else:
                found += [recording] if recording else []
        if problems:
            raise problems[0]
        return found

    def _stop_for_room(self, live: LiveCapture) -> None:
        self._without_room.add(live)
        live.stop()

    def _keep(self, capture_id: CaptureId, context: JobContext, *, finished_bytes: int | None = None) -> Recording | None:
        new = NewRecording.from_json(self._vault.captures.about(capture_id))
        try:
            with whole_capture(self._vault, capture_id, context, finished_bytes=finished_bytes) as whole:
                facts = probe(whole.source, context).facts
                stored = self._vault.media.add(whole.source, MediaRole.ORIGINAL, context)
        except InputError as problem:
            refuse_to_lose(self._vault, capture_id, problem)
            # Not one picture of it can be shown: there is nothing to keep, and nothing to come back for.
            self._vault.discard_capture(capture_id)
            return None
        recording = Recording(
            recording_id=RecordingId(uuid4().hex),
            title=new.title,
            case_code=new.case_code,
            talk=new.talk,
            recorded_on=new.recorded_on,
            imported_at=datetime.now(UTC),
            media_id=stored.media_id,
            facts=facts,
            size_bytes=stored.size_bytes,
            sha256=stored.sha256,
            keep_until=new.keep_until,
        )
        try:
            with self._vault.transaction():
                self._vault.recordings.add(recording)
                self._vault.log.add(
                    "recording_made",
                    recording.recording_id,
                    bytes=stored.size_bytes,
                    until=recording.keep_until.isoformat(),
                    interrupted=int(finished_bytes is None),
                )
                for person in new.people:
                    self._consent.set_person(recording.recording_id, person)
                for settled in whole.captures:
                    self._vault.captures.settle(settled)
        except AppError:
            with suppress(AppError):  # it waits where it was; what cannot go now is undone at the next opening
                self._vault.media.remove(stored.media_id)
            raise
        self._changes.publish(Changes(recordings=True))
        return recording


def _taken_out(marked: set[LiveCapture], live: LiveCapture) -> bool:
    was_in = live in marked
    marked.discard(live)
    return was_in


def _closed(writer: CaptureWriter) -> SystemProblem | None:
    try:
        writer.close()
    except SystemProblem as problem:
        return problem
    return None
