"""What this computer remembers of each vault, outside it: how far it was. So that an older copy that was put back is noticed."""

import json
import re
from contextlib import suppress
from pathlib import Path

from app.common.errors import SystemProblem
from app.common.files import write_new_file

_FILE_NAME = "kluizen.json"
_MOST_BYTES = 256 * 1024
_MOST_VAULTS = 500
"""The ones opened longest ago are forgotten: trial vaults would otherwise pile up."""
_ID = re.compile("[0-9a-f]{32}")
Seen = tuple[int, int]
"""A vault's generation and the epoch of its database's key; both only ever rise."""


class SeenVaults:
    """One JSON file in the user's settings folder: random vault ids with two numbers. No names and no places."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE_NAME

    def is_ahead_of(self, vault_id: str, now: Seen) -> bool:
        """Whether this computer has seen the vault further than it is now."""
        seen = self._load().get(vault_id)
        return seen is not None and (seen[0] > now[0] or seen[1] > now[1])

    def keep(self, vault_id: str, now: Seen) -> None:
        """Remember how far the vault is. A folder that cannot be written is no reason to stop: then nothing is remembered."""
        known = self._load()
        if known.get(vault_id) == now:
            return
        known.pop(vault_id, None)
        latest = [*list(known.items())[-_MOST_VAULTS + 1 :], (vault_id, now)]
        text = json.dumps({name: list(seen) for name, seen in latest})
        with suppress(SystemProblem, OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_new_file(self._path, [text.encode()], overwrite=True)

    def _load(self) -> dict[str, Seen]:
        try:
            untrusted = json.loads(self._path.read_bytes()[:_MOST_BYTES])
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(untrusted, dict):
            return {}
        return {name: (seen[0], seen[1]) for name, seen in untrusted.items() if _ID.fullmatch(name) and _is_seen(seen)}


def _is_seen(untrusted: object) -> bool:
    return isinstance(untrusted, list) and len(untrusted) == 2 and all(type(number) is int for number in untrusted)
