"""What is said in a recording: typed, taken from a file, or drafted by the optional recogniser."""

from dataclasses import replace
from pathlib import Path

from app.anonymise.plan_json import plan_from_json, plan_to_json
from app.common.errors import InputError
from app.common.ids import RecordingId
from app.common.progress import JobContext
from app.domain.consent import Purpose
from app.domain.timecode import TimeRange
from app.domain.transcript import Transcript, TranscriptOrigin
from app.domain.transcript_editing import with_draft
from app.services.changes import ChangeFeed, Changes
from app.services.consent import ConsentService
from app.services.damage import watched_source
from app.services.undo import UndoStack
from app.transcript.reading import MAX_BYTES, read_turns
from app.transcript.recogniser import draft_turns, is_recogniser_installed
from app.vault.vault import Vault

_CAPTIONS = "captions"


class TranscriptService:
    """One transcript per recording; it never leaves the vault as it is."""

    def __init__(self, vault: Vault, changes: ChangeFeed, consent: ConsentService, undo: UndoStack) -> None:
        self._vault = vault
        self._changes = changes
        self._consent = consent
        self._undo = undo

    def get(self, recording_id: RecordingId) -> Transcript | None:
        """Return the transcript, None while there is none; InputError `unknown_id`."""
        self._vault.recordings.get(recording_id)
        return self._vault.transcripts.load(recording_id)

    def read(self, recording_id: RecordingId) -> Transcript | None:
        """Return the transcript to show to a person; RefusedError as `ConsentService.require`, InputError `unknown_id`."""
        self._consent.require(recording_id, Purpose.OWN)
        return self.get(recording_id)

    def change(self, before: Transcript, after: Transcript) -> None:
        """Keep what a person changed by hand; it can be undone. Raises as `save`."""
        self.save(after)
        self._undo.record(lambda: self.save(before), lambda: self.save(after))

    def save(self, transcript: Transcript) -> None:
        """Keep it in place of the one before.

        Raises:
            InputError: `unknown_id`; `time_outside_recording` when something is said after the recording's end.
        """
        duration_ms = self._vault.recordings.get(transcript.recording_id).facts.duration_ms
        if any(turn.range.from_ms >= duration_ms for turn in transcript.turns):
            raise InputError("time_outside_recording")
        self._vault.transcripts.save(transcript)
        self._changes.publish(Changes(words=True))

    def import_file(self, recording_id: RecordingId, untrusted_path: Path, context: JobContext) -> Transcript:
        """Take over a file with subtitles (SRT, VTT) or plain text, all of it or nothing; replaces the one before.

        Raises:
            InputError: `file_unreadable`; `transcript_…` with the line, see `read_turns`; as `save`.
            RefusedError: `recording_in_bin`.
        """
        self._consent.require_not_binned(recording_id)
        duration_ms = self._vault.recordings.get(recording_id).facts.duration_ms
        try:
            with untrusted_path.open("rb") as file:
                untrusted_content = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise InputError("file_unreadable") from error
        turns = read_turns(untrusted_content, TimeRange(0, max(1, duration_ms)), context)
        transcript = Transcript(recording_id, turns, TranscriptOrigin.IMPORTED)
        self.save(transcript)
        return transcript

    @property
    def shows_captions(self) -> bool:
        """Whether what is said stands over the picture while watching."""
        return self._vault.settings.get(_CAPTIONS) == "1"

    @shows_captions.setter
    def shows_captions(self, is_on: bool) -> None:
        self._vault.settings.set(_CAPTIONS, "1" if is_on else "0")

    @property
    def is_recogniser_installed(self) -> bool:
        """Whether `draft` can work on this computer."""
        return is_recogniser_installed()

    def draft(self, recording_id: RecordingId, within: TimeRange, context: JobContext) -> Transcript:
        """Let the recogniser write down this part, in place of what was there; the rest stays, and so does what is typed meanwhile.

        A person has to read it after.

        Nobody sees anything of it, so it may be done while consent is still being asked.

        Raises:
            InputError: `recogniser_missing`, `unknown_id`.
            RefusedError: `recording_in_bin`, `media_crashed`, `media_too_slow`.
            DamagedError: `fragment_damaged`.
        """
        self._consent.require_not_binned(recording_id)
        likely = [word.text for word in self._vault.own_words.list(recording_id)]
        at_start = self._vault.transcripts.load(recording_id)
        with watched_source(self._vault, recording_id, context) as source:
            turns = draft_turns(source, within, likely, context)
        with self._vault.transaction():
            now = self._vault.transcripts.load(recording_id)
            merged = with_draft(at_start.turns if at_start else (), now.turns if now else (), turns, within)
            transcript = Transcript(recording_id, merged, TranscriptOrigin.DRAFT)
            self.save(transcript)
        return transcript

    def remove(self, recording_id: RecordingId) -> None:
        """Remove the transcript so that nothing brings it back; InputError `unknown_id` when there is none.

        What plans hold of it goes along: captions, and the names, of which only the bleeps stay.

        Raises:
            SystemProblem: `shredding_waits`, it is gone, but old pages are made unreadable only at the next opening.
        """
        with self._vault.transaction():
            self._forget_words(recording_id)
            self._vault.remove_transcript(recording_id)
            # Inside, so that it is told also when only the shredding has to wait.
            self._changes.publish(Changes(words=True, destroyed=True))

    def _forget_words(self, recording_id: RecordingId) -> None:
        for fragment in self._vault.fragments.list(recording_id):
            text = self._vault.plans.load(fragment.fragment_id)
            if text is not None:
                plan = plan_from_json(text)
                wordless = replace(plan, bleeps=plan.all_bleeps, names=(), captions=(), copy_id=None)
                self._vault.plans.save(fragment.fragment_id, plan_to_json(wordless))
