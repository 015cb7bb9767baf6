"""Which tips the worker has read: each is shown until it was understood, and never again."""

import json

from app.vault.vault import Vault

_SETTING = "tips.understood"


class TipService:
    """Kept in the vault, so that they stay away on another computer too."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def is_new(self, tip_id: str) -> bool:
        """Whether this tip was not understood yet."""
        return tip_id not in self._understood()

    def understood(self, tip_id: str) -> None:
        """Do not show this tip again."""
        self._vault.settings.set(_SETTING, json.dumps(sorted({*self._understood(), tip_id})))

    def _understood(self) -> set[str]:
        return set(json.loads(self._vault.settings.get(_SETTING) or "[]"))
