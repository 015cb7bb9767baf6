"""Changing the passphrase: the old one, and twice a new one. Who came in with the code on paper needs no old one."""

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.common.progress import JobContext
from app.services.keys import KeyFacts
from app.services.session import Session
from app.ui.dates import day_text
from app.ui.jobs import JobRunner
from app.ui.safety.card import Card
from app.ui.safety.work_panel import WorkPanel
from app.ui.theme import Theme
from app.ui.unlock.new_passphrase import NewPassphrase
from app.ui.unlock.passphrase_field import PassphraseField
from app.ui.widgets.buttons import MainButton, PlainButton, QuietButton
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.labels import TextLabel


class PassphraseCard(Card):
    """The form opens when it is asked for, and is empty again as soon as it is left."""

    changed = Signal()

    def __init__(self, theme: Theme, jobs: JobRunner, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(theme, "sleutel", "", parent)
        self.set_title(self.tr("Wachtzin"))
        self._session = session
        self._was_forgotten = False
        self._words = self.say("")
        self.change = PlainButton(theme, self.tr("Verander je wachtzin"), self)
        self.change.clicked.connect(self.open_form)
        self.add_row(self.change)
        self._form = QWidget(self)
        self._build_form()
        self.column.addWidget(self._form)
        self.work = WorkPanel(theme, jobs, self)
        self.work.succeeded.connect(self._on_changed)
        self.work.busy_changed.connect(self._form.setDisabled)
        self.column.addWidget(self.work)
        self.forget()

    def show_facts(self, facts: KeyFacts) -> None:
        """Show since when it is what it is."""
        since = facts.passphrase_since
        words = self.tr("Sinds {day}. Alleen jij kent hem.").format(day=day_text(since.astimezone().date())) if since else ""
        cost = self.tr("Wie hem wil raden, heeft per poging {memory} MB geheugen nodig. Dat maakt raden langzaam.").format(memory=facts.memory_mib)
        self._words.setText(f"{words} {cost}".strip())

    def forget(self) -> None:
        """Close the form and empty its fields."""
        self.old.edit.setText("")
        self.new.forget()
        self._form.hide()
        self.change.show()

    def _build_form(self) -> None:
        self.old = PassphraseField(self.theme, self.tr("Je wachtzin van nu"), self._form)
        self.old.text_changed.connect(self._show_missing)
        self.new = NewPassphrase(self.theme, self.tr("Je nieuwe wachtzin van vijf woorden"), self._form)
        self.new.changed.connect(self._show_missing)
        self.new.entered.connect(self._on_keep)
        self.old.entered.connect(self.new.setFocus)
        self.keep = MainButton(self.theme, self.tr("Neem deze wachtzin"), self._form, is_large=False)
        self.keep.clicked.connect(self._on_keep)
        cancel = QuietButton(self.theme, self.tr("Laat zoals het was"), self._form)
        cancel.clicked.connect(self._on_cancel)
        buttons = QWidget(self._form)
        flow = FlowLayout(buttons)
        flow.addWidget(self.keep)
        flow.addWidget(cancel)
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._old_label = TextLabel(self.tr("Je wachtzin van nu"), "label", self._form)
        for part in (self._old_label, self.old, self.new, buttons):
            column.addWidget(part)

    @Slot()
    def _show_missing(self) -> None:
        missing = {"weak": self.tr("Maak de wachtzin sterker"), "again": self.tr("Typ de nieuwe wachtzin nog een keer"), "": ""}[self.new.missing]
        if not self._is_forgotten and not self.old.text.strip():
            missing = self.tr("Typ eerst je wachtzin van nu")
        self.old.set_wrong(is_wrong=False)
        self.keep.set_ready(is_ready=not missing, missing=missing)

    @Slot()
    def open_form(self) -> None:
        """Ask for the new passphrase, with one proposed."""
        self.work.clear()
        self.change.hide()
        self._old_label.setHidden(self._is_forgotten)
        self.old.setHidden(self._is_forgotten)
        self._form.show()
        self.new.propose()
        self._show_missing()
        (self.new.first if self._is_forgotten else self.old).edit.setFocus()

    @property
    def _is_forgotten(self) -> bool:
        return self._session.keys.is_passphrase_forgotten

    @Slot()
    def _on_cancel(self) -> None:
        self.forget()
        self.change.setFocus()

    @Slot()
    def _on_keep(self) -> None:
        if self.keep.isEnabled():
            work = partial(_change, self._session, None if self._is_forgotten else self.old.text.strip(), self.new.passphrase)
            self._was_forgotten = self._is_forgotten
            self.work.run(work, name="change passphrase", saying=self.tr("Je nieuwe wachtzin wordt ingesteld."))

    @Slot(object)
    def _on_changed(self, _outcome: object) -> None:
        self.forget()
        others = (
            self.tr("Je herstelcode is nu gebruikt: maak hieronder een nieuwe.")
            if self._was_forgotten
            else self.tr("Oudere reservekopieën gaan nog open met de oude. Maak een nieuwe reservekopie.")
        )
        self.work.say(" ".join((self.tr("Vanaf nu geldt je nieuwe wachtzin."), others)))
        self.change.setFocus()
        self.changed.emit()


def _change(session: Session, old: str | None, new: str, _context: JobContext) -> None:
    if old is None:
        session.keys.set_passphrase(new)
    else:
        session.keys.change_passphrase(old, new)
