"""What to make sure of once more; what is ticked here is kept with everybody in the table."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.consent import MAX_NOTE, PersonConsent, Purpose, Verdict
from app.ui.consent.wording import MINORS, capital, names_together
from app.ui.theme import Theme
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Surface, TextLabel


class Checks(QWidget):
    """Ticks for authority, that no is fine, until when, and the interpreter; and who must still be asked."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._until: date | None = None
        self._authority = self._box(self.tr("Gezag nagevraagd, niet zomaar aangenomen"))
        self._how = QLineEdit(self)
        self._how.setMaxLength(MAX_NOTE)
        self._how.setPlaceholderText(self.tr("Bijvoorbeeld: moeder en vader hebben het samen"))
        self._how.setAccessibleName(self.tr("Hoe weet je wie het gezag heeft?"))
        self._how.editingFinished.connect(self.changed)
        self._fine = self._box(self.tr("Gezegd: nee is goed, en stoppen mag altijd"))
        self._known = self._box(self.tr("Iedereen weet wie er kijkt en tot wanneer"))
        self._interpreter = self._box(self.tr("Er was een tolk bij"))
        self._notice = Surface("threshold", self)
        self._notice_text = TextLabel("", "gewoon", self._notice)
        line = QHBoxLayout(self._notice)
        line.setContentsMargins(12, 8, 12, 8)
        line.setSpacing(10)
        line.addWidget(IconLabel(theme, "letop", self._notice, color="menie_tekst"), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._notice_text, 1)
        self._notice.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(TextLabel(self.tr("Nog even nagaan"), "sterk", self))
        for part in (self._authority, self._how, self._fine, self._known, self._interpreter, self._notice):
            column.addWidget(part)
        column.addStretch()

    def show_persons(self, persons: Sequence[PersonConsent], until: date | None) -> None:
        """Tick what holds for everybody; `until` is the day the recording goes, which everybody should know."""
        self._until = until
        minors = [person for person in persons if person.age_group in MINORS]
        how = next((person.authority_checked for person in minors if person.authority_checked), "")
        for box, is_so in (
            (self._authority, bool(minors) and all(person.authority_checked for person in minors)),
            (self._fine, bool(persons) and all(person.said_no_is_fine for person in persons)),
            (self._known, bool(persons) and all(person.until for person in persons)),
            (self._interpreter, any(person.has_interpreter for person in persons)),
        ):
            blocker = QSignalBlocker(box)
            box.setChecked(is_so)
            blocker.unblock()
            box.setEnabled(bool(persons))
        self._authority.setVisible(bool(minors))
        self._how.setVisible(bool(minors) and self._authority.isChecked())
        if not self._how.hasFocus() and how != _plain_authority(self):
            self._how.setText(how)

    def show_verdicts(self, verdicts: Mapping[Purpose, Verdict]) -> None:
        """Say who must still be asked before the shutters of the recording open."""
        own = verdicts[Purpose.OWN]
        who = capital(names_together(own.who))
        texts = {
            "waiting": self.tr("{who} nog vragen. Tot die tijd blijft het luik van deze opname dicht."),
            "not_asked": self.tr("Nog vragen: {who}. Tot die tijd blijft het luik van deze opname dicht."),
            "refused": self.tr("{who} zei nee. Het luik van deze opname blijft dicht."),
            "expired": self.tr("De tijd waarvoor ja is gezegd, is voorbij. Vraag het opnieuw."),
        }
        text = texts.get(own.state, "")
        if own.state == "not_asked" and not who:
            text = self.tr("Zet erbij wie er in beeld is. Tot die tijd blijft het luik van deze opname dicht.")
        self._notice_text.setText(text.format(who=who if own.state != "not_asked" else names_together(own.who)))
        self._notice.setVisible(bool(text))

    def applied_to(self, person: PersonConsent) -> PersonConsent:
        """Return the person with what is ticked here."""
        authority = ""
        if self._authority.isChecked() and person.age_group in MINORS:
            authority = " ".join(self._how.text().split()) or _plain_authority(self)
        return replace(
            person,
            authority_checked=authority,
            said_no_is_fine=self._fine.isChecked(),
            until=(person.until or self._until) if self._known.isChecked() else None,
            has_interpreter=self._interpreter.isChecked(),
        )

    def _box(self, text: str) -> QCheckBox:
        box = QCheckBox(text, self)
        box.setAccessibleName(text)
        box.toggled.connect(self._on_toggled)
        return box

    @Slot()
    def _on_toggled(self) -> None:
        self._how.setVisible(self._authority.isVisibleTo(self) and self._authority.isChecked())
        self.changed.emit()


def _plain_authority(checks: Checks) -> str:
    return checks.tr("nagevraagd")
