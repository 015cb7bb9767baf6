"""What is wrong with a file that should become a frame, line by line, so that the writer can mend it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from app.domain.kijkkader import KaderError
from app.ui.theme import Theme
from app.ui.widgets.buttons import PlainButton
from app.ui.widgets.labels import Heading, TextLabel


class MistakeList(QWidget):
    """Nothing of the file was kept."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = TextLabel("", "gewoon", self)
        self._list = QListWidget(self)
        self._list.setWordWrap(True)
        self._list.setAccessibleName(self.tr("Wat er niet klopt"))
        close = PlainButton(theme, self.tr("Terug naar de kijkkaders"), self)
        close.clicked.connect(self.closed)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(10)
        column.addWidget(Heading(self.tr("Dit bestand klopt nog niet"), "kop2", self))
        column.addWidget(self._count)
        column.addWidget(self._list, 1)
        foot = QHBoxLayout()
        foot.addWidget(close)
        foot.addStretch(1)
        column.addLayout(foot)

    def show_mistakes(self, mistakes: tuple[KaderError, ...]) -> None:
        """Show these, in the order of the file."""
        words = self.tr("Er is niets overgenomen. Verbeter deze {count} plekken in het bestand en neem het opnieuw over.")
        self._count.setText(words.format(count=len(mistakes)) if len(mistakes) > 1 else self.tr("Er is niets overgenomen. Verbeter deze plek."))
        self._list.clear()
        self._list.addItems([self._line(each) for each in mistakes])
        self._list.setCurrentRow(0)
        self._list.setFocus()

    def _line(self, mistake: KaderError) -> str:
        if mistake.path.startswith("cel "):
            return f"{mistake.path[:1].upper()}{mistake.path[1:]}: {mistake.message}"
        where = self.tr("Regel {line}, {path}") if mistake.path else self.tr("Regel {line}")
        return f"{where.format(line=mistake.line, path=mistake.path)}: {mistake.message}"
