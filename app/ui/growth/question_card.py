"""A pane where the worker did not look yet, and one question from it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.kijkkader import Cell
from app.ui.theme import Theme
from app.ui.viewing.panes.pane_grid import indicator_to_offer
from app.ui.widgets.buttons import PlainButton, QuietButton
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Heading, Surface, TextLabel


class QuestionCard(Surface):
    """Asks; never says that something is missing."""

    watch_requested = Signal(str)
    """The id of the indicator to look at the next time."""
    put_away = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("question", parent)
        self._indicator_id = ""
        self._label = TextLabel("", "klein", self)
        self._name = TextLabel("", "titel", self)
        self._question = Heading("", "kop2", self)
        self._about = TextLabel("", "gewoon", self)
        self._watch = PlainButton(theme, self.tr("Daar let ik de volgende keer op"), self, icon_name="let_op")
        self._watch.clicked.connect(self._on_watch)
        away = QuietButton(theme, self.tr("Niet nu"), self)
        away.clicked.connect(self.put_away)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(IconLabel(theme, "let_op", self, size=16))
        head.addWidget(self._label, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self._watch)
        buttons.addWidget(away)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addLayout(head)
        for part in (self._name, self._question, self._about):
            column.addWidget(part)
        column.addLayout(buttons)

    def ask(self, cell: Cell, *, is_empty: bool) -> None:
        """Ask a question of this pane."""
        indicator = indicator_to_offer(cell, ())
        self.setVisible(indicator is not None)
        if indicator is None:
            return
        self._indicator_id = indicator.indicator_id
        self._label.setText(self.tr("Hier keek je nog niet") if is_empty else self.tr("Hier keek je naar"))
        self._name.setText(cell.name.nl)
        self._question.setText(indicator.questions[0].nl if indicator.questions else cell.core.nl)
        was_empty = self.tr("Was het er niet, of keek je er niet naar? Dat zegt niets over jou.")
        self._about.setText(was_empty if is_empty else cell.core.nl)

    @Slot()
    def _on_watch(self) -> None:
        self.watch_requested.emit(self._indicator_id)
