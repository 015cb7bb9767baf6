"""Which keys a worker wants: other ones, none, those under one hand, or only together with Alt (WCAG 2.1.4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.services.preferences import Preferences
from app.ui.viewing.keys import KeyAction, KeyRow, KeyTable, all_rows, cap_of

LEFT_HAND: Mapping[str, str] = {
    "play": "b", "shuttle_back": "d", "shuttle_stop": "s", "shuttle_on": "g", "frame_back": "x", "frame_on": "c",
    "previous_moment": "w", "next_moment": "t", "mark_later": "5", "mark_in": "6", "mark_out": "7", "write": "y", "chapter": "8", "who": "h",
}  # fmt: skip
RIGHT_HAND: Mapping[str, str] = {
    "mark_helpt": "7", "mark_schuurt": "8", "mark_kans": "9", "mark_open": "0", "repeat": "b", "focus_mode": "y", "undo": "/", "pick": ";",
    "question": "u", "fragment": "n", "play": "'", "loop_point": "t",
}  # fmt: skip
_RESERVED = frozenset("?")
"""The card with all keys must be found also by who changed everything."""


@dataclass(frozen=True)
class KeyChoices:
    """`own` holds what differs from the usual: the sign for an action, empty for none."""

    own: Mapping[str, str] = field(default_factory=dict)
    needs_alt: bool = False
    """Single keys work only with Alt held, so that nobody sets something off by resting a hand or by speaking."""

    @property
    def rows(self) -> tuple[KeyRow, ...]:
        """The table of all keys as they are now, in the language of now."""
        return all_rows(self.own, needs_alt=self.needs_alt)

    def table(self) -> KeyTable:
        """Return what finds the action of a key."""
        return KeyTable(self.rows, needs_alt=self.needs_alt)

    def cap(self, action_id: str) -> str:
        """Return the key of an action as it is drawn, empty when it has none."""
        action = next((action for row in self.rows for action in row.actions if action.action_id == action_id and action.keys), None)
        return cap_of(action.keys[0])[-1] if action else ""

    def caps(self, action_id: str) -> tuple[str, ...]:
        """Return the same for what draws several keys: none for none."""
        cap = self.cap(action_id)
        return (cap,) if cap else ()

    def owner_of(self, sign: str) -> KeyAction | None:
        """Return the action this key belongs to now."""
        return next((action for row in self.rows for action in row.actions if sign in action.keys), None)

    def may_use(self, sign: str) -> bool:
        """Whether this is a single sign that is not kept for something everybody needs."""
        return len(sign) == 1 and sign.isprintable() and not sign.isspace() and sign not in _RESERVED

    def with_key(self, action_id: str, sign: str) -> "KeyChoices":
        """Return the choices with this key for an action, empty for none."""
        return KeyChoices({**self.own, action_id: sign}, self.needs_alt)

    def without(self, action_id: str) -> "KeyChoices":
        """Return the choices with the usual keys for an action."""
        return KeyChoices({each: sign for each, sign in self.own.items() if each != action_id}, self.needs_alt)

    def known(self) -> "KeyChoices":
        """Return what can be used of choices another version may have kept: actions there are, keys that are no others'."""
        chosen = KeyChoices({}, self.needs_alt)
        actions = set(changeable_ids(chosen.rows))
        for action_id, sign in self.own.items():
            if action_id in actions and (sign == "" or self.may_use(sign)):
                chosen = chosen.with_key(action_id, sign)
        signs = [sign for row in chosen.rows for action in row.actions for sign in action.keys]
        return chosen if len(signs) == len(set(signs)) else KeyChoices({}, self.needs_alt)


def chosen_keys(preferences: Preferences) -> KeyChoices:
    """Return what was chosen on this device, as far as it can be used."""
    return KeyChoices(preferences.keys, preferences.single_keys_need_alt).known()


def changeable_ids(rows: Iterable[KeyRow]) -> list[str]:
    """Return the actions whose key can be changed, in the order of the table: those with words of their own."""
    return list(dict.fromkeys(action.action_id for row in rows for action in row.actions if action.text))
