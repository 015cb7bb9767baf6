"""Who in a recording agreed to what: kept, asked before anything is shown or made, and carried out when somebody withdraws."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from app.common.errors import InputError, RefusedError
from app.common.files import write_new_file
from app.common.ids import ClipId, FragmentId, MomentId, RecordingId
from app.common.local_time import local_now
from app.domain.consent import MAX_NOTE, MAX_PEOPLE, MAX_ROLE, AgeGroup, PersonConsent, Purpose, Verdict, verdict
from app.domain.consent_csv import MAX_BYTES, ConsentRow, read_consents, write_consents
from app.services.changes import ChangeFeed, Changes
from app.services.consent_words import PURPOSE_WORDS, giver_code, role_code, verdict_sentence
from app.services.destruction import destroy
from app.services.way_out import leaving_text
from app.vault.vault import Vault

__all__ = ["AgeGroup", "ConsentService", "PersonConsent", "Purpose", "Reach", "SavedCopy", "Verdict"]


@dataclass(frozen=True)
class SavedCopy:
    """A copy that was saved outside the vault, as the register knows it. The program cannot take it back."""

    clip_id: ClipId
    saved_at: datetime
    sha256: str
    """Empty for what was saved before the register kept it."""


@dataclass(frozen=True)
class Reach:
    """What a withdrawal reaches: everything here is erased, but not the copies that went out."""

    recording_id: RecordingId
    title: str
    fragments: tuple[FragmentId, ...]
    clips: tuple[ClipId, ...]
    moments: tuple[MomentId, ...]
    pictures: int
    """How many files were drawn from it: the sound's shape, the small pictures."""
    saved_copies: tuple[SavedCopy, ...]
    notes_kept: int = 0


class ConsentService:
    """The one place that says what may be done with a recording."""

    def __init__(self, vault: Vault, changes: ChangeFeed, now: Callable[[], datetime] = local_now) -> None:
        self._vault = vault
        self._changes = changes
        self._now = now

    def persons(self, recording_id: RecordingId) -> list[PersonConsent]:
        """Return the people of a recording, in the order they were put in; InputError `unknown_id`."""
        self._vault.recordings.get(recording_id)
        return self._vault.consents.list(recording_id)

    def everybody(self) -> dict[RecordingId, tuple[PersonConsent, ...]]:
        """Return the people of every recording that has any."""
        return self._vault.consents.all()

    def set_person(self, recording_id: RecordingId, person: PersonConsent) -> None:
        """Keep what this person agreed to, in place of what was known of them.

        Raises:
            InputError: `unknown_id`, or `people_too_many`.
        """
        others = [each for each in self.persons(recording_id) if each.key != person.key]
        if len(others) >= MAX_PEOPLE:
            raise InputError("people_too_many", limit=MAX_PEOPLE)
        with self._vault.transaction():
            self._vault.consents.set(recording_id, person)
            self._vault.log.add(
                "consent_set",
                recording_id,
                role=role_code(person.role),
                age=person.age_group.value,
                yes=",".join(sorted(person.purposes)),
                no=",".join(sorted(person.refused)),
                by=",".join(giver_code(giver, person) for giver in person.given_by),
                until=person.until.isoformat() if person.until else None,
            )
        self._changes.publish(Changes(consents=True))

    def remove_person(self, recording_id: RecordingId, role: str) -> None:
        """Take somebody off the list who is not in the recording after all; InputError `person_unknown`."""
        person = self.person(recording_id, role)
        with self._vault.transaction():
            self._vault.consents.remove(recording_id, person.key)
            self._vault.log.add("consent_removed", recording_id, role=role_code(person.role), age=person.age_group.value)
        self._changes.publish(Changes(consents=True))

    def person(self, recording_id: RecordingId, role: str) -> PersonConsent:
        """Return the person with this role; InputError `person_unknown`, or `unknown_id`."""
        key = " ".join(role.split()).casefold()
        found = next((person for person in self.persons(recording_id) if person.key == key), None)
        if found is None:
            raise InputError("person_unknown")
        return found

    def verdict(self, recording_id: RecordingId, purpose: Purpose) -> Verdict:
        """Return what all people together allow for this purpose today."""
        return verdict(self.persons(recording_id), purpose, self._now().date())

    def verdicts(self, recording_id: RecordingId) -> dict[Purpose, Verdict]:
        """Return what is allowed today, for every purpose."""
        persons, today = self.persons(recording_id), self._now().date()
        return {purpose: verdict(persons, purpose, today) for purpose in Purpose}

    def require(self, recording_id: RecordingId, purpose: Purpose) -> None:
        """Return when the recording may be used for this now.

        Raises:
            RefusedError: `consent_missing`, with whose answer is missing; `recording_in_bin`.
            InputError: `unknown_id`.
        """
        self.require_not_binned(recording_id)
        found = self.verdict(recording_id, purpose)
        if not found.is_allowed:
            who, because = ", ".join(found.who), verdict_sentence(found)
            raise RefusedError("consent_missing", purpose=purpose.value, who=who, what=PURPOSE_WORDS[purpose], because=because)

    def require_not_binned(self, recording_id: RecordingId) -> None:
        """Return when the recording was not thrown away; RefusedError `recording_in_bin`, InputError `unknown_id`."""
        if self._vault.recordings.get(recording_id).binned_at is not None:
            raise RefusedError("recording_in_bin")

    def reach(self, recording_id: RecordingId) -> Reach:
        """Return what a withdrawal would erase, and what went out of the vault already."""
        recording = self._vault.recordings.get(recording_id)
        fragments = tuple(fragment.fragment_id for fragment in self._vault.fragments.list(recording_id))
        clips = tuple(clip.clip_id for fragment_id in fragments for clip in self._vault.clips.list(fragment_id))
        return Reach(
            recording_id=recording_id,
            title=recording.title,
            fragments=fragments,
            clips=clips,
            moments=tuple(moment.moment_id for moment in self._vault.moments.list(recording_id)),
            pictures=len(self._vault.recordings.all_media(recording_id)) - 1 - len(clips),
            saved_copies=tuple(self._saved_copies(recording_id, clips)),
        )

    def withdraw(self, recording_id: RecordingId, role: str, *, keep_notes: bool) -> Reach:
        """Carry out that this person takes back their yes: everything of the recording is destroyed at once.

        Of the worker's own notes only what the worker thought and felt can stay. Returns what was erased.

        Raises:
            InputError: `unknown_id`, or `person_unknown`.
        """
        person, reached = self.person(recording_id, role), self.reach(recording_id)
        with self._vault.transaction():
            self._vault.log.add("consent_withdrawn", recording_id, role=role_code(person.role), age=person.age_group.value)
            kept = destroy(self._vault, self._changes, [recording_id], ground="withdrawn", keep_notes=keep_notes)
        return Reach(**{**vars(reached), "notes_kept": kept})

    def export_csv(self, path: Path, *, overwrite: bool = False) -> int:
        """Write what everybody agreed to as a list for a spreadsheet. Returns how many people are in it.

        Raises:
            InputError: `file_exists` unless `overwrite`.
            SystemProblem: `export_disk_full` or `export_failed`.
        """
        rows = [
            ConsentRow(recording.recording_id, self._leaving(recording.recording_id, person))
            for recording in self._vault.recordings.list()
            for person in self._vault.consents.list(recording.recording_id)
        ]
        write_new_file(path, [write_consents(rows)], overwrite=overwrite)
        return len(rows)

    def import_csv(self, untrusted_path: Path) -> int:
        """Take over a list, all of it or nothing; who is in it replaces who was known. Returns how many people.

        Raises:
            InputError: `file_unreadable`; `consent_csv_too_large`, `consent_csv_invalid` with line and column; `unknown_id`
                for a recording that is not in this vault; `people_too_many`.
        """
        try:
            with untrusted_path.open("rb") as file:
                untrusted_content = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise InputError("file_unreadable") from error
        rows = read_consents(untrusted_content)
        with self._vault.transaction():
            for row in rows:
                self.set_person(row.recording_id, row.person)
        return len(rows)

    def _leaving(self, recording_id: RecordingId, person: PersonConsent) -> PersonConsent:
        def clean(text: str) -> str:
            return leaving_text(self._vault, recording_id, text)

        return replace(
            person,
            role=clean(person.role)[:MAX_ROLE],
            given_by=tuple(clean(giver)[:MAX_ROLE] for giver in person.given_by),
            required_from=tuple(clean(role)[:MAX_ROLE] for role in person.required_from),
            authority_checked=clean(person.authority_checked)[:MAX_NOTE],
        )

    def _saved_copies(self, recording_id: RecordingId, clips: tuple[ClipId, ...]) -> list[SavedCopy]:
        # A clip may be gone while its copy is still outside, so the line itself says of which recording it is.
        return [
            SavedCopy(ClipId(str(line["subject"])), datetime.fromisoformat(str(line["at"])), str(line.get("sha256", "")))
            for line in self._vault.log.list()
            if line["event"] == "clip_saved" and (line.get("recording") == recording_id or line["subject"] in clips)
        ]
