"""Veiligheid: a list of sections at the left, the chosen one beside it."""

from collections.abc import Callable
from functools import cached_property, partial
from typing import TypeVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from app.common.progress import JobContext
from app.services.backups import BackupStatus
from app.services.preferences import Preferences
from app.services.session import Session
from app.ui.changes import ChangeSignal
from app.ui.jobs import JobRunner
from app.ui.safety.appearance_section import AppearanceSection
from app.ui.safety.backup_card import backup_title
from app.ui.safety.backup_section import BackupSection
from app.ui.safety.check_section import CheckSection
from app.ui.safety.consent_section import ConsentSection
from app.ui.safety.keys_section import KeysSection
from app.ui.safety.log_section import LogSection
from app.ui.safety.overview_section import OverviewSection
from app.ui.safety.reader import Reader
from app.ui.safety.retention_section import RetentionSection
from app.ui.safety.section import Section
from app.ui.safety.section_list import SectionList
from app.ui.screen import Screen
from app.ui.theme import Theme

_Kind = TypeVar("_Kind", bound=Section)


class Safety(Screen):
    """Makes a section when it is first shown; its long work goes on when another is chosen, until the room is locked."""

    recording_opened = Signal(str)
    consent_requested = Signal(str)
    preferences_changed = Signal()
    help_requested = Signal()
    reminded = Signal(str)
    """A sentence to show once after opening: the back-up is old, or there is none."""

    def __init__(
        self, theme: Theme, jobs: JobRunner, session: Session, changes: ChangeSignal, preferences: Preferences, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.title = self.tr("Veiligheid")
        self._theme = theme
        self._jobs = jobs
        self._session = session
        self._changes = changes
        self._preferences = preferences
        self._made: list[Section] = []
        self._shown: Section | None = None
        named: tuple[tuple[str, str, str, Callable[[], Section]], ...] = (
            ("overview", "veiligheid", self.tr("Overzicht"), lambda: self.overview),
            ("keys", "sleutel", self.tr("Wachtzin en herstelcode"), lambda: self.keys),
            ("backup", "reservekopie", self.tr("Reservekopie"), lambda: self.backup),
            ("check", "integriteit", self.tr("Nakijken"), lambda: self.check),
            ("retention", "wisdatum", self.tr("Bewaren en wissen"), lambda: self.retention),
            ("consent", "toestemming", self.tr("Toestemming"), lambda: self.consent),
            ("log", "logboek", self.tr("Logboek"), lambda: self.log),
            ("appearance", "thema", self.tr("Weergave en toetsen"), lambda: self.appearance),
        )
        self._sections = {code: section for code, _, _, section in named}
        self.list = SectionList(theme, [(code, icon_name, name) for code, icon_name, name, _ in named], self)
        self._stack = QStackedWidget(self)
        self.list.chosen.connect(self._on_chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self._stack, 1)
        self._reminder = Reader(jobs, partial(_backup_status, session), "read back-up status", self)
        self._reminder.read.connect(self._on_backup_status)
        self._reminder.request()

    @cached_property
    def overview(self) -> OverviewSection:
        """How the room stands."""
        section = self._take_in(OverviewSection(self._theme, self._jobs, self._session, self._changes, self._preferences, self))
        section.section_requested.connect(self.go_to)
        section.backup_requested.connect(self._on_backup_requested)
        section.preferences_changed.connect(self.preferences_changed)
        return section

    @cached_property
    def keys(self) -> KeysSection:
        """Every way in."""
        return self._take_in(KeysSection(self._theme, self._jobs, self._session, self))

    @cached_property
    def backup(self) -> BackupSection:
        """Make, try and restore."""
        return self._take_in(BackupSection(self._theme, self._jobs, self._session, self))

    @cached_property
    def check(self) -> CheckSection:
        """Whether everything is right, and where the vault lives."""
        section = self._take_in(CheckSection(self._theme, self._jobs, self._session, self))
        section.recording_opened.connect(self.recording_opened)
        return section

    @cached_property
    def retention(self) -> RetentionSection:
        """What ends when, the bin, and the words that stayed."""
        return self._take_in(RetentionSection(self._theme, self._jobs, self._session, self._changes, self))

    @cached_property
    def consent(self) -> ConsentSection:
        """What is allowed with which recording."""
        section = self._take_in(ConsentSection(self._theme, self._jobs, self._session, self._changes, self))
        section.consent_requested.connect(self.consent_requested)
        return section

    @cached_property
    def log(self) -> LogSection:
        """What happened."""
        return self._take_in(LogSection(self._theme, self._jobs, self._session, self))

    @cached_property
    def appearance(self) -> AppearanceSection:
        """How the window looks and when it closes by itself."""
        section = self._take_in(AppearanceSection(self._theme, self._preferences, self))
        section.preferences_changed.connect(self.preferences_changed)
        section.help_requested.connect(self.help_requested)
        return section

    @property
    def sections(self) -> tuple[str, ...]:
        """The codes of all sections."""
        return tuple(self._sections)

    @property
    def section(self) -> str:
        """The code of the section in view."""
        return self.list.current

    def entered(self) -> None:
        """Put the keyboard on the list, and read the section in view again; the first time that is the overview."""
        self.list.setFocus()
        if self._shown is not None:
            self._shown.entered()
        else:
            self.go_to("overview")

    @Slot(str)
    def go_to(self, code: str) -> None:
        """Bring a section into view."""
        self.list.choose(code)

    def ask_new_passphrase(self) -> None:
        """Bring the form into view for who came in with the code on paper."""
        self.go_to("keys")
        self.keys.passphrase.open_form()

    def release(self) -> None:
        """Stop what goes on in every section."""
        self._reminder.stop()
        for section in self._made:
            section.release()

    def _take_in(self, section: _Kind) -> _Kind:
        self._made.append(section)
        self._stack.addWidget(section)
        return section

    @Slot()
    def _on_backup_requested(self) -> None:
        self.go_to("backup")
        self.backup.make_now()

    @Slot(str)
    def _on_chosen(self, code: str) -> None:
        self._shown = self._sections[code]()
        self._stack.setCurrentWidget(self._shown)
        if self.isVisible():
            self._shown.entered()

    @Slot(object)
    def _on_backup_status(self, status: BackupStatus) -> None:
        if status.is_overdue:
            self.reminded.emit(f"{backup_title(self, status)}.")


def _backup_status(session: Session, _context: JobContext) -> BackupStatus:
    return session.backups.status()
