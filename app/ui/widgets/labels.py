"""Text in one of the roles of the design."""

import html

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

_HEADING_LINE = 1.24
"""Height of a line in letter sizes; the letter by itself takes 1.48."""

_TRIMMED_ABOVE = 0.75
"""How much of what a line loses goes above it; below, the tail of a g needs the room."""


def plain_tip(text: str) -> str:
    """Return the text for a tooltip, which would otherwise take words that look like HTML for HTML, and fetch what they point to."""
    return f"<qt>{html.escape(text)}</qt>" if "<" in text else text


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


class Heading(TextLabel):
    """A heading in the letter of the frame, with its lines closer together than that letter has by itself."""

    def __init__(self, text: str = "", role: str = "kop1", parent: QWidget | None = None) -> None:
        super().__init__(text, role, parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Return the room for the text on as few lines as it asks for itself."""
        self.ensurePolished()
        widest = max((self.fontMetrics().horizontalAdvance(line) for line in self.text().split("\n")), default=0) + 2
        return QSize(widest, self.heightForWidth(widest))

    def minimumSizeHint(self) -> QSize:
        """Return a width at which the longest word fits."""
        self.ensurePolished()
        longest = max((self.fontMetrics().horizontalAdvance(word) for word in self.text().split()), default=0) + 2
        return QSize(longest, self._line_height())

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines at this width."""
        self.ensurePolished()
        return self._lines(width)[1]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines from the top."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        for layout in self._lines(self.width())[0]:
            layout.draw(painter, QPointF(0, 0))

    def _lines(self, width: int) -> tuple[list[QTextLayout], int]:
        """Return the laid out paragraphs and the height they take together."""
        layouts, top = [], 0.0
        step = self._line_height()
        for paragraph in self.text().split("\n"):
            layout = QTextLayout(paragraph, self.font())
            layout.beginLayout()
            while (line := layout.createLine()).isValid():
                line.setLineWidth(max(width, 1))
                line.setPosition(QPointF(0, top - (line.height() - step) * _TRIMMED_ABOVE))
                top += step
            layout.endLayout()
            layouts.append(layout)
        return layouts, round(top)

    def _line_height(self) -> int:
        return round(self.font().pixelSize() * _HEADING_LINE)


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
