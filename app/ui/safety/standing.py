"""How the room stands: read once in a job for the overview, and what of it asks attention."""

from dataclasses import dataclass
from datetime import datetime

from app.common.local_time import local_now
from app.common.progress import JobContext
from app.domain.consent import Purpose
from app.domain.recording import Recording
from app.services.places import VaultPlace, vault_place
from app.services.registers import RegisterLine
from app.services.retention import RetentionSettings
from app.services.session import Finding, Session

_ENDING, _LINES = 4, 6


@dataclass(frozen=True)
class Standing:
    """What the cards of the overview show."""

    read_at: datetime
    recordings: int
    damage: tuple[Finding, ...]
    """What the quick look found just now."""
    last_deep: datetime | None
    """When every byte was last read."""
    settings: RetentionSettings
    ending: tuple[Recording, ...]
    """The first to go."""
    lines: tuple[RegisterLine, ...]
    """The newest of the register."""
    closed: int
    """How many recordings may not even be looked at."""
    place: VaultPlace

    @property
    def has_bad_place(self) -> bool:
        """Whether the vault stands where it can leave the device by itself."""
        return self.place.place.leaves_this_device

    @property
    def attention(self) -> int:
        """How many things ask to be looked at."""
        asks = (bool(self.damage), self.closed > 0, self.has_bad_place, self.place.encryption.state == "off")
        return sum(asks)


def read_standing(session: Session, context: JobContext) -> Standing:
    """Look over everything that takes no long time: the quick check, the register, dates and places."""
    lines = session.registers.lines()
    recordings = sorted(session.recordings.list(), key=lambda recording: recording.keep_until)
    findings = session.check(context, deep=False)
    deep = [line.at for line in lines if line.event == "vault_checked"]
    return Standing(
        read_at=local_now(),
        recordings=len(recordings),
        damage=tuple(finding for finding in findings if finding.severity == "damage"),
        last_deep=deep[-1] if deep else None,
        settings=session.retention.settings(),
        ending=tuple(recordings[:_ENDING]),
        lines=tuple(reversed(lines[-_LINES:])),
        closed=sum(not session.consent.verdict(recording.recording_id, Purpose.OWN).is_allowed for recording in recordings),
        place=vault_place(session.vault_folder),
    )
