"""Find what tells whom a recording is about, and take it out of every text on its way out."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate

from app.common.errors import InputError
from app.common.ids import FragmentId, RecordingId
from app.domain.anonymise_plan import AnonymisePlan
from app.domain.caption import Caption
from app.domain.found_name import FoundName, NameKind
from app.domain.own_word import MAX_OWN_WORDS, OwnWord
from app.domain.spoken_line import with_decisions
from app.domain.spoken_names import around_range, captions_of, found_names, instead_of, speaker_letters
from app.domain.transcript import TranscriptOrigin, Turn
from app.names.finder import find_names
from app.services.changes import ChangeFeed, Changes
from app.services.way_out import leaving_text
from app.vault.vault import Vault

__all__ = ["NameService", "OwnWord"]


class NameService:
    """The worker's own list per recording, what is found with it, and the one door for texts that leave."""

    def __init__(self, vault: Vault, changes: ChangeFeed) -> None:
        self._vault = vault
        self._changes = changes

    def own_words(self, recording_id: RecordingId) -> tuple[OwnWord, ...]:
        """Return the worker's list for this recording; InputError `unknown_id`."""
        self._vault.recordings.get(recording_id)
        return tuple(self._vault.own_words.list(recording_id))

    def set_own_words(self, recording_id: RecordingId, words: Iterable[OwnWord]) -> None:
        """Keep this list in place of the one before; a word that is on it twice counts once.

        Raises:
            InputError: `unknown_id`, `own_words_too_many`.
        """
        listed = {word.text.casefold(): word for word in words}
        if len(listed) > MAX_OWN_WORDS:
            raise InputError("own_words_too_many", limit=MAX_OWN_WORDS)
        self._vault.own_words.set(recording_id, list(listed.values()))
        self._changes.publish(Changes(words=True))

    def find(self, fragment_id: FragmentId) -> tuple[FoundName, ...]:
        """Return what is found in the fragment's part of the transcript, in order of time from the fragment's start.

        The worker's own words are hidden at once; of the rest a person has to choose. Empty when there is no transcript.
        """
        fragment = self._vault.fragments.get(fragment_id)
        transcript = self._vault.transcripts.load(fragment.recording_id)
        if transcript is None:
            return ()
        turns = around_range(transcript.turns, fragment.range)
        words = [word.text for turn in turns for word in turn.words]
        starts = accumulate((len(turn.words) for turn in turns), initial=0)
        own, is_draft = self._vault.own_words.list(fragment.recording_id), transcript.origin is TranscriptOrigin.DRAFT
        return found_names(turns, find_names(words, own, starts, is_draft=is_draft), fragment.range)

    def captions(self, plan: AnonymisePlan, names: Sequence[FoundName]) -> tuple[Caption, ...]:
        """Return what is said in the fragment as lines that may go out: with every name replaced that nobody chose to keep.

        What is found now and stands not among `names` is replaced too, and what is said under a bleep of the plan.
        """
        recording_id = self._vault.fragments.get(plan.fragment_id).recording_id
        turns, own = self._turns(recording_id), self._vault.own_words.list(recording_id)
        decided = {(name.range, name.text) for name in names}
        new = [name for name in self.find(plan.fragment_id) if (name.range, name.text) not in decided]
        return captions_of(turns, [*names, *new], plan.bleeps, plan.range, speaker_letters(turns, plan.tracks), partial(_instead_of, own))

    def found_again(self, plan: AnonymisePlan) -> AnonymisePlan:
        """Return the plan with names and captions as they are found now; what was decided stays.

        Transcript and own words belong to the recording, so work on another fragment may have changed them. When that makes
        a difference the copy of the plan no longer counts.
        """
        names = with_decisions(self.find(plan.fragment_id), plan.names)
        recording_id = self._vault.fragments.get(plan.fragment_id).recording_id
        captions = self.captions(plan, names) if self._vault.transcripts.load(recording_id) else ()
        return plan if (names, captions) == (plan.names, plan.captions) else replace(plan, names=names, captions=captions, copy_id=None)

    def clean(self, recording_id: RecordingId, text: str) -> str:
        """Return a text about this recording as it may leave the vault; every way out goes through here."""
        return leaving_text(self._vault, recording_id, text)

    def _turns(self, recording_id: RecordingId) -> tuple[Turn, ...]:
        transcript = self._vault.transcripts.load(recording_id)
        return transcript.turns if transcript else ()


def _instead_of(own: Sequence[OwnWord], name: FoundName) -> str:
    hits = find_names(name.text.split(), own) if name.kind is NameKind.OWN else []
    return next((hit.own.stands_for for hit in hits if hit.own), instead_of(name.kind))
