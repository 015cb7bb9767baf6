"""The frame asks: one question at a time, in its own letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.domain.kijkkader import Indicator, Kader
from app.ui.theme import Theme
from app.ui.viewing.key_choices import KeyChoices
from app.ui.viewing.menu_button import MenuButton
from app.ui.viewing.panes.pane_grid import code_of
from app.ui.widgets.buttons import PlainButton, QuietButton
from app.ui.widgets.key_hint import KeyHint
from app.ui.widgets.labels import Surface, TextLabel, plain_tip


@dataclass(frozen=True)
class _Asked:
    indicator: Indicator
    number: int
    text: str


class QuestionCard(Surface):
    """Shows the questions of the indicators it is given, one after the other."""

    write_requested = Signal()
    indicator_chosen = Signal(str, str)
    """The indicator that was asked about, and the one of the same pane that takes its place."""

    def __init__(self, theme: Theme, keys: KeyChoices, parent: QWidget | None = None) -> None:
        super().__init__("question", parent)
        self._theme = theme
        self._kader: Kader | None = None
        self._asked: list[_Asked] = []
        self._place = 0
        self._can_choose = False
        self._code = KeyHint(theme, ("",), self)
        self._source = MenuButton(theme, self, is_quiet=True, widest_px=260)
        self._source.setProperty("look", "source")
        self._choices = QMenu(self._source)
        self._source.setMenu(self._choices)
        self._count = TextLabel("", "bij", self, wraps=False)
        self._question = TextLabel("", "vraag", self)
        self._write = PlainButton(theme, self.tr("Schrijf erbij"), self, icon_name="notitie", keys=keys.caps("write"))
        self._other = QuietButton(theme, self.tr("Andere vraag"), self, keys=keys.caps("question"))
        self._build()
        self._write.clicked.connect(self._on_write)
        self._other.clicked.connect(self.next_question)
        self.hide()

    @property
    def question(self) -> str:
        """The question that is asked now; empty without one."""
        return self._question.text()

    def show_indicators(self, kader: Kader, indicators: Sequence[Indicator], *, can_choose: bool) -> None:
        """Ask about these indicators; the same ones again leave the question that was asked.

        With `can_choose` they are of a moment, and another of the same pane may take the place of one.
        """
        asked = [_Asked(indicator, number, question.nl) for indicator in indicators for number, question in enumerate(indicator.questions, 1)]
        if asked != self._asked:
            self._place = 0
        self._kader, self._asked, self._can_choose = kader, asked, can_choose
        self._show()

    @Slot()
    def next_question(self) -> None:
        """Ask the next question; after the last comes the first again."""
        if self._asked:
            self._place = (self._place + 1) % len(self._asked)
            self._show()

    def set_writable(self, *, is_writable: bool) -> None:
        """Offer to write, or not: without a moment there is nowhere to write."""
        self._write.setVisible(is_writable)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._code)
        head.addWidget(self._source)
        head.addStretch(1)
        head.addWidget(self._count)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._write)
        buttons.addWidget(self._other)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 12)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._question)
        column.addSpacing(2)
        column.addLayout(buttons)

    def _show(self) -> None:
        self.setVisible(bool(self._asked))
        if not self._asked or self._kader is None:
            return
        now = self._asked[self._place]
        self._code.set_keys((code_of(self._kader, now.indicator),))
        self._source.set_words(now.indicator.name.nl, self.tr("Waar de vraag bij hoort"))
        self._count.setText(self.tr("vraag {number} van {count}").format(number=now.number, count=len(now.indicator.questions)))
        self._question.setText(now.text)
        self._fill_choices(now.indicator)

    def _fill_choices(self, asked: Indicator) -> None:
        self._choices.clear()
        self._source.setEnabled(self._can_choose)
        if self._kader is None or not self._can_choose:
            return
        for indicator in self._kader.indicators:
            if indicator.cell_id == asked.cell_id:
                action = self._choices.addAction(indicator.name.nl)
                action.setToolTip(plain_tip(indicator.description.nl))
                action.setCheckable(True)
                action.setChecked(indicator == asked)
                action.triggered.connect(partial(self._choose, asked.indicator_id, indicator.indicator_id))
        self._choices.setToolTipsVisible(True)

    def _choose(self, old_id: str, new_id: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal passes it
        self.indicator_chosen.emit(old_id, new_id)

    @Slot()
    def _on_write(self) -> None:
        self.write_requested.emit()
