"""The register of what happened, in plain Dutch, on screen and as a file for a privacy officer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.common.files import write_new_file
from app.common.local_time import local_now
from app.domain.consent_csv import csv_bytes
from app.report.register import RegisterPage, register_pdf
from app.services.register_texts import EVENTS, GROUP_NAMES, event_sentence, written_day
from app.vault.vault import Vault

__all__ = ["GROUPS", "GROUP_NAMES", "RegisterLine", "RegisterService", "RegisterState"]

GROUPS: Mapping[str, frozenset[str]] = {group: frozenset(event for event, entry in EVENTS.items() if entry.group == group) for group in GROUP_NAMES}
"""Which events belong together: recordings, consent, retention, destruction, exports, packages, keys, checks."""
_HEADS = ("nummer", "tijd", "gebeurtenis", "over", "omschrijving")


@dataclass(frozen=True)
class RegisterLine:
    """One line: `subject` is an id, `text` the sentence; neither says anything of the content."""

    number: int
    at: datetime
    event: str
    subject: str
    text: str


@dataclass(frozen=True)
class RegisterState:
    """Where the chain stands: the digest covers every line up to `count`."""

    count: int
    digest: str
    is_intact: bool


class RegisterService:
    """Reads the register; only the acts themselves write it."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def lines(self, *, events: Collection[str] | None = None) -> list[RegisterLine]:
        """Return the lines, oldest first, all of them or those of these events."""
        return [
            RegisterLine(
                number=int(str(line["number"])),
                at=datetime.fromisoformat(str(line["at"])),
                event=str(line["event"]),
                subject=str(line["subject"]),
                text=event_sentence(str(line["event"]), line),
            )
            for line in self._vault.log.list()
            if events is None or line["event"] in events
        ]

    def state(self) -> RegisterState:
        """Return the head of the chain, and whether every line follows from the one before up to what the header knows."""
        head = self._vault.log.head()
        return RegisterState(head.count, head.digest.hex(), self._vault.is_register_intact)

    def export_csv(self, path: Path, *, events: Collection[str] | None = None, overwrite: bool = False) -> None:
        """Write the lines as CSV for a spreadsheet: semicolons, UTF-8 with its mark, no cell that is read as a formula.

        Raises:
            InputError: `file_exists` unless `overwrite`.
            SystemProblem: `export_disk_full` or `export_failed`.
        """
        rows = [
            (str(line.number), line.at.astimezone().isoformat(timespec="seconds"), line.event, line.subject, line.text)
            for line in self.lines(events=events)
        ]
        write_new_file(path, [csv_bytes([_HEADS, *rows])], overwrite=overwrite)

    def export_pdf(self, path: Path, *, events: Collection[str] | None = None, overwrite: bool = False) -> None:
        """Write the lines as PDF, ending with the chain's head and whether it is intact; errors as `export_csv`."""
        state, now = self.state(), local_now()
        page = RegisterPage(
            vault_id=self._vault.vault_id,
            made_on=f"{written_day(now.date())}, {now:%H:%M}",
            rows=[(str(line.number), f"{line.at.astimezone():%d-%m-%Y %H:%M}", line.text, line.subject[:8]) for line in self.lines(events=events)],
            is_selection=events is not None,
            count=state.count,
            digest=state.digest,
            is_intact=state.is_intact,
        )
        write_new_file(path, [register_pdf(page)], overwrite=overwrite)
