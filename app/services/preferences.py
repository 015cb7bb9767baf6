"""What is kept outside the vault: how the window looks, and where the last vault is. Nothing of its content."""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from app.common.errors import SystemProblem
from app.common.files import write_new_file

_FILE_NAME = "venster.json"
SHORTEST_IDLE_MINUTES, LONGEST_IDLE_MINUTES = 5, 60


@dataclass
class Preferences:
    """The settings with their defaults. `unknown` holds what a newer version wrote, so that it is not lost."""

    last_vault: str = ""
    window_geometry: str = ""
    """What the window system gave us, as hexadecimal text; empty for none."""
    mode: str = "systeem"
    text_scale: float = 1.0
    has_less_motion: bool = False
    idle_minutes: int = 10
    """After how many minutes without a hand on keyboard or mouse the shutters close: 5 to 60. Never is not offered."""
    lock_on_suspend: bool = True
    hide_from_capture: bool = True
    """Whether screenshots and screen sharing see an empty window, where the platform can do that."""
    keys: dict[str, str] = field(default_factory=dict)
    """The single key a worker wants for an action of the Kijkkamer, empty for none; only what differs from the usual."""
    single_keys_need_alt: bool = False
    unknown: dict[str, Any] = field(default_factory=dict)


class PreferencesFile:
    """One JSON file in the user's settings folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE_NAME
        self.was_set_aside = False
        """Whether `load` found a broken file and put it aside; the window says so once."""

    def load(self) -> Preferences:
        """Return what was kept, defaults where there is nothing or nothing usable."""
        try:
            untrusted = json.loads(self._path.read_text("utf-8"))
        except OSError:
            return Preferences()
        except ValueError:
            untrusted = None
        if not isinstance(untrusted, dict):
            self._set_aside()
            return Preferences()
        return _checked(untrusted)

    def save(self, preferences: Preferences) -> None:
        """Replace the file in one step.

        Raises:
            SystemProblem: the folder cannot be written; the old file is still there.
        """
        values = asdict(preferences)
        unknown = values.pop("unknown")
        text = json.dumps(unknown | values, ensure_ascii=False, indent=1)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise SystemProblem("no_permission") from error
        write_new_file(self._path, [text.encode()], overwrite=True)

    def _set_aside(self) -> None:
        # A file that cannot even be moved is written over by the next save, which is what the user would want.
        with suppress(OSError):
            self._path.replace(self._path.with_suffix(".stuk"))
        self.was_set_aside = True


def _checked(untrusted: dict[str, Any]) -> Preferences:
    preferences = Preferences()
    known = {each.name for each in fields(Preferences)} - {"unknown"}
    for name, value in untrusted.items():
        if name not in known:
            preferences.unknown[name] = value
        elif type(value) is type(getattr(preferences, name)):
            setattr(preferences, name, value)
    preferences.keys = _texts(preferences.keys)
    preferences.idle_minutes = min(max(preferences.idle_minutes, SHORTEST_IDLE_MINUTES), LONGEST_IDLE_MINUTES)
    return preferences


def _texts(untrusted: dict[Any, Any]) -> dict[str, str]:
    return {name: value for name, value in untrusted.items() if isinstance(name, str) and isinstance(value, str)}
