"""The consent of one recording: the table with everything around it, the same wherever it is shown."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.consent import SELF, AgeGroup, PersonConsent, Purpose, Verdict
from app.ui.consent.ask_card import AskCard
from app.ui.consent.checks import Checks
from app.ui.consent.consent_grid import ConsentGrid
from app.ui.consent.person_dialog import PersonDialog
from app.ui.consent.wording import PURPOSES, WORKER, role_name
from app.ui.theme import Theme
from app.ui.widgets.buttons import EraseButton, PlainButton, QuietButton
from app.ui.widgets.labels import Heading, Surface, TextLabel

_BESIDE_PX = 700
"""Below this width at 100 % the list of checks comes under the card."""


def worker_row(today: date) -> PersonConsent:
    """Return the row of the worker, who is in view too and made the recording."""
    return PersonConsent(WORKER, AgeGroup.ADULT, frozenset(PURPOSES), given_by=(SELF,), asked_before=today)


class ConsentEditor(QWidget):
    """Tells `changed` at every answer and keeps nothing itself.

    With `is_kept` the recording is in the vault: taking somebody off the list is only asked for, and they can withdraw.
    """

    changed = Signal()
    removal_requested = Signal(str)
    withdrawal_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, is_kept: bool = False) -> None:
        super().__init__(parent)
        self._theme = theme
        self._until: date | None = None
        self._is_kept = is_kept
        self._heading = Heading(self.tr("Wie is er in beeld, en wat vinden zij goed?"), "kop1", self)
        self._lead = TextLabel(self.tr("Vul rollen in, geen namen. Ieder zegt ja of nee per doel. Nee is ook goed."), "gewoon", self)
        self.table = ConsentGrid(theme, self)
        self.table.changed.connect(self._on_changed)
        self.table.person_opened.connect(self._on_person_opened)
        self.table.removal_requested.connect(self._on_removal)
        self.table.addition_requested.connect(self.add_person)
        self.table.selectionModel().currentChanged.connect(self._show_buttons)
        self.checks = Checks(theme, self)
        self.checks.changed.connect(self._on_checked)
        self._add = PlainButton(theme, self.tr("Nog iemand in beeld"), self, icon_name="toevoegen")
        self._add.clicked.connect(self.add_person)
        self._edit = QuietButton(theme, self.tr("Wijzig"), self, icon_name="nu")
        self._edit.clicked.connect(self._on_edit)
        self._remove = QuietButton(theme, self.tr("Haal uit de lijst"), self)
        self._remove.clicked.connect(self._on_remove_clicked)
        self._withdraw = EraseButton(theme, self.tr("Trekt toestemming in"), self, icon_name="ingetrokken")
        self._withdraw.clicked.connect(self._on_withdraw)
        self._lay_out()
        self._show_buttons()

    @property
    def persons(self) -> tuple[PersonConsent, ...]:
        """Everybody in view with their answers and what was ticked below."""
        return self.table.persons

    @property
    def verdicts(self) -> dict[Purpose, Verdict]:
        """What may be done with the recording, as the table stands."""
        return self.table.verdicts

    def show_persons(self, persons: Sequence[PersonConsent], until: date | None) -> None:
        """Show these people; `until` is the day the recording goes."""
        self._until = until
        self.table.show_persons(persons)
        self._show_rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the checks beside the card, or under it."""
        super().resizeEvent(event)
        is_wide = self.width() / self._theme.scale >= _BESIDE_PX
        self._below.setDirection(QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom)

    def focus_first(self) -> None:
        """Put the keyboard on the table, or on the button when nobody is in it."""
        (self.table if self.persons else self._add).setFocus()

    def remove_person(self, role: str) -> None:
        """Take somebody off the list."""
        self.table.show_persons([person for person in self.persons if person.role != role])
        self._on_changed()

    @Slot()
    def add_person(self) -> None:
        """Ask who else is in view."""
        self._ask_about(None)

    def _lay_out(self) -> None:
        frame = Surface("card", self)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.table)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._heading)
        head.addWidget(self._lead)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._add)
        buttons.addStretch()
        for button in (self._edit, self._remove, self._withdraw):
            buttons.addWidget(button)
        self._below = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._below.setSpacing(16)
        self._below.addWidget(AskCard(self._theme, self), 1)
        self._below.addWidget(self.checks, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(frame)
        column.addLayout(buttons)
        column.addLayout(self._below)
        column.addStretch()

    def _ask_about(self, row: int | None) -> None:
        person = None if row is None else self.persons[row]
        question = PersonDialog(self._theme, person, [each.role for each in self.persons], self)
        if question.exec():
            told = self.checks.applied_to(question.person) if self.persons else question.person
            persons = list(self.persons)
            persons[len(persons) if row is None else row : len(persons) if row is None else row + 1] = [told]
            self.table.show_persons(persons)
            place = len(persons) - 1 if row is None else row
            self.table.setCurrentIndex(self.table.model().index(place, 2 if row is None else 0))
            self._on_changed()
        question.deleteLater()
        self.table.setFocus()

    def _show_rest(self) -> None:
        self.checks.show_persons(self.persons, self._until)
        self.checks.show_verdicts(self.verdicts)
        self._show_buttons()

    @Slot()
    def _show_buttons(self, *_: object) -> None:
        row = self.table.current_person
        self._edit.setVisible(row is not None)
        self._remove.setVisible(row is not None)
        self._withdraw.setVisible(row is not None and self._is_kept)
        if row is not None:
            who = role_name(self.persons[row].role)
            self._edit.setAccessibleName(self.tr("Wijzig {who}").format(who=who))
            self._withdraw.setAccessibleName(self.tr("{who} trekt de toestemming in").format(who=who))
            self._remove.setAccessibleName(self.tr("Haal {who} uit de lijst").format(who=who))

    @Slot()
    def _on_changed(self) -> None:
        self._show_rest()
        self.changed.emit()

    @Slot()
    def _on_checked(self) -> None:
        self.table.show_persons([self.checks.applied_to(person) for person in self.persons])
        self._on_changed()

    @Slot(int)
    def _on_person_opened(self, row: int) -> None:
        self._ask_about(row)

    @Slot()
    def _on_edit(self) -> None:
        row = self.table.current_person
        if row is not None:
            self._ask_about(row)

    @Slot()
    def _on_remove_clicked(self) -> None:
        row = self.table.current_person
        if row is not None:
            self._on_removal(row)

    @Slot(int)
    def _on_removal(self, row: int) -> None:
        if self._is_kept:
            self.removal_requested.emit(self.persons[row].role)
        else:
            self.remove_person(self.persons[row].role)

    @Slot()
    def _on_withdraw(self) -> None:
        row = self.table.current_person
        if row is not None:
            self.withdrawal_requested.emit(self.persons[row].role)
