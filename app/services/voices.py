"""What is heard of a fragment: who speaks when, and how a copy will sound before it is made."""

from typing import TYPE_CHECKING

from app.anonymise.preview_sound import preview_sound
from app.common.ids import FragmentId
from app.common.progress import JobContext
from app.domain.anonymise_plan import AnonymisePlan
from app.domain.consent import Purpose
from app.domain.spoken_span import SpokenSpan
from app.domain.timecode import TimeRange
from app.services.consent import ConsentService
from app.services.damage import watched_source
from app.vault.vault import Vault
from app.voice.who_speaks import who_speaks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class VoiceService:
    """Listening happens in a child without keys, and nothing of it is kept."""

    def __init__(self, vault: Vault, consent: ConsentService) -> None:
        self._vault = vault
        self._consent = consent

    def spoken_spans(self, fragment_id: FragmentId, context: JobContext) -> tuple[SpokenSpan, ...]:
        """Return who speaks when, from the fragment's start: a proposal for captions by hand, that a person mends.

        Nobody hears anything of it, so it may be done while consent is still being asked; RefusedError `recording_in_bin`.
        """
        fragment = self._vault.fragments.get(fragment_id)
        self._consent.require_not_binned(fragment.recording_id)
        with watched_source(self._vault, fragment.recording_id, context) as source:
            return who_speaks(source, fragment.range, context)

    def preview(self, plan: AnonymisePlan, from_ms: int, to_ms: int, context: JobContext) -> "NDArray[np.float32]":
        """Return one channel at 48 kHz of what the team will hear between these times from the fragment's start; silence where there is none.

        Raises:
            InputError: `range_invalid`, not in the fragment or longer than a minute.
            RefusedError: `consent_missing` while watching it oneself is not agreed to, `recording_in_bin`.
            SystemProblem: `voice_missing`.
        """
        recording_id = self._vault.fragments.get(plan.fragment_id).recording_id
        self._consent.require(recording_id, Purpose.OWN)
        with watched_source(self._vault, recording_id, context) as source:
            return preview_sound(source, plan, TimeRange(from_ms, to_ms), context)
