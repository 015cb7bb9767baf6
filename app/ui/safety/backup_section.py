"""Reservekopie: make one, see whether it works, put it back."""

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from app.common.progress import JobContext
from app.services.backups import BackupStatus
from app.services.session import Session
from app.ui.jobs import JobRunner
from app.ui.safety.backup_card import BackupCard
from app.ui.safety.reader import Reader
from app.ui.safety.restore_card import RestoreCard
from app.ui.safety.section import Section
from app.ui.theme import Theme


class BackupSection(Section):
    """Work goes on when another section is chosen, and stops when the room is locked."""

    made = Signal()

    def __init__(self, theme: Theme, jobs: JobRunner, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        lead = self.tr("Bewaar de kopie niet bij de laptop. De app herinnert je eraan als hij ouder is dan 14 dagen.")
        self.introduce(self.tr("Een tweede kluis, net zo goed op slot."), lead)
        self._reader = Reader(jobs, partial(_status, session), "read back-up status", self)
        self.card = BackupCard(theme, jobs, session, self)
        self.card.made.connect(self._reader.request)
        self.card.made.connect(self.made)
        self.restore = RestoreCard(theme, jobs, session, self)
        self._is_wanted = False
        self._reader.read.connect(self._on_status)
        self._reader.failed.connect(self.card.work.tell)
        self.column.addWidget(self.card)
        self.column.addWidget(self.restore)

    @Slot(object)
    def _on_status(self, status: BackupStatus) -> None:
        self.card.show_status(status)
        if self._is_wanted:
            self._is_wanted = False
            self.card.make.click()

    def entered(self) -> None:
        """Read again how old the last one is."""
        self._reader.request()

    def make_now(self) -> None:
        """Make one as soon as it is known where."""
        self._is_wanted = True
        self._reader.request()

    def release(self) -> None:
        """Stop everything."""
        self._reader.stop()
        self.card.work.cancel()
        self.restore.work.cancel()
        self.left()

    def left(self) -> None:
        """Take the passphrase of then off the screen."""
        self.restore.forget()


def _status(session: Session, _context: JobContext) -> BackupStatus:
    return session.backups.status()
