"""Every key of step 3 in one table: for the keyboard and for the help card."""

from PySide6.QtCore import QCoreApplication

from app.ui.viewing.keys import KeyAction, KeyRow

translate = QCoreApplication.translate


def sound_rows() -> tuple[KeyRow, ...]:
    """Return the table, in the language of now. Letters of people come on top: they say who speaks in the chosen line."""
    group = translate("Keys", "Geluid en namen")
    return (
        KeyRow(
            group,
            ("X",),
            translate("Keys", "Piep over dit woord. Met Shift alle gelijke"),
            (KeyAction("hide", ("x",)), KeyAction("hide_same", ("Shift+X",))),
        ),
        KeyRow(
            group,
            ("Del",),
            translate("Keys", "Laat dit woord staan. Met Shift: haal de regel weg"),
            (KeyAction("leave", ("Del",)), KeyAction("remove_line", ("Shift+Del",))),
        ),
        KeyRow(
            group, ("N", "P"), translate("Keys", "Volgende of vorige woord om te kiezen"), (KeyAction("next", ("n",)), KeyAction("previous", ("p",)))
        ),
        KeyRow(group, ("Enter",), translate("Keys", "Wijzig de regel"), (KeyAction("edit", ("Return", "Enter")),)),
        KeyRow(
            group,
            ("+", "S"),
            translate("Keys", "Regel erbij, of splits de regel bij dit woord"),
            (KeyAction("add", ("+", "=")), KeyAction("split", ("s",))),
        ),
        KeyRow(
            group, ("[", "]"), translate("Keys", "De regel begint of eindigt hier"), (KeyAction("line_begin", ("[",)), KeyAction("line_end", ("]",)))
        ),
        KeyRow(group, ("A", "B", "0"), translate("Keys", "Wie praat: de letter van het vlak, of onbekend"), (KeyAction("nobody", ("0",)),)),
        KeyRow(
            group,
            ("I", "O"),
            translate("Keys", "Begin en eind van een eigen piep"),
            (KeyAction("bleep_begin", ("i",)), KeyAction("bleep_end", ("o",))),
        ),
        KeyRow(group, ("H",), translate("Keys", "Luister 10 seconden, zoals het team het hoort"), (KeyAction("listen", ("h",)),)),
        KeyRow(group, ("R",), translate("Keys", "Speel de regel af"), (KeyAction("repeat", ("r",)),)),
        KeyRow(group, ("Ctrl", "F"), translate("Keys", "Zoek zelf een woord"), (KeyAction("own_word", ("Ctrl+F",), works_while_typing=True),)),
        KeyRow(
            group,
            ("Ctrl", "Enter"),
            translate("Keys", "De stap is klaar"),
            (
                KeyAction("done", ("Ctrl+Return", "Ctrl+Enter"), works_while_typing=True),
                KeyAction("play", ("Space", "k")),
                KeyAction("play", ("Ctrl+Space",), works_while_typing=True),
                KeyAction("back", ("j", "Left")),
                KeyAction("on", ("l", "Right")),
                KeyAction("frame_back", (",",)),
                KeyAction("frame_on", (".",)),
                KeyAction("start", ("Home",)),
                KeyAction("end", ("End",)),
                KeyAction("undo", ("z", "Ctrl+Z")),
                KeyAction("redo", ("Ctrl+Y", "Ctrl+Shift+Z")),
                KeyAction("let_go", ("Esc",), works_while_typing=True),
            ),
        ),
    )
