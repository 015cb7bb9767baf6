"""Every key of the viewing screen in one table: for the keyboard, for the help card, and to be changed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from app.ui.viewing.physical_keys import digit_of, place_of

translate = QCoreApplication.translate


@dataclass(frozen=True)
class KeyAction:
    """One thing a key does. `keys` are single signs, or names as Qt writes them (`Shift+Left`)."""

    action_id: str
    keys: tuple[str, ...]
    text: str = ""
    """What it does, for where its single key can be changed; empty where it cannot."""
    works_while_typing: bool = False
    repeats: bool = False
    """Whether it is done again and again while the key stays down."""


@dataclass(frozen=True)
class KeyRow:
    """A line of the help card: the keys as they are drawn, what they do, and the mark that goes with it."""

    group: str
    caps: tuple[str, ...]
    text: str
    actions: tuple[KeyAction, ...]
    mark: str = ""


def key_rows() -> tuple[KeyRow, ...]:
    """Return the table as it is when nobody changed anything, in the language of now."""
    return (*_watching(), *_marking(), *_wording(), *_sharing())


def all_rows(own: Mapping[str, str], *, needs_alt: bool) -> tuple[KeyRow, ...]:
    """Return the table with these keys, by action, in place of the usual single ones (empty: none); see `KeyChoices`."""
    return tuple(_chosen_row(row, own, needs_alt=needs_alt) for row in key_rows())


def cap_of(key: str) -> tuple[str, ...]:
    """Return a key as it is drawn: one cap for each key that is held."""
    names = {"Space": translate("Keys", "Spatie"), "Left": "←", "Right": "→", "Up": "↑", "Down": "↓", "Return": "Enter"}
    return (key.upper(),) if len(key) == 1 else tuple(names.get(part, part) for part in key.split("+"))


def key_of(event: QKeyEvent) -> int:
    """Return what tells a key that goes down and up again from the others."""
    return event.nativeScanCode() or event.key()


class KeyTable:
    """Finds the action that belongs to a key event.

    Digits are found by place, because the row above the letters types other signs on many keyboards (AZERTY); other signs by
    what they type, and where that means nothing by place (a keyboard in Greek, a dead key).
    """

    def __init__(self, rows: tuple[KeyRow, ...], *, needs_alt: bool = False) -> None:
        self._needs_alt = needs_alt
        self._by_sign: dict[str, KeyAction] = {}
        self._by_combination: dict[int, KeyAction] = {}
        for action in (action for row in rows for action in row.actions):
            for key in action.keys:
                if len(key) == 1:
                    self._by_sign[key.lower()] = action
                else:
                    self._by_combination[_combination(key)] = action

    def find(self, event: QKeyEvent, *, is_typing: bool) -> str:
        """Return the id of the action for this key, empty when there is none or when it may not work while typing."""
        action = self.find_action(event, is_typing=is_typing)
        return action.action_id if action else ""

    def find_action(self, event: QKeyEvent, *, is_typing: bool) -> KeyAction | None:
        """Return the action for this key, None when there is none or when it may not work while typing."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        action = self._by_combination.get(event.key() | modifiers.value)
        if action is None and self._counts_as_sign(modifiers):
            action = self._of_sign(event, has_shift=bool(modifiers & Qt.KeyboardModifier.ShiftModifier))
        return action if action is not None and (not is_typing or action.works_while_typing) else None

    def _counts_as_sign(self, modifiers: Qt.KeyboardModifier) -> bool:
        is_command = bool(modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier))
        return not is_command and (not self._needs_alt or bool(modifiers & Qt.KeyboardModifier.AltModifier))

    def _of_sign(self, event: QKeyEvent, *, has_shift: bool) -> KeyAction | None:
        by_place = "" if has_shift else place_of(event)
        # The place comes last, and only where what is typed means nothing; an empty sign is no key of the table.
        for sign in (digit_of(event), event.text().lower(), by_place):
            if sign in self._by_sign:
                return self._by_sign[sign]
        return None


def _chosen_row(row: KeyRow, own: Mapping[str, str], *, needs_alt: bool) -> KeyRow:
    actions = tuple(_chosen_action(action, own) for action in row.actions)
    caps = row.caps
    if actions != row.actions:
        shown = [action for action in actions if action.text and action.keys]
        caps = tuple(cap for action in shown for cap in cap_of(action.keys[0]))
    has_single = any(len(key) == 1 for action in actions for key in action.keys[:1])
    return replace(row, actions=actions, caps=(translate("Keys", "Alt"), *caps) if needs_alt and has_single else caps)


def _chosen_action(action: KeyAction, own: Mapping[str, str]) -> KeyAction:
    if not action.text or action.action_id not in own:
        return action
    named = tuple(key for key in action.keys if len(key) > 1)
    sign = own[action.action_id]
    return replace(action, keys=(sign, *named) if sign else named)


def _watching() -> tuple[KeyRow, ...]:
    group = translate("Keys", "Kijken")
    return (
        KeyRow(
            group,
            (translate("Keys", "Spatie"),),
            translate("Keys", "Afspelen of pauze"),
            (KeyAction("play", ("Space",), translate("Keys", "Afspelen of pauze")), KeyAction("play", ("Ctrl+Space",), works_while_typing=True)),
        ),
        KeyRow(
            group,
            ("J", "K", "L"),
            translate("Keys", "Terug, stil, vooruit. Nog een keer is sneller"),
            (
                KeyAction("shuttle_back", ("j",), translate("Keys", "Terug")),
                KeyAction("shuttle_stop", ("k",), translate("Keys", "Stil")),
                KeyAction("shuttle_on", ("l",), translate("Keys", "Vooruit")),
            ),
        ),
        KeyRow(
            group,
            (",", "."),
            translate("Keys", "Eén beeld terug of vooruit"),
            (
                KeyAction("frame_back", (",",), translate("Keys", "Eén beeld terug"), repeats=True),
                KeyAction("frame_on", (".",), translate("Keys", "Eén beeld vooruit"), repeats=True),
            ),
        ),
        KeyRow(
            group,
            ("←", "→"),
            translate("Keys", "5 seconden. Met Shift 1 seconde"),
            (
                KeyAction("back_5", ("Left",), repeats=True),
                KeyAction("on_5", ("Right",), repeats=True),
                KeyAction("back_1", ("Shift+Left",), repeats=True),
                KeyAction("on_1", ("Shift+Right",), repeats=True),
                KeyAction("start", ("Home",)),
                KeyAction("end", ("End",)),
            ),
        ),
        KeyRow(
            group,
            ("[", "]"),
            translate("Keys", "Vorig of volgend moment"),
            (
                KeyAction("previous_moment", ("[",), translate("Keys", "Vorig moment"), repeats=True),
                KeyAction("next_moment", ("]",), translate("Keys", "Volgend moment"), repeats=True),
            ),
        ),
        KeyRow(
            group,
            ("R",),
            translate("Keys", "Herhaal dit moment. Met Shift: 5 seconden terug"),
            (KeyAction("repeat", ("r",), translate("Keys", "Herhaal dit moment")), KeyAction("again", ("Shift+R",))),
        ),
        KeyRow(
            group,
            ("A",),
            translate("Keys", "Begin en eind van een stuk dat herhaalt. Met Shift: dit moment"),
            (KeyAction("loop_point", ("a",), translate("Keys", "Begin en eind van de herhaling")), KeyAction("loop_moment", ("Shift+A",))),
        ),
        KeyRow(
            group,
            ("H",),
            translate("Keys", "Hier begint een deel van het gesprek"),
            (KeyAction("chapter", ("h",), translate("Keys", "Deel van het gesprek")),),
        ),
        KeyRow(
            group,
            ("+", "-"),
            translate("Keys", "Tijdlijn dichterbij of verder weg"),
            (
                KeyAction("zoom_in", ("+", "="), translate("Keys", "Tijdlijn dichterbij"), repeats=True),
                KeyAction("zoom_out", ("-", "_"), translate("Keys", "Tijdlijn verder weg"), repeats=True),
                KeyAction("lane_up", ("Up",), repeats=True),
                KeyAction("lane_down", ("Down",), repeats=True),
            ),
        ),
        KeyRow(
            group,
            ("F2", "F3"),
            translate("Keys", "Ondertitels aan of uit, of ze verbeteren"),
            (KeyAction("captions", ("F2",)), KeyAction("transcript", ("F3",))),
        ),
        KeyRow(
            group,
            ("F",),
            translate("Keys", "Focusstand. Nog een keer: alleen het beeld"),
            (KeyAction("focus_mode", ("f",), translate("Keys", "Focusstand")), KeyAction("picture_only", ("F11",))),
        ),
    )


def _mark_row(group: str, key: str, words: str, kind: str) -> KeyRow:
    return KeyRow(group, (key,), words, (KeyAction(f"mark_{kind}", (key,), words),), kind)


def _marking() -> tuple[KeyRow, ...]:
    group = translate("Keys", "Moment zetten")
    return (
        _mark_row(group, "1", translate("Keys", "Moment dat helpt"), "helpt"),
        _mark_row(group, "2", translate("Keys", "Moment dat schuurt"), "schuurt"),
        _mark_row(group, "3", translate("Keys", "Moment met een kans"), "kans"),
        _mark_row(group, "4", translate("Keys", "Moment met een vraag"), "open"),
        KeyRow(
            group,
            ("M",),
            translate("Keys", "Moment zonder keuze, kies later 1 tot 4"),
            (KeyAction("mark_later", ("m",), translate("Keys", "Moment zonder keuze")),),
        ),
        KeyRow(group, ("1", "4"), translate("Keys", "Vasthouden: het moment duurt tot je loslaat"), ()),
        KeyRow(
            group,
            ("I", "O"),
            translate("Keys", "Begin en eind van het moment"),
            (
                KeyAction("mark_in", ("i",), translate("Keys", "Begin van het moment")),
                KeyAction("mark_out", ("o",), translate("Keys", "Eind van het moment")),
            ),
        ),
        KeyRow(
            group,
            ("Z",),
            translate("Keys", "Ongedaan"),
            (KeyAction("undo", ("z", "Ctrl+Z"), translate("Keys", "Ongedaan")), KeyAction("redo", ("Ctrl+Y", "Ctrl+Shift+Z"))),
        ),
        KeyRow(group, ("Del",), translate("Keys", "Wis dit moment"), (KeyAction("remove", ("Del",)),)),
    )


def _wording() -> tuple[KeyRow, ...]:
    group = translate("Keys", "Kader en woorden")
    return (
        KeyRow(
            group, ("V",), translate("Keys", "Open het kader, dan rij en kolom"), (KeyAction("pick", ("v",), translate("Keys", "Open het kader")),)
        ),
        KeyRow(group, ("V", "2", "D"), translate("Keys", "Rij 2, kolom Doel"), ()),
        KeyRow(
            group,
            ("Enter",),
            translate("Keys", "Schrijf bij dit moment"),
            (KeyAction("write", ("Return", "Enter"), translate("Keys", "Schrijf bij dit moment")),),
        ),
        KeyRow(group, ("Tab",), translate("Keys", "Ik zie, daarna, toen, nu"), ()),
        KeyRow(group, ("Enter",), translate("Keys", "Typ je: bewaar en kijk verder, 2 seconden terug"), ()),
        KeyRow(group, ("Ctrl", "Enter"), translate("Keys", "Stap is klaar, bij alleen terugkijken"), ()),
        KeyRow(group, ("Ctrl", "PgUp"), translate("Keys", "Een stap terug. Met PgDn een stap verder"), ()),
        KeyRow(group, ("Q",), translate("Keys", "Andere vraag"), (KeyAction("question", ("q",), translate("Keys", "Andere vraag")),)),
        KeyRow(group, ("P",), translate("Keys", "Over wie: werker, ouder, kind …"), (KeyAction("who", ("p",), translate("Keys", "Over wie")),)),
        KeyRow(
            group,
            ("Esc",),
            translate("Keys", "Terug naar het beeld. Typ je: laat weg wat je typte"),
            (KeyAction("picture", ("Esc",), works_while_typing=True),),
        ),
    )


def _sharing() -> tuple[KeyRow, ...]:
    group = translate("Keys", "Delen en veiligheid")
    return (
        KeyRow(
            group,
            ("E",),
            translate("Keys", "Maak een fragment van dit moment"),
            (KeyAction("fragment", ("e",), translate("Keys", "Maak een fragment")),),
        ),
        KeyRow(group, ("F12",), translate("Keys", "Beeld verbergen, de app blijft open"), (KeyAction("hide", ("F12",), works_while_typing=True),)),
    )


def _combination(key: str) -> int:
    # The stubs do not know that a sequence can be indexed.
    first: QKeyCombination = QKeySequence(key)[0]  # type: ignore[index]
    return first.toCombined()
