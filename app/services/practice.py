"""The drawn conversation to practise on: brought in like any recording, and destroyed when the practice is over."""

from app.common.ids import RecordingId
from app.common.paths import resource_path
from app.common.progress import JobContext
from app.domain.consent import SELF, AgeGroup, PersonConsent, Purpose
from app.domain.recording import Recording
from app.services.consent import ConsentService
from app.services.recordings import RecordingService
from app.vault.vault import Vault

_SETTING = "practice.recording"


class PracticeService:
    """At most one at a time. What was left of one that was broken off is destroyed by `end`, at the next opening too."""

    def __init__(self, vault: Vault, recordings: RecordingService, consent: ConsentService) -> None:
        self._vault = vault
        self._recordings = recordings
        self._consent = consent

    @property
    def recording_id(self) -> RecordingId | None:
        """The practice that is there, None when there is none."""
        kept = self._vault.settings.get(_SETTING)
        known = {each.recording_id for each in self._vault.recordings.list()} if kept else set()
        return RecordingId(kept) if kept in known else None

    def begin(self, title: str, role: str, context: JobContext) -> Recording:
        """Bring in the drawn conversation, in which everybody agreed to be looked at; errors as `RecordingService.import_file`."""
        self.end()
        path = resource_path("oefenclip", "getekend-gesprek.mp4")
        recording = self._recordings.import_file(path, title=title, context=context, allow_same=True)
        self._vault.settings.set(_SETTING, recording.recording_id)
        person = PersonConsent(role, AgeGroup.ADULT, frozenset({Purpose.OWN}), given_by=(SELF,))
        self._consent.set_person(recording.recording_id, person)
        return recording

    def end(self) -> None:
        """Destroy the practice with everything marked in it, when there is one; SystemProblem `shredding_waits` as with any recording."""
        recording_id = self.recording_id
        if recording_id is not None:
            self._recordings.delete(recording_id)
            self._vault.settings.set(_SETTING, "")
