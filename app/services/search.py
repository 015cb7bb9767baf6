"""Search what was written and said, in all recordings at once, and say whether it may be watched."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.common.errors import InputError
from app.common.ids import FragmentId, MomentId, NoteId, RecordingId
from app.common.local_time import local_now
from app.domain.collection import Collection, CollectionEntry
from app.domain.consent import Purpose, verdict
from app.domain.kijkkader import Kader
from app.domain.moment import Moment
from app.domain.recording import Recording
from app.domain.search import TextFilter, TextKind, TextPlace, TextRef
from app.services.consent import ConsentService
from app.services.kijkkader import KaderService
from app.vault.vault import Vault

MAX_FOUND = 200
"""More than anybody reads; who wants the rest asks with one word more."""


@dataclass(frozen=True)
class Found:
    """Something that was found: where it is, its words, and whether its recording may be watched now."""

    ref: TextRef
    words: str
    recording: Recording | None = None
    """None for a note of which the recording is gone."""
    from_ms: int = 0
    until_ms: int | None = None
    moment: Moment | None = None
    speaker: str = ""
    may_play: bool = False

    @property
    def entry(self) -> CollectionEntry | None:
        """How a collection knows it; only moments and fragments can be in one."""
        if self.ref.kind is TextKind.MOMENT:
            return CollectionEntry(moment_id=MomentId(self.ref.owner_id))
        if self.ref.kind is TextKind.FRAGMENT:
            return CollectionEntry(fragment_id=FragmentId(self.ref.owner_id))
        return None


class SearchService:
    """Reads only. What is in the bin is not found; of a recording that may not be watched, nothing that is said in it."""

    def __init__(self, vault: Vault, consent: ConsentService, kijkkader: KaderService, now: Callable[[], datetime] = local_now) -> None:
        self._vault = vault
        self._consent = consent
        self._kijkkader = kijkkader
        self._now = now

    def find(self, untrusted_search: str, wanted: TextFilter, phase_id: str = "", limit: int = MAX_FOUND) -> list[Found]:
        """Return the newest texts with every word of the search that are what is wanted, at most `limit`.

        With a phase, only moments at an indicator that matters in it, in whichever frame they were made.
        """
        if phase_id:
            in_phase = self._indicators_of_phase(phase_id)
            wanted = replace(wanted, indicators=wanted.indicators & in_phase if wanted.indicators else in_phase)
            if not wanted.indicators:
                return []
        binned, blocked = self._vault.recordings.binned_ids(), self._blocked_ids()
        return self._read(self._vault.search.find(untrusted_search, wanted, limit, hidden=binned, silent=blocked), blocked)

    def contents(self, collection: Collection) -> list[Found]:
        """Return what is in a collection, in its order, without what lies in the bin."""
        binned = self._vault.recordings.binned_ids()
        found = self._read([self._place(entry) for entry in collection.entries], self._blocked_ids())
        return [each for each in found if each.recording is not None and each.recording.recording_id not in binned]

    def _place(self, entry: CollectionEntry) -> TextPlace:
        if entry.moment_id is not None:
            return TextPlace(TextRef(TextKind.MOMENT, entry.moment_id), self._vault.moments.get(entry.moment_id).recording_id)
        fragment_id = entry.fragment_id or FragmentId("")
        return TextPlace(TextRef(TextKind.FRAGMENT, fragment_id), self._vault.fragments.get(fragment_id).recording_id)

    def _read(self, places: Sequence[TextPlace], blocked: set[RecordingId]) -> list[Found]:
        known: dict[RecordingId, Recording] = {}
        found = []
        for place in places:
            recording = None
            if place.recording_id is not None:
                recording = known.get(place.recording_id) or self._vault.recordings.get(place.recording_id)
                known[place.recording_id] = recording
            try:
                found.append(self._found(place.ref, recording, may_play=recording is not None and recording.recording_id not in blocked))
            except InputError:
                continue  # removed between searching and reading
        return found

    def _found(self, ref: TextRef, recording: Recording | None, *, may_play: bool) -> Found:
        if ref.kind is TextKind.MOMENT:
            moment = self._vault.moments.get(MomentId(ref.owner_id))
            return Found(
                ref, _written(moment.see, moment.next, moment.then, moment.now), recording, moment.at_ms, moment.until_ms, moment, "", may_play
            )
        if ref.kind is TextKind.FRAGMENT:
            fragment = self._vault.fragments.get(FragmentId(ref.owner_id))
            return Found(ref, fragment.question, recording, fragment.range.from_ms, fragment.range.to_ms, may_play=may_play)
        if ref.kind is TextKind.TURN:
            turn = self._vault.transcripts.turn(RecordingId(ref.owner_id), ref.part)
            return Found(ref, turn.text, recording, turn.range.from_ms, turn.range.to_ms, None, turn.speaker, may_play)
        note = self._vault.notes.get(NoteId(ref.owner_id))
        return Found(ref, _written(note.see, note.next, note.then, note.now))

    def _blocked_ids(self) -> set[RecordingId]:
        people, today = self._consent.everybody(), self._now().date()
        return {
            recording.recording_id
            for recording in self._vault.recordings.list()
            if not verdict(people.get(recording.recording_id, ()), Purpose.OWN, today).is_allowed
        }

    def _indicators_of_phase(self, phase_id: str) -> frozenset[str]:
        kaders = self._kijkkader.all_in_use()
        return frozenset(indicator_id for kader in kaders for indicator_id in _in_phase(kader, phase_id))


def _in_phase(kader: Kader, phase_id: str) -> Iterator[str]:
    """Give the indicators that matter in this phase, those that are retired too: moments may have them."""
    themes = {theme_id for phase in kader.phases if phase.phase_id == phase_id for theme_id in phase.theme_ids}
    return (each.indicator_id for each in kader.all_indicators if each.theme_id in themes)


def _written(*texts: str) -> str:
    return " ".join(text.strip() for text in texts if text.strip())
