"""Where on the keyboard a key is, whatever its layout makes it type: the one place that knows codes of platforms.

A place is named by what a US keyboard has there. Qt passes on what the system tells:
X11 and Wayland: `nativeScanCode` is the kernel's code plus 8 (linux/input-event-codes.h; xkb's keycodes/evdev).
Windows: `nativeScanCode` is the PC's scan code, set 1, plus 256 for extended keys; it equals the kernel's code for the keys here.
macOS: `nativeScanCode` says nothing; `nativeVirtualKey` is Carbon's `kVK_ANSI_…` (Events.h), which is a place too.
Tried on X11 only: not yet run on Windows and macOS.
"""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_PC_ROWS = {2: "1234567890-=", 16: "qwertyuiop[]", 30: "asdfghjkl;'", 44: "zxcvbnm,./"}
"""By the code of the first key of a row; the others follow it."""
_PC_CODES = {first + place: sign for first, row in _PC_ROWS.items() for place, sign in enumerate(row)}
_X11_OFFSET = 8
_CARBON = "asdfhgzxcv\0bqweryt123465=97-80]ou[ip\0lj'k;\0,/nm."
"""By code from 0 on; NUL where none of our keys is."""
_DIGITS = frozenset("1234567890")


def place_of(event: QKeyEvent, platform: str = sys.platform) -> str:
    """Return the sign a US keyboard types at this place, empty when the system did not tell or no sign is there."""
    if event.modifiers() & Qt.KeyboardModifier.KeypadModifier:
        return ""
    if platform == "darwin":
        code = event.nativeVirtualKey()
        # Carbon's `A` is 0, as is an event that carries no code: such an event has no scan code either.
        is_told = code > 0 or event.nativeScanCode() > 0
        return _CARBON[code].strip("\0") if is_told and code < len(_CARBON) else ""
    code = event.nativeScanCode()
    return _PC_CODES.get(code if platform == "win32" else code - _X11_OFFSET, "")


def digit_of(event: QKeyEvent) -> str:
    """Return the digit of the row above the letters, also where that row types something else without Shift; empty for other keys."""
    has_shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
    place = place_of(event)
    return place if place in _DIGITS and not has_shift else ""
