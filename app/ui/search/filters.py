"""The choices beside the words: which kind of text, which mark, which indicator, about whom, which phase, when, where in the talk."""

from collections.abc import Hashable, Sequence
from datetime import timedelta
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.kijkkader import Kader
from app.domain.moment import MomentKind
from app.domain.search import TextFilter, TextKind
from app.ui.dates import today
from app.ui.search.question import Question
from app.ui.theme import Theme
from app.ui.viewing.menu_button import MenuButton
from app.ui.viewing.moment.mark_button import kind_word
from app.ui.widgets.buttons import QuietButton
from app.ui.widgets.flow_layout import FlowLayout

Choice = tuple[str, Hashable]
_WHOLE: tuple[float, float] = (0.0, 1.0)


class ChoiceButton(MenuButton):
    """One choice out of several; the first is always that it does not matter."""

    changed = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget) -> None:
        super().__init__(theme, parent, widest_px=190)
        self._name = name
        self._choices: Sequence[Choice] = ()
        self.value: Hashable = None

    def offer(self, choices: Sequence[Choice]) -> None:
        """Offer these instead of what was there; the first is chosen."""
        menu, group = QMenu(self), QActionGroup(self)
        for words, value in choices:
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.triggered.connect(partial(self._on_chosen, value))
            group.addAction(action)
        self._choices = choices
        self.setMenu(menu)
        self.choose(choices[0][1])

    def choose(self, value: Hashable) -> None:
        """Show this choice, without telling."""
        place = next(number for number, choice in enumerate(self._choices) if choice[1] == value)
        self.value = value
        self.menu().actions()[place].setChecked(True)
        self.set_words(self._choices[place][0], self._name)

    def forget(self) -> None:
        """Let it not matter any more, without telling."""
        self.choose(self._choices[0][1])

    @property
    def matters(self) -> bool:
        """Whether something was chosen."""
        return bool(self._choices) and self.value != self._choices[0][1]

    def _on_chosen(self, value: Hashable, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal passes it
        self.choose(value)
        self.changed.emit()


class Filters(QWidget):
    """All choices in a row that wraps."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        row = FlowLayout(self)
        self.kind, self.mark, self.indicator = (
            ChoiceButton(theme, name, self) for name in (self.tr("Soort"), self.tr("Teken"), self.tr("Indicator"))
        )
        self.who, self.phase = ChoiceButton(theme, self.tr("Over wie"), self), ChoiceButton(theme, self.tr("Fase"), self)
        self.period, self.share = ChoiceButton(theme, self.tr("Wanneer"), self), ChoiceButton(theme, self.tr("Waar in het gesprek"), self)
        self._buttons = (self.kind, self.mark, self.who, self.indicator, self.phase, self.period, self.share)
        self._forget = QuietButton(theme, self.tr("Wis de keuzes"), self)
        self._forget.clicked.connect(self._on_forget)
        self._offer_fixed()
        self.show_kaders(())
        for button in self._buttons:
            row.addWidget(button)
            button.changed.connect(self._on_changed)
        row.addWidget(self._forget)
        self._forget.hide()

    def show_kaders(self, kaders: Sequence[Kader]) -> None:
        """Offer the indicators, people and phases of these frames; what more of them have is called as the last does."""
        indicators = {each.indicator_id: each.name.nl for kader in kaders for each in kader.indicators}
        who = {each.who_id: each.name.nl for kader in kaders for each in kader.who}
        phases = {each.phase_id: each.name.nl for kader in kaders for each in kader.phases}
        self.indicator.offer([(self.tr("Elke indicator"), ""), *_choices(indicators)])
        self.who.offer([(self.tr("Over iedereen"), ""), *_choices(who)])
        self.phase.offer([(self.tr("Elke fase"), ""), *_choices(phases)])

    @property
    def has_choices(self) -> bool:
        """Whether anything was chosen."""
        return any(button.matters for button in self._buttons)

    def question(self, words: str) -> Question:
        """Return what is asked with these words."""
        days = self.period.value
        from_share, until_share = self.share.value if isinstance(self.share.value, tuple) else _WHOLE
        wanted = TextFilter(
            kinds=frozenset({self.kind.value}) if isinstance(self.kind.value, TextKind) else frozenset(),
            marks=frozenset({self.mark.value}) if isinstance(self.mark.value, MomentKind) else frozenset(),
            indicators=frozenset({str(self.indicator.value)}) if self.indicator.value else frozenset(),
            who=frozenset({str(self.who.value)}) if self.who.value else frozenset(),
            recorded_from=today() - timedelta(days=days) if isinstance(days, int) and days else None,
            from_share=from_share,
            until_share=until_share,
        )
        return Question(words, wanted, str(self.phase.value))

    def _offer_fixed(self) -> None:
        self.kind.offer(
            [
                (self.tr("Alles"), None),
                (self.tr("Momenten"), TextKind.MOMENT),
                (self.tr("Vragen bij fragmenten"), TextKind.FRAGMENT),
                (self.tr("Wat er gezegd wordt"), TextKind.TURN),
                (self.tr("Bewaarde notities"), TextKind.NOTE),
            ]
        )
        self.mark.offer([(self.tr("Elk teken"), None), *((kind_word(kind), kind) for kind in MomentKind)])
        self.period.offer(
            [(self.tr("Altijd"), 0), (self.tr("Laatste maand"), 31), (self.tr("Laatste drie maanden"), 92), (self.tr("Laatste jaar"), 366)]
        )
        self.share.offer(
            [
                (self.tr("Overal in het gesprek"), _WHOLE),
                (self.tr("In het begin"), (0.0, 1 / 3)),
                (self.tr("In het midden"), (1 / 3, 2 / 3)),
                (self.tr("Aan het eind"), (2 / 3, 1.0)),
            ]
        )

    @Slot()
    def _on_changed(self) -> None:
        self._forget.setVisible(self.has_choices)
        self.changed.emit()

    @Slot()
    def _on_forget(self) -> None:
        for button in self._buttons:
            button.forget()
        self._on_changed()


def _choices(names: dict[str, str]) -> list[Choice]:
    return [(name, its_id) for its_id, name in names.items()]
