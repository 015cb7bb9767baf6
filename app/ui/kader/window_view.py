"""A frame to look at: its notice, the window, what is in a pane, and the glossary."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.kijkkader import Cell, Indicator, Kader
from app.ui.theme import Theme
from app.ui.viewing.panes.window_panes import WindowPanes
from app.ui.widgets.labels import Heading, Line, Surface, TextLabel

_GAP = 8


class WindowView(QWidget):
    """The window as it stands in the Kijkkamer, side lights and all, with the words of the pane that is picked below it."""

    cell_picked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kader: Kader | None = None
        self._cell_id = ""
        self._notice = TextLabel("", "klein", self)
        surface = Surface("calm", self)
        inside = QVBoxLayout(surface)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(self._notice)
        self.panes = WindowPanes(theme, self)
        self._words = QWidget(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._column.addWidget(surface)
        self._column.addWidget(self.panes)
        self._column.addWidget(self._words)
        self._column.addStretch(1)
        self.panes.pane_picked.connect(self.show_cell)
        self.panes.pane_picked.connect(self.cell_picked)

    @property
    def notice(self) -> str:
        """Whose frame this is and what it is not, as it is shown."""
        return self._notice.text()

    def show_kader(self, kader: Kader) -> None:
        """Show this frame and the pane that was open, where it has that."""
        self._kader = kader
        self._notice.setText(kader.notice.nl)
        self.panes.show_kader(kader, has_side_lights=True)
        self.show_cell(self._cell_id if any(each.cell_id == self._cell_id for each in kader.cells) else "")

    @Slot(str)
    def show_cell(self, cell_id: str) -> None:
        """Show the words of this pane, or with an empty id of none."""
        self._cell_id = cell_id
        cell = next((each for each in self._kader.cells if each.cell_id == cell_id), None) if self._kader else None
        words = QWidget(self)
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        if cell is None:
            column.addWidget(TextLabel(self.tr("Kies een vak om te lezen wat erin staat."), "bij", words))
        else:
            self._fill(column, cell, words)
        self._column.replaceWidget(self._words, words)
        self._words.hide()
        self._words.deleteLater()
        words.show()
        self._words = words

    def _fill(self, column: QVBoxLayout, cell: Cell, parent: QWidget) -> None:
        column.addWidget(Heading(cell.name.nl, "kop3", parent))
        column.addWidget(TextLabel(cell.core.nl, "citaat", parent))
        for indicator in cell.indicators:
            column.addWidget(Line(parent))
            self._fill_indicator(column, indicator, parent)

    def _fill_indicator(self, column: QVBoxLayout, indicator: Indicator, parent: QWidget) -> None:
        name = self.tr("{name} (vervallen)").format(name=indicator.name.nl) if indicator.is_retired else indicator.name.nl
        column.addWidget(TextLabel(name, "sterk", parent))
        column.addWidget(TextLabel(indicator.description.nl, "gewoon", parent))
        marks = {mark.kind.value: mark.name.nl for mark in self._kader.marks} if self._kader else {}
        for kind, text in (("helpt", indicator.helps.nl), ("schuurt", indicator.chafes.nl)):
            column.addWidget(TextLabel(f"{marks.get(kind, '')}: {text}", "klein", parent))
        for question in indicator.questions:
            column.addWidget(TextLabel(question.nl, "citaat", parent))
        if indicator.needs_several_people:
            column.addWidget(TextLabel(self.tr("Alleen te zien als er meer mensen bij zijn."), "bij", parent))


class GlossaryView(QWidget):
    """The words of the frame that could be taken for something else, the phases, and where the frame draws on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inside = QWidget(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._inside)
        self._column.addStretch(1)

    def show_kader(self, kader: Kader) -> None:
        """Show the words of this frame."""
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        lists: tuple[tuple[str, list[tuple[str, str]]], ...] = (
            (self.tr("Begrippen"), [(each.term, each.explanation.nl) for each in kader.glossary]),
            (self.tr("Rijen"), [(each.name.nl, each.explanation.nl) for each in kader.levels]),
            (self.tr("Kolommen"), [(each.name.nl, each.explanation.nl) for each in kader.themes]),
            (self.tr("Fasen"), [(each.name.nl, each.explanation.nl) for each in kader.phases]),
            (self.tr("Bronnen"), list(kader.sources.items())),
        )
        for title, entries in lists:
            if entries:
                column.addWidget(Heading(title, "kop3", inside))
            for name, explanation in entries:
                column.addWidget(TextLabel(name, "sterk", inside))
                column.addWidget(TextLabel(explanation, "gewoon", inside))
        self._column.replaceWidget(self._inside, inside)
        self._inside.hide()
        self._inside.deleteLater()
        inside.show()
        self._inside = inside
