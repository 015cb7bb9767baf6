"""Renewing all keys, for when somebody may have had them."""

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
from app.ui.unlock.passphrase_field import PassphraseField
from app.ui.unlock.recovery_step import RecoveryStep
from app.ui.widgets.buttons import PlainButton, QuietButton
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.labels import TextLabel


class RenewalCard(Card):
    """Asks the passphrase, renews, and shows the new recovery code until it was typed back."""

    changed = Signal()

    def __init__(self, theme: Theme, jobs: JobRunner, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(theme, "refresh-cw", "", parent)
        self.set_title(self.tr("Alle sleutels vernieuwen"))
        self._session = session
        self.say(self.tr("Doe dit als iemand je wachtzin of herstelcode kende, of een kopie van je kluis heeft. Je wachtzin blijft dezelfde."))
        self._limit = self.say(
            self.tr("Wie al een kopie van de kluis kon openen, kan die kopie blijven openen. De sleutels van de opnamen zelf veranderen niet.")
        )
        self._last = self.say("", "bij")
        self.start = PlainButton(theme, self.tr("Vernieuw de sleutels"), self)
        self.start.clicked.connect(self._on_start)
        self.add_row(self.start)
        self._form = QWidget(self)
        self._build_form()
        self.column.addWidget(self._form)
        why = self.tr("Zet deze nieuwe code op papier. De oude herstelcode werkt niet meer op deze kluis.")
        self.step = RecoveryStep(theme, self, open_words=self.tr("Hij staat op papier"), why=why)
        self.step.confirmed.connect(self._on_confirmed)
        self.column.addWidget(self.step)
        self.work = WorkPanel(theme, jobs, self)
        self.work.succeeded.connect(self._on_renewed)
        self.work.busy_changed.connect(self._form.setDisabled)
        self.column.addWidget(self.work)
        self.forget()

    def show_facts(self, facts: KeyFacts) -> None:
        """Show when it was done last."""
        at = facts.keys_renewed_at
        self._last.setText(self.tr("Laatst gedaan op {day}.").format(day=day_text(at.astimezone().date())) if at else "")
        self._last.setVisible(at is not None)

    def forget(self) -> None:
        """Take passphrase and code off the screen."""
        self.passphrase.edit.setText("")
        self.step.forget()
        self._form.hide()
        self.step.hide()
        self.start.show()

    def _build_form(self) -> None:
        self.passphrase = PassphraseField(self.theme, self.tr("Je wachtzin"), self._form)
        self.passphrase.text_changed.connect(self._on_typed)
        self.passphrase.entered.connect(self._on_renew)
        self.renew = PlainButton(self.theme, self.tr("Vernieuw alle sleutels"), self._form)
        self.renew.clicked.connect(self._on_renew)
        cancel = QuietButton(self.theme, self.tr("Laat zo"), self._form)
        cancel.clicked.connect(self._on_cancel)
        buttons = QWidget(self._form)
        flow = FlowLayout(buttons)
        flow.addWidget(self.renew)
        flow.addWidget(cancel)
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (TextLabel(self.tr("Typ je wachtzin"), "label", self._form), self.passphrase, buttons):
            column.addWidget(part)

    @Slot()
    def _on_start(self) -> None:
        self.work.clear()
        self.start.hide()
        self._form.show()
        self._on_typed("")
        self.passphrase.edit.setFocus()

    @Slot(str)
    def _on_typed(self, _text: str) -> None:
        self.renew.set_ready(is_ready=bool(self.passphrase.text.strip()), missing=self.tr("Typ eerst je wachtzin"))

    @Slot()
    def _on_cancel(self) -> None:
        self.forget()
        self.start.setFocus()

    @Slot()
    def _on_renew(self) -> None:
        if self.renew.isEnabled():
            work = partial(_renew, self._session, self.passphrase.text.strip())
            self.work.run(work, name="renew keys", saying=self.tr("Alle sleutels worden vernieuwd. Laat de app even openstaan."))

    @Slot(object)
    def _on_renewed(self, code: str | None) -> None:
        was_in_view = self.isVisible()
        self.forget()
        self.work.say(self.tr("Alle sleutels zijn nieuw. Maak nu een nieuwe reservekopie, en vernietig de oude."))
        if code is not None and was_in_view:
            self.start.hide()
            self.step.show()
            self.step.show_code(code)
        self.changed.emit()

    @Slot()
    def _on_confirmed(self) -> None:
        self._session.keys.recovery_code_is_on_paper()
        self.forget()
        self.start.setFocus()
        self.changed.emit()


def _renew(session: Session, passphrase: str, context: JobContext) -> str | None:
    return session.keys.renew_all(passphrase, context)
