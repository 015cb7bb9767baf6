"""Overzicht: how the room stands in one look, and what asks attention."""

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from app.error_texts import FINDING_TEXTS
from app.services.changes import Changes
from app.services.preferences import Preferences
from app.services.session import Session
from app.ui.changes import ChangeSignal
from app.ui.jobs import JobRunner
from app.ui.safety.card import Card
from app.ui.safety.lock_card import LockCard
from app.ui.safety.overview_cards import BackupSummary, CheckCard, EndingCard, LogCard, NoticeCard, RecoverySummary, encryption_words, place_words
from app.ui.safety.reader import Reader
from app.ui.safety.section import Section
from app.ui.safety.standing import Standing, read_standing
from app.ui.theme import Theme
from app.ui.widgets.error_panel import ErrorPanel

_TWO_COLUMNS_PX = 820
"""Below this width at 100 % the cards stand under each other."""


class OverviewSection(Section):
    """Reads itself again after every change; each card leads to a section."""

    section_requested = Signal(str)
    backup_requested = Signal()
    """Make one now."""
    preferences_changed = Signal()

    def __init__(
        self, theme: Theme, jobs: JobRunner, session: Session, changes: ChangeSignal, preferences: Preferences, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.introduce(self.tr("Je kamer."))
        self._theme = theme
        self._columns = 0
        self._reader = Reader(jobs, partial(read_standing, session), "read standing", self)
        self._reader.read.connect(self.show_standing)
        self._error = ErrorPanel(theme, self)
        self._reader.failed.connect(self._error.tell)
        self.backup = BackupSummary(theme, self.inside)
        self.backup.make_requested.connect(self.backup_requested)
        self.backup.restore_requested.connect(partial(self._lead_to, "backup"))
        self.recovery = RecoverySummary(theme, self.inside)
        self.recovery.more_requested.connect(partial(self._lead_to, "keys"))
        self.check = CheckCard(theme, self.inside)
        self.check.check_requested.connect(partial(self._lead_to, "check"))
        self.lock = LockCard(theme, preferences, self.inside)
        self.lock.chosen.connect(self.preferences_changed)
        self.ending = EndingCard(theme, self.inside)
        self.ending.more_requested.connect(partial(self._lead_to, "retention"))
        self.log = LogCard(theme, self.inside)
        self.log.more_requested.connect(partial(self._lead_to, "log"))
        self.consent = NoticeCard(theme, "toestemming", self.tr("Bekijk de toestemming"), self.inside)
        self.consent.requested.connect(partial(self._lead_to, "consent"))
        self.place = NoticeCard(theme, "kluis", self.tr("Bekijk waar je kluis staat"), self.inside)
        self.place.requested.connect(partial(self._lead_to, "check"))
        self.disk = NoticeCard(theme, "vergrendelen", self.tr("Bekijk waar je kluis staat"), self.inside)
        self.disk.requested.connect(partial(self._lead_to, "check"))
        self.older = NoticeCard(theme, "toen", self.tr("Kijk na"), self.inside)
        self.older.requested.connect(partial(self._lead_to, "check"))
        self._notices = (self.older, self.consent, self.place, self.disk)
        self._cards: tuple[Card, ...] = (self.backup, self.check, self.recovery, self.lock, self.ending, self.log, *self._notices)
        self._grid = QGridLayout()
        self._grid.setSpacing(16)
        self.column.addWidget(self._error)
        self.column.addLayout(self._grid)
        changes.changed.connect(self._on_changed)
        theme.changed.connect(self._lay_out)
        self._lay_out()

    def entered(self) -> None:
        """Read again."""
        self.lock.show_choices()
        self._reader.request()

    def release(self) -> None:
        """Stop reading."""
        self._reader.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards beside or under each other."""
        super().resizeEvent(event)
        self._lay_out()

    @Slot(object)
    def show_standing(self, standing: Standing) -> None:
        """Show how it stands."""
        self._error.clear()
        self.introduce(self._headline(standing.attention, has_damage=bool(standing.damage)))
        for card in (self.backup, self.check, self.recovery, self.ending, self.log):
            card.show_standing(standing)
        self.older.tell(self.tr("Deze kluis is ouder dan de laatste keer") if standing.is_older else "", FINDING_TEXTS["vault_older_than_seen"])
        closed = standing.closed
        title = self.tr("Eén opname blijft dicht") if closed == 1 else self.tr("{count} opnamen blijven dicht").format(count=closed)
        self.consent.tell(title if closed else "", self.tr("Er mist toestemming om zelf terug te kijken. Vul in wat er is gezegd."))
        self.place.tell(self.tr("Je kluis staat niet op een gewone plek") if standing.has_bad_place else "", place_words(standing))
        has_open_disk = standing.place.encryption.state == "off"
        self.disk.tell(self.tr("De schijf zelf is niet versleuteld") if has_open_disk else "", encryption_words(standing))
        self._lay_out(is_forced=True)

    def _headline(self, count: int, *, has_damage: bool) -> str:
        if has_damage:
            return self.tr("Er klopt iets niet. Begin daar.")
        if count == 0:
            return self.tr("Je kamer is op orde.")
        if count == 1:
            return self.tr("Je kamer is op orde. Eén ding vraagt aandacht.")
        words = {2: self.tr("Twee"), 3: self.tr("Drie"), 4: self.tr("Vier"), 5: self.tr("Vijf"), 6: self.tr("Zes")}
        return self.tr("Je kamer is op orde. {count} dingen vragen aandacht.").format(count=words.get(count, str(count)))

    def _lay_out(self, *, is_forced: bool = False) -> None:
        columns = 2 if self.width() / self._theme.scale >= _TWO_COLUMNS_PX else 1
        if columns == self._columns and not is_forced:
            return
        self._columns = columns
        for card in self._cards:
            self._grid.removeWidget(card)
        shown = [card for card in self._cards if not (card in self._notices and card.isHidden())]
        for place, card in enumerate(shown):
            self._grid.addWidget(card, place // columns, place % columns)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if columns > 1 else 0)

    def _lead_to(self, section: str) -> None:
        self.section_requested.emit(section)

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if self.isVisible() and (changes.recordings or changes.consents):
            self._reader.request()
