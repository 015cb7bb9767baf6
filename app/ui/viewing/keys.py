"""Every key of the viewing screen in one table: for the keyboard and for the help card."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

translate = QCoreApplication.translate


@dataclass(frozen=True)
class KeyAction:
    """One thing a key does. `keys` are single signs, matched by what they type, or names as Qt writes them (`Shift+Left`)."""

    action_id: str
    keys: tuple[str, ...]
    works_while_typing: bool = False


@dataclass(frozen=True)
class KeyRow:
    """A line of the help card: the keys as they are drawn, what they do, and the mark that goes with it."""

    group: str
    caps: tuple[str, ...]
    text: str
    actions: tuple[KeyAction, ...]
    mark: str = ""


def key_rows() -> tuple[KeyRow, ...]:
    """Return the table, in the language of now."""
    return (*_watching(), *_marking(), *_wording(), *_sharing())


class KeyTable:
    """Finds the action that belongs to a key event."""

    def __init__(self, rows: tuple[KeyRow, ...]) -> None:
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
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        action = self._by_combination.get(event.key() | modifiers.value)
        if action is None and not modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier):
            action = self._by_sign.get(event.text().lower())
        if action is None or (is_typing and not action.works_while_typing):
            return ""
        return action.action_id


def _watching() -> tuple[KeyRow, ...]:
    group = translate("Keys", "Kijken")
    return (
        KeyRow(
            group,
            (translate("Keys", "Spatie"),),
            translate("Keys", "Afspelen of pauze"),
            (KeyAction("play", ("Space",)), KeyAction("play", ("Ctrl+Space",), works_while_typing=True)),
        ),
        KeyRow(
            group,
            ("J", "K", "L"),
            translate("Keys", "Terug, stil, vooruit. Nog een keer is sneller"),
            (KeyAction("shuttle_back", ("j",)), KeyAction("shuttle_stop", ("k",)), KeyAction("shuttle_on", ("l",))),
        ),
        KeyRow(group, (",", "."), translate("Keys", "Eén beeld terug of vooruit"), (KeyAction("frame_back", (",",)), KeyAction("frame_on", (".",)))),
        KeyRow(
            group,
            ("←", "→"),
            translate("Keys", "5 seconden. Met Shift 1 seconde"),
            (
                KeyAction("back_5", ("Left",)),
                KeyAction("on_5", ("Right",)),
                KeyAction("back_1", ("Shift+Left",)),
                KeyAction("on_1", ("Shift+Right",)),
                KeyAction("start", ("Home",)),
                KeyAction("end", ("End",)),
            ),
        ),
        KeyRow(
            group, ("[", "]"), translate("Keys", "Vorig of volgend moment"), (KeyAction("previous_moment", ("[",)), KeyAction("next_moment", ("]",)))
        ),
        KeyRow(
            group,
            ("R",),
            translate("Keys", "Herhaal dit moment. Met Shift: 5 seconden terug"),
            (KeyAction("repeat", ("r",)), KeyAction("again", ("Shift+R",))),
        ),
        KeyRow(
            group,
            ("A",),
            translate("Keys", "Begin en eind van een stuk dat herhaalt. Met Shift: dit moment"),
            (KeyAction("loop_point", ("a",)), KeyAction("loop_moment", ("Shift+A",))),
        ),
        KeyRow(group, ("H",), translate("Keys", "Hier begint een deel van het gesprek"), (KeyAction("chapter", ("h",)),)),
        KeyRow(
            group,
            ("+", "-"),
            translate("Keys", "Tijdlijn dichterbij of verder weg"),
            (
                KeyAction("zoom_in", ("+", "=")),
                KeyAction("zoom_out", ("-", "_")),
                KeyAction("lane_up", ("Up",)),
                KeyAction("lane_down", ("Down",)),
            ),
        ),
        KeyRow(group, ("F",), translate("Keys", "Focusstand aan of uit"), (KeyAction("focus_mode", ("f",)),)),
    )


def _marking() -> tuple[KeyRow, ...]:
    group = translate("Keys", "Moment zetten")
    return (
        KeyRow(group, ("1",), translate("Keys", "Dit helpt"), (KeyAction("mark_helpt", ("1",)),), "helpt"),
        KeyRow(group, ("2",), translate("Keys", "Dit schuurt"), (KeyAction("mark_schuurt", ("2",)),), "schuurt"),
        KeyRow(group, ("3",), translate("Keys", "Hier ligt een kans"), (KeyAction("mark_kans", ("3",)),), "kans"),
        KeyRow(group, ("4",), translate("Keys", "Hier heb ik een vraag bij"), (KeyAction("mark_open", ("4",)),), "open"),
        KeyRow(group, ("M",), translate("Keys", "Moment zonder keuze, kies later 1 tot 4"), (KeyAction("mark_later", ("m",)),)),
        KeyRow(group, ("I", "O"), translate("Keys", "Begin en eind van het moment"), (KeyAction("mark_in", ("i",)), KeyAction("mark_out", ("o",)))),
        KeyRow(
            group,
            ("Z",),
            translate("Keys", "Ongedaan"),
            (KeyAction("undo", ("z", "Ctrl+Z")), KeyAction("redo", ("Ctrl+Y", "Ctrl+Shift+Z"))),
        ),
        KeyRow(group, ("Del",), translate("Keys", "Wis dit moment"), (KeyAction("remove", ("Del",)),)),
    )


def _wording() -> tuple[KeyRow, ...]:
    group = translate("Keys", "Kader en woorden")
    return (
        KeyRow(group, ("V",), translate("Keys", "Open het kader, dan rij en kolom"), (KeyAction("pick", ("v",)),)),
        KeyRow(group, ("V", "2", "D"), translate("Keys", "Rij 2, kolom Doel"), ()),
        KeyRow(group, ("Enter",), translate("Keys", "Schrijf bij dit moment"), (KeyAction("write", ("Return", "Enter")),)),
        KeyRow(group, ("Tab",), translate("Keys", "Ik zie, daarna, toen, nu"), ()),
        KeyRow(group, ("Q",), translate("Keys", "Andere vraag"), (KeyAction("question", ("q",)),)),
        KeyRow(group, ("P",), translate("Keys", "Over wie: werker, ouder, kind …"), (KeyAction("who", ("p",)),)),
        KeyRow(group, ("Esc",), translate("Keys", "Terug naar het beeld"), (KeyAction("picture", ("Esc",), works_while_typing=True),)),
    )


def _sharing() -> tuple[KeyRow, ...]:
    group = translate("Keys", "Delen en veiligheid")
    return (
        KeyRow(group, ("E",), translate("Keys", "Maak een fragment van dit moment"), (KeyAction("fragment", ("e",)),)),
        KeyRow(group, ("F12",), translate("Keys", "Beeld verbergen, de app blijft open"), (KeyAction("hide", ("F12",), works_while_typing=True),)),
    )


def _combination(key: str) -> int:
    # The stubs do not know that a sequence can be indexed.
    first: QKeyCombination = QKeySequence(key)[0]  # type: ignore[index]
    return first.toCombined()
