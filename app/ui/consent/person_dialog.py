"""One person in view: a role and an age group, who must agree and who did, and when it was asked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QDate, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.consent import MAX_ROLE, AgeGroup, PersonConsent
from app.ui.consent.wording import AGE_GROUPS, MINORS, WORKER, age_name, capital, role_name, who_name
from app.ui.theme import Theme
from app.ui.widgets.buttons import MainButton, PlainButton
from app.ui.widgets.dialog_lock import DialogLock
from app.ui.widgets.labels import TextLabel

_NOBODY = "?"
"""Stands for the role until there is one."""
_ROLES = ("moeder", "vader", "jongere", "kind", "opa", "oma", "pleegouder", "partner", "collega", WORKER)
_YOUNG = {"jongere": AgeGroup.TWELVE_TO_15, "kind": AgeGroup.UNDER_TWELVE}
_MINOR_GIVERS = ("moeder", "vader", "voogd")


class PersonDialog(QDialog):
    """Roles instead of names. What is agreed to per purpose is answered in the table, not here."""

    def __init__(self, theme: Theme, person: PersonConsent | None, taken_roles: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self._theme = theme
        self._person = person or PersonConsent(_NOBODY, AgeGroup.ADULT)
        self._taken = set(taken_roles)
        title = self.tr("Wie is er nog in beeld?") if person is None else role_name(person.role)
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.current.scaled(520))
        self._build_fields()
        self._build_givers()
        self._build_asked()
        self._ready = MainButton(theme, self.tr("Klaar"), self)
        self._ready.setDefault(True)
        self._ready.clicked.connect(self.accept)
        leave = PlainButton(theme, self.tr("Laat zoals het was"), self, is_large=True)
        leave.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(10)
        column.addWidget(TextLabel(title, "kop2", self))
        column.addLayout(self._fields)
        column.addWidget(self._hint)
        column.addSpacing(4)
        column.addLayout(self._givers)
        column.addSpacing(4)
        column.addWidget(TextLabel(self.tr("Wanneer is het gevraagd?"), "label", self))
        column.addLayout(self._asked)
        column.addSpacing(10)
        buttons = QHBoxLayout()
        buttons.addWidget(leave)
        buttons.addStretch()
        buttons.addWidget(self._ready)
        column.addLayout(buttons)
        self._show_readiness()
        self._role.setFocus()
        DialogLock(self)

    @property
    def person(self) -> PersonConsent:
        """The person as filled in."""
        givers = [(name, needed, gave) for name, needed, gave, _ in self._rows if needed.isVisibleTo(self)]
        other = " ".join(self._other.text().split()).casefold()
        named = [(name or other, needed, gave) for name, needed, gave in givers if name or other]
        return replace(
            self._person,
            role=" ".join(self._role.currentText().split()).casefold() or _NOBODY,
            age_group=self._age_group,
            required_from=tuple(name for name, needed, _ in named if needed.isChecked()),
            given_by=tuple(name for name, _, gave in named if gave.isChecked()),
            asked_before=self._day(0),
            asked_after=self._day(1),
            asked_showing=self._day(2),
        )

    @property
    def _age_group(self) -> AgeGroup:
        return AGE_GROUPS[max(0, self._age.currentIndex())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is ready only when it can be."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not self._ready.isEnabled():
            return
        super().keyPressEvent(event)

    def _build_fields(self) -> None:
        self._role = QComboBox(self)
        self._role.setEditable(True)
        self._role.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._role.addItems([role for role in _ROLES if role not in self._taken or role == self._person.role])
        self._role.setCurrentText("" if self._person.role == _NOBODY else self._person.role)
        self._role.setAccessibleName(self.tr("Rol"))
        field = self._role.lineEdit()
        if field is not None:
            field.setMaxLength(MAX_ROLE)
        self._role.currentTextChanged.connect(self._on_role_changed)
        self._age = QComboBox(self)
        for group in AGE_GROUPS:
            self._age.addItem(age_name(group))
        self._age.setCurrentIndex(AGE_GROUPS.index(self._person.age_group))
        self._age.setAccessibleName(self.tr("Leeftijd"))
        self._age.currentIndexChanged.connect(self._show_givers)
        self._hint = TextLabel("", "bij", self)
        self._fields = QGridLayout()
        self._fields.setHorizontalSpacing(12)
        self._fields.setVerticalSpacing(4)
        for column, (words, part) in enumerate(((self.tr("Rol, geen naam"), self._role), (self.tr("Leeftijd"), self._age))):
            name = TextLabel(words, "kleinlabel", self)
            name.setBuddy(part)
            self._fields.addWidget(name, 0, column)
            self._fields.addWidget(part, 1, column)
            self._fields.setColumnStretch(column, 1)

    def _build_givers(self) -> None:
        self._givers = QGridLayout()
        self._givers.setHorizontalSpacing(12)
        self._givers.setVerticalSpacing(4)
        self._givers.setColumnStretch(0, 1)
        for column, words in enumerate((self.tr("Wie beslist er mee?"), self.tr("moet ja zeggen"), self.tr("zei ja"))):
            self._givers.addWidget(TextLabel(words, "label" if column == 0 else "klein", self, wraps=False), 0, column)
        self._other = QLineEdit(self)
        self._other.setMaxLength(MAX_ROLE)
        self._other.setPlaceholderText(self.tr("iemand anders, als rol"))
        self._other.setAccessibleName(self.tr("Iemand anders die beslist, als rol"))
        known = (*self._person.required_from, *self._person.given_by)
        coded = tuple(name for name in ("ouder1", "ouder2") if name in known)
        names = ("zelf", *_MINOR_GIVERS, *coded)
        self._other.setText(next((name for name in known if name not in names), ""))
        self._rows: list[tuple[str, QCheckBox, QCheckBox, QWidget]] = []
        for name in (*names, ""):
            self._add_giver(name)
        self._show_givers()

    def _add_giver(self, name: str) -> None:
        row = len(self._rows) + 1
        label: QWidget = TextLabel(capital(who_name(name)), "gewoon", self) if name else self._other
        needed, gave = QCheckBox(self), QCheckBox(self)
        shown = who_name(name) or self.tr("iemand anders")
        needed.setAccessibleName(self.tr("{who} moet ja zeggen").format(who=shown))
        gave.setAccessibleName(self.tr("{who} zei ja").format(who=shown))
        key = name or self._other.text()
        needed.setChecked(bool(key) and key in self._person.required_from)
        gave.setChecked(bool(key) and key in self._person.given_by)
        for column, part in enumerate((label, needed, gave)):
            self._givers.addWidget(part, row, column, Qt.AlignmentFlag(0) if column == 0 else Qt.AlignmentFlag.AlignHCenter)
        self._rows.append((name, needed, gave, label))

    def _build_asked(self) -> None:
        self._asked = QGridLayout()
        self._asked.setHorizontalSpacing(12)
        self._asked.setVerticalSpacing(4)
        self._asked.setColumnStretch(0, 1)
        self._days: list[tuple[QCheckBox, QDateEdit]] = []
        asked = (
            (self.tr("Vóór het filmen"), self._person.asked_before),
            (self.tr("Na het filmen"), self._person.asked_after),
            (self.tr("Voordat ik het aan iemand laat zien"), self._person.asked_showing),
        )
        for row, (words, day) in enumerate(asked):
            box = QCheckBox(words, self)
            box.setAccessibleName(words)
            box.setChecked(day is not None)
            field = QDateEdit(QDate(day.year, day.month, day.day) if day else QDate.currentDate(), self)
            field.setCalendarPopup(True)
            field.setMaximumDate(QDate.currentDate())
            field.setDisplayFormat("d MMMM yyyy")
            field.setAccessibleName(self.tr("{when}: welke dag").format(when=words))
            field.setEnabled(box.isChecked())
            box.toggled.connect(field.setEnabled)
            self._asked.addWidget(box, row, 0)
            self._asked.addWidget(field, row, 1)
            self._days.append((box, field))

    def _day(self, place: int) -> date | None:
        box, field = self._days[place]
        chosen = field.date()
        return date(chosen.year(), chosen.month(), chosen.day()) if box.isChecked() else None

    @Slot(str)
    def _on_role_changed(self, role: str) -> None:
        if role.casefold() in _YOUNG and self._person.role != role:
            self._age.setCurrentIndex(AGE_GROUPS.index(_YOUNG[role.casefold()]))
        self._show_readiness()

    @Slot()
    def _show_givers(self) -> None:
        is_minor = self._age_group in MINORS
        is_young = self._age_group is AgeGroup.UNDER_TWELVE
        for name, needed, gave, label in self._rows:
            is_shown = is_minor or name in {"zelf", ""}
            for part in (needed, gave, label):
                part.setVisible(is_shown)
            if name == "zelf" and self._person.role == _NOBODY:
                needed.setChecked(not is_young)
        self._show_readiness()

    def _show_readiness(self) -> None:
        role = self._role.currentText().strip().casefold()
        is_taken = role in self._taken and role != self._person.role
        if is_taken:
            self._hint.setText(self.tr("Deze rol staat al in de lijst. Maak er bijvoorbeeld “{role} 2” van.").format(role=role))
        elif role[:1] and role not in _ROLES and self._role.currentText()[:1].isupper():
            self._hint.setText(self.tr("Staat hier een naam? Gebruik liever een rol."))
        elif self._age_group in MINORS:
            words = self.tr("Onder de 12 beslist wie het gezag heeft. Van 12 tot 16 ook de jongere zelf. Hebben er twee gezag? Vraag het allebei.")
            self._hint.setText(words)
        else:
            self._hint.setText(self.tr("Vanaf 16 beslist iemand zelf."))
        if hasattr(self, "_ready"):
            self._ready.set_ready(is_ready=bool(role) and not is_taken, missing=self.tr("Klaar: nog een rol"))
