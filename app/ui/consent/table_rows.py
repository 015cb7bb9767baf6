"""The rows of the consent table: one per person, and at the bottom what that makes of the recording."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from app.common.local_time import local_now
from app.domain.consent import PersonConsent, Purpose, Verdict, verdict
from app.ui.consent.wording import PURPOSES, age_name, given_text, purpose_name, role_name, state_text

NAME, GIVEN, FIRST_PURPOSE = 0, 1, 2
COLUMNS = FIRST_PURPOSE + len(PURPOSES)
CELL_ROLE = Qt.ItemDataRole.UserRole
"""The person of a row, or in the bottom row the verdict of a purpose (None in its first two columns)."""

_Index = QModelIndex | QPersistentModelIndex


def answer_of(person: PersonConsent, purpose: Purpose) -> bool | None:
    """Return yes, no, or None when it was not asked."""
    if purpose in person.purposes:
        return True
    return False if purpose in person.refused else None


def with_next_answer(person: PersonConsent, purpose: Purpose, today: date) -> PersonConsent:
    """Return the person with the next answer: not asked, yes, no, and round again. A first yes gets its day and its giver."""
    answer = answer_of(person, purpose)
    purposes, refused = person.purposes - {purpose}, person.refused - {purpose}
    if answer is None:
        asked = person.asked_before or person.asked_after or person.asked_showing
        return replace(
            person,
            purposes=purposes | {purpose},
            refused=refused,
            given_by=person.given_by or person.required_from[:1] or ("zelf",),
            asked_before=person.asked_before if asked else today,
        )
    if answer:
        return replace(person, purposes=purposes, refused=refused | {purpose})
    return replace(person, purposes=purposes, refused=refused)


class ConsentRows(QAbstractTableModel):
    """What the table shows and what a screen reader hears of it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._persons: tuple[PersonConsent, ...] = ()
        self._verdicts: dict[Purpose, Verdict] = {}
        self._judge()

    @property
    def persons(self) -> tuple[PersonConsent, ...]:
        """Everybody in view, in the order of the rows."""
        return self._persons

    @property
    def verdicts(self) -> dict[Purpose, Verdict]:
        """What may be done with the recording, as the table stands."""
        return self._verdicts

    def show_persons(self, persons: Sequence[PersonConsent]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._persons = tuple(persons)
        self._judge()
        self.endResetModel()

    def replace_person(self, row: int, person: PersonConsent) -> None:
        """Change one row, and the bottom row with it."""
        self._persons = (*self._persons[:row], person, *self._persons[row + 1 :])
        self._judge()
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, COLUMNS - 1))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the persons and the bottom row."""
        return 0 if parent.isValid() else len(self._persons) + 1

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return who, who agreed, and the purposes."""
        return 0 if parent.isValid() else COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the names of columns and rows."""
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        if orientation is Qt.Orientation.Vertical:
            return role_name(self._persons[section].role) if section < len(self._persons) else self.tr("Dit mag met deze opname")
        if section >= FIRST_PURPOSE:
            return purpose_name(PURPOSES[section - FIRST_PURPOSE])
        return self.tr("Wie") if section == NAME else self.tr("Wie zei ja?")

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a cell, or what it stands for."""
        row, column = index.row(), index.column()
        is_bottom = row >= len(self._persons)
        if role == CELL_ROLE:
            if not is_bottom:
                return self._persons[row]
            return self._verdicts[PURPOSES[column - FIRST_PURPOSE]] if column >= FIRST_PURPOSE else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._bottom_text(column) if is_bottom else self._person_text(self._persons[row], column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = self.data(index)
            if column < FIRST_PURPOSE:
                return words
            return f"{self.headerData(row, Qt.Orientation.Vertical)}, {purpose_name(PURPOSES[column - FIRST_PURPOSE])}: {words}"
        return None

    def _person_text(self, person: PersonConsent, column: int) -> str:
        if column == NAME:
            return f"{role_name(person.role)}, {age_name(person.age_group)}"
        if column == GIVEN:
            return given_text(person)
        answer = answer_of(person, PURPOSES[column - FIRST_PURPOSE])
        return self.tr("niet gevraagd") if answer is None else self.tr("ja") if answer else self.tr("nee")

    def _bottom_text(self, column: int) -> str:
        if column == NAME:
            return self.tr("Dit mag met deze opname")
        if column == GIVEN:
            return self.tr("De strengste keuze telt.") if self._persons else self.tr("Er staat nog niemand in de lijst.")
        return state_text(self._verdicts[PURPOSES[column - FIRST_PURPOSE]])

    def _judge(self) -> None:
        today = local_now().date()
        self._verdicts = {purpose: verdict(self._persons, purpose, today) for purpose in PURPOSES}
