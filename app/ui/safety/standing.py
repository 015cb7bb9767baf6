"""How the room stands: read once in a job for the overview, and what of it asks attention."""

from dataclasses import dataclass
from datetime import datetime

from app.common.local_time import local_now
from app.common.progress import JobContext
from app.domain.consent import Purpose
from app.domain.recording import Recording
from app.services.backups import BackupStatus
from app.services.keys import KeyFacts
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
    backup: BackupStatus
    holds_destroyed: bool
    """Whether something was destroyed after the last back-up, which therefore still has it."""
    keys: KeyFacts
    is_older: bool
    """Whether this vault is older than the one seen here last."""

    @property
    def asks_backup(self) -> bool:
        """Whether a back-up had better be made."""
        return self.backup.is_overdue or self.holds_destroyed

    @property
    def asks_recovery_code(self) -> bool:
        """Whether there is no code on paper, as far as anybody knows."""
        return self.keys.recovery_code_since is None or not self.keys.is_recovery_code_on_paper

    @property
    def has_bad_place(self) -> bool:
        """Whether the vault stands where it can leave the device by itself."""
        return self.place.place.leaves_this_device

    @property
    def attention(self) -> int:
        """How many things ask to be looked at."""
        asks = (
            bool(self.damage),
            self.asks_backup,
            self.asks_recovery_code,
            self.closed > 0,
            self.has_bad_place,
            self.place.encryption.state == "off",
            self.is_older,
        )
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
        backup=session.backups.status(),
        holds_destroyed=_holds_destroyed(lines),
        keys=session.keys.facts(),
        is_older=any(finding.code == "vault_older_than_seen" for finding in findings),
    )


def _holds_destroyed(lines: list[RegisterLine]) -> bool:
    """Whether the last back-up is older than something that was destroyed."""
    told = [line.event for line in lines if line.event in {"backup_made", "recording_destroyed"}]
    return "backup_made" in told and told[-1] == "recording_destroyed"
