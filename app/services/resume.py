"""Where the worker was when the shutters closed: kept inside the vault, used once."""

import json
from dataclasses import asdict, dataclass

from app.vault.vault import Vault

_SETTING = "resume"


@dataclass(frozen=True)
class ResumePoint:
    """`screen` is `recording`, `fragment`, or the name of a place; `subject` the id of the recording or fragment."""

    screen: str
    subject: str = ""
    step: int = 0
    """Of making a fragment unrecognisable, from 0."""
    has_stopped_work: bool = False
    """Whether work ran that the closing broke off."""


class ResumeService:
    """Remembers one point. The place within a recording is kept with the recording itself."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def keep(self, point: ResumePoint | None) -> None:
        """Keep this point instead of the one before; None for nothing."""
        self._vault.settings.set(_SETTING, json.dumps(asdict(point)) if point else "")

    def take(self) -> ResumePoint | None:
        """Return the point and forget it; None when there is none that can be used."""
        text = self._vault.settings.get(_SETTING)
        if not text:
            return None
        self._vault.settings.set(_SETTING, "")
        return _read(text)


def _read(text: str) -> ResumePoint | None:
    try:
        point = ResumePoint(**json.loads(text))
    except (ValueError, TypeError):
        return None  # kept by another version
    kinds = ((point.screen, str), (point.subject, str), (point.step, int), (point.has_stopped_work, bool))
    return point if all(isinstance(part, kind) for part, kind in kinds) else None
