"""What stands for the answers about one recording, so that a list of what holds no longer can name them and say nothing of them.

A mark goes onto the list as soon as anything changes that decides whether the yes counts: who answered what, for whom, and until when.
"""

import hashlib
from collections.abc import Iterable

from app.common.ids import RecordingId
from app.domain.consent import PersonConsent, Purpose
from app.vault.header import canonical

_MARK_SIZE = 16


def answer_marks(recording_id: RecordingId, people: Iterable[PersonConsent]) -> dict[Purpose, str]:
    """Return 16 bytes in hex for every purpose that somebody in the recording agreed to. Who lacks the recording's random id cannot guess them."""
    in_order = sorted(people, key=lambda person: person.key)
    agreed = {purpose for person in in_order for purpose in person.purposes}
    return {purpose: _mark(recording_id, purpose, in_order) for purpose in agreed}


def _mark(recording_id: RecordingId, purpose: Purpose, people: list[PersonConsent]) -> str:
    answers = [
        {
            "who": person.key,
            "age": person.age_group,
            "yes": purpose in person.purposes,
            "no": purpose in person.refused,
            "by": sorted(person.given_by),
            "required": sorted(person.required_from),
            "until": person.until.isoformat() if person.until else None,
        }
        for person in people
    ]
    return hashlib.blake2b(canonical([recording_id, purpose, answers]), digest_size=_MARK_SIZE).hexdigest()
