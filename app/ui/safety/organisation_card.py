"""Whether an organisation can open this vault too; never by itself, and always to be seen."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from app.common.errors import AppError
from app.common.progress import JobContext
from app.services.keys import KeyFacts, recipient_in_file
from app.services.session import Session
from app.ui.dates import day_text
from app.ui.jobs import JobRunner
from app.ui.safety.card import Card
from app.ui.safety.work_panel import WorkPanel
from app.ui.theme import Theme
from app.ui.widgets.buttons import EraseButton, PlainButton, QuietButton, ThresholdButton
from app.ui.widgets.confirm import ConfirmErase
from app.ui.widgets.file_choice import choose_file


class OrganisationCard(Card):
    """Set from a file after its key was looked at; taken out after a question."""

    changed = Signal()

    def __init__(self, theme: Theme, jobs: JobRunner, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(theme, "personen", "", parent)
        self._session = session
        self._candidate = ""
        self._is_set = False
        self._words = self.say("")
        self._key = self.say("", "klein")
        self.choose = PlainButton(theme, self.tr("Kies de sleutel van je organisatie"), self)
        self.choose.clicked.connect(self._on_choose)
        self.remove = EraseButton(theme, self.tr("Haal je organisatie eruit"), self)
        self.remove.clicked.connect(self._on_remove)
        self.accept = ThresholdButton(theme, self.tr("Ja, laat mijn organisatie erin"), self, is_large=False)
        self.accept.clicked.connect(self._on_accept)
        self.refuse = QuietButton(theme, self.tr("Nee"), self)
        self.refuse.clicked.connect(self.forget)
        self.add_row(self.choose, self.remove, self.accept, self.refuse)
        self.work = WorkPanel(theme, jobs, self)
        self.work.succeeded.connect(self._on_done)
        self.column.addWidget(self.work)
        self._facts: KeyFacts | None = None
        self.forget()

    def show_facts(self, facts: KeyFacts) -> None:
        """Show who can get in."""
        self._facts = facts
        self.forget()

    def read_key(self, path: Path) -> None:
        """Show the public key in this file, and ask whether it is the right one."""
        try:
            self._candidate = recipient_in_file(path)
        except AppError as error:
            self.work.tell(error)
            return
        self.work.clear()
        self._words.setText(
            self.tr(
                "Wie de geheime helft van deze sleutel heeft, kan straks alles in deze kluis zien. Ook zonder jou erbij. "
                "Lees de sleutel hardop na met je beheerder. Klopt elk teken?"
            )
        )
        self._show_key(self._candidate)
        self._show_buttons(is_asking=True)
        self.refuse.setFocus()

    @Slot()
    def forget(self) -> None:
        """Ask no more, and show how it is."""
        self._candidate = ""
        organisation = self._facts.organisation if self._facts else None
        self._is_set = organisation is not None
        self.set_title(self.tr("Je organisatie kan deze kluis openen") if self._is_set else self.tr("Alleen jij kunt deze kluis openen"))
        self._words.setText(self._set_words() if self._is_set else self._unset_words())
        self._show_key(organisation or "")
        self._show_buttons(is_asking=False)

    def _set_words(self) -> str:
        since = self._facts.organisation_since if self._facts else None
        day = self.tr("Sinds {day}. ").format(day=day_text(since.astimezone().date())) if since else ""
        return day + self.tr("Wie de geheime helft van deze sleutel heeft, kan alles in deze kluis zien.")

    def _unset_words(self) -> str:
        return self.tr("Je organisatie kan een sleutel geven, voor als jij er niet meer bij kunt. Dat gebeurt alleen als jij dat hier kiest.")

    def _show_key(self, recipient: str) -> None:
        # Groups of four, so that it can be read out and compared.
        groups = [recipient[place : place + 4] for place in range(0, len(recipient), 4)]
        self._key.setText(" ".join(groups))
        self._key.setVisible(bool(recipient))

    def _show_buttons(self, *, is_asking: bool) -> None:
        self.choose.setVisible(not is_asking and not self._is_set)
        self.remove.setVisible(not is_asking and self._is_set)
        self.accept.setVisible(is_asking)
        self.refuse.setVisible(is_asking)

    @Slot()
    def _on_choose(self) -> None:
        path = choose_file(self, self.tr("Kies het bestand met de openbare sleutel van je organisatie"), self.tr("Elk bestand"), "*")
        if path is not None:
            self.read_key(path)

    @Slot()
    def _on_accept(self) -> None:
        self._run(self._candidate)

    @Slot()
    def _on_remove(self) -> None:
        question = ConfirmErase(
            self.theme,
            self.tr("Je organisatie eruit halen?"),
            self.tr(
                "Je organisatie kan deze kluis dan niet meer openen. Kopieën van de kluis die ze al heeft, wel. "
                "Mag dat ook niet, vernieuw dan daarna alle sleutels en maak een nieuwe reservekopie."
            ),
            self.tr("Haal eruit"),
            self.tr("Laat zo"),
            self,
        )
        if question.exec():
            self._run(None)
        question.deleteLater()

    def _run(self, recipient: str | None) -> None:
        self.work.run(partial(_set, self._session, recipient), name="set organisation", saying=self.tr("De sleutel wordt ingesteld."))

    @Slot(object)
    def _on_done(self, is_set: bool) -> None:  # noqa: FBT001 - the signal's shape
        self.work.say(self.tr("Je organisatie kan er nu in.") if is_set else self.tr("Je organisatie kan er niet meer in."))
        self.changed.emit()


def _set(session: Session, recipient: str | None, _context: JobContext) -> bool:
    session.keys.set_organisation(recipient)
    return recipient is not None
