"""Wachtzin en herstelcode: every way into the vault."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from app.common.progress import JobContext
from app.services.keys import KeyFacts
from app.services.session import Session
from app.ui.jobs import JobRunner
from app.ui.safety.organisation_card import OrganisationCard
from app.ui.safety.passphrase_card import PassphraseCard
from app.ui.safety.reader import Reader
from app.ui.safety.recovery_card import RecoveryCard
from app.ui.safety.renewal_card import RenewalCard
from app.ui.safety.section import Section
from app.ui.theme import Theme
from app.ui.widgets.error_panel import ErrorPanel


class KeysSection(Section):
    """One card per way in. Secrets leave the screen as soon as something else comes into view."""

    def __init__(self, theme: Theme, jobs: JobRunner, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        lead = self.tr("Wij hebben geen sleutel en geen achterdeur. Wat jij kwijtraakt, kunnen wij niet herstellen.")
        self.introduce(self.tr("Wie kan er naar binnen?"), lead)
        self._reader = Reader(jobs, partial(_facts, session), "read key facts", self)
        self._reader.read.connect(self._on_facts)
        self._error = ErrorPanel(theme, self)
        self._reader.failed.connect(self._error.tell)
        self.passphrase = PassphraseCard(theme, jobs, session, self)
        self.recovery = RecoveryCard(theme, jobs, session, self)
        self.organisation = OrganisationCard(theme, jobs, session, self)
        self.renewal = RenewalCard(theme, jobs, session, self)
        self._cards = (self.passphrase, self.recovery, self.organisation, self.renewal)
        self.column.addWidget(self._error)
        for card in self._cards:
            card.changed.connect(self._reader.request)
            self.column.addWidget(card)

    def entered(self) -> None:
        """Read again since when each is what it is."""
        self._reader.request()

    def left(self) -> None:
        """Take passphrases and codes off the screen."""
        for card in self._cards:
            card.forget()

    def release(self) -> None:
        """Stop everything; what would leave half of a change goes on to its end by itself."""
        self.left()
        self._reader.stop()
        for card in self._cards:
            card.work.cancel()

    @Slot(object)
    def _on_facts(self, facts: KeyFacts) -> None:
        for card in self._cards:
            card.show_facts(facts)


def _facts(session: Session, _context: JobContext) -> KeyFacts:
    return session.keys.facts()
