"""Every key of step 2 in one table: for the keyboard and for the help card."""

from PySide6.QtCore import QCoreApplication

from app.ui.viewing.keys import KeyAction, KeyRow

translate = QCoreApplication.translate


def picture_rows() -> tuple[KeyRow, ...]:
    """Return the table, in the language of now. With a chosen mask the arrows move it instead of going through time."""
    group = translate("Keys", "Beeld bedekken")
    return (
        KeyRow(
            group,
            ("N", "P"),
            translate("Keys", "Volgende of vorige plek om naar te kijken"),
            (KeyAction("next_spot", ("n",)), KeyAction("previous_spot", ("p",))),
        ),
        KeyRow(group, ("Enter",), translate("Keys", "Klopt, of trek het vlak door"), (KeyAction("accept", ("Return", "Enter", "a")),)),
        KeyRow(group, ("X",), translate("Keys", "Geen gezicht, of niets herkenbaars"), (KeyAction("drop", ("x",)),)),
        KeyRow(group, ("Del",), translate("Keys", "Laat zichtbaar, met een reden"), (KeyAction("show", ("Del",)),)),
        KeyRow(group, ("T",), translate("Keys", "Teken een vlak"), (KeyAction("draw", ("t",)),)),
        KeyRow(group, ("M",), translate("Keys", "Het getekende vlak beweegt mee, of staat stil"), (KeyAction("follow", ("m",)),)),
        KeyRow(group, ("[", "]"), translate("Keys", "Trek het vlak door tot dit beeld"), (KeyAction("extend", ("[", "]")),)),
        KeyRow(group, ("+", "-"), translate("Keys", "Vlak groter of kleiner"), (KeyAction("grow", ("+", "=")), KeyAction("shrink", ("-", "_")))),
        KeyRow(group, ("V",), translate("Keys", "Kijk onder de vlakken"), (KeyAction("see_through", ("v",)),)),
        KeyRow(group, ("S",), translate("Keys", "Samen: dit is dezelfde persoon"), (KeyAction("join_alike", ("s",)),)),
        KeyRow(group, ("F",), translate("Keys", "Bekijk alles snel, met de vlakken erover"), (KeyAction("quick_look", ("f",)),)),
        KeyRow(
            group,
            ("Z", "Ctrl+Y"),
            translate("Keys", "Ongedaan, en toch weer wel"),
            (
                KeyAction("undo", ("z",)),
                KeyAction("undo", ("Ctrl+Z",)),
                KeyAction("redo", ("Ctrl+Y",)),
                KeyAction("redo", ("Ctrl+Shift+Z",)),
            ),
        ),
        KeyRow(group, ("Ctrl", "Enter"), translate("Keys", "Het beeld is klaar"), (KeyAction("continue", ("Ctrl+Return", "Ctrl+Enter")),)),
    )


def moving_actions() -> tuple[KeyRow, ...]:
    """Return the keys that go through time; they are those of the viewing screen, so the help card has them already."""
    return (
        KeyRow(
            "",
            (),
            "",
            (
                KeyAction("play", ("Space", "k")),
                KeyAction("frame_back", (",",)),
                KeyAction("frame_on", (".",)),
                KeyAction("back_5", ("j", "Left")),
                KeyAction("on_5", ("l", "Right")),
                KeyAction("start", ("Home",)),
                KeyAction("end", ("End",)),
                KeyAction("let_go", ("Esc",)),
            ),
        ),
    )
