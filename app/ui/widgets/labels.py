"""Text in one of the roles of the design."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget


class TextLabel(QLabel):
    """Plain text that wraps.

    `role` names a rule of the style sheet: kop0 to kop3, vraag, citaat, titel, groot, sterk, gewoon, bij, klein, label, fout, letop, merk.
    """

    def __init__(self, text: str = "", role: str = "gewoon", parent: QWidget | None = None, *, wraps: bool = True) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(wraps)

    def set_role(self, role: str) -> None:
        """Change the role and take on its look."""
        self.setProperty("role", role)
        restyle(self)


class Line(QFrame):
    """A thin line between parts."""

    def __init__(self, parent: QWidget | None = None, *, is_vertical: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("lineVertical" if is_vertical else "line")


class Surface(QFrame):
    """A flat area: `card`, `panel`, `question`, `threshold`, `danger`, `calm`, `sunken`, `menu` or `sheet`."""

    def __init__(self, surface: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", surface)


def restyle(widget: QWidget) -> None:
    """Let the style sheet look again at a widget whose properties changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
