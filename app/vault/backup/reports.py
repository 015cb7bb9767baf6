"""What making, trying and restoring a back-up tell."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.vault.check import Finding


@dataclass(frozen=True)
class BackupReport:
    """What a back-up is and what was done for it. `files` and `bytes` are those of the whole back-up; `copied` and `removed` count media.

    `verified`: every byte that was written was read back from the medium and was right. `damaged` names what could not be
    backed up because the vault itself lacks it or has it damaged. `sha256` (hex) is there for a back-up in one file.
    """

    file_path: Path
    files: int
    bytes: int
    copied: int
    removed: int
    verified: bool
    generation: int
    made_at: datetime
    damaged: tuple[Finding, ...] = ()
    sha256: str = ""


_ABOUT_LISTS = {"backup_list_damaged", "backup_header_damaged", "tombstones_damaged"}


@dataclass(frozen=True)
class RestoreReport:
    """What came back, or would come back. `made_at` is when the back-up was made.

    `recordings` and `moments` are None when no key was at hand to count them. `left_out` counts recordings that were
    destroyed after this back-up was made and therefore stay away. `findings` names every damage.
    """

    made_at: datetime
    files: int
    bytes: int
    recordings: int | None = None
    moments: int | None = None
    left_out: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether everything in the back-up can come back."""
        return all(finding.severity != "damage" for finding in self.findings)

    @property
    def has_whole_content(self) -> bool:
        """Whether all recordings and words can come back, be it with the help of the back-up's second list."""
        return all(finding.severity != "damage" or finding.code in _ABOUT_LISTS for finding in self.findings)
